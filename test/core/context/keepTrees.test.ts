import assert from 'node:assert/strict';
import { keepTrees } from '../../../src/core/context/keepTrees';
import type { Syntax, SyntaxTree } from '../../../src/core/syntax';

/** Counts what is read, and what is open. */
class Counting implements Syntax {
  readonly read: string[] = [];
  readonly open = new Set<string>();
  answer: 'tree' | 'none' | 'failure' = 'tree';

  supports(languageId: string): boolean {
    return languageId === 'a';
  }

  async parse(text: string, languageId: string): Promise<SyntaxTree | undefined> {
    this.read.push(text);
    await Promise.resolve();
    if (this.answer === 'failure') throw new Error('no memory');
    if (this.answer === 'none') return undefined;
    this.open.add(text);
    return {
      text,
      languageId,
      enclosing: () => [],
      outline: () => [],
      imports: () => [{ start: 0, end: text.length }],
      errors: () => 3,
      names: () => [],
      calls: () => [],
      declared: () => new Set(),
      regexAt: () => undefined,
      codeOnly: () => text,
      after: async () => undefined,
      dispose: () => {
        assert.ok(this.open.delete(text), 'let go of once');
      },
    };
  }
}

describe('trees that are kept', () => {
  let counting: Counting;
  let syntax: Syntax;
  beforeEach(() => {
    counting = new Counting();
    syntax = keepTrees(counting);
  });

  async function use(text: string): Promise<void> {
    (await syntax.parse(text, 'a'))?.dispose();
  }

  it('are read once, also by two at the same time', async () => {
    const [one, two] = await Promise.all([syntax.parse('x', 'a'), syntax.parse('x', 'a')]);
    one?.dispose();
    assert.equal(two?.errors(), 3);
    assert.deepEqual(two.imports(), [{ start: 0, end: 1 }]);
    two.dispose();
    await use('x');
    assert.deepEqual(counting.read, ['x']);
    assert.deepEqual([...counting.open], ['x']);
  });

  it('are the two that were used last', async () => {
    for (const text of ['x', 'y', 'x', 'z', 'x']) await use(text);
    assert.deepEqual(counting.read, ['x', 'y', 'z']);
    assert.deepEqual([...counting.open], ['x', 'z']);
    await use('y');
    assert.deepEqual(counting.read, ['x', 'y', 'z', 'y']);
  });

  it('stay as long as somebody uses them', async () => {
    const tree = await syntax.parse('x', 'a');
    await use('y');
    await use('z');
    assert.deepEqual([...counting.open].toSorted(), ['x', 'y', 'z']);
    tree?.dispose();
    tree?.dispose();
    assert.deepEqual([...counting.open].toSorted(), ['y', 'z']);
  });

  it('are told apart by language', async () => {
    await use('x');
    await syntax.parse('x', 'b');
    assert.deepEqual(counting.read, ['x', 'x']);
  });

  it('are not kept where there is none', async () => {
    for (const answer of ['none', 'failure'] as const) {
      counting.answer = answer;
      assert.equal(await syntax.parse('x', 'a').catch(() => undefined), undefined);
    }
    counting.answer = 'tree';
    assert.equal((await syntax.parse('x', 'a'))?.text, 'x');
    assert.equal(counting.read.length, 3);
  });
});
