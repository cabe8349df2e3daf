const blankLine = /(\r?\n[ \t]*\r?\n)/;

/**
 * Takes the images out of a model's Markdown by parting `!` from `[`, so that a link remains. The editor would fetch an
 * image's address by itself, and with it send whatever the model wrote into the address (design, promise 4).
 *
 * Code is not told apart from prose: a text can be built that one parser takes for code and another does not. Only a `![`
 * that could begin an image is changed, so `vec![1, 2]` stays, and where code is hit, the space does no harm.
 */
export function withoutImages(markdown: string): string {
  if (!markdown.includes('![')) return markdown;
  // `![name]` alone is an image where the text defines `[name]: address` anywhere.
  if (markdown.includes(']:')) return parted(markdown);
  // An image can not go over a blank line.
  return markdown
    .split(blankLine)
    .map((paragraph) => (/\][([]/.test(paragraph) ? parted(paragraph) : paragraph))
    .join('');
}

function parted(text: string): string {
  return text.replaceAll('![', '! [');
}

/** Makes a text show as it is inside Markdown: no marks, no links, no HTML, no `$(icon)`. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]()#+\-.!|~>]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('$', '&#36;');
}
