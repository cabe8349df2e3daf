import type { ColumnView } from '../../protocol/compare';

function isUnderWay({ turn: { state } }: ColumnView): boolean {
  return state === 'waiting' || state === 'streaming';
}

function countWords(text: string): string {
  const words = text.match(/\S+/g)?.length ?? 0;
  return words === 1 ? '1 word' : `${words} words`;
}

/** Why nothing of it comes yet; a countdown is said once and not every second. */
function waitingWords({ turn: { waiting } }: ColumnView): string | undefined {
  switch (waiting?.why) {
    case 'minuteQuota':
      return 'waits for the minute limit.';
    case 'retry':
      return 'is busy and asked once more.';
    case 'question':
      return `waits for your decision: ${waiting.question.sentence}`;
    case 'queue':
      return 'waits for another answer to end.';
    case undefined:
    default:
      return undefined;
  }
}

function endWords({ turn }: ColumnView): string {
  if (turn.state === 'failed') return `failed: ${turn.failure?.sentence ?? 'no answer.'}`;
  return turn.state === 'stopped' ? 'stopped.' : `is done, ${countWords(turn.answer)}.`;
}

/** What a screen reader says when a column changes: its start, why it waits, a switch and its end, never the text as it comes. */
export function columnAnnouncements(before: ColumnView | undefined, column: ColumnView): readonly string[] {
  const name = column.model.shortName;
  const isSame = before?.turn.id === column.turn.id;
  const said: string[] = [];
  // Of all at once one sentence tells.
  if (before !== undefined && !isSame) said.push(`${name} is asked again.`);
  const waits = waitingWords(column);
  if (waits !== undefined && (!isSame || waitingWords(before) !== waits)) said.push(`${name} ${waits}`);
  const { switched } = column.turn;
  if (switched !== undefined && (!isSame || before.turn.switched === undefined)) said.push(switched.headline);
  const hasEnded = !isUnderWay(column) && (!isSame || isUnderWay(before));
  if (hasEnded) said.push(`${name} ${endWords(column)}`);
  return said;
}
