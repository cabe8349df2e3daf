// The peer of the comparison: undici and the parser as everybody uses them, with the same question as ours.
import { createParser } from 'eventsource-parser';
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

/** Reads the answer with the parser. */
export async function readBare(baseUrl: string, onData: (data: string) => void): Promise<void> {
  const parser = createParser({ onEvent: (event) => onData(event.data) });
  const decoder = new TextDecoder();
  for await (const piece of await askBare(baseUrl)) parser.feed(decoder.decode(piece, { stream: true }));
}

/** What nobody can do without who wants the text of an event. */
export function textOf(data: string): string {
  if (data === '[DONE]') return '';
  const chunk: { choices: [{ delta: { content: string } }] } = JSON.parse(data);
  return chunk.choices[0].delta.content;
}

export async function closeBare(): Promise<void> {
  await agent.close();
}
