import assert from 'node:assert/strict';
import { type Turn, newTurn } from '../../src/core/conversation/conversation';
import type { TurnRecord } from '../../src/core/engine/events';
import { switchNotice } from '../../src/core/engine/switch';
import { formatTime } from '../../src/core/format';
import type { Meter } from '../../src/core/quota/meter';
import type { AssistantState } from '../../src/host/assistant';
import { chatStatus, turnView } from '../../src/host/chat/chatState';
import { busy, catalogueOf, failures, gemma, nemotron, noon } from '../support/fakes';

const ready: AssistantState = {
  key: 'stored',
  pin: nemotron.id,
  pinned: nemotron,
  catalogue: catalogueOf(nemotron, gemma),
  failure: undefined,
  loading: false,
  proposal: undefined,
  meter: undefined,
  lastSwitch: undefined,
  cooling: new Map(),
};
const meter: Meter = {
  day: { used: 19, limit: 50, remaining: 31, resetAt: 1_795_392_000_000 },
  minute: { used: 1, limit: 20, freeAt: noon },
  certainty: 'service',
  level: 'normal',
};
const notice = switchNotice(nemotron, gemma.id, { ...gemma, maxOutputTokens: 65_536 }, 'busy', []);
const record: TurnRecord = {
  turnId: 'b',
  requests: 2,
  outcome: 'answered',
  usage: { promptTokens: 412, completionTokens: 61 },
  startedAt: noon,
  firstTokenAt: noon + 1200,
  endedAt: noon + 5000,
};
const status = (change: Partial<AssistantState>) => chatStatus({ ...ready, ...change }, false, noon);

describe('the phase of the chat', () => {
  const rows: readonly (readonly [string, Partial<AssistantState>, string])[] = [
    ['has all it needs', {}, 'ready'],
    ['has no key', { key: 'none' }, 'needsKey'],
    ['has a key that is refused', { failure: failures.unauthorized }, 'needsKey'],
    ['has no catalogue yet', { catalogue: undefined, pinned: undefined }, 'starting'],
    ['could not read the catalogue', { catalogue: undefined, pinned: undefined, failure: failures.network }, 'offline'],
    ['could not read it again, but has an older one', { failure: failures.network }, 'ready'],
    ['has no pin', { pin: undefined, pinned: undefined }, 'needsPin'],
    ['has a pin the catalogue does not know', { pin: 'nobody/knows', pinned: undefined }, 'needsPin'],
    [
      'has no key and no catalogue: the key comes first',
      { key: 'none', catalogue: undefined, failure: failures.network },
      'needsKey',
    ],
  ];
  for (const [name, change, expected] of rows) {
    it(`is ${expected} when it ${name}`, () => {
      assert.equal(status(change).state, expected);
    });
  }

  it('tells the page whether an answer is under way', () => {
    assert.equal(chatStatus(ready, true, noon).busy, true);
    assert.equal(chatStatus(ready, false, noon).busy, false);
  });
});

describe('the problem above the chat', () => {
  it('is none when all is well', () => {
    assert.equal(status({}).problem, undefined);
  });

  it('names the pinned id that the catalogue does not know', () => {
    const { problem } = status({ pin: 'nobody/knows', pinned: undefined });
    assert.deepEqual(problem, {
      sentence: 'The catalogue has no model “nobody/knows”. Nothing was sent.',
      action: 'switchModel',
    });
  });

  it('is not claimed of a pin while the catalogue is not there', () => {
    assert.equal(status({ pin: 'nobody/knows', pinned: undefined, catalogue: undefined }).problem, undefined);
  });

  it('is an unexpected cost before anything else', () => {
    const alarmed = { ...meter, costAlarm: { cost: 0.0021, model: nemotron.id } };
    assert.equal(status({ meter: alarmed, failure: failures.network }).problem?.action, 'acknowledgeCost');
  });

  it('is why the catalogue could not be read', () => {
    assert.match(status({ failure: failures.network }).problem?.sentence ?? '', /^No connection to openrouter\.ai/);
  });
});

