/** Deeper no answer of ours is; more would only take the stack. */
const DEEPEST = 12;

/** What could be read of JSON. Objects are maps, so that no key of an answer is taken for one of the language's own. */
export type Loose = string | number | boolean | null | readonly Loose[] | LooseObject;

export interface LooseObject {
  readonly entries: ReadonlyMap<string, Loose>;
  /** Its closing brace was there. */
  readonly closed: boolean;
}

/** The object that begins at an offset, and where it ends. */
export interface LooseRead {
  readonly object: LooseObject;
  /** After what was read; the end of the text where it broke off there. */
  readonly end: number;
}

/**
 * Reads an object from an answer that may not be finished, and may not be quite JSON: what is there of a string that
 * breaks off counts, line breaks may stand in strings, `\d` is what it says, a comma too many is nothing.
 * Reading stops at the first sign that cannot be meant; what was read until then stays.
 * @param start where a brace stands.
 */
export function readLoose(text: string, start: number): LooseRead {
  const reader = new Reader(text, start);
  const object = reader.object(0);
  return { object, end: reader.at };
}

/** What a sign after a backslash stands for. */
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

class Reader {
  at: number;
  /** Something was met that cannot be meant: nothing more is read. */
  private broken = false;

  private readonly text: string;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  object(depth: number): LooseObject {
    const entries = new Map<string, Loose>();
    this.at += 1;
    for (;;) {
      const sign = this.next();
      if (sign === '}') {
        this.at += 1;
        return { entries, closed: true };
      }
      if (sign === ',') this.at += 1;
      else if (sign === '"') {
        const key = this.string();
        if (key === undefined || this.next() !== ':') break;
        this.at += 1;
        const value = this.value(depth + 1);
        if (value === undefined) break;
        entries.set(key.text, value);
        if (this.broken) break;
      } else break;
    }
    this.broken = true;
    return { entries, closed: false };
  }

  private array(depth: number): readonly Loose[] {
    const items: Loose[] = [];
    this.at += 1;
    for (;;) {
      const sign = this.next();
      if (sign === ']') {
        this.at += 1;
        return items;
      }
      if (sign === ',') this.at += 1;
      else {
        const value = this.value(depth + 1);
        if (value !== undefined) items.push(value);
        if (value === undefined || this.broken) break;
      }
    }
    this.broken = true;
    return items;
  }

  private value(depth: number): Loose | undefined {
    const sign = this.next();
    if (depth > DEEPEST) this.broken = true;
    else if (sign === '{') return this.object(depth);
    else if (sign === '[') return this.array(depth);
    else if (sign === '"') {
      const string = this.string();
      if (string?.closed === false) this.broken = true;
      return string?.text;
    } else return this.word();
    return undefined;
  }

  /** A number, `true`, `false` or `null`; one at the very end may go on, so it is none yet. */
  private word(): Loose | undefined {
    const word = /[-+\w.]{1,40}/y;
    word.lastIndex = this.at;
    const found = word.exec(this.text)?.[0];
    if (found === undefined || this.at + found.length >= this.text.length) return undefined;
    this.at += found.length;
    if (found === 'null') return null;
    if (found === 'true' || found === 'false') return found === 'true';
    const number = Number(found);
    return Number.isNaN(number) ? undefined : number;
  }

  private string(): { readonly text: string; readonly closed: boolean } | undefined {
    const { text } = this;
    let written = '';
    let at = this.at + 1;
    for (;;) {
      const stop = nextOf(text, at);
      written += text.slice(at, stop);
      if (stop >= text.length) break;
      if (text[stop] === '"') {
        this.at = stop + 1;
        return { text: written, closed: true };
      }
      const sign = text[stop + 1];
      if (sign === undefined) break;
      if (sign === 'u') {
        const code = /^[\da-f]{4}$/i.exec(text.slice(stop + 2, stop + 6))?.[0];
        if (code === undefined && stop + 6 > text.length) break;
        written += code === undefined ? String.raw`\u` : String.fromCharCode(Number.parseInt(code, 16));
        at = stop + (code === undefined ? 2 : 6);
      } else {
        // What JSON does not know is most often a regular expression's.
        written += escapes[sign] ?? (/["\\/]/.test(sign) ? sign : `\\${sign}`);
        at = stop + 2;
      }
    }
    this.at = text.length;
    // Half of a character that has two halves.
    return { text: written.replace(/[\uD800-\uDBFF]$/, ''), closed: false };
  }

  /** The next sign that is not white space; undefined at the end, or when nothing more is read. */
  private next(): string | undefined {
    if (this.broken) return undefined;
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
    return this.text[this.at];
  }
}

/** Where the next quote or backslash stands, or the end. */
function nextOf(text: string, from: number): number {
  const sign = /["\\]/g;
  sign.lastIndex = from;
  return sign.exec(text)?.index ?? text.length;
}
