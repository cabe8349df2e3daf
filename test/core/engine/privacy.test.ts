import assert from 'node:assert/strict';
import type { FilePart, Message } from '../../../src/core/conversation/message';
import type { CompletionEvent } from '../../../src/core/engine/ports';
import type { Question } from '../../../src/core/privacy/questions';
import {
  type Script,
  answer,
  busy,
  catalogueOf,
  cohere,
  gemma,
  liquid,
  local,
  model,
  nemotron,
  refusal,
  router,
} from '../../support/fakes';
import { TurnBench, only, textOf, the, typesOf } from './turnBench';

const key = ['hidden', 'k3y'].join('-');

function file(name: string, how: FilePart['file']['how'], text = 'const a = 1;'): Message {
  const part = {
    type: 'file',
    file: { name, uri: `file:///w/${name}`, how },
    text,
    languageId: 'ts',
    startLine: 1,
  } as const;
  return { role: 'user', content: [part] };
}

/** What went out in a request, as one text. */
function outgoing(bench: TurnBench, at = 0): string {
  return JSON.stringify(bench.client.requests[at]);
}

/** The placeholder that went out. */
function placeholderIn(bench: TurnBench, at = 0): string {
  const [found] = /SECRET_TEST_KEY_[0-9A-Z]{6}/.exec(outgoing(bench, at)) ?? [];
  assert.ok(found !== undefined, outgoing(bench, at));
  return found;
}

/** An answer whose text is made when the request is known, and comes in pieces of this many characters. */
function echo(bench: () => TurnBench, text: (placeholder: string) => string, size: number): Script {
  const pieces: { type: 'text'; text: string }[] = [];
  return [
    [{ type: 'accepted' }, { type: 'source', model: nemotron.id, provider: 'Nvidia' }],
    () => {
      const whole = text(placeholderIn(bench()));
      for (let at = 0; at < whole.length; at += size) pieces.push({ type: 'text', text: whole.slice(at, at + size) });
    },
    pieces,
    [{ type: 'finish', reason: 'stop' }, { type: 'ended' }],
  ];
}

describe('a secret in a question', () => {
  it('does not leave, and is right in the answer wherever the stream is cut', async () => {
    for (const size of [1, 2, 5, 13, 1000]) {
      const bench: TurnBench = new TurnBench(
        echo(
          () => bench,
          (placeholder) => `Use "${placeholder}" or ${placeholder.toLowerCase()}.`,
          size,
        ),
      );
      const events = await bench.run({ messages: [{ role: 'user', content: `Why is ${key} refused?` }] });
      assert.ok(!outgoing(bench).includes(key));
      assert.equal(textOf(events), `Use "${key}" or ${key}.`, `pieces of ${size}`);
      assert.equal(the(events, 'finished').record.replaced, 1);
    }
  });

  it('does not leave in a file, its name, an earlier answer or the system message', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Yes.'));
    await bench.run({
      messages: [
        { role: 'system', content: `Rules of ${key}` },
        { role: 'assistant', content: `It is ${key}.` },
        file(`${key}.ts`, 'attached', `a\nconst k = '${key}';\n`),
      ],
    });
    assert.ok(!outgoing(bench).includes(key), outgoing(bench));
    const [sent] = bench.privacy.requests;
    assert.equal(sent, undefined, 'the client of this test says nothing about what it sends');
  });

  it('is explained to the model once, and only when there is one', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Yes.'), answer(nemotron.id, 'Yes.'));
    await bench.run({ messages: [{ role: 'user', content: 'Why?' }] });
    await bench.run({ messages: [{ role: 'user', content: `${key} and ${key}` }] });
    assert.deepEqual(bench.client.requests[0]?.messages, [{ role: 'user', content: 'Why?' }]);
    const second = bench.client.requests[1]?.messages ?? [];
    assert.deepEqual(
      second.map(({ role }) => role),
      ['system', 'user'],
    );
    assert.match(JSON.stringify(second[0]?.content), /SECRET_/);
  });

  it('is put back into the arguments of a tool as JSON, and into thoughts', async () => {
    const quoted = ['hidden', 'a"b\\c'].join('-');
    const pieces: CompletionEvent[] = [];
    const bench: TurnBench = new TurnBench([
      [{ type: 'accepted' }, { type: 'source', model: nemotron.id }],
      () => {
        const text = `{"key":"${placeholderIn(bench)}"}`;
        pieces.push(
          { type: 'reasoning', text: `So ${placeholderIn(bench)}` },
          { type: 'toolCall', index: 0, id: 'call-1', name: 'write', arguments: text.slice(0, 15) },
          { type: 'toolCall', index: 0, arguments: text.slice(15) },
        );
      },
      pieces,
      [{ type: 'finish', reason: 'toolCalls' }, { type: 'ended' }],
    ]);
    const events = await bench.run({ messages: [{ role: 'user', content: quoted }] });
    const written = only(events, 'toolCall')
      .map((call) => call.arguments)
      .join('');
    assert.deepEqual(JSON.parse(written), { key: quoted });
    assert.equal(
      only(events, 'reasoning')
        .map(({ text }) => text)
        .join(''),
      `So ${quoted}`,
    );
  });

  it('goes as it is where the user switched replacing off', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Yes.'));
    bench.privacy.scrubs = false;
    const events = await bench.run({ messages: [{ role: 'user', content: key }] });
    assert.ok(outgoing(bench).includes(key));
    assert.equal(the(events, 'finished').record.replaced, undefined);
  });

  it('does not leave when replacing is switched on while the turn waits for another one', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Yes.'));
    bench.privacy.scrubs = false;
    const giveBack = await bench.turnstile.enter(bench.stop.signal);
    for await (const event of bench.start({ messages: [{ role: 'user', content: key }] })) {
      if (event.type !== 'waiting') continue;
      bench.privacy.scrubs = true;
      giveBack?.();
    }
    assert.ok(!outgoing(bench).includes(key), outgoing(bench));
  });

  it('is kept back with the end of a cut answer', async () => {
    const pieces: { type: 'text'; text: string }[] = [];
    const bench: TurnBench = new TurnBench([
      [{ type: 'accepted' }, { type: 'source', model: nemotron.id }],
      () => pieces.push({ type: 'text', text: `Take ${placeholderIn(bench)}` }, { type: 'text', text: ' or SECR' }),
      pieces,
      [{ type: 'ended' }],
    ]);
    const events = await bench.run({ messages: [{ role: 'user', content: key }] });
    const failed = the(events, 'failed');
    assert.equal(failed.failure.kind, 'cut');
    assert.equal(failed.text, `Take ${key} or SECR`);
    assert.equal(textOf(events), failed.text);
  });
});

