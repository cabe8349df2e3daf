import type { Model } from '../catalogue/model';
import type { FilePart, Message, Part } from '../conversation/message';
import { estimateTokens } from '../conversation/size';
import { text } from './editPrompt';

/** One file of what is to be committed. */
export interface ChangedFile {
  /** Inside the repository, with `/`. */
  readonly path: string;
  /** Where it is, as the editor writes it: for the rules about ignored files. */
  readonly uri?: string;
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed';
  /** Its path before, where it was renamed. */
  readonly from?: string;
  /** As `git diff` writes it. Empty: binary, only renamed, or not to be sent. */
  readonly diff: string;
  /** Lines. */
  readonly added: number;
  readonly removed: number;
}

/** What of a diff goes along. Every file is in exactly one of the three. */
export interface FittedDiff {
  /** For `commitMessages`: the diffs, and what is not there whole in words. */
  readonly changes: readonly Part[];
  readonly whole: readonly ChangedFile[];
  /** Of these the beginning goes. */
  readonly shortened: readonly ChangedFile[];
  /** Of these name and numbers go; where there are hundreds, only how many there are. */
  readonly listed: readonly ChangedFile[];
  /** For a person; undefined when everything goes whole. */
  readonly leftOut: string | undefined;
  /** Of `changes`, estimated. */
  readonly tokens: number;
}

/** More does not make a better message, and free models read slowly. Tokens. */
const MOST_TOKENS = 12_000;
/** Share of the window for question and diff: the rest is for thinking and for families that count otherwise. */
const SHARE = 0.4;
/** Below this a beginning says nothing. Tokens. */
const LEAST = 80;
/** Of the budget, for names of files. */
const NAMES = 0.25;

/** Made by programs: their names say it all. */
const GENERATED =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|Cargo\.lock|Gemfile\.lock|composer\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|go\.sum|packages\.lock\.json|Podfile\.lock|mix\.lock|flake\.lock|pubspec\.lock|gradle\.lockfile)$|\.min\.(?:js|css|mjs)$|\.(?:map|snap|svg|pb\.go|g\.dart|designer\.cs|lock)$|(?:_pb2(?:_grpc)?\.py|\.generated\.\w+)$|(?:^|\/)(?:dist|vendor|node_modules|third_party|__snapshots__)\//i;
/** Characters; no person writes such lines. */
const LONGEST_LINE = 2000;

/**
 * Cuts a diff to what a model can use: small files whole, long ones by their first hunks, what programs make only by name.
 * @param fixed what else is sent: `commitMessages` without changes.
 * @param model that will be asked; unknown: only the usable maximum bounds it.
 */
export function fitDiff(
  files: readonly ChangedFile[],
  fixed: readonly Message[],
  model: Pick<Model, 'contextLength'> | undefined,
): FittedDiff {
  const window = model?.contextLength ?? Infinity;
  const budget = Math.max(0, Math.min(MOST_TOKENS, Math.floor(window * SHARE) - estimateTokens(fixed)));
  const shown = new Map<ChangedFile, Shown>();
  const readable = files.filter(isReadable).sort((a, b) => a.diff.length - b.diff.length);
  // Room for all names first: those of files that are shown are not written twice, which leaves some spare.
  let left = budget - Math.min(tokensOf(nameParts(files, Infinity).parts), Math.ceil(budget * NAMES));
  for (const [at, file] of readable.entries()) {
    const share = Math.floor(left / (readable.length - at));
    // The smaller a file, the earlier it comes: what it does not need is for the longer ones.
    const one = showFile(file, Math.max(share, 0));
    if (one === undefined) continue;
    shown.set(file, one);
    left -= one.tokens;
  }
  const written = () => write(files, shown, budget);
  let fitted = written();
  // Estimates of parts do not add up exactly.
  while (fitted.tokens > budget && shown.size > 0) {
    const longest = [...shown].reduce((most, one) => (one[1].tokens > most[1].tokens ? one : most));
    shown.delete(longest[0]);
    fitted = written();
  }
  return fitted;
}

interface Shown {
  readonly parts: readonly Part[];
  readonly shortened: boolean;
  readonly tokens: number;
}

function isReadable({ path, diff }: ChangedFile): boolean {
  return (
    diff.trim() !== '' &&
    !GENERATED.test(path) &&
    !/^(?:Binary files .* differ|GIT binary patch)$/m.test(diff) &&
    !diff.split('\n').some((line) => line.length > LONGEST_LINE)
  );
}

/** All of it, or as many of its lines as the room allows, hunk by hunk; undefined where that is too little to say anything. */
function showFile(file: ChangedFile, room: number): Shown | undefined {
  const lines = bareDiff(file.diff).split('\n');
  const whole = wholeOf(file, lines, lines.length);
  if (whole !== undefined && whole.tokens <= room) return whole;
  if (room < LEAST) return undefined;
  // As many lines as fit, found by halving; then back to the end of a hunk, if one ends in there.
  let [fits, tooMany] = [0, lines.length];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    const tried = wholeOf(file, lines, middle);
    if (tried !== undefined && tried.tokens <= room) fits = middle;
    else tooMany = middle;
  }
  const hunk = lines.findLastIndex((line, at) => at > 0 && at <= fits && line.startsWith('@@'));
  const end = hunk > fits / 2 ? hunk : fits;
  return end < 2 ? undefined : wholeOf(file, lines, end);
}

