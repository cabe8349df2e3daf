import * as vscode from 'vscode';
import { shortName } from '../../core/catalogue/names';
import type { Turn } from '../../core/conversation/conversation';
import { checkAnswer } from '../../core/edits/checkAnswer';
import { proseOf } from '../../core/edits/reading/prose';
import type { Log } from '../../core/engine/ports';
import { plural } from '../../core/format';
import type { Syntax, SyntaxTree } from '../../core/syntax';
import type { Said } from '../../core/tasks/refine';
import { repairMessages } from '../../core/tasks/repair';
import type { Assistant } from '../assistant';
import { isSame, nameOf } from '../chat/mentions/places';
import { buttonPrice, withPrice } from '../priceText';
import { Proposal } from '../proposals/proposal';
import type { Proposals } from '../proposals/proposals';
import { stillThere, whyGone } from '../stillThere';
import type { AskFurther, Asked, MakeLink, Refusal, Sendable, ThreadSubject, ThreadWords } from '../thread/subject';
import { switchNote } from '../thread/notes';
import { isCell } from '../thread/visible';
import { editNote, leftNote, type Outcome, proposalFacts, whyRefused } from './editNotes';
import { FollowedSpan, rangeOf } from './followedSpan';
import type { EditPerson } from './person';
import { prepareEdit, type PreparedEdit, type Wish } from './prepare';

export interface EditSubjectParts {
  readonly assistant: Pick<Assistant, 'pinOf' | 'state' | 'privacy' | 'priceOf'>;
  readonly syntax: () => Promise<Syntax>;
  readonly proposals: Pick<Proposals, 'add' | 'show' | 'accept' | 'acceptPart' | 'reject' | 'withdraw'>;
  readonly person: Pick<EditPerson, 'tellReady'>;
  /** An answer came: whether it was made into a proposal. */
  readonly ended: (isProposed: boolean) => void;
  /** The change was made as it was proposed. */
  readonly made: () => void;
  readonly log: Log | undefined;
}

/** One request, and what became of its answer. */
interface Attempt extends PreparedEdit {
  /** Where what may be changed is by now; undefined for a new file. */
  readonly span: FollowedSpan | undefined;
  /** Of the target when it was asked. */
  readonly version: number | undefined;
  /** The structure of `task.base`; reading begins while the model answers. */
  tree: Promise<SyntaxTree | undefined> | undefined;
  readonly isRepair: boolean;
  wasRepaired: boolean;
  outcome: Outcome | undefined;
  proposal: Proposal | undefined;
  /** Makes links for notes about it. */
  link: MakeLink | undefined;
}

/** How much of what was said goes along with a further wish. */
const MOST_SAID = 3;

/** A change of code: asked for, checked, proposed; made only by the user. */
export class EditSubject implements ThreadSubject {
  readonly kind = 'edit';
  readonly task: Wish['task'];
  private readonly parts: EditSubjectParts;
  private readonly place: FollowedSpan;
  private readonly wish: Wish;
  private readonly attempts = new Map<string, Attempt>();
  /** Of the last request. */
  private latest: string | undefined;
  /** What was asked for last, whether it became a request or not. */
  private newest: string | undefined;
  private isDisposed = false;

  /** @param place where the thread stands; is disposed of with the subject. */
  constructor(parts: EditSubjectParts, place: FollowedSpan, wish: Wish) {
    this.parts = parts;
    this.place = place;
    this.wish = wish;
    this.task = wish.task;
  }

  get words(): ThreadWords {
    const outcome = this.attempts.get(this.latest ?? '')?.outcome?.kind;
    const isRefused = outcome === 'refused' || outcome === 'impossible';
    return { by: isRefused ? 'Not changed: answered by' : 'Proposed by', failed: 'Not changed' };
  }

