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

/**
 * Where an address begins: after `](` or `]:`, and the marks of a quote where it stands on the next line. Of the address
 * as much as the longest scheme needs; more would let a hostile text take its square in time.
 */
const addressStart = /\](?=[(:](?:[\s>\p{Cc}]*)(<[^<>\n]{0,64}|[^\s()<>]{0,64}))/gu;
/** As it may begin; a browser leaves out tabs and other control characters, so they are not read past. */
const openable = /^<?(?:https?:\/\/|mailto:)/i;
/** Addresses in angle brackets that the editor would open itself, and others that no code is likely to hold. */
const bracketed =
  /<(?=(?:file|vscode|private|command|javascript|vbscript|data|blob)[\w+.-]*:|(?!https?:)[a-z][\w+.-]*:[\\/])/gi;

/**
 * Takes the links out of a model's Markdown that lead to anything but the web and mail, by parting the signs that make
 * them; the words stay. The editor takes `command:` and `javascript:` from an untrusted text, but leaves `file:`, which on
 * Windows reaches other machines, and its own schemes.
 *
 * An address that is written with references or escapes (`&#102;ile:`) goes as well, whatever it says. As with images,
 * code is not told apart, and where it is hit, the space does no harm.
 */
export function withoutUnsafeLinks(markdown: string): string {
  return markdown
    .replaceAll(addressStart, (bracket, address: string) =>
      /[:&\p{Cc}]/u.test(address) && !openable.test(address) ? `${bracket} ` : bracket,
    )
    .replaceAll(bracketed, '< ');
}

/** Makes a text show as it is inside Markdown: no marks, no links, no HTML, no `$(icon)`. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]()#+\-.!|~>]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('$', '&#36;');
}
