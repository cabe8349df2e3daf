import { describeFailure } from '../errors';
import type { Source, TurnRecord } from '../engine/events';
import type { FinishReason } from '../engine/ports';
import { type SwitchCause, type Direction, describeSwitch } from '../engine/switch';
import { plural } from '../format';
import type { DataPolicy } from '../privacy/policy';
import { type Conversation, type Turn, isCut } from './conversation';
import { leftOutSentence } from './fit';
import type { Attachment } from './message';
import { closingLine } from './openBlock';
import { provenanceDetails } from './provenance';
import { countLines } from './writeOut';

export interface MarkdownOptions {
  /** What the models thought goes into it too. */
  readonly withReasoning?: boolean;
}

/**
 * A conversation as a Markdown document, also for copying. The only heading of ours is the title: what an answer brings of
 * its own cannot be taken for one of ours. Questions are quoted; answers stand word for word, but for a last line that
 * closes a block which a cut answer left open. Of what was attached it has names and lines, not the texts.
 * @param title one line; given by the user or made from the first question.
 */
export function exportMarkdown(conversation: Conversation, title: string, options: MarkdownOptions = {}): string {
  const { createdAt, turns } = conversation;
  const head = [`# ${inline(title)}`, `${isoTime(createdAt)} · ${plural(turns.length, 'question')}`];
  return `${[...head, ...turns.flatMap((turn) => ['---', turnMarkdown(turn, options)])].join('\n\n')}\n`;
}

/** One question with its answer, as in `exportMarkdown`. */
export function turnMarkdown(turn: Turn, { withReasoning = false }: MarkdownOptions = {}): string {
  const { question, askedAt, answer, reasoning } = turn;
  const parts = [`**Question** · ${isoTime(askedAt)}`, quoted(question), ...alongLines(turn)];
  if (withReasoning && reasoning.trim() !== '') parts.push('**Thinking**', quoted(reasoning));
  parts.push('**Answer**');
  parts.push(answer.trim() === '' ? '*No answer.*' : closed(answer));
  const marks = marksOf(turn);
  const origin = originLine(turn);
  if (marks.length > 0) parts.push(marks.map((mark) => `*${inline(mark)}*`).join('\\\n'));
  if (origin !== '') parts.push(origin);
  return parts.join('\n\n');
}

/** What went along with a question, and what did not. */
function alongLines({ attachments = [], withheld = [], leftOut }: Turn): readonly string[] {
  const lines: string[] = [];
  const along: readonly Attachment[] = attachments;
  if (along.length > 0) lines.push(`Attached, without the texts: ${along.map(attachmentText).join('; ')}`);
  if (withheld.length > 0) lines.push(`Not sent: ${withheld.map(inline).join('; ')}`);
  if (leftOut !== undefined) lines.push(`*${inline(leftOutSentence(leftOut))}*`);
  return lines;
}

function attachmentText(part: Attachment): string {
  if (part.type === 'image') return `${code(part.name)}, a picture`;
  const { first, last } = linesOf(part);
  return `${code(part.file.name)}, ${first === last ? `line ${first}` : `lines ${first}–${last}`}`;
}

function linesOf({ text, startLine }: Extract<Attachment, { type: 'file' }>): { first: number; last: number } {
  return { first: startLine, last: startLine + Math.max(1, countLines(text)) - 1 };
}

/** What a reader must know before trusting an answer. */
function marksOf(turn: Turn): readonly string[] {
  const marks: string[] = [];
  const { state } = turn;
  const switched = turn.record?.switched ?? turn.switched;
  if (switched !== undefined) marks.push(describeSwitch(switched).headline);
  if (state === 'stopped') marks.push('Stopped before its end.');
  else if (state === 'failed') marks.push(failureOf(turn) ?? 'Failed.');
  else if (state !== 'done') marks.push('Not finished yet.');
  else if (isCut(turn)) marks.push('Cut before its end.');
  if (turn.superseded === true) marks.push('Asked again later: this answer is no longer part of the conversation.');
  return marks;
}

