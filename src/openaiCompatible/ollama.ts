import type { Effort, Model } from '../core/catalogue/model';
import type { PlainMessage } from '../core/conversation/message';
import type { CompletionEvent, CompletionRequest } from '../core/engine/ports';
import type { Result } from '../core/service';
import type { Connection, ServerOptions } from './connection';
import { estimateTokens, promptRoom } from '../core/conversation/size';
import { picturesIn } from '../core/conversation/writeOut';
import { headerOf } from '../wire/transport';
import { type ServerForm, readStream } from './answer';
import { failed } from './connection';
import { type ShownModel, DEFAULT_WINDOW, readShown, tagsOf, toModel } from './ollamaModels';
import { createOllamaReader } from './ollamaReader';

/** What Ollama loads a model with when nothing is asked for; asking for less saves no memory worth having. */
const SMALLEST_WINDOW = 4096;
/** Room for an answer whose length nobody limited. */
const ANSWER_ROOM = 4096;
/** Models whose details are read at once. */
const READ_AT_ONCE = 4;

/**
 * Ollama by its own API. Its copy of OpenAI's form has no way to ask for a context, and cuts off the beginning of what
 * is longer than its default, without a word; here each request asks for the context it needs, and for being refused
 * rather than cut.
 */
export function createOllamaForm({ server, now }: ServerOptions, connection: Connection): ServerForm {
  const known = new Map<string, ShownModel>();
  /** The largest window asked for: a smaller one would only make Ollama load the model again. */
  const windows = new Map<string, number>();

  async function show(model: string, signal: AbortSignal): Promise<ShownModel> {
    const shown = await connection.read({ from: 'root', path: 'api/show' }, signal, { model });
    const read = readShown(shown.ok ? shown.value : undefined);
    if (shown.ok) known.set(model, read);
    return read;
  }

  /** Tokens a request may hold; a model elsewhere has its own window and takes no orders about it. */
  function limitOf(shown: ShownModel): number | undefined {
    if (shown.remoteHost !== undefined) return undefined;
    return Math.min(shown.contextLength ?? Infinity, server.contextLength ?? DEFAULT_WINDOW);
  }

  function windowFor(request: CompletionRequest, limit: number): number {
    const needed = promptRoom(estimateTokens(request.messages)) + (request.maxOutputTokens ?? ANSWER_ROOM);
    const power = 2 ** Math.ceil(Math.log2(needed));
    const window = Math.min(Math.max(power, SMALLEST_WINDOW, windows.get(request.model) ?? 0), limit);
    windows.set(request.model, window);
    return window;
  }

  function toRequestBody(request: CompletionRequest, shown: ShownModel): unknown {
    const { model, messages, maxOutputTokens, effort, schema } = request;
    const limit = limitOf(shown);
    return {
      model,
      messages: messages.map(toOllamaMessage),
      stream: true,
      // Refuse what is too long instead of dropping its beginning, before and while answering. Older versions ignore it.
      truncate: false,
      shift: false,
      think: thinkOf(effort, shown),
      // Ollama's own word for a form of answer: the schema itself, without a name.
      format: schema?.schema,
      options: {
        num_ctx: limit === undefined ? undefined : windowFor(request, limit),
        num_predict: maxOutputTokens,
      },
    };
  }

  async function* answer(
    request: CompletionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<readonly CompletionEvent[], void, undefined> {
    const { model } = request;
    const shown = known.get(model) ?? (await show(model, signal));
    if (signal.aborted) return;
    // An older Ollama ignores `truncate` and would cut: what does not fit must not get there.
    const estimatedTokens = promptRoom(estimateTokens(request.messages));
    const window = limitOf(shown) ?? Infinity;
    if (estimatedTokens > window) {
      yield [{ type: 'failed', failure: { kind: 'overflow', estimatedTokens, window } }];
      return;
    }
    const body = toRequestBody(request, shown);
    const response = yield* connection.ask({ from: 'root', path: 'api/chat' }, body, 'application/x-ndjson', signal);
    if (!response.ok) {
      yield [{ type: 'failed', failure: response.failure }];
      return;
    }
    const { headers, status } = response.value;
    if (/^text\/html\b/i.test(headerOf(headers, 'content-type') ?? '')) {
      response.value.discard();
      yield [{ type: 'failed', failure: { kind: 'malformed', status, what: 'html' } }];
      return;
    }
    yield [{ type: 'accepted' }];
    yield* readStream(response.value, createOllamaReader({ model, server: server.name, now }), signal);
  }

  return {
    answer,
    async readModels(signal): Promise<Result<readonly Model[]>> {
      const list = await connection.read({ from: 'root', path: 'api/tags' }, signal);
      if (!list.ok) return list;
      const tags = tagsOf(list.value);
      if (tags === undefined) return failed({ kind: 'malformed', status: 200, what: 'shape' });
      const models: Model[] = [];
      for (let at = 0; at < tags.length; at += READ_AT_ONCE) {
        const some = tags.slice(at, at + READ_AT_ONCE);
        models.push(
          ...(await Promise.all(some.map(async (tag) => toModel(tag, await show(tag.name, signal), server)))),
        );
      }
      return { ok: true, value: models };
    },
  };
}

/** Ollama's own form: a text, and the pictures beside it as bare base64. */
function toOllamaMessage(message: PlainMessage): unknown {
  const { role, content } = message;
  if (typeof content === 'string') return { role, content };
  const text = content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
  return { role, content: text, images: picturesIn(message).map(({ data }) => data) };
}

/**
 * The field `think`. Models that think do so unless told not to; said outright, because older versions else write the
 * thoughts into the answer. Some (gpt-oss) take a level and cannot be switched off. Others refuse the field.
 */
function thinkOf(effort: Effort | undefined, { thinks, byLevel }: ShownModel): boolean | string | undefined {
  if (!thinks) return undefined;
  if (!byLevel) return effort !== 'none';
  return effort === undefined ? undefined : levels[effort];
}

const levels: Readonly<Record<Effort, 'low' | 'medium' | 'high'>> = {
  none: 'low',
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
  max: 'high',
};
