import { shortName } from '../../core/catalogue/names';
import { describeSwitch, type SwitchNotice } from '../../core/engine/switch';
import { describeFailure, type Failure, type FailureAction } from '../../core/errors';
import { escapeMarkdown } from '../../core/markdown';
import type { Answer } from '../../core/privacy/questions';
import type { QuestionView, SwitchWay } from '../../protocol/messages';
import { internalCommands } from '../contributions';
import { withPrice } from '../priceText';
import { switchWays } from '../switchWays';

/** What a link in a note can do, whatever the thread is about. */
export type NoteAct = SwitchWay | FailureAction | 'askInstead' | `answer.${Answer}`;

/** All of them: one that is missing here does not compile. */
const noteActs: Readonly<Record<NoteAct, true>> = {
  retryWithPinned: true,
  pickNew: true,
  pinServed: true,
  neverSwitch: true,
  signIn: true,
  enterKey: true,
  switchModel: true,
  retry: true,
  openPrivacySettings: true,
  setPrivacyLevel: true,
  openCredits: true,
  openLimits: true,
  openBudget: true,
  useLocal: true,
  networkDiagnostics: true,
  acknowledgeCost: true,
  askInstead: true,
  'answer.once': true,
  'answer.workspace': true,
  'answer.no': true,
};

export function isNoteAct(act: string): act is NoteAct {
  return Object.hasOwn(noteActs, act);
}

/** Which answer of which thread a link belongs to. */
export interface NoteAddress {
  readonly threadId: string;
  readonly turnId: string;
}

/**
 * The switch banner as Markdown: what changed, what is worse, and the ways on.
 * @param price of asking again, for the link.
 * @param address missing when the user has decided already; then no ways are offered.
 */
export function switchNote(notice: SwitchNotice, price: string, address?: NoteAddress): string {
  const { headline, losses } = describeSwitch(notice);
  const lines = [`$(warning) **${escapeMarkdown(headline)}**`];
  if (losses.length > 0) lines.push(escapeMarkdown(`${losses.join(', ')}.`));
  const banner = lines.map((line) => `> ${line}`).join('\n>\n');
  if (address === undefined) return banner;
  const labels: Readonly<Record<SwitchWay, string>> = {
    retryWithPinned: withPrice('Retry with pinned', price),
    pickNew: 'Pick a New Model…',
    pinServed: `Pin ${shortName(notice.served)}`,
    neverSwitch: 'Never switch',
  };
  const links = switchWays(notice).map((way) => noteLink(labels[way], way, address));
  return `${banner}\n\n${links.join(' | ')}`;
}

/** What is to be decided before anything is sent, in Markdown, with the answers as links. */
export function questionNote({ sentence, once, workspace, no }: QuestionView, address: NoteAddress): string {
  const links = [
    noteLink(once, 'answer.once', address),
    ...(workspace === undefined ? [] : [noteLink(workspace, 'answer.workspace', address)]),
    noteLink(no, 'answer.no', address),
  ];
  return [`$(shield) ${escapeMarkdown(sentence)}`, links.join(' | ')].join('\n\n');
}

/** Another model that could be asked after a failure. */
export interface Offer {
  readonly notice: SwitchNotice;
  /** `Ask gemma-4-31b · 1 request` */
  readonly label: string;
}

export interface FailureNote {
  readonly failure: Failure;
  /** Id of the model that was asked. */
  readonly model: string | undefined;
  readonly offer: Offer | undefined;
  /** Of asking again. */
  readonly price: string;
  /** What the other actions are called. */
  readonly labels: Readonly<Record<FailureAction, string>>;
}

/** Why a turn failed, in Markdown, and what can be done. */
export function failureNote(facts: FailureNote, address: NoteAddress, now: number): string {
  const { failure, model, offer, price, labels } = facts;
  const { sentence, action } = describeFailure(failure, model, now, 'answer');
  const paragraphs = [`$(error) ${escapeMarkdown(sentence)}`];
  const links: string[] = [];
  if (offer !== undefined) {
    const { losses } = describeSwitch(offer.notice);
    const lost = losses.length === 0 ? '' : ` ${losses.join(', ')}.`;
    paragraphs.push(escapeMarkdown(`Ask ${shortName(offer.notice.served)} instead?${lost}`));
    links.push(noteLink(offer.label, 'askInstead', address), noteLink('Pick Another…', 'switchModel', address));
  }
  // These the offer and its neighbour do already.
  const isOffered = offer !== undefined && (action === 'switchModel' || action === 'useLocal');
  if (action !== undefined && action !== 'retry' && !isOffered) {
    links.push(noteLink(labels[action], action, address));
  }
  links.push(noteLink(withPrice('Retry', price), 'retry', address));
  return [...paragraphs, links.join(' | ')].join('\n\n');
}

/** A link that runs the one command of threads. */
export function noteLink(label: string, act: string, { threadId, turnId }: NoteAddress): string {
  const query = encodeURIComponent(JSON.stringify([threadId, turnId, act]));
  return `[${escapeMarkdown(label)}](command:${internalCommands.threadAct}?${query})`;
}
