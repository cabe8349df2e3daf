import assert from 'node:assert/strict';
import { readCompletion, restOfCompletion } from '../../../src/core/tasks/readCompletion';

/** The cursor is `|`; `undefined`: nothing useful. */
type Row = readonly [title: string, file: string, answer: string, inserted: string | undefined];

const body = 'function total(prices: number[]) {\n  |\n}\n';
const rows: readonly Row[] = [
  ['bare code', 'const a = |', '1 + 2;', '1 + 2;'],
  ['a fence', 'const a = |', '```ts\n1 + 2;\n```', '1 + 2;'],
  ['a fence of tildes', 'const a = |', '~~~\n1;\n~~~', '1;'],
  ['a fence with words around it', 'const a = |', 'Here is the code:\n\n```ts\n1;\n```\nThis adds a number.', '1;'],
  ['a fence without an end', 'const a = |', '```ts\n1 + 2;', '1 + 2;'],
  ['an empty fence', 'const a = |', '```\n```', undefined],
  ['a fence on one line with its end', 'const a = |', '```ts\n```\n', undefined],
  ['words, then bare code', 'const a = |', 'Here is the completion:\n1 + 2;', '1 + 2;'],
  ['back quotes around it', 'const a = |', '`1 + 2;`', '1 + 2;'],
  ['thoughts before it', 'const a = |', '<think>Hm, a number.</think>\n1;', '1;'],
  ['a refusal', 'const a = |', "Sorry, I can't complete this code.", undefined],
  ['nothing, in words', 'const a = 1;|', '(nothing)', undefined],
  ['nothing at all', 'const a = 1;|', ' \n ', undefined],
  ['the line once more', 'const a = |', '```ts\nconst a = 1;\n```', '1;'],
  ['the indented line once more', body.replace('|', 'const sum = |'), '```ts\n  const sum = 0;\n```', '0;'],
  ['the line once more, without its indentation', body.replace('|', 'const sum = |'), 'const sum = 0;', '0;'],
  ['the lines before once more', 'let a = 1;\nlet b = 2;\nlet c = |', 'let a = 1;\nlet b = 2;\nlet c = 3;', '3;'],
  ['the line once more, without its last blank', 'return |', 'return\n', undefined],
  ['the word that was begun', 'const tot|', 'total = 0;', 'al = 0;'],
  ['a member that was begun', 'list.forE|', 'forEach(show);', 'ach(show);'],
  ['a letter that only looks begun', 'f(a|', 'apple)', 'apple)'],
  ['a blank that is there already', 'return |', ' value;', 'value;'],
  ['a blank that is not there yet', 'return|', ' value;', ' value;'],
  ['indentation that is there already', body, '```ts\n  return 1;\n```', 'return 1;'],
  ['indentation of several lines', body, '```ts\n  let a = 1;\n  return a;\n```', 'let a = 1;\n  return a;'],
  ['a line break on a blank line', body, '\n  return 1;', 'return 1;'],
  ['the next line', 'let a = 1;|\n', '```ts\n\nlet b = 2;\n```', '\nlet b = 2;'],
  ['a line break that only an answer begins with', 'let a = |\n', '\n1;', '1;'],
  ['the closing line that follows', body, '```ts\n  return 1;\n}\n```', 'return 1;'],
  ['a closing line of its own', 'if (a) {\n  if (b) {\n    |\n}\n', '    go();\n  }', 'go();\n  }'],
  ['the mark of a comment once more', 'a();\n  // |', '```ts\n  // Adds.\n```', 'Adds.'],
  ['a bracket as the one above', 'if (a) {\n    if (b) {\n    }\n  |\n\nnext();', '}', '}'],
  ['a quotation mark as the one before', "say(\n  '|\n", "',", "',"],
  ['all lines that follow', 'a = 1\n|\nc = 3\nd = 4\n', 'b = 2\nc = 3\nd = 4', 'b = 2'],
  ['only what follows', 'a = 1\n|\nc = 3\n', 'c = 3', undefined],
  ['a bracket that follows', 'foo(|)', 'a, b)', 'a, b'],
  ['brackets and the end that follow', 'foo(|);', 'a, b);', 'a, b'],
  ['a bracket of its own', 'foo(bar(|)', 'x)', 'x)'],
  ['both brackets', 'foo(bar(|))', 'x))', 'x'],
  ['a call inside of a call', 'foo(|)', 'bar(x)', 'bar(x)'],
  ['a quotation mark that follows', 'import x from "|"', 'node:fs"', 'node:fs'],
  ['the rest of the line', 'const |= require("fs");', 'fs = require("fs");', 'fs '],
  ['several lines where text follows', 'const a = |; // sum', '1 + 2\nconst b = 3', '1 + 2'],
  ['a new line where text follows', 'foo(|)', '\n  a,\n', '  a,'],
  ['the mark left in', 'const a = |', '1;<CURSOR>', '1;'],
  ['the line with the mark in it', 'const a = |', 'const a = <CURSOR>1;', '1;'],
  ['a mark of the file is its own', 'say("<CURSOR>", |', '"<CURSOR>");', '"<CURSOR>");'],
  ['blanks at the end', 'const a = |', '1;   \n\n', '1;'],
  ['line breaks of another system', 'let a = 1;\r\nlet b = |\r\nend();', 'let b = 2;\r\nend();', '2;'],
  ['a character that turns the direction', 'const a = |', '"\u202Eevil";', undefined],
  ['a character nobody sees', 'const a = |', '1\u200B;', undefined],
];

