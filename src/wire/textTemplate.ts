/**
 * The text deltas of one answer differ in nothing but the text, and `JSON.parse` of the 250 characters around it is
 * two thirds of all the time a stream costs (measured). So the frame of a delta that was fully parsed and checked is
 * remembered, and a later event with exactly that frame is read by its text alone. Equal frames around one string
 * literal make equal JSON, so this can not give anything else than the full way; a test compares the two.
 */
export interface TextTemplate {
  readonly head: string;
  readonly tail: string;
}

const key = '"content":"';
/** Characters that end a string literal or need decoding, and those JSON forbids in one. */
// oxlint-disable-next-line no-control-regex -- the control characters are what is looked for
const notPlain = /["\\\u0000-\u001F]/;
const literal = /(?:[^"\\]|\\.)*/y;

/** The frame of an event whose only content was `text`; `undefined` where its place is not certain. */
export function toTextTemplate(data: string, text: string): TextTemplate | undefined {
  const at = data.indexOf(key);
  // Inside a JSON string the quotes of this pattern would be escaped, so what is found is a key; it has to be alone.
  if (at === -1 || data.indexOf(key, at + key.length) !== -1) return undefined;
  const start = at + key.length;
  literal.lastIndex = start;
  const length = literal.exec(data)?.[0].length ?? 0;
  const template = { head: data.slice(0, start), tail: data.slice(start + length) };
  return readByTemplate(data, template) === text ? template : undefined;
}

/** The text of an event with the template's frame; `undefined` if the frame differs or the text is not well formed. */
export function readByTemplate(data: string, template: TextTemplate): string | undefined {
  const { head, tail } = template;
  const end = data.length - tail.length;
  // Comparing slices is ten times as fast as `startsWith` and `endsWith`, which go character by character (measured).
  if (end < head.length || data.slice(end) !== tail || data.slice(0, head.length) !== head) return undefined;
  const written = data.slice(head.length, end);
  if (!notPlain.test(written)) return written;
  try {
    // Throws on a bare quote or control character: such an event goes the full way and is judged there.
    const text: unknown = JSON.parse(`"${written}"`);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}
