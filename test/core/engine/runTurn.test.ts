import assert from 'node:assert/strict';
import type { TurnEvent } from '../../../src/core/engine/events';
import { describeSwitch } from '../../../src/core/engine/switch';
import type { Failure } from '../../../src/core/errors';
import {
  type Script,
  answer,
  busy,
  catalogueOf,
  cohere,
  failures,
  freeAccount,
  gemma,
  goneForGood,
  liquid,
  model,
  nemotron,
  noon,
  paidNemotron,
  refusal,
  router,
} from '../../support/fakes';
import { TurnBench, everything, only, textOf, the, typesOf } from './turnBench';

const free = { prompt: 0, completion: 0 };
/** 30 s away: not asked for again. */
const busyForLong: Failure = { ...busy, retryAfterMs: 30_000 };

function sentence(length: number): string {
  return 'const value = compute(input, 42);\n'.repeat(Math.ceil(length / 34)).slice(0, length);
}

describe('a turn that goes well', () => {
  it('asks the pinned model once and ends with what it took', async () => {
    const bench = new TurnBench(answer('nvidia/nemotron-3-ultra-550b-a55b-20260604:free', 'Rename it.'));
    const events = await bench.run();
    assert.deepEqual(typesOf(events), ['attempt', 'alive', 'alive', 'served', 'text', 'usage', 'finished']);
    assert.deepEqual(the(events, 'attempt'), { type: 'attempt', n: 1, model: nemotron.id });
    assert.deepEqual(the(events, 'finished').record, {
      turnId: 'turn-1',
      requests: 1,
      outcome: 'answered',
      source: { model: 'nvidia/nemotron-3-ultra-550b-a55b-20260604:free', provider: 'Nvidia', policy: 'unknown' },
      finishReason: 'stop',
      usage: { promptTokens: 388, completionTokens: 27, cost: 0 },
      startedAt: noon,
      firstTokenAt: noon,
      endedAt: noon,
    });
  });

  it('names who served from the response, and no switch when that is the pinned model under its dated id', async () => {
    const bench = new TurnBench(answer('nvidia/nemotron-3-ultra-550b-a55b-20260604:free', 'Rename it.'));
    assert.deepEqual(the(await bench.run(), 'served'), {
      type: 'served',
      source: { model: 'nvidia/nemotron-3-ultra-550b-a55b-20260604:free', provider: 'Nvidia', policy: 'unknown' },
    });
  });

  it('sends the messages with the free-only guard and the session', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Yes.'));
    const messages = [{ role: 'user', content: 'Is it?' }] as const;
    await bench.run({ messages, sessionId: 'conversation-1' });
    assert.deepEqual(bench.client.requests, [
      { model: nemotron.id, messages, maxPrice: free, sessionId: 'conversation-1' },
    ]);
  });

  it('writes one row, reserved for what was asked and settled with what came', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Yes.'));
    await bench.run();
    assert.deepEqual(bench.ledger.rows, [
      {
        reservation: {
          account: 'account-1',
          limits: { kind: 'freeQuota' },
          turnId: 'turn-1',
          task: 'chat',
          pinnedModel: nemotron.id,
          requestedModel: nemotron.id,
          at: noon,
        },
        settlements: [
          {
            outcome: 'answered',
            endedAt: noon,
            servedModel: nemotron.id,
            provider: 'Nvidia',
            firstTokenAt: noon,
            usage: { promptTokens: 388, completionTokens: 27, cost: 0 },
            generationId: 'gen-1',
          },
        ],
      },
    ]);
  });

  it('passes on reasoning and calls, and an answer of calls alone is one', async () => {
    const bench = new TurnBench([
      [{ type: 'source', model: nemotron.id }],
      [{ type: 'reasoning', text: 'The file first.' }],
      [{ type: 'toolCall', index: 0, id: 'call_7Rb1', name: 'read_file', arguments: '{}' }],
      [{ type: 'finish', reason: 'stop' }, { type: 'ended' }],
    ]);
    const events = await bench.run();
    assert.deepEqual(typesOf(events), ['attempt', 'served', 'reasoning', 'toolCall', 'finished']);
    assert.equal(the(events, 'finished').record.outcome, 'answered');
  });

  it('counts an answer that was cut at the output limit as an answer, and says so', async () => {
    const bench = new TurnBench([
      [{ type: 'text', text: 'Half' }],
      [{ type: 'finish', reason: 'length' }, { type: 'ended' }],
    ]);
    const { record } = the(await bench.run(), 'finished');
    assert.equal(record.outcome, 'answered');
    assert.equal(record.finishReason, 'length');
  });
});

