import { base64Bytes } from '../base64';
import { formatBytes } from '../format';
import { utf8Length } from './utf8';

/** Below this, a picture is not worth leaving out. Characters. */
const SHORT = 256;
const MARK = ';base64,';

/**
 * A request's body with the content of its pictures told by its size: `data:image/png;base64,<… 123 KB>`.
 * @param pictures as they stand in it, in their order: as a JSON string of their own, or at the end of a `data:` address.
 * @returns what is kept, which holds on to nothing of the whole body, and the bytes by which it is shorter.
 */
export function omitPictures(
  body: string,
  pictures: readonly { readonly data: string }[],
): { readonly body: string; readonly omitted?: number } {
  const kept: string[] = [];
  let from = 0;
  let omitted = 0;
  for (const { data } of pictures) {
    const at = data.length < SHORT ? -1 : placeOf(data, body, from);
    if (at === -1) continue;
    const instead = `<… ${formatBytes(base64Bytes(data))}>`;
    kept.push(body.slice(from, at), instead);
    omitted += data.length - utf8Length(instead);
    from = at + data.length;
  }
  if (kept.length === 0) return { body };
  kept.push(body.slice(from));
  // Joining copies; a slice would keep the whole body in memory.
  const shortened = kept.join('');
  return { body: shortened, omitted };
}

/** The same characters may stand in a text, where they are no picture. */
function placeOf(data: string, body: string, from: number): number {
  for (let at = body.indexOf(data, from); at !== -1; at = body.indexOf(data, at + 1)) {
    const begins = body[at - 1] === '"' || body.startsWith(MARK, at - MARK.length);
    if (begins && body[at + data.length] === '"') return at;
  }
  return -1;
}