describe('what was sent', () => {
  it('is kept with what was replaced and the files in it', async () => {
    const sending = {
      type: 'sending',
      address: 'https://x/chat',
      headers: { authorization: 'Bearer ••••' },
      body: '{}',
    } as const;
    const bench = new TurnBench([[sending], ...answer(nemotron.id, 'Yes.')]);
    await bench.run({ messages: [file('app.ts', 'attached', `x\n${key}\n${key}`)] });
    const [sent, ...more] = bench.privacy.requests;
    assert.deepEqual(more, []);
    assert.equal(sent?.body, '{}');
    assert.equal(sent?.n, 1);
    assert.equal(sent?.model, nemotron.id);
    assert.deepEqual(
      sent?.replaced.map(({ kind, times }) => ({ kind, times })),
      [{ kind: 'TEST_KEY', times: 2 }],
    );
    assert.deepEqual(
      sent?.files.map(({ name, lines, startLine }) => ({ name, lines, startLine })),
      [{ name: 'app.ts', lines: 3, startLine: 1 }],
    );
  });
});

describe('consent', () => {
  it('is waited for before the first request, which then goes', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Yes.'));
    bench.privacy.disagreed.add('unknown');
    const asked: number[] = [];
    bench.privacy.decide = async () => {
      asked.push(bench.client.requests.length);
      return true;
    };
    const events = await bench.run();
    assert.deepEqual(asked, [0]);
    const question: Question = { about: 'consent', policy: 'unknown', model: nemotron.id };
    assert.deepEqual(events[0], { type: 'waiting', why: 'question', question });
    assert.equal(textOf(events), 'Yes.');
  });

  it('that is refused sends nothing and counts nothing', async () => {
    const bench = new TurnBench();
    bench.privacy.disagreed.add('unknown');
    bench.privacy.decide = async () => false;
    const failed = the(await bench.run(), 'failed');
    assert.deepEqual(failed.failure, { kind: 'declined', about: 'consent' });
    assert.equal(failed.record.requests, 0);
    assert.deepEqual(bench.ledger.rows, []);
  });

  it('can be left by stopping, and keeps no other turn waiting', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Second.'));
    bench.privacy.disagreed.add('unknown');
    let decided = 0;
    bench.privacy.decide = async (_question, signal) => {
      decided += 1;
      if (decided === 2) return true;
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(false)));
    };
    const first = bench.run();
    const other = new TurnBench();
    Object.assign(other, { client: bench.client, privacy: bench.privacy, turnstile: bench.turnstile });
    assert.equal(textOf(await other.run()), 'Second.');
    bench.stop.abort();
    const record = the(await first, 'finished').record;
    assert.equal(record.outcome, 'notSent');
  });

  it('is not asked for in the middle of a turn: the ladder passes over who would need it', async () => {
    const bench = new TurnBench(refusal(busy), refusal(busy), answer(gemma.id, 'Hello.'));
    bench.privacy.policies.set(nemotron.id, 'keptNotTrained').set(gemma.id, 'noRetention');
    bench.privacy.disagreed.add('unknown').add('mayTrain');
    const events = await bench.run();
    assert.deepEqual(bench.asked, [nemotron.id, nemotron.id, gemma.id]);
    assert.deepEqual(bench.privacy.questions, []);
    assert.equal(textOf(events), 'Hello.');
  });

  it('that was not needed, or only to keeping, is put into the terms: nobody may do more', async () => {
    const terms = [];
    for (const [known, disagreed] of [
      ['noRetention', ['keptNotTrained', 'mayTrain', 'unknown']],
      ['keptNotTrained', ['mayTrain', 'unknown']],
      ['unknown', []],
    ] as const) {
      const bench = new TurnBench(answer(nemotron.id, 'Yes.'));
      bench.privacy.policies.set(nemotron.id, known);
      for (const policy of disagreed) bench.privacy.disagreed.add(policy);
      await bench.run();
      assert.deepEqual(bench.privacy.questions, []);
      terms.push(bench.client.requests[0]?.terms);
    }
    assert.deepEqual(terms, [{ denyTraining: true, zeroRetention: true }, { denyTraining: true }, undefined]);
  });

  it('is needed for nothing that stays on this machine', async () => {
    const bench = new TurnBench(answer(local.id, 'Here.'));
    bench.catalogue = catalogueOf(local, nemotron);
    for (const policy of ['keptNotTrained', 'mayTrain', 'unknown'] as const) bench.privacy.disagreed.add(policy);
    assert.equal(textOf(await bench.run({ pinned: local.id })), 'Here.');
    assert.deepEqual(bench.privacy.questions, []);
  });
});

