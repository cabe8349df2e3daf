import { type LineChange, textChanges } from '../changes';
import type { EditProblem, EditTask, PlacedEdit, ReadAnswer } from '../edit';
import { type ScopeLines, scopeLines } from '../scopeLines';
import { lineHunksOrOne } from '../text/lineDiff';
import { bareLines, isBlank } from '../text/lines';
import { faultOf } from './fault';
import { placeBlocks } from './placeBlocks';
import { placeReplacement } from './placeReplacement';
import type { Version } from './version';

/**
 * Where an answer changes the base. Tolerated is other white space where it leads to one place and one result; what could
 * mean two things is refused.
 */
export function placeEdit(read: ReadAnswer, task: EditTask): PlacedEdit | EditProblem {
  if (read.form === 'none') return read.problem;
  // A mark of the byte order stays in front, and belongs to no line.
  if (task.base.startsWith('\uFEFF')) {
    const scope = { start: Math.max(0, task.scope.start - 1), end: Math.max(0, task.scope.end - 1) };
    const placed = placeEdit(read, { ...task, base: task.base.slice(1), scope });
    if ('kind' in placed) return placed;
    const changes = placed.changes.map(({ start, end, text }) => ({ start: start + 1, end: end + 1, text }));
    return { ...placed, changes };
  }
  const scope = scopeLines(task);
  const found =
    read.form === 'blocks'
      ? placeBlocks(read.blocks, scope, task)
      : placeReplacement(bareLines(read.code), scope, task, read.open === true);
  if ('kind' in found) return found;
  const changes = found.versions.flatMap((version) => changesIn(version, scope, task));
  const problem =
    changes.length === 0 ? ({ kind: 'unchanged' } as const) : faultOf(changes, found.versions, scope, task);
  if (problem !== undefined) return problem;
  return { changes: textChanges(scope.base, changes), mended: found.mended };
}

/** The lines that really differ. What white space at their ends a model drops or adds is no change. */
function changesIn(
  { from, to, lines }: Version,
  { texts }: ScopeLines,
  { languageId }: EditTask,
): readonly LineChange[] {
  const before = texts.slice(from, to);
  const isText = languageId === 'markdown';
  const strip = (line: string): string => (isText && /\S {2,}$/.test(line) ? line : line.trimEnd());
  const bare = lines.map((line) => line.trimEnd());
  const old = before.map((line) => line.trimEnd());
  const known = new Set(before);
  const stripped = new Set(old);
  // White space at the ends of lines that are in the base without it: then that of new lines says nothing either.
  const hasNoise =
    !isText &&
    lines.some((line, at) => line !== bare[at] && !known.has(line) && stripped.has(bare[at] ?? '') && !isBlank(line));
  const hunks = isText ? lineHunksOrOne(before, matched(lines, before).map(strip)) : lineHunksOrOne(old, bare);
  return hunks.map(({ from: first, to: end, newFrom, newTo }) => ({
    from: from + first,
    to: from + end,
    lines: (hasNoise ? bare : lines).slice(newFrom, newTo),
  }));
}

/** Lines that lost the white space at their ends have it again, where two blanks there mean a line break. */
function matched(lines: readonly string[], before: readonly string[]): readonly string[] {
  const full = new Map(before.filter((line) => line !== line.trimEnd()).map((line) => [line.trimEnd(), line]));
  const bare = new Set(before.filter((line) => line === line.trimEnd()));
  return lines.map((line) => (bare.has(line) ? line : (full.get(line) ?? line)));
}
