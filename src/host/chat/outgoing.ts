import { Buffer } from 'node:buffer';
import type { Model } from '../../core/catalogue/model';
import type { Attachment, FilePart, FileRef, Message } from '../../core/conversation/message';
import { overflowOf } from '../../core/conversation/size';
import { contentOf, countLines } from '../../core/conversation/writeOut';
import { formatBytes, formatTokens, plural } from '../../core/format';
import { kindWords } from '../../core/privacy/kindWords';
import type { FileVerdict } from '../../core/privacy/questions';
import type { AttachmentView, OutgoingView, TokensView } from '../../protocol/messages';
import type { Preview, PrivacyDesk } from '../privacy/privacyDesk';
import { rangeText } from './lineRange';

/** Something attached as it is now: its text, or why it can not go. Several may have the id of one that is attached. */
export interface ReadAttachment {
  readonly id: string;
  readonly file: FileRef;
  readonly part?: Attachment;
  readonly problem?: string;
  /** What it belongs to, where several files are attached as one. */
  readonly group?: AttachmentGroup;
  /** A picture that does not go; one that goes shows it by its part. */
  readonly isPicture?: true;
}

export interface AttachmentGroup {
  /** `src/core/`, `Changes`. */
  readonly name: string;
  /** Files that the rules kept here before they were read. */
  readonly ignored: number;
  /** What does not fit, as words. */
  readonly leftOut?: string;
}

interface JudgedAttachment extends ReadAttachment {
  readonly verdict: FileVerdict;
}

/** What the rules about files say of each. */
export async function judged(
  attachments: readonly ReadAttachment[],
  desk: Pick<PrivacyDesk, 'check'>,
): Promise<readonly JudgedAttachment[]> {
  if (attachments.length === 0) return [];
  const verdicts = await desk.check(attachments.map(({ file }) => file));
  return attachments.map((attachment, at) => ({ ...attachment, verdict: verdicts[at] ?? notChecked }));
}

const unknown: OutgoingView = {
  line: '',
  files: [],
  replaced: [],
  warning: 'What the next question would send cannot be worked out now.',
};

/** A file without a verdict stays here. */
const notChecked: FileVerdict = { may: 'not', rule: 'it could not be checked' };

/** What goes with a question: what can be read and may leave. */
export function partsThatGo(attachments: readonly JudgedAttachment[]): readonly Attachment[] {
  return attachments.flatMap((one) => (goes(one) ? [one.part] : []));
}

/** A file of a group goes without being asked about, or not at all. */
function goes(one: JudgedAttachment): one is JudgedAttachment & { readonly part: Attachment } {
  if (one.part === undefined) return false;
  return one.group === undefined ? one.verdict.may !== 'not' : one.verdict.may === 'go';
}

/** What was attached and stays here, with the reason. */
export function withheld(attachments: readonly JudgedAttachment[]): readonly string[] {
  return chipsOf(attachments).flatMap((chip) => {
    const { group } = chip[0];
    if (group === undefined) return chip.flatMap(reasonOf);
    const left = leftOf(chip, group);
    const rest = left.length === 0 ? [] : [`${group.name}: ${left.join(' · ')}`];
    return chip.flatMap(reasonOf).concat(rest);
  });
}

function reasonOf({ file, part, problem, verdict, group }: JudgedAttachment): readonly string[] {
  if (group !== undefined && part !== undefined) return [];
  if (verdict.may === 'not') return [`${file.name}: ${verdict.rule}`];
  if (part !== undefined) return [];
  return [`${file.name}: ${problem?.replace(/^Does not go: /, '') ?? 'it could not be read'}`];
}

/** What is attached as one; never empty. */
type Chip = readonly [JudgedAttachment, ...JudgedAttachment[]];

function chipsOf(attachments: readonly JudgedAttachment[]): readonly Chip[] {
  const chips = new Map<string, [JudgedAttachment, ...JudgedAttachment[]]>();
  for (const one of attachments) {
    const chip = chips.get(one.id);
    if (chip === undefined) chips.set(one.id, [one]);
    else chip.push(one);
  }
  return [...chips.values()];
}

/** `2 files ignored`, `3 files left out: more does not fit`. */
function leftOf(chip: Chip, { ignored, leftOut }: AttachmentGroup): readonly string[] {
  // The rules may have changed since it was read.
  const all = ignored + chip.filter((one) => one.part !== undefined && !goes(one)).length;
  return [...(all === 0 ? [] : [`${plural(all, 'file')} ignored`]), ...(leftOut === undefined ? [] : [leftOut])];
}

export interface OutgoingFacts {
  readonly attachments: readonly JudgedAttachment[];
  readonly preview: Preview;
  /** Earlier answers that go along with their questions. */
  readonly earlier: number;
  /** The user lets secrets be replaced. */
  readonly scrubs: boolean;
  readonly tokens: TokensView | undefined;
}

