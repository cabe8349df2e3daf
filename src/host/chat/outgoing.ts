import { Buffer } from 'node:buffer';
import type { FilePart, FileRef, Message } from '../../core/conversation/message';
import { countLines } from '../../core/conversation/writeOut';
import { formatBytes, plural } from '../../core/format';
import { kindWords } from '../../core/privacy/kindWords';
import type { FileVerdict } from '../../core/privacy/questions';
import type { AttachmentView, OutgoingView } from '../../protocol/messages';
import type { Preview, PrivacyDesk } from '../privacy/privacyDesk';
import { rangeText } from './lineRange';

/** Something attached as it is now: its text, or why it can not go. */
export interface ReadAttachment {
  readonly id: string;
  readonly file: FileRef;
  readonly part?: FilePart;
  readonly problem?: string;
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
export function partsThatGo(attachments: readonly JudgedAttachment[]): readonly FilePart[] {
  return attachments.flatMap(({ part, verdict }) => (part === undefined || verdict.may === 'not' ? [] : [part]));
}

/** What was attached and stays here, with the reason. */
export function withheld(attachments: readonly JudgedAttachment[]): readonly string[] {
  return attachments.flatMap(({ file, part, problem, verdict }) => {
    if (verdict.may === 'not') return [`${file.name}: ${verdict.rule}`];
    return part === undefined ? [`${file.name}: ${problem ?? 'it could not be read'}`] : [];
  });
}

export interface OutgoingFacts {
  readonly attachments: readonly JudgedAttachment[];
  readonly preview: Preview;
  /** Earlier answers that go along with their questions. */
  readonly earlier: number;
  /** The user lets secrets be replaced. */
  readonly scrubs: boolean;
}

/** What the page shows of the next question before it is asked; undefined when there is nothing to say. */
export function outgoingView({ attachments, preview, earlier, scrubs }: OutgoingFacts): OutgoingView | undefined {
  const line = outgoingLine(preview, earlier);
  const files = attachments.map((attachment) => attachmentView(attachment, preview));
  const warning = warningOf(preview, scrubs);
  if (line === '' && files.length === 0 && warning === undefined) return undefined;
  return { line, files, replaced: replacedLines(preview), ...(warning === undefined ? {} : { warning }) };
}

/** `1 file · 340 lines · 12 KB · 3 secrets replaced · with 4 earlier answers`; empty where only the question goes. */
function outgoingLine({ files, bytes, replaced }: Preview, earlier: number): string {
  const secrets = replaced.length;
  if (files.length === 0 && secrets === 0 && earlier === 0) return '';
  // A file may go twice: once more with an earlier question.
  const names = new Set(files.map(({ part }) => part.file.name)).size;
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  return [
    ...(names === 0 ? [] : [plural(names, 'file'), plural(lines, 'line')]),
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

function attachmentView({ id, file, part, problem, verdict }: JudgedAttachment, preview: Preview): AttachmentView {
  const { name } = file;
  const refused = verdict.may === 'not' ? `Does not go: ${verdict.rule}` : problem;
  if (part === undefined || refused !== undefined) return { id, name, detail: '', problem: refused ?? '' };
  const sent = preview.files.find((one) => one.part === part);
  const count = sent?.lines ?? countLines(part.text);
  const range = { first: part.startLine, last: part.startLine + count - 1 };
  const details = [
    file.how === 'selected' ? rangeText(range) : plural(count, 'line'),
    formatBytes(sent?.bytes ?? Buffer.byteLength(part.text)),
    // A selection in a file that never goes by itself.
    ...(verdict.may === 'ifAsked' ? ['asks first'] : []),
  ];
  return { id, name, detail: details.join(' · ') };
}

function warningOf({ lost }: Preview, scrubs: boolean): string | undefined {
  if (!scrubs) return 'Replacing secrets is switched off: they go as they stand.';
  if (lost === 0) return undefined;
  const [stand, they] = lost === 1 ? ['stands for a value', 'it'] : ['stand for values', 'them'];
  return `${plural(lost, 'placeholder')} ${stand} of an earlier session; the model gets only ${they}.`;
}

/** `src/app.ts`, `src/app.ts, lines 12–40`: what went along with a question. */
export function partText(part: FilePart): string {
  const { file, startLine } = part;
  if (file.how === 'attached') return file.name;
  return `${file.name}, ${rangeText({ first: startLine, last: startLine + countLines(part.text) - 1 })}`;
}

export interface OutgoingParts {
  readonly read: () => Promise<readonly ReadAttachment[]>;
  /** The next question as it stands now, with what goes along. */
  readonly next: (parts: readonly FilePart[]) => { readonly messages: readonly Message[]; readonly earlier: number };
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
  private going: readonly FilePart[] = [];

  constructor(parts: OutgoingParts) {
    this.parts = parts;
  }

  get view(): OutgoingView | undefined {
    return this.shown;
  }

  /** What was attached when it was last looked at, as far as it may go. */
  get files(): readonly FilePart[] {
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
    const { messages, earlier } = this.parts.next(going);
    const preview = await desk.preview(messages);
    if (this.wanted) return;
    this.going = going;
    this.show(outgoingView({ attachments, preview, earlier, scrubs: desk.state.scrubs }));
  }

  private show(view: OutgoingView | undefined): void {
    if (JSON.stringify(view) === JSON.stringify(this.shown)) return;
    this.shown = view;
    this.parts.changed();
  }
}
