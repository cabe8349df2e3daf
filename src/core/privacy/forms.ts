/**
 * Other ways in which the same value may be written: inside a JSON string, in an address, with the other kind of line
 * breaks; and the value itself if it was found written so. Without the value as it is.
 */
export function otherForms(value: string): readonly string[] {
  const forms = new Set([
    insideJson(value),
    ifPossible(() => encodeURIComponent(value)),
    value.replaceAll('\r\n', '\n'),
    ifPossible(() => decodeURIComponent(value)),
    value.includes('\\') ? ifPossible(() => textOf(JSON.parse(`"${value}"`))) : undefined,
  ]);
  forms.delete(value);
  return [...forms].filter((form) => form !== undefined);
}

/** As it stands between the quotes of a JSON string. */
export function insideJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/** Undefined for what is no text in that form: half a pair of surrogates, a percent sign by itself. */
function ifPossible(convert: () => string | undefined): string | undefined {
  try {
    return convert();
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