describe('a file that is ignored', () => {
  it('does not go, whoever asks', async () => {
    const bench = new TurnBench();
    bench.privacy.verdicts.set('.env', { may: 'not', rule: 'file that holds secrets: .env' });
    const failed = the(await bench.run({ messages: [file('.env', 'attached')] }), 'failed');
    assert.deepEqual(failed.failure, { kind: 'ignoredFile', file: '.env', rule: 'file that holds secrets: .env' });
    assert.deepEqual(bench.client.requests, []);
  });

  it('is asked about where lines of it were selected', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Yes.'));
    bench.privacy.verdicts.set('.env', { may: 'ifAsked', rule: 'file that holds secrets: .env' });
    const events = await bench.run({ messages: [file('.env', 'selected')] });
    assert.deepEqual(typesOf(events).slice(0, 2), ['waiting', 'attempt']);
    assert.equal(bench.privacy.questions[0]?.about, 'ignoredFile');
    const refused = new TurnBench();
    refused.privacy.verdicts.set('.env', { may: 'ifAsked', rule: 'x' });
    refused.privacy.decide = async () => false;
    const failed = the(await refused.run({ messages: [file('.env', 'selected')] }), 'failed');
    assert.deepEqual(failed.failure, { kind: 'declined', about: 'ignoredFile' });
  });

  it('keeps nobody waiting who stops while it is judged', async () => {
    const bench = new TurnBench();
    bench.privacy.check = async () => {
      bench.stop.abort();
      return new Promise(() => {});
    };
    const events = await bench.run({ messages: [file('a.ts', 'attached')] });
    assert.equal(the(events, 'finished').record.outcome, 'notSent');
    assert.deepEqual(bench.ledger.rows, []);
  });

  it('does not go either when nobody judged it', async () => {
    const bench = new TurnBench();
    bench.privacy.check = async () => [];
    assert.equal(the(await bench.run({ messages: [file('a.ts', 'attached')] }), 'failed').failure.kind, 'ignoredFile');
  });
});

