import { findMath } from './math';

/** No paragraph that people read is longer, in characters; the cost of closing what a hostile one leaves open is not worth it. */
const longest = 6000;

/** Nothing that is about to get a meaning is longer. */
const lookedAt = 200;

/** A last line that may yet become a list, a heading, a rule, a fence, a quote or a table's second row. */
const onlyMarks =
  /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)]?)[ \t]+)*(?:[-*+_=#|:`~ \t>]+|\d{1,3}[.)]?|[`~]{3,}[^`\n]*|\[[ xX]?\]?[ \t]*)?$/;

/** The end of a line that may yet become a reference, an address, a line break, an escape or an end of emphasis. */
const unsettled = /(?:&#?[\da-zA-Z]{0,31}|<(?:br?[ /]*|https?:[^\s<>]*)?|(?<!\\)(?:\\\\)*\\|(?<!\\)[*_~`]+|\])$/;

const fence = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:`{3,}|~{3,})/gm;

/** Without the characters whose meaning the next ones decide: they are shown a moment later. */
function withoutUnsettled(text: string): string {
  const lineStart = text.lastIndexOf('\n') + 1;
  const line = text.slice(lineStart);
  if (line.length < lookedAt && onlyMarks.test(line)) return text.slice(0, lineStart);
  return text.slice(0, -lookedAt) + text.slice(-lookedAt).replace(unsettled, '');
}

/** A line in bars that begins a paragraph will be the head of a table; with its second row it looks like one at once. */
function withTable(text: string): string {
  const lines = text.trimEnd().split('\n');
  const head = lines.at(-1) ?? '';
  const before = lines.at(-2) ?? '';
  if (!head.startsWith('|') || before.startsWith('|')) return text;
  const inner = head.replace(/^\|/, '').replace(/(?<!\\)\|\s*$/, '');
  const columns = inner.split(/(?<!\\)\|/).length;
  return `${text.trimEnd()}${head.length > 1 && head.trimEnd().endsWith('|') ? '' : ' |'}\n|${' - |'.repeat(columns)}`;
}

/** A run of `*`, `_` or `~` whose end has not come. */
interface Opener {
  readonly mark: string;
  length: number;
}

/** What has a meaning between words, or hides what would have one. */
const meaningful = /\\.|`+|https?:\/\/[^\s<]*|<[a-zA-Z/!][^<>\n]*>|!?\[|\]|\*+|_+|~+/gs;

const isWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character);
const isSpace = (character: string | undefined): boolean => character === undefined || /\s/.test(character);

/** Whether emphasis may begin and end here: CommonMark 6.2, but none begins within a word, where a star is more often a sign. */
function toFlanks(text: string, start: number, end: number): { readonly opens: boolean; readonly closes: boolean } {
  const before = text[start - 1];
  const after = text[end];
  return {
    opens: !isSpace(after) && !isWord(before),
    closes: !isSpace(before) && !(text[start] === '_' && isWord(after)),
  };
}

/** Takes from what is open what this run of marks ends, and adds what it begins. */
function readRun(open: Opener[], mark: string, count: number, flanks: ReturnType<typeof toFlanks>): void {
  let left = count;
  while (flanks.closes && left > 0) {
    const at = open.findLastIndex((opener) => opener.mark === mark && (mark !== '~' || opener.length === left));
    const opener = open[at];
    if (opener === undefined) break;
    const used = Math.min(2, left, opener.length);
    opener.length -= used;
    left -= used;
    open.length = opener.length === 0 ? at : at + 1;
  }
  if (flanks.opens && left > 0 && (mark !== '~' || left < 3)) open.push({ mark, length: left });
}

/** The words of one paragraph with ends for what is open, and without what would become an address. */
function closeOpen(text: string): string {
  const formulas = findMath(text, true);
  const open: Opener[] = [];
  const brackets: { readonly at: number; readonly length: number }[] = [];
  const finished = (end: number, ending: string): string => {
    let words = '';
    let from = 0;
    for (const { at, length } of brackets) {
      words += text.slice(from, at);
      from = at + length;
    }
    const marks = open.toReversed().map(({ mark, length }) => mark.repeat(length));
    words += text.slice(from, end) + ending;
    return marks.length === 0 ? words : words.trimEnd() + marks.join('');
  };
  let formula = 0;
  meaningful.lastIndex = 0;
  for (let found = meaningful.exec(text); found !== null; found = meaningful.exec(text)) {
    const { index: at } = found;
    const [run] = found;
    const mark = run[0] ?? '';
    while ((formulas[formula]?.end ?? text.length) <= at) formula++;
    const around = formulas[formula];
    if (around !== undefined && around.start <= at) {
      meaningful.lastIndex = around.end;
    } else if (mark === '`') {
      let close = text.indexOf(run, at + run.length);
      while (close !== -1 && text[close + run.length] === '`') {
        let next = close;
        while (text[next] === '`') next++;
        close = text.indexOf(run, next);
      }
      if (close === -1) return finished(text.length, run);
      meaningful.lastIndex = close + run.length;
    } else if (run === '[' || run === '![') brackets.push({ at, length: run.length });
    else if (mark === ']') {
      const start = brackets.pop();
      if (start === undefined || text[at + 1] !== '(') continue;
      const end = text.indexOf(')', at);
      if (end === -1) {
        brackets.push(start);
        return finished(at, '');
      }
      meaningful.lastIndex = end + 1;
    } else if (mark === '*' || mark === '_' || mark === '~') {
      readRun(open, mark, run.length, toFlanks(text, at, at + run.length));
    }
  }
  if (formulas.at(-1)?.end === text.length && !/(?:\$|\\\)|\\\])$/.test(text)) return text;
  return finished(text.length, '');
}

/** Where a line begins a block within a list, a quote or a table; what is open before ends there. */
const blockLine = /^[ \t>]*(?:[-*+]|\d{1,9}[.)]|#{1,6}|\||>)(?=\s|\|)/gm;

/** The tail of an answer that is still being written, as it will most likely look when it is finished. */
export function complete(tail: string): string {
  // In code nothing has a meaning. What is open at the top has gone another way; this is code in a list or a quote.
  const isCode = (tail.match(fence)?.length ?? 0) % 2 === 1;
  if (isCode) return tail.replace(/(?<=\n)[\s>]*[`~]+$/, '');
  const settled = withoutUnsettled(tail);
  // What is open ends with its paragraph.
  const paragraph = settled.lastIndexOf('\n\n') + 1;
  if (settled.length - paragraph > longest) return settled;
  let start = paragraph;
  for (const { index, 0: marks } of settled.slice(paragraph).matchAll(blockLine))
    start = paragraph + index + marks.length;
  return settled.slice(0, paragraph) + withTable(settled.slice(paragraph, start) + closeOpen(settled.slice(start)));
}
