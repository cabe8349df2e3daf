import assert from 'node:assert/strict';
import { type Turn, newConversation, newTurn } from '../../src/core/conversation/conversation';
import type { TurnEvent, TurnRecord } from '../../src/core/engine/events';
import type { AskRequest } from '../../src/host/assistant';
import { type AskingParts, Asking } from '../../src/host/chat/asking';
import type { Attached } from '../../src/host/chat/attachments';
import { Transcript } from '../../src/host/chat/transcript';
import { door } from '../simulator/index';
import { catalogueOf, FakeLog, gemma, model, nemotron, noon } from '../support/fakes';

const attached: readonly Attached[] = [{ id: 'problems', source: { kind: 'problems' } }];

function record(turnId: string, outcome: TurnRecord['outcome'] = 'answered'): TurnRecord {
  return { turnId, requests: 1, outcome, startedAt: noon, endedAt: noon };
}

describe('asking', () => {
  type Answerer = (request: AskRequest, signal: AbortSignal) => AsyncIterable<TurnEvent>;

  async function* says({ turnId }: AskRequest): AsyncGenerator<TurnEvent, void, undefined> {
    yield { type: 'text', text: 'Yes.' };
    yield { type: 'finished', record: record(turnId) };
  }

  function bench(answerer: Answerer = says, catalogue = catalogueOf(nemotron, gemma)) {
    const asked: AskRequest[] = [];
    const saved: string[] = [];
    const back: [string, number][] = [];
    const putBack: number[] = [];
    const reading = door();
    const log = new FakeLog();
    const parts: Parts = {
      assistant: {
        pinOf: () => nemotron.id,
        state: { catalogue },
        ask: (request, signal) => {
          asked.push(request);
          return answerer(request, signal);
        },
      },
      attachments: {
        read: async () => {
          await reading.opened;
          return [];
        },
        putBack: (taken) => void putBack.push(taken.length),
      },
      desk: async () => ({ check: async () => [] }),
      changed: () => {},
      giveBack: (_transcript, question, taken) => void back.push([question, taken.length]),
      log,
    };
    const store = {
      save: ({ turns }: { readonly turns: readonly Turn[] }) =>
        void saved.push(turns.map(({ state }) => state).join(' ')),
      release: () => {},
    };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rest of these is none of its business
    const asking = new Asking(parts as unknown as AskingParts);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
    const transcript = new Transcript(store as unknown as Store, newConversation('talk', noon), '');
    const turn = newTurn('one', 'Why?', noon);
    return { asking, transcript, asked, saved, back, putBack, reading, log, turn };
  }

  type Store = ConstructorParameters<typeof Transcript>[0];
  interface Parts {
    readonly assistant: {
      readonly pinOf: () => string;
      readonly state: { readonly catalogue: ReturnType<typeof catalogueOf> };
      readonly ask: Answerer;
    };
    readonly attachments: {
      readonly read: () => Promise<readonly never[]>;
      readonly putBack: (taken: readonly Attached[]) => void;
    };
    readonly desk: () => Promise<{ readonly check: () => Promise<readonly never[]> }>;
    readonly changed: () => void;
    readonly giveBack: AskingParts['giveBack'];
    readonly log: FakeLog;
  }

  it('asks one turn at a time, and knows where it is written', async () => {
    const { asking, transcript, asked, saved, turn } = bench();
    const first = asking.start(transcript, { turn, until: turn.id, how: {} });
    assert.equal(asking.writingTo, transcript);
    await asking.start(transcript, { turn: newTurn('two', 'And?', noon), until: 'two', how: {} });
    await first;
    assert.equal(asking.writingTo, undefined);
    assert.deepEqual(
      asked.map(({ turnId }) => turnId),
      ['one'],
    );
    assert.equal(transcript.turn('one')?.answer, 'Yes.');
    assert.equal(saved.at(-1), 'done');
  });

  it('asks the model that was chosen for it, and no other', async () => {
    const { asking, transcript, asked, turn } = bench();
    await asking.start(transcript, { turn, until: turn.id, how: { model: gemma.id } });
    assert.equal(asked[0]?.model, gemma.id);
  });

  it('leaves out what does not fit into the window of the model that is really asked', async () => {
    const small = model('@mine/small', { contextLength: 4096 });
    const { asking, transcript, asked, turn } = bench(says, catalogueOf(nemotron, small));
    transcript.update({ ...newTurn('long', 'Tell me.', noon), state: 'done', answer: 'word '.repeat(8000) });
    await asking.start(transcript, { turn, until: turn.id, how: { instead: { model: small.id, cause: 'dayQuota' } } });
    assert.deepEqual(transcript.turn('one')?.leftOut, { count: 1, model: small.id, window: 4096 });
    assert.deepEqual(
      asked[0]?.messages.map(({ role }) => role),
      ['system', 'user'],
    );
  });

  it('gives a question back that was stopped while its files were read, and sends nothing', async () => {
    const { asking, transcript, asked, saved, back, reading, turn } = bench();
    const started = asking.start(transcript, { turn, until: turn.id, how: {}, attached });
    asking.stop();
    reading.open();
    await started;
    assert.deepEqual(asked, []);
    assert.deepEqual(back, [['Why?', 1]]);
    assert.deepEqual(saved, [], 'a conversation in which nothing changed was written');
    assert.ok(!asking.busy);
  });

  it('leaves no turn waiting for ever, whatever breaks', async () => {
    async function* breaks(): AsyncGenerator<TurnEvent, void, undefined> {
      yield { type: 'text', text: 'Half' };
      throw new Error('broken');
    }
    async function* ends(): AsyncGenerator<TurnEvent, void, undefined> {
      yield { type: 'text', text: 'Half' };
    }
    const broken = bench(breaks);
    await broken.asking.start(broken.transcript, { turn: broken.turn, until: 'one', how: {} });
    assert.equal(broken.transcript.turn('one')?.state, 'failed');
    assert.equal(broken.transcript.turn('one')?.answer, 'Half');
    assert.equal(broken.saved.at(-1), 'failed');
    const cut = bench(ends);
    await cut.asking.start(cut.transcript, { turn: cut.turn, until: 'one', how: {} });
    assert.equal(cut.transcript.turn('one')?.state, 'stopped');
    assert.equal(cut.transcript.turn('one')?.answer, 'Half');
  });

  it('writes nothing of a conversation that was forgotten meanwhile', async () => {
    const gate = door();
    async function* slow(request: AskRequest): AsyncGenerator<TurnEvent, void, undefined> {
      await gate.opened;
      yield* says(request);
    }
    const { asking, transcript, saved, turn } = bench(slow);
    const started = asking.start(transcript, { turn, until: turn.id, how: {} });
    transcript.forget();
    gate.open();
    await started;
    assert.deepEqual(saved, []);
  });
});
