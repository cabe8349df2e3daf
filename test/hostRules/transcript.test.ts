import assert from 'node:assert/strict';
import { type Turn, newConversation, newTurn } from '../../src/core/conversation/conversation';
import type { ConversationStore } from '../../src/host/chat/conversationStore';
import { Transcript } from '../../src/host/chat/transcript';

describe('a transcript', () => {
  const streaming = (answer: string): Turn => ({ ...newTurn('one', 'Why?', 1), state: 'streaming', answer });

  function bench(draft = '') {
    const calls: string[] = [];
    const store: ConversationStore = {
      load: () => assert.fail(),
      open: () => assert.fail(),
      read: () => assert.fail(),
      list: () => assert.fail(),
      rename: () => assert.fail(),
      delete: () => assert.fail(),
      sealed: () => assert.fail(),
      dispose: () => assert.fail(),
      save: ({ turns, title }, typed) =>
        void calls.push(`save ${title ?? '-'}: ${turns.map(({ answer }) => answer).join('|')}: ${typed}`),
      release: (id) => void calls.push(`release ${id}`),
    };
    const transcript = new Transcript(store, newConversation('talk', 1), draft);
    const shown: string[] = [];
    transcript.listen({
      turn: ({ answer }) => void shown.push(`turn ${answer}`),
      delta: (_id, text, reasoning) => void shown.push(`delta ${text}/${reasoning}`),
    });
    return { transcript, calls, shown };
  }

  it('writes only what changed, and lets go of it in the end', () => {
    const { transcript, calls } = bench();
    transcript.saveNow();
    transcript.update(streaming('Be'));
    transcript.saveNow();
    transcript.saveNow();
    transcript.rename('Mine');
    transcript.close();
    assert.deepEqual(calls, ['save -: Be: ', 'save Mine: Be: ', 'release talk']);
  });

  it('writes what comes after the end, and does not hold it again', () => {
    const { transcript, calls, shown } = bench();
    transcript.update(streaming('Be'));
    transcript.close();
    transcript.update({ ...streaming('Because'), state: 'stopped' });
    transcript.saveNow();
    transcript.saveNow();
    transcript.type('And?');
    transcript.saveNow();
    assert.deepEqual(calls, [
      'save -: Be: ',
      'release talk',
      'save -: Because: ',
      'release talk',
      'save -: Because: And?',
      'release talk',
    ]);
    assert.deepEqual(shown, ['turn Be'], 'what nobody looks at was shown');
  });

  it('writes nothing once it is forgotten', () => {
    const { transcript, calls } = bench();
    transcript.update(streaming('Be'));
    transcript.forget();
    transcript.update(streaming('Because'));
    transcript.type('And?');
    transcript.saveNow();
    transcript.close();
    assert.deepEqual(calls, ['release talk']);
  });

  it('shows all pieces in their order, and a whole turn only where more than its text changed', () => {
    const { transcript, shown } = bench();
    transcript.update(newTurn('one', 'Why?', 1));
    transcript.append({ ...streaming(''), reasoning: 'Hm' }, { type: 'reasoning', text: 'Hm' });
    transcript.append({ ...streaming(''), reasoning: 'Hm.' }, { type: 'reasoning', text: '.' });
    transcript.append({ ...streaming('Be'), reasoning: 'Hm.' }, { type: 'text', text: 'Be' });
    transcript.append({ ...streaming('Because'), reasoning: 'Hm.' }, { type: 'text', text: 'cause' });
    transcript.update({ ...streaming('Because'), state: 'done' });
    assert.deepEqual(shown, ['turn ', 'turn ', 'delta Because/.', 'turn Because']);
    transcript.forget();
  });
});
