const openable = new Set(['https:', 'http:', 'mailto:']);
/** What the host takes; see `src/core/links.ts`, which looks again. */
const longest = 8000;

/**
 * The address as it may be opened, or undefined: every other scheme, relative ones, and those with a user name or a
 * password, which may look like another host, are shown as text.
 */
export function toOpenableUrl(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  const isPlain = url.username === '' && url.password === '' && url.href.length <= longest;
  return isPlain && openable.has(url.protocol) ? url.href : undefined;
}
