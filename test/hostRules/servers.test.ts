import assert from 'node:assert/strict';
import type { ServerPreset } from '../../src/core/catalogue/servers';
import type { ServerState } from '../../src/host/assistant';
import {
  freeServerName,
  movedTo,
  type ServerRow,
  serverRows,
  serverSentence,
  tokensIn,
} from '../../src/host/servers/serverRows';

const now = 0;
const presets: readonly ServerPreset[] = [
  {
    kind: 'ollama',
    label: 'Ollama',
    detail: 'Stays on this machine',
    name: 'ollama',
    baseUrl: 'http://127.0.0.1:11434',
    needsKey: false,
  },
  {
    kind: 'chutes',
    label: 'Chutes',
    detail: 'Leaves this machine',
    name: 'chutes',
    baseUrl: 'https://llm.chutes.ai/v1',
    needsKey: true,
  },
];
const mine: ServerState = {
  settings: { name: 'mine', kind: 'ollama', baseUrl: 'http://localhost:11434/' },
  models: 2,
};
const found = [{ kind: 'ollama' as const, baseUrl: 'http://127.0.0.1:11434', models: ['qwen3:8b', 'gemma3:4b'] }];

const shown = (rows: readonly ServerRow[]): string[] =>
  rows.map(({ type, label, description, detail }) => [type, label, description, detail].filter(Boolean).join(' | '));

describe('the list of servers', () => {
  it('looks for none until it is asked to, and offers what can be added', () => {
    assert.deepEqual(shown(serverRows([], presets, undefined, now)), [
      'heading | On this machine',
      'look | Look for Servers on This Machine | Asks the usual ports of this machine, nothing else',
      'heading | Add',
      'new | Ollama | Stays on this machine',
      'new | Chutes | Leaves this machine',
    ]);
  });

  it('shows what was found, with the address that was found', () => {
    const elsewhere = [{ ...found[0], kind: 'ollama' as const, baseUrl: 'http://127.0.0.1:9999/v1', models: ['a'] }];
    const row = serverRows([mine], presets, elsewhere, now).find(({ type }) => type === 'new');
    assert.ok(row?.type === 'new');
    assert.equal(row.baseUrl, 'http://127.0.0.1:9999/v1');
    assert.equal(row.detail, '1 model: a');
  });

  it('does not offer a server again that is there, however its address is written', () => {
    const rows = shown(serverRows([mine], presets, found, now));
    assert.deepEqual(rows.slice(0, 4), [
      'heading | Your servers',
      'server | mine | http://localhost:11434/ | 2 models',
      'heading | On this machine',
      'nothing | Nothing but what you have already',
    ]);
  });

  it('says that nobody answered', () => {
    assert.match(shown(serverRows([], presets, [], now))[1] ?? '', /^nothing \| No server answered/);
  });

  it('says what is wrong with a server', () => {
    const asleep: ServerState = {
      settings: mine.settings,
      failure: { kind: 'network', code: 'ECONNREFUSED', host: 'localhost:11434', sent: false },
    };
    assert.match(
      shown(serverRows([asleep], presets, undefined, now))[1] ?? '',
      /Nobody answers at localhost:11434 \(ECONNREFUSED\)\. Is the server of “mine” running\?$/,
    );
    assert.match(shown(serverRows([{ settings: mine.settings }], presets, undefined, now))[1] ?? '', /not asked yet$/);
  });

  it('blames the right server for a key', () => {
    const sentence = serverSentence({ kind: 'unauthorized', message: 'bad token' }, 'chutes', now);
    assert.match(sentence, /server of “chutes” does not accept the key \(“bad token”\)/);
  });
});

describe('what a person types about a server', () => {
  it('is a name that no other has', () => {
    assert.equal(freeServerName('ollama', []), 'ollama');
    assert.equal(freeServerName('ollama', ['ollama', 'ollama-2']), 'ollama-3');
  });

  it('is another address, for which nobody has said what happens to what is sent', () => {
    const gateway = {
      name: 'team',
      kind: 'gateway',
      baseUrl: 'https://models.example.org/v1',
      perDay: 50,
      dataPolicy: 'noRetention',
    } as const;
    assert.deepEqual(movedTo(gateway, 'https://models.example.org/v1/'), {
      ...gateway,
      baseUrl: 'https://models.example.org/v1/',
    });
    assert.deepEqual(movedTo(gateway, 'https://other.example.org/v1'), {
      name: 'team',
      kind: 'gateway',
      baseUrl: 'https://other.example.org/v1',
      perDay: 50,
    });
  });

  it('is a number of tokens', () => {
    const cases = { '32768': 32_768, '32 768': 32_768, '32,768': 32_768, '32k': 32_768, '32K ': 32_768 };
    for (const [text, tokens] of Object.entries(cases)) assert.equal(tokensIn(text), tokens, text);
    for (const text of ['', '0', '-5', 'many', '1e9', '9'.repeat(20), '1.5k']) {
      assert.equal(tokensIn(text), undefined, text);
    }
  });
});