/** What the page shows of the next question before it is asked; undefined when there is nothing to say. */
export function outgoingView(facts: OutgoingFacts): OutgoingView | undefined {
  const { attachments, preview, earlier, scrubs, tokens } = facts;
  const pictures = partsThatGo(attachments).filter(({ type }) => type === 'image').length;
  const line = outgoingLine(preview, pictures, earlier);
  const files = chipsOf(attachments).map((chip) => chipView(chip, preview));
  const warning = warningOf(preview, scrubs);
  if (line === '' && files.length === 0 && warning === undefined && tokens === undefined) return undefined;
  return {
    line,
    files,
    replaced: replacedLines(preview),
    ...(warning === undefined ? {} : { warning }),
    ...(tokens === undefined ? {} : { tokens }),
  };
}

/**
 * How the next question stands against the window of the pinned model.
 * @param tokens that would go, estimated.
 * @param model that would be asked, where it is known.
 * @param leftOut earlier answers that do not fit and stay out.
 */
export function tokensView(tokens: number, model: ModelWindow | undefined, leftOut: number): TokensView {
  const window = model?.contextLength;
  const about = `about ${new Intl.NumberFormat().format(tokens < 1000 ? tokens : Math.round(tokens / 10) * 10)}`;
  const label = window === undefined ? `${about} tokens` : `${about} of ${formatTokens(window)} tokens`;
  const isOver = model !== undefined && overflowOf(tokens, model) !== undefined;
  const verbs = leftOut === 1 ? 'does not fit and stays out' : 'do not fit and stay out';
  return {
    label,
    level: isOver ? 'over' : leftOut > 0 ? 'near' : 'normal',
    ...(leftOut === 0 ? {} : { note: `${plural(leftOut, 'earlier answer')} ${verbs}` }),
  };
}

/**
 * `1 file · 340 lines · 1 picture · 12 KB · 3 secrets replaced · with 4 earlier answers`; empty where only the question
 * goes.
 */
function outgoingLine({ files, bytes, replaced }: Preview, pictures: number, earlier: number): string {
  const secrets = replaced.length;
  if (files.length === 0 && pictures === 0 && secrets === 0 && earlier === 0) return '';
  // A file may go twice: once more with an earlier question.
  const names = new Set(files.map(({ part }) => part.file.name)).size;
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  return [
    ...(names === 0 ? [] : [plural(names, 'file'), plural(lines, 'line')]),
    ...(pictures === 0 ? [] : [plural(pictures, 'picture')]),
    formatBytes(bytes),
    ...(secrets === 0 ? [] : [`${plural(secrets, 'secret')} replaced`]),
    ...(earlier === 0 ? [] : [`with ${plural(earlier, 'earlier answer')}`]),
  ].join(' · ');
}

/** How many different values of each kind: `2 × GitHub token`. */
function replacedLines({ replaced }: Preview): readonly string[] {
  const values = new Map<string, number>();
  for (const { kind } of replaced) values.set(kind, (values.get(kind) ?? 0) + 1);
  return [...values].map(([kind, count]) => `${count} × ${kindWords(kind)}`);
}

function chipView(chip: Chip, preview: Preview): AttachmentView {
  const [first] = chip;
  return first.group === undefined ? attachmentView(first, preview) : groupView(chip, first.group, preview);
}

/** `4 files · 210 lines · 12 KB · 1 file ignored` */
function groupView(chip: Chip, group: AttachmentGroup, preview: Preview): AttachmentView {
  const { name } = group;
  const [{ id, problem, verdict }] = chip;
  const going = chip.flatMap((one) => (goes(one) && one.part.type === 'file' ? [one.part] : []));
  if (going.length === 0) {
    const rule = verdict.may === 'go' ? 'There is nothing in it that goes.' : `Does not go: ${verdict.rule}`;
    return { id, name, detail: '', problem: problem ?? rule };
  }
  const sizes = going.map((part) => sizeOf(part, preview));
  const lines = sizes.reduce((sum, size) => sum + size.lines, 0);
  const bytes = sizes.reduce((sum, size) => sum + size.bytes, 0);
  const details = [plural(going.length, 'file'), plural(lines, 'line'), formatBytes(bytes), ...leftOf(chip, group)];
  return { id, name, detail: details.join(' · ') };
}

