import { shortName } from '../core/catalogue/names';
import { describeSwitch, type SwitchNotice } from '../core/engine/switch';
import { describeFailure, type FailureAction } from '../core/errors';
import type { SwitchWay } from '../protocol/messages';
import { withPrice } from './priceText';
import { switchWays } from './switchWays';
import type { FailureNote } from './thread/notes';

/** A message with what can be done about it. */
export interface WindowMessage<Act> {
  readonly sentence: string;
  /** Most useful first, two at most: the editor shows them as buttons, in one row, and cuts their words where it is full. */
  readonly choices: readonly { readonly label: string; readonly act: Act }[];
}

/** Why a turn failed and what can be done; asking names its price, asking another model also what is lost. */
export function failureMessage(
  { failure, model, offer, price, labels }: FailureNote,
  now: number,
): WindowMessage<FailureAction | 'askInstead'> {
  const { sentence, action } = describeFailure(failure, model, now);
  const retry = { label: withPrice('Retry', price), act: 'retry' } as const;
  if (offer !== undefined) {
    const { losses } = describeSwitch(offer.notice);
    const lost = losses.length === 0 ? '' : ` ${losses.join(', ')}.`;
    // The offer does already what its action and a change of the pin would.
    const isOffered = action === undefined || action === 'retry' || action === 'switchModel' || action === 'useLocal';
    return {
      sentence: `${sentence} Ask ${shortName(offer.notice.served)} instead?${lost}`,
      choices: [
        { label: offer.label, act: 'askInstead' },
        isOffered ? { label: 'Pick Another…', act: 'switchModel' } : { label: labels[action], act: action },
      ],
    };
  }
  const own = action === undefined || action === 'retry' ? [] : [{ label: labels[action], act: action }];
  return { sentence, choices: [...own, retry] };
}

/**
 * That another model answered than the pinned one, what is worse, and the first ways on; the banner of the chat has all.
 * @param price of asking again.
 */
export function switchMessage(notice: SwitchNotice, price: string): WindowMessage<SwitchWay> {
  const { headline, losses } = describeSwitch(notice);
  const labels: Readonly<Record<SwitchWay, string>> = {
    retryWithPinned: withPrice('Retry with pinned', price),
    pickNew: 'Pick a New Model…',
    pinServed: `Pin ${shortName(notice.served)}`,
    neverSwitch: 'Never switch',
  };
  return {
    sentence: losses.length === 0 ? headline : `${headline} ${losses.join(', ')}.`,
    choices: switchWays(notice)
      .slice(0, 2)
      .map((act) => ({ label: labels[act], act })),
  };
}
