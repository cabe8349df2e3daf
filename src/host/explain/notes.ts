import { shortName } from '../../core/catalogue/names';
import { describeSwitch, type SwitchNotice } from '../../core/engine/switch';
import { describeFailure, type Failure, type FailureAction } from '../../core/errors';
import { escapeMarkdown } from '../../core/markdown';
import { internalCommands } from '../contributions';
import { failureActionLabels } from '../failureActions';

/** What a link in a note can do. */
export type NoteAct = 'retryWithPinned' | 'pinServed' | 'neverSwitch' | FailureAction;

/** Which answer of which thread a link belongs to. */
export interface NoteAddress {
  readonly threadId: string;
  readonly turnId: string;
}

/**
 * The switch banner as Markdown: what changed, what is worse, and the ways on.
 * @param address missing when the user has decided already; then no ways are offered.
 */
export function switchNote(notice: SwitchNotice, address?: NoteAddress): string {
  const { headline, losses } = describeSwitch(notice);
  const lines = [`$(warning) **${escapeMarkdown(headline)}**`];
  if (losses.length > 0) lines.push(escapeMarkdown(`${losses.join(', ')}.`));
  const banner = lines.map((line) => `> ${line}`).join('\n>\n');
  if (address === undefined) return banner;
  const links = [
    link('Retry with pinned · 1 request', 'retryWithPinned', address),
    link(`Pin ${shortName(notice.served)}`, 'pinServed', address),
    link('Never switch', 'neverSwitch', address),
  ];
  return `${banner}\n\n${links.join(' | ')}`;
}

/**
 * Why a turn failed, in Markdown, and what can be done.
 * @param model id of the model that was asked.
 */
export function failureNote(failure: Failure, model: string | undefined, address: NoteAddress, now: number): string {
  const { sentence, action } = describeFailure(failure, model, now);
  const actions: readonly FailureAction[] = action === undefined || action === 'retry' ? ['retry'] : [action, 'retry'];
  const links = actions.map((one) => link(failureActionLabels[one], one, address)).join(' | ');
  return `$(error) ${escapeMarkdown(sentence)}\n\n${links}`;
}

function link(label: string, act: NoteAct, { threadId, turnId }: NoteAddress): string {
  const query = encodeURIComponent(JSON.stringify([threadId, turnId, act]));
  return `[${escapeMarkdown(label)}](command:${internalCommands.explainAct}?${query})`;
}
