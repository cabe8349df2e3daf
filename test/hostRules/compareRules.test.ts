import assert from 'node:assert/strict';
import type { Meter } from '../../src/core/quota/meter';
import type { ActionPrice, AssistantState } from '../../src/host/assistant';
import { proposedModels } from '../../src/host/compare/compareModels';
import { compareLabel, comparePriceText, sumOfPrices } from '../../src/host/compare/comparePrice';
import { type CompareFacts, compareStatus } from '../../src/host/compare/compareStatus';
import {
  catalogueOf,
  cohere,
  gemma,
  liquid,
  local,
  nemotron,
  noon,
  paidNemotron,
  priced,
  router,
} from '../support/fakes';

// A question that is asked on purpose of one model is tried at most twice (design, section 5).
const counted: ActionPrice = { requests: { least: 1, most: 2 } };
const own: ActionPrice = { ...counted, uncounted: true };
// 2 USD per million tokens of question, and an answer of at most 0.01 USD.
const paid: ActionPrice = { ...own, usd: (tokens) => ({ atMost: tokens * 2e-6 + 0.01 }) };

const meterWith = (remaining: number, minuteUsed = 0): Meter => ({
  day: { used: 50 - remaining, limit: 50, remaining, resetAt: noon + 12 * 3_600_000 },
  minute: { used: minuteUsed, limit: 20, freeAt: noon },
  certainty: 'service',
  level: 'normal',
});

const state: AssistantState = {
  key: 'stored',
  pin: gemma.id,
  pinned: gemma,
  catalogue: catalogueOf(gemma, liquid, nemotron, cohere, local, paidNemotron, router),
  failure: undefined,
  loading: false,
  proposal: undefined,
  meter: meterWith(31),
  emptyAt: undefined,
  spending: undefined,
  lastSwitch: undefined,
  blocked: new Set(),
  taskPins: new Map(),
  servers: [],
  paid: false,
  account: undefined,
  keyInfo: undefined,
  pinEndsOn: undefined,
  news: undefined,
  settingsProblems: [],
  privacy: undefined,
  cooling: new Map(),
};

describe('the price of a comparison', () => {
  const rows: readonly (readonly [
    string,
    readonly ActionPrice[],
    left: number | undefined,
    line: string,
    button: string,
  ])[] = [
    [
      'three free models',
      [counted, counted, counted],
      31,
      '3 requests, up to 6 if models are busy · 31 left today',
      'Compare · 3 requests',
    ],
    [
      'an unknown limit',
      [counted, counted],
      undefined,
      '2 requests, up to 4 if models are busy',
      'Compare · 2 requests',
    ],
    ['own servers only', [own, own], 31, 'not counted: your own servers', 'Compare'],
    [
      'one of the own',
      [counted, own],
      4,
      '1 request, up to 2 if models are busy · 4 left today · 1 not counted: your own servers',
      'Compare · 1 request',
    ],
    // Two tries of 1000 tokens: 2 × (0.002 + 0.01).
    [
      'a paid one',
      [paid, counted],
      4,
      '1 request, up to 2 if models are busy · 4 left today · costs at most 0.024 USD',
      'Compare · 1 request, costs money',
    ],
    ['nobody', [], 4, '', 'Compare'],
  ];
  for (const [name, prices, left, line, button] of rows) {
    it(`is told for ${name}`, () => {
      const sum = sumOfPrices(prices, () => 1000);
      assert.equal(comparePriceText(sum, left), line);
      assert.equal(compareLabel(sum), button);
    });
  }

  it('needs no count of tokens where nothing costs money', () => {
    const never = (): number => assert.fail('counted');
    assert.deepEqual(sumOfPrices([counted, own], never).counted, { least: 1, most: 2 });
  });
});

describe('whom to compare', () => {
  const anybody = (): undefined => undefined;
  const proposed = (change: Partial<AssistantState>, keptOut: Parameters<typeof proposedModels>[2] = anybody) => {
    const changed = { ...state, ...change };
    return proposedModels(changed, changed.pin, keptOut, noon);
  };

  it('is the pinned model and the next best two', () => {
    assert.deepEqual(proposed({}), [gemma.id, nemotron.id, cohere.id]);
  });

  it('leaves out what is busy, what the account excludes and what the privacy level keeps out', () => {
    const cooling = new Map([[nemotron.id, noon + 1000]]);
    assert.deepEqual(proposed({ cooling }), [gemma.id, cohere.id, liquid.id]);
    assert.deepEqual(proposed({ blocked: new Set([cohere.id]) }), [gemma.id, nemotron.id, liquid.id]);
    const keepsOut = ({ id }: { readonly id: string }): 'mayTrain' | undefined =>
      id === gemma.id ? 'mayTrain' : undefined;
    assert.deepEqual(proposed({}, keepsOut), [nemotron.id, cohere.id, liquid.id]);
  });

  it('takes no more of the day than there is', () => {
    assert.deepEqual(proposed({ meter: meterWith(1) }), [gemma.id, local.id]);
    assert.deepEqual(proposed({ meter: meterWith(0) }), [local.id]);
  });

  it('without a key is only what needs none, and never what costs money unless it may', () => {
    assert.deepEqual(proposed({ key: 'none' }), [local.id]);
    assert.deepEqual(proposed({ pin: paidNemotron.id }), [nemotron.id, cohere.id, gemma.id]);
    assert.deepEqual(proposed({ pin: paidNemotron.id, paid: true }), [paidNemotron.id, nemotron.id, cohere.id]);
    assert.deepEqual(proposed({ catalogue: undefined }), []);
  });
});