const gapOf = (file: string) => {
  const [before = '', after = ''] = file.split('|');
  return { before, after };
};

describe('what is inserted of an answer', () => {
  for (const [title, file, answer, inserted] of rows) {
    it(`${title}: ${JSON.stringify(file)}`, () => {
      assert.equal(readCompletion(answer, gapOf(file)), inserted);
    });
  }
});

const source = `import { sum } from './sum';

/** Adds what is in a cart. */
export function total(prices: readonly number[], rate = 0.2): number {
  if (prices.some((price) => price < 0)) {
    throw new RangeError('negative price');
  }
  const all = sum(prices.map((price) => round(price * (1 + rate))));
  return [all, 0].reduce((most, one) => Math.max(most, one), 0);
}

const names = {
  'a b': total([1]), // one
  other: \`\${total([])} x\`,
};
`;

describe('an answer that is right', () => {
  const forms: readonly (readonly [title: string, answer: (missing: string, line: string, below: string) => string])[] =
    [
      ['alone', (missing) => missing],
      ['with the line of the cursor', (missing, line) => line + missing],
      ['with the lines that follow', (missing, _line, below) => `${missing}\n${below}`],
    ];
  for (const [title, answer] of forms) {
    it(`goes in as it is at every place of a file: ${title}`, () => {
      const lines = source.split('\n');
      for (const [at, line] of lines.entries()) {
        const indent = line.length - line.trimStart().length;
        for (let column = indent; column < line.length; column += 1) {
          const before = [...lines.slice(0, at), line.slice(0, column)].join('\n');
          const missing = line.slice(column);
          const after = source.slice(before.length + missing.length);
          // Closing lines below say nothing about which of them is meant.
          const below = lines.slice(at + 1, at + 3).join('\n');
          if (title !== 'alone' && !/\w/.test(line)) continue;
          const said = `\`\`\`\`ts\n${answer(missing, line.slice(0, column), below)}\n\`\`\`\``;
          assert.equal(
            readCompletion(said, { before, after }),
            missing.trimEnd() === '' ? undefined : missing,
            `${before}|`,
          );
        }
      }
    });
  }
});

describe('an earlier completion', () => {
  const earlier = { ...gapOf('const a = |\n'), text: 'sum(1, 2);' };
  const rest = (file: string) => restOfCompletion(earlier, gapOf(file));

  it('goes on with what was not typed yet', () => {
    assert.equal(rest('const a = |\n'), 'sum(1, 2);');
    assert.equal(rest('const a = su|\n'), 'm(1, 2);');
  });

  it('knows the bracket that the editor closed', () => {
    assert.equal(rest('const a = sum(|)\n'), '1, 2);');
    assert.equal(restOfCompletion({ ...earlier, text: 'sum(1, 2)' }, gapOf('const a = sum(|)\n')), '1, 2');
  });

  it('ends where something else is typed, deleted, changed below, or all of it is there', () => {
    for (const file of [
      'const a = min|\n',
      'const a =|\n',
      'const b = |\n',
      'const a = s|\nmore',
      'const a = sum(1, 2);|\n',
    ]) {
      assert.equal(rest(file), undefined, file);
    }
  });
});
