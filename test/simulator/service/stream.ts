import type { ServerResponse } from 'node:http';
import type { Behaviour } from '../behaviour';
import type { Answer } from './answer';
import { toDeltas } from './answer';
import { usualErrorType } from './errors';
import { mayDescribe } from './metadata';

/** One block of the event stream, and what happens around it. */
export interface Frame {
  text: string;
  /** Wait this long before it. */
  waitMs: number;
  /** A piece of the answer, a comment before it, or what ends it. */
  kind: 'comment' | 'piece' | 'end';
}

/** How the stream ends. */
export type Ending = 'end' | 'reset' | 'stall';

const comment = ': OPENROUTER PROCESSING';

/** The frames of a stream as the behaviour wants it, and how it ends (OpenRouter API reference 11). */
export function toFrames(answer: Answer, behaviour: Behaviour, lastChunk: object): { frames: Frame[]; ending: Ending } {
  const newline = behaviour.newline ?? '\n';
  const frames: Frame[] = [];
  const push = (text: string, waitMs = 0, kind: Frame['kind'] = 'end') => {
    frames.push({ text: text + newline + newline, waitMs, kind });
  };
  const head = {
    id: answer.id,
    object: 'chat.completion.chunk',
    created: answer.created,
    model: answer.model,
    ...(answer.provider === null ? {} : { provider: answer.provider }),
  };
  const choice = (delta: object, finish: string | null, native = finish) => ({
    index: 0,
    delta,
    finish_reason: finish,
    native_finish_reason: native,
    logprobs: null,
  });
  const nothing = { role: 'assistant', content: '' };
  const { failure } = behaviour;

  for (let count = 0; count < (behaviour.comments ?? 0); count += 1) push(comment, 0, 'comment');
  const stopAfter = failure !== undefined && 'afterPieces' in failure ? failure.afterPieces : Infinity;
  const deltas = toDeltas(answer, behaviour).slice(0, stopAfter);
  for (const [index, delta] of deltas.entries()) {
    const wait = (index === 0 ? behaviour.firstPieceMs : behaviour.pieceMs) ?? 0;
    push(`data: ${JSON.stringify({ ...head, choices: [choice(delta, null)] })}`, wait, 'piece');
  }

  if (failure?.kind === 'event') {
    const code = failure.code ?? 502;
    const error = {
      code,
      message: failure.message ?? 'JSON error injected into SSE stream',
      metadata: { error_type: failure.errorType ?? usualErrorType[code] ?? 'unmapped' },
    };
    const more = mayDescribe(code) ? lastChunk : {};
    push(`data: ${JSON.stringify({ ...head, error, choices: [choice(nothing, 'error')], ...more })}`);
    if (failure.done === true) push('data: [DONE]');
    return { frames, ending: 'end' };
  }
  if (failure?.kind === 'stall') return { frames, ending: 'stall' };
  if (failure?.kind === 'cut') return { frames, ending: failure.how ?? 'end' };

  const last = choice(nothing, answer.finishReason, answer.nativeFinishReason);
  const usageForm = behaviour.usageForm ?? 'A';
  push(
    `data: ${JSON.stringify({ ...head, choices: [last], ...(usageForm === 'none' ? lastChunk : {}) })}`,
    deltas.length === 0 ? (behaviour.firstPieceMs ?? 0) : 0,
  );
  if (usageForm !== 'none') {
    const choices = { A: [last], B: [choice(nothing, null)], C: [] }[usageForm];
    push(`data: ${JSON.stringify({ ...head, choices, usage: answer.usage, ...lastChunk })}`);
  }
  push('data: [DONE]');
  return { frames, ending: 'end' };
}

/** Waits, unless the signal ends it sooner. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal.addEventListener('abort', finish);
  });
}

/** Fulfilled when what holds an answer lets go. */
export async function held(until: Promise<unknown> | number, signal: AbortSignal): Promise<void> {
  await (typeof until === 'number' ? pause(until, signal) : until);
}

/** Fulfilled when the signal ends. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Writes one chunk and waits while the other side is slower than we are. */
async function write(response: ServerResponse, bytes: Uint8Array | string, signal: AbortSignal): Promise<void> {
  if (signal.aborted || response.write(bytes)) return;
  await Promise.race([new Promise<void>((resolve) => response.once('drain', resolve)), aborted(signal)]);
}

/** Fulfilled when everything written so far has left this process. */
export async function flushed(response: ServerResponse, signal: AbortSignal): Promise<void> {
  while (response.writableLength > 0 && !signal.aborted) await pause(1, signal);
}

/** Sends the frames; `signal` ends with the connection. */
export async function writeFrames(
  response: ServerResponse,
  frames: readonly Frame[],
  behaviour: Behaviour,
  signal: AbortSignal,
): Promise<void> {
  if (behaviour.cuts !== undefined) {
    const whole = Buffer.from(frames.map((frame) => frame.text).join(''));
    for (const part of cutAt(whole, behaviour.cuts)) await write(response, part, signal);
    return;
  }
  const commentBlock = `${comment}${behaviour.newline ?? '\n'}`.concat(behaviour.newline ?? '\n');
  const waitWithComments = async (until: Promise<unknown>) => {
    const ended = Promise.race([until, aborted(signal)]).then(() => 'ended');
    const tick = async () => pause(behaviour.commentEveryMs ?? 1_000, signal);
    while ((await Promise.race([ended, tick()])) !== 'ended') {
      if (behaviour.commentEveryMs !== undefined) await write(response, commentBlock, signal);
    }
  };
  let { hold } = behaviour;
  let pieces = 0;
  for (const frame of frames) {
    if (hold !== undefined && frame.kind !== 'comment' && pieces >= hold.afterPieces) {
      await waitWithComments(held(hold.until, signal));
      hold = undefined;
    }
    if (frame.waitMs > 0) await waitWithComments(pause(frame.waitMs, signal));
    if (signal.aborted) return;
    await write(response, frame.text, signal);
    if (frame.kind === 'piece') pieces += 1;
  }
}

/** The parts between the cut points; cut points outside the body are ignored. */
export function cutAt(whole: Uint8Array, cuts: 'every byte' | readonly number[]): Uint8Array[] {
  const points = cuts === 'every byte' ? Array.from(whole, (_, index) => index + 1) : cuts;
  const inside = [...new Set(points)].filter((point) => point > 0 && point < whole.length).sort((a, b) => a - b);
  return [0, ...inside].map((start, index) => whole.subarray(start, inside[index] ?? whole.length));
}
