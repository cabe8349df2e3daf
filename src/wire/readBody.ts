import type { TransportResponse } from './transport';

/** A body as text; `undefined` when it is longer than allowed (in bytes), which closes the connection. */
export async function readBody(response: TransportResponse, longest: number): Promise<string | undefined> {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let length = 0;
  for await (const piece of response.body) {
    length += piece.length;
    if (length > longest) return undefined;
    parts.push(decoder.decode(piece, { stream: true }));
  }
  parts.push(decoder.decode());
  return parts.join('');
}
