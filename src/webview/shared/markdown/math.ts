// Formulas are shown as they are written. They must only be told apart, so that `$a*b*c$` loses no star and `\(x\)` no
// backslash. The rules for `$` are those with which GitHub and pandoc tell formulas from prices.

/** Where a formula stands in a line's source: from the first character of its opening mark to behind its closing one. */
export interface Formula {
  readonly start: number;
  readonly end: number;
}

export function mayHaveMath(source: string): boolean {
  return source.includes('$') || source.includes('\\(') || source.includes('\\[');
}

/** What an unfinished `$…` has when it is more likely a formula than a price or a variable. */
const looksLikeFormula = /^\$(?=[^\s\d])[^\n]{0,200}[\\^_={}]/;

const wordCharacter = /[\p{L}\p{N}]/gu;

/** The end of a run of one character. */
function runEnd(text: string, start: number): number {
  let end = start + 1;
  while (text[end] === text[start]) end++;
  return end;
}

/**
 * All formulas among the words of one paragraph, in time proportional to its length.
 * @param open whether more may come: a formula that has only begun goes up to the end.
 */
export function findMath(text: string, open: boolean): Formula[] {
  const found: Formula[] = [];
  /** Where each mark comes next, seen from where it was looked for last; -1: not any more. */
  const places = new Map<string, number>();
  const find = (mark: string, from: number): number => {
    const known = places.get(mark);
    if (known !== undefined && (known === -1 || known >= from)) return known;
    const at = text.indexOf(mark, from);
    places.set(mark, at);
    return at;
  };
  let word = -1;
  /** Whether there is a letter or a digit from here to there. */
  const hasWord = (from: number, to: number): boolean => {
    if (word < from) {
      wordCharacter.lastIndex = from;
      word = wordCharacter.exec(text)?.index ?? text.length;
    }
    return word < to;
  };
  let at = 0;
  const take = (end: number): void => {
    found.push({ start: at, end });
    at = end;
  };
  const takeMarked = (mark: string): void => {
    const close = find(mark, at + 2);
    if (close === -1 ? open : hasWord(at + 2, close)) take(close === -1 ? text.length : close + 2);
    else at += 2;
  };
  while (at < text.length) {
    const character = text[at];
    const next = text[at + 1];
    if (character === '\\') {
      if (next === '(') takeMarked('\\)');
      else if (next === '[') takeMarked('\\]');
      else at += 2;
    } else if (character === '`') {
      // A code span goes before a formula.
      const end = runEnd(text, at);
      const fence = text.slice(at, end);
      let close = find(fence, end);
      while (close !== -1 && runEnd(text, close) - close !== fence.length) close = find(fence, runEnd(text, close));
      at = close === -1 ? end : close + fence.length;
    } else if (character === '$' && next === '$') takeMarked('$$');
    else if (character === '$') {
      const close = find('$', at + 1);
      const inner = text.slice(at + 1, close === -1 ? text.length : close);
      const begins = !/\w/.test(text[at - 1] ?? '') && /^[^\s`]/.test(inner);
      const ends = !/[\s\\]$|`/.test(inner) && !/\w/.test(text[close + 1] ?? '');
      if (begins && close !== -1 && ends) take(close + 1);
      else if (begins && close === -1 && open && looksLikeFormula.test(text.slice(at))) take(text.length);
      else at++;
    } else at++;
  }
  return found;
}

const displayStart = / {0,3}(\$\$|\\\[)[ \t]*(?:\\begin[^\n]*)?\n/;
const atStart = new RegExp(`^${displayStart.source}`);
const atLine = new RegExp(`(?<=\\n)${displayStart.source}`);

/**
 * A formula in lines of its own, whose first has only the mark: `$$` or `\[` to the line that ends with the other one. Its lines
 * must not become lists or headings. It has no empty line, so that one which is never closed harms no more than its paragraph.
 */
export function displayMath(source: string): string | undefined {
  const [head, mark] = atStart.exec(source) ?? [];
  if (head === undefined) return undefined;
  const close = mark === '$$' ? '$$' : '\\]';
  let end = head.length;
  while (end < source.length) {
    const lineEnd = source.indexOf('\n', end);
    const line = source.slice(end, lineEnd === -1 ? undefined : lineEnd).trimEnd();
    if (line === '') break;
    end = lineEnd === -1 ? source.length : lineEnd + 1;
    if (line.endsWith(close)) break;
  }
  return source.slice(0, end);
}

/** Where in this paragraph a formula of its own lines begins, or -1. */
export function findDisplayMath(source: string): number {
  const paragraphEnd = source.search(/\n[ \t]*\n/);
  return (paragraphEnd === -1 ? source : source.slice(0, paragraphEnd + 1)).search(atLine);
}