/** The first lines of a diff with what they are; undefined where it is clear without counting that they do not fit anywhere. */
function wholeOf(file: ChangedFile, lines: readonly string[], count: number): Shown | undefined {
  const said = lines.slice(0, count).join('\n');
  // No family of models needs fewer tokens than one for a dozen characters of code.
  if (said.length > MOST_TOKENS * 12) return undefined;
  const part: FilePart = {
    type: 'file',
    file: { name: file.path, how: 'attached', ...(file.uri === undefined ? {} : { uri: file.uri }) },
    text: said,
    languageId: 'diff',
    startLine: 1,
  };
  const missing = lines.length - count;
  const parts: readonly Part[] = [
    text(`${sentence(file)}; its diff, `),
    part,
    text(missing === 0 ? '\n\n' : `\n\n(${missing} further lines of this diff are left out here.)\n\n`),
  ];
  return { parts, shortened: missing > 0, tokens: tokensOf(parts) };
}

/** Without the lines above the first hunk, which say what is said already. */
function bareDiff(diff: string): string {
  const start = diff.startsWith('@@') ? 0 : diff.indexOf('\n@@') + 1;
  return diff.slice(start).replaceAll('\r\n', '\n').trimEnd();
}

const statusWords: Readonly<Record<ChangedFile['status'], string>> = {
  added: 'New',
  modified: 'Changed',
  deleted: 'Deleted',
  renamed: 'Renamed',
};

/** `Changed: src/price.ts (+3 −1)`. */
function sentence({ status, path, from, added, removed }: ChangedFile): string {
  const before = from === undefined || from === path ? '' : `${from} → `;
  return `${statusWords[status]}: ${before}${path} (+${added} −${removed})`;
}

function write(files: readonly ChangedFile[], shown: ReadonlyMap<ChangedFile, Shown>, budget: number): FittedDiff {
  const listed = files.filter((file) => !shown.has(file));
  const diffs = files.flatMap((file) => shown.get(file)?.parts ?? []);
  const names = nameParts(listed, Math.max(budget - tokensOf(diffs), 0));
  const changes = [...diffs, ...names.parts];
  const whole = files.filter((file) => shown.get(file)?.shortened === false);
  const shortened = files.filter((file) => shown.get(file)?.shortened === true);
  const leftOut = leftOutSentence(shortened, listed, names.unnamed);
  return { changes, whole, shortened, listed, leftOut, tokens: tokensOf(changes) };
}

interface Names {
  readonly parts: readonly Part[];
  readonly unnamed: number;
}

/** Files of which no diff is there, one a line; those that find no room by their number. */
function nameParts(listed: readonly ChangedFile[], room: number): Names {
  if (listed.length === 0) return { parts: [], unnamed: 0 };
  const lines = listed.map((file) => `- ${sentence(file)}`);
  const all = namesText(lines, []);
  if (tokensOf(all) <= room) return { parts: all, unnamed: 0 };
  let [fits, tooMany] = [0, lines.length];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (tokensOf(namesText(lines.slice(0, middle), listed.slice(middle))) <= room) fits = middle;
    else tooMany = middle;
  }
  return { parts: namesText(lines.slice(0, fits), listed.slice(fits)), unnamed: listed.length - fits };
}

function namesText(lines: readonly string[], further: readonly ChangedFile[]): readonly Part[] {
  const sum = (of: (file: ChangedFile) => number) => further.reduce((total, file) => total + of(file), 0);
  const rest =
    further.length === 0
      ? []
      : [`${filesOf(further.length)} more (+${sum(({ added }) => added)} −${sum(({ removed }) => removed)}).`];
  const title = lines.length === 0 ? [] : ['Without their diff:'];
  return [text(`${[...title, ...lines, ...rest].join('\n')}\n\n`)];
}

/** `Only the beginning was sent of src/price.ts. Only the name was sent of package-lock.json.` */
function leftOutSentence(
  shortened: readonly ChangedFile[],
  listed: readonly ChangedFile[],
  unnamed: number,
): string | undefined {
  const said = [
    ...(shortened.length === 0 ? [] : [`Only the beginning was sent of ${namesOf(shortened)}.`]),
    ...(listed.length === 0 ? [] : [`Only the name was sent of ${namesOf(listed)}.`]),
    ...(unnamed === 0 ? [] : [`Of ${filesOf(unnamed)} not even the name was sent.`]),
  ];
  return said.length === 0 ? undefined : said.join(' ');
}

const MOST_NAMES = 3;

function namesOf(files: readonly ChangedFile[]): string {
  const names = files.slice(0, MOST_NAMES).map(({ path }) => path);
  const more = files.length - names.length;
  return more === 0 ? names.join(', ') : `${names.join(', ')} and ${filesOf(more)} more`;
}

function filesOf(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}

function tokensOf(parts: readonly Part[]): number {
  return parts.length === 0 ? 0 : estimateTokens([{ role: 'user', content: parts }]);
}