  async request(asked: Asked): Promise<Sendable | { readonly problem: string }> {
    const isRepair = asked.purpose === 'repair';
    this.newest = asked.turn.id;
    const before = isRepair ? this.attempts.get(asked.before.at(-1)?.turn.id ?? '') : undefined;
    const prepared = before === undefined ? await this.prepare(asked) : repaired(before, asked);
    if ('problem' in prepared) return prepared;
    const { target, task } = prepared;
    const document = target instanceof vscode.Uri ? undefined : target;
    const attempt: Attempt = {
      ...prepared,
      // A repair is about the text that the answer was about, and so about where that is by now.
      span: before === undefined ? document && new FollowedSpan(document, task.scope) : before.span,
      version: document?.version,
      tree: this.parse(task.base, task.languageId),
      isRepair,
      wasRepaired: false,
      outcome: undefined,
      proposal: undefined,
      link: undefined,
    };
    if (this.isDisposed) letGo(attempt);
    this.attempts.set(asked.turn.id, attempt);
    this.latest = asked.turn.id;
    return { messages: prepared.messages };
  }

  body(turn: Turn): string {
    const { prose, codeLines } = proseOf(turn.answer);
    if (turn.state === 'waiting' || turn.state === 'streaming') {
      const writing = codeLines === 0 ? '' : `*Writing… ${plural(codeLines, 'line')}*`;
      return [prose, writing].filter(Boolean).join('\n\n');
    }
    // Of answers that were asked for again only their words are worth a line.
    if (prose !== '' || turn.answer === '' || turn.id !== this.latest) return prose;
    return 'A change, without further words.';
  }

  note(asked: Asked, link: MakeLink): string | undefined {
    const attempt = this.attempts.get(asked.turn.id);
    const left = this.leftBefore(asked);
    const notes = [
      attempt?.outcome && this.ownNote(attempt, attempt.outcome, asked.turn, link),
      left && leftNote(left, link),
    ];
    return notes.filter((one) => one !== undefined).join('\n\n') || undefined;
  }

  private ownNote(attempt: Attempt, outcome: Outcome, turn: Turn, link: MakeLink): string {
    attempt.link = link;
    const price = buttonPrice(this.parts.assistant.priceOf(this.task));
    return editNote(outcome, attempt, {
      link,
      proposal: attempt.proposal,
      repair: this.mayRepair(attempt, turn) ? withPrice('Ask for a Repair', price) : undefined,
      retry: withPrice('Retry', price),
    });
  }

  /**
   * The proposal of an answer that was asked for again, when nothing came of that: the note of the answer, with its links,
   * is gone by then.
   */
  private leftBefore({ turn, before }: Asked): Proposal | undefined {
    const isOver = turn.state !== 'waiting' && turn.state !== 'streaming';
    if (turn.id !== this.newest || !isOver || this.attempts.get(turn.id)?.outcome?.kind === 'checking')
      return undefined;
    const [id, open] = [...this.attempts].find(([, { proposal }]) => proposal?.state === 'open') ?? [];
    const isElsewhere = id === turn.id || before.some((one) => one.turn.id === id);
    return isElsewhere ? undefined : open?.proposal;
  }

  refusal({ turn }: Asked): Refusal | undefined {
    const attempt = this.attempts.get(turn.id);
    const why = attempt?.outcome === undefined ? undefined : whyRefused(attempt.outcome);
    if (attempt === undefined || why === undefined) return undefined;
    const price = buttonPrice(this.parts.assistant.priceOf(this.task));
    const way = (label: string, act: string): Refusal['ways'][number] => ({ label, act });
    return {
      why,
      ways: [
        ...(this.mayRepair(attempt, turn) ? [way(withPrice('Ask for a Repair', price), 'edit.repair')] : []),
        way('Show the Answer', 'edit.answer'),
        way(withPrice('Retry', price), 'retry'),
      ],
    };
  }

  async ended({ turn }: Asked, redraw: () => void): Promise<void> {
    const attempt = this.attempts.get(turn.id);
    if (attempt === undefined) return;
    try {
      if (turn.state === 'done' && !this.isDisposed) {
        attempt.outcome = { kind: 'checking' };
        redraw();
        await this.use(attempt, turn, redraw);
      }
    } finally {
      if (attempt.outcome?.kind === 'checking') {
        attempt.outcome = { kind: 'impossible', why: 'The change could not be checked, so it is not proposed.' };
      }
      release(attempt);
      this.parts.ended(attempt.outcome?.kind === 'proposed');
    }
    redraw();
    if (attempt.proposal !== undefined) void this.showReady(attempt, attempt.proposal);
  }

