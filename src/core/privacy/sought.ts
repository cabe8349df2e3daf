import { knownValues } from './knownValues';
import { mergeSecrets } from './merge';
import type { Detector, Secret } from './secret';

/** A layer is joined with what is new when it is at most so many times as large. */
const GROWTH = 4;

interface Layer {
  readonly values: ReadonlyMap<string, string>;
  readonly find: Detector;
}

/**
 * Values that are looked for wherever they stand. They become known one after the other, and to build one search for all
 * takes time for all; so those that are new make a layer of their own, which is joined with others of its size.
 */
export class Sought {
  /** From the largest to the smallest. */
  private layers: Layer[] = [];
  private fresh = new Map<string, string>();

  /** @param kind for a value that is new. */
  add(value: string, kind: string): void {
    if (!this.fresh.has(value) && !this.layers.some(({ values }) => values.has(value))) this.fresh.set(value, kind);
  }

  find(text: string): readonly Secret[] {
    if (this.fresh.size > 0) this.settle();
    const [only, ...more] = this.layers;
    if (only === undefined) return [];
    if (more.length === 0) return only.find(text);
    return mergeSecrets(this.layers.flatMap(({ find }) => find(text)));
  }

  clear(): void {
    this.layers = [];
    this.fresh.clear();
  }

  private settle(): void {
    let values: ReadonlyMap<string, string> = this.fresh;
    this.fresh = new Map();
    for (let last = this.layers.at(-1); last !== undefined; last = this.layers.at(-1)) {
      if (last.values.size > GROWTH * values.size) break;
      values = new Map([...last.values, ...values]);
      this.layers.pop();
    }
    this.layers.push({ values, find: knownValues(values) });
  }
}
