import * as vscode from 'vscode';
import type { Turn } from '../../core/conversation/conversation';
import type { Assistant } from '../assistant';
import { hasFolder } from '../configuration';
import { internalCommands } from '../contributions';
import { failureActionLabels } from '../failureActions';
import { askLabel, buttonPrice } from '../priceText';
import { questionView } from '../privacy/questionText';
import type { Entry, EntryComments } from './entry';
import { failureNote, type NoteAddress, noteLink, questionNote, switchNote } from './notes';
import type { ThreadSubject } from './subject';
import { authorName, isBusy, progressText, provenance } from './turnText';
import { untrustedMarkdown } from './untrusted';

/** Where an entry is drawn. */
export interface EntryPlace {
  readonly assistant: Pick<Assistant, 'pinOf' | 'priceOf' | 'state'>;
  readonly subject: ThreadSubject;
  readonly threadId: string;
}

/** What an entry shows, from top to bottom. */
export function commentsOf({ comments }: Entry): readonly vscode.Comment[] {
  const { question, notice, progress, answer, failure, note: own } = comments;
  return [question, notice, progress, answer, failure, own].filter((one) => one !== undefined);
}

/** Brings the comments of an entry to what it is now; one that is shown is changed, not replaced. */
export function drawEntry(entry: Entry, { assistant, subject, threadId }: EntryPlace): void {
  const { comments, turn, superseded } = entry;
  const address = { threadId, turnId: turn.id };
  const price = buttonPrice(assistant.priceOf(subject.task));
  if (turn.switched === undefined) {
    delete comments.notice;
  } else {
    comments.notice ??= comment('Tollfree', '', 'other model');
    comments.notice.body = note(switchNote(turn.switched, price, superseded ? undefined : address));
  }
  const body = subject.body(turn);
  if (!superseded) drawProgress(comments, turn, body, questionOf(turn, assistant, address));
  drawAnswer(entry, body);
  const own = superseded ? undefined : subject.note?.(entry, (label, act) => noteLink(label, act, address));
  if (own === undefined) delete comments.note;
  else {
    comments.note ??= comment('Tollfree', '');
    comments.note.body = note(own);
  }
  if (turn.failure !== undefined && !superseded) {
    const { failure } = turn;
    const model = turn.switched?.served ?? turn.source?.model ?? assistant.pinOf(subject.task);
    const offer =
      turn.offer === undefined
        ? undefined
        : { notice: turn.offer, label: askLabel(turn.offer.served, assistant.state.catalogue) };
    const facts = { failure, model, offer, price, labels: failureActionLabels };
    comments.failure ??= comment('Tollfree', note(failureNote(facts, address, Date.now())));
  }
}

function questionOf(
  { waiting }: Turn,
  { state }: Pick<Assistant, 'state'>,
  address: NoteAddress,
): vscode.MarkdownString | undefined {
  if (waiting?.why !== 'question') return undefined;
  const scrubs = state.privacy?.scrubs !== false;
  return note(questionNote(questionView(waiting.question, { scrubs, hasFolder: hasFolder() }), address));
}

/** @param question what the turn waits for, with its answers. */
function drawProgress(
  comments: EntryComments,
  turn: Turn,
  body: string,
  question: vscode.MarkdownString | undefined,
): void {
  const stopped = turn.state === 'stopped';
  if (body === '' && (stopped || isBusy(turn))) {
    const text = stopped ? 'Stopped before the first word.' : (question ?? progressText(turn, Date.now()));
    comments.progress ??= comment('Tollfree', text);
    comments.progress.body = text;
  } else {
    delete comments.progress;
  }
}

/** @param body what is shown of the answer. */
function drawAnswer({ comments, turn, superseded }: Entry, body: string): void {
  if (body === '') {
    delete comments.answer;
    return;
  }
  const author = authorName(turn);
  // The editor never changes the author of a comment it shows, so another author means another comment.
  if (comments.answer?.author.name !== author) comments.answer = comment(author, '');
  comments.answer.body = untrustedMarkdown(body);
  comments.answer.label = superseded ? `earlier answer · ${provenance(turn)}` : provenance(turn);
}

/** A comment of ours or of a model; `label` stands beside its author. */
export function comment(name: string, body: string | vscode.MarkdownString, label?: string): vscode.Comment {
  return { author: { name }, body, mode: vscode.CommentMode.Preview, ...(label === undefined ? {} : { label }) };
}

/** Our own words; its links may run our one command and no other. */
function note(markdown: string): vscode.MarkdownString {
  const body = new vscode.MarkdownString(markdown, true);
  body.isTrusted = { enabledCommands: [internalCommands.threadAct] };
  return body;
}
