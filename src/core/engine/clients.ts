import type { Failure } from '../errors';
import type { ModelClient } from './ports';

/**
 * Many servers behind one client: the id of the model decides who is asked. Here, because only the engine calls a model.
 * @param choose gives the server's client, or why there is none; then nothing is sent.
 */
export function clientByModel(choose: (model: string) => ModelClient | Failure): ModelClient {
  return {
    async *complete(request, signal) {
      const chosen = choose(request.model);
      if ('kind' in chosen) yield [{ type: 'failed', failure: chosen }];
      else yield* chosen.complete(request, signal);
    },
  };
}
