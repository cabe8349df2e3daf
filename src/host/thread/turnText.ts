import { shortName } from '../../core/catalogue/names';
import type { Turn } from '../../core/conversation/conversation';
import { provenanceDetails } from '../../core/conversation/provenance';
import { policyWords } from '../../core/privacy/policy';
import type { ThreadWords } from './subject';

/** Whether the answer is still being asked for or written. */
export function isBusy({ state }: Turn): boolean {
  return state === 'waiting' || state === 'streaming';
}

/** What goes on before the first word. */
export function progressText(turn: Turn, now: number): string {
  const name = turn.asking === undefined ? 'the model' : shortName(turn.asking);
  if (turn.waiting?.why === 'queue') return 'Waiting for another answer to end…';
  if (turn.waiting?.why === 'question') return 'Waiting for your decision…';
  if (turn.waiting !== undefined) {
    const seconds = `${Math.max(0, Math.ceil((turn.waiting.until - now) / 1000))} s`;
    return turn.waiting.why === 'minuteQuota'
      ? `Waiting ${seconds} for the minute limit…`
      : `${name} is busy; asking once more in ${seconds}…`;
  }
  if (turn.asking === undefined) return 'Getting ready…';
  return turn.reasoning === '' ? `Asking ${name}…` : `${name} is thinking…`;
}

/**
 * The head of the thread: who answered, or what became of it.
 * @param pin id of the pinned model, which is named until another is known to be asked.
 */
export function threadLabel(turn: Turn, pin: string | undefined, words: ThreadWords): string {
  const { source, switched, answer, state } = turn;
  if (switched !== undefined && switched.served !== switched.pinned) {
    return `Answered by ${shortName(switched.served)}, not ${shortName(switched.pinned)}`;
  }
  if (source !== undefined && (answer !== '' || isBusy(turn))) {
    const policy = source.policy === undefined ? undefined : policyWords[source.policy];
    return [`${words.by} ${shortName(source.model)}`, source.provider, policy].filter(Boolean).join(' · ');
  }
  if (state === 'failed') return words.failed;
  if (state === 'stopped') return 'Stopped';
  const { waiting } = turn;
  const question = waiting?.why === 'question' ? waiting.question : undefined;
  // It may be about another model that is stepped to.
  const asked = question?.about === 'consent' ? question.model : (turn.asking ?? pin);
  if (asked === undefined) return 'Tollfree';
  if (question !== undefined) return `Before asking ${shortName(asked)}`;
  return waiting?.why === 'queue' ? `Waiting to ask ${shortName(asked)}` : `Asking ${shortName(asked)}…`;
}

/** Who an answer is by: the served model, or nobody yet. */
export function authorName({ source, switched }: Turn): string {
  const model = switched?.served ?? source?.model;
  return model === undefined ? 'Tollfree' : shortName(model);
}

/** What stands beside the author: `Nvidia · first token 1.2 s · 412 + 61 tokens · 1 request`. */
export function provenance(turn: Turn): string {
  const parts: (string | undefined)[] = [turn.source?.provider, ...provenanceDetails(turn)];
  if (turn.state === 'stopped') parts.push('stopped');
  if (turn.state === 'failed') parts.push('incomplete');
  return parts.filter(Boolean).join(' · ');
}