describe('a switch that is not ours', () => {
  it('is noticed when the service answers with another model, before the first token', async () => {
    const bench = new TurnBench(answer('google/gemma-4-31b-it:free', 'Hello.'));
    const events = await bench.run();
    const served = the(events, 'served');
    assert.equal(served.switched?.cause, 'service');
    assert.equal(served.switched.served, gemma.id);
    assert.equal(served.switched.direction, 'lower');
    assert.ok(typesOf(events).indexOf('served') < typesOf(events).indexOf('text'));
    assert.deepEqual(the(events, 'finished').record.switched, served.switched);
  });

  it('is noticed when the catalogue does not even know the model', async () => {
    const bench = new TurnBench(answer('stealth/ox-alpha', 'Hello.'));
    const { switched } = the(await bench.run(), 'served');
    assert.deepEqual(switched, {
      pinned: nemotron.id,
      served: 'stealth/ox-alpha',
      cause: 'service',
      direction: 'unknown',
      losses: [],
    });
  });

  it('is noticed when the paid twin answers', async () => {
    const bench = new TurnBench(answer(paidNemotron.id, 'Hello.'));
    assert.equal(the(await bench.run(), 'served').switched?.served, paidNemotron.id);
  });

  it('is noticed for each answer of a pinned router', async () => {
    const bench = new TurnBench(answer(gemma.id, 'Hello.'));
    const { switched } = the(await bench.run({ pinned: router.id }), 'served');
    assert.equal(switched?.cause, 'router');
    assert.equal(switched.pinned, 'openrouter/free');
  });

  it('is taken back when the response corrects itself', async () => {
    const bench = new TurnBench([
      [{ type: 'source', model: gemma.id }],
      [{ type: 'source', model: nemotron.id }],
      [{ type: 'text', text: 'Hello.' }],
      [{ type: 'finish', reason: 'stop' }, { type: 'ended' }],
    ]);
    const events = await bench.run();
    assert.deepEqual(
      only(events, 'served').map((each) => each.switched?.served),
      [gemma.id, undefined],
    );
    assert.equal(the(events, 'finished').record.switched, undefined);
  });

  it('is noticed when it comes in the middle of an answer', async () => {
    const bench = new TurnBench([
      [
        { type: 'source', model: nemotron.id },
        { type: 'text', text: 'One ' },
      ],
      [
        { type: 'source', model: gemma.id },
        { type: 'text', text: 'two.' },
      ],
      [{ type: 'finish', reason: 'stop' }, { type: 'ended' }],
    ]);
    const events = await bench.run();
    assert.deepEqual(
      only(events, 'served').map((each) => each.switched?.served),
      [undefined, gemma.id],
    );
    assert.equal(the(events, 'finished').record.source?.model, gemma.id);
  });
});

