import type { ExplainStyle } from '../../core/tasks/explain';
import type { ExplainSettings } from '../configuration';

/** Longer names no language has; it becomes part of the instructions. */
const longestLanguage = 40;

/**
 * How explanations are written, from the settings.
 * @param display the display language of the editor as a BCP 47 tag: `de`, `zh-cn`.
 */
export function styleOf({ detail, audience, language }: ExplainSettings, display: string): ExplainStyle {
  const name = languageName(language) ?? (language === '' ? nameOfTag(display) : undefined);
  return { detail, audience, ...(name === undefined || name === 'English' ? {} : { language: name }) };
}

/**
 * A language as the user wrote it, by its English name or its tag (`German`, `de`).
 * @returns undefined for what can not be one: it would be read as an instruction.
 */
export function languageName(written: string): string | undefined {
  const name = written.trim();
  if (name.length === 0 || name.length > longestLanguage) return undefined;
  if (!/^\p{L}[\p{L}\p{M}]*(?:[ \-’'][\p{L}\p{M}]+){0,3}(?: \([\p{L}\p{M} ]+\))?$/u.test(name)) return undefined;
  return (/^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/i.test(name) ? nameOfTag(name) : undefined) ?? name;
}

/** The English name of a tag; undefined for one that is none. */
function nameOfTag(tag: string): string | undefined {
  try {
    const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
    // English is English to a model, wherever it is spoken; of others the country may matter (Brazil, Taiwan).
    return /^en\b/i.test(tag) ? 'English' : names.of(tag);
  } catch {
    return undefined;
  }
}

/** `brief, for a beginner, in German`. */
export function styleWords({ detail, audience, language = 'English' }: ExplainStyle): string {
  return [detail, audiences[audience], `in ${language}`].join(', ');
}

const audiences: Readonly<Record<ExplainStyle['audience'], string>> = {
  beginner: 'for a beginner',
  developer: 'for a developer',
  expert: 'for an expert',
};
