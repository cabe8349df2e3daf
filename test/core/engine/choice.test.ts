import assert from 'node:assert/strict';
import type { CompletionEvent } from '../../../src/core/engine/ports';
import type { Failure, FailureKind } from '../../../src/core/errors';
import {
  type Script,
  answer,
  busy,
  catalogueOf,
  cohere,
  failures,
  freeAccount,
  gemma,
  liquid,
  local,
  model,
  nemotron,
  noon,
  paidNemotron,
  priced,
  refusal,
} from '../../support/fakes';
import { TurnBench, everything, only, the, typesOf } from './turnBench';

/** 30 s away: not asked for again. */
const busyForLong: Failure = { ...busy, retryAfterMs: 30_000 };
const past = (failureKind: FailureKind, account: string = freeAccount.name) =>
  [{ outcome: 'failed', failureKind, endedAt: noon - 1000, account }] as const;

describe('the policy ask', () => {
  it('offers the model it would step to, with what would be lost, and sends nothing more', async () => {
    const bench = new TurnBench(refusal(busyForLong));
    const { failure, offer } = the(await bench.run({ fallback: 'ask' }), 'failed');
    assert.deepEqual(bench.asked, [nemotron.id]);
    assert.deepEqual(failure, busyForLong);
    assert.deepEqual(offer, {
      pinned: nemotron.id,
      served: cohere.id,
      cause: 'busy',
      direction: 'lower',
      losses: [
        { what: 'codingIndex', from: 39.6, to: 24.3 },
        { what: 'context', from: 1_000_000, to: 256_000 },
        { what: 'outputLimit', from: 65_536, to: 64_000 },
      ],
    });
  });

  it('offers without a request when the pinned model is left alone', async () => {
    const bench = new TurnBench();
    bench.ledger.past.set(nemotron.id, past('busy'));
    const { offer, record } = the(await bench.run({ fallback: 'ask', ladder: [gemma.id] }), 'failed');
    assert.equal(offer?.served, gemma.id);
    assert.equal(offer.cause, 'cooling');
    assert.equal(record.requests, 0);
  });

  it('offers nothing where the table has no ladder, or where nobody is left', async () => {
    for (const failure of [failures.moderation, failures.payment, failures.cut, failures.service]) {
      const bench = new TurnBench(refusal(failure));
      assert.equal(the(await bench.run({ fallback: 'ask' }), 'failed').offer, undefined, failure.kind);
    }
    const alone = new TurnBench(refusal(busyForLong));
    alone.catalogue = catalogueOf(nemotron, paidNemotron);
    assert.equal(the(await alone.run({ fallback: 'ask' }), 'failed').offer, undefined);
  });

  it('offers nothing once anything was shown', async () => {
    const bench = new TurnBench([[{ type: 'text', text: 'Half' }], [{ type: 'failed', failure: busyForLong }]]);
    assert.equal(the(await bench.run({ fallback: 'ask' }), 'failed').offer, undefined);
  });

  it('is not asked by announce and never', async () => {
    for (const fallback of ['announce', 'never'] as const) {
      const bench = new TurnBench(refusal(busyForLong), refusal(busyForLong));
      assert.equal(the(await bench.run({ fallback }), 'failed').offer, undefined);
    }
  });
});

describe('a model the user agreed to', () => {
  const instead = { model: gemma.id, cause: 'busy' } as const;

  it('is asked in the place of the pinned one, with the banner', async () => {
    const bench = new TurnBench(answer(gemma.id, 'Hello.'));
    const { switched } = the(await bench.run({ instead, fallback: 'ask' }), 'served');
    assert.deepEqual(bench.asked, [gemma.id]);
    assert.equal(switched?.pinned, nemotron.id);
    assert.equal(switched.served, gemma.id);
    assert.equal(switched.cause, 'busy');
    assert.equal(bench.ledger.rows[0]?.reservation.pinnedModel, nemotron.id);
  });

  it('gives way to no other', async () => {
    for (const fallback of ['announce', 'ask'] as const) {
      const bench = new TurnBench(refusal(busyForLong));
      const { offer } = the(await bench.run({ instead, fallback }), 'failed');
      assert.deepEqual(bench.asked, [gemma.id]);
      assert.equal(offer, undefined);
    }
  });

  it('is not asked when it is unknown', async () => {
    const bench = new TurnBench();
    const events = await bench.run({ instead: { model: 'nobody/nothing', cause: 'busy' } });
    assert.deepEqual(the(events, 'failed').failure, { kind: 'unknownModel', model: 'nobody/nothing' });
  });

  it('leaves the next turn to the pinned model', async () => {
    const bench = new TurnBench(answer(gemma.id, 'One.'), answer(nemotron.id, 'Two.'));
    await bench.run({ instead });
    assert.equal(the(await bench.run(), 'served').switched, undefined);
    assert.deepEqual(bench.asked, [gemma.id, nemotron.id]);
  });
});

