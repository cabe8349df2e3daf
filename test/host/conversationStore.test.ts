import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { newConversation, newTurn, type Turn } from '../../src/core/conversation/conversation';
import type { PrivacyLevel } from '../../src/core/privacy/policy';
import type { Detector } from '../../src/core/privacy/secret';
import { workspaceConversations } from '../../src/host/chat/conversationStore';
import { createScrubber } from '../../src/core/privacy/createScrubber';
import { systemClock } from '../../src/host/clock';
import { door } from '../simulator/index';
import { eventually } from '../support/eventually';

const value = 'harbour-otter-velvet-41';
const findsValue: Detector = (text) => {
  const start = text.indexOf(value);
  return start === -1 ? [] : [{ start, end: start + value.length, kind: 'ENV_VALUE' }];
};

describe('what is kept of a conversation', () => {
  const memento: vscode.Memento = { get: () => undefined, keys: () => [], update: async () => {} };
  const asked: Turn = { ...newTurn('turn', `Is ${value} good?`, 1), state: 'done', answer: 'Yes.' };
  const conversation = { ...newConversation('one', 1), turns: [asked] };

  function bench() {
    const told = door();
    const written: string[] = [];
    const scrubber = createScrubber({ random: Math.random, detect: () => [] });
    const state = {
      level: 'open' as PrivacyLevel,
      confidential: false,
      scrubs: true,
      restricted: false,
      problems: [],
      version: 1,
    };
    const store = workspaceConversations(
      async () => ({
        save: (_workspace, { turns }) => void written.push(JSON.stringify(turns)),
        loadLatest: () => undefined,
        saveDraft: (_workspace, draft) => void written.push(draft),
        loadDraft: () => '',
      }),
      memento,
      async () => ({ scrubber, state, told: () => told.opened }),
      systemClock,
      { info: () => {}, warn: (event) => assert.fail(event) },
    );
    return { store, written, told, scrubber, state };
  }

  it('waits until it is known what is a secret here', async () => {
    const { store, written, told, scrubber } = bench();
    await store.load();
    store.save(conversation, `And ${value}?`);
    assert.deepEqual(written, []);
    scrubber.alsoFind([findsValue]);
    told.open();
    await eventually(() => assert.equal(written.length, 2));
    assert.ok(!written.join().includes(value), written.join());
    assert.match(written[0] ?? '', /^And SECRET_ENV_VALUE_\w+\?$/);
  });

  it('is written anew when more is known to be a secret', async () => {
    const { store, written, told, scrubber, state } = bench();
    await store.load();
    told.open();
    store.save(conversation, '');
    await eventually(() => assert.equal(written.length, 1));
    scrubber.alsoFind([findsValue]);
    state.version += 1;
    store.save(conversation, '');
    assert.equal(written.length, 2);
    assert.ok(!written[1]?.includes(value), written[1]);
    store.save(conversation, '');
    assert.equal(written.length, 2, 'what is kept already was written again');
  });
});
