import type { PlaceholderAt, Placeholders } from './placeholders';
import type { Restorer } from './scrubber';

/** Puts values in the place of placeholders. */
export function putBack(
  text: string,
  living: readonly PlaceholderAt[],
  valueOf: (placeholder: string) => string,
): string {
  let restored = '';
  let copied = 0;
  for (const { start, end, placeholder } of living) {
    restored += text.slice(copied, start) + valueOf(placeholder);
    copied = end;
  }
  return restored + text.slice(copied);
}

/**
 * Restores a text piece by piece; the same comes out however it is cut. Never more is kept back than the longest form of a
 * placeholder takes.
 */
export function createRestorer(placeholders: Placeholders, valueOf: (placeholder: string) => string): Restorer {
  let kept = '';
  return {
    push(piece) {
      if (kept === '' && placeholders.count === 0) return piece;
      const text = kept + piece;
      const { living, open } = placeholders.scan(text);
      kept = text.slice(open);
      return putBack(text.slice(0, open), living, valueOf);
    },
    end() {
      // Whatever is kept back here is cut off, and holds no whole placeholder.
      const rest = kept;
      kept = '';
      return rest;
    },
  };
}
