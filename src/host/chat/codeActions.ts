import path from 'node:path';
import * as vscode from 'vscode';
import { languageIdOf } from '../../core/edits/languageId';
import { mentionedFile } from '../../core/edits/placement';
import { terminalLines, withHiddenShown } from '../../core/edits/terminalLines';
import { plural } from '../../core/format';
import type { Commanded, Commands } from '../commands';
import { commands } from '../contributions';
import { isSame, nameOf } from './mentions/places';
import { Proposals } from './proposals';

/** As many files of the same name are offered; with more it is not known which is meant. */
const MOST_MENTIONED = 5;
/** What a dialog shows of what will run: lines, and characters of one. */
const MOST_LINES = 15;
const LONGEST_LINE = 200;

/** What only a person can do, and what only a person reads. */
export interface Person {
  tell(sentence: string): void;
  /** Asks in the middle of the window. Enter takes the first choice, Escape none. */
  choose(question: string, detail: string, ...choices: readonly string[]): Thenable<string | undefined>;
  /** The first is the likeliest. */
  pickTarget(items: readonly TargetItem[]): Thenable<TargetItem | undefined>;
  pickFile(): Thenable<vscode.Uri | undefined>;
}

/** A file that code can go into. */
export interface TargetItem extends vscode.QuickPickItem {
  /** Missing: another file, still to be chosen. */
  readonly uri?: vscode.Uri;
}

/** What can be done with code of an answer, beside copying it. Nothing happens to a file or in a terminal without a yes. */
export class CodeActions implements Commanded, vscode.Disposable {
  private readonly person: Person;
  private readonly proposals: Proposals;
  private readonly subscription: vscode.Disposable;
  /** The one that was in front last: while the chat is an editor of its own, none is. */
  private last: vscode.TextEditor | undefined;

  constructor(person: Person = personAtEditor) {
    this.person = person;
    this.proposals = new Proposals((sentence) => person.tell(sentence));
    const noted = (editor: vscode.TextEditor | undefined): void => {
      if (editor !== undefined && editor.document.uri.scheme !== Proposals.scheme) this.last = editor;
    };
    noted(vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0]);
    this.subscription = vscode.Disposable.from(this.proposals, vscode.window.onDidChangeActiveTextEditor(noted));
  }

  get commands(): Commands {
    return {
      [commands.applyAccept]: (uri?: unknown) => this.proposals.accept(uri),
      [commands.applyReject]: (uri?: unknown) => this.proposals.reject(uri),
    };
  }

  /**
   * Asks which file is meant, and shows what it would become beside what it is; changes nothing yet.
   * @param fence what stands behind the opening of its block; may name the file too.
   * @param by who proposes it: `gemma-4-31b`.
   */
  async applyCode(text: string, fence: string, by = 'the answer'): Promise<void> {
    const mentioned = mentionedFile(text, fence);
    const found = mentioned === undefined ? [] : await filesCalled(mentioned.path);
    const target = await this.pickTarget(found);
    if (target === undefined) return;
    const name = nameOf(target);
    if (await isReadOnly(target)) return this.person.tell(`${name} cannot be changed: it is read-only.`);
    let document: vscode.TextDocument;
    try {
      document = await vscode.workspace.openTextDocument(target);
    } catch {
      return this.person.tell(`${name} cannot be opened as a text.`);
    }
    const isMeant = found.some((uri) => isSame(uri, target));
    // The line only tells where the rest belongs, unless the file has it too.
    const isMarker = isMeant && mentioned !== undefined && document.lineAt(0).text !== text.split(/\r?\n/, 1)[0];
    await this.proposals.show(document, this.selectionIn(document), isMarker ? mentioned.rest : text, by);
  }

  /** Opens the code as a new text that has no file yet. */
  async newFile(text: string, language: string): Promise<void> {
    const known = await vscode.languages.getLanguages();
    await openUntitled(text, languageIdOf(language, known));
  }

  /** Runs lines in a terminal, once the user has seen them and agreed. */
  async runInTerminal(text: string): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      return this.person.tell('In Restricted Mode nothing is run. Trust this workspace first, or copy the lines.');
    }
    const read = terminalLines(text);
    if ('hidden' in read) return this.refuseHidden(text, read.hidden);
    const { lines } = read;
    if (lines.length === 0) return;
    const terminal = usableTerminal();
    const where = terminal === undefined ? 'a new terminal' : `the terminal “${terminal.name}”`;
    const what = lines.length === 1 ? 'this line' : `these ${lines.length} lines`;
    // Enter must not run anything, so running is the second choice.
    const look = 'Open in an Editor';
    const run = 'Run';
    const choice = await this.person.choose(`Run ${what} in ${where}?`, shortened(lines), look, run);
    if (choice === look) await openUntitled(`${lines.join('\n')}\n`, 'shellscript');
    if (choice !== run) return;
    const used = terminal?.exitStatus === undefined && terminal !== undefined ? terminal : createTerminal();
    used.show();
    used.sendText(lines.join('\n'), true);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async refuseHidden(text: string, { line, character }: { line: number; character: string }): Promise<void> {
    const show = 'Open in an Editor';
    const choice = await this.person.choose(
      'Not run: there are characters in it that cannot be seen.',
      `Line ${line} holds ${character}. Such characters can make a line look like another than it is.`,
      show,
    );
    if (choice === show) await openUntitled(withHiddenShown(text), 'plaintext');
  }

  private async pickTarget(mentioned: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
    const front = this.inFront()?.document.uri;
    const others = mentioned.filter((uri) => front === undefined || !isSame(uri, front));
    const items: TargetItem[] = [
      ...(front === undefined ? [] : [item(front, 'in front')]),
      ...others.map((uri) => item(uri, 'named in the code')),
    ];
    if (items.length === 0) return this.person.pickFile();
    const picked = await this.person.pickTarget([...items, { label: '$(folder-opened) Choose a File…' }]);
    return picked === undefined ? undefined : (picked.uri ?? this.person.pickFile());
  }

  private inFront(): vscode.TextEditor | undefined {
    const active = vscode.window.activeTextEditor;
    return active !== undefined && active.document.uri.scheme !== Proposals.scheme ? active : this.last;
  }

  /** What is selected there; the end of the text where no editor shows it. */
  private selectionIn(document: vscode.TextDocument): vscode.Range {
    const editors = [...vscode.window.visibleTextEditors, ...(this.last === undefined ? [] : [this.last])];
    const front = this.inFront();
    const editor = front?.document === document ? front : editors.find((one) => one.document === document);
    if (editor !== undefined) return document.validateRange(editor.selection);
    const { end } = document.lineAt(document.lineCount - 1).range;
    return new vscode.Range(end, end);
  }
}

