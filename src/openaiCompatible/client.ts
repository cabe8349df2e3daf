import type { Model } from '../core/catalogue/model';
import type { CompletionEvent, CompletionRequest, LogFacts, ModelClient } from '../core/engine/ports';
import type { Failure } from '../core/errors';
import type { Result } from '../core/service';
import type { ServerOptions } from './connection';
import { createConnection } from './connection';
import { createOllamaForm } from './ollama';
import { createOpenAiForm } from './openAi';

export interface ServerClient extends ModelClient {
  /** The server's models with its name in front of their ids. Costs nothing and is never retried. */
  readModels(signal: AbortSignal): Promise<Result<readonly Model[]>>;
}

/**
 * The client of one server of the setting `tollfree.providers`: Ollama by its own API, all others by OpenAI's. To be
 * kept as long as the settings stay the same, because it remembers how large a context Ollama has loaded.
 */
export function createServerClient(options: ServerOptions): ServerClient {
  const { server, log } = options;
  const connection = createConnection(options);
  const form = server.kind === 'ollama' ? createOllamaForm(options, connection) : createOpenAiForm(options, connection);
  const prefix = `@${server.name}/`;

  async function* complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<readonly CompletionEvent[], void, undefined> {
    const model = request.model.startsWith(prefix) ? request.model.slice(prefix.length) : request.model;
    for await (const batch of form.answer({ ...request, model }, signal)) {
      if (signal.aborted) return;
      const last = batch.at(-1);
      if (last?.type === 'failed') log.warn('server.failed', { model: request.model, ...factsOf(last.failure) });
      yield batch.some(({ type }) => type === 'source') ? batch.map(withServerName) : batch;
    }
  }

  function withServerName(event: CompletionEvent): CompletionEvent {
    return event.type === 'source' ? { ...event, model: prefix + event.model } : event;
  }

  function withPrefix(model: Model): Model {
    return { ...model, id: prefix + model.id, canonicalSlug: prefix + model.canonicalSlug };
  }

  return {
    complete,
    async readModels(signal) {
      const models = await form.readModels(signal);
      if (!models.ok) {
        if (!signal.aborted) log.warn('server.unread', { server: server.name, ...factsOf(models.failure) });
        return models;
      }
      log.info('server.read', { server: server.name, models: models.value.length });
      return {
        ok: true,
        value: models.value.map(withPrefix),
      };
    },
  };
}

/** Of a failure only what identifies its kind: messages of a server may quote the prompt. */
function factsOf(failure: Failure): LogFacts {
  return {
    kind: failure.kind,
    ...('status' in failure ? { status: failure.status } : {}),
    ...('code' in failure ? { code: failure.code, host: failure.host, sent: failure.sent } : {}),
  };
}
