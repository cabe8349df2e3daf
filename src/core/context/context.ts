import type { FilePart } from '../conversation/message';

/** Something that helps to understand a piece of code; gathered by the host, best first. */
export interface ContextPiece {
  readonly kind: 'enclosing' | 'imports' | 'definition' | 'problems' | 'tests' | 'frame';
  /** For a person: `imports`, `total (price.ts)`, `2 problems`. */
  readonly title: string;
  readonly part: FilePart;
}

/** What of it goes along. */
export interface FittedContext {
  /** In the order in which they are written. */
  readonly sent: readonly ContextPiece[];
  readonly leftOut: readonly ContextPiece[];
  /** Of everything that is sent with it, estimated. */
  readonly tokens: number;
}