describe('the day limit and models that do not count', () => {
  const atLimit = (...scripts: readonly Script[]): TurnBench => {
    const bench = new TurnBench(...scripts);
    bench.ledger.facts = { today: 50, dayLimit: 50 };
    bench.catalogue = catalogueOf(...everything.models, model('@gateway/big', { codingIndex: 30 }), local);
    return bench;
  };

  for (const fallback of ['announce', 'ask', 'never'] as const) {
    it(`are offered by the policy ${fallback}, nothing being sent`, async () => {
      const bench = atLimit();
      const { offer, failure } = the(await bench.run({ fallback, ladder: [gemma.id, local.id] }), 'failed');
      assert.equal(failure.kind, 'dayQuota');
      assert.equal(offer?.served, local.id);
      assert.equal(offer.cause, 'dayQuota');
      assert.equal(bench.asked.length, 0);
    });
  }

  it('are the best of the others where the user has no order', async () => {
    assert.equal(the(await atLimit().run(), 'failed').offer?.served, '@gateway/big');
  });

  it('are offered after the service told of it, and answer although the day is used up', async () => {
    const bench = atLimit(refusal(failures.dayQuota), answer(local.canonicalSlug, 'Here.'));
    bench.ledger.facts = {};
    const { offer } = the(await bench.run({ ladder: [local.id] }), 'failed');
    assert.ok(offer);
    const events = await bench.run({ instead: { model: offer.served, cause: offer.cause } });
    assert.deepEqual(bench.asked, [nemotron.id, local.id]);
    assert.equal(the(events, 'served').switched?.cause, 'dayQuota');
    assert.equal(the(events, 'finished').record.outcome, 'answered');
    assert.equal(bench.ledger.rows[1]?.reservation.account, '@ollama');
    assert.deepEqual(bench.ledger.rows[1].reservation.limits, { kind: 'own' });
  });

  it('are passed over where their own requests are used up', async () => {
    const bench = atLimit();
    const usage = bench.ledger.usage.bind(bench.ledger);
    bench.ledger.usage = (account, now) =>
      account === '@gateway' ? { today: 3, lastMinute: [], dayBlockedUntil: noon + 1000 } : usage(account, now);
    assert.equal(the(await bench.run(), 'failed').offer?.served, local.id);
  });

  for (const fallback of ['announce', 'ask'] as const) {
    it(`are what ${fallback} leads to while the pinned model is left alone, not another that counts`, async () => {
      const bench = atLimit();
      bench.ledger.past.set(nemotron.id, past('busy'));
      const { offer, failure } = the(await bench.run({ fallback, ladder: [gemma.id, local.id] }), 'failed');
      assert.equal(failure.kind, 'dayQuota');
      assert.deepEqual([offer?.served, offer?.cause], [local.id, 'dayQuota']);
      assert.deepEqual(bench.asked, []);
    });

    it(`are what ${fallback} leads to where the pinned model took the last request of the day`, async () => {
      const bench = atLimit(refusal(busyForLong));
      bench.ledger.facts = { dayLimit: 1 };
      const { offer, failure, record } = the(await bench.run({ fallback, ladder: [gemma.id] }), 'failed');
      assert.equal(failure.kind, 'dayQuota');
      assert.equal(offer?.served, '@gateway/big');
      assert.deepEqual(bench.asked, [nemotron.id]);
      assert.equal(record.requests, 1);
    });

    it(`are what ${fallback} leads to where the pinned model is unable or excluded, and those that count are not`, async () => {
      const able = model('a/able:free', { capabilities: { ...gemma.capabilities, images: true } });
      const unable = atLimit();
      unable.catalogue = catalogueOf(nemotron, able);
      const first = the(await unable.run({ fallback, needs: ['images'] }), 'failed');
      assert.deepEqual([first.failure.kind, first.offer], ['dayQuota', undefined]);
      const excluded = atLimit();
      excluded.blocked = new Set([nemotron.id]);
      const second = the(await excluded.run({ fallback, ladder: [gemma.id] }), 'failed');
      assert.deepEqual([second.failure.kind, second.offer?.served], ['dayQuota', '@gateway/big']);
      assert.deepEqual([...unable.asked, ...excluded.asked], []);
    });
  }

  it('do not hide a failure that the next day would not mend', async () => {
    const bench = atLimit();
    const { failure, offer } = the(await bench.run({ fallback: 'ask', needs: ['images'] }), 'failed');
    assert.deepEqual([failure.kind, offer], ['capability', undefined]);
  });

  it('does not touch a paid model that is busy, but those that would be offered for it', async () => {
    const bench = atLimit(refusal(busyForLong));
    const pinned = { ...priced, capabilities: gemma.capabilities };
    bench.catalogue = catalogueOf(pinned, nemotron, gemma);
    const { failure, offer } = the(await bench.run({ fallback: 'ask', pinned: pinned.id, dailyBudget: 5 }), 'failed');
    assert.deepEqual([failure.kind, offer], ['busy', undefined]);
  });

  it('are not offered where there are none', async () => {
    const bench = atLimit();
    bench.catalogue = everything;
    assert.equal(the(await bench.run(), 'failed').offer, undefined);
  });
});