describe('a pinned model that is busy', () => {
  it('is asked once more after a jittered pause, and may answer then', async () => {
    const bench = new TurnBench(refusal({ ...busy, retryAfterMs: 2000 }), answer(nemotron.id, 'Now.'));
    const events = await bench.run();
    assert.deepEqual(bench.asked, [nemotron.id, nemotron.id]);
    // A random number of one half leaves the hint as it is.
    assert.deepEqual(the(events, 'waiting'), { type: 'waiting', until: noon + 2000, why: 'retry' });
    const { record } = the(events, 'finished');
    assert.equal(record.requests, 2);
    assert.equal(record.switched, undefined);
  });

  it('gives way to the best of the others, which is announced before its first word', async () => {
    const bench = new TurnBench(refusal(busyForLong), answer('cohere/north-mini-code:free', 'Hello.'));
    const events = await bench.run();
    assert.deepEqual(bench.asked, [nemotron.id, cohere.id]);
    assert.deepEqual(typesOf(events), ['attempt', 'attempt', 'alive', 'alive', 'served', 'text', 'usage', 'finished']);
    const { switched } = the(events, 'served');
    assert.ok(switched);
    assert.equal(switched.cause, 'busy');
    assert.equal(
      describeSwitch(switched).headline,
      'Answered by north-mini-code, not nemotron-3-ultra: busy upstream.',
    );
  });

  it('gives way after the second busy answer, which makes three requests', async () => {
    const bench = new TurnBench(refusal(busy), refusal(busy), answer(cohere.id, 'Hello.'));
    const events = await bench.run();
    assert.deepEqual(bench.asked, [nemotron.id, nemotron.id, cohere.id]);
    assert.equal(the(events, 'finished').record.requests, 3);
    assert.deepEqual(bench.ledger.outcomes, ['failed', 'failed', 'answered']);
  });

  it('gives way to the order of the user', async () => {
    const bench = new TurnBench(refusal(busyForLong), answer(gemma.id, 'Hello.'));
    await bench.run({ ladder: ['nobody/knows:free', paidNemotron.id, nemotron.id, gemma.id, cohere.id] });
    assert.deepEqual(bench.asked, [nemotron.id, gemma.id]);
  });

  it('gives way one step only: a second busy model ends the turn', async () => {
    const bench = new TurnBench(refusal(busyForLong), refusal(busyForLong));
    const events = await bench.run();
    assert.deepEqual(bench.asked, [nemotron.id, cohere.id]);
    assert.equal(the(events, 'failed').failure.kind, 'busy');
  });

  it('passes over a model that is cooling itself', async () => {
    const bench = new TurnBench(refusal(busyForLong), answer(gemma.id, 'Hello.'));
    bench.ledger.past.set(cohere.id, [
      { outcome: 'failed', failureKind: 'busy', account: freeAccount.name, endedAt: noon - 1000 },
    ]);
    await bench.run();
    assert.deepEqual(bench.asked, [nemotron.id, gemma.id]);
  });

  it('is not asked at all while it cools, and the banner says why', async () => {
    const bench = new TurnBench(answer(cohere.id, 'Hello.'));
    bench.ledger.past.set(nemotron.id, [
      { outcome: 'failed', failureKind: 'busy', account: freeAccount.name, endedAt: noon - 29_999 },
    ]);
    const events = await bench.run();
    assert.deepEqual(bench.asked, [cohere.id]);
    assert.equal(the(events, 'served').switched?.cause, 'cooling');
  });

  it('is asked again once it has cooled', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Hello.'));
    bench.ledger.past.set(nemotron.id, [
      { outcome: 'failed', failureKind: 'busy', account: freeAccount.name, endedAt: noon - 30_000 },
    ]);
    await bench.run();
    assert.deepEqual(bench.asked, [nemotron.id]);
  });

  it('gives way to one that can take the question', async () => {
    const bench = new TurnBench(refusal(busyForLong), answer(paidNemotron.id, 'Long.'));
    const large = model('a/large:free', { contextLength: 1_000_000 });
    bench.catalogue = catalogueOf(nemotron, liquid, large);
    const messages = [{ role: 'user', content: sentence(500_000) }] as const;
    await bench.run({ messages, ladder: [liquid.id, large.id] });
    assert.deepEqual(bench.asked, [nemotron.id, large.id]);
  });

  it('is not the reason when the service puts yet another model in the place of the next', async () => {
    const bench = new TurnBench(refusal(busyForLong), answer(gemma.id, 'Hello.'));
    const { switched } = the(await bench.run(), 'served');
    assert.equal(switched?.served, gemma.id);
    assert.equal(switched.cause, 'service');
  });

  it('ends the turn when nobody may take its place', async () => {
    const bench = new TurnBench(refusal(busyForLong));
    bench.catalogue = catalogueOf(nemotron, paidNemotron, router);
    const events = await bench.run();
    assert.deepEqual(bench.asked, [nemotron.id]);
    assert.deepEqual(the(events, 'failed').failure, busyForLong);
  });

  it('is announced also when the answer of the other does not say who it is', async () => {
    const bench = new TurnBench(refusal(busyForLong), [
      [{ type: 'text', text: 'Hello.' }],
      [{ type: 'finish', reason: 'stop' }, { type: 'ended' }],
    ]);
    const events = await bench.run();
    assert.deepEqual(typesOf(events), ['attempt', 'attempt', 'served', 'text', 'finished']);
    assert.equal(the(events, 'served').switched?.served, cohere.id);
    assert.equal(bench.ledger.rows[1]?.settlements[0]?.servedModel, undefined);
  });
});

describe('the policy never', () => {
  for (const failure of [busyForLong, goneForGood, failures.gate, failures.privacy, failures.capability]) {
    it(`fails clearly, after one request: ${failure.kind}`, async () => {
      const bench = new TurnBench(refusal(failure));
      const events = await bench.run({ fallback: 'never' });
      assert.deepEqual(bench.asked, [nemotron.id]);
      assert.deepEqual(the(events, 'failed').failure, failure);
    });
  }

  it('sends nothing while the pinned model cools', async () => {
    const bench = new TurnBench();
    bench.ledger.past.set(nemotron.id, [
      { outcome: 'failed', failureKind: 'busy', account: freeAccount.name, endedAt: noon },
    ]);
    const events = await bench.run({ fallback: 'never' });
    assert.deepEqual(the(events, 'failed').failure, {
      kind: 'cooling',
      model: nemotron.id,
      until: noon + 30_000,
      because: 'busy',
    });
    assert.equal(bench.ledger.rows.length, 0);
  });
});

