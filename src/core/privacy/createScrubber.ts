import { insideJson, otherForms } from './forms';
import { mergeSecrets } from './merge';
import { Placeholders, plainKind } from './placeholders';
import { createRestorer, putBack } from './restorer';
import type { Replacement, Restored, Restorer, Scrubbed, Scrubber } from './scrubber';
import type { Detector, Secret } from './secret';
import { Sought } from './sought';

/** Shorter ones would be found by chance in any text; they are replaced only where a detector finds them. */
const SHORTEST_SOUGHT = 6;
/** How much text is remembered with what became of it, in characters. */
const REMEMBERED = 4_000_000;
/** Text that looks like a living placeholder. */
const LITERAL = 'LITERAL';

export interface ScrubberOptions {
  /** From 0 to below 1. */
  readonly random: () => number;
  /** What is always looked for. */
  readonly detect: Detector;
}

export function createScrubber({ random, detect }: ScrubberOptions): Scrubber {
  return new MemoryScrubber(random, detect);
}

class MemoryScrubber implements Scrubber {
  private readonly placeholders: Placeholders;
  private readonly random: () => number;
  private readonly detect: Detector;
  private more: readonly Detector[] = [];
  /** Values that detectors found. */
  private readonly learned = new Set<string>();
  /** These, and whatever else was replaced. */
  private readonly secret = new Set<string>();
  /** All that is looked for everywhere: these values and their other forms. */
  private readonly sought = new Sought();
  private readonly placeholderOf = new Map<string, { readonly placeholder: string; readonly kind: string }>();
  private readonly valueOf = new Map<string, string>();
  /** The same texts come again with each question of a conversation; good as long as nothing new is known. */
  private readonly results = new Map<string, Scrubbed>();
  private remembered = 0;

  constructor(random: () => number, detect: Detector) {
    this.placeholders = new Placeholders(random);
    this.random = random;
    this.detect = detect;
  }

  get known(): number {
    return this.secret.size;
  }

  scrub(text: string): Scrubbed {
    const before = this.results.get(text);
    if (before !== undefined) return before;
    const scrubbed = this.replace(text, this.find(text));
    this.remember(text, scrubbed);
    return scrubbed;
  }

  restore(text: string): Restored {
    const { living, lost } = this.placeholders.scan(text);
    const once = new Map<string, string>();
    for (const { id, placeholder } of lost) if (!once.has(id)) once.set(id, placeholder);
    return { text: putBack(text, living, (placeholder) => this.valueBehind(placeholder)), lost: [...once.values()] };
  }

  restorer(inside: 'text' | 'jsonString'): Restorer {
    return createRestorer(this.placeholders, (placeholder) => {
      const value = this.valueBehind(placeholder);
      return inside === 'text' ? value : insideJson(value);
    });
  }

  apart(): Scrubber {
    const other = new MemoryScrubber(this.random, this.detect);
    other.alsoFind([...this.more, (text) => this.sought.find(text)]);
    return other;
  }

  alsoFind(detectors: readonly Detector[]): void {
    this.more = detectors;
    this.forgetResults();
  }

  forget(): void {
    this.placeholders.forget();
    this.learned.clear();
    this.secret.clear();
    this.sought.clear();
    this.placeholderOf.clear();
    this.valueOf.clear();
    this.forgetResults();
  }

  private valueBehind(placeholder: string): string {
    return this.valueOf.get(placeholder) ?? placeholder;
  }

  private find(text: string): readonly Secret[] {
    const { living, lost } = this.placeholders.scan(text);
    const looksAlive = living.map(({ start, end }): Secret => ({ start, end, kind: LITERAL }));
    const detected = [this.detect, ...this.more]
      .flatMap((detector) => detector(text))
      .filter((secret) => secret.start < secret.end && !liesIn(lost, secret))
      .map((secret) => wholeCharacters(text, secret));
    for (const secret of detected) this.learn(text.slice(secret.start, secret.end), plainKind(secret.kind));
    return mergeSecrets([...looksAlive, ...detected, ...this.sought.find(text)]);
  }

  /** From now on the value is looked for everywhere, also in its other forms. */
  private learn(value: string, kind: string): void {
    if (value.length < SHORTEST_SOUGHT || this.learned.has(value)) return;
    this.learned.add(value);
    this.secret.add(value);
    for (const form of [value, ...otherForms(value), ...longLines(value)]) {
      if (form.length >= SHORTEST_SOUGHT) this.sought.add(form, kind);
    }
    this.forgetResults();
  }

  private replace(text: string, secrets: readonly Secret[]): Scrubbed {
    if (secrets.length === 0) return { text, replacements: [] };
    const replacements: Replacement[] = [];
    let scrubbed = '';
    let copied = 0;
    for (const secret of secrets) {
      const value = text.slice(secret.start, secret.end);
      const { placeholder, kind } = this.placeholderFor(value, secret.kind);
      scrubbed += text.slice(copied, secret.start);
      replacements.push({ placeholder, kind, at: scrubbed.length, lines: lineBreaks(value) });
      scrubbed += placeholder;
      copied = secret.end;
    }
    return { text: scrubbed + text.slice(copied), replacements };
  }

  private placeholderFor(value: string, found: string): { readonly placeholder: string; readonly kind: string } {
    const known = this.placeholderOf.get(value);
    if (known !== undefined) return known;
    const kind = plainKind(found);
    const made = { placeholder: this.placeholders.make(kind), kind };
    this.placeholderOf.set(value, made);
    this.valueOf.set(made.placeholder, value);
    this.secret.add(value);
    // Texts from before may hold what looks like it.
    this.forgetResults();
    return made;
  }

  private remember(text: string, scrubbed: Scrubbed): void {
    if (this.remembered + text.length > REMEMBERED) this.forgetResults();
    this.results.set(text, scrubbed);
    this.remembered += text.length;
  }

  private forgetResults(): void {
    this.results.clear();
    this.remembered = 0;
  }
}

/** The lines of a key, which may stand somewhere indented, quoted, in a diff, or without the others. */
function longLines(value: string): readonly string[] {
  const lines = value.split(/[\r\n]+/).map((line) => line.trim());
  return lines.length < 2 ? [] : lines.filter((line) => longLine.test(line));
}

/** Nothing that ordinary text has. */
const longLine = /^[\w+/=.-]{32,}$/;

/**
 * Whether a finding is only a part of something else.
 * @param shapes ascending; they do not overlap.
 */
function liesIn(shapes: readonly Pick<Secret, 'start' | 'end'>[], { start, end }: Secret): boolean {
  let [from, to] = [0, shapes.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((shapes[middle]?.end ?? 0) < end) from = middle + 1;
    else to = middle;
  }
  const shape = shapes[from];
  return shape !== undefined && shape.start <= start;
}

/** Half a pair of surrogates could not be sent. */
function wholeCharacters(text: string, { start, end, kind }: Secret): Secret {
  return { start: isInsidePair(text, start) ? start - 1 : start, end: isInsidePair(text, end) ? end + 1 : end, kind };
}

function isInsidePair(text: string, at: number): boolean {
  return at > 0 && at < text.length && /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(at - 1, at + 1));
}

function lineBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