describe('a pinned model of this machine', () => {
  const bench = (...scripts: readonly Script[]): TurnBench => {
    const made = new TurnBench(...scripts);
    made.catalogue = catalogueOf(local, nemotron, gemma);
    return made;
  };

  it('never gives way to one that leaves it by itself', async () => {
    const alone = bench(refusal(busyForLong));
    const events = await alone.run({ pinned: local.id });
    assert.deepEqual(alone.asked, [local.id]);
    assert.deepEqual(the(events, 'failed').failure, busyForLong);
  });

  it('gives way where the user said so, and the banner says that it leaves', async () => {
    const told = bench(refusal(busyForLong), answer(gemma.id, 'Hello.'));
    const { switched } = the(await told.run({ pinned: local.id, ladder: [gemma.id] }), 'served');
    assert.ok(switched?.losses.some(({ what }) => what === 'leavesMachine'));
  });

  it('that other servers name alike is not taken for theirs', async () => {
    const twin = model(local.canonicalSlug, { contextLength: 32_768 });
    const two = bench(refusal(busyForLong), answer(twin.id, 'Hello.'));
    two.catalogue = catalogueOf(local, twin);
    const { switched } = the(await two.run({ pinned: local.id, ladder: [twin.id] }), 'served');
    assert.equal(switched?.cause, 'busy');
  });
});

describe('what a model must be able to do', () => {
  const able = model('a/able:free', { codingIndex: 1, capabilities: { ...gemma.capabilities, images: true } });

  it('is checked before sending, and another that can is asked', async () => {
    const bench = new TurnBench(answer(able.id, 'A cat.'));
    bench.catalogue = catalogueOf(...everything.models, able);
    const events = await bench.run({ needs: ['tools', 'images'] });
    assert.deepEqual(bench.asked, [able.id]);
    assert.equal(the(events, 'served').switched?.cause, 'capability');
  });

  it('fails without a request where nobody can', async () => {
    for (const [need, missing] of [
      ['images', 'images'],
      ['structuredOutput', 'structuredOutput'],
    ] as const) {
      const bench = new TurnBench();
      const { failure, record } = the(await bench.run({ needs: [need] }), 'failed');
      assert.ok(failure.kind === 'capability');
      assert.equal(failure.missing, missing);
      assert.equal(record.requests, 0);
    }
  });

  it('is to converse', async () => {
    const decisions = model('parallel/decisions-fast:free', { chat: false });
    const bench = new TurnBench();
    bench.catalogue = catalogueOf(...everything.models, decisions);
    const { failure } = the(await bench.run({ pinned: decisions.id, fallback: 'never' }), 'failed');
    assert.ok(failure.kind === 'capability' && failure.missing === 'chat');
    assert.equal(bench.asked.length, 0);
  });
});

