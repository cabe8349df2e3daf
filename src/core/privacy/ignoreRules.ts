import ignore, { type PatternParams } from 'ignore';

/** A file of lines as in `.gitignore`. */
export interface IgnoreFile {
  /** Where its lines count from: a path below the top folder, with slashes; empty for the top folder itself. */
  readonly folder: string;
  readonly name: '.git/info/exclude' | '.gitignore' | typeof ownIgnoreFile;
  readonly text: string;
}

/** Ours: same lines, and the last word. */
export const ownIgnoreFile = '.tollfreeignore';

export interface IgnoreRules {
  /**
   * The file and the line because of which a path is ignored, e.g. `packages/app/.gitignore: dist/`; undefined when it
   * is not.
   * @param path below the top folder, with slashes, without `.` and `..`; a folder ends with a slash.
   */
  ignoring(path: string): string | undefined;
  /** Whether `.tollfreeignore` gives this very file free, even if it is one that holds secrets. */
  lifts(path: string): boolean;
}

export interface IgnoreOptions {
  /** The file system takes `A` and `a` for the same. */
  readonly ignoresCase: boolean;
  /** Negated lines of `.tollfreeignore` count. A workspace nobody trusts must not talk its secrets free. */
  readonly mayLift: boolean;
}

/**
 * Git's rules over several files (gitignore(5)): the last line that fits decides, a line with `!` takes back, and what
 * lies in an ignored folder stays ignored. All lines of `.gitignore` come first, from the top folder down; then all of
 * `.tollfreeignore`, from the top folder down. So a `.tollfreeignore` anywhere above a file can ignore what git does not,
 * and bring back what git ignores: it says what a model may see, and nothing else reads it.
 *
 * Files that hold secrets are lifted only by a negated line of `.tollfreeignore` that names them: it has to fit the file
 * itself, not just a folder above it, and its last part must hold a letter or a digit. `!certs/test.pem` and `!*.pem` do,
 * `!*` and `!certs/` do not: such lines are written with other files in mind.
 * @param files in any order; of the same name those nearer to the top first.
 */
export function ignoreRules(files: readonly IgnoreFile[], { ignoresCase, mayLift }: IgnoreOptions): IgnoreRules {
  const others = files.filter(({ name }) => name !== ownIgnoreFile).flatMap(linesOf);
  const own = files
    .filter(({ name }) => name === ownIgnoreFile)
    .flatMap(linesOf)
    .filter(({ negated }) => mayLift || !negated);
  const all = ignore({ ignoreCase: ignoresCase }).add([...others, ...own]);
  const naming = ignore({ ignoreCase: ignoresCase }).add(own.filter(({ negated, named }) => !negated || named));
  return {
    ignoring: (path) => all.test(path).rule?.mark,
    lifts: (path) => naming.test(path).unignored,
  };
}

interface Line extends PatternParams {
  readonly negated: boolean;
  /** Its last part is more than wildcards. */
  readonly named: boolean;
}

function linesOf({ folder, name, text }: IgnoreFile): readonly Line[] {
  const file = folder === '' ? name : `${folder}/${name}`;
  return text.split(/\r?\n/).flatMap((written) => {
    const line = withoutTrailingSpaces(written);
    const negated = line.startsWith('!');
    const pattern = negated ? line.slice(1) : line;
    // Only slashes: nothing that a path could be.
    if (line.startsWith('#') || /^\/*$/.test(pattern)) return [];
    return [
      {
        pattern: `${negated ? '!' : ''}${belowFolder(folder, pattern)}`,
        mark: `${file}: ${line}`,
        negated,
        named: /[\p{L}\p{N}]/u.test(lastPart(pattern)),
      },
    ];
  });
}

/** As git cuts them off: spaces only, and not one after a backslash. */
function withoutTrailingSpaces(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ') end -= 1;
  if (end === line.length) return line;
  let backslashes = 0;
  while (line[end - 1 - backslashes] === '\\') backslashes += 1;
  return line.slice(0, backslashes % 2 === 1 ? end + 1 : end);
}

/** The pattern that means from the top folder what a pattern means from a folder below it. */
function belowFolder(folder: string, pattern: string): string {
  if (folder === '') return pattern;
  const from = `/${folder.replaceAll(/[\\*?[]/g, String.raw`\$&`)}`;
  if (pattern.startsWith('/')) return from + pattern;
  // A slash that is not its last character ties a pattern to the folder of its file.
  return pattern.slice(0, -1).includes('/') ? `${from}/${pattern}` : `${from}/**/${pattern}`;
}

/** What a pattern says about the name of a file, without wildcards and classes of characters. */
function lastPart(pattern: string): string {
  return (pattern.replace(/\/$/, '').split('/').at(-1) ?? '').replaceAll(/\[[^\]]*\]/g, '');
}
