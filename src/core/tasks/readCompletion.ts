import { hiddenIn } from '../edits/text/hidden';
import { type Gap, markerFor } from './complete';

/** What a model wrote for a gap, ready to be shown; line breaks are `\n`. */
export interface Completion extends Gap {
  readonly text: string;
}

/** Words in front of code, and words in the place of code. */
const INTRODUCTION =
  /^(?:(?:sure|certainly|of course|okay|ok)[,!. ][^\n]*|(?:here(?:'s|’s| is| are)|the (?:completed?|missing|completion|inserted)|completion|answer|output)\b[^\n]*:)[ \t]*(?:\n+|$)/i;
const REFUSAL =
  /^(?:sorry\b|i(?:'m| am| can(?:'t|not)?| don't| do not)\b[^\n]*\b(?:sorry|unable|cannot|can't|help|complete|code|see|know)\b|as an ai\b|there is (?:nothing|no)\b|nothing (?:to|needs|sensible)\b|\(?(?:empty|nothing|no completion)\)?\.?$)/i;

/**
 * What of an answer belongs at the cursor: without fences and prose, without what stands before or after the cursor
 * already, one line where text follows in the line.
 * @returns undefined: nothing useful, or characters in it that cannot be seen.
 */
export function readCompletion(answer: string, gap: Gap): string | undefined {
  const before = gap.before.replaceAll(/\r\n?/g, '\n');
  const after = gap.after.replaceAll(/\r\n?/g, '\n');
  const said = answer.replaceAll(/\r\n?/g, '\n').replace(/^\s*<think>[^]*?<\/think>\s*/, '');
  const code = withoutMarker(codeIn(said), markerFor(gap), before);
  const bare = withoutRepeatedStart(code, before);
  const followed = /^[^\n]*\S/.test(after);
  const ended = withoutRepeatedEnd((followed ? firstLine(bare) : bare).trimEnd(), before, after);
  // A blank in front of what follows stays: `fs ` before `= require(…)`.
  const text = /^\S/.test(after) ? ended : ended.trimEnd();
  if (text.trim() === '' || hiddenIn(text).length > 0) return undefined;
  return text;
}

/**
 * What is left of an earlier completion after the person typed on, also where the editor closed a bracket.
 * @returns undefined: it does not go on like this.
 */
export function restOfCompletion(earlier: Completion, { before, after }: Gap): string | undefined {
  if (!before.startsWith(earlier.before) || !after.endsWith(earlier.after)) return undefined;
  const typed = before.slice(earlier.before.length);
  const closed = after.slice(0, after.length - earlier.after.length);
  if (!earlier.text.startsWith(typed) || !/^[)\]}"'`>]*$/.test(closed) || (typed === '' && closed !== ''))
    return undefined;
  const rest = earlier.text.slice(typed.length);
  const left = closed === '' ? rest : withoutRepeatedEnd(rest, before, after);
  return left.trim() === '' ? undefined : left;
}

/** The first fenced block, also one that has no end yet; without any, the text without words around it. */
function codeIn(said: string): string {
  const fenced = /(?:^|\n)[ \t]*(`{3,}|~{3,})[^\n`]*(?:\n([^]*?))?(?:\n?[ \t]*\1[ \t]*(?:\n|$)|$)/.exec(said);
  if (fenced !== null) return fenced[2] ?? '';
  const bare = said.replace(/^\n+/, '').replace(INTRODUCTION, '');
  if (REFUSAL.test(bare.trim())) return '';
  return /^`([^`\n]+)`$/.exec(bare.trim())?.[1] ?? bare;
}

/** What a model puts at the mark stands behind it, where it repeats what is before; else the mark alone goes. */
function withoutMarker(code: string, marker: string, before: string): string {
  const at = code.indexOf(marker);
  if (at === -1) return code;
  const [left, right] = [code.slice(0, at), code.slice(at + marker.length).replaceAll(marker, '')];
  return left.trim() === '' || before.trimEnd().endsWith(left.trim()) ? right : left + right;
}

/** How far back a model may begin to repeat. Lines. */
const MOST_REPEATED = 60;

/** Takes off the lines before, the line of the cursor, or the word that was begun, where the code repeats them. */
function withoutRepeatedStart(code: string, before: string): string {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const lines = before.split('\n');
  for (let first = Math.max(0, lines.length - MOST_REPEATED); first < lines.length; first += 1) {
    const repeated = lines.slice(first).join('\n');
    if (repeated.trim() === '') continue;
    for (const start of startsOf(repeated)) {
      const rest = afterStart(code, start);
      if (rest !== undefined) return spaced(rest, line);
    }
  }
  const word = /[\p{L}\p{N}_$]{2,}$/u.exec(line)?.[0];
  if (word !== undefined && code.startsWith(word)) return code.slice(word.length);
  return spaced(code, line);
}

/** Ways to write lines once more. A bracket or a quotation mark alone may as well be a further one. */
function startsOf(repeated: string): readonly string[] {
  if (/[\p{L}\p{N}]/u.test(repeated)) return [repeated, repeated.trimStart(), repeated.trimEnd(), repeated.trim()];
  return [repeated, repeated.trimStart()].filter((start) => !/^[()[\]{}'"`]$/.test(start));
}

