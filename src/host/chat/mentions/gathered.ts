import { Buffer } from 'node:buffer';
import type { FilePart, FileRef } from '../../../core/conversation/message';
import { plural } from '../../../core/format';
import type { PrivacyDesk } from '../../privacy/privacyDesk';

export type Check = PrivacyDesk['check'];

/** Several files that are attached as one: a folder, the changes, the problems. */
export interface Gathered {
  /** Of the chip: `src/core/`, `Changes`. */
  readonly name: string;
  readonly parts: readonly FilePart[];
  /** Files that the rules keep here; nothing of them was read. */
  readonly ignored: number;
  /** `12 more files do not fit`. */
  readonly leftOut?: string;
  /** Nothing goes, and why. */
  readonly problem?: string;
}

/** More does nobody look through. */
export const MOST_FILES = 30;
/** In bytes of UTF-8; about 60,000 tokens. */
export const MOST_BYTES = 200 * 1024;

/** Files as far as the rules let them go. */
export interface Allowed<T> {
  readonly going: readonly T[];
  readonly ignored: number;
  /** What keeps the first of those back that stay. */
  readonly rule?: string;
}

/** Asks the rules before anything of a file is read. @param refsOf all files that something of it comes from. */
export async function allowed<T>(
  items: readonly T[],
  refsOf: (item: T) => readonly FileRef[],
  check: Check,
): Promise<Allowed<T>> {
  const refs = items.map(refsOf);
  const verdicts = await check(refs.flat());
  let at = 0;
  const rules = refs.map((each) => {
    const of = verdicts.slice(at, at + each.length);
    at += each.length;
    // Nobody asks about files that were not chosen one by one.
    const against = of.find(({ may }) => may !== 'go');
    if (against !== undefined && against.may !== 'go') return against.rule;
    return of.length < each.length ? 'it could not be checked' : undefined;
  });
  const rule = rules.find((each) => each !== undefined);
  const going = items.filter((_, index) => rules[index] === undefined);
  return { going, ignored: items.length - going.length, ...(rule === undefined ? {} : { rule }) };
}

export interface WithinBounds {
  readonly parts: readonly FilePart[];
  /** For whom there is no room, or whom reading them would have taken too long. */
  readonly over: number;
  /** There is nothing in them that is text. */
  readonly noText: number;
}

/** Reads one after the other until there is no more room; a file that alone is too large does not keep smaller ones out. */
export async function withinBounds<T>(
  items: readonly T[],
  read: (item: T, room: number) => Promise<FilePart | 'noText' | 'tooLarge'>,
): Promise<WithinBounds> {
  const parts: FilePart[] = [];
  let over = 0;
  let noText = 0;
  let room = MOST_BYTES;
  for (const item of items) {
    const part = parts.length < MOST_FILES && room > 0 ? await read(item, room) : 'tooLarge';
    if (part === 'noText') noText += 1;
    else if (part === 'tooLarge' || Buffer.byteLength(part.text) > room) over += 1;
    else {
      parts.push(part);
      room -= Buffer.byteLength(part.text);
    }
  }
  return { parts, over, noText };
}

/** @param nothing why there is nothing, where the rules are not the reason. */
export function gathered(
  name: string,
  { ignored, rule }: Omit<Allowed<unknown>, 'going'>,
  { parts, over, noText }: WithinBounds,
  nothing: string,
): Gathered {
  const left = [
    ...(over === 0 ? [] : [`${plural(over, 'file')} left out: more does not fit`]),
    ...(noText === 0 ? [] : [`${plural(noText, 'file')} without text`]),
  ].join(' · ');
  const empty = rule === undefined ? nothing : `Does not go: ${rule}`;
  return {
    name,
    parts,
    ignored,
    ...(left === '' ? {} : { leftOut: left }),
    ...(parts.length > 0 ? {} : { problem: over > 0 ? 'Its files are too large to go.' : empty }),
  };
}
