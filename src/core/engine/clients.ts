import type { Failure } from '../errors';
import type { CompletionEvent, ModelClient } from './ports';

/**
 * Many servers behind one client: the id of the model decides who is asked. Here, because only the engine calls a model.
 * @param choose gives the server's client, or why there is none; then nothing is sent.
 */
export function clientByModel(choose: (model: string) => ModelClient | Failure): ModelClient {
  return {
    // No generator of its own: each one between the wire and the reader costs a stream a measurable part of its speed.
    complete(request, signal) {
      const chosen = choose(request.model);
      return 'kind' in chosen ? refusing(chosen) : chosen.complete(request, signal);
    },
  };
}

async function* refusing(failure: Failure): AsyncGenerator<readonly CompletionEvent[], void, undefined> {
  yield [{ type: 'failed', failure }];
}
