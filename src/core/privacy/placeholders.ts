/** Longest kind, in characters. */
const KIND_LENGTH = 24;
const ID_LENGTH = 6;
const FIRST = '23456789';
/**
 * No look-alikes and no vowels, so that no word comes about; no S, so that no other placeholder can begin in an ID, however
 * placeholders and the text around them stand together.
 */
const FOLLOWING = '23456789CDFGHJKMNPQRTVWXY';
const MARK = 'SECRET';
/** Backslashes of Markdown, doubled in JSON, and the separator itself. */
const LONGEST_SEPARATOR = 3;

const strictShape = new RegExp(
  [
    String.raw`^${MARK}(?:\\{0,2}[_-][A-Z]+)+\\{0,2}[_-][${FIRST}][${FOLLOWING}]{5}$`,
    String.raw`^${MARK.toLowerCase()}(?:\\{0,2}[_-][a-z]+)+\\{0,2}[_-][${FIRST}][${FOLLOWING.toLowerCase()}]{5}$`,
  ].join('|'),
);

/** A living placeholder somewhere in a text, in whatever form. */
export interface PlaceholderAt {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly placeholder: string;
}

/** Something in a text that has the form of a placeholder and stands for nothing. */
interface LostAt extends PlaceholderAt {
  readonly id: string;
}

export interface Scan {
  readonly living: readonly PlaceholderAt[];
  readonly lost: readonly LostAt[];
  /** Where the beginning of what may be a living placeholder stands at the end of the text; else the text's length. */
  readonly open: number;
}

/** A place that reads like a placeholder, or, without `end`, like the beginning of one that the text's end cut off. */
interface Reading {
  readonly end?: number;
  /** In capitals, without separators. */
  readonly normal: string;
}

/** A kind as it can be part of a placeholder: capitals and single underscores. */
export function plainKind(kind: string): string {
  const plain = kind
    .toUpperCase()
    .replaceAll(/[^A-Z]+/g, '_')
    .replace(/^_/, '')
    .slice(0, KIND_LENGTH)
    .replace(/_$/, '');
  return plain === '' ? 'PRIVATE' : plain;
}

/**
 * The placeholders that stand for something, `SECRET_<KIND>_<ID>`. A kind has no digit and an ID begins with one and has a
 * fixed length, so that in capitals and without separators none is the beginning of another.
 */
export class Placeholders {
  private readonly random: () => number;
  /** By normal form. */
  private readonly living = new Map<string, string>();
  private readonly beginnings = new Set<string>();
  /** Given out at any time, or seen in a text by itself: never given out again. */
  private readonly usedIds = new Set<string>();
  private readonly livingIds = new Set<string>();

  constructor(random: () => number) {
    this.random = random;
  }

  get count(): number {
    return this.living.size;
  }

  /** A new one, alive from now on. */
  make(kind: string): string {
    const id = this.freeId();
    const placeholder = `${MARK}_${kind}_${id}`;
    const normal = placeholder.replaceAll('_', '');
    this.living.set(normal, placeholder);
    for (let length = MARK.length; length < normal.length; length += 1) this.beginnings.add(normal.slice(0, length));
    this.usedIds.add(id);
    this.livingIds.add(id);
    return placeholder;
  }

  /** None is alive any more. */
  forget(): void {
    this.living.clear();
    this.beginnings.clear();
    this.livingIds.clear();
  }

  /**
   * Finds all living placeholders, whatever their case and separators. Each `secret` in the text is tried by itself, so that
   * a look-alike hides none. IDs that stand here for nothing are not given out later.
   */
  scan(text: string): Scan {
    const living: PlaceholderAt[] = [];
    const lost: LostAt[] = [];
    const marks = /secret/gi;
    for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
      const start = mark.index;
      marks.lastIndex = start + 1;
      const reading = read(text, start);
      if (reading === undefined) continue;
      const { end, normal } = reading;
      if (end === undefined) {
        if (this.beginnings.has(normal)) return { living, lost, open: start };
        continue;
      }
      const placeholder = this.living.get(normal);
      if (placeholder !== undefined) {
        living.push({ start, end, placeholder });
        marks.lastIndex = end;
        continue;
      }
      const id = normal.slice(-ID_LENGTH);
      this.usedIds.add(id);
      if (!this.livingIds.has(id) && isStrict(text, start, end)) {
        lost.push({
          start,
          end,
          id,
          placeholder: text
            .slice(start, end)
            .toUpperCase()
            .replaceAll(/\\*[_-]/g, '_'),
        });
      }
    }
    return { living, lost, open: this.living.size === 0 ? text.length : openMark(text) };
  }

  private freeId(): string {
    const all = FIRST.length * FOLLOWING.length ** (ID_LENGTH - 1);
    let number = Math.floor(this.random() * all) % all;
    while (this.usedIds.has(idOf(number))) number = (number + 1) % all;
    return idOf(number);
  }
}

function idOf(number: number): string {
  let id = '';
  let rest = number;
  for (let at = 1; at < ID_LENGTH; at += 1) {
    id = FOLLOWING.charAt(rest % FOLLOWING.length) + id;
    rest = Math.floor(rest / FOLLOWING.length);
  }
  return FIRST.charAt(rest) + id;
}

/** @param at where the mark begins. Looks at no more than a fixed number of characters. */
function read(text: string, at: number): Reading | undefined {
  let normal = MARK;
  let end = at + MARK.length;
  for (;;) {
    end += separatorAt(text, end);
    if (end >= text.length) return { normal };
    const sign = text.charAt(end);
    if (FIRST.includes(sign)) return readId(text, end, normal);
    if (!/[A-Za-z]/.test(sign) || normal.length === MARK.length + KIND_LENGTH) return undefined;
    normal += sign.toUpperCase();
    end += 1;
  }
}

function readId(text: string, start: number, before: string): Reading | undefined {
  const end = start + ID_LENGTH;
  const id = text.slice(start, end).toUpperCase();
  for (let at = 1; at < id.length; at += 1) if (!FOLLOWING.includes(id.charAt(at))) return undefined;
  const normal = before + id;
  return end > text.length ? { normal } : { normal, end };
}

/** Length of a separator, or of the beginning of one that the text's end cut off; 0 where there is none. */
function separatorAt(text: string, at: number): number {
  let end = at;
  while (end < at + LONGEST_SEPARATOR - 1 && text.charAt(end) === '\\') end += 1;
  const sign = text.charAt(end);
  if (sign === '') return end - at;
  return sign === '_' || sign === '-' ? end - at + 1 : 0;
}

/** As a placeholder is written, or with other separators, or in small letters; not a part of a longer word. */
function isStrict(text: string, start: number, end: number): boolean {
  const word = /[A-Za-z0-9]/;
  if (word.test(text.charAt(start - 1)) || word.test(text.charAt(end))) return false;
  return strictShape.test(text.slice(start, end));
}

/** Where the text's end may be the beginning of the mark. */
function openMark(text: string): number {
  const tail = text.slice(1 - MARK.length).toUpperCase();
  for (let length = Math.min(MARK.length - 1, text.length); length > 0; length -= 1) {
    if (tail.endsWith(MARK.slice(0, length))) return text.length - length;
  }
  return text.length;
}
