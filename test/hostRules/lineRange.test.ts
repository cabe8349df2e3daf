import assert from 'node:assert/strict';
import { type LineRange, type TextChange, movedBy, rangeText } from '../../src/host/chat/lineRange';

/** Text put in place of what stands between two positions, as the editor says it. */
function change(startLine: number, endLine: number, character: number, text: string): TextChange {
  return { range: { start: { line: startLine }, end: { line: endLine, character } }, text };
}

describe('marked lines', () => {
  const marked: LineRange = { first: 10, last: 14 };
  const rows: readonly (readonly [string, TextChange, LineRange])[] = [
    ['stay where they are when something changes below', change(14, 20, 0, ''), { first: 10, last: 14 }],
    ['move down with a line above them', change(0, 0, 0, 'import a;\n'), { first: 11, last: 15 }],
    ['move down with a line put right before them', change(9, 9, 0, 'new\n'), { first: 11, last: 15 }],
    ['move up with lines taken out above them', change(2, 5, 0, ''), { first: 7, last: 11 }],
    ['stay for a word in the line above', change(8, 8, 4, 'word'), { first: 10, last: 14 }],
    ['grow with lines put between them', change(11, 11, 3, '\r\n\r\n'), { first: 10, last: 16 }],
    ['shrink with lines taken out between them', change(10, 12, 0, ''), { first: 10, last: 12 }],
    ['begin later when their beginning is written over from above', change(6, 10, 2, 'x\ny'), { first: 8, last: 11 }],
    [
      'end earlier when their end is written over with what follows',
      change(12, 30, 0, 'x\ny\nz'),
      { first: 10, last: 13 },
    ],
    ['do not become the whole text when all of it is written over', change(0, 99, 0, 'x\n'.repeat(99)), marked],
  ];
  for (const [name, edit, expected] of rows) {
    it(name, () => {
      assert.deepEqual(movedBy(marked, edit), expected);
    });
  }

  it('are named as a person would', () => {
    assert.equal(rangeText({ first: 3, last: 3 }), 'line 3');
    assert.equal(rangeText({ first: 12, last: 40 }), 'lines 12–40');
  });
});
