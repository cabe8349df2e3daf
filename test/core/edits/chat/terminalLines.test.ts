import assert from 'node:assert/strict';
import { terminalLines, withHiddenShown } from '../../../../src/core/edits/chat/terminalLines';

describe('what code puts into a terminal', () => {
  it('is its lines, without blank ones at the ends', () => {
    assert.deepEqual(terminalLines('\n  npm ci\r\n\nnpm test  \n\n'), { lines: ['  npm ci', '', 'npm test  '] });
    assert.deepEqual(terminalLines(' \n'), { lines: [] });
  });

  it('has no prompts where every line has one', () => {
    assert.deepEqual(terminalLines('$ npm ci\n\n$ npm test'), { lines: ['npm ci', '', 'npm test'] });
    assert.deepEqual(terminalLines('$ npm ci\nadded 3 packages'), { lines: ['$ npm ci', 'added 3 packages'] });
  });

  it('has blanks for tabs, which a shell would answer', () => {
    assert.deepEqual(terminalLines('if true; then\n\techo a\nfi'), { lines: ['if true; then', '    echo a', 'fi'] });
  });

  it('keeps letters, marks and pictures of any script', () => {
    const text = "echo 'naïve e\u0301 日本語 עברית 🎉'";
    assert.deepEqual(terminalLines(text), { lines: [text] });
  });

  const hidden: readonly (readonly [what: string, character: string, name: string])[] = [
    ['the override of direction', '\u202E', 'U+202E'],
    ['an isolate of direction', '\u2066', 'U+2066'],
    ['a mark of direction', '\u200F', 'U+200F'],
    ['a blank without width', '\u200B', 'U+200B'],
    ['a soft hyphen', '\u00AD', 'U+00AD'],
    ['a blank of braille', '\u2800', 'U+2800'],
    ['a variant that is not drawn', '\u{E0100}', 'U+E0100'],
    ['a joiner that is not drawn', '\u034F', 'U+034F'],
    ['a tag', '\u{E0041}', 'U+E0041'],
    ['an escape', '\u001B', 'U+001B'],
    ['a backspace', '\b', 'U+0008'],
    ['an interrupt', '\u0003', 'U+0003'],
    ['a control of the second set', '\u009B', 'U+009B'],
    ['another line break', '\u2028', 'U+2028'],
    ['a letter that is a blank', '\u3164', 'U+3164'],
    ['half of a pair', '\uD800', 'U+D800'],
  ];
  for (const [what, character, name] of hidden) {
    it(`is nothing with ${what} in it`, () => {
      assert.deepEqual(terminalLines(`ls\nrm ${character}x`), { hidden: { line: 2, character: name } });
      assert.equal(withHiddenShown(`ls\r\n\trm ${character}x`), `ls\r\n\trm <${name}>x`);
    });
  }
});
