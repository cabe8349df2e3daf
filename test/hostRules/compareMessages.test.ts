import assert from 'node:assert/strict';
import type { CompareAction, FromComparePage } from '../../src/protocol/compare';
import { parseFromComparePage } from '../../src/protocol/compareSchemas';

const model = 'google/gemma-4-31b-it:free';

const good: { readonly [Type in FromComparePage['type']]: Extract<FromComparePage, { type: Type }> } = {
  ready: { type: 'ready' },
  draft: { type: 'draft', text: '' },
  chooseModels: { type: 'chooseModels' },
  removeModel: { type: 'removeModel', model },
  compare: { type: 'compare', text: 'Why?' },
  stop: { type: 'stop', turnId: 'turn-1' },
  retry: { type: 'retry', turnId: 'turn-1' },
  best: { type: 'best', model },
  pinBest: { type: 'pinBest' },
  keepTalking: { type: 'keepTalking' },
  action: { type: 'action', action: 'reload' },
  copy: { type: 'copy', text: 'x' },
  insert: { type: 'insert', text: 'x' },
  applyCode: { type: 'applyCode', text: 'x', language: 'ts' },
  newFile: { type: 'newFile', text: 'x', language: '' },
  runCode: { type: 'runCode', text: 'ls' },
  openLink: { type: 'openLink', url: 'https://example.com' },
  answerQuestion: { type: 'answerQuestion', turnId: 'turn-1', answer: 'once' },
  showSent: { type: 'showSent', turnId: 'turn-1' },
};

const actions: Readonly<Record<CompareAction, true>> = {
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
  reload: true,
};

describe('a message of the page that compares models', () => {
  for (const message of [...Object.values(good), { type: 'stop' }, { type: 'best' }]) {
    it(`is taken: ${JSON.stringify(message)}`, () => {
      assert.deepEqual(parseFromComparePage(message), message);
    });
  }

  for (const action of Object.keys(actions)) {
    it(`may ask for ${action}`, () => {
      assert.deepEqual(parseFromComparePage({ type: 'action', action }), { type: 'action', action });
    });
  }

  const refused: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['an unknown type', { type: 'send', text: 'x' }],
    ['a type of the prototype', { type: 'constructor' }],
    ['a stop of something without a name', { type: 'stop', turnId: '' }],
    ['a stop of undefined', { type: 'stop', turnId: undefined }],
    ['a model id with what cannot be seen', { type: 'best', model: 'google/\u202Egemma' }],
    ['more text than anybody types', { type: 'compare', text: 'x'.repeat(4_000_001) }],
    ['a price of the page', { type: 'compare', text: 'x', requests: 0 }],
    ['models of the page', { type: 'compare', text: 'x', models: [model] }],
    ['asking again as an action', { type: 'action', action: 'retry' }],
    ['another answer', { type: 'answerQuestion', turnId: 'turn-1', answer: 'yes' }],
  ];
  for (const [name, message] of refused) {
    it(`is refused: ${name}`, () => {
      assert.equal(parseFromComparePage(message), undefined);
    });
  }
});
