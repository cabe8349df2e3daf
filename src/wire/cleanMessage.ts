/** Longest message of a service that is kept, in characters. */
const longestMessage = 300;

/**
 * What a service said, fit to be shown, logged and reported: no account id, no key, no mail address, one line, short
 * (OpenRouter API reference 21, rule 11).
 */
export function cleanMessage(text: string, longest = longestMessage): string {
  const clean = text
    // Cut first, so that a body of megabytes costs nothing below; a half secret at the end is still recognised.
    .slice(0, longest * 4)
    .replace(/\bsk-[\w-]{6,}(?:…[\w-]*)?/gi, '[key]')
    .replace(/\bBearer\s+[^\s"']+/gi, 'Bearer [key]')
    .replace(/\b(?:user|org)_[A-Za-z0-9]{6,}/g, '[account]')
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '[e-mail]')
    .replace(/\s+/g, ' ')
    .trim();
  const letters = Array.from(clean);
  return letters.length <= longest ? clean : `${letters.slice(0, longest - 1).join('')}…`;
}
