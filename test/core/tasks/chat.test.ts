import assert from 'node:assert/strict';
import { newConversation } from '../../../src/core/conversation/conversation';
import { contentOf } from '../../../src/core/conversation/writeOut';
import { chatPrompt } from '../../../src/core/tasks/chat';
import { promptOf } from '../../../src/core/tasks/slash';

describe('the messages for a question in the chat', () => {
  const conversation = newConversation('c', 0);

  it('hold the instruction of a task, not its word', () => {
    const last = chatPrompt(conversation, '', { question: '/fix the loop' }, undefined).messages.at(-1);
    assert.equal(last?.content, promptOf('/fix the loop'));
  });

  it('hold the files before the question', () => {
    const file = { name: 'a.ts', how: 'attached' } as const;
    const part = { type: 'file', file, text: 'let a;', languageId: 'typescript', startLine: 1 } as const;
    const last = chatPrompt(conversation, '', { question: 'Why?', attachments: [part] }, undefined).messages.at(-1);
    assert.ok(last);
    assert.match(contentOf(last), /^line 1 of a\.ts:[^]*let a;[^]*\n\nWhy\?$/);
  });
});