describe('the pin, the proposal and the quota', () => {
  it('are shown with short names and summaries', () => {
    assert.deepEqual(status({}).pin, {
      id: nemotron.id,
      shortName: 'nemotron-3-ultra',
      summary: 'coding 39.6 · 1M context · tools',
    });
    assert.equal(status({ pinned: undefined, proposal: gemma }).proposal?.shortName, 'gemma-4-31b');
  });

  it('count what is left', () => {
    assert.deepEqual(status({ meter }).quota, { label: '31 of 50 free requests left today', level: 'normal' });
  });

  it('count what was used when no limit is known', () => {
    const unknown: Meter = { ...meter, day: { used: 1, resetAt: noon }, level: 'unknown' };
    assert.deepEqual(status({ meter: unknown }).quota, { label: '1 request today', level: 'unknown' });
  });
});

describe('the banner of the chat', () => {
  it('is there as long as the last switch is, with its numbers and its turn', () => {
    assert.deepEqual(status({ lastSwitch: { notice, turnId: 'b' } }).banner, {
      turnId: 'b',
      headline: 'Answered by gemma-4-31b, not nemotron-3-ultra: busy upstream.',
      losses: ['Coding index 39.6 → 21.0', 'context 1M → 262k'],
      direction: 'lower',
      pinned: { id: nemotron.id, shortName: 'nemotron-3-ultra', summary: 'coding 39.6 · 1M context · tools' },
      served: { id: gemma.id, shortName: 'gemma-4-31b', summary: 'coding 21 · 262k context · tools' },
    });
    assert.equal(status({}).banner, undefined);
  });

  it('names a model that the catalogue does not know', () => {
    const stranger = switchNotice(nemotron, 'stealth/ox-alpha', undefined, 'service', []);
    const { banner } = status({ lastSwitch: { notice: stranger, turnId: 'b' } });
    assert.deepEqual(banner?.served, {
      id: 'stealth/ox-alpha',
      shortName: 'ox-alpha',
      summary: 'not in the catalogue',
    });
  });
});

describe('a turn on the page', () => {
  const view = (change: Partial<Turn>) => turnView({ ...newTurn('b', 'Why?', noon), ...change }, ready, noon);

  it('says what is going on before the first token', () => {
    assert.equal(view({}).progress, 'Getting ready…');
    assert.equal(view({ asking: nemotron.id }).progress, 'Asking nemotron-3-ultra…');
    const until = noon + 23_000;
    const time = formatTime(until, noon);
    assert.equal(
      view({ waiting: { until, why: 'minuteQuota' } }).progress,
      `Waiting for the minute limit until ${time}`,
    );
    assert.equal(view({ waiting: { until, why: 'retry' } }).progress, `Busy, asking once more at ${time}`);
  });

  it('says nothing of that once something is shown or it ended', () => {
    for (const state of ['streaming', 'done', 'stopped', 'failed'] as const) {
      assert.equal(view({ state, asking: nemotron.id }).progress, undefined);
    }
  });

  it('names who served from the response, and what it took', () => {
    const model = 'nvidia/nemotron-3-ultra-550b-a55b-20260604:free';
    assert.deepEqual(view({ state: 'done', source: { model, provider: 'Nvidia' }, record }).served, {
      model,
      shortName: 'nemotron-3-ultra',
      provider: 'Nvidia',
      details: ['first token 1.2 s', '412 + 61 tokens', '2 requests'],
    });
  });

  it('claims nothing that the service did not report', () => {
    const { usage: _usage, firstTokenAt: _first, ...bare } = record;
    const { served } = view({ state: 'done', source: { model: nemotron.id }, record: { ...bare, requests: 1 } });
    assert.deepEqual(served, { model: nemotron.id, shortName: 'nemotron-3-ultra', details: ['1 request'] });
    assert.equal(view({ state: 'done' }).served, undefined);
  });

  it('says that the answer was cut at the output limit', () => {
    const { served } = view({
      state: 'done',
      source: { model: nemotron.id },
      record: { ...record, finishReason: 'length' },
    });
    assert.equal(served?.details.at(-1), 'cut at its output limit');
  });

  it('has the switch at the answer itself, also after a reload', () => {
    const { switched } = view({ state: 'done', source: { model: gemma.id }, switched: notice });
    assert.equal(switched?.turnId, 'b');
    assert.equal(switched.direction, 'lower');
  });

  it('names in a failure the model that failed, not the pinned one', () => {
    const { failure } = view({ state: 'failed', source: { model: gemma.id }, switched: notice, failure: busy });
    assert.match(failure?.sentence ?? '', /^gemma-4-31b is busy/);
    assert.match(view({ state: 'failed', failure: busy }).failure?.sentence ?? '', /^nemotron-3-ultra is busy/);
  });
});