describe('the effort', () => {
  const thinker = model('a/thinker:free', {
    capabilities: { ...gemma.capabilities, reasoning: 'mandatory', efforts: ['low', 'high'] },
  });

  it('is brought to what each model takes', async () => {
    const bench = new TurnBench(refusal(busyForLong), answer(thinker.id, 'Hello.'));
    bench.catalogue = catalogueOf(nemotron, thinker);
    await bench.run({ effort: 'none' });
    assert.deepEqual(
      bench.client.requests.map((request) => request.effort),
      ['none', 'low'],
    );
  });

  it('is left out when nothing is wished for', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Hello.'));
    await bench.run();
    assert.equal('effort' in (bench.client.requests[0] ?? {}), false);
  });
});

describe('refusals that are known', () => {
  for (const kind of ['gate', 'privacy', 'gone'] as const) {
    it(`are not asked for again: ${kind}`, async () => {
      const bench = new TurnBench(answer(cohere.id, 'Hello.'));
      bench.ledger.past.set(nemotron.id, past(kind));
      const events = await bench.run();
      assert.deepEqual(bench.asked, [cohere.id]);
      assert.equal(the(events, 'served').switched?.cause, kind);
      const again = new TurnBench();
      again.ledger.past.set(nemotron.id, past(kind));
      const { failure } = the(await again.run({ fallback: 'never' }), 'failed');
      assert.ok(failure.kind === 'cooling');
      assert.equal(failure.because, kind);
    });
  }

  for (const why of ['harness', 'region'] as const) {
    it(`are gates that stay closed: ${why}`, async () => {
      const bench = new TurnBench(refusal({ kind: 'gate', why, message: 'no' }));
      await bench.run({ fallback: 'never' });
      assert.equal(the(await bench.run({ fallback: 'never' }), 'failed').failure.kind, 'cooling');
      assert.equal(bench.asked.length, 1);
    });
  }

  for (const why of ['age', 'guardrail', 'terms', 'other'] as const) {
    it(`are not gates that the next question may pass: ${why}`, async () => {
      const bench = new TurnBench(refusal({ kind: 'gate', why, message: 'no' }), answer(nemotron.id, 'Hello.'));
      assert.equal(the(await bench.run({ fallback: 'never' }), 'failed').failure.kind, 'gate');
      assert.equal(the(await bench.run({ fallback: 'never' }), 'finished').record.outcome, 'answered');
    });
  }

  it('are not a model that another server has not loaded: it may have by now', async () => {
    const bench = new TurnBench(refusal(failures.gone), answer(local.canonicalSlug, 'Hello.'));
    bench.catalogue = catalogueOf(local);
    assert.equal(the(await bench.run({ pinned: local.id }), 'failed').failure.kind, 'gone');
    assert.equal(the(await bench.run({ pinned: local.id }), 'finished').record.outcome, 'answered');
  });

  it('are a model that asks money by now, whatever the catalogue says', async () => {
    const bench = new TurnBench(refusal({ kind: 'notFree', model: nemotron.id }));
    assert.equal(the(await bench.run({ fallback: 'never' }), 'failed').failure.kind, 'notFree');
    const { failure } = the(await bench.run({ fallback: 'never' }), 'failed');
    assert.ok(failure.kind === 'cooling');
    assert.equal(failure.because, 'gone');
    assert.equal(bench.asked.length, 1);
  });

  it('that cannot be read are left to the reservation', async () => {
    const bench = new TurnBench();
    bench.ledger.recentOutcomes = () => {
      throw new Error('disk I/O error');
    };
    bench.ledger.failOn = 'reserve';
    assert.equal(the(await bench.run(), 'failed').failure.kind, 'ledger');
    assert.equal(bench.log.lines.at(0)?.level, 'warn');
  });

  it('are asked for on purpose', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Hello.'));
    bench.ledger.past.set(nemotron.id, past('gate'));
    bench.blocked = new Set([nemotron.id]);
    await bench.run({ insist: true });
    assert.deepEqual(bench.asked, [nemotron.id]);
  });

  it('are remembered however often nothing could be sent since', async () => {
    const bench = new TurnBench();
    const offline = { outcome: 'notSent', failureKind: 'network', endedAt: noon, account: freeAccount.name } as const;
    bench.ledger.past.set(nemotron.id, [...Array.from({ length: 20 }, () => offline), ...past('gate')]);
    assert.equal(the(await bench.run({ fallback: 'never' }), 'failed').failure.kind, 'cooling');
  });

  it('of another account are not known', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Hello.'));
    bench.ledger.past.set(nemotron.id, past('gate', 'account-2'));
    await bench.run();
    assert.deepEqual(bench.asked, [nemotron.id]);
  });

  it('are what the account excludes, for the pinned model and on the ladder', async () => {
    const bench = new TurnBench(answer(gemma.id, 'Hello.'));
    bench.blocked = new Set([nemotron.id, cohere.id]);
    const events = await bench.run();
    assert.deepEqual(bench.asked, [gemma.id]);
    assert.equal(the(events, 'served').switched?.cause, 'privacy');
    const never = the(await bench.run({ fallback: 'never' }), 'failed');
    assert.deepEqual(never.failure, { kind: 'privacy', message: 'excluded for your account' });
  });

  it('are a key that cannot be sent: it is no request', async () => {
    const bench = new TurnBench(refusal({ kind: 'unauthorized', message: 'not a key', sent: false }));
    const { record } = the(await bench.run(), 'failed');
    assert.equal(record.requests, 0);
    assert.deepEqual(bench.ledger.outcomes, ['notSent']);
  });

  it('are not a key that the service refused: that counts', async () => {
    const bench = new TurnBench(refusal(failures.unauthorized));
    assert.equal(the(await bench.run(), 'failed').record.requests, 1);
  });
});

