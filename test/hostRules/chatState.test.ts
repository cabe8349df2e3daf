import assert from 'node:assert/strict';
import { type Turn, newTurn } from '../../src/core/conversation/conversation';
import type { TurnRecord } from '../../src/core/engine/events';
import { switchNotice } from '../../src/core/engine/switch';
import type { Model } from '../../src/core/catalogue/model';
import { formatTime } from '../../src/core/format';
import type { Scrubber } from '../../src/core/privacy/scrubber';
import type { SentRequest } from '../../src/core/privacy/sent';
import type { Meter } from '../../src/core/quota/meter';
import type { ActionPrice, AssistantState } from '../../src/host/assistant';
import {
  type ChatFacts,
  type TurnFacts,
  blockedUntil,
  chatStatus,
  lostPlaceholders,
  turnView,
} from '../../src/host/chat/chatState';
import { busy, catalogueOf, failures, gemma, model, nemotron, noon } from '../support/fakes';

const ready: AssistantState = {
  key: 'stored',
  pin: nemotron.id,
  pinned: nemotron,
  catalogue: catalogueOf(nemotron, gemma),
  failure: undefined,
  loading: false,
  proposal: undefined,
  meter: undefined,
  emptyAt: undefined,
  spending: undefined,
  lastSwitch: undefined,
  cooling: new Map(),
  blocked: new Set(),
  paid: false,
  taskPins: new Map(),
  servers: [],
  account: undefined,
  keyInfo: undefined,
  pinEndsOn: undefined,
  news: undefined,
  settingsProblems: [],
  privacy: undefined,
};
const qwen = model('@box/qwen', { staysHere: true });
const faraway = model('@team/llama', { codingIndex: 30 });
/** Who has no key and asks a server of their own. */
const local: Partial<AssistantState> = {
  key: 'none',
  pin: qwen.id,
  pinned: qwen,
  catalogue: catalogueOf(nemotron, qwen),
};
const box: AssistantState['servers'][number] = {
  settings: { name: 'box', kind: 'ollama', baseUrl: 'http://127.0.0.1:11434/v1' },
};
const price: ActionPrice = { requests: { least: 1, most: 3 } };
const uncounted: ActionPrice = { requests: { least: 1, most: 1 }, uncounted: true };
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
const facts: ChatFacts = {
  busy: false,
  price,
  promptTokens: () => 1000,
  policyOf: () => undefined,
  desk: undefined,
  hasFolder: true,
  outgoing: undefined,
  title: '',
  origin: undefined,
};
const status = (change: Partial<AssistantState>, other: Partial<ChatFacts> = {}) =>
  chatStatus({ ...ready, ...change }, { ...facts, ...other }, noon);

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
    ['has no key but a pin on a server of its own', local, 'ready'],
    [
      'asks its own server while the key is refused',
      { ...local, key: 'stored', failure: failures.unauthorized },
      'ready',
    ],
    ['has no key and no pin but a server of its own', { ...local, pin: undefined, pinned: undefined }, 'needsPin'],
    ['has no key, and a pin that needs one', { ...local, pin: nemotron.id, pinned: nemotron }, 'needsKey'],
    [
      'pins a model of a server that does not answer',
      {
        ...local,
        catalogue: catalogueOf(nemotron),
        pinned: undefined,
        servers: [{ ...box, failure: failures.network }],
      },
      'offline',
    ],
    [
      'has a pin of its own for the chat',
      { pin: undefined, pinned: undefined, taskPins: new Map([['chat', gemma.id]]) },
      'ready',
    ],
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
    assert.equal(status({}, { busy: true }).busy, true);
    assert.equal(status({}, { busy: false }).busy, false);
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

  it('is not OpenRouter’s for who asks a server of their own', () => {
    assert.equal(status({ ...local, failure: failures.network }).problem, undefined);
    const down = { ...local, catalogue: catalogueOf(nemotron), servers: [{ ...box, failure: failures.timeout }] };
    assert.match(status(down).problem?.sentence ?? '', /did not answer in time/);
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
    assert.equal(status({ pin: undefined, pinned: undefined, proposal: gemma }).proposal?.shortName, 'gemma-4-31b');
  });

  it('are those of the chat where it has its own', () => {
    assert.equal(status({ taskPins: new Map([['chat', gemma.id]]) }).pin?.id, gemma.id);
    assert.equal(status({ taskPins: new Map([['explain', gemma.id]]) }).pin?.id, nemotron.id);
  });

  it('name the pin while the catalogue is being read, so that a question can be asked', () => {
    const { pin, state } = status({ catalogue: undefined, pinned: undefined });
    assert.equal(state, 'starting');
    assert.deepEqual(pin, { id: nemotron.id, shortName: 'nemotron-3-ultra', summary: '' });
    assert.equal(status({ pin: 'nobody/knows', pinned: undefined }).pin, undefined);
  });

  it('propose what can be asked without a key, on this machine first', () => {
    const catalogue = catalogueOf(nemotron, faraway, qwen);
    const without = { ...local, catalogue, pin: undefined, pinned: undefined, proposal: nemotron };
    assert.equal(status(without).proposal?.id, qwen.id);
    assert.equal(status({ ...without, key: 'stored' }).proposal?.id, nemotron.id);
  });

  it('count what is left', () => {
    assert.deepEqual(status({ meter }).quota, { label: '31 of 50 free requests left today', level: 'normal' });
    assert.equal(status({ ...local, key: 'stored', meter }).quota, undefined);
  });

  it('count what was used when no limit is known', () => {
    const unknown: Meter = { ...meter, day: { used: 1, resetAt: noon }, level: 'unknown' };
    assert.deepEqual(status({ meter: unknown }).quota, { label: '1 request today', level: 'unknown' });
  });
});