function failureOf({ failure, record, source, asking, askedAt }: Turn): string | undefined {
  if (failure === undefined) return undefined;
  // Times in it are told as from that moment.
  return describeFailure(failure, source?.model ?? asking, record?.endedAt ?? askedAt, 'questionAndAnswer').sentence;
}

/** Who answered, and what it took. */
function originLine(turn: Turn): string {
  const source = turn.record?.source ?? turn.source;
  const who =
    source === undefined ? [] : [code(source.model), ...(source.provider === undefined ? [] : [source.provider])];
  return [...who, ...provenanceDetails(turn)]
    .map((part, at) => (at === 0 && who.length > 0 ? part : inline(part)))
    .join(' · ');
}

function closed(answer: string): string {
  const closing = closingLine(answer);
  return closing === undefined ? answer : `${answer.replace(/[\r\n]+$/, '')}\n${closing}`;
}

function quoted(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}

/** Words as they are, whatever stands in them: no marks, links or HTML, on one line. */
function inline(text: string): string {
  return oneLine(text.replaceAll(/[\\`*_[\]<>&|~]/g, String.raw`\$&`));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** As inline code: longer backticks outside than inside. */
function code(text: string): string {
  const line = oneLine(text);
  const longest = (line.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const ticks = '`'.repeat(longest + 1);
  return longest === 0 ? ticks + line + ticks : `${ticks} ${line} ${ticks}`;
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}

/** A conversation for other programs. All times are ISO 8601 in UTC; a member that is missing is not known, or was not there. */
export interface ExportedConversation {
  /** The version of this form; a change that a reader of the old one would misread counts up. */
  readonly tollfree: 1;
  /** Given by the user, or made from the first question. */
  readonly title: string;
  readonly createdAt: string;
  readonly exportedAt: string;
  /** Oldest first. */
  readonly turns: readonly ExportedTurn[];
}

/** One question with its answer. */
export interface ExportedTurn {
  readonly question: string;
  readonly askedAt: string;
  /** What went along with the question, as it was then. */
  readonly attachments?: readonly ExportedAttachment[];
  /** What was attached and did not go, each with the reason. */
  readonly notSent?: readonly string[];
  /** Earlier turns that did not fit into the window: how many, the model, and its window in tokens. */
  readonly leftOut?: { readonly count: number; readonly model: string; readonly window: number };
  /** `done`: it ended by itself, or at the limit that `finishReason` tells. `waiting`, `streaming`: not ended yet. */
  readonly state: Turn['state'];
  /** Markdown, as far as it came; may be empty. */
  readonly answer: string;
  /** What the model thought aloud. */
  readonly reasoning?: string;
  /** Asked again later: it is no longer part of what models are told. */
  readonly superseded?: true;
  /** Id of the model that the user asked on purpose instead of the pinned one. */
  readonly chosen?: string;
  /** Who answered, from the response itself. */
  readonly served?: {
    readonly model: string;
    readonly provider?: string;
    readonly quantization?: string;
    readonly dataPolicy?: DataPolicy;
  };
  /** The answer came from another model than the pinned one; ids, why, which way, and in words what is worse. */
  readonly switched?: {
    readonly pinned: string;
    readonly served: string;
    readonly cause: SwitchCause;
    readonly direction: Direction;
    readonly losses: readonly string[];
  };
  /** Why it failed, in words. */
  readonly failure?: string;
  readonly finishReason?: FinishReason;
  /** As the service counted; `reasoning` is part of `answer`. */
  readonly tokens?: { readonly question?: number; readonly answer?: number; readonly reasoning?: number };
  /** USD. */
  readonly cost?: number;
  /** Milliseconds from asking. */
  readonly timeToFirstToken?: number;
  readonly wholeTime?: number;
  /** Requests it took. */
  readonly requests?: number;
  /** Values that were replaced by placeholders before sending. */
  readonly secretsReplaced?: number;
}

/** `file`: some lines of a file, `startLine` counted from 1. Of a picture there are only the name and the type. */
export type ExportedAttachment =
  | {
      readonly type: 'file';
      readonly name: string;
      readonly language: string;
      readonly startLine: number;
      readonly text: string;
    }
  | { readonly type: 'picture'; readonly name: string; readonly mediaType: string };

/**
 * A conversation as JSON, in the form of `ExportedConversation`, indented. Nothing of it is a path of this machine.
 * @param exportedAt milliseconds since the epoch.
 */
export function exportJson({ createdAt, turns }: Conversation, title: string, exportedAt: number): string {
  const exported: ExportedConversation = {
    tollfree: 1,
    title,
    createdAt: isoTime(createdAt),
    exportedAt: isoTime(exportedAt),
    turns: turns.map(exportedTurn),
  };
  return `${JSON.stringify(exported, undefined, 2)}\n`;
}

function exportedTurn(turn: Turn): ExportedTurn {
  const { question, askedAt, state, answer, reasoning, superseded, chosen, withheld, leftOut, record } = turn;
  const attachments: readonly Attachment[] = turn.attachments ?? [];
  const source = record?.source ?? turn.source;
  const switched = record?.switched ?? turn.switched;
  const failure = failureOf(turn);
  return {
    question,
    askedAt: isoTime(askedAt),
    ...(attachments.length === 0 ? {} : { attachments: attachments.map(exportedAttachment) }),
    ...(withheld === undefined ? {} : { notSent: withheld }),
    ...(leftOut === undefined
      ? {}
      : { leftOut: { count: leftOut.count, model: leftOut.model, window: leftOut.window } }),
    state,
    answer,
    ...(reasoning === '' ? {} : { reasoning }),
    ...(superseded === true ? { superseded } : {}),
    ...(chosen === undefined ? {} : { chosen }),
    ...(source === undefined ? {} : { served: exportedSource(source) }),
    ...(switched === undefined ? {} : { switched: { ...switched, losses: describeSwitch(switched).losses } }),
    ...(failure === undefined ? {} : { failure }),
    ...(record === undefined ? {} : exportedRecord(record)),
  };
}

function exportedAttachment(part: Attachment): ExportedAttachment {
  if (part.type === 'image') return { type: 'picture', name: part.name, mediaType: part.mediaType };
  const { file, languageId, startLine, text } = part;
  return { type: 'file', name: file.name, language: languageId, startLine, text };
}

function exportedSource(source: Source): NonNullable<ExportedTurn['served']> {
  const { model, provider, quantization, policy } = source;
  return {
    model,
    ...(provider === undefined ? {} : { provider }),
    ...(quantization === undefined ? {} : { quantization }),
    ...(policy === undefined ? {} : { dataPolicy: policy }),
  };
}

function exportedRecord(record: TurnRecord): Partial<ExportedTurn> {
  const { usage, startedAt, firstTokenAt, endedAt, requests, replaced, finishReason } = record;
  const { promptTokens, completionTokens, reasoningTokens, cost } = usage ?? {};
  const tokens = {
    ...(promptTokens === undefined ? {} : { question: promptTokens }),
    ...(completionTokens === undefined ? {} : { answer: completionTokens }),
    ...(reasoningTokens === undefined ? {} : { reasoning: reasoningTokens }),
  };
  return {
    ...(finishReason === undefined ? {} : { finishReason }),
    ...(Object.keys(tokens).length === 0 ? {} : { tokens }),
    ...(cost === undefined ? {} : { cost }),
    ...(firstTokenAt === undefined ? {} : { timeToFirstToken: firstTokenAt - startedAt }),
    wholeTime: endedAt - startedAt,
    requests,
    ...(replaced === undefined ? {} : { secretsReplaced: replaced }),
  };
}