  async act(asked: Asked, act: string, ask: AskFurther): Promise<void> {
    const { turn } = asked;
    const attempt = this.attempts.get(turn.id);
    const { proposals } = this.parts;
    const proposal = attempt?.proposal ?? this.leftBefore(asked);
    if (act === 'edit.answer') {
      const document = await vscode.workspace.openTextDocument({ content: turn.answer, language: 'markdown' });
      await vscode.window.showTextDocument(document);
    } else if (act === 'edit.repair') {
      if (attempt?.outcome?.kind !== 'refused' || attempt.wasRepaired || turn.id !== this.latest) return;
      attempt.wasRepaired = true;
      await ask('Correct your answer.', 'repair');
    } else if (proposal?.state !== 'open') return;
    else if (act === 'edit.refine') await this.showThread();
    else if (act === 'edit.show') await proposals.show(proposal);
    else if (act === 'edit.accept') await proposals.accept(proposal.address);
    else if (act === 'edit.part') {
      await proposals.show(proposal);
      await proposals.acceptPart(proposal.address);
    } else if (act === 'edit.reject') await proposals.reject(proposal.address);
  }

  dispose(): void {
    this.isDisposed = true;
    this.place.dispose();
    for (const attempt of this.attempts.values()) {
      letGo(attempt);
      if (attempt.proposal !== undefined) void this.parts.proposals.withdraw(attempt.proposal);
    }
  }

  /** The code with its thread, where a reply can be written. */
  private async showThread(): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.place.uri);
    const { end } = rangeOf(document, this.place.in(document));
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(end, end), preview: false });
  }

  private mayRepair({ outcome, wasRepaired, isRepair }: Attempt, turn: Turn): boolean {
    const isRefused = outcome?.kind === 'refused' && outcome.problem.kind !== 'drifted';
    return isRefused && !wasRepaired && !isRepair && turn.id === this.latest;
  }

  private prepare(asked: Asked): Promise<PreparedEdit | { readonly problem: string }> {
    const { parts, place, wish } = this;
    if (asked.question === undefined) return prepareEdit(parts, place, wish, []);
    const { since, first } = this.saidBefore(asked, asked.question);
    // What was asked for before is done: from here on only what is wished for since counts.
    return prepareEdit(parts, place, first === undefined ? wish : { task: 'edit', instruction: first }, since);
  }

  /**
   * What was answered and wished for since a change was made last; the answer of a repair takes the place of the other.
   * `first`: the wish after a change that was made. Tests stay what they are: their file is another than the thread's.
   */
  private saidBefore(
    { before }: Asked,
    question: string,
  ): { readonly since: readonly Said[]; readonly first: string | undefined } {
    const said: Said[] = [];
    let first: string | undefined;
    for (const [at, { turn }] of before.entries()) {
      if (turn.answer === '') continue;
      const attempt = this.attempts.get(turn.id);
      const next = before.slice(at + 1).find((one) => this.attempts.get(one.turn.id)?.isRepair !== true);
      const wish = next?.question ?? question;
      const made = attempt?.proposal?.state === 'accepted' || attempt?.proposal?.state === 'partly';
      if (attempt?.isRepair === true) said.pop();
      if (made) said.length = 0;
      if (made && this.wish.task !== 'tests') first = wish;
      else said.push({ answer: turn.answer, wish, made });
    }
    return { since: said.slice(-MOST_SAID), first };
  }

  private async parse(text: string, languageId: string): Promise<SyntaxTree | undefined> {
    try {
      return await (await this.parts.syntax()).parse(text, languageId);
    } catch (error) {
      // Without a tree the change is checked as text, and says so.
      this.parts.log?.warn('edit: code could not be read', { languageId, message: String(error) });
      return undefined;
    }
  }

  /** Makes a proposal of a complete answer, or says why not. */
  private async use(attempt: Attempt, turn: Turn, redraw: () => void): Promise<void> {
    const { task, target, known, span } = attempt;
    let current: vscode.TextDocument | undefined;
    if (!(target instanceof vscode.Uri)) {
      current = await stillThere(target.uri);
      if (current === undefined) {
        attempt.outcome = { kind: 'impossible', why: whyGone(target.uri) };
        return;
      }
    }
    const text = current?.getText() ?? '';
    const scope = current === undefined || span === undefined ? { start: 0, end: 0 } : span.in(current);
    const finished = turn.record?.finishReason === 'stop';
    const tree = async (): Promise<SyntaxTree | undefined> => {
      if (text !== task.base) {
        release(attempt);
        attempt.tree = this.parse(text, task.languageId);
      }
      return attempt.tree;
    };
    const checked = await checkAnswer({ answer: turn.answer, finished, task, known }, { text, scope, tree });
    if ('problem' in checked) {
      attempt.outcome = { kind: 'refused', problem: checked.problem };
      return;
    }
    if (this.isDisposed) return;
    const fileName = current === undefined && target instanceof vscode.Uri ? nameOf(target) : undefined;
    const proposal = this.parts.proposals.add({
      target: current ?? target,
      base: checked.base,
      changes: checked.changes,
      by: proposedBy(turn, this.parts.assistant.pinOf(this.task)),
      again: 'Retry under the code to have it made anew.',
      stays: true,
      says: proseOf(turn.answer).prose,
      note: () => ({
        facts: [
          ...(turn.switched === undefined ? [] : [switchNote(turn.switched, '')]),
          ...proposalFacts(checked, fileName),
        ].join('\n\n'),
        // In a cell there is no thread to say it in.
        ways:
          attempt.link === undefined || isCell(this.place)
            ? []
            : [attempt.link('Say What Should Be Different…', 'edit.refine')],
      }),
      onDidChange: () => {
        redraw();
        if (proposal.state === 'accepted') this.parts.made();
      },
    });
    const replaced = [...this.attempts.values()].flatMap((one) => one.proposal ?? []);
    attempt.proposal = proposal;
    attempt.outcome = { kind: 'proposed', edit: checked, ...(fileName === undefined ? {} : { fileName }) };
    for (const one of replaced) await this.parts.proposals.withdraw(one);
  }

  /** Opens the difference, unless the user went on with something else meanwhile. */
  private async showReady({ version, target }: Attempt, proposal: Proposal): Promise<void> {
    const { proposals, person, log } = this.parts;
    if (proposal.state !== 'open') return;
    try {
      const front = vscode.window.activeTextEditor?.document;
      const isHere =
        front === undefined
          ? !isEditorInFront()
          : isSame(front.uri, this.place.uri) ||
            front.uri.scheme === Proposal.scheme ||
            isSame(front.uri, proposal.uri);
      if (!isHere) {
        if (await person.tellReady(`The change of ${nameOf(proposal.uri)} is ready.`)) {
          if (proposal.state === 'open') await proposals.show(proposal);
        }
        return;
      }
      // Who types on would type into the difference.
      const hasTyped = !(target instanceof vscode.Uri) && front === target && target.version !== version;
      if (!hasTyped) await proposals.show(proposal);
    } catch (error) {
      // It stays reachable from the thread.
      log?.warn('edit: difference could not be shown', { message: String(error) });
    }
  }
}

