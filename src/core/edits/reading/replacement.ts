import type { ReadAnswer } from '../edit';
import { type Asked, none } from './asked';
import { unescaped } from './entities';
import { withoutNumbers } from './lineNumbers';

/**
 * Code that was chosen, without the line numbers and entities that are not in the base.
 * @param closed something shows that it was written to its end.
 */
export function replacement(lines: readonly string[], asked: Asked, closed = true): ReadAnswer {
  const plain = withoutNumbers(lines, asked);
  if (plain === undefined) return none({ kind: 'notCode' });
  const code = unescaped(plain.join('\n').replace(/^\uFEFF/, ''), asked);
  if (code === undefined) return none({ kind: 'notCode' });
  return { form: 'replacement', code, ...(closed ? {} : { open: true }) };
}
