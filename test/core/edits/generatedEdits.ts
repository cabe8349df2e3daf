import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { TrueEdit } from '../../support/answerShapes';

export interface SourceFile {
  readonly path: string;
  readonly languageId: string;
  readonly lines: readonly string[];
}

const folder = path.resolve('test/fixtures/source');

/** Real files of at least ten languages. */
export const sources: readonly SourceFile[] = globSync('*/*', { cwd: folder })
  .sort()
  .filter((file) => !file.endsWith('.md'))
  .map((file) => ({
    path: file.split(path.sep).join('/'),
    languageId: file.split(path.sep)[0] ?? '',
    lines: readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n'),
  }));

/** Numbers that say which edit: each taken modulo what there is. */
export interface Seeds {
  readonly file: number;
  readonly start: number;
  readonly length: number;
  readonly spot: number;
  readonly kind: number;
}

export const kinds = ['renames', 'inserts', 'deletes', 'replaces', 'several'] as const;

/** An edit inside a stretch of a real file; its first and its last line stay. */
export function makeEdit(seeds: Seeds, ending: string): TrueEdit {
  const source = sources[seeds.file % sources.length];
  if (source === undefined) throw new Error('no source files');
  const base = source.lines;
  const starts = base.flatMap((line, at) => (line.trim() !== '' && at + 5 < base.length ? [at] : []));
  const from = starts[seeds.start % starts.length] ?? 0;
  let to = Math.min(base.length, from + 5 + (seeds.length % 30));
  while (base[to - 1]?.trim() === '') to -= 1;
  const scope = base.slice(from, to);
  const spot = 1 + (seeds.spot % Math.max(1, scope.length - 2));
  const text = base.join(ending) + ending;
  const offset = (line: number): number => base.slice(0, line).join(ending).length + (line === 0 ? 0 : ending.length);
  return {
    task: {
      task: 'edit',
      file: { name: source.path, how: 'selected' },
      languageId: source.languageId,
      base: text,
      scope: { start: offset(from), end: offset(to) },
      form: 'replacement',
    },
    path: source.path,
    base,
    from,
    to,
    after: edited(scope, spot, kinds[seeds.kind % kinds.length] ?? 'renames'),
  };
}

function edited(scope: readonly string[], spot: number, kind: (typeof kinds)[number]): readonly string[] {
  const old = scope[spot] ?? '';
  const indent = /^[ \t]*/.exec(old)?.[0] ?? '';
  const renamed = /[A-Za-z]{3,}/.test(old) ? old.replace(/[A-Za-z]{3,}/, (word) => `${word}Anew`) : `${indent}anew();`;
  const added = [`${indent}added(one, 'ä 👩‍💻');`, '', `${indent}also(two);`];
  switch (kind) {
    case 'renames':
      return scope.with(spot, renamed);
    case 'inserts':
      return scope.toSpliced(spot, 0, ...added);
    case 'deletes':
      return scope.length < 4 ? scope.with(spot, renamed) : scope.toSpliced(spot, 1);
    case 'replaces':
      return scope.toSpliced(spot, Math.max(1, Math.min(3, scope.length - 1 - spot)), ...added);
    case 'several':
    default:
      return scope.toSpliced(spot, 1, renamed, ...added.slice(0, 1)).toSpliced(1, 0, `${indent}first(three);`);
  }
}

/** What the file must become. */
export function expected({ base, from, to, after }: TrueEdit, ending: string): string {
  return [...base.slice(0, from), ...after, ...base.slice(to)].join(ending) + ending;
}

const edgeKinds = ['first', 'last', 'prepends', 'appends', 'replaces', 'renames', 'deletes'] as const;

/** An edit of a stretch of any length, also of its first and its last line; undefined where it would change nothing. */
export function makeEdgeEdit(seeds: Seeds): TrueEdit | undefined {
  const edit = makeEdit(seeds, '\n');
  const { base, from, task } = edit;
  let to = Math.min(edit.to, from + 1 + (seeds.length % 20));
  while (base[to - 1]?.trim() === '') to -= 1;
  const scope = base.slice(from, to);
  const indent = /^[ \t]*/.exec(scope[0] ?? '')?.[0] ?? '';
  const added = [`${indent}added(one, 'ä');`, '', `${indent}also(two);`];
  const spot = seeds.spot % scope.length;
  const renamed = (line = ''): string =>
    /[A-Za-z]{3,}/.test(line) ? line.replace(/[A-Za-z]{3,}/, (word) => `${word}Anew`) : `${line} anew();`;
  const after = {
    first: scope.with(0, renamed(scope[0])),
    last: scope.with(scope.length - 1, renamed(scope.at(-1))),
    prepends: [...added, ...scope],
    appends: [...scope, ...added],
    replaces: scope.toSpliced(spot, 2, ...added),
    renames: scope.with(spot, renamed(scope[spot])),
    deletes: scope.toSpliced(spot, 1),
  }[edgeKinds[seeds.kind % edgeKinds.length] ?? 'first'];
  if (after.length === 0 || after[0]?.trim() === '' || after.at(-1)?.trim() === '') return undefined;
  const end = base.slice(0, to).join('\n').length + 1;
  return { ...edit, task: { ...task, scope: { start: task.scope.start, end } }, to, after };
}
