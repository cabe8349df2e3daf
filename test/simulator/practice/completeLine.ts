/**
 * What could come next, from nothing but the file: the rest of a word that is in it, brackets that are open, a name in the
 * place of a value, else a comment.
 */
export function completeLine(before: string, after: string, comment: string): string {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const followed = /^[^\n]*\S/.test(after);
  const end = before.includes(';') && !followed ? ';' : '';
  if (line.trim() === '') return comment;
  const names = [...new Set(`${before}\n${after}`.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu))];
  const begun = /[\p{L}_$][\p{L}\p{N}_$]*$/u.exec(line)?.[0] ?? '';
  const longer = begun === '' ? undefined : names.find((name) => name.length > begun.length && name.startsWith(begun));
  if (longer !== undefined) return longer.slice(begun.length);
  const open = closing(line);
  if (/(?:[=+\-*/%&|<>,(?:[]|\breturn)\s*$/.test(line)) return `${valueFrom(line, names)}${followed ? '' : open}${end}`;
  if (open !== '' && !followed) return `${open}${end}`;
  return followed || comment === '' ? '' : ` ${comment}`;
}

/** A name that was declared or used before, and not in this line; as a last resort a number. */
function valueFrom(line: string, names: readonly string[]): string {
  const declared = names.filter((name) => name.length > 2 && !keywords.has(name) && !line.includes(name));
  return `${/\s$|[([]$/.test(line) ? '' : ' '}${declared.at(-1) ?? '1'}`;
}

const keywords = new Set(
  'and as async await break case class const continue def else end export final for from func function if import interface let match new not null package private public return self static string struct this type use var void while with number boolean int true false'.split(
    ' ',
  ),
);

/** What closes the brackets that a line leaves open. */
function closing(line: string): string {
  const partners = new Map([
    ['(', ')'],
    ['[', ']'],
  ]);
  const open: string[] = [];
  for (const one of line) {
    const partner = partners.get(one);
    if (partner !== undefined) open.unshift(partner);
    else if (one === open[0]) open.shift();
  }
  return open.join('');
}
