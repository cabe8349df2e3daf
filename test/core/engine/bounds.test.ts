import assert from 'node:assert/strict';
import {
  type Script,
  answer,
  busy,
  catalogueOf,
  cohere,
  gemma,
  liquid,
  model,
  nemotron,
  noon,
  priced,
  refusal,
} from '../../support/fakes';
import { TurnBench, the, typesOf, wideBounds } from './turnBench';

const seconds = (count: number): number => count * 1000;
const tight = { firstToken: seconds(30), silence: seconds(60), whole: seconds(300) };
const stop: Script = [[{ type: 'finish', reason: 'stop' }, { type: 'ended' }]];

describe('a bound of the user', () => {
  it('for the first token ends the wait, and another model is asked without a second try', async () => {
    const bench = new TurnBench([{ pause: seconds(100) }], answer(cohere.id, 'Hello.'));
    const events = await bench.run({ bounds: tight });
    assert.deepEqual(bench.asked, [nemotron.id, cohere.id]);
    assert.equal(the(events, 'served').switched?.cause, 'slow');
    assert.equal(bench.ledger.rows[0]?.settlements[0]?.failureKind, 'bound');
    assert.equal(bench.ledger.rows[0]?.settlements[0]?.endedAt, noon + seconds(30));
    assert.equal(the(events, 'finished').record.requests, 2, 'the first one counts');
    assert.equal(bench.client.closed, 2);
  });

  it('for the first token fails clearly when no other may be asked', async () => {
    const bench = new TurnBench([{ pause: seconds(100) }]);
    const { failure, record } = the(await bench.run({ bounds: tight, fallback: 'never' }), 'failed');
    assert.deepEqual(failure, { kind: 'bound', bound: 'firstToken', after: seconds(30) });
    assert.equal(record.outcome, 'failed');
    assert.equal(record.requests, 1);
    assert.equal(bench.client.signal?.aborted, true);
  });

  it('for the first token is not met by a comment of the service', async () => {
    const bench = new TurnBench([
      { pause: seconds(20) },
      [{ type: 'accepted' }, { type: 'alive' }],
      { pause: seconds(20) },
      [{ type: 'text', text: 'Late' }],
      ...stop,
    ]);
    const { failure } = the(await bench.run({ bounds: tight, fallback: 'never' }), 'failed');
    assert.deepEqual(failure, { kind: 'bound', bound: 'firstToken', after: seconds(30) });
    assert.equal(bench.clock.at, noon + seconds(30));
  });

  for (const first of [
    { type: 'text', text: 'One ' },
    { type: 'reasoning', text: 'Hm.' },
    { type: 'toolCall', index: 0, name: 'read_file', arguments: '{}' },
  ] as const) {
    it(`for the first token is met by ${first.type}`, async () => {
      const bench = new TurnBench([
        { pause: seconds(29) },
        [first],
        { pause: seconds(50) },
        [{ type: 'text', text: 'two.' }],
        ...stop,
      ]);
      assert.equal(the(await bench.run({ bounds: tight }), 'finished').record.outcome, 'answered');
      assert.equal(bench.clock.at, noon + seconds(79));
    });
  }

  it('for silence keeps what came', async () => {
    const bench = new TurnBench([[{ type: 'text', text: 'Half' }], { pause: seconds(61) }, ...stop]);
    const { failure, text, record } = the(await bench.run({ bounds: tight }), 'failed');
    assert.deepEqual(failure, { kind: 'bound', bound: 'silence', after: seconds(60) });
    assert.equal(text, 'Half');
    assert.equal(record.outcome, 'partial');
    assert.deepEqual(bench.asked, [nemotron.id]);
    assert.deepEqual(bench.ledger.timesSettled, [1]);
  });

  it('for silence is not met while the service gives signs of life', async () => {
    const alive: Script = [{ pause: seconds(50) }, [{ type: 'alive' }], { pause: seconds(50) }, [{ type: 'alive' }]];
    const bench = new TurnBench([
      [{ type: 'text', text: 'One ' }],
      ...alive,
      [{ type: 'text', text: 'two.' }],
      ...stop,
    ]);
    assert.equal(the(await bench.run({ bounds: tight }), 'finished').record.outcome, 'answered');
  });

  it('for silence is not met by a reader who takes his time', async () => {
    const bench = new TurnBench([[{ type: 'text', text: 'One ' }], [{ type: 'text', text: 'two.' }], ...stop]);
    for await (const event of bench.start({ bounds: tight })) {
      if (event.type === 'text') await bench.clock.sleep(seconds(100), new AbortController().signal);
      if (event.type === 'finished') assert.equal(event.record.outcome, 'answered');
      assert.notEqual(event.type, 'failed');
    }
    assert.equal(bench.clock.at, noon + seconds(200));
  });

  it('for the whole answer ends it although something still comes', async () => {
    const steady: Script = Array.from({ length: 8 }, () => [
      { pause: seconds(50) },
      [{ type: 'text', text: 'more ' }] as const,
    ]).flat();
    const bench = new TurnBench([[{ type: 'text', text: 'Some ' }], ...steady, ...stop]);
    const { failure, text, record } = the(await bench.run({ bounds: tight }), 'failed');
    assert.deepEqual(failure, { kind: 'bound', bound: 'whole', after: seconds(300) });
    assert.ok(text.startsWith('Some more more more more more '));
    assert.equal(record.outcome, 'partial');
  });

  it('is none for an answer that is complete', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Hello.'));
    let ended = 0;
    for await (const event of bench.start({ bounds: tight })) {
      if (event.type === 'usage') await bench.clock.sleep(seconds(1000), new AbortController().signal);
      if (event.type === 'finished') ended += 1;
    }
    assert.equal(ended, 1);
  });

  it('does not run on after the turn, nor while it waits for its next try', async () => {
    const bench = new TurnBench(refusal({ ...busy, retryAfterMs: 3000 }), answer(nemotron.id, 'Now.'));
    const events = await bench.run({ bounds: { ...tight, firstToken: 2000 } });
    assert.equal(the(events, 'finished').record.requests, 2);
    assert.ok(bench.clock.at < noon + seconds(4), 'nobody sleeps longer than the pause');
  });
});

