import type { ReadAnswer } from '../edit';
import { isBlank } from '../text/lines';
import { firstLinePath, isSameFile } from './answerPath';
import { type Asked, none } from './asked';
import { fromDiff } from './diffAnswer';
import { withoutNumbers } from './lineNumbers';
import { replacement } from './replacement';
import { isProse } from './sentence';
import { looksLikeDiff } from './unifiedDiff';

/** An answer without any fence: code from its first line to its last, with at most an announcement in front. */
export function readBare(lines: readonly string[], asked: Asked): ReadAnswer {
  const { task, scope, finished } = asked;
  if (task.languageId !== 'diff' && looksLikeDiff(lines)) {
    const first = lines.findIndex((line) => /^(?:--- \S|@@|diff --git )/.test(line));
    const body = lines.slice(first);
    if (lines.slice(0, first).some((line) => /^[+-]/.test(line))) return none({ kind: 'notCode' });
    // Prose behind it would be taken for unchanged lines, and is not found then.
    return fromDiff(body, asked, false);
  }
  const start = scope.length === 0 ? 0 : lines.findIndex((line) => line.trim() === scope[0]);
  const isAnnounced = start > 0 && lines.slice(0, start).every((line) => isBlank(line) || isProse(line, asked));
  const { path, rest } = firstLinePath(isAnnounced ? lines.slice(start) : lines, asked.all);
  if (path !== undefined && !isSameFile(path, task.file.name)) return none({ kind: 'otherFile', path });
  const numbers = withoutNumbers(rest, asked) ?? rest;
  const full = numbers.filter((line) => !isBlank(line));
  const isText = ['markdown', 'plaintext', 'restructuredtext', 'latex'].includes(task.languageId);
  const there = full.filter((line) => asked.all.has(line.trim())).length;
  const isKnown = scope.length > 0 && there * 2 >= Math.min(full.length, scope.length);
  const isCode =
    scope.length === 0 && !isText && full.filter((line) => /[{}()[\];=<>:]/.test(line)).length * 2 > full.length;
  if (full.some((line) => isProse(line, asked)) || !(isKnown || isCode)) return none({ kind: 'noCode' });
  return finished ? replacement(rest, asked, scope.length === 0) : none({ kind: 'cutOff' });
}
