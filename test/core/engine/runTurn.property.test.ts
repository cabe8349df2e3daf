import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { mostRequests } from '../../../src/core/engine/routing';
import { isServedBy } from '../../../src/core/engine/switch';
import type { TurnEvent } from '../../../src/core/engine/events';
import type { CompletionEvent } from '../../../src/core/engine/ports';
import type { Failure } from '../../../src/core/errors';
import { applyEvent, newTurn } from '../../../src/core/conversation/conversation';
import {
  type Script,
  cohere,
  eventsOf,
  failures,
  gemma,
  liquid,
  nemotron,
  noon,
  paidNemotron,
} from '../../support/fakes';
import { TurnBench, everything, only, textOf, typesOf, wideBounds } from './turnBench';

const servers = [
  nemotron.id,
  `${nemotron.canonicalSlug}:free`,
  gemma.id,
  cohere.id,
  liquid.id,
  paidNemotron.id,
  'stealth/ox-alpha',
];

const middle: fc.Arbitrary<CompletionEvent> = fc.oneof(
  fc.constant<CompletionEvent>({ type: 'alive' }),
  fc.constantFrom('One ', 'two\n', '```', ' ', '…').map((text): CompletionEvent => ({ type: 'text', text })),
  fc.constant<CompletionEvent>({ type: 'reasoning', text: 'Hm. ' }),
  fc.constant<CompletionEvent>({ type: 'toolCall', index: 0, arguments: '{}' }),
  fc.nat(2).map((tries): CompletionEvent => ({
    type: 'routing',
    routing: { failedAttempts: Array.from({ length: tries }, () => ({ provider: 'Slow' })) },
  })),
  fc.constantFrom(undefined, 0, 0, 0, 0.0021).map((cost): CompletionEvent => ({
    type: 'usage',
    usage: cost === undefined ? {} : { cost },
  })),
);

const endings: fc.Arbitrary<readonly CompletionEvent[]> = fc.oneof(
  fc
    .constantFrom('stop', 'length', 'toolCalls', 'contentFilter', 'error', 'other')
    .map((reason): readonly CompletionEvent[] => [{ type: 'finish', reason }, { type: 'ended' }]),
  fc.constant<readonly CompletionEvent[]>([{ type: 'ended' }]),
  fc.constant<readonly CompletionEvent[]>([]),
);

const refusals: fc.Arbitrary<readonly CompletionEvent[]> = fc
  .oneof(
    fc.constantFrom(...Object.values(failures)),
    // What leads to more requests, more often.
    fc.constantFrom(failures.busy, failures.minuteQuota, failures.gone, failures.network, {
      ...failures.network,
      sent: true,
    }),
    fc.nat(5000).map((retryAfterMs): Failure => ({ kind: 'busy', status: 429, message: 'busy', retryAfterMs })),
  )
  .map((failure): readonly CompletionEvent[] => [{ type: 'failed', failure }]);

/** What a client may give: who serves comes before any content, nothing comes after the end, batches are cut anywhere. */
const script: fc.Arbitrary<Script> = fc
  .tuple(
    fc.boolean(),
    fc.option(fc.constantFrom(...servers), { nil: undefined }),
    fc.oneof({ weight: 2, arbitrary: fc.constant<CompletionEvent[]>([]) }, fc.array(middle, { maxLength: 6 })),
    fc.oneof({ weight: 2, arbitrary: refusals }, endings),
    fc.array(fc.nat(9), { maxLength: 4 }),
    fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.record({ at: fc.nat(5), pause: fc.nat(40_000) })),
  )
  .map(([accepted, server, content, ending, cuts, silence]) => {
    const events: CompletionEvent[] = [];
    if (accepted) events.push({ type: 'accepted' });
    if (server !== undefined) events.push({ type: 'source', model: server, provider: 'Nvidia' });
    events.push(...content, ...ending);
    const steps = batches(events, cuts);
    if (silence === undefined) return steps;
    return steps.toSpliced(silence.at, 0, { pause: silence.pause });
  });

function batches(events: readonly CompletionEvent[], cuts: readonly number[]): Script {
  const at = [0, ...cuts.filter((cut) => cut < events.length).sort((a, b) => a - b), events.length];
  return at.slice(1).map((end, index) => events.slice(at[index], end));
}

const turns = fc.record({
  scripts: fc.array(script, { minLength: 6, maxLength: 6 }),
  fallback: fc.constantFrom('announce', 'announce', 'ask', 'never' as const),
  ladder: fc.subarray([gemma.id, paidNemotron.id, liquid.id, 'openrouter/free', cohere.id]),
  pinned: fc.constantFrom(nemotron, nemotron, gemma),
  bounds: fc.constantFrom(wideBounds, { firstToken: 10_000, silence: 20_000, whole: 30_000 }),
});

/** The model a piece of text came from, as far as the script tells; else the one that was asked. */
function origin(bench: TurnBench, scripts: readonly Script[], attempt: number): string {
  const events = eventsOf(scripts[attempt] ?? []);
  const source = events.find((event) => event.type === 'source');
  return source?.model ?? bench.client.requests[attempt]?.model ?? '';
}

/** Whether each piece of an answer that is not the pinned model's has its notice before it. */
function checkNotices(events: readonly TurnEvent[], pinned: typeof nemotron, from: (attempt: number) => string): void {
  let attempt = -1;
  let switched: boolean | undefined;
  for (const event of events) {
    if (event.type === 'attempt') {
      attempt += 1;
      switched = undefined;
    } else if (event.type === 'served') {
      switched = event.switched !== undefined;
    } else if (event.type === 'text' || event.type === 'reasoning' || event.type === 'toolCall') {
      const other = !isServedBy(pinned, from(attempt));
      assert.equal(switched ?? false, other, `${from(attempt)} for ${pinned.id}: ${typesOf(events).join(', ')}`);
    }
  }
}

