import assert from 'node:assert/strict';
import type { AnswerSchema } from '../../../src/core/engine/request';
import type { Failure } from '../../../src/core/errors';
import type { FallbackPolicy } from '../../../src/core/engine/routing';
import { mostRequests } from '../../../src/core/engine/routing';
import {
  answer,
  busy,
  catalogueOf,
  failures,
  gemma,
  model,
  nemotron,
  priced,
  refusal,
  type Script,
} from '../../support/fakes';
import { TurnBench, only, the, typesOf } from './turnBench';

const schema: AnswerSchema = {
  name: 'notes',
  schema: { type: 'object', properties: { summary: { type: 'string' } }, required: ['summary'] },
};
const keepsToForms = { tools: true, images: false, structuredOutput: true, reasoning: 'optional' } as const;
const formal = { ...nemotron, capabilities: keepsToForms };
const formalGemma = { ...gemma, capabilities: keepsToForms };
const plain = gemma;
const refused: Failure = { kind: 'capability', missing: 'structuredOutput', message: 'response_format not supported' };

/** Which of the requests asked for the form, in the order they were sent. */
function forms(bench: TurnBench): readonly (readonly [model: string, form: string | undefined])[] {
  return bench.client.requests.map((request) => [request.model, request.schema?.name]);
}

function benchWith(...scripts: readonly Script[]): TurnBench {
  const bench = new TurnBench(...scripts);
  bench.catalogue = catalogueOf(plain, formal);
  return bench;
}

