import path from 'node:path';
import * as vscode from 'vscode';
import { languageIdOf } from '../../core/edits/chat/languageId';
import { mentionedFile, type Placement, placeCode } from '../../core/edits/chat/placement';
import { terminalLines, withHiddenShown } from '../../core/edits/chat/terminalLines';
import { plural } from '../../core/format';
import type { Change } from '../../core/span';
import { messageText } from '../messageText';
import { Proposal } from '../proposals/proposal';
import type { Proposals } from '../proposals/proposals';
import { whyNotWritable } from '../proposals/writable';
import { isSame, nameOf } from './mentions/places';

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
export class CodeActions implements vscode.Disposable {
  private readonly person: Person;
  private readonly proposals: Pick<Proposals, 'add' | 'show'>;
  private readonly subscription: vscode.Disposable;
  /** The one that was in front last: while the chat is an editor of its own, none is. */
  private last: vscode.TextEditor | undefined;

  constructor(proposals: Pick<Proposals, 'add' | 'show'>, person: Person = personAtEditor) {
    this.proposals = proposals;
    this.person = person;
    const noted = (editor: vscode.TextEditor | undefined): void => {
      if (editor !== undefined && editor.document.uri.scheme !== Proposal.scheme) this.last = editor;
    };
    noted(vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0]);
    this.subscription = vscode.window.onDidChangeActiveTextEditor(noted);
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
    const refused = await whyNotWritable(target);
    if (refused !== undefined) return this.person.tell(refused);
    let document: vscode.TextDocument;
    try {
      document = await vscode.workspace.openTextDocument(target);
    } catch {
      return this.person.tell(`${nameOf(target)} cannot be opened as a text.`);
    }
    const isMeant = found.some((uri) => isSame(uri, target));
    // The line only tells where the rest belongs, unless the file has it too.
    const isMarker = isMeant && mentioned !== undefined && document.lineAt(0).text !== text.split(/\r?\n/, 1)[0];
    await this.propose(document, isMarker ? mentioned.rest : text, by);
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

  private async propose(document: vscode.TextDocument, code: string, by: string): Promise<void> {
    const base = document.getText();
    const selection = this.selectionIn(document);
    const spot = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
    const placement = placeCode(base, code, spot, document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');
    const change = trimmed(base, placement);
    if (base.slice(change.start, change.end) === change.text) {
      return this.person.tell(`${path.posix.basename(document.uri.path)} is like that already.`);
    }
    const again = 'Apply the code again to see it anew.';
    await this.proposals.show(this.proposals.add({ target: document, base, changes: [change], by, again }));
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
    return active !== undefined && active.document.uri.scheme !== Proposal.scheme ? active : this.last;
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

/** The same change without what stays as it is at both ends, so that marks and folds there stay too. Whole lines. */
function trimmed(base: string, { start, end, text }: Placement): Change {
  const before = base.slice(start, end);
  const most = Math.min(before.length, text.length);
  let head = 0;
  while (head < most && before[head] === text[head]) head += 1;
  head = head === 0 ? 0 : before.lastIndexOf('\n', head - 1) + 1;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
  const lineEnd = before.indexOf('\n', before.length - tail);
  tail = lineEnd === -1 ? 0 : before.length - lineEnd - 1;
  return { start: start + head, end: end - tail, text: text.slice(head, text.length - tail) };
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
  tell: (sentence) => void vscode.window.showWarningMessage(messageText(sentence)),
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