function item(uri: vscode.Uri, why: string): TargetItem {
  return { label: `$(file) ${path.posix.basename(uri.path)}`, description: `${nameOf(uri)} · ${why}`, uri };
}

/** Files of the workspace with that path, from a folder of it or from further inside. */
async function filesCalled(name: string): Promise<readonly vscode.Uri[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const direct = folders.map(({ uri }) => vscode.Uri.joinPath(uri, name));
  const there = await Promise.all(direct.map(isFile));
  const found = direct.filter((_uri, at) => there[at]);
  if (found.length > 0 || /[[\]{}*?]/.test(name)) return found;
  const inside = await vscode.workspace.findFiles(`**/${name}`, undefined, MOST_MENTIONED + 1);
  return inside.length > MOST_MENTIONED ? [] : inside;
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    return (type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}

async function isReadOnly(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme === 'untitled') return false;
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== true) return true;
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
    return (permissions & vscode.FilePermission.Readonly) !== 0;
  } catch {
    // That it is gone is said when it is opened.
    return false;
  }
}

/** The one in front, unless it belongs to an extension or a task, or has ended. */
function usableTerminal(): vscode.Terminal | undefined {
  const terminal = vscode.window.activeTerminal;
  if (terminal === undefined || terminal.exitStatus !== undefined) return undefined;
  const isTask = vscode.tasks.taskExecutions.some(({ task }) => terminal.name.includes(task.name));
  return 'pty' in terminal.creationOptions || isTask ? undefined : terminal;
}

function createTerminal(): vscode.Terminal {
  return vscode.window.createTerminal({ name: 'Tollfree', iconPath: new vscode.ThemeIcon('comment-discussion') });
}

function shortened(lines: readonly string[]): string {
  const shown = lines
    .slice(0, MOST_LINES)
    .map((line) =>
      line.length > LONGEST_LINE
        ? `${line.slice(0, LONGEST_LINE)}… and ${plural(line.length - LONGEST_LINE, 'more character', 'more characters')}`
        : line,
    );
  const more = lines.length - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${plural(more, 'more line', 'more lines')}`] : [])].join('\n');
}

async function openUntitled(content: string, language: string): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language }));
}

const personAtEditor: Person = {
  tell: (sentence) => void vscode.window.showWarningMessage(sentence),
  choose: (question, detail, ...choices) =>
    vscode.window.showWarningMessage(question, { modal: true, detail }, ...choices),
  pickTarget: (items) =>
    vscode.window.showQuickPick(items, {
      title: 'Apply the Code',
      placeHolder: 'Which file should it go into? You see the change before it is made',
      matchOnDescription: true,
    }),
  pickFile: async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const chosen = await vscode.window.showOpenDialog({
      title: 'Apply the Code',
      openLabel: 'Show the Change',
      ...(folder === undefined ? {} : { defaultUri: folder.uri }),
    });
    return chosen?.[0];
  },
};
