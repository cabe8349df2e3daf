import { OpenRouter } from '@openrouter/sdk';
import * as errors from '@openrouter/sdk/models/errors';
export const client = new OpenRouter({ apiKey: 'x', serverURL: 'http://127.0.0.1:1', retryConfig: { strategy: 'none' } });
export async function f(): Promise<void> {
  const r = await client.chat.send({ chatRequest: { model: 'a', messages: [{ role: 'user', content: 'x' }], stream: true } });
  if (r instanceof ReadableStream) for await (const c of r) console.log(c.choices);
  throw new errors.TooManyRequestsResponseError(undefined as never, undefined as never);
}
