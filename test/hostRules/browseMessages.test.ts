import assert from 'node:assert/strict';
import { parseFromModelsPage } from '../../src/protocol/modelSchemas';
import type { FromModelsPage, Ranking } from '../../src/protocol/models';

const model = 'google/gemma-4-31b-it:free';

const good: { readonly [Type in FromModelsPage['type']]: Extract<FromModelsPage, { type: Type }> } = {
  ready: { type: 'ready' },
  refresh: { type: 'refresh' },
  problemAction: { type: 'problemAction' },
  pin: { type: 'pin', model },
  pinForTask: { type: 'pinForTask', model },
  openPage: { type: 'openPage', model },
  endpoints: { type: 'endpoints', model },
  rank: { type: 'rank', ranking: 'top-weekly' },
  seenNews: { type: 'seenNews' },
  openPaidSetting: { type: 'openPaidSetting' },
  setPrivacyLevel: { type: 'setPrivacyLevel' },
};

// OpenRouter API reference 4.1.
const rankings: Readonly<Record<Ranking, true>> = {
  'top-weekly': true,
  programming: true,
  roleplay: true,
  marketing: true,
  'marketing/seo': true,
  technology: true,
  science: true,
  translation: true,
  legal: true,
  finance: true,
  health: true,
  trivia: true,
  academia: true,
};

describe('a message of the model browser', () => {
  for (const message of Object.values(good)) {
    it(`is taken: ${message.type}`, () => {
      assert.deepEqual(parseFromModelsPage(message), message);
    });
  }

  for (const ranking of Object.keys(rankings)) {
    it(`may ask for the order ${ranking}`, () => {
      assert.deepEqual(parseFromModelsPage({ type: 'rank', ranking }), { type: 'rank', ranking });
    });
  }

  const refused: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['a text', 'ready'],
    ['an unknown type', { type: 'openLink', url: 'https://example.com' }],
    ['a type of the prototype', { type: 'constructor' }],
    ['no model', { type: 'pin' }],
    ['a model that is no text', { type: 'openPage', model: ['x'] }],
    ['a model id of 401 characters', { type: 'endpoints', model: 'x'.repeat(401) }],
    ['an empty model id', { type: 'pin', model: '' }],
    ['a model id with what cannot be seen', { type: 'pin', model: 'google/\u202Egemma' }],
    ['a field too many', { type: 'pin', model, url: 'https://example.com' }],
    ['a field of another message', { type: 'ready', model }],
    ['an order that nobody has', { type: 'rank', ranking: 'top-weekly&limit=1' }],
  ];
  for (const [name, message] of refused) {
    it(`is refused: ${name}`, () => {
      assert.equal(parseFromModelsPage(message), undefined);
    });
  }
});
