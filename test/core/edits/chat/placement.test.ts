import assert from 'node:assert/strict';
import { type Spot, mentionedFile, placeCode } from '../../../../src/core/edits/chat/placement';

const file = ["import a from 'a';", '', 'export function one() {', '  return a(1);', '}', ''].join('\n');
const at = (text: string): Spot => ({ start: file.indexOf(text), end: file.indexOf(text) });
const applied = (document: string, code: string, spot: Spot, lineBreak: '\n' | '\r\n' = '\n'): string => {
  const { start, end, text } = placeCode(document, code, spot, lineBreak);
  return document.slice(0, start) + text + document.slice(end);
};

describe('where code of an answer goes', () => {
  it('is the place of what is selected, whatever the code is', () => {
    const start = file.indexOf('  return');
    const spot = { start, end: start + '  return a(1);\n'.length };
    const placement = placeCode(file, file, spot, '\n');
    assert.deepEqual([placement.what, placement.start, placement.end], ['selection', spot.start, spot.end]);
    assert.equal(applied(file, '  return a(2);', spot), file.replace('a(1)', 'a(2)'), 'keeps the line break');
    assert.equal(applied('a b c', 'x\n', { start: 2, end: 3 }), 'a x c', 'gets none that was not there');
  });

  it('is the whole document where the code is a version of it', () => {
    const longer = `${file}\nexport function two() {\n  return a(2);\n}\n`;
    assert.equal(placeCode(file, longer, at('return'), '\n').what, 'whole');
    assert.equal(applied(file, longer, at('return')), longer);
    assert.equal(applied(file, longer.trimEnd(), at('return')), longer, 'keeps the line break at the end');
  });

  it('is the whole document where it has no text', () => {
    assert.equal(applied('', 'const a = 1;', { start: 0, end: 0 }), 'const a = 1;\n');
    assert.equal(placeCode('\n \n', 'const a = 1;', { start: 1, end: 1 }, '\n').what, 'whole');
  });

  it('is the whole document where both ends and some lines are the same', () => {
    const lines = ['first', 'a', 'b', 'c', 'd', 'last'];
    const document = lines.join('\n');
    const spot = { start: 0, end: 0 };
    assert.equal(placeCode(document, 'first\nx\ny\nlast', spot, '\n').what, 'whole', '2 of 6');
    assert.equal(placeCode(document, 'a\nx\ny\nlast', spot, '\n').what, 'cursor');
    assert.equal(placeCode(document, 'x\na\nb\nc\nd', spot, '\n').what, 'whole', '4 of 6');
    assert.equal(placeCode(document, 'x\na\nb\nc', spot, '\n').what, 'cursor', '3 of 6');
  });

  it('is not the whole document for a part of it, nor for code that leaves parts out', () => {
    const part = 'export function one() {\n  return a(1);\n}';
    assert.equal(placeCode(`${file}b\nc\nd\ne\n`, part, at('export'), '\n').what, 'cursor');
    for (const elision of ['// ... existing code ...', '# …', '/* ... */', '...', '<!-- ... -->']) {
      assert.equal(placeCode(file, `${file}${elision}\n`, at('export'), '\n').what, 'cursor', elision);
    }
    assert.equal(placeCode(file, `${file}f(...a);\n`, at('export'), '\n').what, 'whole', 'spread is no elision');
  });

  it('is the cursor else, on lines of its own where a line begins there', () => {
    assert.equal(applied(file, 'const b = 2;', at('export')), file.replace('export', 'const b = 2;\nexport'));
    assert.equal(applied(file, 'const b = 2;\n', at('\nexport')), file.replace('\nexport', 'const b = 2;\n\nexport'));
    assert.equal(applied(file, 'b', at('(1)')), file.replace('a(1)', 'ab(1)'));
  });

  it('takes the line breaks of the document', () => {
    assert.equal(applied('a\r\nb', 'x\ny', { start: 3, end: 4 }, '\r\n'), 'a\r\nx\r\ny');
    assert.equal(applied('a\nb', 'x\r\ny', { start: 2, end: 3 }), 'a\nx\ny');
  });
});

describe('the file that code names', () => {
  const named: readonly (readonly [first: string, path: string])[] = [
    ['// src/app.ts', 'src/app.ts'],
    ['# ./lib/tool.py', 'lib/tool.py'],
    ['/* styles/main.css */', 'styles/main.css'],
    ['<!-- index.html -->', 'index.html'],
    ['-- db/schema.sql', 'db/schema.sql'],
    ['// File: src/app.ts', 'src/app.ts'],
    ['// filename: `app.ts`', 'app.ts'],
    [String.raw`REM scripts\run.bat`, 'scripts/run.bat'],
    ['// app/[id]/page.tsx', 'app/[id]/page.tsx'],
    ['# deploy/Dockerfile', 'deploy/Dockerfile'],
  ];
  for (const [first, path] of named) {
    it(`is read from ${first}`, () => {
      assert.deepEqual(mentionedFile(`${first}\r\nrest\n`, 'ts'), { path, rest: 'rest\n' });
    });
  }

  const unnamed = [
    'const a = 1;',
    '// Adds two numbers.',
    '// TODO',
    '#!/bin/sh',
    '// /etc/passwd',
    '// ../outside.ts',
    '// src/../../outside.ts',
    '// see src/app.ts and more',
    '',
  ];
  for (const first of unnamed) {
    it(`is none in “${first}”`, () => {
      assert.equal(mentionedFile(`${first}\nrest`, 'ts'), undefined);
    });
  }

  it('is read from the fence, where all of the code is its text', () => {
    assert.deepEqual(mentionedFile('// a.ts\nrest', 'ts:src/app.ts'), { path: 'src/app.ts', rest: '// a.ts\nrest' });
    assert.equal(mentionedFile('rest', 'ts:../app.ts'), undefined);
    assert.equal(mentionedFile('rest', 'ts:8'), undefined);
  });
});
