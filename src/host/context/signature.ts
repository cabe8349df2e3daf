import type { Scope } from '../../core/syntax';
import type { TextLines } from '../../core/context/textLines';

/** A function this short says more by itself than its first line does. */
const SHORT = 8;
/** What a caller must know is never longer. */
const LONGEST = 15;

/** Lines counted from 0, the last included. */
export interface LineSpan {
  readonly first: number;
  readonly last: number;
}

/** The lines of what a caller must know: from the beginning to where the body begins. */
export function signatureOf({ start, body }: Scope, text: string, lines: TextLines): LineSpan {
  const head = text.slice(start, body).trimEnd().length;
  const first = lines.lineAt(start);
  return { first, last: Math.min(lines.lineAt(start + head), first + LONGEST - 1) };
}

/** All of it where it is short, else its signature. */
export function summaryOf(scope: Scope, text: string, lines: TextLines): LineSpan {
  const whole = { first: lines.lineAt(scope.start), last: lines.lineAt(scope.end) };
  return whole.last - whole.first < SHORT ? whole : signatureOf(scope, text, lines);
}
