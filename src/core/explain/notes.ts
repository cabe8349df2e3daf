import { closingLine } from '../conversation/openBlock';
import type { AnswerSchema } from '../engine/request';
import { plural } from '../format';
import type { CodeToExplain } from '../tasks/explain';
import { type Loose, type LooseObject, readLoose } from './looseJson';

/** In UTF-16 code units; who writes more did not mean a note. */
const LONGEST = { summary: 8000, text: 1500, caution: 3000 } as const;
/** More notes at one piece of code nobody reads. */
const MOST_NOTES = 100;
/** Of those that are written; each is looked for in all lines. */
const MOST_CHECKED = 300;
/** A quote of fewer signs stands in too many lines to be told a place by. */
const SHORTEST_QUOTE = 3;
/** Places in prose where an object may begin. */
const MOST_TRIES = 12;

/** What a note by line looks like; all properties required, as strict schemas want it. */
export const notesSchema: AnswerSchema = {
  name: 'explanation',
  schema: {
    type: 'object',
    properties: {
      summary: { type: 'string', description: 'What the code is for, in Markdown.' },
      notes: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            line: { type: 'integer', description: 'The first line it is about, as numbered in the file.' },
            endLine: { type: 'integer', description: 'The last line it is about.' },
            code: { type: 'string', description: 'The first words of that first line, copied exactly.' },
            text: { type: 'string', description: 'What happens there.' },
          },
          required: ['line', 'endLine', 'code', 'text'],
          additionalProperties: false,
        },
      },
      caution: { type: 'string', description: 'What is easy to miss; empty when there is nothing.' },
    },
    required: ['summary', 'notes', 'caution'],
    additionalProperties: false,
  },
};

/** Lines of the file, counted from 1; both are lines of the code, and `endLine` is not before `line`. */
export interface LineNote {
  readonly line: number;
  readonly endLine: number;
  readonly text: string;
}

/** Its texts are a model's: Markdown that nobody trusts. */
export interface Explanation {
  readonly summary: string;
  /** In the order of the lines. */
  readonly notes: readonly LineNote[];
  readonly caution?: string;
  /** Notes that are not shown, because what they say about their place does not fit the code. */
  readonly dropped: number;
}

/**
 * The explanation in an answer that was to be notes. Each note is checked: its lines are lines of the code, and what it
 * quotes stands there. A note whose quote stands in one other line only is moved there; any other that does not fit is
 * dropped and counted.
 * @param finished false while it is written: what is complete by then is shown, with what there is of the summary.
 * @returns undefined: the answer is prose, or other JSON than was asked for.
 */
export function readExplanation(answer: string, code: CodeToExplain, finished: boolean): Explanation | undefined {
  const found = findObject(answer, finished);
  if (found === undefined) return undefined;
  if (found === 'begun') return { summary: '', notes: [], dropped: 0 };
  const summary = bounded(found.entries.get('summary'), LONGEST.summary);
  const caution = bounded(found.entries.get('caution'), LONGEST.caution);
  const written = found.entries.get('notes');
  const { notes, dropped } = checkedNotes(Array.isArray(written) ? written : [], code);
  return { summary, notes, ...(caution === '' ? {} : { caution }), dropped };
}

