const schemes: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:']);
/** No longer than a page may send; what nobody can read nobody should be asked to open. */
const longest = 8000;
/** What a mail may be begun with. Others are headers of their own; `attach` made some programs add a file. */
const mailFields: ReadonlySet<string> = new Set(['subject', 'body', 'cc', 'bcc']);

/**
 * An address of a model's text as it may be opened outside the editor, or undefined: https, http and mailto; no user
 * name or password, which make `https://bank.example@evil.example` look like another host; nothing relative.
 *
 * It comes back as a browser reads it, with a host in ASCII, because other parsers read a few addresses otherwise: the
 * editor's takes `https://a.example\@evil.example` to be at evil.example.
 */
export function openableLink(address: string): string | undefined {
  if (address.length > longest || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!schemes.has(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  const fields = url.protocol === 'mailto:' ? [...url.searchParams.keys()] : [];
  const isPlain = fields.every((field) => mailFields.has(field.toLowerCase()));
  return isPlain && url.href.length <= longest ? url.href : undefined;
}
