import type { FittedContext } from '../../core/context/context';
import { formatCount } from '../../core/format';
import { escapeMarkdown } from '../../core/markdown';

/**
 * What went along with the code, as Markdown: `Sent along: imports, total (price.ts) · about 1,240 tokens in all`.
 * @param link to what was sent, word for word.
 * @returns undefined: nothing but the code.
 */
export function sentAlong({ sent, leftOut, tokens }: FittedContext, link: string): string | undefined {
  if (sent.length === 0 && leftOut.length === 0) return undefined;
  const titles = (pieces: FittedContext['sent']): string =>
    [...new Set(pieces.map(({ title }) => title))].map(escapeMarkdown).join(', ');
  const parts = [
    ...(sent.length === 0 ? [] : [`Sent along: ${titles(sent)}`]),
    ...(leftOut.length === 0 ? [] : [`left out, too long: ${titles(leftOut)}`]),
    `about ${formatCount(tokens)} tokens in all`,
    link,
  ];
  const line = parts.join(' · ');
  return line.charAt(0).toUpperCase() + line.slice(1);
}