/** As Markdown: for a comment, for copying, and as what was said when there is a further question. */
export function explanationMarkdown({ summary, notes, caution, dropped }: Explanation): string {
  const lines = notes.map(({ line, endLine, text }) => {
    const where = line === endLine ? `Line ${line}` : `Lines ${line}–${endLine}`;
    return `- **${where}:** ${text.replaceAll(/\r\n|\r|\n/g, '\n  ')}`;
  });
  return [
    closed(summary),
    lines.join('\n'),
    caution === undefined ? '' : closed(`**Easy to miss:** ${caution}`),
    dropped === 0
      ? ''
      : `_${plural(dropped, 'note')} left out: ${dropped === 1 ? 'it does' : 'they do'} not fit the lines._`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What is open at its end would take in all that follows. */
function closed(markdown: string): string {
  const end = closingLine(markdown);
  return end === undefined ? markdown : `${markdown}\n${end}`;
}

/** The object with a summary or notes; `begun`: it may be about to come. */
function findObject(answer: string, finished: boolean): LooseObject | 'begun' | undefined {
  const first = answer.search(/\S/);
  if (!finished && (first === -1 || mayBegin(answer.slice(first)))) return 'begun';
  let at = first;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    at = answer.indexOf('{', at);
    if (at === -1) break;
    if (/^\{\s*["}]/.test(answer.slice(at, at + 200))) {
      const { object } = readLoose(answer, at);
      const { entries } = object;
      if (typeof entries.get('summary') === 'string' || Array.isArray(entries.get('notes'))) return object;
    }
    at += 1;
  }
  if (finished) return undefined;
  return isJsonSoFar(answer.slice(first)) ? 'begun' : undefined;
}

/** What an answer that begins with JSON may consist of until its first value is there. */
function mayBegin(begun: string): boolean {
  return /^(?:`{1,2}|`{3,}\w{0,10}|`{3,}\w{0,10}[ \t]*\r?\n\s*)$/.test(begun);
}

/** It begins with an object, or its last fence with JSON does: in neither case is it prose to be shown. */
function isJsonSoFar(answer: string): boolean {
  if (/^(?:`{3,}\w{0,10}[ \t]*\r?\n\s*)?\{/.test(answer)) return true;
  const fence = answer.search(/(?:^|\n)[ \t]*`{3,}json\b/i);
  return fence !== -1 && /^\s*`{3,}json\s*(?:\{[^}]*)?$/i.test(answer.slice(fence));
}

function checkedNotes(
  written: readonly Loose[],
  code: CodeToExplain,
): { readonly notes: readonly LineNote[]; readonly dropped: number } {
  const lines = new CodeLines(code);
  const notes: LineNote[] = [];
  let dropped = Math.max(0, written.length - MOST_CHECKED);
  for (const each of written.slice(0, MOST_CHECKED)) {
    // What is not finished is neither shown nor counted.
    if (isObject(each) && !each.closed) continue;
    const note = isObject(each) ? checkedNote(each.entries, lines) : undefined;
    const isAgain = notes.some(({ line, text }) => line === note?.line && text === note.text);
    if (note === undefined || notes.length >= MOST_NOTES) dropped += 1;
    else if (!isAgain) notes.push(note);
  }
  return { notes: notes.toSorted((a, b) => a.line - b.line), dropped };
}

function checkedNote(entries: ReadonlyMap<string, Loose>, lines: CodeLines): LineNote | undefined {
  const text = bounded(entries.get('text'), LONGEST.text);
  const quote = entries.get('code');
  if (text === '' || typeof quote !== 'string') return undefined;
  const said = lineNumber(entries.get('line'));
  const line = lines.placeOf(quote, said);
  if (line === undefined) return undefined;
  const saidEnd = lineNumber(entries.get('endLine'));
  const more = said === undefined || saidEnd === undefined ? 0 : Math.max(0, saidEnd - said);
  return { line, endLine: Math.min(line + more, lines.last), text };
}

/** The lines of the code without any white space. */
class CodeLines {
  readonly last: number;
  private readonly first: number;
  private readonly lines: readonly string[];

  constructor({ code, startLine }: CodeToExplain) {
    const lines = code.split(/\r\n|\r|\n/).map(squeezed);
    // As an editor's user counts: a line break at the end begins no further line.
    if (lines.length > 1 && lines.at(-1) === '' && /[\r\n]$/.test(code)) lines.pop();
    this.lines = lines;
    this.first = startLine;
    this.last = startLine + lines.length - 1;
  }

  /** The line that is quoted: the one that was said, else the only one that fits. */
  placeOf(quoted: string, said: number | undefined): number | undefined {
    const quote = quoteOf(quoted, said);
    if (quote === '') return undefined;
    if (said !== undefined && said >= this.first && said <= this.last) {
      const line = this.lines[said - this.first] ?? '';
      if (begins(line, quote) || (quote.length >= SHORTEST_QUOTE && line.includes(quote))) return said;
    }
    if (quote.length < SHORTEST_QUOTE) return undefined;
    return this.only((line) => begins(line, quote)) ?? this.only((line) => line.includes(quote));
  }

  private only(fits: (line: string) => boolean): number | undefined {
    const at = this.lines.findIndex(fits);
    const isOnly = at !== -1 && this.lines.findLastIndex(fits) === at;
    return isOnly ? this.first + at : undefined;
  }
}

/** A quote may go on into the next line, where the line itself is enough to know it by. */
function begins(line: string, quote: string): boolean {
  return line.startsWith(quote) || (line.length >= 2 * SHORTEST_QUOTE && quote.startsWith(line));
}

/** Without white space, the line's number and bar in front, and dots that say that more follows. */
function quoteOf(quoted: string, said: number | undefined): string {
  const line = quoted.split(/\r\n|\r|\n/).find((each) => each.trim() !== '') ?? '';
  const number = /^\s*(\d+)\s*\|/.exec(line);
  const bare = number !== null && Number(number[1]) === said ? line.slice(number[0].length) : line;
  return squeezed(bare).replace(/(?:…|\.\.\.)$/, '');
}

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

function lineNumber(value: Loose | undefined): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

/** Trimmed, and cut where it is too long; empty for what is no text. */
function bounded(value: Loose | undefined, longest: number): string {
  if (typeof value !== 'string') return '';
  const text = value.trim();
  return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function isObject(value: Loose): value is LooseObject {
  return typeof value === 'object' && value !== null && 'entries' in value && value.entries instanceof Map;
}