describe('the output limit', () => {
  const sent = async (outputTokens: number | undefined, pinned = nemotron): Promise<number | undefined> => {
    const bench = new TurnBench(answer(pinned.id, 'Hello.'));
    bench.catalogue = catalogueOf(pinned);
    await bench.run({
      pinned: pinned.id,
      bounds: { ...wideBounds, ...(outputTokens === undefined ? {} : { outputTokens }) },
    });
    return bench.client.requests[0]?.maxOutputTokens;
  };

  it('is sent when the user has one, never above what the model gives', async () => {
    assert.equal(await sent(undefined), undefined);
    assert.equal(await sent(2000), 2000);
    assert.equal(await sent(9000, liquid), 8192);
  });

  it('leaves room for the question', async () => {
    const tiny = model('a/tiny:free', { contextLength: 4096 });
    const limit = await sent(4096, tiny);
    assert.ok(limit !== undefined && limit < 4096 && limit > 4000, String(limit));
  });

  const cut: Script = [[{ type: 'text', text: 'Half' }], [{ type: 'finish', reason: 'length' }, { type: 'ended' }]];

  it('is told when it cut the answer', async () => {
    const bench = new TurnBench(cut);
    const { record } = the(await bench.run({ bounds: { ...wideBounds, outputTokens: 2000 } }), 'finished');
    assert.equal(record.cutAtTokens, 2000);
    assert.equal(record.outcome, 'answered');
  });

  it('is not blamed when the model has the smaller one, or when there is none', async () => {
    const bench = new TurnBench(cut, cut);
    const bounds = { ...wideBounds, outputTokens: 9000 };
    assert.equal(the(await bench.run({ pinned: liquid.id, bounds }), 'finished').record.cutAtTokens, undefined);
    assert.equal(the(await bench.run({}), 'finished').record.cutAtTokens, undefined);
  });

  it('is not blamed for an answer that came to its own end', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Hello.'));
    const { record } = the(await bench.run({ bounds: { ...wideBounds, outputTokens: 2000 } }), 'finished');
    assert.equal(record.cutAtTokens, undefined);
  });
});

