import { shortName } from '../../core/catalogue/names';
import { describeSwitch, type SwitchNotice } from '../../core/engine/switch';
import { describeFailure } from '../../core/errors';
import { formatTime, plural } from '../../core/format';
import type { Pause } from './pause';

/** Who gave the last completion. */
interface LastCompletion {
  readonly model: string;
  readonly switched: SwitchNotice | undefined;
  /** Characters in it that cannot be seen kept it from being shown. */
  readonly hidden: boolean;
}

/** What is known of completion at a moment. */
export interface CompletionFacts {
  readonly pin: string | undefined;
  /** Why nothing is completed while typing; undefined: it is. */
  readonly notAutomatic: string | undefined;
  /** The user wants completions while typing. */
  readonly wanted: boolean;
  readonly pause: Pause | undefined;
  readonly isRunning: boolean;
  readonly last: LastCompletion | undefined;
  /** Requests of today, of this window. */
  readonly spent: number;
  /** Of one completion: `1 request`; empty where it counts nowhere. */
  readonly price: string;
}

export interface CompletionText {
  /** `Completion: on demand` */
  readonly text: string;
  /** Sentences. */
  readonly detail: string;
  readonly weight: 'information' | 'warning';
}

/** What the status says of completion. */
export function completionText(facts: CompletionFacts, now: number): CompletionText {
  const { pin, pause, isRunning, last, spent, price, wanted, notAutomatic } = facts;
  const state = isRunning
    ? 'asking the model'
    : pause === undefined
      ? notAutomatic === undefined
        ? 'while you type'
        : 'on demand'
      : 'paused';
  const until = pause?.until === undefined ? '' : ` Paused until ${formatTime(pause.until, now)}.`;
  const sentences = [
    ...(pause === undefined ? [] : [`${describeFailure(pause.failure, pin, now).sentence}${until}`]),
    ...(pause === undefined && wanted && notAutomatic !== undefined ? [notAutomatic] : []),
    ...(last?.switched === undefined ? [] : switchSentences(last.switched)),
    ...(last === undefined || last.switched !== undefined ? [] : [`The last one was by ${shortName(last.model)}.`]),
    ...(last?.hidden === true ? ['It held characters that cannot be seen, so it was not shown.'] : []),
    ...(price === '' ? [] : [`Each takes ${price}.`]),
    ...(spent === 0 ? [] : [`Today ${plural(spent, 'request')} in this window.`]),
  ];
  return {
    text: `Completion: ${state}`,
    detail: sentences.join(' '),
    weight: pause !== undefined || last?.switched !== undefined ? 'warning' : 'information',
  };
}

/** Why nothing is shown although a model answered. */
export function nothingText(last: LastCompletion | undefined): string {
  return last?.hidden === true
    ? 'the completion held characters that cannot be seen, so it is not shown.'
    : 'the model found nothing to add here.';
}

function switchSentences(notice: SwitchNotice): readonly string[] {
  const { headline, losses } = describeSwitch(notice);
  return losses.length === 0 ? [headline] : [headline, `${losses.join(', ')}.`];
}
