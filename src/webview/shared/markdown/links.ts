const openable = new Set(['https:', 'http:', 'mailto:']);

/** The address as it may be opened, or undefined: relative ones and every other scheme are shown as text. */
export function toOpenableUrl(href: string): string | undefined {
  let url: URL;
  try {
    url = new URL(href);
  } catch {
    return undefined;
  }
  return openable.has(url.protocol) ? url.href : undefined;
}
