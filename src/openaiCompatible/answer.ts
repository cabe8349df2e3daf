import type { Model } from '../core/catalogue/model';
import type { CompletionEvent, CompletionRequest } from '../core/engine/ports';
import type { Result } from '../core/service';
import type { EventStreamReader } from '../wire/eventStream';
import type { TransportResponse } from '../wire/transport';
import { failureOf } from './connection';

/** How a kind of server is spoken to. Ids of models are the server's own here, without its name in front. */
export interface ServerForm {
  /** As `ModelClient.complete`. */
  answer(request: CompletionRequest, signal: AbortSignal): AsyncIterable<readonly CompletionEvent[]>;
  readModels(signal: AbortSignal): Promise<Result<readonly Model[]>>;
}

/** The events of a streamed body as its reader finds them. An abort ends it silently. */
export async function* readStream(
  response: TransportResponse,
  reader: EventStreamReader,
  signal: AbortSignal,
): AsyncGenerator<readonly CompletionEvent[], void, undefined> {
  try {
    for await (const piece of response.body) {
      if (signal.aborted) return;
      const events = reader.feed(piece);
      if (reader.over) response.discard();
      if (events.length > 0) yield events;
      if (reader.over) return;
    }
    if (!signal.aborted) yield reader.end();
  } catch (error) {
    if (signal.aborted) return;
    const failure = failureOf(error);
    // All of the answer was there; what is missing is only the end of the stream.
    if (reader.finished) yield reader.end();
    else yield [{ type: 'failed', failure: failure.kind === 'network' && reader.answered ? { kind: 'cut' } : failure }];
  }
}
