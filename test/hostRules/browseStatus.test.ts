import assert from 'node:assert/strict';
import { formatTime } from '../../src/core/format';
import type { DataPolicy, PrivacyLevel } from '../../src/core/privacy/policy';
import type { AssistantState } from '../../src/host/assistant';
import { browsePrivacy, browseStatus, endpointView, listFailure } from '../../src/host/models/browse/browseStatus';
import type { BrowsePrivacy, BrowseStatus } from '../../src/protocol/models';
import { catalogueOf, failures, gemma, local, model, nemotron, noon } from '../support/fakes';

const hour = 3_600_000;

function statusOf(state: Partial<AssistantState> = {}, appeared: readonly string[] = []): BrowseStatus {
  return browseStatus(
    {
      loading: false,
      paid: false,
      catalogue: { ...catalogueOf(nemotron), readAt: noon - hour },
      failure: undefined,
      pin: undefined,
      taskPins: new Map(),
      cooling: new Map(),
      blocked: new Set(),
      news: undefined,
      ...state,
    },
    { appeared: new Set(appeared), now: noon, labelOf: (action) => `do ${action}` },
  );
}

describe('what the model browser is told', () => {
  it('is little when there is nothing to say', () => {
    assert.deepEqual(statusOf(), {
      loading: false,
      readAt: formatTime(noon - hour, noon),
      paid: false,
      taskPins: [],
      cooling: [],
      blocked: [],
      appeared: [],
    });
  });

  it('has the pins, with the tasks as a person calls them', () => {
    const { pin, taskPins } = statusOf({ pin: nemotron.id, taskPins: new Map([['explain', gemma.id]]) });
    assert.equal(pin, nemotron.id);
    assert.deepEqual(taskPins, [{ model: gemma.id, task: 'Explanations' }]);
  });

  it('has what is cooling, but not what was cooling until now', () => {
    const cooling = new Map([
      [nemotron.id, noon],
      [gemma.id, noon + 120_000],
    ]);
    assert.deepEqual(statusOf({ cooling }).cooling, [{ model: gemma.id, until: formatTime(noon + 120_000, noon) }]);
  });

  it('has what the account blocks and what is new', () => {
    const status = statusOf({ blocked: new Set([gemma.id]) }, [nemotron.id]);
    assert.deepEqual([status.blocked, status.appeared], [[gemma.id], [nemotron.id]]);
  });

  it('says what is wrong and from when the list is, without a word about questions', () => {
    const { problem } = statusOf({ failure: failures.network });
    assert.deepEqual(problem, {
      sentence: `No connection to openrouter.ai (ECONNREFUSED). Nothing was sent and nothing was counted. This is the list of ${formatTime(noon - hour, noon)}.`,
      action: 'Try Again',
    });
  });

  it('says what is wrong when there is no list at all', () => {
    const status = statusOf({ failure: failures.network, catalogue: undefined });
    assert.ok(!('readAt' in status));
    assert.match(status.problem?.sentence ?? '', /counted\.$/);
  });

  it('offers what helps against a failure', () => {
    // Which action helps is the business of `describeFailure`; that it is offered is what counts here.
    assert.equal(statusOf({ failure: failures.payment }).problem?.action, 'do openCredits');
    // There is no other list of models to go to.
    assert.equal(statusOf({ failure: failures.busy }).problem?.action, 'Try Again');
  });

  for (const [kind, failure] of Object.entries(failures)) {
    it(`never speaks of a kept question: ${kind}`, () => {
      assert.doesNotMatch(listFailure(failure, noon), /question is kept|[;,]\.?$/);
    });
  }

  const since = noon - 26 * hour;
  const news: readonly (readonly [appeared: string[], vanished: string[], sentence: string])[] = [
    [['a/one:free'], [], '1 new free model: one.'],
    [['a/one:free', 'a/two:free'], ['b/gone:free'], '2 new free models: one, two. No longer offered for free: gone.'],
    [[], ['b/gone:free'], 'No longer offered for free: gone.'],
    [['a/1', 'a/2', 'a/3', 'a/4', 'a/5', 'a/6'], [], '6 new free models: 1, 2, 3, 4 and 2 more.'],
  ];
  for (const [appeared, vanished, sentence] of news) {
    it(`tells the news: ${sentence}`, () => {
      assert.equal(
        statusOf({ news: { appeared, vanished, since } }).news,
        `Since ${formatTime(since, noon)}: ${sentence}`,
      );
    });
  }
});

describe('what the model browser is told about privacy', () => {
  const known: ReadonlyMap<string, DataPolicy> = new Map([
    [nemotron.id, 'keptNotTrained'],
    [local.id, 'noRetention'],
  ]);
  const embeddings = model('f/embed:free', { chat: false });
  const at = (level: PrivacyLevel, removed: ReadonlyMap<string, DataPolicy> = new Map()): BrowsePrivacy =>
    browsePrivacy(level, catalogueOf(nemotron, embeddings, local, gemma), {
      policyOf: ({ id }) => known.get(id),
      keptOut: ({ id }) => removed.get(id),
    });

  it('has what is known of the models one can chat with, and no terms where there are none', () => {
    assert.deepEqual(at('open'), {
      level: 'Open',
      policies: [
        [nemotron.id, 'keptNotTrained'],
        [local.id, 'noRetention'],
      ],
      keptOut: [],
    });
  });

  it('has what is kept out with what is known of it, not with what the level would make of it', () => {
    const { level, terms, policies, keptOut } = at('noTraining', new Map([[nemotron.id, 'mayTrain']]));
    assert.equal(level, 'No Training');
    assert.match(terms ?? '', /nothing to an endpoint that trains/);
    assert.deepEqual(policies[0], [nemotron.id, 'mayTrain']);
    assert.deepEqual(keptOut, [nemotron.id]);
  });
});

describe('an endpoint', () => {
  it('is shown with short figures', () => {
    const endpoint = {
      provider: 'Nvidia',
      quantization: 'nvfp4',
      contextLength: 1_000_000,
      maxOutputTokens: 65_536,
      uptime: 96.4449,
      degraded: false,
    };
    assert.deepEqual(endpointView(endpoint, 'keptNotTrained'), {
      provider: 'Nvidia',
      quantization: 'nvfp4',
      context: '1M',
      output: '66k',
      uptime: '96.4 %',
      degraded: false,
      policy: 'keptNotTrained',
    });
  });

  it('keeps what is not known unknown', () => {
    assert.deepEqual(endpointView({ provider: 'Chutes', degraded: true }, undefined), {
      provider: 'Chutes',
      degraded: true,
    });
  });

  it('may have been up never or always', () => {
    assert.equal(endpointView({ provider: 'x', uptime: 0, degraded: false }, undefined).uptime, '0 %');
    assert.equal(endpointView({ provider: 'x', uptime: 100, degraded: false }, undefined).uptime, '100 %');
  });
});
