import type { Asked } from './asked';

/** Whether a line of an answer is a sentence, as none of the base is: words only, or an announcement. */
export function isProse(line: string, { all, task }: Asked): boolean {
  const text = line.trim();
  if (text === '' || all.has(text)) return false;
  if (task.languageId === 'markdown' || task.languageId === 'plaintext')
    return /^(?:here(?:'s| is| are)|sure\b|certainly\b|i(?:'ve| have)\b|note:|explanation)/i.test(text);
  if (/^(?:\/\/|#|--|;|%|\/?\*|<!--|"|')/.test(text))
    return /^(?:#{1,6}|\*{2}|\*|-)\s*\**[A-Z][\w ]*\**:?$/.test(text) && !/^[#]/.test(text);
  return (
    /^(?:[-*•]|\d+[.)])?\s*\**[A-Z][\w'’`,()*/-]*(?:\s+[\w'’`",.()*/:–—-]+){2,}\s*[.:!?…]?\**$/.test(text) &&
    /[a-z]{2}/.test(text) &&
    !/[;{}=]$/.test(text)
  );
}
