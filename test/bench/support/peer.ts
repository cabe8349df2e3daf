// The peer of the comparison: undici as everybody uses it, and the same request as ours.
// Its root fills process-wide slots, which matters in the editor's extension host and not here.
// oxlint-disable-next-line no-restricted-imports
import { Agent, request } from 'undici';
import { model } from './answers';

const agent = new Agent();

/** Sends a question and gives the body of the answer. */
export async function askBare(baseUrl: string): Promise<AsyncIterable<Uint8Array>> {
  const response = await request(`${baseUrl}/chat/completions`, {
    dispatcher: agent,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: 'Bearer sk-or-v1-bench',
    },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Why does this test fail?' }] }),
  });
  return response.body;
}

export async function closeBare(): Promise<void> {
  await agent.close();
}
