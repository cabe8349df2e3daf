import { applyChanges } from '../../../../src/core/edits/changes';
import { checkAnswer } from '../../../../src/core/edits/checkAnswer';
import type { EditTask } from '../../../../src/core/edits/edit';
import type { SyntaxTree } from '../../../../src/core/syntax';
import { createSyntax } from '../../../../src/syntax/createSyntax';
import { inRoot } from '../../../launch/paths';
import { linesOf, longSource, rewritten } from './source';

const rounds = { warmUp: 10, counted: 40 };
const firstFunction = 40;
const changedLines = 300;

export interface CheckTimes {
  /** Applied and checked where the editor has read the file as code already; milliseconds. */
  readonly read: readonly number[];
  /** Reading all of the file as code included. */
  readonly unread: readonly number[];
}

/** From an answer that writes 300 lines of a file of 5,000 anew to a checked change and the text it makes. */
export async function timeChecks(): Promise<CheckTimes> {
  const syntax = createSyntax(inRoot('dist', 'syntax'));
  const base = longSource();
  const { first } = linesOf(firstFunction);
  const lines = base.split('\n');
  const lengthOf = (count: number): number => lines.slice(0, count).join('\n').length + (count === 0 ? 0 : 1);
  const scope = { start: lengthOf(first), end: lengthOf(first + changedLines) };
  const answer = `Here is the code, with a clearer name.\n\n\`\`\`typescript\n${rewritten(base, first, changedLines)}\n\`\`\`\n`;
  const task: EditTask = {
    task: 'edit',
    file: { name: 'totals.ts', how: 'selected' },
    languageId: 'typescript',
    base,
    scope,
    form: 'replacement',
  };
  const check = async (tree: Parameters<typeof checkAnswer>[1]['tree']): Promise<number> => {
    const begun = performance.now();
    const checked = await checkAnswer({ answer, finished: true, task, known: new Set() }, { text: base, scope, tree });
    if ('problem' in checked) throw new Error(`the answer is refused: ${JSON.stringify(checked.problem)}`);
    const text = applyChanges(base, checked.changes);
    const time = performance.now() - begun;
    if (!checked.parsed || !text.includes('rounded(subtotal)')) throw new Error('the edit is not what was asked for');
    return time;
  };
  const tree = await syntax.parse(base, 'typescript');
  if (tree === undefined) throw new Error('the file cannot be read as code');
  const times: { read: number[]; unread: number[] } = { read: [], unread: [] };
  for (let round = 0; round < rounds.warmUp + rounds.counted; round++) {
    const read = await check(async () => tree);
    let fresh: SyntaxTree | undefined;
    const unread = await check(async () => {
      fresh = await syntax.parse(base, 'typescript');
      return fresh;
    });
    fresh?.dispose();
    if (round < rounds.warmUp) continue;
    times.read.push(read);
    times.unread.push(unread);
  }
  tree.dispose();
  return times;
}
