import assert from 'node:assert/strict';
import type { FromPage } from '../../src/protocol/messages';
import { parseFromPage } from '../../src/protocol/schemas';

const good: { readonly [Type in FromPage['type']]: Extract<FromPage, { type: Type }> } = {
  ready: { type: 'ready' },
  send: { type: 'send', text: 'Why?' },
  stop: { type: 'stop' },
  newChat: { type: 'newChat' },
  draft: { type: 'draft', text: '', conversation: 'c' },
  retry: { type: 'retry', turnId: 'b' },
  continue: { type: 'continue', turnId: 'b' },
  askInstead: { type: 'askInstead', turnId: 'b' },
  pin: { type: 'pin', model: 'google/gemma-4-31b-it:free' },
  neverSwitch: { type: 'neverSwitch' },
  dismissBanner: { type: 'dismissBanner' },
  seenNews: { type: 'seenNews' },
  action: { type: 'action', action: 'enterKey' },
  copy: { type: 'copy', text: 'const a = 1;' },
  insert: { type: 'insert', text: 'const a = 1;' },
  applyCode: { type: 'applyCode', text: 'const a = 1;', language: 'ts' },
  newFile: { type: 'newFile', text: 'const a = 1;', language: '' },
  runCode: { type: 'runCode', text: 'npm test' },
  retryWith: { type: 'retryWith', turnId: 'b' },
  edit: { type: 'edit', turnId: 'b', text: 'Why not?' },
  editing: { type: 'editing', turnId: 'b', text: 'Why n' },
  branch: { type: 'branch', turnId: 'b' },
  openOrigin: { type: 'openOrigin' },
  suggest: { type: 'suggest', request: 3, trigger: '@', query: 'app' },
  choose: { type: 'choose', id: 'file:///src/app.ts' },
  drop: { type: 'drop', uris: ['file:///src/app.ts'] },
  addPicture: { type: 'addPicture', name: 'a.png', mediaType: 'image/png', data: 'iVBORw0KGgo=', width: 1, height: 1 },
  addText: { type: 'addText', name: 'a.txt', text: 'one' },
  openLink: { type: 'openLink', url: 'https://openrouter.ai/models' },
  attach: { type: 'attach' },
  detach: { type: 'detach', id: 'attachment-1' },
  answerQuestion: { type: 'answerQuestion', turnId: 'b', answer: 'once' },
  showSent: { type: 'showSent', turnId: 'b' },
};

describe('a message of the page', () => {
  for (const message of Object.values(good)) {
    it(`is taken: ${message.type}`, () => {
      assert.deepEqual(parseFromPage(message), message);
    });
  }

  const actions = {
    signIn: true,
    enterKey: true,
    switchModel: true,
    openPrivacySettings: true,
    setPrivacyLevel: true,
    openCredits: true,
    openLimits: true,
    openBudget: true,
    useLocal: true,
    networkDiagnostics: true,
    acknowledgeCost: true,
    showQuota: true,
    reload: true,
    browseModels: true,
    openSettings: true,
    renameChat: true,
  } satisfies Record<Extract<FromPage, { type: 'action' }>['action'], true>;
  for (const action of Object.keys(actions)) {
    it(`may ask for the action ${action}`, () => {
      assert.deepEqual(parseFromPage({ type: 'action', action }), { type: 'action', action });
    });
  }

  it('may name the model to ask instead of the pinned one', () => {
    const message = { type: 'send', text: 'Why?', instead: '@ollama/qwen3:8b' };
    assert.deepEqual(parseFromPage(message), message);
    assert.equal(parseFromPage({ ...message, instead: 1 }), undefined);
  });

  it('may decide before there is a turn', () => {
    const message = { type: 'answerQuestion', answer: 'workspace' };
    assert.deepEqual(parseFromPage(message), message);
  });

  it('may hold 500 KB of text', () => {
    const message = { type: 'send', text: 'x'.repeat(500_000) };
    assert.deepEqual(parseFromPage(message), message);
  });

  const refused: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['null', null],
    ['a text', 'ready'],
    ['a list', [{ type: 'ready' }]],
    ['no type', { text: 'Why?' }],
    ['an unknown type', { type: 'runCommand', command: 'workbench.action.terminal.new' }],
    ['a type of the prototype', { type: 'constructor' }],
    ['no text', { type: 'send' }],
    ['a text that is none', { type: 'send', text: { toString: 'x' } }],
    ['an unknown action', { type: 'action', action: 'signOut' }],
    ['an action that needs to know what failed', { type: 'action', action: 'retry' }],
    ['a question of more than four million characters', { type: 'send', text: 'x'.repeat(4_000_001) }],
    ['a picture that is none', { ...good.addPicture, mediaType: 'image/svg+xml' }],
    ['a picture that is not base64', { ...good.addPicture, data: '<svg onload=alert(1)>' }],
    ['a picture of more than eight million characters', { ...good.addPicture, data: 'A'.repeat(8_000_001) }],
    ['a picture without a size', { ...good.addPicture, width: 0 }],
    ['a suggestion for another sign', { type: 'suggest', request: 1, trigger: '!', query: '' }],
    ['more addresses than anybody drops', { type: 'drop', uris: Array.from({ length: 1001 }, () => 'file:///a') }],
    ['an answer that nobody offered', { type: 'answerQuestion', turnId: 'b', answer: 'always' }],
    ['an attachment by its address', { type: 'attach', uri: 'file:///etc/passwd' }],
    ['a model id of 401 characters', { type: 'pin', model: 'x'.repeat(401) }],
    ['a turn id of 401 characters', { type: 'retry', turnId: 'x'.repeat(401) }],
    ['an address of 8001 characters', { type: 'openLink', url: 'x'.repeat(8001) }],
    ['a draft of more than four million characters', { type: 'draft', text: 'x'.repeat(4_000_001) }],
    ['code of more than four million characters', { type: 'insert', text: 'x'.repeat(4_000_001) }],
    ['a copy of more than four million characters', { type: 'copy', text: 'x'.repeat(4_000_001) }],
    ['an empty model id', { type: 'pin', model: '' }],
    ['a model id of two lines', { type: 'pin', model: 'google/gemma\nx' }],
    ['a model id with a null character', { type: 'pin', model: 'google/gemma\0' }],
    ['a model id that reads backwards', { type: 'send', text: 'Why?', instead: '\u202Eammeg' }],
    ['a model id with what cannot be seen', { type: 'pin', model: 'google/\u200Bgemma' }],
    ['a turn id that is half a character', { type: 'retry', turnId: '\uD800' }],
    ['an address that is a list', { type: 'openLink', url: ['https://openrouter.ai'] }],
    ['a field too many', { type: 'send', text: 'Why?', extra: 1 }],
    ['a field of another message', { type: 'ready', text: 'Why?' }],
    ['a prototype', JSON.parse('{"type":"stop","__proto__":{"x":1}}')],
    ['a type that is a list', { type: ['stop'] }],
  ];
  for (const [name, message] of refused) {
    it(`is refused: ${name}`, () => {
      assert.equal(parseFromPage(message), undefined);
    });
  }
});