describe('a privacy level', () => {
  it('tells the service its terms', async () => {
    const terms = [];
    for (const level of ['open', 'noTraining', 'zeroRetention'] as const) {
      const bench = new TurnBench(answer(nemotron.id, 'Yes.'));
      bench.privacy.level = level;
      await bench.run();
      terms.push(bench.client.requests[0]?.terms);
    }
    assert.deepEqual(terms, [undefined, { denyTraining: true }, { denyTraining: true, zeroRetention: true }]);
  });

  it('and the lists of providers go to OpenRouter only', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Yes.'), answer(local.id, 'Here.'));
    bench.catalogue = catalogueOf(local, nemotron);
    bench.privacy.providers = { only: ['cohere'], ignore: [] };
    bench.privacy.level = 'noTraining';
    await bench.run();
    await bench.run({ pinned: local.id });
    assert.deepEqual(
      bench.client.requests.map(({ terms }) => terms),
      [{ denyTraining: true, only: ['cohere'] }, undefined],
    );
  });

  it('steps from a pin that it keeps out to the best it leaves, with the banner and without a request', async () => {
    const bench = new TurnBench(answer(gemma.id, 'Hello.'));
    bench.privacy.level = 'noTraining';
    bench.privacy.policies.set(nemotron.id, 'mayTrain').set(cohere.id, 'mayTrain');
    const events = await bench.run();
    assert.deepEqual(bench.asked, [gemma.id]);
    assert.equal(the(events, 'served').switched?.cause, 'level');
  });

  it('asks for consent to whom it steps to', async () => {
    const bench = new TurnBench(answer(gemma.id, 'Hello.'));
    bench.privacy.level = 'zeroRetention';
    bench.privacy.keeping.set(nemotron.id, false).set(cohere.id, false).set(gemma.id, true).set(liquid.id, false);
    bench.privacy.disagreed.add('unknown').add('keptNotTrained');
    await bench.run();
    assert.deepEqual(bench.asked, [gemma.id]);
    assert.deepEqual(bench.privacy.questions, [], 'who keeps nothing needs none');
  });

  it('only offers or refuses where the policy says so', async () => {
    for (const fallback of ['ask', 'never'] as const) {
      const bench = new TurnBench();
      bench.privacy.level = 'noTraining';
      bench.privacy.policies.set(nemotron.id, 'mayTrain');
      const failed = the(await bench.run({ fallback }), 'failed');
      assert.deepEqual(failed.failure, { kind: 'level', level: 'noTraining', policy: 'mayTrain', left: 4 });
      assert.equal(failed.offer?.served, fallback === 'ask' ? cohere.id : undefined);
      assert.deepEqual(bench.client.requests, []);
    }
  });

  it('that leaves no model says which it removed and why, before anything is sent', async () => {
    const bench = new TurnBench();
    bench.catalogue = catalogueOf(nemotron, gemma);
    bench.privacy.level = 'localOnly';
    bench.privacy.policies.set(gemma.id, 'mayTrain');
    const { failure } = the(await bench.run(), 'failed');
    assert.deepEqual(failure, {
      kind: 'level',
      level: 'localOnly',
      policy: 'unknown',
      left: 0,
      removed: [
        { model: nemotron.id, policy: 'unknown' },
        { model: gemma.id, policy: 'mayTrain' },
      ],
    });
    assert.deepEqual(bench.client.requests, []);
    assert.deepEqual(bench.ledger.rows, []);
  });

  it('offers the model of this machine when it leaves no other', async () => {
    const bench = new TurnBench();
    bench.catalogue = catalogueOf(nemotron, local);
    bench.privacy.level = 'localOnly';
    const failed = the(await bench.run(), 'failed');
    assert.equal(failed.offer?.served, local.id);
    assert.equal(failed.failure.kind, 'level');
  });

  it('holds for what the user agrees to as well', async () => {
    const bench = new TurnBench();
    bench.privacy.level = 'localOnly';
    const failed = the(await bench.run({ instead: { model: gemma.id, cause: 'dayQuota' } }), 'failed');
    assert.equal(failed.failure.kind, 'level');
  });

  it('keeps the ladder among the models it allows', async () => {
    const bench = new TurnBench(refusal(busy), refusal(busy), answer(liquid.id, 'Hello.'));
    bench.privacy.level = 'noTraining';
    bench.privacy.policies.set(cohere.id, 'mayTrain').set(gemma.id, 'mayTrain');
    await bench.run();
    assert.deepEqual(bench.asked, [nemotron.id, nemotron.id, liquid.id]);
  });

  it('is named as the reason when the service refuses under its terms', async () => {
    const refused = refusal({ kind: 'privacy', switchName: 'Free model training', message: 'No endpoints found.' });
    const bench = new TurnBench(refused);
    bench.privacy.level = 'noTraining';
    const failed = the(await bench.run({ fallback: 'never' }), 'failed');
    assert.deepEqual(failed.failure, { kind: 'level', level: 'noTraining', policy: 'mayTrain' });
    assert.deepEqual(bench.privacy.lessons, [{ model: nemotron.id, policy: 'mayTrain' }]);
    assert.equal(bench.ledger.rows[0]?.settlements[0]?.failureKind, 'level', 'no reason to cool the model elsewhere');
  });

  it('learns that no endpoint keeps nothing, so that the same is not asked again', async () => {
    const bench = new TurnBench(
      refusal({ kind: 'privacy', switchName: 'Zero data retention', message: 'No endpoints found.' }),
    );
    bench.privacy.level = 'zeroRetention';
    const failed = the(await bench.run({ fallback: 'never' }), 'failed');
    assert.deepEqual(failed.failure, { kind: 'level', level: 'zeroRetention', policy: 'unknown' });
    assert.deepEqual(bench.privacy.lessons, [{ model: nemotron.id, retains: true }]);
  });

  it('is not blamed for a switch of the account that it does not ask for', async () => {
    const refused = refusal({ kind: 'privacy', switchName: 'Zero data retention', message: 'No endpoints found.' });
    const bench = new TurnBench(refused);
    bench.privacy.level = 'noTraining';
    const failed = the(await bench.run({ fallback: 'never' }), 'failed');
    assert.equal(failed.failure.kind, 'privacy');
  });
});

