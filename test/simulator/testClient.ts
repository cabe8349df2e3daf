import { request } from 'node:http';
import type { Simulator } from './index';

/** What came back, with the body as bytes and in the writes in which it came. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  writes: Buffer[];
  text: string;
  /** False when the connection ended before the body did. */
  complete: boolean;
}

export const pinned = 'nvidia/nemotron-3-ultra-550b-a55b:free';
export const gemma = 'google/gemma-4-31b-it:free';
/** The guard that keeps a request free (OpenRouter API reference 9.5). */
export const freeOnly = { max_price: { prompt: 0, completion: 0 } };

/** Asks for an answer in a form (17.3). */
export const answerForm = {
  type: 'json_schema',
  json_schema: {
    name: 'verdict',
    strict: true,
    schema: {
      type: 'object',
      properties: { summary: { type: 'string' }, good: { type: 'boolean' } },
      required: ['summary', 'good'],
      additionalProperties: false,
    },
  },
} as const;

/** Sends a chat request with plain node:http, so that a test sees what is really sent. */
export function postChat(
  simulator: Simulator,
  body: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Reply> {
  const whole = { model: pinned, messages: [{ role: 'user', content: 'Say hello.' }], ...body };
  return send(simulator, 'POST', '/chat/completions', JSON.stringify(whole), headers);
}

export function get(simulator: Simulator, path: string, headers: Record<string, string> = {}): Promise<Reply> {
  return send(simulator, 'GET', path, undefined, headers);
}

export function send(
  simulator: Simulator,
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const authorization = `Bearer ${simulator.key}`;
    const outgoing = request(simulator.url + path, { method, headers: { authorization, ...headers } }, (incoming) => {
      const writes: Buffer[] = [];
      incoming.on('data', (bytes: Buffer) => writes.push(bytes));
      incoming.on('error', () => {});
      incoming.on('close', () => {
        const flat: Record<string, string> = {};
        for (const [name, value] of Object.entries(incoming.headers)) flat[name] = String(value);
        const text = Buffer.concat(writes).toString('utf8');
        resolve({ status: incoming.statusCode ?? 0, headers: flat, writes, text, complete: incoming.complete });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** The JSON of each `data:` event but `[DONE]`. */
export function events(text: string): StreamEvent[] {
  const lines = text.split(/\r?\n/).filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]');
  return lines.map((line): StreamEvent => JSON.parse(line.slice('data: '.length)));
}

/** What the tests look at in an event. */
export interface StreamEvent {
  model: string;
  provider?: string;
  choices: {
    delta: { content?: string | null; reasoning?: string; reasoning_content?: string; tool_calls?: object[] };
    finish_reason: string | null;
  }[];
  error?: { code: number; message: string; metadata: { error_type: string } };
  usage?: { cost: number; total_tokens: number };
}
