import * as vscode from 'vscode';
import { findModel } from '../../core/catalogue/model';
import { shortName } from '../../core/catalogue/names';
import type { Turn } from '../../core/conversation/conversation';
import type { Log } from '../../core/engine/ports';
import { plural } from '../../core/format';
import { commitMessages, readCommitMessage } from '../../core/tasks/commit';
import { fitDiff } from '../../core/tasks/fitDiff';
import { type Again, askInWindow, type WindowAssistant } from '../askInWindow';
import { type Repository, repositories } from '../chat/mentions/git';
import type { Commanded } from '../commands';
import { commands } from '../contributions';
import { type Person, personAtWindow } from '../person';
import { buttonPrice, withPrice } from '../priceText';
import { inProgress } from './inProgress';
import { putInto } from './messageBox';
import { repositoryOf } from './repositoryOf';
import { type FilesToCommit, readFiles, unstagedChanges } from './stagedFiles';

/** Messages that are read for their style. */
const HISTORY = 20;

export interface CommitMessageParts {
  readonly assistant: WindowAssistant;
  readonly log: Log;
  readonly person?: Person;
}

/** What the person has agreed to already, and what is asked for again. */
interface Wish {
  readonly how: Again;
  /** What the person had written before the first answer. */
  readonly hint?: string;
  /** Also without anything staged. */
  readonly all?: true;
  /** Also while git has a message of its own. */
  readonly anyway?: true;
}

/** Generate Commit Message: the staged diff of a repository → a message in its box. */
export function createCommitMessages({
  assistant,
  log,
  person = personAtWindow,
}: CommitMessageParts): Commanded & vscode.Disposable {
  const messages = new CommitMessages(assistant, log, person);
  return {
    commands: { [commands.commitMessage]: (clicked?: unknown) => messages.begin(clicked) },
    dispose: () => messages.dispose(),
  };
}

class CommitMessages implements vscode.Disposable {
  readonly #assistant: WindowAssistant;
  readonly #log: Log;
  readonly #person: Person;
  /** Roots of repositories whose message is being written. */
  readonly #writing = new Set<string>();
  #disposed = false;

  constructor(assistant: WindowAssistant, log: Log, person: Person) {
    this.#assistant = assistant;
    this.#log = log;
    this.#person = person;
  }

