import assert from 'node:assert/strict';
import { titleOf } from '../../../src/core/conversation/title';

function titled(question: string): string {
  return titleOf({ turns: [{ question }, { question: 'Another?' }] });
}

describe('the title of a conversation', () => {
  const titles: readonly (readonly [question: string, title: string])[] = [
    ['Why?', 'Why?'],
    ['\n  \n  Why   is it slow?  \nIt takes long.', 'Why is it slow?'],
    ['## What does `map` do?', 'What does map do?'],
    ['> - [ ] **Fix** the _old_ ~~bad~~ test', 'Fix the old bad test'],
    ['1. First step', 'First step'],
    ['1.5 or 2?', '1.5 or 2?'],
    ['- 5 degrees', '5 degrees'],
    ['-5 degrees', '-5 degrees'],
    ['#define in C', '#define in C'],
    ['a * b * c', 'a * b * c'],
    ['Read [the guide](https://example.com/a) and ![a picture](b.png)', 'Read the guide and a picture'],
    ['/explain @src/my_old_file.ts and __init__', '/explain @src/my_old_file.ts and __init__'],
    ['```ts\nconst a = 1;\n```', 'const a = 1;'],
    ['---\nbelow a rule', 'below a rule'],
    ['', 'New chat'],
    ['```\n```', 'New chat'],
    // 60 characters stay whole.
    [`${'abcdefghi '.repeat(5)}abcdefghij`, `${'abcdefghi '.repeat(5)}abcdefghij`],
    // Of 61 the word that does not fit goes.
    [`${'abcdefghi '.repeat(5)}abcdefghijk`, `${'abcdefghi '.repeat(4)}abcdefghi…`],
    [`${'abcdefghi '.repeat(5)}abcdefghi and more`, `${'abcdefghi '.repeat(5)}abcdefghi…`],
    // No word to cut at, and no half of a character.
    ['😀'.repeat(61), `${'😀'.repeat(59)}…`],
  ];
  for (const [question, title] of titles) {
    it(`of ${JSON.stringify(question.slice(0, 70))}`, () => {
      assert.equal(titled(question), title);
    });
  }

  it('is the one that the user gave', () => {
    assert.equal(titleOf({ title: ' My *own* ', turns: [{ question: 'Why?' }] }), 'My *own*');
    assert.equal(titleOf({ title: '  ', turns: [{ question: 'Why?' }] }), 'Why?');
    assert.equal(titleOf({ turns: [] }), 'New chat');
  });
});
