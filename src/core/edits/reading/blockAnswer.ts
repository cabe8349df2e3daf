import type { Block, ReadAnswer } from '../edit';
import { bareLines } from '../text/lines';
import { placesOf } from '../text/place';
import { type Asked, none } from './asked';
import { ENTITY, unescape } from './entities';
import { withoutNumbers } from './lineNumbers';

/** Blocks as they are to be placed. A cut-off answer may lack some of them, and none is taken then. */
export function fromBlocks(blocks: readonly Block[], asked: Asked): ReadAnswer {
  if (!asked.finished) return none({ kind: 'cutOff' });
  const done = blocks.map((block) => understood(block, asked));
  if (done.includes(undefined)) return none({ kind: 'notCode' });
  return { form: 'blocks', blocks: done.filter((block) => block !== undefined) };
}

/** A block without line numbers and entities that are not in the base. */
function understood(block: Block, asked: Asked): Block | undefined {
  const { texts } = asked;
  const isThere = (search: string): boolean => placesOf(texts, bareLines(search), []).length > 0;
  if (isThere(block.search) || block.search.trim() === '') return block;
  const [search, replace] = [block.search, block.replace].map((part) =>
    withoutNumbers(part.split('\n'), asked)?.join('\n'),
  );
  if (search !== undefined && search !== block.search && isThere(search)) {
    return replace === undefined || (replace === block.replace && replace.trim() !== '')
      ? undefined
      : { ...block, search, replace };
  }
  const bare = { search: unescape(block.search), replace: unescape(block.replace) };
  return !ENTITY.test(asked.task.base) && isThere(bare.search) ? { ...block, ...bare } : block;
}