describe('the data policy of an answer', () => {
  it('is what is known of the endpoint that gave it', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Yes.'));
    bench.privacy.policies.set(`${nemotron.id} Nvidia`, 'mayTrain');
    assert.equal(the(await bench.run(), 'served').source.policy, 'mayTrain');
  });

  it('is what the terms demanded where nothing else is known, and is learned from the answer', async () => {
    const bench = new TurnBench(answer(nemotron.id, 'Yes.'));
    bench.privacy.level = 'noTraining';
    assert.equal(the(await bench.run(), 'served').source.policy, 'keptNotTrained');
    assert.deepEqual(bench.privacy.lessons, [{ model: nemotron.id, provider: 'Nvidia', policy: 'keptNotTrained' }]);
  });

  it('is that of the terms it was sent with, also when the user changes the level meanwhile', async () => {
    const bench: TurnBench = new TurnBench([
      () => {
        bench.privacy.level = 'zeroRetention';
      },
      ...answer(nemotron.id, 'Yes.'),
    ]);
    bench.privacy.policies.set(nemotron.id, 'mayTrain');
    assert.equal(the(await bench.run(), 'served').source.policy, 'mayTrain');
    assert.equal(bench.client.requests[0]?.terms, undefined);
  });

  it('teaches about the model that answered, whichever was asked', async () => {
    const bench = new TurnBench(answer(gemma.id, 'Yes.'), answer(liquid.id, 'Yes.'), answer('vendor/other', 'Yes.'));
    bench.privacy.level = 'noTraining';
    await bench.run();
    await bench.run({ pinned: router.id });
    await bench.run();
    assert.deepEqual(
      bench.privacy.lessons.map((lesson) => lesson.model),
      [gemma.id, liquid.id],
    );
  });

  it('of a model the catalogue does not know is not known', async () => {
    const bench = new TurnBench(answer('vendor/other', 'Yes.'));
    bench.privacy.policies.set(nemotron.id, 'keptNotTrained');
    const { source, switched } = the(await bench.run(), 'served');
    assert.equal(source.policy, 'unknown');
    assert.ok(switched?.losses.some(({ what }) => what === 'dataPolicy'));
  });

  it('of a stricter pin that a laxer model replaces is told as a loss', async () => {
    const bench = new TurnBench(refusal(busy), refusal(busy), answer(cohere.id, 'Hello.'));
    bench.privacy.policies.set(nemotron.id, 'noRetention').set(cohere.id, 'mayTrain');
    const { switched } = only(await bench.run(), 'served').at(-1) ?? {};
    assert.deepEqual(switched?.losses.at(-1), { what: 'dataPolicy', from: 'noRetention', to: 'mayTrain' });
  });

  it('of another server is what the user says of it', async () => {
    const remote = model('@gateway/coder', { canonicalSlug: 'coder' });
    const bench = new TurnBench(answer(remote.id, 'Yes.'));
    bench.catalogue = catalogueOf(remote);
    bench.privacy.level = 'noTraining';
    const failed = the(await bench.run({ pinned: remote.id }), 'failed');
    assert.equal(failed.failure.kind, 'level', 'it can be told nothing, and nothing is known');
    bench.privacy.policies.set(remote.id, 'keptNotTrained');
    assert.equal(the(await bench.run({ pinned: remote.id }), 'served').source.policy, 'keptNotTrained');
    assert.deepEqual(bench.privacy.lessons, []);
  });
});
