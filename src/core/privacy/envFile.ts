/** A line of a `.env` file. */
export interface EnvVariable {
  readonly name: string;
  /** The value in every form that it may have elsewhere: as written, with its escapes resolved, cut at a `#`. */
  readonly values: readonly string[];
}

const head = /[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*(?:=|:[ \t])[ \t]*/y;

/**
 * Reads a `.env` file as the usual libraries do, which differ: `export`, comments, three kinds of quotes, values over
 * several lines. In doubt it gives one form more. What stands inside a value of several lines is read as lines, too, so
 * that a forgotten quote hides nothing.
 */
export function parseEnvFile(text: string): readonly EnvVariable[] {
  const found: EnvVariable[] = [];
  /** Quotes that are not closed any more from here on. */
  const open = new Set<string>();
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; at = lineEnd(text, at) + 1) {
    head.lastIndex = at;
    const name = head.exec(text)?.[1];
    if (name === undefined) continue;
    const start = head.lastIndex;
    const quote = text[start];
    if (isQuote(quote) && !open.has(quote)) {
      const end = closing(text, start, quote);
      if (end !== undefined) {
        found.push({ name, values: formsOf(text.slice(start + 1, end), quote) });
        continue;
      }
      open.add(quote);
    }
    found.push({ name, values: unquotedForms(text.slice(start, lineEnd(text, start))) });
  }
  return found;
}

function isQuote(character: string | undefined): character is string {
  return character === '"' || character === "'" || character === '`';
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function closing(text: string, start: number, quote: string): number | undefined {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
  }
  return undefined;
}

function formsOf(written: string, quote: string): readonly string[] {
  const lines = written.replaceAll('\r\n', '\n');
  const resolved = lines.replaceAll(/\\([\s\S])/g, (escape, character: string) => {
    if (character === quote || character === '\\') return character;
    return quote === '"' ? (controls.get(character) ?? escape) : escape;
  });
  return distinct([written, lines, resolved, resolved.replaceAll('\n', String.raw`\n`)]);
}

const controls: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** A comment begins at every `#`, at one after a space, or nowhere: libraries differ. */
function unquotedForms(written: string): readonly string[] {
  return distinct(
    [/#/, /(?:^|\s)#/].map((comment) => (written.split(comment, 1)[0] ?? '').trim()).concat(written.trim()),
  );
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
