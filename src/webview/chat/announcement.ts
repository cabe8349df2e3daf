import type { TurnView } from '../../protocol/messages';
import { leftOf, waitingText } from './wording';

function isUnderWay({ state }: TurnView): boolean {
  return state === 'waiting' || state === 'streaming';
}

function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** What it waits for, with the time as it is now: a countdown is said once and not every second. */
function toWords({ waiting, progress }: TurnView): string | undefined {
  if (waiting === undefined) return progress;
  const words = waitingText(waiting, leftOf(waiting));
  return waiting.why === 'question' ? words : `${words}.`;
}

function isNew(before: TurnView, turn: TurnView): boolean {
  return turn.progress !== before.progress || turn.waiting?.why !== before.waiting?.why;
}

/** What a screen reader says when a turn changes: its start and its end, never the text as it comes. */
export function toAnnouncement(before: TurnView | undefined, turn: TurnView): string | undefined {
  if (isUnderWay(turn)) {
    if (before !== undefined && isUnderWay(before)) return isNew(before, turn) ? toWords(turn) : undefined;
    return toWords(turn) ?? 'Generating an answer…';
  }
  if (before?.state === turn.state) return undefined;
  switch (turn.state) {
    case 'done': {
      const by = turn.served === undefined ? '' : ` by ${turn.served.shortName}`;
      const words = countWords(turn.answer);
      return `Answer${by} complete, ${words} ${words === 1 ? 'word' : 'words'}.`;
    }
    case 'stopped':
      return 'Stopped.';
    case 'waiting':
    case 'streaming':
    case 'failed':
      // The failure's own notice is an alert.
      return undefined;
    default:
      return undefined;
  }
}