describe('the pinned model asked for on purpose', () => {
  it('is asked although it is cooling', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Hello.'));
    bench.ledger.past.set(nemotron.id, [
      { outcome: 'failed', failureKind: 'busy', account: freeAccount.name, endedAt: noon },
    ]);
    const events = await bench.run({ insist: true });
    assert.deepEqual(bench.asked, [nemotron.id]);
    assert.equal(the(events, 'served').switched, undefined);
  });

  it('gives way to no other, whatever the policy', async () => {
    const bench = new TurnBench(refusal(busyForLong));
    const events = await bench.run({ insist: true, fallback: 'announce' });
    assert.deepEqual(bench.asked, [nemotron.id]);
    assert.deepEqual(the(events, 'failed').failure, busyForLong);
  });
});

describe('a pinned model that is gone', () => {
  it('gives way at once, never to its paid twin', async () => {
    const bench = new TurnBench(refusal(goneForGood), answer(cohere.id, 'Hello.'));
    const events = await bench.run({ ladder: [paidNemotron.id, cohere.id] });
    assert.deepEqual(bench.asked, [nemotron.id, cohere.id]);
    assert.equal(the(events, 'served').switched?.cause, 'gone');
  });

  it('fails when only its paid twin is left', async () => {
    const bench = new TurnBench(refusal(goneForGood));
    bench.catalogue = catalogueOf(nemotron, paidNemotron);
    const events = await bench.run();
    assert.deepEqual(bench.asked, [nemotron.id]);
    assert.deepEqual(the(events, 'failed').failure, goneForGood);
  });
});

describe('the minute limit', () => {
  const twentySent = Array.from({ length: 20 }, (_, at) => noon - 37_000 + at);

  it('is waited for when this machine knows of it, before anything is sent', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Hello.'));
    bench.ledger.facts = { lastMinute: twentySent };
    bench.clock.onSleep = () => {
      bench.ledger.facts = {};
    };
    const events = await bench.run();
    assert.deepEqual(typesOf(events).slice(0, 2), ['waiting', 'attempt']);
    // The oldest was sent 37 s ago.
    assert.deepEqual(the(events, 'waiting'), { type: 'waiting', until: noon + 23_000, why: 'minuteQuota' });
    assert.equal(the(events, 'finished').record.requests, 1);
  });

  it('is waited for once when the service tells of it, on the same model', async () => {
    const bench = new TurnBench(refusal(failures.minuteQuota), answer(nemotron.id, 'Hello.'));
    const events = await bench.run();
    assert.deepEqual(bench.asked, [nemotron.id, nemotron.id]);
    assert.ok(bench.clock.at >= noon + 23_000);
    assert.equal(the(events, 'finished').record.requests, 2);
    assert.deepEqual(bench.ledger.lessons, [{ from: 'minuteRefusal', resetAt: noon + 23_000, at: noon, limit: 20 }]);
  });

  it('is not missed by a timer that rings a millisecond early', async () => {
    const bench = new TurnBench(refusal(failures.minuteQuota), answer(nemotron.id, 'Hello.'));
    bench.clock.early = 1;
    assert.equal(the(await bench.run(), 'finished').record.outcome, 'answered');
  });

  it('is not waited for twice', async () => {
    const second: Failure = { kind: 'minuteQuota', resetAt: noon + 80_000, limit: 20 };
    const bench = new TurnBench(refusal(failures.minuteQuota), refusal(second));
    const events = await bench.run();
    assert.deepEqual(the(events, 'failed').failure, second);
    assert.equal(bench.asked.length, 2);
  });

  it('and a busy model after it do not make more than three requests', async () => {
    const bench = new TurnBench(refusal(failures.minuteQuota), refusal(busy), answer(cohere.id, 'Hello.'));
    const events = await bench.run();
    assert.deepEqual(bench.asked, [nemotron.id, nemotron.id, cohere.id]);
    assert.equal(the(events, 'finished').record.requests, 3);
  });

  it('between two busy answers does not lead to a fourth request', async () => {
    const bench = new TurnBench(refusal(busy), refusal(failures.minuteQuota), refusal(busy));
    assert.deepEqual(the(await bench.run(), 'failed').failure, busy);
    assert.deepEqual(bench.asked, [nemotron.id, nemotron.id, nemotron.id]);
  });

  it('can be left while waiting, and nothing is sent then', async () => {
    const bench = new TurnBench();
    bench.ledger.facts = { lastMinute: twentySent };
    const events = await bench.run({}, 1);
    assert.deepEqual(typesOf(events), ['waiting', 'finished']);
    assert.equal(the(events, 'finished').record.outcome, 'notSent');
    assert.equal(bench.clock.at, noon);
  });
});

