import assert from 'node:assert/strict';
import type { Failure } from '../../../src/core/errors';
import { decide } from '../../../src/core/engine/routing';
import { answer, busy, failures, nemotron, noon, refusal } from '../../support/fakes';
import { TurnBench, the, typesOf } from './turnBench';

/** As a request that nobody asked for just now is made. */
const unattended = { reserve: 5, fallback: 'never' } as const;

describe('a request that nobody asked for just now', () => {
  it('goes like any other where nothing stands against it', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'It adds.'));
    assert.equal(the(await bench.run(unattended), 'finished').record.outcome, 'answered');
  });

  it('is refused, and asks nobody, where the user has not agreed to who would get it', async () => {
    const bench = new TurnBench();
    bench.privacy.disagreed.add('unknown');
    const events = await bench.run(unattended);
    assert.deepEqual(typesOf(events), ['failed']);
    assert.deepEqual(the(events, 'failed').failure, { kind: 'declined', about: 'consent' });
    assert.equal(the(events, 'failed').record.outcome, 'notSent');
    assert.deepEqual(bench.privacy.questions, []);
    assert.deepEqual(bench.client.requests, []);
    assert.deepEqual(bench.ledger.rows, []);
  });

  it('is refused, and asks nobody, for a file that goes only if the user says so', async () => {
    const bench = new TurnBench();
    bench.privacy.verdicts.set('notes.txt', { may: 'ifAsked', rule: '.gitignore: *.txt' });
    const file = { name: 'notes.txt', how: 'attached' } as const;
    const messages = [
      { role: 'user', content: [{ type: 'file', file, text: 'a', languageId: 'plaintext', startLine: 1 }] },
    ] as const;
    const events = await bench.run({ ...unattended, messages });
    assert.deepEqual(the(events, 'failed').failure, { kind: 'declined', about: 'ignoredFile' });
    assert.deepEqual(bench.privacy.questions, []);
    assert.deepEqual(bench.client.requests, []);
  });

  it('is not sent again by itself: its answer would come too late', async () => {
    const kinds: readonly Failure[] = [busy, failures.network, failures.timeout];
    for (const failure of kinds) {
      const bench = new TurnBench(refusal(failure));
      const events = await bench.run(unattended);
      assert.deepEqual(the(events, 'failed').failure, failure);
      assert.equal(bench.client.requests.length, 1, failure.kind);
    }
  });

  it('does not wait for the minute limit, and leaves the queue to who asks', async () => {
    const bench = new TurnBench();
    const refusedTill = { kind: 'minuteQuota', resetAt: noon + 23_000, limit: 20 } as const;
    bench.ledger.reserve = () => ({ admitted: false, failure: refusedTill, ticket: 7 });
    const left: number[] = [];
    bench.ledger.leave = (ticket) => void left.push(ticket);
    const events = await bench.run(unattended);
    assert.deepEqual(typesOf(events), ['failed']);
    assert.deepEqual(the(events, 'failed').failure, refusedTill);
    assert.deepEqual(left, [7]);
  });

  it('never goes again, whatever failed', () => {
    for (const failure of Object.values(failures)) {
      for (const policy of ['announce', 'ask', 'never'] as const) {
        const soFar = { shown: false, sent: true, again: 0, waited: false, steps: 0, requests: 1, unattended: true };
        const decision = decide(failure, { ...soFar, formRefused: true }, policy).do;
        assert.ok(!['again', 'waitUntil'].includes(decision), `${failure.kind}, ${policy}`);
      }
    }
  });
});