describe('who serves the pinned model', () => {
  const offers = [
    { provider: 'Nvidia', quantization: 'nvfp4', degraded: false },
    { provider: 'DeepInfra', quantization: 'fp8', degraded: false },
    { provider: 'Far', quantization: 'bf16', degraded: true },
  ];
  const served = (provider: string): Script => [
    [{ type: 'source', model: nemotron.id, provider }],
    [{ type: 'text', text: 'Hello.' }],
    [{ type: 'finish', reason: 'stop' }, { type: 'ended' }],
  ];
  const run = async (provider: string) => {
    const bench = new TurnBench(served(provider));
    bench.endpoints.set(nemotron.id, offers);
    return the(await bench.run(), 'served');
  };

  it('with fewer bits than the best of those that work is a switch', async () => {
    const { source, switched } = await run('NVIDIA');
    assert.equal(source.quantization, 'nvfp4');
    assert.deepEqual(switched, {
      pinned: nemotron.id,
      served: nemotron.id,
      cause: 'provider',
      direction: 'lower',
      losses: [{ what: 'quantization', from: 'fp8', to: 'nvfp4' }],
    });
  });

  it('with the most bits is none, nor one that is not known', async () => {
    assert.deepEqual(await run('DeepInfra'), {
      type: 'served',
      source: { model: nemotron.id, provider: 'DeepInfra', quantization: 'fp8', policy: 'unknown' },
    });
    assert.equal((await run('Somebody')).switched, undefined);
  });

  it('of another model is told with its quantization', async () => {
    const bench = new TurnBench(answer(gemma.id, 'Hello.'));
    bench.endpoints.set(nemotron.id, offers);
    bench.endpoints.set(gemma.id, [{ provider: 'Nvidia', quantization: 'int4', degraded: false }]);
    const { source, switched } = the(await bench.run(), 'served');
    assert.equal(source.quantization, 'int4');
    assert.deepEqual(switched?.losses.at(-1), { what: 'quantization', from: 'fp8', to: 'int4' });
  });
});

