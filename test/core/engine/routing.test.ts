import assert from 'node:assert/strict';
import { type Decision, type TurnSoFar, decide, mostRequests } from '../../../src/core/engine/routing';
import type { Failure } from '../../../src/core/errors';
import { failures, noon } from '../../support/fakes';

const fresh: TurnSoFar = { shown: false, sent: true, again: 0, waited: false, steps: 0, requests: 1 };

/** What the design's table allows for one failure: the same model again, and the ladder. */
interface Row {
  readonly name: string;
  readonly failure: Failure;
  readonly first: Decision['do'];
  /** After the model was asked again once, and the minute limit was waited for. */
  readonly second: Decision['do'];
}

const busyWith = (status: number): Failure => ({ kind: 'busy', status, message: 'busy' });
const gate = (why: Extract<Failure, { kind: 'gate' }>['why']): Failure => ({ kind: 'gate', why, message: 'no' });

const table: readonly Row[] = [
  { name: 'minute quota: once more at the reset', failure: failures.minuteQuota, first: 'waitUntil', second: 'fail' },
  {
    name: 'day quota: the limit is account-wide; what does not count is offered',
    failure: failures.dayQuota,
    first: 'offer',
    second: 'offer',
  },
  ...[429, 502, 503, 504, 524, 529].map((status): Row => ({
    name: `busy ${status}: again, then the ladder`,
    failure: busyWith(status),
    first: 'again',
    second: 'step',
  })),
  { name: 'no connection: again, never the ladder', failure: failures.network, first: 'again', second: 'fail' },
  {
    name: '408: again, never the ladder',
    failure: { kind: 'timeout', phase: 'service' },
    first: 'again',
    second: 'fail',
  },
  {
    name: 'no headers in time: it may still be worked on',
    failure: { kind: 'timeout', phase: 'headers' },
    first: 'fail',
    second: 'fail',
  },
  { name: 'silence in the middle', failure: { kind: 'timeout', phase: 'silence' }, first: 'fail', second: 'fail' },
  {
    name: 'no first token within the bound: the ladder at once',
    failure: failures.bound,
    first: 'step',
    second: 'step',
  },
  {
    name: 'silence within the bound',
    failure: { kind: 'bound', bound: 'silence', after: 60_000 },
    first: 'fail',
    second: 'fail',
  },
  {
    name: 'a whole answer beyond the bound',
    failure: { kind: 'bound', bound: 'whole', after: 600_000 },
    first: 'fail',
    second: 'fail',
  },
  { name: 'gone: the ladder at once', failure: failures.gone, first: 'step', second: 'step' },
  { name: 'kept out by the level: the ladder at once', failure: failures.level, first: 'step', second: 'step' },
  { name: 'declined: nobody else is asked', failure: failures.declined, first: 'fail', second: 'fail' },
  { name: 'an ignored file: nobody gets it', failure: failures.ignoredFile, first: 'fail', second: 'fail' },
  { name: 'privacy: the ladder at once', failure: failures.privacy, first: 'step', second: 'step' },
  { name: 'capability: the ladder at once', failure: failures.capability, first: 'step', second: 'step' },
  { name: 'harness gate: the ladder at once', failure: gate('harness'), first: 'step', second: 'step' },
  { name: 'age: the ladder at once', failure: gate('age'), first: 'step', second: 'step' },
  { name: 'another refusal of a model: the ladder at once', failure: gate('other'), first: 'step', second: 'step' },
  { name: 'guardrail: it is about the text', failure: gate('guardrail'), first: 'fail', second: 'fail' },
  { name: 'terms: it is about the text', failure: gate('terms'), first: 'fail', second: 'fail' },
  { name: 'region: the ladder at once', failure: gate('region'), first: 'step', second: 'step' },
  {
    name: 'moderation: another model would be a way around it',
    failure: failures.moderation,
    first: 'fail',
    second: 'fail',
  },
  { name: '401', failure: failures.unauthorized, first: 'fail', second: 'fail' },
  { name: '402', failure: failures.payment, first: 'fail', second: 'fail' },
  { name: 'overflow: the ladder at once', failure: failures.overflow, first: 'step', second: 'step' },
  { name: 'cut stream', failure: failures.cut, first: 'fail', second: 'fail' },
  { name: 'empty answer: the ladder at once', failure: failures.empty, first: 'step', second: 'step' },
  { name: 'a cost: stops', failure: failures.unexpectedCost, first: 'fail', second: 'fail' },
  { name: 'still cooling: the ladder at once', failure: failures.cooling, first: 'step', second: 'step' },
  { name: 'paid model', failure: failures.notFree, first: 'fail', second: 'fail' },
  { name: 'unknown model', failure: failures.unknownModel, first: 'fail', second: 'fail' },
  { name: 'below the reserve', failure: failures.reserve, first: 'fail', second: 'fail' },
  { name: 'beyond the budget', failure: failures.budget, first: 'fail', second: 'fail' },
  { name: 'no pin', failure: failures.noPin, first: 'fail', second: 'fail' },
  { name: 'no key', failure: failures.noKey, first: 'fail', second: 'fail' },
  { name: 'something that is not the service', failure: failures.malformed, first: 'fail', second: 'fail' },
  { name: 'too large for the service', failure: failures.tooLargeForService, first: 'fail', second: 'fail' },
  { name: 'cannot be counted', failure: failures.ledger, first: 'fail', second: 'fail' },
  { name: 'an address that cannot be used', failure: failures.badAddress, first: 'fail', second: 'fail' },
  { name: 'nothing to ask about', failure: failures.notAsked, first: 'fail', second: 'fail' },
  { name: 'a mistake of ours', failure: failures.defect, first: 'fail', second: 'fail' },
  { name: 'another refusal of the service', failure: failures.service, first: 'fail', second: 'fail' },
];

