import { RE2JS } from 're2js';
import { mergeSecrets } from './core/privacy/merge';
import type { Detector, Secret } from './core/privacy/secret';
import {
  MOST_PATTERNS,
  type UserPattern,
  kindOfPattern,
  patternProblem,
  refusedPattern,
} from './core/privacy/userPatterns';

/** Shorter matches are not replaced: the text would be of no use any more. */
const SHORTEST_MATCH = 3;
/** Lines up to this length, in characters, are searched as one. */
const WHOLE_LINE = 700;
/** Of a longer line, this much is searched at once … */
const STEP = 500;
/** … together with what follows, so that a match of this length is never cut. */
const OVERLAP = 200;
/** Of a match that is cut all the same, this much is looked at to find where it ends. */
const LONG_MATCH = 4000;
/** Steps of the compiled pattern; the time for one character grows with it. */
const LARGEST_PROGRAM = 500;
/** Searches in one line or piece, times the steps of the pattern; each may look at the whole rest. */
const MOST_WORK = 2000;
/** Has every kind of place where a pattern may find nothing at all. */
const SAMPLE = 'ab 1';

export interface CompiledPatterns {
  readonly detectors: readonly Detector[];
  /** What is wrong with the others, as sentences. */
  readonly problems: readonly string[];
}

/**
 * The user's patterns, a bundle of its own that is loaded only where there are some. RE2's way of matching takes linear time
 * for any pattern. Finding all matches could take longer, as each search may look at the whole rest: therefore it searches
 * line by line, a long line piece by piece, and only so often; what it does not get to is taken for a match, so that
 * nothing leaves unseen. Ordinary text goes through at 30 MB/s and more for one pattern, at 100 KB/s for the worst that
 * was found.
 */
export function compilePatterns(patterns: readonly UserPattern[]): CompiledPatterns {
  const detectors: Detector[] = [];
  const problems: string[] = [];
  for (const pattern of patterns.slice(0, MOST_PATTERNS)) {
    const compiled = compile(pattern);
    if (typeof compiled === 'string') problems.push(compiled);
    else detectors.push(detectorOf(compiled, kindOfPattern(pattern)));
  }
  if (patterns.length > MOST_PATTERNS) {
    problems.push(`Only the first ${MOST_PATTERNS} patterns are used; there are ${patterns.length}.`);
  }
  return { detectors, problems };
}

/** @returns a sentence when the pattern can not be used. */
function compile(pattern: UserPattern): RE2JS | string {
  const problem = patternProblem(pattern);
  if (problem !== undefined) return problem;
  try {
    const compiled = RE2JS.compile(
      RE2JS.translateRegExp(pattern.pattern),
      pattern.ignoreCase === true ? RE2JS.CASE_INSENSITIVE : 0,
    );
    if (findsNothing(compiled, '') || findsNothing(compiled, SAMPLE))
      return refusedPattern(pattern, 'it also fits where there is no text at all');
    if (compiled.programSize() > LARGEST_PROGRAM) return refusedPattern(pattern, 'it repeats too much');
    return compiled;
  } catch (error) {
    return refusedPattern(pattern, reasonOf(pattern.pattern, error));
  }
}

function reasonOf(pattern: string, error: unknown): string {
  if (/\(\?<?[=!]/.test(pattern)) return 'looking ahead or behind, (?=…) or (?<=…), could take endless time';
  if (/\\(?:[1-9]|k<)/.test(pattern)) return String.raw`repeating what a group found, \1, could take endless time`;
  const message = error instanceof Error ? error.message : String(error);
  return `it can not be read, ${message.replace(/^error parsing regexp: /, '')}`;
}

function detectorOf(pattern: RE2JS, kind: string): Detector {
  const group = pattern.groupCount() > 0 ? 1 : 0;
  return (text) => {
    const found: Secret[] = [];
    for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
      let covered = 0;
      for (const start of piecesOf(line)) {
        if (start + STEP + OVERLAP <= covered) continue;
        const piece = line.length <= WHOLE_LINE ? line : line.slice(start, start + STEP + OVERLAP);
        const isLast = start + piece.length >= line.length;
        for (const { begins, from, to } of matchesIn(piece, pattern, group)) {
          // The next piece does not see where it begins, so nobody else would find its rest.
          const isCut = !isLast && to === piece.length && begins < STEP;
          const end = isCut ? Math.max(start + to, endOfLong(line, start + begins, pattern, group)) : start + to;
          found.push({ start: index + start + from, end: index + end, kind });
          covered = Math.max(covered, end);
        }
      }
    }
    return mergeSecrets(found);
  };
}

function piecesOf(line: string): readonly number[] {
  if (line.length <= WHOLE_LINE) return [0];
  return Array.from({ length: Math.ceil((line.length - OVERLAP) / STEP) }, (_, index) => index * STEP);
}

/** Where a match ends that its piece cuts off; one that is longer than is looked at is taken to go on to the line's end. */
function endOfLong(line: string, begins: number, pattern: RE2JS, group: number): number {
  const rest = line.slice(begins, begins + LONG_MATCH);
  const matcher = pattern.matcher(rest);
  if (!matcher.find() || matcher.start() !== 0) return begins;
  const isCut = matcher.end() === rest.length && begins + rest.length < line.length;
  return isCut ? line.length : begins + matcher.end(group);
}

/** @property begins of the whole match; `from` and `to` are of what is replaced. */
interface MatchAt {
  readonly begins: number;
  readonly from: number;
  readonly to: number;
}

function matchesIn(text: string, pattern: RE2JS, group: number): readonly MatchAt[] {
  // Without asking where, it is several times as fast.
  if (!pattern.test(text)) return [];
  const matches: MatchAt[] = [];
  const matcher = pattern.matcher(text);
  const most = Math.floor(MOST_WORK / pattern.programSize());
  for (let searches = 1; matcher.find(); searches += 1) {
    if (searches > most) return [...matches, { begins: text.length, from: matcher.start(), to: text.length }];
    const from = matcher.start(group);
    const to = matcher.end(group);
    if (to - from >= SHORTEST_MATCH) matches.push({ begins: matcher.start(), from, to });
  }
  return matches;
}

/** Whether it matches a place without a character. */
function findsNothing(pattern: RE2JS, text: string): boolean {
  const matcher = pattern.matcher(text);
  while (matcher.find()) if (matcher.end() === matcher.start()) return true;
  return false;
}