describe('the data policy of a model', () => {
  const policyOf: ChatFacts['policyOf'] = ({ id }) => (id === gemma.id ? 'unknown' : 'mayTrain');

  it('stands wherever a model is named, also when it is not known', () => {
    assert.equal(status({}, { policyOf }).pin?.summary, 'coding 39.6 · 1M context · tools · may train on prompts');
    const { banner } = status({ lastSwitch: { notice, turnId: 'b' } }, { policyOf });
    assert.match(banner?.pinned.summary ?? '', / · may train on prompts$/);
    assert.match(banner?.served.summary ?? '', / · data policy not known$/);
    const unpinned = status({ pin: undefined, pinned: undefined, proposal: gemma }, { policyOf });
    assert.match(unpinned.proposal?.summary ?? '', / · data policy not known$/);
  });
});

describe('the privacy level', () => {
  const privacy: NonNullable<AssistantState['privacy']> = {
    level: 'open',
    confidential: false,
    scrubs: true,
    restricted: false,
    problems: [],
    version: 1,
  };

  it('is shown where anything is asked of anybody', () => {
    assert.equal(status({}).privacy, undefined);
    assert.equal(status({ privacy }).privacy, undefined);
    const strict = status({ privacy: { ...privacy, level: 'noTraining' } });
    assert.deepEqual(strict.privacy, { level: 'No Training', confidential: false });
    const marked = status({ privacy: { ...privacy, confidential: true } });
    assert.deepEqual(marked.privacy, { level: '', confidential: true });
  });

  it('says before anything is sent that it keeps the pinned model out', () => {
    const level = { kind: 'level', level: 'noTraining', policy: 'mayTrain', left: 3 } as const;
    const desk = {
      keptOut: (kept: Model) => (kept.id === nemotron.id ? level : undefined),
      questionFor: () => undefined,
    };
    const { problem } = status({}, { desk });
    assert.match(problem?.sentence ?? '', /“No Training” keeps nemotron-3-ultra out/);
    assert.equal(problem?.action, 'setPrivacyLevel');
    assert.equal(status({ pin: gemma.id, pinned: gemma }, { desk }).problem, undefined);
  });

  it('tells what is wrong with the user’s patterns, each once', () => {
    const problems = ['The pattern “(” is none.'];
    const { warnings } = status({ privacy: { ...privacy, problems }, settingsProblems: problems });
    assert.deepEqual(warnings, [{ about: 'settings', sentence: 'The pattern “(” is none.' }]);
  });

  describe('and the question before the first request', () => {
    const question = { about: 'consent', policy: 'mayTrain', model: nemotron.id } as const;
    const desk = {
      keptOut: () => undefined,
      questionFor: ({ id }: Model) => (id === nemotron.id ? question : undefined),
    };

    it('stands there before anything is asked', () => {
      const { consent } = status({}, { desk });
      assert.match(consent?.sentence ?? '', /^nemotron-3-ultra: .*train on it/);
      assert.equal(consent?.workspace, 'Always in this workspace');
      assert.equal(status({}, { desk, hasFolder: false }).consent?.workspace, 'Always in this window');
      assert.equal(status({ pin: gemma.id, pinned: gemma }, { desk }).consent, undefined);
    });

    it('is asked in one place only, and not where nothing can be sent', () => {
      assert.equal(status({}, { desk, busy: true }).consent, undefined);
      assert.equal(status({ key: 'none' }, { desk }).consent, undefined);
      assert.equal(status({ catalogue: undefined, pinned: undefined }, { desk }).consent, undefined);
    });
  });
});

