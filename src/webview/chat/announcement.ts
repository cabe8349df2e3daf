import type { TurnView } from '../../protocol/messages';

function isUnderWay(turn: TurnView | undefined): boolean {
  return turn?.state === 'waiting' || turn?.state === 'streaming';
}

function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** What a screen reader says when a turn changes: its start and its end, never the text as it comes. */
export function toAnnouncement(before: TurnView | undefined, turn: TurnView): string | undefined {
  if (isUnderWay(turn)) {
    if (isUnderWay(before)) return turn.progress === before?.progress ? undefined : turn.progress;
    return turn.progress ?? 'Generating an answer…';
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
