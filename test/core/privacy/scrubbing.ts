import * as fc from 'fast-check';
import { createScrubber } from '../../../src/core/privacy/createScrubber';
import type { Detector } from '../../../src/core/privacy/secret';
import type { Scrubber } from '../../../src/core/privacy/scrubber';

/** Finds what stands after `key=`, up to the next space or line break; in no other place. */
export const afterKey: Detector = (text) =>
  [...text.matchAll(/key=([^\s]+)/g)].map(({ 0: whole, 1: value = '', index }) => ({
    start: index + whole.length - value.length,
    end: index + whole.length,
    kind: 'API_KEY',
  }));

/** Finds whatever a pattern matches. */
export function matching(pattern: RegExp, kind: string): Detector {
  return (text) =>
    [...text.matchAll(pattern)].map(({ 0: whole, index }) => ({ start: index, end: index + whole.length, kind }));
}

/** The same numbers in every run (Park and Miller's generator). */
export function numbers(seed = 1_234_567): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export function scrubberWith(...detectors: readonly Detector[]): Scrubber {
  return createScrubber({ random: numbers(), detect: (text) => detectors.flatMap((detector) => detector(text)) });
}

/** The placeholder of a value after `key=`. */
export function placeholderOf(scrubber: Scrubber, value: string): string {
  return scrubber.scrub(`key=${value}`).text.slice('key='.length);
}

/** What models make of a placeholder. */
export const disguises: readonly ((placeholder: string) => string)[] = [
  (placeholder) => placeholder,
  (placeholder) => placeholder.toLowerCase(),
  (placeholder) => placeholder.replaceAll('_', '-'),
  (placeholder) => placeholder.replaceAll('_', String.raw`\_`),
  (placeholder) => placeholder.toLowerCase().replaceAll('_', '-'),
  (placeholder) => placeholder.replaceAll('_', ''),
  camelCase,
  (placeholder) => camelCase(placeholder).replace(/^s/, 'S'),
  (placeholder) =>
    placeholder.replaceAll(/[A-Z]/g, (letter, at: number) => (at % 2 === 0 ? letter.toLowerCase() : letter)),
];

/** `SECRET_GITHUB_TOKEN_4K3X9Q` → `secretGithubToken4K3X9Q` */
function camelCase(placeholder: string): string {
  const words = placeholder.split('_');
  const id = words.pop() ?? '';
  const cased = words.map((word, at) => (at === 0 ? word.toLowerCase() : word.charAt(0) + word.slice(1).toLowerCase()));
  return cased.join('') + id;
}

/** Cuts a text at places that are given as parts of its length. */
export function cut(text: string, at: readonly number[]): readonly string[] {
  const places = [0, ...at.map((part) => Math.floor(part * (text.length + 1))).sort((a, b) => a - b), text.length];
  return places.slice(1).map((end, index) => text.slice(places[index], end));
}

export const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), { maxLength: 12 });