/** What comes after a beginning; the code may stand under a blank line, and be indented otherwise. */
function afterStart(code: string, start: string): string | undefined {
  const body = code.replace(/^\s*\n/, '');
  if (body.startsWith(start)) return body.slice(start.length);
  const bare = body.trimStart();
  return bare.startsWith(start) && start === start.trimStart() ? bare.slice(start.length) : undefined;
}

/** Indentation and blanks that are there already are not inserted once more. */
function spaced(code: string, line: string): string {
  if (line === '' || !/\s$/.test(line)) return code;
  const [first = ''] = code.split('\n', 1);
  if (first.trim() === '' && line.trim() !== '') return code;
  // On a blank line, a line break in front is one too many.
  const body = line.trim() === '' ? code.replace(/^(?:[ \t]*\n)+/, '') : code;
  const indent = /^[ \t]*/.exec(body)?.[0] ?? '';
  if (line.trim() !== '') return body.slice(indent.length);
  return indent.startsWith(line) ? body.slice(line.length) : body.slice(indent.length);
}

/** Of one line: without a line break in front, where the model began a new line. */
function firstLine(code: string): string {
  return code.replace(/^(?:[ \t]*\n)+/, '').split('\n', 1)[0] ?? '';
}

/** Takes off what follows the cursor already: in its line, and in the lines below. */
function withoutRepeatedEnd(code: string, before: string, after: string): string {
  const below = withoutLinesBelow(code, before, after);
  const rest = firstLineOf(after).trim();
  if (rest === '') return below;
  const text = below.trimEnd();
  for (let length = Math.min(rest.length, text.length); length > 0; length -= 1) {
    const shared = rest.slice(0, length);
    if (!text.endsWith(shared)) continue;
    const without = text.slice(0, -length);
    if (/^[)\]}>;,"'`\s]+$/.test(shared)) {
      // Brackets of its own are not those that follow: what closes too much goes.
      const line = before.slice(before.lastIndexOf('\n') + 1);
      if (excess(line + text + rest) > excess(line + without + rest)) return without;
    } else if (length === rest.length || length >= 4) return without;
  }
  return below;
}

/** How far a line is from closing all it opens: brackets of each kind, quotation marks that have no partner, doubled ends. */
function excess(line: string): number {
  const count = (one: string) => line.split(one).length - 1;
  const pairs: readonly (readonly [string, string])[] = [
    ['(', ')'],
    ['[', ']'],
    ['{', '}'],
  ];
  const brackets = pairs.reduce((sum, [open, close]) => sum + Math.max(0, count(close) - count(open)), 0);
  const quotes = ['"', "'", '`'].reduce((sum, one) => sum + (count(one) % 2), 0);
  return brackets + quotes + (/[;,]\s*[;,]/.test(line) ? 1 : 0);
}

function firstLineOf(after: string): string {
  return after.split('\n', 1)[0] ?? '';
}

/** Takes off the last lines of the code, where they are the next ones of the file. Closing brackets must stand alike. */
function withoutLinesBelow(code: string, before: string, after: string): string {
  const following = after
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '');
  if (following.length === 0) return code;
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const lines = code.trimEnd().split('\n');
  for (let count = Math.min(lines.length, following.length); count > 0; count -= 1) {
    const tail = lines.slice(-count);
    const isWhole = count < lines.length || line.trim() === '';
    if (!isWhole) continue;
    const indented = tail.map((one, at) => (count === lines.length && at === 0 ? line + one : one));
    if (indented.every((one, at) => isSame(one, following[at] ?? ''))) {
      return lines.slice(0, -count).join('\n');
    }
  }
  return code;
}

function isSame(one: string, other: string): boolean {
  return /[\p{L}\p{N}]/u.test(one) ? one.trim() === other.trim() : one.trimEnd() === other.trimEnd();
}
