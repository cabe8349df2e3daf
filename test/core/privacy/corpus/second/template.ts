import type { Medium } from '../places';
import type { Random } from '../random';
import { type Drawn, draw, noise } from './values';

/** A text with room for a secret of a kind. */
export interface Template {
  readonly medium: Medium;
  /** Language or format. */
  readonly language: string;
  readonly kind: string;
  readonly write: (random: Random) => Drawn & { readonly text: string };
}

/** Takes the indentation of the source off a text. */
export function dedent(text: string): string {
  const rows = text.replace(/^\n/, '').replace(/\n *$/, '').split('\n');
  const filled = rows.filter((row) => row.trim() !== '');
  const margin = Math.min(...filled.map((row) => row.length - row.replace(/^ +/, '').length));
  return rows.map((row) => row.slice(margin)).join('\n');
}

/** Puts in what only looks random: `⟨hex 40⟩`, `⟨uuid⟩`. */
export function withNoise(text: string, random: Random): string {
  return text.replaceAll(/⟨(\w+)(?: (\d+))?⟩/g, (_, name: string, length?: string) =>
    noise(name, Number(length ?? 0), random),
  );
}

/**
 * A template. `⟨secret⟩` is the secret, a key in lines joined by an escaped newline; a row with `⟨lines⟩` is repeated
 * for each line of the key.
 */
function template(medium: Medium, language: string, kind: string, source: string): Template {
  return {
    medium,
    language,
    kind,
    write: (random) => {
      const drawn = draw(kind, random);
      const rows = dedent(source)
        .split('\n')
        .flatMap((row) => (row.includes('⟨lines⟩') ? drawn.lines.map((line) => row.replace('⟨lines⟩', line)) : [row]));
      const one = drawn.lines.join(String.raw`\n`);
      const filled = rows.map((row) => row.replaceAll('⟨secret⟩', () => one)).join('\n');
      return { ...drawn, text: withNoise(filled, random) };
    },
  };
}

type Of = (language: string, kind: string, source: string) => Template;

const of =
  (medium: Medium): Of =>
  (language, kind, source) =>
    template(medium, language, kind, source);

export const code = of('code');
export const configuration = of('configuration');
export const log = of('log');
export const diff = of('diff');
export const prose = of('prose');