describe('the price of the next question', () => {
  it('stands there before it is asked, and on buttons', () => {
    assert.deepEqual(status({}).price, { next: '1 request, up to 3 if the model is busy', again: '1 request' });
    assert.deepEqual(status(local, { price: uncounted }).price, { next: 'not counted: your own server', again: '' });
  });

  it('is none while nothing is pinned', () => {
    assert.equal(status({ pin: undefined, pinned: undefined }).price, undefined);
  });
});

describe('the end of the day’s requests', () => {
  const resetAt = noon + 12 * 60 * 60_000;
  const used: Meter = { ...meter, day: { used: 50, limit: 50, remaining: 0, resetAt }, level: 'exhausted' };

  it('says until when nothing is sent, in the user’s own time', () => {
    const { blocked } = status({ meter: used });
    assert.ok(blocked?.sentence.includes(`Nothing is sent until ${formatTime(resetAt, noon)}`), blocked?.sentence);
    assert.equal(blocked?.standIn, undefined);
    assert.equal(blockedUntil({ ...ready, meter: used }, price), resetAt);
  });

  it('goes by what the service said, where it said it', () => {
    const told = { ...used, day: { ...used.day, blockedUntil: noon + 60_000 } };
    assert.equal(blockedUntil({ ...ready, meter: told }, price), noon + 60_000);
  });

  it('offers a model that does not count, on this machine first', () => {
    const { blocked } = status({ meter: used, catalogue: catalogueOf(nemotron, faraway, qwen) });
    assert.equal(blocked?.standIn?.model, qwen.id);
    assert.match(blocked?.standIn?.label ?? '', /stays on this machine$/);
  });

  it('does not concern who asks their own server or pays', () => {
    assert.equal(status({ ...local, meter: used }, { price: uncounted }).blocked, undefined);
    const paid: ActionPrice = { ...price, usd: () => ({ atMost: 0.01 }) };
    assert.equal(status({ meter: used }, { price: paid }).blocked, undefined);
  });

  it('is not reached as long as something is left or no limit is known', () => {
    assert.equal(status({ meter }).blocked, undefined);
    assert.equal(status({ meter: { ...meter, day: { used: 50, resetAt } } }).blocked, undefined);
    assert.equal(status({}).blocked, undefined);
  });
});

