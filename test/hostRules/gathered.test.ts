import assert from 'node:assert/strict';
import type { FilePart } from '../../src/core/conversation/message';
import type { FileVerdict } from '../../src/core/privacy/questions';
import { allowed, gathered, withinBounds } from '../../src/host/chat/mentions/gathered';
import { newFileDiff } from '../../src/host/chat/mentions/newFileDiff';

function part(name: string, size: number): FilePart {
  return { type: 'file', file: { name, how: 'attached' }, text: 'x'.repeat(size), languageId: 'text', startLine: 1 };
}

const refsOf = (names: string) =>
  names.split('<').map((name) => ({ name, uri: `file:///${name}`, how: 'attached' }) as const);

describe('files that are attached as one', () => {
  it('are asked about before they are read, with all files that something of them comes from', async () => {
    const asked: string[] = [];
    const check = async (files: readonly { readonly name: string }[]): Promise<readonly FileVerdict[]> => {
      asked.push(...files.map(({ name }) => name));
      return files.map(({ name }) => {
        if (name.startsWith('.env')) return { may: 'not', rule: 'file that holds secrets: .env' };
        return name === 'lifted' ? { may: 'ifAsked', rule: 'lifted' } : { may: 'go' };
      });
    };
    // One of them was renamed from a file that never goes.
    assert.deepEqual(await allowed(['a', 'b<.env', '.env', 'lifted', 'c<d'], refsOf, check), {
      going: ['a', 'c<d'],
      ignored: 3,
      rule: 'file that holds secrets: .env',
    });
    assert.deepEqual(asked, ['a', 'b', '.env', '.env', 'lifted', 'c', 'd']);
  });

  it('stay here without a verdict', async () => {
    const { going, ignored } = await allowed(['a', 'b'], refsOf, async () => [{ may: 'go' }]);
    assert.deepEqual([going, ignored], [['a'], 1]);
  });

  it('are read until there is no more room; a large one does not keep small ones out', async () => {
    const read: string[] = [];
    const sizes = { a: 100 * 1024, b: 101 * 1024, c: 100 * 1024, d: 1 };
    const { parts, over, noText } = await withinBounds(Object.entries(sizes), async ([name, size]) => {
      read.push(name);
      return part(name, size);
    });
    assert.deepEqual(
      parts.map(({ file }) => file.name),
      ['a', 'c'],
    );
    assert.deepEqual([over, noText], [2, 0]);
    assert.deepEqual(read, ['a', 'b', 'c'], 'read without need');
  });

  it('are no more than thirty, of those that are texts', async () => {
    const names = Array.from({ length: 40 }, (_, n) => n);
    const found = await withinBounds(names, async (n) => (n < 5 ? 'noText' : part(String(n), 1)));
    assert.deepEqual([found.parts.length, found.over, found.noText], [30, 5, 5]);
    assert.equal(
      gathered('src/', { ignored: 0 }, found, '').leftOut,
      '5 files left out: more does not fit · 5 files without text',
    );
  });

  it('say why none of them goes', () => {
    const none = { parts: [], over: 0, noText: 0 };
    assert.equal(gathered('Changes', { ignored: 0 }, none, 'Nothing differs.').problem, 'Nothing differs.');
    assert.equal(
      gathered('Changes', { ignored: 2, rule: '.gitignore: a' }, none, '').problem,
      'Does not go: .gitignore: a',
    );
    assert.match(gathered('src/', { ignored: 0 }, { ...none, over: 1 }, '').problem ?? '', /too large/);
  });
});

describe('a new file', () => {
  // As `git diff --no-index /dev/null` prints it, without the line of object names.
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    ['one line', 'a\n', ['@@ -0,0 +1 @@', '+a']],
    ['several lines', 'a\n\nb\n', ['@@ -0,0 +1,3 @@', '+a', '+', '+b']],
    ['no line break at the end', 'a\nb', ['@@ -0,0 +1,2 @@', '+a', '+b', String.raw`\ No newline at end of file`]],
  ];
  for (const [title, text, lines] of rows) {
    it(`is written as git does: ${title}`, () => {
      const head = ['diff --git a/src/n.ts b/src/n.ts', 'new file mode 100644', '--- /dev/null', '+++ b/src/n.ts'];
      assert.equal(newFileDiff('src/n.ts', text), [...head, ...lines, ''].join('\n'));
    });
  }
});
