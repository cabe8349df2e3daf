import type { EditProblem } from '../edit';
import type { ScopeLines } from '../scopeLines';
import { importMask } from '../text/importLines';
import { isTelling, type LineRange } from '../text/lines';

/** The lines of the base that code is a version of: the scope, unless it begins or ends with what stands outside of it. */
export function rangeOf(
  given: readonly string[],
  { texts, from, to }: ScopeLines,
  languageId: string,
): LineRange | EditProblem {
  const trimmed = texts.map((line) => line.trim());
  const lines = given.map((line) => line.trim());
  const head = headBefore(lines, trimmed, from, languageId);
  const tail = tailBehind(lines, trimmed, to);
  if (head === 'unclear' || tail === 'unclear') return { kind: 'outside', line: (head === 'unclear' ? from : to) + 1 };
  if (head === undefined && tail === undefined && strangers(lines, trimmed, { from, to }))
    return { kind: 'outside', line: from + 1 };
  const start = head ?? closersBefore(given, texts, from);
  const end = tail ?? closersBehind(given, texts, to);
  if (start === 'unclear') return { kind: 'outside', line: from + 1 };
  if (end === 'unclear') return { kind: 'outside', line: to + 1 };
  // What begins in front of the scope ends with it, or behind it; that it ends with the same bracket shows nothing.
  const there = new Set(lines);
  const own = new Set(trimmed.slice(from, to));
  const holds = (part: readonly string[]): boolean =>
    part.some((line) => isTelling(line) && there.has(line) && !own.has(line));
  const lacks = (first: number, last: number): number =>
    1 +
    Math.max(
      first,
      trimmed.findIndex((line, at) => at >= first && at < last && line !== '' && !there.has(line)),
    );
  const isMore = start !== undefined || end !== undefined;
  if (isMore && end === undefined && holds(trimmed.slice(to)))
    return { kind: 'outside', line: lacks(to, trimmed.length) };
  if (isMore && start === undefined && holds(trimmed.slice(0, from))) return { kind: 'outside', line: lacks(0, from) };
  return { from: start ?? from, to: end ?? to };
}

/** In front of the scope: brackets that end what is before it, where code has them too. */
function closersBefore(
  given: readonly string[],
  texts: readonly string[],
  from: number,
): number | 'unclear' | undefined {
  const lines = given.map((line) => line.trimEnd());
  const base = texts.map((line) => line.trimEnd());
  const start = base.findIndex((text, at) => {
    const count = from - at;
    if (count < 1 || count >= lines.length || text === '' || text !== lines[0]) return false;
    return base.slice(at, from + 1).every((line, index) => line === lines[index]);
  });
  if (start === -1) return undefined;
  return lines[0] === base[from] ? 'unclear' : start;
}

/** Behind the scope: the brackets that close what is around it, where code has them too. */
function closersBehind(given: readonly string[], texts: readonly string[], to: number): number | 'unclear' | undefined {
  const lines = given.map((line) => line.trimEnd());
  const base = texts.map((line) => line.trimEnd());
  const ends = base.flatMap((text, at) => {
    const count = at + 1 - to;
    if (count < 1 || count >= lines.length || text !== lines.at(-1) || lines.at(-1 - count) !== base[to - 1]) return [];
    const isSame = base.slice(to - 1, at + 1).every((line, index) => line === lines[lines.length - count - 1 + index]);
    return isSame ? [at + 1] : [];
  });
  // The scope ends with the same line: it may be that one.
  return ends.length > 0 && lines.at(-1) === base[to - 1] ? 'unclear' : ends.at(-1);
}

/** Where in front of the scope code begins. */
function headBefore(
  lines: readonly string[],
  base: readonly string[],
  from: number,
  languageId: string,
): number | 'unclear' | undefined {
  // All lines from one on up to the scope, as they are.
  const exact = base.findIndex((text, at) => {
    if (at >= from || text === '' || text !== lines[0] || lines[from - at] !== base[from]) return false;
    const part = base.slice(at, from);
    const isExact = part.every((line, index) => line === lines[index]) && lines[from - at] === base[from];
    return isExact && part.some((line) => isTelling(line));
  });
  if (exact !== -1) return exact;
  if (lines[0] === base[from]) return undefined;
  const mask = importMask(lines, languageId);
  const known = lines.findIndex(
    (line, at) =>
      line === base[from] ||
      (isTelling(line) && base.indexOf(line) < from && base.includes(line)) ||
      !(mask[at] === true || line === ''),
  );
  const line = lines[known];
  if (line === undefined || line === base[from] || !isTelling(line)) return undefined;
  const places = base.flatMap((text, at) => (text === line && at < from ? [at] : []));
  if (places.length === 0) return undefined;
  const [place] = places;
  return places.length > 1 || place === undefined ? 'unclear' : place;
}

function tailBehind(lines: readonly string[], base: readonly string[], to: number): number | 'unclear' | undefined {
  const last = lines.at(-1) ?? '';
  const ends = base.flatMap((text, at) => {
    if (at < to || at - to >= lines.length || text !== last || lines.at(to - at - 2) !== base[to - 1]) return [];
    const part = base.slice(to, at + 1);
    const own = lines.slice(-part.length);
    const isExact = part.every((line, index) => line === own[index]) && lines.at(-1 - part.length) === base[to - 1];
    return isExact && part.some((line) => isTelling(line)) ? [at + 1] : [];
  });
  if (ends.length > 0) return ends.at(-1);
  if (last === base[to - 1] || !isTelling(last)) return undefined;
  const places = base.flatMap((text, at) => (text === last && at >= to ? [at] : []));
  if (places.length === 0) return undefined;
  const [place] = places;
  return places.length > 1 || place === undefined ? 'unclear' : place + 1;
}

/** Much of the code stands elsewhere in the file: it is about other lines than the scope. */
function strangers(lines: readonly string[], base: readonly string[], { from, to }: LineRange): boolean {
  const counts = new Map<string, number>();
  for (const line of base) counts.set(line, (counts.get(line) ?? 0) + 1);
  const own = new Set(base.slice(from, to));
  const telling = lines.filter((line) => isTelling(line) && line.length > 5);
  const foreign = telling.filter((line) => counts.get(line) === 1 && !own.has(line)).length;
  return foreign >= 3 && foreign * 4 > telling.length;
}
