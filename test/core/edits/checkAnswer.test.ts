import assert from 'node:assert/strict';
import { applyChanges } from '../../../src/core/edits/changes';
import { checkAnswer, namesIn } from '../../../src/core/edits/checkAnswer';
import type { EditTask } from '../../../src/core/edits/edit';
import type { Change } from '../../../src/core/span';
import type { SyntaxTree } from '../../../src/core/syntax';

const base = ['first = 1', 'total = first - 2', 'last = 3', ''].join('\n');
const task: EditTask = {
  task: 'edit',
  file: { name: 'sums.py', how: 'selected' },
  languageId: 'python',
  base,
  scope: { start: 10, end: 28 },
  form: 'replacement',
};
const answer = '```python\ntotal = first + 2\n```';

/** Counts each `(` without its end as an error, and how many trees are open. */
class FakeTrees {
  open = 0;

  read(text: string): SyntaxTree {
    this.open += 1;
    const none = (): never[] => [];
    return {
      text,
      languageId: 'python',
      enclosing: none,
      outline: none,
      imports: none,
      errors: () => Math.abs(text.split('(').length - text.split(')').length),
      names: none,
      calls: none,
      declared: () => new Set(),
      regexAt: () => undefined,
      codeOnly: ({ start, end }) => text.slice(start, end),
      after: (changes: readonly Change[]) => Promise.resolve(this.read(applyChanges(text, changes))),
      dispose: () => {
        this.open -= 1;
      },
    };
  }
}

describe('an answer that is checked', () => {
  const known = new Set<string>();

  it('becomes a change of the text as it is now', async () => {
    const trees = new FakeTrees();
    const text = `# new\n${base}`;
    const scope = { start: task.scope.start + 6, end: task.scope.end + 6 };
    const tree = trees.read(text);
    const checked = await checkAnswer(
      { answer, finished: true, task, known },
      { text, scope, tree: () => Promise.resolve(tree) },
    );
    assert.ok(!('problem' in checked));
    assert.equal(applyChanges(checked.base, checked.changes), text.replace('- 2', '+ 2'));
    assert.deepEqual([checked.parsed, checked.warnings, checked.scope], [true, [], scope]);
    assert.equal(trees.open, 1, 'only the tree of the text is still there');
  });

  it('is refused before anything is parsed where it cannot be placed', async () => {
    const checked = await checkAnswer(
      { answer: 'I would change the sign.', finished: true, task, known },
      { text: base, scope: task.scope, tree: () => assert.fail('parsed') },
    );
    assert.deepEqual(checked, { problem: { kind: 'noCode' } });
  });

  it('is refused where its place was changed meanwhile', async () => {
    const text = base.replace('first - 2', 'first - 20');
    const scope = { start: 10, end: 29 };
    const checked = await checkAnswer(
      { answer, finished: true, task, known },
      { text, scope, tree: () => Promise.resolve(undefined) },
    );
    assert.deepEqual(checked, { problem: { kind: 'drifted', line: 2 } });
  });

  it('is refused when the text would not be valid any more, and leaves no tree', async () => {
    const trees = new FakeTrees();
    const broken = '```python\ntotal = (first + 2\n```';
    const tree = trees.read(base);
    const checked = await checkAnswer(
      { answer: broken, finished: true, task, known },
      { text: base, scope: task.scope, tree: () => Promise.resolve(tree) },
    );
    assert.ok('problem' in checked && checked.problem.kind === 'syntax');
    assert.equal(trees.open, 1);
  });

  it('says so where there is nobody to read it', async () => {
    const checked = await checkAnswer(
      { answer, finished: true, task, known },
      { text: base, scope: task.scope, tree: () => Promise.resolve(undefined) },
    );
    assert.ok(!('problem' in checked));
    assert.equal(checked.parsed, false);
    assert.deepEqual(checked.warnings, [{ kind: 'notParsed' }]);
  });

  it('knows the names that were sent along', () => {
    assert.deepEqual([...namesIn(['größe = $total + 1', 'f(größe)'])], ['größe', '$total', 'f']);
  });
});