describe('a form for the answer', () => {
  it('is sent to a model that keeps to forms', async () => {
    const bench = benchWith(answer(nemotron.id, '{"summary":"It adds."}'));
    await bench.run({ schema });
    assert.deepEqual(bench.client.requests[0]?.schema, schema);
  });

  it('is not sent to a model that does not, which is asked all the same', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'It adds.'));
    const { record } = the(await bench.run({ schema }), 'finished');
    assert.deepEqual(forms(bench), [[nemotron.id, undefined]]);
    assert.equal(record.outcome, 'answered');
  });

  it('is left out where nobody asked for one', async () => {
    const bench = benchWith(answer(nemotron.id, 'It adds.'));
    await bench.run();
    assert.ok(!Object.hasOwn(bench.client.requests[0] ?? {}, 'schema'));
  });

  for (const policy of ['announce', 'ask', 'never'] satisfies readonly FallbackPolicy[]) {
    for (const missing of ['structuredOutput', 'parameters'] as const) {
      it(`is given up by the same model when it is refused (${missing}, policy ${policy}), for one more request`, async () => {
        const bench = benchWith(refusal({ ...refused, missing }), answer(nemotron.id, 'It adds.'));
        const events = await bench.run({ schema, fallback: policy });
        assert.deepEqual(forms(bench), [
          [nemotron.id, 'notes'],
          [nemotron.id, undefined],
        ]);
        const { record } = the(events, 'finished');
        assert.equal(record.requests, 2);
        assert.equal(record.outcome, 'answered');
        assert.equal(record.switched, undefined);
        // Both are on the meter.
        assert.deepEqual(
          bench.ledger.rows.map(({ settlements }) => settlements.map(({ outcome }) => outcome)),
          [['failed'], ['answered']],
        );
      });
    }
  }

  it('is given up once: a refusal that was not about the form is not asked again', async () => {
    for (const missing of ['structuredOutput', 'parameters'] as const) {
      const bench = benchWith(refusal(refused), refusal({ ...refused, missing }));
      const { failure, record } = the(await bench.run({ schema, fallback: 'never' }), 'failed');
      assert.equal(failure.kind, 'capability');
      assert.equal(record.requests, 2);
    }
  });

  it('is not what was refused when something else is missing', async () => {
    for (const missing of ['tools', 'images', 'providers', 'chat'] as const) {
      const bench = benchWith(refusal({ ...refused, missing }));
      assert.equal(the(await bench.run({ schema, fallback: 'never' }), 'failed').record.requests, 1, missing);
    }
  });

  it('is not what was refused when none was sent', async () => {
    const bench = new TurnBench(refusal(refused));
    assert.equal(the(await bench.run({ schema, fallback: 'never' }), 'failed').record.requests, 1);
  });

  it('is not given up for an answer that has begun', async () => {
    const bench = benchWith([[{ type: 'text', text: '{"summ' }], [{ type: 'failed', failure: refused }]]);
    const failed = the(await bench.run({ schema }), 'failed');
    assert.equal(failed.record.requests, 1);
    assert.equal(failed.text, '{"summ');
  });

  it('is not asked of a model again that refused it, in later turns of the window', async () => {
    const bench = benchWith(refusal(refused), answer(nemotron.id, 'It adds.'), answer(nemotron.id, 'It adds.'));
    await bench.run({ schema });
    const { record } = the(await bench.run({ schema }), 'finished');
    assert.equal(record.requests, 1);
    assert.deepEqual(forms(bench).at(-1), [nemotron.id, undefined]);
  });

  it('is still asked of a model after it was busy', async () => {
    const bench = benchWith(refusal(busy), answer(nemotron.id, '{}'));
    await bench.run({ schema });
    assert.deepEqual(forms(bench), [
      [nemotron.id, 'notes'],
      [nemotron.id, 'notes'],
    ]);
  });

  it('goes with a step to a model that keeps to forms, and not with one to another', async () => {
    const scripts = [refusal(failures.gone), answer(gemma.id, '{}')];
    const able = new TurnBench(...scripts);
    able.catalogue = catalogueOf(formal, formalGemma);
    await able.run({ schema });
    assert.deepEqual(forms(able), [
      [nemotron.id, 'notes'],
      [gemma.id, 'notes'],
    ]);
    const unable = benchWith(...scripts);
    await unable.run({ schema });
    assert.deepEqual(forms(unable), [
      [nemotron.id, 'notes'],
      [gemma.id, undefined],
    ]);
  });

  it('does not come back in the same turn, so that the last request is not lost to it', async () => {
    const bench = new TurnBench(refusal(refused), refusal(busy), answer(gemma.id, 'It adds.'));
    bench.catalogue = catalogueOf(formal, formalGemma);
    const events = await bench.run({ schema });
    assert.deepEqual(forms(bench), [
      [nemotron.id, 'notes'],
      [nemotron.id, undefined],
      [gemma.id, undefined],
    ]);
    assert.equal(the(events, 'finished').record.requests, 3);
  });

  it('never makes a turn longer than it was said to be', async () => {
    const steps = [refused, busy, failures.empty, failures.gone, failures.timeout, failures.network];
    for (const policy of ['announce', 'ask', 'never'] satisfies readonly FallbackPolicy[]) {
      for (const first of steps) {
        for (const second of steps) {
          const bench = new TurnBench(refusal(first), refusal(second), refusal(refused), refusal(refused));
          bench.catalogue = catalogueOf(formal, formalGemma, model('vendor/third:free'));
          await bench.run({ schema, fallback: policy });
          const counted = bench.ledger.rows.filter(({ settlements }) => settlements[0]?.outcome !== 'notSent');
          assert.ok(counted.length <= mostRequests(policy), `${policy}: ${first.kind}, then ${second.kind}`);
        }
      }
    }
  });

  it('waits a moment at most before it asks without it', async () => {
    const bench = benchWith(refusal(refused), answer(nemotron.id, 'It adds.'));
    const events = await bench.run({ schema });
    assert.deepEqual(
      only(events, 'waiting').map(({ why }) => why),
      ['retry'],
    );
    assert.ok(typesOf(events).indexOf('waiting') < typesOf(events).lastIndexOf('attempt'));
    assert.ok(the(events, 'finished').record.endedAt - the(events, 'finished').record.startedAt < 100);
  });

  // 0.5 USD per million tokens of question, 2 of answer; some providers put the form into the question.
  it('is reckoned with in the most that a paid request may cost', async () => {
    const atMost = async (form: AnswerSchema | undefined, able: boolean): Promise<number> => {
      const bench = new TurnBench(answer(priced.id, '{}'));
      bench.catalogue = catalogueOf(able ? { ...priced, capabilities: keepsToForms } : priced);
      await bench.run({ pinned: priced.id, dailyBudget: 1, ...(form === undefined ? {} : { schema: form }) });
      return bench.ledger.rows[0]?.reservation.price?.atMost ?? 0;
    };
    const without = await atMost(undefined, true);
    assert.ok((await atMost(schema, true)) > without);
    // What is not sent costs nothing.
    assert.equal(await atMost(schema, false), without);
  });
});
