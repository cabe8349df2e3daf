import type { Medium } from '../places';
import type { Random } from '../random';
import { dedent, withNoise } from '../second/template';
import { code } from './code';
import { files } from './files';
import type { Stratum, Surrounding } from './surrounding';
import { talk } from './talk';
import { byWeight, fromTable, type Named } from './values';

/** How often people have or paste each. */
const strata: Readonly<Record<Stratum, number>> = {
  code: 34,
  configuration: 27,
  ci: 9,
  log: 10,
  diff: 7,
  prose: 13,
};

const mediumOf: Readonly<Record<Stratum, Medium>> = {
  code: 'code',
  configuration: 'configuration',
  ci: 'configuration',
  log: 'log',
  diff: 'diff',
  prose: 'prose',
};

/** Languages and formats met more or less often than others, which weigh four. */
const languages: Readonly<Record<string, number>> = {
  Python: 18,
  TypeScript: 16,
  JavaScript: 14,
  shell: 12,
  Java: 8,
  'C#': 8,
  Go: 7,
  PHP: 7,
  'C++': 3,
  Elixir: 2,
  R: 2,
  Perl: 1,
  '.env': 20,
  'YAML (compose)': 10,
  JSON: 6,
  'JSON (appsettings)': 6,
  'GitHub Actions': 12,
  'GitLab CI': 6,
  Drone: 1,
  'chat (English)': 16,
  Markdown: 8,
};

const surroundings: readonly Surrounding[] = [...code, ...files, ...talk];
/** How often each was drawn: texts come again only when all that suit were there. */
const used = new Map<Surrounding, number>();

const namesSlot = /⟨(?:env|camel|pascal|kebab|snake|dotted|words)⟩/;
/** Kinds with signs that would end a value that is not quoted. */
const quoted: ReadonlySet<string> = new Set(['strong-password', 'sql-server-address']);
const quotedSlot = /(["'`])⟨secret⟩\1/;

function suits({ families, kinds, source }: Surrounding, { family, kind, telling }: Named): boolean {
  if (kinds !== undefined) return kinds.includes(kind);
  if (!families.includes(family)) return false;
  if (quoted.has(kind) && !quotedSlot.test(source)) return false;
  // A password is named by the text; a provider's key that does not show what it is needs its name.
  return family !== 'provider' || telling || namesSlot.test(source);
}

/** The surrounding of a drawn secret; `write` puts in one line, or the lines of a key. */
interface DrawnText {
  readonly medium: Medium;
  readonly language: string;
  readonly write: (lines: readonly string[]) => string;
}

/** Draws where a secret stands: first what kind of text, then its language, then one of those that suit. */
export function drawText(random: Random, secret: Named): DrawnText {
  const suitable = surroundings.filter((one) => suits(one, secret));
  const offered = new Set(suitable.map(({ stratum }) => stratum));
  let stratum = fromTable(random, strata);
  while (!offered.has(stratum)) stratum = fromTable(random, strata);
  const inStratum = suitable.filter((one) => one.stratum === stratum);
  const language = byWeight(random, [...new Set(inStratum.map((one) => one.language))], (one) => languages[one] ?? 4);
  const inLanguage = inStratum.filter((one) => one.language === language);
  const least = Math.min(...inLanguage.map((one) => used.get(one) ?? 0));
  const chosen = byWeight(
    random,
    inLanguage.filter((one) => (used.get(one) ?? 0) === least),
    () => 1,
  );
  used.set(chosen, least + 1);
  return { medium: mediumOf[stratum], language, write: (lines) => filled(chosen.source, lines, secret, random) };
}

function filled(source: string, lines: readonly string[], { name }: Named, random: Random): string {
  const rows = dedent(source)
    .split('\n')
    .flatMap((row) => (row.includes('⟨lines⟩') ? lines.map((line) => row.replace('⟨lines⟩', () => line)) : [row]));
  const named = Object.entries(name).reduce(
    (text: string, [spelling, spelled]: [string, string]) => text.replaceAll(`⟨${spelling}⟩`, spelled),
    rows.join('\n').replaceAll('⟨secret⟩', () => lines.join(String.raw`\n`)),
  );
  return withNoise(named, random);
}
