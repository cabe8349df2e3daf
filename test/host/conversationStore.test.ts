import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { newConversation, newTurn, type Turn } from '../../src/core/conversation/conversation';
import { createScrubber } from '../../src/core/privacy/createScrubber';
import type { PrivacyLevel } from '../../src/core/privacy/policy';
import { workspaceConversations } from '../../src/host/chat/conversationStore';
import { systemClock } from '../../src/host/clock';
import { openConversationsFile } from '../../src/storage';

describe('what is kept of a conversation', () => {
  const asked: Turn = { ...newTurn('turn', 'Why?', 1), state: 'done', answer: 'Yes.' };
  const conversation = { ...newConversation('one', 1), turns: [asked] };
  let folder = '';
  let closings: (() => void)[] = [];

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'tollfree-kept-'));
  });
  afterEach(() => {
    for (const close of closings.toReversed()) close();
    closings = [];
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  });

  function memento(facts: Record<string, string> = {}): vscode.Memento {
    const kept = new Map(Object.entries(facts));
    return {
      // oxlint-disable-next-line typescript/no-explicit-any -- as the editor declares it
      get: (key: string): any => kept.get(key),
      keys: () => [...kept.keys()],
      update: async (key, value) => void (value === undefined ? kept.delete(key) : kept.set(key, value)),
    };
  }

  function window(state = memento()) {
    const { conversations } = openConversationsFile(path.join(folder, 'talk.sqlite'), systemClock.now());
    const level: PrivacyLevel = 'open';
    const privacy = {
      scrubber: createScrubber({ random: Math.random, detect: () => [] }),
      state: { level, confidential: false, scrubs: true, restricted: false, problems: [], version: 1 },
      told: async () => {},
    };
    const store = workspaceConversations(
      async () => conversations,
      state,
      async () => privacy,
      systemClock,
      { info: () => {}, warn: (event) => assert.fail(event) },
    );
    closings.push(() => {
      store.dispose();
      conversations.close();
    });
    return { store, conversations };
  }

  it('belongs to the workspace, and is held until the window lets go of it', async () => {
    const one = window();
    assert.deepEqual(await one.store.load(), { conversation: undefined, draft: '', unreadable: 0 });
    await one.store.sealed(conversation);
    one.store.save(conversation, 'And?');
    const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.toString() ?? assert.fail();
    assert.equal(one.conversations.load(workspace, 'one')?.draft, 'And?');
    const two = window();
    assert.deepEqual(await two.store.load(), { conversation: undefined, draft: '', unreadable: 0 });
    one.store.dispose();
    assert.deepEqual(await two.store.load(), { conversation, draft: 'And?', unreadable: 0 });
  });

  it('takes over the draft of the version that kept it elsewhere, once', async () => {
    const state = memento({ 'chat.draft': 'typed long ago' });
    const { store } = window(state);
    assert.equal((await store.load()).draft, 'typed long ago');
    assert.equal((await store.load()).draft, '');
  });
});
