import type { Turn } from './conversation';

const STATES: ReadonlySet<unknown> = new Set<Turn['state']>(['waiting', 'streaming', 'done', 'stopped', 'failed']);

/**
 * A turn as it was stored; undefined when what is there is not ours to understand. Checks what every reader relies on;
 * the optional parts were written by us together with these.
 */
export function parseTurn(stored: unknown): Turn | undefined {
  return isTurn(stored) ? stored : undefined;
}

function isTurn(value: unknown): value is Turn {
  if (typeof value !== 'object' || value === null) return false;
  const turn: Partial<Record<keyof Turn, unknown>> = value;
  return (
    typeof turn.id === 'string' &&
    typeof turn.question === 'string' &&
    typeof turn.askedAt === 'number' &&
    typeof turn.answer === 'string' &&
    typeof turn.reasoning === 'string' &&
    STATES.has(turn.state)
  );
}