describe("the service's own account of its routing", () => {
  const end: readonly CompletionEvent[] = [{ type: 'finish', reason: 'stop' }, { type: 'ended' }];
  const routing = (rest: object): CompletionEvent => ({ type: 'routing', routing: { failedAttempts: [], ...rest } });

  it('tells who served when the chunks did not', async () => {
    const bench = new TurnBench([
      [{ type: 'text', text: 'Hello.' }],
      [routing({ strategy: 'free', model: gemma.id, provider: 'Nvidia' }), ...end],
    ]);
    const events = await bench.run();
    const { source, switched } = the(events, 'served');
    assert.deepEqual(source, { model: gemma.id, provider: 'Nvidia', policy: 'unknown' });
    assert.equal(switched?.cause, 'service');
    assert.equal(bench.ledger.rows[0]?.settlements[0]?.servedModel, gemma.id);
  });

  it('adds the provider, and never changes the model that the chunks named', async () => {
    const bench = new TurnBench([
      [
        { type: 'source', model: nemotron.id },
        { type: 'text', text: 'Hello.' },
      ],
      [routing({ model: gemma.id, provider: 'Nvidia' }), ...end],
    ]);
    const events = await bench.run();
    assert.deepEqual(only(events, 'served').at(-1)?.source, {
      model: nemotron.id,
      provider: 'Nvidia',
      policy: 'unknown',
    });
    const known = new TurnBench([
      [
        { type: 'source', model: nemotron.id, provider: 'Nvidia' },
        { type: 'text', text: 'Hello.' },
      ],
      [routing({ model: gemma.id, provider: 'Other' }), ...end],
    ]);
    assert.equal(only(await known.run(), 'served').length, 1);
  });

  it('tells how often it tried', async () => {
    const failedAttempts = [{ provider: 'A', status: 503 }, { provider: 'B' }];
    const bench = new TurnBench([[{ type: 'text', text: 'Hello.' }], [routing({ failedAttempts }), ...end]]);
    const { record } = the(await bench.run(), 'finished');
    assert.equal(record.serviceAttempts, 2);
    assert.equal(record.requests, 1);
  });
});

describe('the queue for the minute limit', () => {
  const full = Array.from({ length: 20 }, (_, at) => noon - 37_000 + at * 1000);

  it('is waited in as often as needed, with the same ticket, after those who asked before', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Hello.'));
    bench.ledger.facts = { lastMinute: full };
    bench.ledger.join();
    const tickets: (number | undefined)[] = [];
    const reserve = bench.ledger.reserve.bind(bench.ledger);
    bench.ledger.reserve = (reservation) => {
      tickets.push(reservation.ticket);
      return reserve(reservation);
    };
    bench.clock.onSleep = () => {
      // Meanwhile another machine sent two.
      bench.ledger.facts = { lastMinute: [...full, noon + 10_000, noon + 11_000] };
    };
    const events = await bench.run();
    // One is before: the second place to become free is ours, 24 s from now; then, with two more, the fourth.
    assert.deepEqual(
      only(events, 'waiting').map((event) => 'until' in event && event.until - noon),
      [24_000, 26_000],
    );
    assert.deepEqual(tickets, [undefined, 2, 2]);
    assert.deepEqual(bench.ledger.queue, [1], 'admission gives the place up');
    assert.equal(the(events, 'finished').record.requests, 1);
  });

  it('is left by who stops waiting', async () => {
    const bench = new TurnBench();
    bench.ledger.facts = { lastMinute: full };
    const events = await bench.run({}, 1);
    assert.deepEqual(typesOf(events), ['waiting', 'finished']);
    assert.deepEqual(bench.ledger.queue, []);
  });

  it('is left by who leaves the loop', async () => {
    const bench = new TurnBench();
    bench.ledger.facts = { lastMinute: full };
    for await (const event of bench.start()) {
      assert.equal(event.type, 'waiting');
      assert.deepEqual(bench.ledger.queue, [1]);
      break;
    }
    assert.deepEqual(bench.ledger.queue, []);
  });

  it('is left by who need not wait any more, because the day is over', async () => {
    const bench = new TurnBench();
    bench.ledger.facts = { lastMinute: full };
    bench.clock.onSleep = () => {
      bench.ledger.facts = { lastMinute: full, today: 50, dayLimit: 50 };
    };
    assert.equal(the(await bench.run(), 'failed').failure.kind, 'dayQuota');
    assert.deepEqual(bench.ledger.queue, []);
  });

  it('that cannot be left costs nothing but a line in the log', async () => {
    const bench = new TurnBench();
    bench.ledger.facts = { lastMinute: full };
    bench.ledger.failOn = 'leave';
    const events = await bench.run({}, 1);
    assert.equal(the(events, 'finished').record.outcome, 'notSent');
    assert.equal(bench.log.lines.at(-1)?.level, 'warn');
  });

  it('does not wait an hour because the clock of the service is an hour ahead', async () => {
    const ahead: Failure = { kind: 'minuteQuota', resetAt: noon + 3_600_000 };
    const bench = new TurnBench(refusal(ahead), answer(nemotron.id, 'Hello.'));
    const events = await bench.run();
    assert.equal(the(events, 'finished').record.outcome, 'answered');
    assert.ok(bench.clock.at <= noon + 61_000);
  });

  it('stops an automatic request at the reserve', async () => {
    const bench = new TurnBench();
    bench.ledger.facts = { today: 45, dayLimit: 50 };
    const { failure } = the(await bench.run({ reserve: 5 }), 'failed');
    assert.deepEqual(failure, { kind: 'reserve', remaining: 5, reserve: 5 });
    assert.equal(bench.asked.length, 0);
  });
});

