import type { LineChange } from '../changes';
import type { EditProblem, EditTask } from '../edit';
import type { ScopeLines } from '../scopeLines';
import { hiddenIn, nameOf } from '../text/hidden';
import { isImportChange } from './imports';
import { isProseLanguage, placeholderIn, standInFor } from './placeholder';
import type { Version } from './version';

/**
 * What is wrong with changes that have their places: they go out of the scope, bring in characters that cannot be seen or
 * marks of a merge, or put a comment where code was.
 */
export function faultOf(
  changes: readonly LineChange[],
  versions: readonly Version[],
  { texts, from, to }: ScopeLines,
  { task, languageId, base }: EditTask,
): EditProblem | undefined {
  let offset = 0;
  const all = new Set(texts.map((line) => line.trim()));
  for (const change of changes) {
    const { lines } = change;
    const isInside = change.from >= from && change.to <= to;
    if (!isInside && !(task !== 'docs' && isImportChange(change, texts, languageId)))
      return { kind: 'outside', line: change.from + 1 };
    const old = hiddenIn(texts.slice(change.from, change.to).join('\n'));
    for (const [at, line] of lines.entries()) {
      const hidden = hiddenIn(line).find((one) => !old.includes(one));
      if (hidden !== undefined) {
        return { kind: 'hidden', character: nameOf(hidden.codePointAt(0) ?? 0), line: change.from + offset + at + 1 };
      }
    }
    offset += lines.length - (change.to - change.from);
  }
  for (const version of versions) {
    const own = changes.filter((change) => change.from >= version.from && change.to <= version.to);
    const text = placeholderIn(
      version.lines,
      languageId,
      (at) => !all.has((version.lines[at] ?? '').trim()),
      (at) =>
        task !== 'edit' ||
        own.some((change) => change.to > change.from && change.lines.includes(version.lines[at] ?? '')),
    );
    if (text !== undefined) return { kind: 'placeholder', text };
    if (task === 'docs' || isProseLanguage(languageId)) continue;
    const isNew = (line: string): boolean => !all.has(line.trim());
    const goneIn = (change: LineChange): readonly string[] => texts.slice(change.from, change.to);
    // Between a comment and the code it stands for there may be a bracket or a blank line.
    const inAll = standInFor(
      own.flatMap(goneIn),
      own.flatMap(({ lines }) => lines),
      isNew,
      false,
    );
    const standIn = inAll ?? own.map((one) => standInFor(goneIn(one), one.lines, isNew, true)).find(Boolean);
    if (standIn !== undefined) return { kind: 'placeholder', text: standIn };
  }
  // A question whose text holds such marks is about them.
  const marks = changes.flatMap(({ lines }) => lines).find((line) => /^(?:<{7}|>{7})(?: |$)/.test(line));
  return marks !== undefined && !/^(?:<{7}|>{7})/m.test(base) ? { kind: 'notCode' } : undefined;
}
