import assert from 'node:assert/strict';
import { type Conversation, branchAfter, branchBefore, newTurn } from '../../../src/core/conversation/conversation';
import { noon } from '../../support/fakes';

const conversation: Conversation = {
  id: 'c',
  createdAt: noon,
  title: 'Given by the user',
  branchOf: { conversation: 'origin', turn: 'x' },
  turns: ['1', '2', '3'].map((id) => newTurn(id, `Question ${id}`, noon)),
};
const ids = ({ turns }: Conversation): readonly string[] => turns.map(({ id }) => id);

describe('a branch of a conversation', () => {
  it('has what was said before a turn, and knows where it came from', () => {
    const branch = branchBefore(conversation, '2', 'b', noon + 5);
    assert.deepEqual(branch, {
      id: 'b',
      createdAt: noon + 5,
      turns: [conversation.turns[0]],
      branchOf: { conversation: 'c', turn: '2' },
    });
    assert.deepEqual(ids(branchBefore(conversation, '1', 'b', noon)), []);
  });

  it('has the turn itself where it goes on from there', () => {
    const branch = branchAfter(conversation, '2', 'b', noon + 5);
    assert.deepEqual(ids(branch), ['1', '2']);
    assert.deepEqual(branch.branchOf, { conversation: 'c', turn: '2' });
    assert.deepEqual(ids(branchAfter(conversation, '3', 'b', noon)), ['1', '2', '3']);
  });

  it('leaves the conversation that it came from as it was', () => {
    const before = structuredClone(conversation);
    branchBefore(conversation, '2', 'b', noon);
    branchAfter(conversation, '2', 'b', noon);
    assert.deepEqual(conversation, before);
  });

  it('has everything where the turn is not known', () => {
    assert.deepEqual(ids(branchBefore(conversation, 'none', 'b', noon)), ['1', '2', '3']);
    assert.deepEqual(ids(branchAfter(conversation, 'none', 'b', noon)), ['1', '2', '3']);
  });
});
