import { restOfCompletion } from '../../core/tasks/readCompletion';

/** A place in a text where something may be filled in; of both sides a few thousand characters. */
export interface Spot {
  /** Of the document. */
  readonly uri: string;
  /** Up to the cursor; here and after it, every end of a line is `\n`. */
  readonly before: string;
  readonly after: string;
}

/** Completions that are remembered. */
const MOST = 40;
/** Characters on each side that must be the same. */
const TELLING = 300;

interface Known {
  readonly uri: string;
  readonly before: string;
  readonly after: string;
  /** Empty: there was nothing to add. */
  readonly text: string;
}

/** What was completed lately: asked for again, or while it is being typed, it takes no request. */
export class RecentCompletions {
  #known: readonly Known[] = [];

  add({ uri, before, after }: Spot, text: string): void {
    const entry = { uri, before: before.slice(-TELLING), after: after.slice(0, TELLING), text };
    this.#known = [entry, ...this.#known].slice(0, MOST);
  }

  /**
   * What is still to be added of a completion whose beginning has been typed by now; the newest that fits.
   * @returns empty: nothing was found to add here; undefined: this place is new.
   */
  find(spot: Spot): string | undefined {
    for (const known of this.#known) {
      const rest = known.uri === spot.uri ? restOf(known, spot) : undefined;
      if (rest !== undefined) return rest;
    }
    return undefined;
  }

  forget(): void {
    this.#known = [];
  }
}

/** Brings both to the same piece of the text, so that what was typed is what one has more than the other. */
function restOf(known: Known, spot: Spot): string | undefined {
  // A short side reaches to the end of the document.
  const from = known.before.length < TELLING ? 0 : spot.before.lastIndexOf(known.before);
  const until = known.after.length < TELLING ? spot.after.length - known.after.length : spot.after.indexOf(known.after);
  if (from < 0 || until < 0) return undefined;
  const gap = { before: spot.before.slice(from), after: spot.after.slice(0, until + known.after.length) };
  if (gap.before === known.before && gap.after === known.after) return known.text;
  return known.text === '' ? undefined : restOfCompletion(known, gap);
}