describe('the day limit', () => {
  it('sends nothing when it is known', async () => {
    const bench = new TurnBench();
    bench.ledger.facts = { today: 50, dayLimit: 50 };
    const events = await bench.run();
    assert.deepEqual(typesOf(events), ['failed']);
    // 2026-11-23T00:00:00Z.
    assert.deepEqual(the(events, 'failed').failure, {
      kind: 'dayQuota',
      resetAt: 1_795_392_000_000,
      limit: 50,
      known: 'counted',
    });
    assert.equal(the(events, 'failed').record.requests, 0);
  });

  it('stops the turn when the service tells of it, and is told to all windows', async () => {
    const bench = new TurnBench(refusal(failures.dayQuota));
    const events = await bench.run();
    assert.equal(bench.asked.length, 1);
    assert.equal(the(events, 'failed').failure.kind, 'dayQuota');
    assert.deepEqual(bench.ledger.lessons, [{ from: 'dayRefusal', resetAt: 1_795_392_000_000, at: noon, limit: 50 }]);
    assert.deepEqual(typesOf(await bench.run()), ['failed'], 'the next turn sends nothing');
    assert.equal(bench.asked.length, 1);
  });
});

describe('what is known to be refused', () => {
  const withoutRequest = async (
    request: Parameters<TurnBench['run']>[0],
    bench = new TurnBench(),
  ): Promise<Failure> => {
    const events = await bench.run(request);
    assert.deepEqual(typesOf(events), ['failed']);
    assert.equal(bench.asked.length, 0);
    assert.equal(bench.ledger.rows.length, 0);
    const { record, failure } = the(events, 'failed');
    assert.equal(record.requests, 0);
    assert.equal(record.outcome, 'notSent');
    return failure;
  };

  it('is not sent: no pin', async () => {
    assert.deepEqual(await withoutRequest({ pinned: undefined }), { kind: 'noPin' });
    assert.deepEqual(await withoutRequest({ pinned: '' }), { kind: 'noPin' });
  });

  it('is not sent: an id the catalogue does not have, with the one that was meant', async () => {
    assert.deepEqual(await withoutRequest({ pinned: 'google/gemma-4-31b-it:fre' }), {
      kind: 'unknownModel',
      model: 'google/gemma-4-31b-it:fre',
      similar: gemma.id,
    });
    assert.deepEqual(await withoutRequest({ pinned: 'nobody/nothing' }), {
      kind: 'unknownModel',
      model: 'nobody/nothing',
    });
  });

  it('is not sent: a paid model', async () => {
    assert.deepEqual(await withoutRequest({ pinned: paidNemotron.id }), { kind: 'notFree', model: paidNemotron.id });
  });

  it('is not sent: 500 KB when no model takes that much', async () => {
    const bench = new TurnBench();
    const messages = [{ role: 'user', content: 'word '.repeat(100_000) + '{}();'.repeat(60_000) } as const];
    const tight = { contextLength: 65_536 };
    bench.catalogue = catalogueOf({ ...gemma, ...tight }, { ...liquid, ...tight }, { ...cohere, ...tight });
    const failure = await withoutRequest({ pinned: gemma.id, messages }, bench);
    assert.equal(failure.kind, 'overflow');
    // 65,536 less the room of 4,096 tokens for an answer.
    assert.equal(failure.kind === 'overflow' && failure.window, 61_440);
  });

  it('is not sent while a cost is not acknowledged', async () => {
    const bench = new TurnBench();
    bench.ledger.facts = { costAlarm: { cost: 0.0021, model: nemotron.id } };
    assert.deepEqual(await withoutRequest({}, bench), { kind: 'unexpectedCost', cost: 0.0021, model: nemotron.id });
  });

  it('is not sent: what cannot be counted', async () => {
    const bench = new TurnBench();
    bench.ledger.failOn = 'reserve';
    assert.deepEqual(await withoutRequest({}, bench), { kind: 'ledger', message: 'database or disk is full' });
  });
});