describe('a turn, whatever the service does', () => {
  it('ends once, costs no more requests than the table allows, counts each once, keeps all text and hides no switch', async () => {
    await fc.assert(
      fc.asyncProperty(turns, async ({ scripts, fallback, ladder, pinned, bounds }) => {
        const bench = new TurnBench(...scripts);
        const events = await bench.run({ fallback, ladder, pinned: pinned.id, bounds });
        const last = events.at(-1);
        assert.ok(last?.type === 'finished' || last?.type === 'failed');
        assert.equal(only(events, 'finished').length + only(events, 'failed').length, 1);

        const counted = bench.ledger.outcomes.filter((outcome) => outcome !== 'notSent').length;
        assert.ok(counted <= mostRequests(fallback), bench.asked.join(', '));
        assert.equal(last.record.requests, counted);
        assert.equal(bench.ledger.rows.length, bench.asked.length);
        assert.deepEqual(
          bench.ledger.timesSettled,
          bench.asked.map(() => 1),
        );

        for (const request of bench.client.requests) {
          assert.deepEqual(request.maxPrice, { prompt: 0, completion: 0 });
          assert.equal(everything.models.find((each) => each.id === request.model)?.free, true);
          if (fallback !== 'announce') assert.equal(request.model, pinned.id);
        }
        assert.equal(bench.turnstile.full, false);
        assert.deepEqual(bench.ledger.queue, []);

        const text = textOf(events);
        if (last.type === 'failed') assert.equal(last.text, text);
        assert.equal(events.reduce(applyEvent, newTurn('turn-1', 'What?', noon)).answer, text);
        if (last.type === 'finished' && last.record.outcome === 'answered') {
          assert.ok(text.trim() !== '' || only(events, 'toolCall').length > 0);
        }
        if (only(events, 'usage').some(({ usage }) => (usage.cost ?? 0) > 0)) {
          assert.ok(last.type === 'failed' && last.failure.kind === 'unexpectedCost');
        }
        checkNotices(events, pinned, (attempt) => origin(bench, scripts, attempt));
      }),
      { numRuns: 1000 },
    );
  });

  it('and whenever the user stops or leaves, each request is settled once and its connection closed', async () => {
    await fc.assert(
      fc.asyncProperty(turns, fc.integer({ min: 1, max: 12 }), fc.boolean(), async (turn, count, leaves) => {
        const bench = new TurnBench(...turn.scripts);
        const seen: TurnEvent[] = [];
        let sentBefore = 0;
        for await (const event of bench.start({
          fallback: turn.fallback,
          ladder: turn.ladder,
          pinned: turn.pinned.id,
          bounds: turn.bounds,
        })) {
          seen.push(event);
          if (seen.length !== count) continue;
          sentBefore = bench.asked.length;
          if (leaves) break;
          bench.stop.abort();
        }
        assert.deepEqual(
          bench.ledger.timesSettled,
          bench.ledger.rows.map(() => 1),
        );
        assert.equal(bench.client.closed, bench.asked.length);
        assert.equal(bench.turnstile.full, false);
        assert.deepEqual(bench.ledger.queue, []);
        if (seen.length >= count) assert.equal(bench.asked.length, sentBefore, 'nothing is sent after that');
        if (!leaves) assert.equal(only(seen, 'finished').length + only(seen, 'failed').length, 1);
      }),
      { numRuns: 1000 },
    );
  });

  it('and over many turns sends nothing between a refusal for the day and its reset', async () => {
    // 2026-11-23T00:00:00Z: twelve hours after the first turn.
    const reset = noon + 12 * 3_600_000;
    const day = fc.record({
      turns: fc.array(turns, { minLength: 3, maxLength: 6 }),
      refusedIn: fc.nat(3),
      /** Hours between the turns. */
      pauses: fc.array(fc.nat(8), { minLength: 6, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(day, async ({ turns: all, refusedIn, pauses }) => {
        const scripts = all.flatMap((turn) => turn.scripts.slice(0, 3));
        const failure: Failure = { kind: 'dayQuota', resetAt: reset, limit: 50, known: 'service' };
        const refused = scripts.with(refusedIn, [[{ type: 'failed', failure }]]);
        const bench = new TurnBench(...refused);
        for (const [index, { fallback, ladder, pinned, bounds }] of all.entries()) {
          await bench.run({ turnId: `turn-${index}`, fallback, ladder, pinned: pinned.id, bounds });
          bench.clock.at += (pauses[index] ?? 0) * 3_600_000;
          // Money stops everything for good; that is another test's matter.
          const { costAlarm: _paid, ...facts } = bench.ledger.facts;
          bench.ledger.facts = facts;
        }
        const told = bench.ledger.lessons.find((lesson) => lesson.from === 'dayRefusal' && lesson.resetAt === reset);
        if (told === undefined || told.at >= reset) return;
        const { rows } = bench.ledger;
        const last = rows.findIndex(({ settlements: [ended] }) => ended?.failureKind === 'dayQuota');
        const after = rows.slice(last + 1).map((row) => row.reservation.at);
        assert.deepEqual(
          after.filter((at) => at < reset),
          [],
        );
      }),
      { numRuns: 1000 },
    );
  });
});
