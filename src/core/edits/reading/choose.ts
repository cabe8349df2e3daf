import type { ReadAnswer } from '../edit';
import { importMask } from '../text/importLines';
import { bareLines, isBlank, isTelling } from '../text/lines';
import { placesOf } from '../text/place';
import { type Asked, none } from './asked';
import { replacement } from './replacement';

/** A block that may be the code that was asked for. */
export interface Candidate {
  readonly lines: readonly string[];
  readonly path?: string;
  readonly language: string;
  readonly closed: boolean;
}

/** The one block that is meant, named by its file or by what it has of the scope; a problem where it cannot be told. */
export function choose(candidates: readonly Candidate[], asked: Asked): ReadAnswer {
  const different = [
    ...new Map(
      candidates.map((one) => [
        one.lines
          .map((line) => line.trim())
          .join('\n')
          .trim(),
        one,
      ]),
    ).values(),
  ];
  // What is quoted as it is says nothing.
  const young = different.length > 1 ? different.filter(({ lines }) => !isQuote(lines, asked)) : different;
  const list = young.length > 0 ? young : different.slice(0, 1);
  const named = list.filter(({ path }) => path !== undefined);
  const [best, ...others] =
    named.length === 1 && list.length > 1
      ? [...named, ...list.filter((one) => !named.includes(one))]
      : ranked(list, asked);
  if (best === undefined) return none({ kind: 'noCode' });
  if (others.length > 0 && !isClear(best, others, asked)) return none({ kind: 'several', count: list.length });
  // The last one was cut off, whatever it was to be.
  if (best.closed && candidates.some(({ closed }) => !closed)) return none({ kind: 'cutOff' });
  return replacement(best.lines, asked, best.closed);
}

/** What has the most lines of the scope comes first. */
function ranked(list: readonly Candidate[], { scope }: Asked): readonly Candidate[] {
  const of = new Set(scope.filter((line) => isTelling(line)));
  const score = ({ lines }: Candidate): number => lines.filter((line) => of.has(line.trim())).length;
  return list
    .map((one) => ({ one, points: score(one) }))
    .sort((a, b) => b.points - a.points)
    .map(({ one }) => one);
}

/** The one begins as the scope does and has much of it; the others have nothing of it, and bring nothing in. */
function isClear(best: Candidate, others: readonly Candidate[], { scope, task }: Asked): boolean {
  const of = new Set(scope.filter((line) => isTelling(line)));
  const given = bareLines(best.lines.join('\n')).map((line) => line.trim());
  const kept = given.filter((line) => of.has(line)).length;
  if (given[0] !== scope[0] || of.size === 0 || kept * 2 < of.size) return false;
  return others.every(({ lines }) => {
    const full = lines.filter((line) => !isBlank(line));
    const mask = importMask(full, task.languageId);
    return !full.some((line) => of.has(line.trim())) && !mask.every(Boolean) && !mask.some(Boolean);
  });
}

/** Stands in the base as it is. */
function isQuote(lines: readonly string[], { texts }: Asked): boolean {
  const given = bareLines(lines.join('\n'));
  return placesOf(texts, given, given).length > 0;
}