describe('what is good to know', () => {
  it('is nothing when all is well', () => {
    assert.equal(status({}).warnings, undefined);
    assert.equal(status({}).news, undefined);
  });

  it('is what is wrong in the settings, and when the pinned model ends', () => {
    const { warnings } = status({ settingsProblems: ['A is not free.'], pinEndsOn: '2026-12-31' });
    assert.deepEqual(warnings, [
      { about: 'settings', sentence: 'A is not free.' },
      { about: 'pinEnds', sentence: 'nemotron-3-ultra ends on 2026-12-31.' },
    ]);
  });

  // Away from midnight in every time zone's own day is only what is told by local dates.
  const morning = new Date(2026, 10, 22, 9).getTime();
  const evening = new Date(2026, 10, 22, 21).getTime();
  const yesterday = new Date(2026, 10, 21, 9).getTime();
  const earlier = new Date(2026, 10, 12, 9).getTime();
  const newsAt = (since: number, appeared: readonly string[], vanished: readonly string[]) =>
    chatStatus({ ...ready, news: { since, appeared, vanished } }, facts, evening).news;

  it('is what is new in the catalogue, and since when', () => {
    assert.equal(newsAt(yesterday, ['a', 'b'], ['c']), '2 new free models, 1 gone since yesterday.');
    assert.equal(newsAt(yesterday, ['a'], []), '1 new free model since yesterday.');
    assert.equal(newsAt(yesterday, [], ['c', 'd']), '2 free models gone since yesterday.');
    assert.equal(newsAt(morning, ['a'], []), `1 new free model since ${formatTime(morning, evening)}.`);
    assert.match(newsAt(earlier, ['a'], []) ?? '', /^1 new free model since .*12.*\.$/);
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
      ways: ['retryWithPinned', 'pinServed', 'neverSwitch'],
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
  const plain: TurnFacts = { policyOf: () => undefined, desk: undefined, hasFolder: true };
  const view = (change: Partial<Turn>, turnFacts = plain) =>
    turnView({ ...newTurn('b', 'Why?', noon), ...change }, ready, turnFacts, noon);
  /** Every placeholder is of an earlier session. */
  const scrubber: Scrubber = {
    scrub: (text) => ({ text, replacements: [] }),
    restore: (text) => ({ text, lost: [...new Set(text.match(/SECRET_[A-Z_]+_\w{6}/g))] }),
    restorer: () => ({ push: (piece) => piece, end: () => '' }),
    alsoFind: () => {},
    forget: () => {},
    apart: () => scrubber,
    known: 0,
  };
  const sent: SentRequest = {
    turnId: 'b',
    n: 1,
    task: 'chat',
    at: noon,
    model: nemotron.id,
    address: 'https://openrouter.ai/api/v1/chat/completions',
    headers: {},
    body: '{}',
    replaced: [],
    files: [],
  };

  it('says what it asks before anything is sent', () => {
    const file = { name: '.env', how: 'selected' } as const;
    const question = { about: 'ignoredFile', file, rule: 'file that holds secrets: .env*' } as const;
    const { waiting, progress } = view({ waiting: { why: 'question', question } });
    assert.ok(waiting?.why === 'question');
    assert.match(waiting.question.sentence, /^“\.env” never goes by itself/);
    assert.equal(waiting.question.workspace, undefined);
    assert.equal(progress, undefined);
  });

  it('names what went along, and the lines of it', () => {
    const part = { type: 'file', text: 'a\nb\nc', languageId: 'typescript', startLine: 12 } as const;
    const { attachments } = view({
      attachments: [
        { ...part, startLine: 1, file: { name: 'src/app.ts', how: 'attached' } },
        { ...part, file: { name: 'src/app.ts', uri: 'file:///w/src/app.ts', how: 'selected' } },
      ],
    });
    assert.deepEqual(attachments, ['src/app.ts', 'src/app.ts, lines 12–14']);
    assert.equal(view({}).attachments, undefined);
  });

  it('counts what nobody can fill in any more, each once', () => {
    const desk = { scrubber, sent: [] };
    const question = 'Is SECRET_JWT_4K3X9Q good?';
    const answer = 'SECRET_JWT_4K3X9Q is, SECRET_NPM_TOKEN_AAAAAA is not.';
    assert.equal(view({ question, answer }, { ...plain, desk }).lost, 2);
    assert.equal(view({ question, answer }).lost, undefined);
    assert.equal(view({}, { ...plain, desk }).lost, undefined);
    assert.equal(lostPlaceholders([question], desk), 1);
  });

  it('can show what was sent as long as it is kept', () => {
    assert.equal(view({}, { ...plain, desk: { scrubber, sent: [sent] } }).sent, true);
    assert.equal(view({}, { ...plain, desk: { scrubber, sent: [{ ...sent, turnId: 'a' }] } }).sent, undefined);
  });

  it('says what is going on before the first token', () => {
    assert.equal(view({}).progress, 'Getting ready…');
    assert.equal(view({ asking: nemotron.id }).progress, 'Asking nemotron-3-ultra…');
  });

  it('says for how long it waits, which the page then counts down', () => {
    const until = noon + 23_000;
    const { waiting, progress } = view({ waiting: { until, why: 'minuteQuota' } });
    assert.deepEqual(waiting, { why: 'minuteQuota', left: 23_000 });
    assert.equal(progress, undefined);
    assert.deepEqual(view({ waiting: { until: noon - 5, why: 'retry' } }).waiting, { why: 'retry', left: 0 });
    assert.deepEqual(view({ waiting: { why: 'queue' } }).waiting, { why: 'queue' });
    assert.equal(view({ state: 'stopped', waiting: { until, why: 'retry' } }).waiting, undefined);
  });

  it('says nothing of that once something is shown or it ended', () => {
    for (const state of ['streaming', 'done', 'stopped', 'failed'] as const) {
      assert.equal(view({ state, asking: nemotron.id }).progress, undefined);
    }
  });

  it('names who served from the response, and what it took', () => {
    const served = 'nvidia/nemotron-3-ultra-550b-a55b-20260604:free';
    const turn = view({ state: 'done', source: { model: served, provider: 'Nvidia' }, record });
    const { facts: known, ...line } = turn.served ?? {};
    assert.deepEqual(line, {
      model: served,
      shortName: 'nemotron-3-ultra',
      provider: 'Nvidia',
      // 61 tokens in the 3.8 seconds from the first one to the end.
      details: ['first token 1.2 s', '16 tokens/s', '412 + 61 tokens', '2 requests'],
    });
    assert.equal(known?.find(({ label }) => label === 'Served by')?.value, served);
  });

  it('claims nothing that the service did not report', () => {
    const { usage: _usage, firstTokenAt: _first, ...bare } = record;
    const { served } = view({ state: 'done', source: { model: nemotron.id }, record: { ...bare, requests: 1 } });
    const { facts: _facts, ...line } = served ?? {};
    assert.deepEqual(line, { model: nemotron.id, shortName: 'nemotron-3-ultra', details: ['1 request'] });
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

  it('can go on when it ended before its end, whatever cut it', () => {
    const answer = 'One, two,';
    const atLimit = { ...record, finishReason: 'length' } as const;
    assert.equal(view({ state: 'failed', answer, failure: { kind: 'cut' } }).cut, true);
    assert.equal(view({ state: 'stopped', answer }).cut, true);
    assert.equal(view({ state: 'done', answer, record: atLimit }).cut, true);
    assert.equal(view({ state: 'done', answer, record }).cut, undefined);
    assert.equal(view({ state: 'streaming', answer }).cut, undefined);
    assert.equal(view({ state: 'failed', answer: ' ', failure: { kind: 'cut' } }).cut, undefined);
  });

  it('has the switch at the answer itself, also after a reload', () => {
    const { switched } = view({ state: 'done', source: { model: gemma.id }, switched: notice });
    assert.equal(switched?.turnId, 'b');
    assert.equal(switched.direction, 'lower');
  });

  it('has what could be asked instead, with what is lost, until it was asked again', () => {
    const failed = { state: 'failed', failure: busy, offer: notice } as const;
    assert.deepEqual(view(failed).offer, {
      headline: 'Ask gemma-4-31b instead?',
      losses: ['Coding index 39.6 → 21.0', 'context 1M → 262k'],
      label: 'Ask gemma-4-31b · 1 request',
    });
    assert.equal(view({ ...failed, superseded: true }).offer, undefined);
  });

  it('names in a failure the model that failed, not the pinned one', () => {
    const { failure } = view({ state: 'failed', source: { model: gemma.id }, switched: notice, failure: busy });
    assert.match(failure?.sentence ?? '', /^gemma-4-31b is busy/);
    assert.match(view({ state: 'failed', failure: busy }).failure?.sentence ?? '', /^nemotron-3-ultra is busy/);
  });
});
