import { mergeSecrets } from './merge';
import type { Detector, Secret } from './secret';

/** How far the search looks ahead to skip what can begin no value. */
const WINDOW = 8;
/** Characters that decide how far it may skip. */
const BLOCK = 3;
const TABLE_BITS = 15;

/**
 * Finds exact occurrences of values, whatever stands around them. Time is linear in the text for any values, and ordinary
 * text is skipped over in strides: Wu and Manber's shift table (1994) finds where a value may begin, an automaton of Aho
 * and Corasick (1975) goes on from there.
 * @param values each with its kind; an empty one is never found.
 */
export function knownValues(values: ReadonlyMap<string, string>): Detector {
  const sought = [...values.keys()].filter((value) => value !== '');
  if (sought.length === 0) return () => [];
  const automaton = new Automaton(sought);
  const skip = new SkipTable(sought);
  return (text) => {
    const found: Secret[] = [];
    let at = skip.next(text, 0);
    while (at < text.length) {
      let state = 0;
      let end = at;
      // An occurrence that begins here or goes on from here keeps the state at least a window deep.
      do {
        state = automaton.step(state, text.charCodeAt(end));
        end += 1;
        const length = automaton.longestAt(state);
        if (length > 0) {
          const start = end - length;
          found.push({ start, end, kind: values.get(text.slice(start, end)) ?? '' });
        }
      } while (end < text.length && state !== 0 && (end - at < skip.window || automaton.depthOf(state) >= skip.window));
      if (end >= text.length) break;
      at = skip.next(text, end - automaton.depthOf(state));
    }
    return mergeSecrets(found);
  };
}

/** How far a window of text may be moved on because of its last characters. */
class SkipTable {
  /** No longer than the shortest value. */
  readonly window: number;
  private readonly block: number;
  private readonly shifts: Uint8Array;

  constructor(values: readonly string[]) {
    this.window = values.reduce((least, value) => Math.min(least, value.length), WINDOW);
    this.block = Math.min(this.window, BLOCK);
    this.shifts = new Uint8Array(2 ** TABLE_BITS).fill(this.window - this.block + 1);
    for (const value of values) {
      for (let end = this.block; end <= this.window; end += 1) {
        const slot = this.slot(value, end);
        this.shifts[slot] = Math.min(this.shifts[slot] ?? 0, this.window - end);
      }
    }
  }

  /** The first place from `at` where a value may begin; the end of the text when there is none. */
  next(text: string, at: number): number {
    let start = at;
    while (start + this.window <= text.length) {
      const shift = this.shifts[this.slot(text, start + this.window)] ?? 0;
      if (shift === 0) return start;
      start += shift;
    }
    return text.length;
  }

  private slot(text: string, end: number): number {
    let hash = 0;
    for (let at = end - this.block; at < end; at += 1) hash = (hash << 5) ^ text.charCodeAt(at);
    return hash & (2 ** TABLE_BITS - 1);
  }
}

/** A tree of all values with the way back to the longest suffix that may still become one. State 0 is its root. */
class Automaton {
  private readonly code: number[] = [0];
  private readonly depth: number[] = [0];
  private readonly firstChild: number[] = [0];
  private readonly nextSibling: number[] = [0];
  private readonly fallback: number[] = [0];
  /** Length of the longest value that ends in a state. */
  private readonly longest: number[] = [0];
  private readonly fromRoot = new Map<number, number>();

  constructor(values: readonly string[]) {
    for (const value of values) this.add(value);
    this.connect();
  }

  depthOf(state: number): number {
    return this.depth[state] ?? 0;
  }

  longestAt(state: number): number {
    return this.longest[state] ?? 0;
  }

  step(from: number, code: number): number {
    for (let state = from; state !== 0; state = this.fallback[state] ?? 0) {
      const child = this.childOf(state, code);
      if (child !== 0) return child;
    }
    return this.childOf(0, code);
  }

  private childOf(state: number, code: number): number {
    if (state === 0) return this.fromRoot.get(code) ?? 0;
    let child = this.firstChild[state] ?? 0;
    while (child !== 0 && this.code[child] !== code) child = this.nextSibling[child] ?? 0;
    return child;
  }

  private add(value: string): void {
    let state = 0;
    for (let at = 0; at < value.length; at += 1) {
      const code = value.charCodeAt(at);
      const child = this.childOf(state, code);
      state = child === 0 ? this.grow(state, code) : child;
    }
    this.longest[state] = value.length;
  }

  private grow(parent: number, code: number): number {
    const state = this.code.length;
    this.code.push(code);
    this.depth.push(this.depthOf(parent) + 1);
    this.firstChild.push(0);
    this.nextSibling.push(this.firstChild[parent] ?? 0);
    this.fallback.push(0);
    this.longest.push(0);
    this.firstChild[parent] = state;
    if (parent === 0) this.fromRoot.set(code, state);
    return state;
  }

  /** Level by level, so that whatever a state falls back to is connected before it. */
  private connect(): void {
    let level = [0];
    while (level.length > 0) {
      const next: number[] = [];
      for (const parent of level) {
        for (let state = this.firstChild[parent] ?? 0; state !== 0; state = this.nextSibling[state] ?? 0) {
          const back = parent === 0 ? 0 : this.step(this.fallback[parent] ?? 0, this.code[state] ?? 0);
          this.fallback[state] = back;
          this.longest[state] = Math.max(this.longestAt(state), this.longestAt(back));
          next.push(state);
        }
      }
      level = next;
    }
  }
}