  async begin(clicked: unknown): Promise<void> {
    const found = await repositories();
    if (typeof found === 'string') return this.#say('warning', found);
    const repository = await repositoryOf(found, clicked, this.#person);
    if (repository !== undefined) await this.#write(repository, { how: {} });
  }

  dispose(): void {
    this.#disposed = true;
  }

  async #write(repository: Repository, wish: Wish): Promise<void> {
    const root = repository.rootUri.toString();
    // A second answer would only cost a request.
    if (this.#writing.has(root)) return this.#say('information', 'The commit message is being written already.');
    this.#writing.add(root);
    try {
      await this.#ask(repository, wish);
    } finally {
      this.#writing.delete(root);
    }
  }

  async #ask(repository: Repository, wish: Wish): Promise<void> {
    await repository.status();
    const unfinished = wish.anyway === true ? undefined : await inProgress(repository.rootUri);
    if (unfinished !== undefined) {
      const choice = withPrice('Write One Anyway', buttonPrice(this.#assistant.priceOf('commit')));
      const sentence = `A ${unfinished} is in progress, and git has prepared its own message: it stays.`;
      return this.#offer('information', sentence, choice, () => this.#again(repository, { ...wish, anyway: true }));
    }
    const staged = repository.state.indexChanges;
    const changes = staged.length > 0 ? staged : unstagedChanges(repository);
    if (changes.length === 0) return this.#say('information', 'There is nothing to commit, so nothing was sent.');
    const all = staged.length === 0;
    if (all && wish.all !== true && !(await this.#agreesToAll(repository, changes.length))) return;
    const privacy = await this.#assistant.privacy();
    const read = await readFiles(repository, changes, !all, (files) => privacy.check(files));
    if (read.files.length === 0) {
      return this.#say('warning', `Nothing was sent: ${stays(read)}`);
    }
    const { inputBox } = repository;
    const before = inputBox.value;
    const hint = wish.hint ?? before.trim();
    const history = await subjects(repository);
    const prompt = { history, ...(hint === '' ? {} : { hint }) };
    const fitted = fitDiff(read.files, commitMessages({ ...prompt, changes: [] }), this.#model());
    const again = (how: Again): void => this.#again(repository, { ...wish, how, hint, ...(all ? { all: true } : {}) });
    const question = {
      task: 'commit' as const,
      title: 'Writing a commit message',
      messages: commitMessages({ ...prompt, changes: fitted.changes }),
      how: wish.how,
      again,
    };
    const parts = { assistant: this.#assistant, person: this.#person, log: this.#log };
    const turn = await vscode.window.withProgress({ location: vscode.ProgressLocation.SourceControl }, async () =>
      askInWindow(question, parts),
    );
    if (turn === undefined || this.#disposed) return;
    const message = readCommitMessage(turn.answer);
    if (message === undefined) return this.#unreadable(turn, again);
    const said = [
      ...(all ? ['Nothing is staged, so it is about all changes.'] : []),
      ...(fitted.leftOut === undefined ? [] : [fitted.leftOut]),
      ...(read.ignored === 0 ? [] : [stays(read)]),
      ...(turn.record?.finishReason === 'length' ? ['The answer ended at its limit, so its end may be missing.'] : []),
    ];
    this.#put(inputBox, message, before, turn, said);
  }

  /** Nothing of what the person wrote goes away without a way back. */
  #put(box: Repository['inputBox'], message: string, before: string, turn: Turn, said: readonly string[]): void {
    const by = `Commit message by ${whoWrote(turn)}.`;
    const sentence = [by, ...said].join(' ');
    if (box.value !== before) {
      const question = `${sentence} You have changed the box meanwhile, so it is not put in: “${firstLine(message)}”`;
      this.#offer('information', question, 'Put It In', () => this.#unawaited(putInto(box, message, by, this.#person)));
      return;
    }
    if (before === '' && said.length === 0) {
      box.value = message;
      this.#person.mention(by);
      return;
    }
    // The editor cuts a long message to one line where it has no button.
    const act = () => vscode.commands.executeCommand(commands.showSent, turn.id);
    const further = said.length === 0 ? undefined : { label: 'Show What Was Sent', act };
    this.#unawaited(putInto(box, message, sentence, this.#person, further));
  }

  #unreadable({ answer, ...turn }: Turn, again: (how: Again) => void): void {
    const retry = withPrice('Retry', buttonPrice(this.#assistant.priceOf('commit')));
    const show = 'Show Answer';
    const tell = async (): Promise<void> => {
      const sentence = `There is no commit message in the answer of ${whoWrote({ ...turn, answer })}. The box is as it was.`;
      const chosen = await this.#person.tell('warning', sentence, show, retry);
      if (chosen === retry) again({});
      if (chosen !== show) return;
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: answer }));
    };
    this.#unawaited(tell());
  }

  /** Where git commits everything by itself, nobody is asked. */
  async #agreesToAll({ rootUri }: Repository, count: number): Promise<boolean> {
    if (vscode.workspace.getConfiguration('git', rootUri).get('enableSmartCommit') === true) return true;
    const choice = withPrice('Write It for All Changes', buttonPrice(this.#assistant.priceOf('commit')));
    const question = `Nothing is staged. Write the message for ${count === 1 ? 'the one change' : `all ${count} changes`}?`;
    return (await this.#person.decide(question, 'Stage what is to be committed to choose.', choice)) === choice;
  }

  #model(): ReturnType<typeof findModel> {
    const id = this.#assistant.pinOf('commit');
    const { catalogue } = this.#assistant.state;
    return id === undefined || catalogue === undefined ? undefined : findModel(catalogue, id);
  }

  #again(repository: Repository, wish: Wish): void {
    if (!this.#disposed) this.#unawaited(this.#write(repository, wish));
  }

  #say(weight: 'information' | 'warning', sentence: string): void {
    this.#unawaited(this.#person.tell(weight, sentence));
  }

  #offer(weight: 'information', sentence: string, choice: string, act: () => void): void {
    const tell = async (): Promise<void> => {
      if ((await this.#person.tell(weight, sentence, choice)) === choice) act();
    };
    this.#unawaited(tell());
  }

  #unawaited(work: Thenable<unknown>): void {
    work.then(undefined, (error: unknown) => this.#log.warn('commit message', { message: String(error) }));
  }
}

/** `2 files stay here (.gitignore: dist/).` */
function stays({ ignored, rule }: FilesToCommit): string {
  return `${plural(ignored, 'file stays', 'files stay')} here (${rule ?? 'a rule'}).`;
}

/** `nemotron-3-ultra at Nvidia` */
function whoWrote({ source, switched }: Turn): string {
  const model = switched?.served ?? source?.model;
  if (model === undefined) return 'the model';
  return source?.provider === undefined ? shortName(model) : `${shortName(model)} at ${source.provider}`;
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}

/** Messages of the last commits, newest first; none before the first one. */
async function subjects(repository: Repository): Promise<readonly string[]> {
  try {
    return (await repository.log({ maxEntries: HISTORY })).map(({ message }) => message);
  } catch {
    return [];
  }
}
