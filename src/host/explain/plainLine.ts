const longest = 80;

/**
 * A model's text as one short line to stand behind code, where nothing is drawn but letters: without marks of Markdown,
 * line breaks, and signs that are not seen or turn the direction of what follows.
 */
export function plainLine(markdown: string): string {
  const plain = markdown
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*]/g, '')
    .replaceAll(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu, '')
    .trim();
  const signs = Array.from(plain);
  if (signs.length <= longest) return plain;
  return `${signs
    .slice(0, longest - 1)
    .join('')
    .trimEnd()}…`;
}
