import assert from 'node:assert/strict';
import { TextLines } from '../../../src/core/context/textLines';

describe('the lines of a text', () => {
  // a b \r\n c \r d \n — offsets 0 to 7.
  const lines = new TextLines('ab\r\nc\rd\n');

  it('end with every kind of line break', () => {
    assert.equal(lines.count, 4);
    assert.deepEqual(
      [0, 1, 2, 3].map((line) => lines.textOf(line, line)),
      ['ab', 'c', 'd', ''],
    );
    assert.equal(lines.textOf(0, 1), 'ab\r\nc');
    assert.equal(lines.textOf(1, 99), 'c\rd');
    assert.equal(lines.textOf(9, 9), '');
  });

  it('are found by an offset, also by one at a line break or beyond', () => {
    const at = [0, 1, 2, 3, 4, 5, 6, 7, 8, 99].map((offset) => lines.lineAt(offset));
    assert.deepEqual(at, [0, 0, 0, 0, 1, 1, 2, 2, 3, 3]);
    assert.equal(new TextLines('').lineAt(0), 0);
  });

  it('say where they stand', () => {
    assert.equal(lines.offsetOf(2, 1), 7);
    assert.equal(lines.offsetOf(2, 99), 8);
    assert.equal(lines.offsetOf(99, 0), 8);
  });
});
