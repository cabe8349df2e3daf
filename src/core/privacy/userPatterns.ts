import { plainKind } from './placeholders';
import type { Detector, Secret } from './secret';

/** One of `tollfree.privacy.patterns`: what else the user wants replaced. Looked for line by line. */
export interface UserPattern {
  /** For the user and, as the kind of the placeholder, for the model: `Customer number`. */
  readonly name: string;
  /** In RE2's syntax. If it has a group, only the first group is replaced. */
  readonly pattern: string;
  readonly ignoreCase?: boolean;
}

/** How many patterns are used; each costs a pass over every text. */
export const MOST_PATTERNS = 100;
/** Of a pattern, in characters. */
const LONGEST_PATTERN = 1000;
/** Longest parts of an e-mail address (RFC 5321, 4.5.3.1). */
const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 255;

/** What is wrong with a pattern before anybody has tried to read it, as a sentence; undefined when nothing is. */
export function patternProblem({ name, pattern }: UserPattern): string | undefined {
  if (name.trim() === '') return `The pattern ${quoted(pattern)} has no name.`;
  if (pattern === '') return `The pattern ${quoted(name)} is empty.`;
  if (pattern.length > LONGEST_PATTERN) {
    return `The pattern ${quoted(name)} is too long: at most ${LONGEST_PATTERN.toLocaleString('en')} characters are read.`;
  }
  return undefined;
}

/** Why a pattern is not used, as a sentence. */
export function refusedPattern({ name }: UserPattern, reason: string): string {
  return `The pattern ${quoted(name)} is not used: ${reason}.`;
}

/** `Customer number` → `CUSTOMER_NUMBER`; `PRIVATE` where the name has no letters of ASCII. */
export function kindOfPattern({ name }: UserPattern): string {
  return plainKind(name);
}

function quoted(text: string): string {
  return `“${text.length > 60 ? `${text.slice(0, 59)}…` : text}”`;
}

// Letters of the Latin script beyond ASCII too: of `müller@…` nothing is left outside.
const localSign = /[A-Za-z0-9._%+\-\u00C0-\u024F]/;
const domainSign = /[A-Za-z0-9.\-\u00C0-\u024F]/;
const domainShape =
  /^(?:[A-Za-z0-9\u00C0-\u024F](?:[A-Za-z0-9\-\u00C0-\u024F]*[A-Za-z0-9\u00C0-\u024F])?\.)+[A-Za-z]{2,24}$/;
/** What ends a name of a file and no domain: `icon@2x.png`. */
const fileEnding = /\.(?:png|jpe?g|gif|svg|webp|avif|ico|css|js|ts|json|html)$/i;

/** Finds e-mail addresses; for users who want them replaced. Each `@` costs a bounded time. */
export function emailAddresses(): Detector {
  return (text) => {
    const found: Secret[] = [];
    let free = 0;
    for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
      const start = localStart(text, at, free);
      const end = domainEnd(text, at + 1);
      if (!isAddress(text, start, at, end)) continue;
      found.push({ start, end, kind: 'EMAIL' });
      free = end;
    }
    return found;
  };
}

function localStart(text: string, at: number, least: number): number {
  let start = at;
  while (start > least && at - start < LONGEST_LOCAL && localSign.test(text.charAt(start - 1))) start -= 1;
  while (text.charAt(start) === '.') start += 1;
  return start;
}

function domainEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && end - at < LONGEST_DOMAIN && domainSign.test(text.charAt(end))) end += 1;
  // The end of a sentence, or a dash after it.
  while (end > at && /[.-]/.test(text.charAt(end - 1))) end -= 1;
  return end;
}

function isAddress(text: string, start: number, at: number, end: number): boolean {
  const local = text.slice(start, at);
  const domain = text.slice(at + 1, end);
  // Whom a repository is read as is nobody's address.
  if (local === '' || local === 'git') return false;
  // A call: `matrix @x.mean(…)`.
  if (text.charAt(end) === '(') return false;
  return domainShape.test(domain) && !fileEnding.test(domain);
}