describe('a question that is too long', () => {
  const messages = [{ role: 'user', content: sentence(500_000) }] as const;

  it('goes to a larger window with a notice, without a request to the smaller', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Long.'));
    const events = await bench.run({ pinned: liquid.id, messages });
    assert.deepEqual(bench.asked, [nemotron.id]);
    const { switched } = the(events, 'served');
    assert.equal(switched?.cause, 'overflow');
    assert.equal(switched.pinned, liquid.id);
  });

  it('is refused when the policy is never', async () => {
    const bench = new TurnBench();
    const events = await bench.run({ pinned: liquid.id, messages, fallback: 'never' });
    assert.equal(the(events, 'failed').failure.kind, 'overflow');
    assert.equal(bench.asked.length, 0);
  });

  it('by the count of the service goes to a larger window only', async () => {
    const overflow: Failure = { kind: 'overflow', message: 'maximum context length' };
    const bench = new TurnBench(refusal(overflow), answer(nemotron.id, 'Long.'));
    // Cohere is better than gemma but smaller; nemotron is the only larger one.
    await bench.run({ pinned: gemma.id, ladder: [cohere.id, liquid.id, nemotron.id] });
    assert.deepEqual(bench.asked, [gemma.id, nemotron.id]);
  });

  it('by the count of the service ends the turn when nothing is larger', async () => {
    const overflow: Failure = { kind: 'overflow', message: 'maximum context length' };
    const bench = new TurnBench(refusal(overflow));
    assert.deepEqual(the(await bench.run(), 'failed').failure, overflow);
    assert.deepEqual(bench.asked, [nemotron.id]);
  });
});

describe('an answer that is none', () => {
  it('is never a success: the next model is asked', async () => {
    const bench = new TurnBench(
      [[{ type: 'source', model: nemotron.id }], [{ type: 'finish', reason: 'stop' }, { type: 'ended' }]],
      answer(cohere.id, 'Hello.'),
    );
    const events = await bench.run();
    assert.deepEqual(bench.asked, [nemotron.id, cohere.id]);
    assert.equal(only(events, 'served').at(-1)?.switched?.cause, 'empty');
    assert.deepEqual(bench.ledger.outcomes, ['failed', 'answered']);
    assert.equal(bench.ledger.rows[0]?.settlements[0]?.failureKind, 'empty');
  });

  it('is empty also when it holds only blanks', async () => {
    const bench = new TurnBench([
      [{ type: 'text', text: ' \n' }],
      [{ type: 'finish', reason: 'stop' }, { type: 'ended' }],
    ]);
    const events = await bench.run({ fallback: 'never' });
    assert.deepEqual(the(events, 'failed').failure, { kind: 'empty', model: nemotron.id, byLength: false });
  });

  const onlyThinking: Script = [
    [
      { type: 'source', model: nemotron.id },
      { type: 'reasoning', text: 'Well…' },
    ],
    [{ type: 'finish', reason: 'length' }, { type: 'ended' }],
  ];

  it('says when thinking used up the whole limit', async () => {
    const bench = new TurnBench(onlyThinking);
    const events = await bench.run({ fallback: 'never' });
    assert.deepEqual(the(events, 'failed').failure, { kind: 'empty', model: nemotron.id, byLength: true });
    assert.equal(bench.asked.length, 1);
  });

  it('may have shown thinking: no word of an answer was there, so another model is asked', async () => {
    const bench = new TurnBench(onlyThinking, answer(cohere.id, 'Hello.'));
    const events = await bench.run();
    assert.deepEqual(bench.asked, [nemotron.id, cohere.id]);
    assert.equal(only(events, 'served').at(-1)?.switched?.cause, 'empty');
  });

  it('by a content filter is a refusal of the provider', async () => {
    const bench = new TurnBench([[{ type: 'finish', reason: 'contentFilter' }, { type: 'ended' }]]);
    assert.equal(the(await bench.run(), 'failed').failure.kind, 'moderation');
    assert.equal(bench.asked.length, 1);
  });
});

describe('a stream that breaks', () => {
  const endings: readonly (readonly [string, TurnBench])[] = [
    ['without a finish', new TurnBench([[{ type: 'text', text: 'First open' }], [{ type: 'ended' }]])],
    [
      'with a finish of error',
      new TurnBench([[{ type: 'text', text: 'First open' }], [{ type: 'finish', reason: 'error' }, { type: 'ended' }]]),
    ],
    ['without a word from the client', new TurnBench([[{ type: 'text', text: 'First open' }]])],
  ];
  for (const [name, bench] of endings) {
    it(`${name} is cut: the text is kept and nothing is sent again`, async () => {
      const events = await bench.run();
      const { failure, text, record } = the(events, 'failed');
      assert.deepEqual(failure, { kind: 'cut' });
      assert.equal(text, 'First open');
      assert.equal(record.outcome, 'partial');
      assert.equal(bench.asked.length, 1);
      assert.deepEqual(bench.ledger.timesSettled, [1]);
    });
  }

  it('with a busy error after text is not tried again', async () => {
    const bench = new TurnBench([[{ type: 'text', text: 'First open' }], [{ type: 'failed', failure: busy }]]);
    const { failure, text } = the(await bench.run(), 'failed');
    assert.deepEqual(failure, busy);
    assert.equal(text, 'First open');
    assert.equal(bench.asked.length, 1);
  });
});

