import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Attachment } from '../../src/core/conversation/message';
import type { Commands } from '../../src/host/commands';
import { internalCommands } from '../../src/host/contributions';
import { createEdits } from '../../src/host/edit/edits';
import type { EditPerson, ProblemItem } from '../../src/host/edit/person';
import { createExplanations } from '../../src/host/explain/explain';
import type { ProposalPerson } from '../../src/host/proposals/person';
import type { Person } from '../../src/host/person';
import { Proposals } from '../../src/host/proposals/proposals';
import { Threads } from '../../src/host/thread/threads';
import { createSyntax } from '../../src/syntax/createSyntax';
import { says } from '../simulator/index';
import { eventually } from '../support/eventually';
import { closeEditors, connect, disconnect, qwen, type Setup } from './support';

/** Explanations and edits in the editor, as the extension makes them, with a person who does as the test says. */
export class AtWork implements EditPerson, ProposalPerson {
  readonly told: string[] = [];
  /** Asked in the chat, for what has no place in an editor. */
  readonly chat: { readonly question: string; readonly attachments: readonly Attachment[] }[] = [];
  /** What is chosen of a message of the window. */
  choice: string | undefined;
  instruction = 'Change it.';
  readonly setup: Setup;
  readonly threads: Threads;
  readonly #proposals: Proposals;
  readonly #explanations: ReturnType<typeof createExplanations>;
  readonly #edits: ReturnType<typeof createEdits>;
  readonly #written: vscode.Uri[] = [];
  readonly #window: Person = {
    tell: async (_weight, sentence, ...choices) => {
      this.told.push(`${sentence} [${choices.join(' | ')}]`);
      const chosen = choices.find((choice) => choice === this.choice);
      this.choice = undefined;
      return chosen;
    },
    decide: async (question, _detail, ...choices) => {
      this.told.push(question);
      return choices.find((choice) => choice === this.choice);
    },
    mention: (sentence) => this.tell(sentence),
    pick: async () => undefined,
    progress: async (title, run) => {
      this.told.push(title);
      return run(() => {}, new AbortController().signal);
    },
  };

  constructor(setup: Setup) {
    this.setup = setup;
    const { assistant } = setup.handle;
    this.threads = new Threads(assistant);
    this.#proposals = new Proposals(this);
    const extension = vscode.extensions.getExtension('tollfree.tollfree');
    assert.ok(extension);
    const made = createSyntax(path.join(extension.extensionPath, 'dist', 'syntax'));
    const syntax = (): Promise<typeof made> => Promise.resolve(made);
    const parts = { threads: this.threads, assistant, syntax };
    this.#edits = createEdits({
      ...parts,
      proposals: this.#proposals,
      log: undefined,
      person: this,
      window: this.#window,
    });
    this.#explanations = createExplanations({
      ...parts,
      goOnWith: async () => undefined,
      askInChat: async (question, attachments) => void this.chat.push({ question, attachments }),
      log: { info: () => undefined, warn: () => undefined },
    });
  }

  /** With an account of its own, so that a test may ask what it wants. */
  static async begin(): Promise<AtWork> {
    const setup = await connect({ pin: qwen });
    const { assistant } = setup.handle;
    const privacy = await assistant.privacy();
    await privacy.agree('unknown');
    await privacy.agree('mayTrain');
    await assistant.prepare();
    // The extension has proposals of its own, which are asked for those of a test too, unless they came first.
    await setup.handle.features();
    return new AtWork(setup);
  }

  async end(): Promise<void> {
    for (const thread of this.threads.all) this.threads.close(thread);
    await this.threads.settled();
    this.#explanations.dispose();
    this.#edits.dispose();
    this.threads.dispose();
    this.#proposals.dispose();
    await closeEditors();
    for (const uri of this.#written) await vscode.workspace.fs.delete(uri, { recursive: true });
    await disconnect(this.setup);
  }

  tell(sentence: string): void {
    this.told.push(sentence);
  }

  askInstruction(): Promise<string> {
    return Promise.resolve(this.instruction);
  }

  pickProblem(items: readonly ProblemItem[]): Promise<ProblemItem | undefined> {
    return Promise.resolve(items[0]);
  }

  askTestPath(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  tellReady(sentence: string): Promise<boolean> {
    this.told.push(sentence);
    return Promise.resolve(false);
  }

  chooseParts(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  /** Writes a file into the workspace, which is gone at the end. */
  async file(name: string, text: string): Promise<vscode.Uri> {
    const [root] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(root, 'no folder is open');
    const uri = vscode.Uri.joinPath(root.uri, name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    this.#written.push(uri);
    return uri;
  }

  /** Runs a command; what it asks a model for is over, too. */
  async run(id: keyof Commands, ...given: unknown[]): Promise<void> {
    const run = this.#edits.commands[id] ?? this.#explanations.commands[id];
    assert.ok(run, `nobody does ${id}`);
    await run(...given);
    await this.threads.settled();
  }

  /** The same, with an answer that the model gives. */
  async answered(answer: string, id: keyof Commands, ...given: unknown[]): Promise<void> {
    this.setup.simulator.script(says(answer));
    await this.run(id, ...given);
  }

  /** Requests by now. */
  get sent(): number {
    return this.setup.simulator.inferences.length;
  }

  /** Of the last request. */
  get message(): string {
    const body = this.setup.simulator.inferences.at(-1)?.bodyText;
    assert.ok(body, `nothing was sent: ${this.told.join()}`);
    const { messages }: { messages: { content: string }[] } = JSON.parse(body);
    return messages.at(-1)?.content ?? '';
  }

  get thread(): vscode.CommentThread {
    const found = this.threads.all.at(-1)?.thread;
    assert.ok(found, `there is no thread: ${this.told.join()}`);
    return found;
  }

  /** What stands in the thread, as a person reads it: without what escapes. */
  get shown(): readonly string[] {
    return this.thread.comments.map(({ body }) => (typeof body === 'string' ? body : body.value).replaceAll('\\', ''));
  }

  /** Follows a link in the thread. */
  async click(label: string): Promise<void> {
    const said = this.shown.at(-1) ?? '';
    const query = new RegExp(String.raw`\[${label}[^\]]*\]\(command:tollfree\.thread\.act\?([^)]+)\)`).exec(said)?.[1];
    assert.ok(query !== undefined, `there is no link “${label}” in ${said}`);
    const given: unknown[] = JSON.parse(decodeURIComponent(query));
    await this.threads.commands[internalCommands.threadAct]?.(...given);
  }

  /** The text that is proposed in the difference in front. */
  async proposed(): Promise<string> {
    let address: vscode.Uri | undefined;
    await eventually(() => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert.ok(input instanceof vscode.TabInputTextDiff, `no difference is shown: ${this.shown.join('\n')}`);
      address = input.modified;
    });
    assert.ok(address);
    return (await vscode.workspace.openTextDocument(address)).getText();
  }
}

/** The hover over a place, of all who have something to say. */
export async function hoverAt(document: vscode.TextDocument, line: number, column = 1): Promise<string> {
  const found = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    new vscode.Position(line - 1, column - 1),
  );
  const texts = found.flatMap(({ contents }) => contents);
  return texts.map((text) => (text instanceof vscode.MarkdownString ? text.value : '')).join('\n');
}
