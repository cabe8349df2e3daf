import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { FilePart, Message, Part } from '../../../src/core/conversation/message';
import { estimateTokens, overflowOf } from '../../../src/core/conversation/size';
import { contentOf } from '../../../src/core/conversation/writeOut';
import { commitMessages } from '../../../src/core/tasks/commit';
import { type ChangedFile, fitDiff } from '../../../src/core/tasks/fitDiff';

const hunk = (at: number, lines: number) =>
  [
    `@@ -${at},1 +${at},${lines} @@`,
    ...Array.from({ length: lines }, (_, line) => `+const value${at}_${line} = ${line};`),
  ].join('\n');

function changed(path: string, hunks: number, lines = 10, more: Partial<ChangedFile> = {}): ChangedFile {
  const body = Array.from({ length: hunks }, (_, at) => hunk(at * 100 + 1, lines)).join('\n');
  const head = `diff --git a/${path} b/${path}\nindex 1..2 100644\n--- a/${path}\n+++ b/${path}\n`;
  return { path, status: 'modified', diff: `${head}${body}\n`, added: hunks * lines, removed: 0, ...more };
}

const fixed = commitMessages({ changes: [], history: ['Add eggs'] });
const said = (parts: readonly Part[]) => contentOf({ role: 'user', content: parts });
const partsOf = (parts: readonly Part[]): FilePart[] => parts.filter((part) => part.type === 'file');

describe('a diff cut to what a model can use', () => {
  it('goes whole where it fits, as parts of files that the rules about ignored files know', () => {
    const fitted = fitDiff([changed('src/a.ts', 1, 2, { uri: 'file:///w/src/a.ts' })], fixed, undefined);
    assert.deepEqual([fitted.whole.length, fitted.shortened, fitted.listed, fitted.leftOut], [1, [], [], undefined]);
    assert.deepEqual(partsOf(fitted.changes)[0]?.file, {
      name: 'src/a.ts',
      how: 'attached',
      uri: 'file:///w/src/a.ts',
    });
    assert.equal(
      said(fitted.changes),
      'Changed: src/a.ts (+2 −0); its diff, lines 1–3 of src/a.ts:\n\n```diff\n@@ -1,1 +1,2 @@\n+const value1_0 = 0;\n+const value1_1 = 1;\n```\n\n',
    );
  });

  it('names what programs make, what is binary, minified or has no diff, and keeps its content back', () => {
    const files = [
      changed('package-lock.json', 1),
      changed('web/app.min.js', 1),
      changed('vendor/x/y.go', 1),
      changed('logo.png', 1, 1, { diff: 'Binary files a/logo.png and b/logo.png differ\n' }),
      changed('bundle.js', 1, 1, { diff: `@@ -1 +1 @@\n+${'a=1;'.repeat(600)}\n` }),
      changed('new.ts', 1, 1, { diff: '', status: 'renamed', from: 'old.ts', added: 0 }),
    ];
    const fitted = fitDiff([...files, changed('src/a.ts', 1, 1)], fixed, undefined);
    assert.deepEqual(fitted.listed, files);
    assert.equal(partsOf(fitted.changes).length, 1);
    assert.ok(said(fitted.changes).includes('- Renamed: old.ts → new.ts (+0 −0)\n'));
    assert.equal(
      fitted.leftOut,
      'Only the name was sent of package-lock.json, web/app.min.js, vendor/x/y.go and 3 files more.',
    );
  });

  it('cuts long files after a hunk and says so, small ones stay whole', () => {
    const long = changed('long.ts', 200);
    const small = changed('small.ts', 1);
    const fitted = fitDiff([long, small], fixed, { contextLength: 8192 });
    assert.deepEqual([fitted.whole, fitted.shortened], [[small], [long]]);
    const part = partsOf(fitted.changes).find(({ file }) => file.name === 'long.ts');
    const lines = part?.text.split('\n') ?? [];
    assert.equal(lines.length % 11, 0, 'whole hunks of eleven lines');
    assert.ok(
      said(fitted.changes).includes(`(${200 * 11 - lines.length} further lines of this diff are left out here.)`),
    );
    assert.equal(fitted.leftOut, 'Only the beginning was sent of long.ts.');
  });

  it('is 12,000 tokens at most, however large the window', () => {
    const files = Array.from({ length: 40 }, (_, at) => changed(`src/f${at}.ts`, 60));
    const fitted = fitDiff(files, fixed, { contextLength: 1_000_000 });
    assert.ok(fitted.tokens <= 12_000 && fitted.tokens > 9_000, String(fitted.tokens));
  });

  it('counts what finds no room even by its name', () => {
    const files = Array.from({ length: 3000 }, (_, at) => changed(`dist/f${at}.js`, 1, 1));
    const fitted = fitDiff(files, fixed, { contextLength: 4096 });
    const [, count = ''] = /^(\d+) files more \(\+\1 −0\)\.$/m.exec(said(fitted.changes)) ?? [];
    const named = said(fitted.changes).match(/^- Changed/gm)?.length ?? 0;
    assert.equal(named + Number(count), 3000);
    assert.ok(fitted.leftOut?.endsWith(`Of ${count} files not even the name was sent.`), fitted.leftOut);
  });

  it('property: within the budget and the window, and nothing is dropped without a word', () => {
    const file = fc
      .record({
        name: fc.constantFrom('a.ts', 'yarn.lock', 'dir/b.py', 'x.min.js', 'ü/ß.go'),
        hunks: fc.integer({ min: 0, max: 40 }),
        lines: fc.integer({ min: 1, max: 60 }),
      })
      .map(
        ({ name, hunks, lines }) =>
          (at: number) =>
            changed(`p${at}/${name}`, hunks, lines),
      );
    fc.assert(
      fc.property(
        fc.array(file, { maxLength: 25 }),
        fc.integer({ min: 3000, max: 60_000 }),
        (makers, contextLength) => {
          const files = makers.map((make, at) => make(at));
          const fitted = fitDiff(files, fixed, { contextLength });
          assert.ok(fitted.tokens <= 12_000);
          const whole: readonly Message[] = commitMessages({ changes: fitted.changes, history: ['Add eggs'] });
          assert.equal(overflowOf(estimateTokens(whole), { contextLength }), undefined);
          const parts = new Map(partsOf(fitted.changes).map((part) => [part.file.name, part.text]));
          const text = said(fitted.changes);
          for (const one of files) {
            const in3 = [fitted.whole, fitted.shortened, fitted.listed].map((list) => list.includes(one));
            assert.equal(in3.filter(Boolean).length, 1, one.path);
            const bare = one.diff.slice(one.diff.indexOf('\n@@') + 1).trimEnd();
            if (fitted.whole.includes(one)) assert.equal(parts.get(one.path), bare);
            else if (fitted.shortened.includes(one)) {
              const sent = parts.get(one.path) ?? '?';
              assert.ok(bare.startsWith(sent) && sent.length < bare.length);
              const missing = bare.split('\n').length - sent.split('\n').length;
              assert.ok(text.includes(`(${missing} further lines of this diff`));
            } else {
              assert.ok(!parts.has(one.path));
              assert.ok(text.includes(`- Changed: ${one.path} `) || / files? more \(/.test(text), one.path);
            }
          }
          assert.equal(fitted.leftOut === undefined, fitted.whole.length === files.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});