describe('turns at once', () => {
  it('wait for one another, in the order asked', async () => {
    const bench = new TurnBench(
      answer(nemotron.id, 'One.'),
      answer(nemotron.id, 'Two.'),
      answer(nemotron.id, 'Three.'),
    );
    const order: string[] = [];
    const run = async (turnId: string): Promise<readonly string[]> => {
      const types: string[] = [];
      for await (const event of bench.start({ turnId })) {
        types.push(event.type === 'waiting' ? event.why : event.type);
        if (event.type === 'attempt' || event.type === 'finished') order.push(`${turnId} ${event.type}`);
      }
      return types;
    };
    const [first, second, third] = await Promise.all([run('a'), run('b'), run('c')]);
    assert.deepEqual(order, ['a attempt', 'a finished', 'b attempt', 'b finished', 'c attempt', 'c finished']);
    assert.deepEqual(first[0], 'attempt');
    assert.deepEqual([second[0], third[0]], ['queue', 'queue']);
    assert.equal(bench.turnstile.full, false);
  });

  it('that are stopped in the line send nothing', async () => {
    const bench = new TurnBench();
    const giveBack = await bench.turnstile.enter(new AbortController().signal);
    const events = await bench.run({}, 1);
    assert.deepEqual(typesOf(events), ['waiting', 'finished']);
    assert.equal(the(events, 'finished').record.outcome, 'notSent');
    assert.equal(bench.ledger.rows.length, 0);
    giveBack?.();
    assert.equal(bench.turnstile.full, false);
  });

  it('give their place back when they are left in the line, in the middle, or fail', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'One.'), refusal(failures.payment));
    const giveBack = await bench.turnstile.enter(new AbortController().signal);
    for await (const event of bench.start()) {
      assert.equal(event.type, 'waiting');
      break;
    }
    giveBack?.();
    assert.equal(bench.turnstile.full, false);
    for await (const event of bench.start()) if (event.type === 'text') break;
    assert.equal(bench.turnstile.full, false);
    await bench.run();
    assert.equal(bench.turnstile.full, false);
  });

  it('keep their place while they wait for the minute', async () => {
    const bench = new TurnBench(
      refusal(failures.minuteQuota),
      answer(nemotron.id, 'One.'),
      answer(nemotron.id, 'Two.'),
    );
    const done: string[] = [];
    await Promise.all(
      ['a', 'b'].map(async (turnId) => {
        for await (const event of bench.start({ turnId })) if (event.type === 'finished') done.push(turnId);
      }),
    );
    assert.deepEqual(done, ['a', 'b']);
  });
});

describe('an overflow on the ladder', () => {
  it('passes over those that are too small as well', async () => {
    const bench = new TurnBench(answer(gemma.id, 'Long.'));
    bench.catalogue = catalogueOf(liquid, model('a/small:free', { contextLength: 65_536, codingIndex: 90 }), gemma);
    await bench.run({ pinned: liquid.id, messages: [{ role: 'user', content: 'word '.repeat(80_000) }] });
    assert.deepEqual(bench.asked, [gemma.id]);
  });
});