describe('paid on purpose', () => {
  const paid = (...scripts: readonly Script[]): TurnBench => {
    const bench = new TurnBench(...scripts);
    bench.catalogue = catalogueOf(priced, gemma);
    return bench;
  };
  const request = { pinned: priced.id, dailyBudget: 1, bounds: { ...wideBounds, outputTokens: 2000 } };

  it('is sent with the price as its guard, reserved with the most it may cost, and keeps its cost', async () => {
    const bench = paid(answer(priced.id, 'Dear.', { promptTokens: 20, completionTokens: 5, cost: 0.000_02 }));
    const events = await bench.run(request);
    const [sent] = bench.client.requests;
    assert.deepEqual(sent?.maxPrice, { prompt: 0.5, completion: 2 });
    assert.equal(sent.maxOutputTokens, 2000);
    const { price } = bench.ledger.rows[0]?.reservation ?? {};
    assert.equal(price?.dailyBudget, 1);
    // 2000 × 2 millionths for the answer, and a little for a question of less than 100 tokens.
    assert.ok(price.atMost > 0.004 && price.atMost < 0.004_05, String(price.atMost));
    assert.equal(the(events, 'finished').record.usage?.cost, 0.000_02);
    assert.deepEqual(bench.ledger.lessons, []);
  });

  it('always has an output limit', async () => {
    const bench = paid(answer(priced.id, 'Dear.', {}));
    await bench.run({ ...request, bounds: wideBounds });
    assert.equal(bench.client.requests[0]?.maxOutputTokens, 10_000);
  });

  it('is an alarm when it costs more than was agreed', async () => {
    const bench = paid(answer(priced.id, 'Dear.', { cost: 0.0042 }));
    const { failure } = the(await bench.run(request), 'failed');
    assert.equal(failure.kind, 'unexpectedCost');
    assert.ok(failure.kind === 'unexpectedCost' && (failure.agreed ?? 0) < 0.004_05);
    assert.equal(bench.ledger.lessons[0]?.from, 'cost');
  });

  it('is refused without a request when the budget does not cover it', async () => {
    const bench = paid();
    bench.ledger.facts = { spentToday: 0.997 };
    const { failure } = the(await bench.run(request), 'failed');
    assert.equal(failure.kind, 'budget');
    assert.equal(bench.asked.length, 0);
  });

  it('is refused without a budget, and without a price to agree to', async () => {
    const { dailyBudget: _none, ...free } = request;
    assert.deepEqual(the(await paid().run(free), 'failed').failure, { kind: 'notFree', model: priced.id });
    const bench = paid();
    const { price: _unknown, ...unpriced } = priced;
    bench.catalogue = catalogueOf(unpriced, gemma);
    assert.deepEqual(the(await bench.run(request), 'failed').failure, { kind: 'notFree', model: priced.id });
  });

  it('is never where a ladder or an offer leads to', async () => {
    const bench = new TurnBench(refusal({ ...busy, retryAfterMs: 30_000 }));
    bench.catalogue = catalogueOf(nemotron, priced);
    await bench.run({ ladder: [priced.id], dailyBudget: 1 });
    assert.deepEqual(bench.asked, [nemotron.id]);
    const instead = { model: priced.id, cause: 'busy' } as const;
    const events = await bench.run({ instead, dailyBudget: 1 });
    assert.deepEqual(typesOf(events), ['failed']);
    assert.deepEqual(the(events, 'failed').failure, { kind: 'notFree', model: priced.id });
  });

  it('counts, with the guard of a free one, what the catalogue asks nothing for', async () => {
    const preview = model('stealth/ox-alpha', { free: false, price: { prompt: 0, completion: 0 } });
    const bench = paid(answer(preview.id, 'Hello.'));
    bench.catalogue = catalogueOf(preview);
    await bench.run({ ...request, pinned: preview.id });
    assert.deepEqual(bench.client.requests[0]?.maxPrice, { prompt: 0, completion: 0 });
    assert.equal(bench.ledger.rows[0]?.reservation.price, undefined);
  });

  it('gives way to a free model, whose guard is that of a free one', async () => {
    const bench = paid(refusal({ ...busy, retryAfterMs: 30_000 }), answer(gemma.id, 'Free.', { cost: 0.001 }));
    const events = await bench.run(request);
    assert.deepEqual(bench.client.requests[1]?.maxPrice, { prompt: 0, completion: 0 });
    assert.equal(bench.ledger.rows[1]?.reservation.price, undefined);
    assert.equal(the(events, 'failed').failure.kind, 'unexpectedCost');
  });

  it('does not strike because the clock is set', async () => {
    const bench = new TurnBench([
      [{ type: 'accepted' }, { type: 'source', model: nemotron.id }],
      () => (bench.clock.set = seconds(3600)),
      { pause: seconds(10) },
      [{ type: 'text', text: 'Hello.' }],
      () => (bench.clock.set = -seconds(3600)),
      { pause: seconds(10) },
      ...stop,
    ]);
    const { record } = the(await bench.run({ bounds: tight }), 'finished');
    assert.equal(record.outcome, 'answered');
  });
});
