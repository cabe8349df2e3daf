import assert from 'node:assert/strict';
import type { Conversation } from '../../src/core/conversation/conversation';
import type { TurnEvent, TurnRecord } from '../../src/core/engine/events';
import type { SwitchNotice } from '../../src/core/engine/switch';
import type { Comparison as ComparisonEntry } from '../../src/core/usage/comparisons';
import type { AskRequest, Assistant, AssistantState } from '../../src/host/assistant';
import { CompareDesk } from '../../src/host/compare/compareDesk';
import type { ColumnView, FromComparePage, ToComparePage } from '../../src/protocol/compare';
import { eventually } from '../support/eventually';
import { catalogueOf, cohere, failures, FakeClock, FakeLog, gemma, nemotron, noon } from '../support/fakes';

const initial: AssistantState = {
  key: 'stored',
  pin: nemotron.id,
  pinned: nemotron,
  catalogue: catalogueOf(nemotron, gemma, cohere),
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

function record(turnId: string, change: Partial<TurnRecord> = {}): TurnRecord {
  return { turnId, requests: 1, outcome: 'answered', startedAt: noon, endedAt: noon + 2000, ...change };
}

/** One turn that a test ends as it likes. */
class Asked {
  readonly request: AskRequest;
  readonly signal: AbortSignal;
  private readonly events: TurnEvent[] = [];
  private wake: () => void = () => {};

  constructor(request: AskRequest, signal: AbortSignal) {
    this.request = request;
    this.signal = signal;
    signal.addEventListener('abort', () =>
      this.tell({ type: 'finished', record: record(request.turnId, { outcome: 'stopped' }) }),
    );
  }

  tell(...events: readonly TurnEvent[]): void {
    this.events.push(...events);
    this.wake();
  }

  /** A whole answer. */
  answer(text: string, firstToken = 500, change: Partial<TurnRecord> = {}): void {
    const { turnId, model = '' } = this.request;
    const source = { model };
    this.tell(
      { type: 'attempt', n: 1, model },
      { type: 'served', source },
      { type: 'text', text },
      {
        type: 'finished',
        record: record(turnId, { source, firstTokenAt: noon + firstToken, usage: { completionTokens: 90 }, ...change }),
      },
    );
  }

  async *play(): AsyncGenerator<TurnEvent, void, undefined> {
    for (;;) {
      const event = this.events.shift();
      if (event === undefined) {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
        continue;
      }
      yield event;
      if (event.type === 'finished' || event.type === 'failed') return;
    }
  }
}

/** The desk between a page and an assistant, both of which only write down what they get. */
class Stage {
  readonly posted: ToComparePage[] = [];
  readonly done: string[] = [];
  readonly asked: Asked[] = [];
  readonly kept: ComparisonEntry[] = [];
  readonly conversations: Conversation[] = [];
  state = initial;
  picked: readonly string[] | undefined;
  private ids = 0;
  private changed: () => void = () => {};
  readonly desk: CompareDesk;

  constructor() {
    const { done } = this;
    const self = (): this => this;
    const used: Partial<Assistant> = {
      get state() {
        return self().state;
      },
      onDidChange: (listener) => {
        this.changed = () => listener();
        return { dispose: () => void done.push('unsubscribed') };
      },
      ask: (request, signal) => {
        const asked = new Asked(request, signal);
        this.asked.push(asked);
        return asked.play();
      },
      pinOf: () => this.state.pin,
      pin: async (model) => void done.push(`pin ${model}`),
      priceOf: () => ({ requests: { least: 1, most: 2 } }),
      policyOf: () => undefined,
      keptOut: () => undefined,
      privacy: async () =>
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the desk uses nothing else of it
        ({
          sent: [],
          scrubber: { restore: (text: string) => ({ text, lost: [] }) },
          answer: (turnId: string, answer: string) => void done.push(`answer ${turnId} ${answer}`),
        }) as unknown as Awaited<ReturnType<Assistant['privacy']>>,
    };
    this.desk = new CompareDesk({
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the desk uses nothing else of it
      assistant: used as Assistant,
      evidence: async () => ({
        add: (entry) => this.kept.push(entry),
        choose: (id, winner) => void done.push(`choose ${id} ${winner}`),
      }),
      goOnWith: async (conversation) => void this.conversations.push(conversation),
      colours: async () => ({ '--code-keyword': '#00f' }),
      post: (message) => void this.posted.push(structuredClone(message)),
      labelOf: (action) => action,
      editor: {
        chooseModels: async () => this.picked,
        act: async (action) => void done.push(`act ${action}`),
        copy: async (text) => void done.push(`copy ${text}`),
        insert: async (text) => void done.push(`insert ${text}`),
        applyCode: async (text, language) => void done.push(`apply ${text} ${language}`),
        newFile: async (text, language) => void done.push(`new ${text} ${language}`),
        runCode: async (text) => void done.push(`run ${text}`),
        openLink: async (url) => void done.push(`open ${url}`),
        showSent: async (turnId) => void done.push(`sent ${turnId}`),
      },
      hasFolder: () => true,
      newId: () => `id-${++this.ids}`,
      clock: new FakeClock(),
      log: new FakeLog(),
    });
  }

  async hear(...messages: readonly FromComparePage[]): Promise<void> {
    for (const message of messages) await this.desk.handle(message);
  }

  change(state: Partial<AssistantState>): void {
    this.state = { ...this.state, ...state };
    this.changed();
  }

  /** As often as models are chosen: the page is there and all are asked. */
  async begin(text = 'Why?'): Promise<void> {
    await this.hear({ type: 'ready' }, { type: 'compare', text });
    await eventually(() => assert.equal(this.asked.length, 3));
  }

  last<Type extends ToComparePage['type']>(type: Type): Extract<ToComparePage, { type: Type }> | undefined {
    return this.posted.findLast((message): message is Extract<ToComparePage, { type: Type }> => message.type === type);
  }

  column(model: { readonly id: string }): ColumnView | undefined {
    const found = this.posted.findLast((message) => message.type === 'column' && message.column.model.id === model.id);
    return found?.type === 'column' ? found.column : undefined;
  }

  of(model: { readonly id: string }): Asked {
    const asked = this.asked.findLast(({ request }) => request.model === model.id);
    assert.ok(asked);
    return asked;
  }
}

describe('the desk behind a comparison', () => {
  let stage: Stage;

  beforeEach(() => {
    stage = new Stage();
  });
  afterEach(async () => {
    stage.desk.dispose();
    await stage.desk.settled();
  });

  const allAnswer = async (): Promise<void> => {
    await stage.begin();
    stage.of(nemotron).answer('One.', 500);
    stage
      .of(cohere)
      .tell({ type: 'failed', failure: failures.busy, text: '', record: record('x', { outcome: 'failed' }) });
    stage.of(gemma).answer('Two.', 900);
    await stage.desk.settled();
  };

  it('asks each model the same at once, by name, and beside the others', async () => {
    await stage.begin(' Why? ');
    assert.deepEqual(
      stage.asked.map(({ request: { model, task, together } }) => [model, task, together]),
      [nemotron, cohere, gemma].map(({ id }) => [id, 'compare', true]),
    );
    const [first, ...others] = stage.asked.map(({ request }) => request.messages);
    assert.equal(first?.at(-1)?.content, 'Why?');
    for (const messages of others) assert.deepEqual(messages, first);
    assert.equal(new Set(stage.asked.map(({ request }) => request.turnId)).size, 3);
  });

  it('asks nobody without a question, without two models, twice, or when the day has not enough', async () => {
    await stage.hear({ type: 'ready' }, { type: 'compare', text: '  ' });
    stage.picked = [gemma.id];
    await stage.hear({ type: 'chooseModels' }, { type: 'compare', text: 'Why?' });
    assert.equal(stage.last('status')?.status.problem?.sentence, 'Choose at least two models to compare.');
    stage.picked = [gemma.id, nemotron.id];
    const day = { used: 49, limit: 50, remaining: 1, resetAt: noon };
    const minute = { used: 0, limit: 20, freeAt: noon };
    stage.change({ meter: { day, minute, certainty: 'counted', level: 'warning' } });
    await stage.hear({ type: 'chooseModels' }, { type: 'compare', text: 'Why?' });
    assert.equal(stage.asked.length, 0);
    stage.change({ meter: undefined });
    await stage.hear({ type: 'compare', text: 'Why?' }, { type: 'compare', text: 'Why?' });
    await eventually(() => assert.equal(stage.asked.length, 2));
  });

  it('keeps a choice that was given up, and takes four models at most', async () => {
    await stage.hear({ type: 'ready' }, { type: 'removeModel', model: cohere.id }, { type: 'chooseModels' });
    const chosen = (): readonly string[] | undefined => stage.last('status')?.status.models.map(({ id }) => id);
    assert.deepEqual(chosen(), [nemotron.id, gemma.id]);
    stage.picked = ['a/1', 'a/2', 'a/3', 'a/4', 'a/5'];
    await stage.hear({ type: 'chooseModels' });
    assert.deepEqual(chosen(), ['a/1', 'a/2', 'a/3', 'a/4']);
  });

  it('lets one fail and the others go on, each with its own text', async () => {
    await stage.begin();
    stage
      .of(cohere)
      .tell({ type: 'failed', failure: failures.busy, text: '', record: record('x', { outcome: 'failed' }) });
    await eventually(() => assert.equal(stage.column(cohere)?.turn.state, 'failed'));
    assert.match(stage.column(cohere)?.turn.failure?.sentence ?? '', /^north-mini-code is busy/);
    assert.equal(stage.column(cohere)?.action, undefined, 'nobody here asks the pinned model');
    stage.of(nemotron).tell({ type: 'attempt', n: 1, model: nemotron.id }, { type: 'text', text: 'One ' });
    await eventually(() => assert.equal(stage.column(nemotron)?.turn.answer, 'One '));
    stage.of(nemotron).tell({ type: 'text', text: 'two ' }, { type: 'text', text: 'three' });
    const turnId = stage.of(nemotron).request.turnId;
    await eventually(() =>
      assert.deepEqual(stage.last('delta'), { type: 'delta', turnId, text: 'two three', reasoning: '' }),
    );
    assert.equal(stage.last('status')?.status.busy, true);
    stage.of(nemotron).tell({ type: 'finished', record: record(turnId) });
    stage.of(gemma).answer('Four.');
    await stage.desk.settled();
    assert.equal(stage.column(nemotron)?.turn.answer, 'One two three');
    assert.equal(stage.column(gemma)?.turn.answer, 'Four.');
    assert.equal(stage.last('status')?.status.busy, false);
  });

  it('gives a page that comes back everything as it is', async () => {
    await stage.hear({ type: 'draft', text: 'Wh' });
    await stage.begin();
    stage
      .of(gemma)
      .tell({ type: 'attempt', n: 1, model: gemma.id }, { type: 'text', text: 'A' }, { type: 'text', text: 'B' });
    await eventually(() => assert.equal(stage.column(gemma)?.turn.answer, 'A'));
    stage.desk.hidden();
    const before = stage.posted.length;
    stage.of(nemotron).answer('One.');
    await eventually(() => assert.equal(stage.desk.columns[0]?.turn.state, 'done'));
    assert.equal(stage.posted.length, before);
    await stage.hear({ type: 'ready' });
    const shown = stage.last('snapshot');
    assert.equal(shown?.draft, 'Why?');
    assert.deepEqual(
      shown?.comparison?.columns.map(({ turn }) => turn.answer),
      ['One.', '', 'AB'],
    );
    assert.deepEqual(stage.last('theme')?.colours, { '--code-keyword': '#00f' });
  });

  it('stops one or all, and asks one again', async () => {
    await stage.begin();
    await stage.hear({ type: 'retry', turnId: stage.of(gemma).request.turnId });
    assert.equal(stage.asked.length, 3, 'one under way was asked again');
    await stage.hear({ type: 'stop', turnId: stage.of(gemma).request.turnId });
    await eventually(() => assert.equal(stage.column(gemma)?.turn.state, 'stopped'));
    assert.equal(stage.of(nemotron).signal.aborted, false);
    await stage.hear({ type: 'retry', turnId: stage.of(gemma).request.turnId });
    await eventually(() => assert.equal(stage.asked.length, 4));
    assert.equal(stage.of(gemma).request.model, gemma.id);
    assert.equal(stage.of(gemma).request.insist, undefined);
    await stage.hear({ type: 'stop' });
    await stage.desk.settled();
    assert.deepEqual(
      stage.desk.columns.map(({ turn }) => turn.state),
      ['stopped', 'stopped', 'stopped'],
    );
  });

  it('marks the first and the fastest in words, once all have ended', async () => {
    await stage.begin();
    // 90 tokens in 1.5 s are 60 a second, in 0.9 s 100.
    stage.of(nemotron).answer('One.', 500);
    stage.of(cohere).answer('Two.', 1100);
    await eventually(() => assert.equal(stage.column(cohere)?.turn.state, 'done'));
    assert.deepEqual(stage.column(nemotron)?.figures[0], { label: 'First token', value: '0.5 s' });
    stage.of(gemma).answer('Three.', 1900);
    await stage.desk.settled();
    assert.deepEqual(stage.column(nemotron)?.figures, [
      { label: 'First token', value: '0.5 s', mark: 'first' },
      { label: 'Speed', value: '60 tokens/s' },
      { label: 'Answer', value: '90 tokens' },
      { label: 'Requests', value: '1' },
    ]);
    assert.deepEqual(stage.column(cohere)?.figures[1], { label: 'Speed', value: '100 tokens/s', mark: 'fastest' });
  });

  it('keeps the verdict without any text, and changes it', async () => {
    await allAnswer();
    assert.deepEqual(stage.last('verdict')?.verdict, { candidates: [nemotron.id, gemma.id] });
    await stage.hear({ type: 'best', model: cohere.id });
    await stage.hear({ type: 'best', model: gemma.id }, { type: 'best', model: nemotron.id }, { type: 'best' });
    await stage.desk.settled();
    assert.deepEqual(stage.kept, [
      {
        at: noon,
        outcomes: [
          { model: nemotron.id, outcome: 'answered', firstTokenMs: 500, tokens: 90 },
          { model: cohere.id, outcome: 'failed' },
          { model: gemma.id, outcome: 'answered', firstTokenMs: 900, tokens: 90 },
        ],
      },
    ]);
    assert.deepEqual(stage.done, [`choose 1 ${gemma.id}`, `choose 1 ${nemotron.id}`, 'choose 1 undefined']);
    assert.equal(stage.last('verdict')?.verdict.best, 'none');
  });

  it('writes nothing when none was good from the start', async () => {
    await allAnswer();
    await stage.hear({ type: 'best' });
    await stage.desk.settled();
    assert.deepEqual(stage.kept, []);
  });

  it('takes the verdict back when the best answer is asked for again', async () => {
    await allAnswer();
    await stage.hear({ type: 'best', model: gemma.id }, { type: 'retry', turnId: stage.of(gemma).request.turnId });
    await eventually(() => assert.equal(stage.done.at(-1), 'choose 1 undefined'));
    assert.deepEqual(stage.last('verdict')?.verdict.best, undefined);
    stage.of(gemma).answer('Better.');
  });

  it('pins the best and goes on talking to it with this one turn', async () => {
    await allAnswer();
    await stage.hear({ type: 'keepTalking' }, { type: 'pinBest' });
    assert.deepEqual([stage.done, stage.conversations], [[], []], 'there was no best yet');
    await stage.hear({ type: 'best', model: gemma.id }, { type: 'pinBest' }, { type: 'keepTalking' });
    assert.equal(stage.last('verdict')?.verdict.pin, 'Pin gemma-4-31b');
    assert.ok(stage.done.includes(`pin ${gemma.id}`));
    const [conversation] = stage.conversations;
    assert.deepEqual(
      conversation?.turns.map(({ question, answer, chosen }) => [question, answer, chosen]),
      [['Why?', 'Two.', gemma.id]],
    );
  });

  it('counts for who really answered, where the service asked another', async () => {
    await stage.begin();
    const notice: SwitchNotice = {
      pinned: gemma.id,
      served: nemotron.id,
      cause: 'service',
      direction: 'higher',
      losses: [],
    };
    const { turnId } = stage.of(gemma).request;
    const source = { model: nemotron.id };
    stage
      .of(gemma)
      .tell(
        { type: 'attempt', n: 1, model: gemma.id },
        { type: 'served', source, switched: notice },
        { type: 'text', text: 'Two.' },
        { type: 'finished', record: record(turnId, { source, switched: notice }) },
      );
    stage.of(cohere).answer('One.');
    await eventually(() => assert.equal(stage.column(cohere)?.turn.state, 'done'));
    await eventually(() => assert.equal(stage.column(gemma)?.turn.state, 'done'));
    assert.match(stage.column(gemma)?.turn.switched?.headline ?? '', /nemotron/);
    await stage.hear({ type: 'best', model: gemma.id });
    await eventually(() => assert.deepEqual(stage.done, [`choose 1 ${nemotron.id}`]));
    assert.equal(stage.last('verdict')?.verdict.pinned, 'nemotron-3-ultra is pinned.');
  });

  it('answers what a column asks, and nothing of anybody else', async () => {
    await stage.begin();
    const { turnId } = stage.of(gemma).request;
    await stage.hear(
      { type: 'answerQuestion', turnId: 'of-the-chat', answer: 'once' },
      { type: 'showSent', turnId: 'of-the-chat' },
      { type: 'answerQuestion', turnId, answer: 'once' },
      { type: 'showSent', turnId },
    );
    assert.deepEqual(stage.done, [`answer ${turnId} once`, `sent ${turnId}`]);
  });

  it('does for the page what the chat does', async () => {
    await stage.hear(
      { type: 'copy', text: 'a' },
      { type: 'insert', text: 'b' },
      { type: 'applyCode', text: 'c', language: 'ts' },
      { type: 'newFile', text: 'd', language: '' },
      { type: 'runCode', text: 'e' },
      { type: 'openLink', url: 'https://example.com' },
      { type: 'action', action: 'reload' },
    );
    assert.deepEqual(stage.done, [
      'copy a',
      'insert b',
      'apply c ts',
      'new d ',
      'run e',
      'open https://example.com',
      'act reload',
    ]);
  });

  it('has nothing left of a comparison after everything was forgotten', async () => {
    await stage.begin('A private question');
    await stage.hear({ type: 'draft', text: 'Another private question' });
    stage.desk.forget();
    await eventually(() => assert.deepEqual(stage.last('snapshot')?.comparison, undefined));
    assert.equal(stage.last('snapshot')?.draft, '');
    assert.equal(stage.last('draft')?.text, '');
    assert.ok(stage.asked.every(({ signal }) => signal.aborted));
    assert.deepEqual(stage.desk.columns, []);
  });

  it('stops everything and listens no more when it is closed', async () => {
    await stage.begin();
    stage.desk.dispose();
    await stage.desk.settled();
    assert.ok(stage.asked.every(({ signal }) => signal.aborted));
    assert.deepEqual(stage.done, ['unsubscribed']);
  });
});