function attachmentView(attachment: JudgedAttachment, preview: Preview): AttachmentView {
  const { id, file, part, problem, verdict, isPicture } = attachment;
  const picture = isPicture === true || part?.type === 'image' ? ({ picture: true } as const) : {};
  const refused = verdict.may === 'not' ? `Does not go: ${verdict.rule}` : problem;
  const name = part?.type === 'image' ? part.name : file.name;
  if (part === undefined || refused !== undefined) return { id, name, ...picture, detail: '', problem: refused ?? '' };
  // A selection in a file that never goes by itself.
  const asks = verdict.may === 'ifAsked' ? ['asks first'] : [];
  if (part.type === 'image') {
    const { width, height, data } = part;
    const size = width === undefined || height === undefined ? [] : [`${width} × ${height}`];
    return {
      id,
      name,
      ...picture,
      detail: [...size, formatBytes(Buffer.byteLength(data, 'base64')), ...asks].join(' · '),
    };
  }
  const { lines, bytes } = sizeOf(part, preview);
  const range = { first: part.startLine, last: part.startLine + lines - 1 };
  const where = isSelection(part) ? rangeText(range) : plural(lines, 'line');
  return { id, name, detail: [where, formatBytes(bytes), ...asks].join(' · ') };
}

/** After replacing, where it was worked out. */
function sizeOf(part: FilePart, preview: Preview): { readonly lines: number; readonly bytes: number } {
  const sent = preview.files.find((one) => one.part === part);
  return sent ?? { lines: countLines(part.text), bytes: Buffer.byteLength(part.text) };
}

/** Some lines of a file; a text without a file is always whole. */
function isSelection({ file }: FilePart): boolean {
  return file.how === 'selected' && file.uri !== undefined;
}

function warningOf({ lost }: Preview, scrubs: boolean): string | undefined {
  if (!scrubs) return 'Replacing secrets is switched off: they go as they stand.';
  if (lost === 0) return undefined;
  const [stand, they] = lost === 1 ? ['stands for a value', 'it'] : ['stand for values', 'them'];
  return `${plural(lost, 'placeholder')} ${stand} of an earlier session; the model gets only ${they}.`;
}

/** `src/app.ts`, `src/app.ts, lines 12–40`, `screen.png`: what went along with a question. */
export function partText(part: Attachment): string {
  if (part.type === 'image') return part.name;
  const { file, startLine } = part;
  if (!isSelection(part)) return file.name;
  return `${file.name}, ${rangeText({ first: startLine, last: startLine + countLines(part.text) - 1 })}`;
}

type ModelWindow = Pick<Model, 'contextLength' | 'maxOutputTokens'>;

/** What would be sent if the question were asked now. */
export interface NextQuestion {
  readonly messages: readonly Message[];
  /** An estimate of what these take. */
  readonly tokens: number;
  /** Earlier answers that go along. */
  readonly earlier: number;
  /** Earlier answers that do not fit and stay out. */
  readonly leftOut: number;
  /** That would be asked; undefined where it is not known. */
  readonly model: ModelWindow | undefined;
}

export interface OutgoingParts {
  readonly read: () => Promise<readonly ReadAttachment[]>;
  /** The next question as it stands now, with what goes along. */
  readonly next: (parts: readonly Attachment[]) => NextQuestion;
  readonly desk: () => Promise<Pick<PrivacyDesk, 'check' | 'preview' | 'state'>>;
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}

/** Works out what the next question would send, one at a time; what is out of date before it is done is never shown. */
export class Outgoing {
  private readonly parts: OutgoingParts;
  private wanted = false;
  private working = false;
  private shown: OutgoingView | undefined;
  private going: readonly Attachment[] = [];

  constructor(parts: OutgoingParts) {
    this.parts = parts;
  }

  get view(): OutgoingView | undefined {
    return this.shown;
  }

  /** What was attached when it was last looked at, as far as it may go. */
  get files(): readonly Attachment[] {
    return this.going;
  }

  /** Something of it changed. */
  refresh(): void {
    this.wanted = true;
    if (!this.working) void this.work();
  }

  private async work(): Promise<void> {
    this.working = true;
    try {
      while (this.wanted) {
        this.wanted = false;
        await this.look();
      }
    } catch (error) {
      this.parts.failed(error);
      // What was shown before says nothing about the question as it is now.
      this.show(unknown);
    } finally {
      this.working = false;
    }
  }

  private async look(): Promise<void> {
    const desk = await this.parts.desk();
    const attachments = await judged(await this.parts.read(), desk);
    const going = partsThatGo(attachments);
    const { messages, tokens: taken, earlier, leftOut, model } = this.parts.next(going);
    const preview = await desk.preview(messages);
    if (this.wanted) return;
    this.going = going;
    const question = messages.at(-1);
    const isNothing = question === undefined || (contentOf(question).trim() === '' && going.length === 0);
    const tokens = isNothing && earlier === 0 ? undefined : tokensView(taken, model, leftOut);
    this.show(outgoingView({ attachments, preview, earlier, scrubs: desk.state.scrubs, tokens }));
  }

  private show(view: OutgoingView | undefined): void {
    if (JSON.stringify(view) === JSON.stringify(this.shown)) return;
    this.shown = view;
    this.parts.changed();
  }
}