/** Something other than a text, such as a page of an extension. */
function isEditorInFront(): boolean {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isText = input instanceof vscode.TabInputText || input instanceof vscode.TabInputTextDiff;
  return input !== undefined && !isText && !(input instanceof vscode.TabInputNotebook);
}

/** The same request once more, with what is wrong with its answer. */
function repaired(before: Attempt, { before: said }: Asked): PreparedEdit | { readonly problem: string } {
  const answer = said.at(-1)?.turn.answer ?? '';
  if (before.outcome?.kind !== 'refused') return { problem: 'There is nothing to be corrected any more.' };
  const { task, target, messages, known, along, leftOut } = before;
  return { task, target, known, along, leftOut, messages: repairMessages(messages, answer, before.outcome.problem) };
}

function release(attempt: Attempt): void {
  void attempt.tree?.then((tree) => tree?.dispose());
  attempt.tree = undefined;
}

function letGo(attempt: Attempt): void {
  release(attempt);
  attempt.span?.dispose();
}

/** `gemma-4-31b, not nemotron-3-ultra`. @param pin id of the model that should have answered. */
function proposedBy({ source, switched }: Turn, pin: string | undefined): string {
  if (switched !== undefined) {
    const isOther = switched.served !== switched.pinned;
    return isOther ? `${shortName(switched.served)}, not ${shortName(switched.pinned)}` : shortName(switched.served);
  }
  return shortName(source?.model ?? pin ?? 'the model');
}