describe('the form of a comparison', () => {
  const facts = (models: readonly string[], change: Partial<CompareFacts> = {}): CompareFacts => ({
    models,
    busy: false,
    priceOf: (_task, model) => (model === local.id ? own : model === priced.id ? paid : counted),
    policyOf: () => undefined,
    keptOut: () => undefined,
    promptTokens: () => 1000,
    labelOf: (action) => action,
    ...change,
  });
  const two = [gemma.id, nemotron.id];
  const problem = (change: Partial<AssistantState>, given = facts(two)) =>
    compareStatus({ ...state, ...change }, given, noon).problem;

  it('names models, price and button, and nothing else when all is well', () => {
    const status = compareStatus(state, facts(two), noon);
    assert.deepEqual(
      status.models.map(({ shortName }) => shortName),
      ['gemma-4-31b', 'nemotron-3-ultra'],
    );
    assert.equal(status.price, '2 requests, up to 4 if models are busy · 31 left today');
    assert.equal(status.problem, undefined);
    assert.equal(status.note, undefined);
  });

  it('wants two models', () => {
    assert.match(problem({}, facts([gemma.id]))?.sentence ?? '', /at least two/);
  });

  it('asks nobody when the day has not enough for all, and says what helps', () => {
    const three = facts([...two, cohere.id]);
    assert.match(
      problem({ meter: meterWith(2) }, three)?.sentence ?? '',
      /^This takes 3 requests, and 2 are left today\. Remove a model/,
    );
    assert.match(
      problem({ meter: meterWith(0) })?.sentence ?? '',
      /none is left today\. Take models of your own servers/,
    );
    assert.equal(problem({ meter: meterWith(3) }, three), undefined);
    assert.equal(problem({ meter: meterWith(1) }, facts([gemma.id, local.id])), undefined);
  });

  it('needs a key only for the service', () => {
    assert.deepEqual(problem({ key: 'none' })?.action, { id: 'signIn', label: 'signIn' });
    const second = { ...local, id: '@ollama/llama3:8b' };
    const catalogue = catalogueOf(local, second);
    assert.equal(problem({ key: 'none', catalogue }, facts([local.id, second.id])), undefined);
  });

  it('asks nobody who is gone, not free or kept out', () => {
    assert.match(problem({}, facts([...two, 'a/gone:free']))?.sentence ?? '', /^gone is not in the list/);
    assert.match(problem({}, facts([...two, paidNemotron.id]))?.sentence ?? '', /is not free/);
    const keptOut = facts(two, { keptOut: (model) => (model.id === gemma.id ? 'mayTrain' : undefined) });
    assert.match(problem({}, keptOut)?.sentence ?? '', /gemma-4-31b is kept out by your privacy level/);
  });

  it('stays within the budget', () => {
    const catalogue = catalogueOf(gemma, priced);
    const spending = { spent: 0.08, dailyBudget: 0.1 };
    // At most 0.024 USD, see above.
    assert.equal(problem({ catalogue, paid: true, spending }, facts([gemma.id, priced.id]))?.action?.id, 'openBudget');
    const more = { spent: 0.07, dailyBudget: 0.1 };
    assert.equal(problem({ catalogue, paid: true, spending: more }, facts([gemma.id, priced.id])), undefined);
  });

  it('tells that some have to wait for the minute limit', () => {
    const tight = compareStatus({ ...state, meter: meterWith(31, 19) }, facts(two), noon);
    assert.match(tight.note ?? '', /minute limit/);
    assert.equal(compareStatus({ ...state, meter: meterWith(31, 18) }, facts(two), noon).note, undefined);
  });

  it('says what is wrong with the account before anything else', () => {
    const costAlarm = { model: gemma.id, cost: 0.2, at: noon };
    assert.equal(problem({ meter: { ...meterWith(0), costAlarm } })?.action?.id, 'acknowledgeCost');
    assert.match(problem({ catalogue: undefined, loading: true })?.sentence ?? '', /is being read/);
  });
});
