/**
 * Other ways in which the same value may be written: inside a JSON string, in an address, with the other kind of line
 * breaks, with accents apart from their letters; and the value itself if it was found written so. Without the value as it
 * is.
 */
export function otherForms(value: string): readonly string[] {
  const forms = new Set<string>();
  for (const meant of [value, fromAddress(value), fromJson(value)]) {
    if (meant === undefined) continue;
    for (const text of spellings(meant)) for (const form of writings(text)) forms.add(form);
  }
  forms.delete(value);
  return [...forms];
}

/** As it stands between the quotes of a JSON string. */
export function insideJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function fromAddress(value: string): string | undefined {
  return value.includes('%') ? ifPossible(() => decodeURIComponent(value)) : undefined;
}

function fromJson(value: string): string | undefined {
  if (!value.includes('\\')) return undefined;
  const read = ifPossible((): unknown => JSON.parse(`"${value}"`));
  return typeof read === 'string' ? read : undefined;
}

/** The same text, as other programs keep it. */
function spellings(text: string): ReadonlySet<string> {
  const unix = text.replaceAll('\r\n', '\n');
  const lines = [text, unix, unix.replaceAll('\n', '\r\n')];
  return new Set(lines.flatMap((each) => [each, each.normalize('NFC'), each.normalize('NFD')]));
}

/** The same text, as it is written in code, data and addresses. */
function writings(text: string): readonly string[] {
  const json = insideJson(text);
  return [text, json, json.replaceAll('/', String.raw`\/`), withoutAccents(json), ...inAddresses(text)];
}

/** JSON of programs that write nothing but ASCII. */
function withoutAccents(json: string): string {
  return json.replaceAll(/[^\0-\u007E]/g, (sign) => String.raw`\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Programs differ in the case of the digits and in what else they escape. */
function inAddresses(text: string): readonly string[] {
  const loose = ifPossible(() => encodeURIComponent(text));
  // Half a pair of surrogates.
  if (loose === undefined) return [];
  const strict = loose.replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return [loose, strict].flatMap((form) => [form, form.replaceAll(/%[\dA-F]{2}/g, (sign) => sign.toLowerCase())]);
}

/** Undefined for what is no text in that form: half a pair of surrogates, a percent sign by itself. */
function ifPossible<Value>(convert: () => Value): Value | undefined {
  try {
    return convert();
  } catch {
    return undefined;
  }
}
