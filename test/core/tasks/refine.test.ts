import assert from 'node:assert/strict';
import type { Message } from '../../../src/core/conversation/message';
import { refineMessages } from '../../../src/core/tasks/refine';

const asked: readonly Message[] = [
  { role: 'system', content: 'You change code.' },
  { role: 'user', content: 'What to do: add.' },
];

/** The words of a message that is a text alone. */
function wordsOf(message: Message | undefined): string {
  const content = message?.content;
  assert.ok(typeof content === 'string');
  return content;
}

describe('a further wish for a change', () => {
  it('follows what was answered, with the roles in turn', () => {
    const messages = refineMessages(asked, [
      { answer: 'one', wish: ' Shorter. ' },
      { answer: '', wish: 'Faster.' },
    ]);
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['system', 'user', 'assistant', 'user', 'assistant', 'user'],
    );
    assert.deepEqual(messages.slice(0, 2), asked);
    assert.equal(messages[2]?.content, 'one');
    assert.match(wordsOf(messages[3]), /It should be different: Shorter\.\nGive the complete answer/);
    assert.match(wordsOf(messages[5]), /: Faster\.\n/);
    assert.notEqual(messages[4]?.content, '', 'services refuse a message without content');
  });

  it('says that the change was made, where it was', () => {
    const [, , , last] = refineMessages(asked, [{ answer: 'one', wish: 'More.', made: true }]);
    assert.match(wordsOf(last), /^This change was made, .* What to do now: More\.\n/);
  });

  it('is the question itself where nothing was answered', () => {
    assert.deepEqual(refineMessages(asked, []), asked);
  });

  it('takes a long answer along by its ends', () => {
    const answer = `begin${'x'.repeat(50_000)}end`;
    const content = wordsOf(refineMessages(asked, [{ answer, wish: 'w' }])[2]);
    assert.ok(content.length < 12_000 && content.startsWith('begin') && content.endsWith('end'));
  });
});