describe('a cost', () => {
  it('is an alarm although the answer came, and stops the next turn', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Dear.', { cost: 0.0021 }));
    const events = await bench.run();
    const { failure, text } = the(events, 'failed');
    assert.deepEqual(failure, { kind: 'unexpectedCost', cost: 0.0021, model: nemotron.id });
    assert.equal(text, 'Dear.');
    assert.deepEqual(bench.ledger.lessons, [{ from: 'cost', cost: 0.0021, model: nemotron.id, at: noon }]);
    assert.deepEqual(typesOf(await bench.run()), ['failed']);
    assert.equal(bench.asked.length, 1);
  });

  it('is an alarm also when the row cannot be settled', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Dear.', { cost: 0.0021 }));
    bench.ledger.failOn = 'settle';
    assert.equal(the(await bench.run(), 'failed').failure.kind, 'unexpectedCost');
    assert.equal(bench.ledger.lessons.length, 1);
  });

  it('is an alarm also after a stop', async () => {
    const bench = new TurnBench([
      [{ type: 'text', text: 'Dear' }],
      [{ type: 'usage', usage: { cost: 0.0021 } }],
      [{ type: 'finish', reason: 'stop' }, { type: 'ended' }],
    ]);
    // After attempt, text, usage.
    const events = await bench.run({}, 3);
    assert.equal(the(events, 'failed').failure.kind, 'unexpectedCost');
  });

  it('names the model that served it', async () => {
    const bench = new TurnBench(answer(paidNemotron.id, 'Dear.', { cost: 0.0021 }));
    await bench.run();
    assert.deepEqual(bench.ledger.lessons, [{ from: 'cost', cost: 0.0021, model: paidNemotron.id, at: noon }]);
  });

  it('is not taken back by a later report without one', async () => {
    const bench = new TurnBench([
      [
        { type: 'text', text: 'Dear' },
        { type: 'usage', usage: { cost: 0.0021 } },
      ],
      [{ type: 'finish', reason: 'stop' }, { type: 'usage', usage: { promptTokens: 5, cost: 0 } }, { type: 'ended' }],
    ]);
    const { failure, record } = the(await bench.run(), 'failed');
    assert.deepEqual(failure, { kind: 'unexpectedCost', cost: 0.0021, model: nemotron.id });
    assert.deepEqual(record.usage, { promptTokens: 5, cost: 0.0021 });
  });

  it('that was not reported is no alarm', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Free.', {}));
    assert.equal(the(await bench.run(), 'finished').record.outcome, 'answered');
    assert.deepEqual(bench.ledger.lessons, []);
  });
});

describe('stopping', () => {
  it('before the start sends nothing and is no failure', async () => {
    const bench = new TurnBench();
    bench.stop.abort();
    const events = await bench.run();
    assert.deepEqual(typesOf(events), ['finished']);
    assert.equal(the(events, 'finished').record.outcome, 'notSent');
    assert.equal(bench.ledger.rows.length, 0);
  });

  it('at the last moment before sending costs no request', async () => {
    const bench = new TurnBench();
    const events = await bench.run({}, 1);
    assert.deepEqual(typesOf(events), ['attempt', 'finished']);
    assert.equal(the(events, 'finished').record.requests, 0);
    assert.equal(the(events, 'finished').record.outcome, 'notSent');
    assert.equal(bench.asked.length, 0);
    assert.deepEqual(bench.ledger.outcomes, ['notSent']);
  });

  it('before the first token counts the request', async () => {
    const bench = new TurnBench([[{ type: 'accepted' }], [{ type: 'text', text: 'never shown' }]]);
    const events = await bench.run({}, 2);
    assert.deepEqual(typesOf(events), ['attempt', 'alive', 'finished']);
    const { record } = the(events, 'finished');
    assert.equal(record.outcome, 'stopped');
    assert.equal(record.requests, 1);
    assert.deepEqual(bench.ledger.outcomes, ['stopped']);
    assert.deepEqual(bench.ledger.timesSettled, [1]);
  });

  it('in the middle keeps what came and sends nothing more', async () => {
    const bench = new TurnBench([[{ type: 'text', text: 'Half' }], [{ type: 'text', text: ' never' }]]);
    const events = await bench.run({}, 2);
    assert.equal(textOf(events), 'Half');
    assert.equal(the(events, 'finished').record.outcome, 'stopped');
    assert.deepEqual(bench.ledger.timesSettled, [1]);
    assert.equal(bench.client.closed, 1);
  });

  it('during the pause before a second try sends nothing more', async () => {
    const bench = new TurnBench(refusal(busy));
    // After attempt and waiting.
    const events = await bench.run({}, 2);
    assert.deepEqual(typesOf(events), ['attempt', 'waiting', 'finished']);
    assert.equal(the(events, 'finished').record.outcome, 'stopped');
    assert.equal(the(events, 'finished').record.requests, 1);
  });
});

