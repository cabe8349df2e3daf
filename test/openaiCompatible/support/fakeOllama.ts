import type { ServerResponse } from 'node:http';
import * as z from 'zod';
import { type Arrived, type LocalServer, startServer } from '../../wire/localServer';

/** A model as `ollama list` knows it, with what `/api/show` says of it. */
export interface FakeModel {
  readonly name: string;
  readonly family?: string;
  readonly capabilities?: readonly string[];
  readonly context?: number;
  readonly remoteHost?: string;
}

export interface FakeOllama {
  readonly server: LocalServer;
  /** Bodies of `/api/chat`, in order. */
  readonly chats: ChatBody[];
  close(): Promise<void>;
}

const chatBody = z.looseObject({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string(), images: z.array(z.string()).optional() })),
  think: z.union([z.boolean(), z.string()]).optional(),
  truncate: z.boolean().optional(),
  options: z.object({ num_ctx: z.number().optional(), num_predict: z.number().optional() }),
});

export type ChatBody = z.infer<typeof chatBody>;

function modelIn({ body }: Arrived): string {
  return z.object({ model: z.string() }).parse(JSON.parse(body)).model;
}

/**
 * A server that behaves as Ollama does, as far as we use it: its own model list, streams of JSON lines, one token a
 * word, a context of 4096 unless asked for another, and a prompt that is cut without a word unless `truncate` is false.
 * @param lines the answer; by default it says in one sentence how many words of the prompt it saw.
 */
export async function startFakeOllama(
  models: readonly FakeModel[],
  lines?: (chat: ChatBody) => readonly object[],
): Promise<FakeOllama> {
  const chats: ChatBody[] = [];
  const server = await startServer(async (request, response) => {
    const found = (): FakeModel | undefined => {
      const model = modelIn(request);
      return models.find(({ name }) => name === model || name === `${model}:latest`);
    };
    switch (`${request.method} ${request.path}`) {
      case 'GET /api/version':
        return sendJson(response, 200, { version: '0.13.5' });
      case 'GET /api/tags':
        return sendJson(response, 200, { models: models.map(toTag) });
      case 'GET /v1/models':
        return sendJson(response, 200, { object: 'list', data: models.map(({ name }) => ({ id: name })) });
      case 'POST /api/show': {
        const model = found();
        return model === undefined ? sendMissing(request, response) : sendJson(response, 200, toDetails(model));
      }
      case 'POST /api/chat': {
        const chat = chatBody.parse(JSON.parse(request.body));
        chats.push(chat);
        const model = found();
        if (model === undefined) return sendMissing(request, response);
        return answerChat(response, chat, model, lines);
      }
      default:
        response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found');
        return undefined;
    }
  });
  return { server, chats, close: async () => server.close() };
}

async function answerChat(
  response: ServerResponse,
  chat: ChatBody,
  model: FakeModel,
  lines: ((chat: ChatBody) => readonly object[]) | undefined,
): Promise<void> {
  if (chat.think !== undefined && model.capabilities?.includes('thinking') !== true) {
    sendJson(response, 400, { error: `"${chat.model}" does not support thinking` });
    return;
  }
  const window = chat.options.num_ctx ?? 4096;
  const words = chat.messages.flatMap(({ content }) => content.split(/\s+/));
  if (words.length > window && chat.truncate === false) {
    const message = `request (${words.length} tokens) exceeds the available context size (${window} tokens), try increasing it`;
    const inner = { error: { code: 400, message, type: 'exceed_context_size_error' } };
    sendJson(response, 400, { error: JSON.stringify(inner) });
    return;
  }
  const seen = Math.min(words.length, window);
  const said = lines?.(chat) ?? [
    { message: { role: 'assistant', content: 'Ich sah ' } },
    { message: { role: 'assistant', content: `${seen} Wörter 🦙.` } },
    { done: true, done_reason: 'stop', prompt_eval_count: seen, eval_count: 4 },
  ];
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const bytes = Buffer.from(
    said
      .map(
        (line) =>
          `${JSON.stringify({ model: chat.model, created_at: '2026-11-22T07:00:00Z', done: false, ...line })}\n`,
      )
      .join(''),
  );
  // In pieces that end anywhere, also inside a letter.
  for (let at = 0; at < bytes.length; at += 61) {
    response.write(bytes.subarray(at, at + 61));
    await new Promise((resolve) => setImmediate(resolve));
  }
  response.end();
}

function toTag({ name, family, remoteHost }: FakeModel): object {
  return {
    name,
    model: name,
    modified_at: '2026-11-20T09:27:22Z',
    size: 5_225_388_164,
    ...(remoteHost === undefined ? {} : { remote_host: remoteHost, remote_model: name.replace(/-cloud$/, '') }),
    details: { format: 'gguf', family: family ?? 'llama', parameter_size: '8.2B', quantization_level: 'Q4_K_M' },
  };
}

function toDetails({ family = 'llama', capabilities, context, remoteHost }: FakeModel): object {
  return {
    details: { format: 'gguf', family, parameter_size: '8.2B', quantization_level: 'Q4_K_M' },
    model_info: {
      'general.architecture': family,
      ...(context === undefined ? {} : { [`${family}.context_length`]: context }),
    },
    ...(capabilities === undefined ? {} : { capabilities }),
    ...(remoteHost === undefined ? {} : { remote_host: remoteHost }),
  };
}

function sendMissing(request: Arrived, response: ServerResponse): void {
  sendJson(response, 404, { error: `model '${modelIn(request)}' not found` });
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