describe('the failure table', () => {
  for (const { name, failure, first, second } of table) {
    it(name, () => {
      assert.equal(decide(failure, fresh, 'announce').do, first, 'at first');
      assert.equal(decide(failure, { ...fresh, again: 1, waited: true }, 'announce').do, second, 'the second time');
    });
  }

  it('has a row for each kind of failure', () => {
    assert.deepEqual([...new Set(table.map((row) => row.failure.kind))].sort(), Object.keys(failures).sort());
  });

  it('sends nothing again once anything was shown, whatever failed', () => {
    for (const failure of Object.values(failures)) {
      assert.deepEqual(decide(failure, { ...fresh, shown: true }, 'announce'), { do: 'fail' }, failure.kind);
    }
  });

  it('steps once in a turn, whatever fails then', () => {
    for (const failure of Object.values(failures)) {
      assert.notEqual(decide(failure, { ...fresh, again: 1, steps: 1 }, 'announce').do, 'step', failure.kind);
    }
  });

  it('sends nothing again after three requests, whatever failed', () => {
    for (const failure of Object.values(failures)) {
      const decision = decide(failure, { ...fresh, requests: 3 }, 'announce').do;
      assert.ok(decision === 'fail' || decision === 'offer', failure.kind);
    }
  });

  it('never steps when the policy says never, whatever failed', () => {
    for (const failure of Object.values(failures)) {
      for (const again of [0, 1]) {
        assert.notEqual(decide(failure, { ...fresh, again }, 'never').do, 'step', failure.kind);
      }
    }
  });

  it('asks the same model without the form that it refused, and then goes on as ever', () => {
    const refused = { ...fresh, formRefused: true };
    for (const policy of ['announce', 'ask', 'never'] as const) {
      assert.deepEqual(decide(failures.capability, refused, policy), { do: 'again', after: 0 });
    }
    const second = { ...refused, again: 1, requests: 2 };
    assert.deepEqual(decide(failures.capability, second, 'announce'), { do: 'step', cause: 'capability' });
    assert.deepEqual(decide(failures.capability, second, 'ask'), { do: 'offer', cause: 'capability' });
    assert.deepEqual(decide(failures.capability, second, 'never'), { do: 'fail' });
  });

  it('still asks the same busy model again when the policy is never', () => {
    assert.equal(decide(failures.busy, fresh, 'never').do, 'again');
    assert.deepEqual(decide(failures.busy, { ...fresh, again: 1 }, 'never'), { do: 'fail' });
  });

  it('sends nothing again after two requests unless it may step', () => {
    for (const failure of Object.values(failures)) {
      for (const policy of ['ask', 'never'] as const) {
        const decision = decide(failure, { ...fresh, requests: 2 }, policy).do;
        assert.ok(decision === 'fail' || decision === 'offer', failure.kind);
      }
    }
  });

  it('never steps when the policy says ask, and offers exactly what announce would step to', () => {
    for (const failure of Object.values(failures)) {
      for (const again of [0, 1]) {
        const announced = decide(failure, { ...fresh, again }, 'announce');
        const asked = decide(failure, { ...fresh, again }, 'ask');
        const expected = announced.do === 'step' ? { do: 'offer', cause: announced.cause } : announced;
        assert.deepEqual(asked, expected, failure.kind);
      }
    }
  });

  it('offers what does not count when the day is used up, whatever the policy', () => {
    for (const policy of ['announce', 'ask', 'never'] as const) {
      assert.deepEqual(decide(failures.dayQuota, fresh, policy), { do: 'offer', cause: 'dayQuota' });
    }
  });

  it('waits for what it knew beforehand as often as it must, for the service once', () => {
    const again = { ...fresh, waited: true };
    assert.equal(decide(failures.minuteQuota, { ...again, sent: false }, 'announce').do, 'waitUntil');
    assert.equal(decide(failures.minuteQuota, { ...again, sent: true }, 'announce').do, 'fail');
  });

  it('has a most for each policy', () => {
    assert.deepEqual([mostRequests('announce'), mostRequests('ask'), mostRequests('never')], [3, 2, 2]);
  });

  it('waits for the minute limit until exactly the time told', () => {
    assert.deepEqual(decide(failures.minuteQuota, fresh, 'announce'), { do: 'waitUntil', at: noon + 23_000 });
  });

  it('follows a hint of up to 3 s', () => {
    for (const retryAfterMs of [0, 2000, 3000]) {
      assert.deepEqual(decide({ ...failures.busy, retryAfterMs }, fresh, 'announce'), {
        do: 'again',
        after: retryAfterMs,
      });
    }
  });

  it('goes to the ladder at once when the hint is longer than 3 s', () => {
    for (const retryAfterMs of [3001, 30_000]) {
      assert.deepEqual(decide({ ...failures.busy, retryAfterMs }, fresh, 'announce'), { do: 'step', cause: 'busy' });
      assert.deepEqual(decide({ ...failures.busy, retryAfterMs }, fresh, 'never'), { do: 'fail' });
    }
  });

  it('says why it steps, in the word of the failure', () => {
    for (const kind of ['cooling', 'gone', 'privacy', 'capability', 'gate', 'empty', 'overflow'] as const) {
      assert.deepEqual(decide(failures[kind], fresh, 'announce'), { do: 'step', cause: kind });
    }
    assert.deepEqual(decide(failures.bound, fresh, 'announce'), { do: 'step', cause: 'slow' });
    for (const because of ['gone', 'gate', 'privacy'] as const) {
      assert.deepEqual(decide({ ...failures.cooling, because }, fresh, 'announce'), { do: 'step', cause: because });
    }
  });
});