describe('leaving the loop', () => {
  const leaveAfter = async (count: number, bench: TurnBench): Promise<void> => {
    let seen = 0;
    for await (const _event of bench.start()) {
      seen += 1;
      if (seen === count) break;
    }
  };

  it('in the middle of an answer closes the connection, aborts and settles', async () => {
    const bench = new TurnBench([
      [
        { type: 'text', text: 'Half' },
        { type: 'text', text: ' more' },
      ],
      [{ type: 'ended' }],
    ]);
    await leaveAfter(2, bench);
    assert.equal(bench.client.closed, 1);
    assert.equal(bench.client.signal?.aborted, true);
    assert.deepEqual(bench.ledger.outcomes, ['stopped']);
    assert.deepEqual(bench.ledger.timesSettled, [1]);
  });

  it('at the last moment before sending leaves no open row', async () => {
    const bench = new TurnBench();
    await leaveAfter(1, bench);
    assert.equal(bench.asked.length, 0);
    assert.deepEqual(bench.ledger.outcomes, ['notSent']);
  });
});

describe('counting', () => {
  it('leaves out a request whose connection failed before the service could see it', async () => {
    const bench = new TurnBench(refusal(failures.network), answer(nemotron.id, 'Hello.'));
    const events = await bench.run();
    assert.equal(the(events, 'finished').record.requests, 1);
    assert.deepEqual(bench.ledger.outcomes, ['notSent', 'answered']);
    assert.deepEqual(
      only(events, 'attempt').map((each) => each.n),
      [1, 1],
    );
  });

  it('keeps one whose connection failed later, and never changes the model for that', async () => {
    const lost: Failure = { ...failures.network, sent: true };
    const bench = new TurnBench(refusal(lost), refusal(lost));
    const { record, failure } = the(await bench.run(), 'failed');
    assert.deepEqual(failure, lost);
    assert.equal(record.requests, 2);
    assert.deepEqual(bench.asked, [nemotron.id, nemotron.id]);
    assert.deepEqual(bench.ledger.outcomes, ['failed', 'failed']);
  });

  it('that fails afterwards does not cost the answer, and is logged without its text', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'A secret answer.'));
    bench.ledger.failOn = 'settle';
    const events = await bench.run();
    assert.equal(the(events, 'finished').record.outcome, 'answered');
    assert.deepEqual(
      bench.log.lines.map((line) => line.level),
      ['warn'],
    );
    assert.doesNotMatch(JSON.stringify(bench.log.lines), /secret/);
  });

  it('settles the row also when the client itself is broken', async () => {
    const bench = new TurnBench([
      () => {
        throw new TypeError('a defect');
      },
    ]);
    await assert.rejects(bench.run(), /a defect/);
    assert.deepEqual(bench.ledger.timesSettled, [1]);
  });
});

describe('a turn after a switch', () => {
  it('starts with the pinned model again', async () => {
    const bench = new TurnBench(refusal(failures.empty), answer(cohere.id, 'One.'), answer(nemotron.id, 'Two.'));
    await bench.run();
    const events: readonly TurnEvent[] = await bench.run();
    assert.equal(the(events, 'served').switched, undefined);
    assert.deepEqual(bench.asked, [nemotron.id, cohere.id, nemotron.id]);
  });

  it('does not step to a model that cannot be chatted with', async () => {
    const decisions = model('parallel/decisions-fast:free', { chat: false, codingIndex: 50, contextLength: 1_000_000 });
    const bench = new TurnBench(refusal(busyForLong), answer(cohere.id, 'Hello.'));
    bench.catalogue = catalogueOf(decisions, ...everything.models);
    await bench.run({ ladder: [decisions.id, cohere.id] });
    assert.deepEqual(bench.asked, [nemotron.id, cohere.id]);
  });
});
