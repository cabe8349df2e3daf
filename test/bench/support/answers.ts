// What the benches let the service answer: the chunks of the OpenRouter API reference, 11.2, in its framing.
import type { Model } from '../../../src/core/catalogue/model';

export const model = 'nvidia/nemotron-3-ultra-550b-a55b:free';
const canonicalSlug = 'nvidia/nemotron-3-ultra-550b-a55b-20260604';

/** That model as the catalogue has it. */
export const catalogueModel: Model = {
  id: model,
  canonicalSlug,
  name: 'NVIDIA: Nemotron 3 Ultra (free)',
  contextLength: 1_000_000,
  maxOutputTokens: 65_536,
  free: true,
  chat: true,
  capabilities: { tools: true, images: false, structuredOutput: false, reasoning: 'optional' },
};

/** What stands before and after the text of a chunk. */
const beforeText =
  'data: {"id":"gen-1795356307-Qe7TzP0aVb3LkX9mWc2R","object":"chat.completion.chunk","created":1795356307,' +
  `"model":"${canonicalSlug}:free","provider":"Nvidia",` +
  '"choices":[{"index":0,"delta":{"role":"assistant","content":"';
const afterText = '"},"finish_reason":null,"native_finish_reason":null,"logprobs":null}]}\n\n';
const stopped = afterText.replaceAll('finish_reason":null', 'finish_reason":"stop"');

export const comment = ': OPENROUTER PROCESSING\n\n';

/** The event of one piece of text, which must need no escaping in JSON. */
export function textEvent(text: string): string {
  return beforeText + text + afterText;
}

/** Finish reason, usage and end, as three events. */
export const closingEvents: readonly string[] = [
  beforeText + stopped,
  (beforeText + stopped).replace(
    ']}\n\n',
    '],"usage":{"prompt_tokens":388,"completion_tokens":27,"total_tokens":415,"cost":0,"is_byok":false,' +
      '"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":12},' +
      '"cost_details":{"upstream_inference_cost":null,"upstream_inference_prompt_cost":0,' +
      '"upstream_inference_completions_cost":0}}}\n\n',
  ),
  'data: [DONE]\n\n',
];

/** `count` events of text with a comment every 50, in pieces of text as models send them. */
export function longAnswer(count: number): readonly string[] {
  const words = ['Rename ', '`cuont` ', 'to ', '`count`. ', 'The ', 'test ', 'fails ', 'because ', 'of ', 'a typo.\\n'];
  const events: string[] = [comment];
  for (let at = 0; at < count; at++) {
    events.push(textEvent(words[at % words.length] ?? ''));
    if (at % 50 === 49) events.push(comment);
  }
  return [...events, ...closingEvents];
}

/** Reads the time stamp a `first` answer carries as its text (`answerServer.ts`). */
export const textMark = '"content":"';

export const head = [
  'HTTP/1.1 200 OK',
  'content-type: text/event-stream',
  'cache-control: no-cache',
  'x-generation-id: gen-1795356307-Qe7TzP0aVb3LkX9mWc2R',
  'transfer-encoding: chunked',
  '\r\n',
].join('\r\n');

/** One chunk of HTTP's chunked transfer: services flush each event by itself. */
export function httpChunk(event: string): string {
  return `${Buffer.byteLength(event).toString(16)}\r\n${event}\r\n`;
}

export const lastHttpChunk = '0\r\n\r\n';
