import { readFences } from './fences';
import { linesOf } from '../text/lines';

/** What a person reads of an answer that is a change: its words, without the code, which is shown as a change. */
export interface EditProse {
  /** Markdown. */
  readonly prose: string;
  /** Lines of code by now. */
  readonly codeLines: number;
}

/** Also of an answer that is still being written. */
export function proseOf(answer: string): EditProse {
  const { blocks, prose } = readFences(linesOf(answer).map(({ text }) => text));
  let codeLines = blocks.reduce((sum, { lines }) => sum + lines.length, 0);
  const words: string[] = [];
  let inBlock = false;
  for (const line of prose) {
    // Blocks that nobody put into a fence.
    if (/^\s*<{5,9} ?SEARCH\b/.test(line)) inBlock = true;
    if (inBlock) codeLines += 1;
    else words.push(line);
    if (/^\s*>{5,9} ?REPLACE\b/.test(line)) inBlock = false;
  }
  return {
    prose: words
      .join('\n')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim(),
    codeLines,
  };
}
