import assert from 'node:assert/strict';
import { lineAboveComment } from '../../../../src/core/edits/text/commentAbove';

describe('the comment above a function', () => {
  const above = (text: string): number => {
    const lines = text.split('\n');
    return lineAboveComment((line) => lines[line] ?? '', lines.length - 1);
  };

  it('begins where its first line is', () => {
    assert.equal(above('const a = 1;\n/**\n * Adds.\n */\nfunction add() {}'), 1);
    assert.equal(above('x = 1\n# One.\n# Two.\ndef add():'), 1);
    assert.equal(above('/// Adds.\nfn add() {}'), 0);
  });

  it('is none behind a blank line, or where there is code', () => {
    assert.equal(above('// Of the file.\n\nfunction add() {}'), 2);
    assert.equal(above('const a = 1;\nfunction add() {}'), 1);
    assert.equal(above('#include <stdio.h>\nint add() {}'), 1);
    assert.equal(above('function add() {}'), 0);
  });
});
