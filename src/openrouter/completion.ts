import type { CompletionEvent, Log } from '../core/engine/ports';
import type { Failure } from '../core/errors';
import type { Result } from '../core/service';
import type { Caller } from './call';
import type { TransportRequest, TransportResponse } from '../wire/transport';
import { call, factsOf, toFailure } from './call';
import { createEventStreamReader } from '../wire/eventStream';
import { readBody } from '../wire/readBody';
import { sendingEvent } from '../wire/sending';
import { headerOf } from '../wire/transport';
import { readWholeAnswer } from '../wire/wholeAnswer';

/** Largest answer that comes in one body, in bytes. */
const largestAnswer = 8 * 1024 * 1024;

export interface CompletionCaller extends Caller {
  readonly log: Log;
}

/**
 * Sends one completion request of the chat form and yields what comes, as `ModelClient.complete` promises it: in batches,
 * what goes out first, failures as events, an abort silently, no retry.
 * @param model as it is known to the user; failures and the log name it.
 * @param prepare makes the request, or says why nothing is sent.
 */
export async function* requestCompletion(
  caller: CompletionCaller,
  model: string,
  signal: AbortSignal,
  prepare: () => Promise<Result<Omit<TransportRequest, 'signal'>>>,
): AsyncGenerator<readonly CompletionEvent[], void, undefined> {
  const prepared = await prepare();
  if (signal.aborted) return;
  if (!prepared.ok) {
    yield failed(caller, model, prepared.failure);
    return;
  }
  const request = { ...prepared.value, signal };
  yield [sendingEvent(request)];
  if (signal.aborted) return;
  const called = await call(caller, request, model);
  if (signal.aborted) {
    if (called.ok) await closeBody(called.response);
    return;
  }
  if (called.ok) {
    yield* readAnswer(caller, called.response, model, signal);
    return;
  }
  const { routing, failure } = called;
  yield [...(routing === undefined ? [] : [{ type: 'routing', routing } as const]), ...failed(caller, model, failure)];
}

/** The end of an answer by a failure; noted in the log. */
function failed(caller: CompletionCaller, model: string, failure: Failure): readonly CompletionEvent[] {
  caller.log.warn('completion.failed', { model, ...factsOf(failure) });
  return [{ type: 'failed', failure }];
}

async function* readAnswer(
  caller: CompletionCaller,
  response: TransportResponse,
  model: string,
  signal: AbortSignal,
): AsyncGenerator<readonly CompletionEvent[], void, undefined> {
  const { now, log } = caller;
  const { headers } = response;
  const generationId = headerOf(headers, 'x-generation-id');
  const accepted: readonly CompletionEvent[] = [
    { type: 'accepted', ...(generationId === undefined ? {} : { generationId }) },
  ];
  /** For failures that came inside an answer. */
  const note = (events: readonly CompletionEvent[]): void => {
    const last = events.at(-1);
    if (last?.type === 'failed') log.warn('completion.failed', { model, ...factsOf(last.failure) });
  };
  const reader = createEventStreamReader({ model, now });
  try {
    if (isStream(headerOf(headers, 'content-type'))) {
      yield accepted;
      for await (const piece of response.body) {
        if (signal.aborted) return;
        const events = reader.feed(piece);
        if (reader.over) {
          response.discard();
          note(events);
        }
        if (events.length > 0) yield events;
        if (reader.over) return;
      }
      if (signal.aborted) return;
      const rest = reader.end();
      note(rest);
      yield rest;
      return;
    }
    const body = await readBody(response, largestAnswer);
    if (signal.aborted) return;
    if (body === undefined) {
      yield failed(caller, model, { kind: 'malformed', status: response.status, what: 'shape' });
      return;
    }
    const events = readWholeAnswer(body, { model, headers, now });
    // A login page is no acceptance, nor is an error alone.
    if (events.some(({ type }) => type !== 'failed' && type !== 'routing')) yield accepted;
    note(events);
    yield events;
  } catch (error) {
    if (signal.aborted) return;
    // All of the answer was there; what is missing is only the end of the stream.
    if (reader.finished) yield reader.end();
    else yield failed(caller, model, failureInBody(error, reader.answered));
  }
}

/** A connection that breaks after the answer began is a cut answer (reference 11.1); silence stays a time-out. */
function failureInBody(error: unknown, answered: boolean): Failure {
  const failure = toFailure(error);
  return failure.kind === 'network' && answered ? { kind: 'cut' } : failure;
}

/** A body without a type is taken for what was asked for. */
function isStream(contentType: string | undefined): boolean {
  return contentType === undefined || /^text\/event-stream\b/i.test(contentType);
}

async function closeBody(response: TransportResponse): Promise<void> {
  await response.body[Symbol.asyncIterator]().return?.();
}
