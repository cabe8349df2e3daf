import assert from 'node:assert/strict';
import { proseOf } from '../../../../src/core/edits/reading/prose';

describe('the words of an answer', () => {
  it('are what stands around its code', () => {
    const answer = 'The sign was wrong.\n\n```ts\nconst a = 1;\nconst b = 2;\n```\n\nThat is all.\n';
    assert.deepEqual(proseOf(answer), { prose: 'The sign was wrong.\n\nThat is all.', codeLines: 2 });
  });

  it('are counted apart from the code while it is still written', () => {
    assert.deepEqual(proseOf('One moment.\n```ts\nconst a'), { prose: 'One moment.', codeLines: 1 });
    assert.deepEqual(proseOf('One mo'), { prose: 'One mo', codeLines: 0 });
    assert.deepEqual(proseOf(''), { prose: '', codeLines: 0 });
  });

  it('are not the blocks that nobody put into a fence', () => {
    const answer = 'Here:\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\nDone.';
    assert.deepEqual(proseOf(answer), { prose: 'Here:\nDone.', codeLines: 5 });
    assert.deepEqual(proseOf('Here:\n<<<<<<< SEARCH\na\n'), { prose: 'Here:', codeLines: 2 });
  });
});
