import assert from 'node:assert/strict';
import type { RankingQuery } from '../../src/core/service';
import type { Task } from '../../src/core/tasks/task';
import type { DataPolicy } from '../../src/core/privacy/policy';
import type { Assistant, AssistantState } from '../../src/host/assistant';
import { BrowseDesk } from '../../src/host/models/browse/browseDesk';
import type { FromModelsPage, ToModelsPage } from '../../src/protocol/models';
import { eventually } from '../support/eventually';
import { catalogueOf, FakeClock, failures, gemma, nemotron, noon, paidNemotron } from '../support/fakes';

const empty: AssistantState = {
  key: 'none',
  pin: undefined,
  pinned: undefined,
  catalogue: catalogueOf(nemotron, paidNemotron, gemma),
  failure: undefined,
  loading: false,
  proposal: undefined,
  meter: undefined,
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

/** The desk between a page and an assistant, both of which only write down what they get. */
class Desk {
  readonly clock = new FakeClock();
  readonly posted: ToModelsPage[] = [];
  readonly done: string[] = [];
  state = empty;
  task: Task | undefined;
  readonly rankings: RankingQuery[] = [];
  fails = false;
  /** By models, and by `model provider`. */
  readonly policies = new Map<string, DataPolicy>();
  readonly removed = new Map<string, DataPolicy>();
  private listener: () => void = () => {};
  readonly desk: BrowseDesk;

  constructor() {
    const { done, rankings } = this;
    const self = () => this;
    const used: Partial<Assistant> = {
      get state() {
        return self().state;
      },
      onDidChange: (listener) => {
        this.listener = () => {
          listener();
        };
        return {
          dispose: () => {
            this.listener = () => {};
            done.push('unsubscribed');
          },
        };
      },
      refresh: async () => void done.push('refresh'),
      unpin: async (task) => void done.push(`unpin ${task}`),
      seenNews: () => void done.push('seenNews'),
      policyOf: (model, provider) => this.policies.get(provider === undefined ? model.id : `${model.id} ${provider}`),
      keptOut: (model) => this.removed.get(model.id),
      modelPage: (model) => `https://openrouter.ai/${model}`,
      endpoints: async () =>
        this.fails
          ? { ok: false, failure: failures.network }
          : { ok: true, value: [{ provider: 'Nvidia', quantization: 'nvfp4', degraded: false }] },
      ranking: async (query) => {
        rankings.push(query);
        return this.fails ? { ok: false, failure: failures.network } : { ok: true, value: [gemma.id] };
      },
    };
    this.desk = new BrowseDesk({
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the desk uses nothing else of it
      assistant: used as Assistant,
      clock: this.clock,
      labelOf: (action) => action,
      post: (message) => void this.posted.push(message),
      editor: {
        open: async (address) => void done.push(`open ${address}`),
        pin: async (model, task) => void done.push(`pin ${model}${task === undefined ? '' : ` for ${task}`}`),
        pickTask: async () => this.task,
        act: async (action) => void done.push(`act ${action}`),
        openPaidSetting: async () => void done.push('openPaidSetting'),
        setPrivacyLevel: async () => void done.push('setPrivacyLevel'),
      },
    });
  }

  /** What the desk posts and does because of messages. */
  async after(...messages: readonly FromModelsPage[]): Promise<readonly (ToModelsPage | string)[]> {
    this.posted.length = 0;
    this.done.length = 0;
    for (const message of messages) await this.desk.handle(message);
    return [...this.posted, ...this.done];
  }

  /** The messages that come because the state changed. */
  async change(state: Partial<AssistantState>): Promise<void> {
    this.posted.length = 0;
    this.state = { ...this.state, ...state };
    this.listener();
  }

  types(): readonly string[] {
    return this.posted.map(({ type }) => type);
  }
}

describe('the desk behind the model browser', () => {
  let desk: Desk;

  beforeEach(() => {
    desk = new Desk();
  });

  afterEach(() => {
    desk.desk.dispose();
  });

  it('says nothing to a page that did not say it is there', async () => {
    desk.state = { ...empty, loading: true };
    await desk.after({ type: 'rank', ranking: 'science' }, { type: 'endpoints', model: nemotron.id });
    assert.deepEqual(desk.posted, []);
  });

  it('gives a page everything, each time it says that it is there', async () => {
    for (let time = 0; time < 2; time += 1) {
      await desk.after({ type: 'ready' });
      assert.deepEqual(desk.types(), ['models', 'status']);
      assert.ok(desk.posted[0]?.type === 'models');
      assert.deepEqual(
        desk.posted[0].models.map(({ id }) => id),
        [nemotron.id, paidNemotron.id, gemma.id],
      );
    }
  });

  it('has no list to give before there is one', async () => {
    desk.state = { ...empty, catalogue: undefined, loading: true };
    await desk.after({ type: 'ready' });
    assert.deepEqual(desk.types(), ['status']);
    await desk.change({ catalogue: empty.catalogue, loading: false });
    await eventually(() => assert.deepEqual(desk.types(), ['models', 'status']));
  });

  it('sends what changed, and nothing when nothing did', async () => {
    await desk.after({ type: 'ready' });
    await desk.change({ account: 'somebody' });
    await desk.change({ pin: gemma.id });
    await eventually(() => assert.deepEqual(desk.types(), ['status']));
    await desk.change({ catalogue: catalogueOf(gemma) });
    await eventually(() => assert.deepEqual(desk.types(), ['models']));
  });

  it('sends the words of another day', async () => {
    await desk.after({ type: 'ready' });
    desk.clock.at = noon + 86_400_000;
    await desk.change({ pin: gemma.id });
    await eventually(() => assert.ok(desk.types().includes('models')));
  });

  it('says by itself that a model has cooled down', async () => {
    desk.state = { ...empty, cooling: new Map([[gemma.id, noon + 30]]) };
    await desk.after({ type: 'ready' });
    assert.ok(desk.posted[1]?.type === 'status' && desk.posted[1].status.cooling.length === 1);
    desk.posted.length = 0;
    desk.clock.at = noon + 30;
    await eventually(() => assert.deepEqual(desk.types(), ['status']));
    assert.ok(desk.posted[0]?.type === 'status' && desk.posted[0].status.cooling.length === 0);
  });

  it('keeps what is new marked after the news were seen', async () => {
    desk.state = { ...empty, news: { appeared: [gemma.id], vanished: [], since: noon } };
    await desk.after({ type: 'ready' });
    await desk.change({ news: undefined });
    await eventually(() => assert.deepEqual(desk.types(), ['status']));
    const [status] = desk.posted;
    assert.ok(status?.type === 'status');
    assert.deepEqual([status.status.appeared, status.status.news], [[gemma.id], undefined]);
  });

  it('is silent while the page is hidden, and for good when it is gone', async () => {
    await desk.after({ type: 'ready' });
    desk.desk.hidden();
    await desk.after({ type: 'rank', ranking: 'science' });
    assert.deepEqual(desk.posted, []);
    desk.desk.dispose();
    assert.deepEqual(desk.done, ['unsubscribed']);
  });

  const acts: readonly (readonly [message: FromModelsPage, done: readonly string[]])[] = [
    [{ type: 'refresh' }, ['refresh']],
    [{ type: 'seenNews' }, ['seenNews']],
    [{ type: 'openPaidSetting' }, ['openPaidSetting']],
    [{ type: 'pin', model: gemma.id }, [`pin ${gemma.id}`]],
    [{ type: 'pin', model: 'not/listed:free' }, []],
    [{ type: 'pin', model: paidNemotron.id }, []],
    [{ type: 'pinForTask', model: paidNemotron.id }, []],
    [{ type: 'openPage', model: paidNemotron.id }, [`open https://openrouter.ai/${paidNemotron.id}`]],
    [{ type: 'openPage', model: '../evil' }, []],
    [{ type: 'endpoints', model: '../key' }, []],
    [{ type: 'problemAction' }, []],
  ];
  for (const [message, done] of acts) {
    it(`does ${done.join() || 'nothing'} for ${JSON.stringify(message)}`, async () => {
      assert.deepEqual(await desk.after(message), done);
    });
  }

  it('pins a paid model once paid is on', async () => {
    desk.state = { ...empty, paid: true };
    assert.deepEqual(await desk.after({ type: 'pin', model: paidNemotron.id }), [`pin ${paidNemotron.id}`]);
    assert.deepEqual(await desk.after({ type: 'pin', model: 'not/listed' }), []);
  });

  it('pins for the task that is picked, and unpins what is pinned for it already', async () => {
    assert.deepEqual(await desk.after({ type: 'pinForTask', model: gemma.id }), []);
    desk.task = 'explain';
    assert.deepEqual(await desk.after({ type: 'pinForTask', model: gemma.id }), [`pin ${gemma.id} for explain`]);
    desk.state = { ...empty, taskPins: new Map([['explain', gemma.id]]) };
    assert.deepEqual(await desk.after({ type: 'pinForTask', model: gemma.id }), ['unpin explain']);
  });

  it('does about a problem what helps', async () => {
    desk.state = { ...empty, failure: failures.network };
    assert.deepEqual(await desk.after({ type: 'problemAction' }), ['refresh']);
    desk.state = { ...empty, failure: failures.payment };
    assert.deepEqual(await desk.after({ type: 'problemAction' }), ['act openCredits']);
  });

  it('asks for an order once as long as the catalogue is the same, and again after a failure', async () => {
    await desk.after({ type: 'ready' });
    desk.fails = true;
    const [failed] = await desk.after({ type: 'rank', ranking: 'top-weekly' });
    assert.deepEqual(failed, {
      type: 'ranking',
      ranking: 'top-weekly',
      problem: 'No connection to openrouter.ai (ECONNREFUSED). Nothing was sent and nothing was counted.',
    });
    desk.fails = false;
    const answer: ToModelsPage = { type: 'ranking', ranking: 'top-weekly', ids: [gemma.id] };
    assert.deepEqual(await desk.after({ type: 'rank', ranking: 'top-weekly' }), [answer]);
    assert.deepEqual(await desk.after({ type: 'rank', ranking: 'top-weekly' }), [answer]);
    assert.equal(desk.rankings.length, 2);
    desk.state = { ...empty, catalogue: { models: [gemma], readAt: noon + 1 } };
    await desk.after({ type: 'rank', ranking: 'top-weekly' }, { type: 'rank', ranking: 'marketing/seo' });
    assert.deepEqual(desk.rankings.slice(2), [{ sort: 'top-weekly' }, { category: 'marketing/seo' }]);
  });

  it('gives the endpoints of a model, or why there are none', async () => {
    await desk.after({ type: 'ready' });
    assert.deepEqual(await desk.after({ type: 'endpoints', model: gemma.id }), [
      {
        type: 'endpoints',
        model: gemma.id,
        endpoints: [{ provider: 'Nvidia', quantization: 'nvfp4', degraded: false }],
      },
    ]);
    desk.fails = true;
    const [failed] = await desk.after({ type: 'endpoints', model: gemma.id });
    assert.ok(typeof failed === 'object' && failed.type === 'endpoints' && failed.problem?.startsWith('No connection'));
  });

  describe('once something is known of privacy', () => {
    const level = (at: 'open' | 'noTraining'): Partial<AssistantState> => ({
      privacy: { level: at, confidential: false, scrubs: true, restricted: false, problems: [], version: 1 },
    });
    const privacyPosted = (): readonly ToModelsPage[] => desk.posted.filter(({ type }) => type === 'privacy');

    it('tells it once, and again when the level changes', async () => {
      desk.policies.set(gemma.id, 'mayTrain');
      await desk.after({ type: 'ready' });
      assert.deepEqual(privacyPosted(), []);
      await desk.change(level('open'));
      const open: ToModelsPage = {
        type: 'privacy',
        privacy: { level: 'Open', policies: [[gemma.id, 'mayTrain']], keptOut: [] },
      };
      await eventually(() => assert.deepEqual(desk.posted, [open]));
      await desk.change({ pin: gemma.id });
      await eventually(() => assert.deepEqual(desk.types(), ['status']));
      desk.removed.set(gemma.id, 'mayTrain');
      await desk.change(level('noTraining'));
      await eventually(() => assert.equal(desk.posted.length, 1));
      assert.ok(desk.posted[0]?.type === 'privacy');
      assert.deepEqual(desk.posted[0].privacy.keptOut, [gemma.id]);
    });

    it('says of each endpoint what it does, and of the model what follows from it', async () => {
      desk.state = { ...empty, ...level('open') };
      await desk.after({ type: 'ready' });
      desk.policies.set(`${gemma.id} Nvidia`, 'noRetention');
      desk.policies.set(gemma.id, 'noRetention');
      const [answer] = await desk.after({ type: 'endpoints', model: gemma.id });
      assert.ok(typeof answer === 'object' && answer.type === 'endpoints');
      assert.equal(answer.endpoints?.[0]?.policy, 'noRetention');
      await eventually(() => {
        const [told] = privacyPosted();
        assert.ok(told?.type === 'privacy');
        assert.deepEqual(told.privacy.policies, [[gemma.id, 'noRetention']]);
      });
    });

    it('lets the level be set', async () => {
      assert.deepEqual(await desk.after({ type: 'setPrivacyLevel' }), ['setPrivacyLevel']);
    });
  });
});
