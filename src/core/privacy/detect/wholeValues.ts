import { runEnd, sets } from './characters';
import { isHex, looksRandom } from './randomness';

const more = /[_-]{1,2}[A-Za-z0-9_-]{3,128}(?![A-Za-z0-9_-])|[+/][A-Za-z0-9+/]{8,128}(?![A-Za-z0-9+/])/y;
const padding = /={1,2}(?![\w=])/y;
/** Base64 for addresses may end in one of these. */
const lastSign = /[_-](?=["'`\s<&),;|]|$)/y;
const mostParts = 4;
const longestRest = 256;

/**
 * Where a value ends of which a rule covers the first part: a known form may be shorter than the key. After a sign more of
 * the same making may follow, and at last what fills up base64.
 *
 * @param end of what is covered.
 */
export function wholeEnd(text: string, start: number, end: number): number {
  const quote = text.charAt(start - 1);
  if ('"\'`'.includes(quote || ' ')) {
    const last = runEnd(text, end, sets.any, longestRest);
    if (text.charAt(last) === quote) return last;
  }
  let whole = end;
  for (let part = 0; part < mostParts; part++) {
    more.lastIndex = whole;
    if (!more.test(text) || !isMore(text, start, text.slice(whole, more.lastIndex))) break;
    whole = more.lastIndex;
  }
  lastSign.lastIndex = whole;
  if (lastSign.test(text)) return lastSign.lastIndex;
  padding.lastIndex = whole;
  if (!padding.test(text)) return whole;
  // `value="…"` is a comparison or an attribute, unless this quote opened before the value.
  const next = text.charAt(padding.lastIndex);
  return '"\'`'.includes(next || ' ') && next !== text.charAt(start - 1) ? whole : padding.lastIndex;
}

function isMore(text: string, start: number, part: string): boolean {
  const body = part.replace(/^[_+/-]+/, '');
  if (!/\d/.test(body) && !(body.length >= 8 && looksRandom(body))) return false;
  if (/^[_-]/.test(part)) return /[A-Za-z]/.test(body) || isHex(body);
  // A path goes on with the names of what it leads to.
  return (
    looksRandom(body) &&
    /[A-Z]/.test(body) &&
    /[a-z]/.test(body) &&
    !text.slice(Math.max(0, start - 100), start).includes('://')
  );
}
