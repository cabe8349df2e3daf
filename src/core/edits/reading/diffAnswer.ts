import type { Block, ReadAnswer } from '../edit';
import { bareLines, isBlank } from '../text/lines';
import { placesOf } from '../text/place';
import { type Asked, none } from './asked';
import { endsAsCounted, readDiff } from './unifiedDiff';

/**
 * The parts of a diff as blocks, where its lines with or without a blank in front are in the base, and not both.
 * @param closed something shows that it was written to its end; else its own counts or the scope's last line must.
 */
export function fromDiff(lines: readonly string[], asked: Asked, closed: boolean): ReadAnswer {
  if (!asked.finished || !(closed || endsAsCounted(lines) || endsAsScope(lines, asked)))
    return none({ kind: 'cutOff' });
  const parts = readDiff(lines);
  if (parts.length === 0) return none({ kind: 'notCode' });
  const isThere = (search: string): boolean =>
    search.trim() === '' || placesOf(asked.texts, bareLines(search), []).some(({ moved }) => !moved);
  const blocks = parts.map(({ search, replace, loose, isStrict, path }): Block | undefined => {
    const named = path === undefined ? {} : { path };
    // Lines with a blank in front, and lines as they stand: one of both must be in the file exactly.
    const isExact = isStrict && isThere(search);
    if (isThere(loose.search) && loose.search !== search) return isExact ? undefined : { ...loose, ...named };
    return isExact ? { search, replace, ...named } : undefined;
  });
  if (blocks.includes(undefined)) return none({ kind: 'notFound', text: parts[0]?.loose.search.split('\n')[0] ?? '' });
  return { form: 'blocks', blocks: blocks.filter((block) => block !== undefined) };
}

/** The last line is that of the scope, unchanged, and so are as many before it as the scope has. */
function endsAsScope(lines: readonly string[], { texts, range }: Asked): boolean {
  const own = texts.slice(range.from, range.to);
  const ends = own.at(-1);
  const last = lines.findLast((line) => !isBlank(line));
  if (ends === undefined || (last !== ` ${ends}` && last !== ends)) return false;
  const count = lines.filter((line) => line === last || line === `-${ends}`).length;
  return count === own.filter((line) => line === ends).length;
}
