import { applyEvent } from '../../core/conversation/conversation';
import type { Log } from '../../core/engine/ports';
import type { Assistant, AskRequest } from '../assistant';
import { coalesced } from '../coalesce';
import type { Entry } from './entry';
import type { ThreadSubject } from './subject';
import { isBusy } from './turnText';

/**
 * How often a streaming answer is drawn. The editor waits for 100 ms of quiet before it takes over changes of a thread, so
 * anything quicker would show nothing until the end.
 */
const drawEvery = 150;
/** How often a countdown is drawn. */
const countdownEvery = 1000;

export interface RunParts {
  readonly assistant: Pick<Assistant, 'ask'>;
  readonly subject: ThreadSubject;
  readonly log: Log | undefined;
  readonly sessionId: string;
  /** The entry is another than it was. */
  readonly draw: () => void;
}

/**
 * Runs the turn of an entry to its end, drawing what comes. Never fails: a failure is one of the turn.
 * @returns false when there was nothing to ask, so that nothing can be made of an answer.
 */
export async function runEntry(
  entry: Entry,
  { assistant, subject, log, sessionId, draw }: RunParts,
  signal: AbortSignal,
): Promise<boolean> {
  const drawing = coalesced(draw, drawEvery);
  const countdown = setInterval(() => {
    if (entry.turn.waiting !== undefined && 'until' in entry.turn.waiting) draw();
  }, countdownEvery);
  try {
    const sendable = await subject.request(entry, signal);
    if ('problem' in sendable) {
      entry.turn = { ...entry.turn, state: 'failed', failure: { kind: 'notAsked', why: sendable.problem } };
      return false;
    }
    const { turn, how } = entry;
    const request: AskRequest = { turnId: turn.id, task: subject.task, sessionId, ...sendable, ...how };
    for await (const event of assistant.ask(request, signal)) {
      entry.turn = applyEvent(entry.turn, event);
      drawing.later();
    }
    if (isBusy(entry.turn)) throw new Error('the turn ended without a result');
  } catch (error) {
    // Expected failures come as events, so this is a defect; without a note the thread would stay busy for ever.
    const message = warn({ subject, log }, 'turn', error);
    entry.turn = { ...entry.turn, state: 'failed', failure: { kind: 'defect', message } };
  } finally {
    clearInterval(countdown);
    drawing.dispose();
  }
  return true;
}

/** Has the subject make of the answer what it makes of answers. Never fails. */
export async function endEntry(entry: Entry, { subject, log, draw }: Omit<RunParts, 'assistant'>): Promise<void> {
  try {
    await subject.ended?.(entry, draw);
  } catch (error) {
    // The answer itself is there, and stays; what was to come of it is not.
    const message = warn({ subject, log }, 'use of an answer', error);
    entry.turn = { ...entry.turn, failure: { kind: 'defect', message } };
  }
}

/** @returns what was wrong. */
export function warn({ subject, log }: Pick<RunParts, 'subject' | 'log'>, what: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  log?.warn(`thread: ${what} failed`, { task: subject.task, message });
  return message;
}
