import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import type { ImagePart, Message } from '../../../src/core/conversation/message';
import { asSeenBy, needsSight } from '../../../src/core/engine/pictures';
import { type Script, answer, busy, catalogueOf, cohere, gemma, model, nemotron, refusal } from '../../support/fakes';
import { picture } from '../../support/pictures';
import { TurnBench, everything, the, typesOf } from './turnBench';

const seeing = model('a/seeing:free', {
  codingIndex: 10,
  contextLength: 200_000,
  capabilities: { ...gemma.capabilities, images: true },
});
/** For longer than anybody waits. */
const busyForLong = refusal({ ...busy, retryAfterMs: 60_000 });
const alsoSeeing = model('b/seeing:free', { ...seeing, id: 'b/seeing:free', codingIndex: 5 });

const shown: Message = { role: 'user', content: [{ type: 'text', text: 'What is it?\n\n' }, picture('cat.png')] };
const answered: Message = { role: 'assistant', content: 'A cat.' };
const further: Message = { role: 'user', content: 'Which colour?' };

function bench(...scripts: readonly Script[]): TurnBench {
  const made = new TurnBench(...scripts);
  made.catalogue = catalogueOf(...everything.models, seeing, alsoSeeing);
  return made;
}

/** The parts of a message that went, by kind. */
function kindsSent(turn: TurnBench, request: number, message: number): readonly string[] | 'text' | undefined {
  const content = turn.client.requests[request]?.messages[message]?.content;
  return typeof content === 'string' ? 'text' : content?.map(({ type }) => type);
}

describe('pictures for models', () => {
  it('are needed only where the question itself has one', () => {
    const rows: readonly (readonly [string, readonly Message[], boolean])[] = [
      ['in the question', [shown], true],
      ['in an earlier question', [shown, answered, further], false],
      ['in both', [shown, answered, shown], true],
      // A cut answer of the model may stand last.
      ['in the question, with the beginning of an answer after it', [further, answered, shown, answered], true],
      ['in what only the model said', [{ role: 'assistant', content: [picture('cat.png')] }, further], false],
      ['nowhere', [further], false],
      ['without any question', [], false],
    ];
    for (const [name, messages, expected] of rows) assert.equal(needsSight(messages), expected, name);
  });

  it('of earlier questions are told in words to one that cannot see, and nothing else changes', () => {
    const messages = [{ role: 'system', content: 'Help.' } as const, shown, answered, further];
    assert.equal(asSeenBy(seeing, messages), messages);
    assert.deepEqual(asSeenBy(gemma, messages), [
      messages[0],
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is it?\n\n' },
          { type: 'text', text: '[picture: cat.png, not sent: this model cannot see]' },
        ],
      },
      answered,
      further,
    ]);
    const plain = [further, answered, shown];
    assert.equal(asSeenBy(gemma, plain), plain, 'the picture of the question itself stays');
  });
});

describe('a question with a picture', () => {
  it('goes to the pinned model when it can see, with the text first', async () => {
    const turn = bench(answer(seeing.id, 'A cat.'));
    const events = await turn.run({ pinned: seeing.id, messages: [shown] });
    assert.equal(the(events, 'finished').record.requests, 1);
    assert.deepEqual(turn.client.requests[0]?.messages, [
      {
        role: 'user',
        content: [{ type: 'text', text: 'What is it?\n\n[picture: cat.png]' }, picture('cat.png')],
      },
    ]);
  });

  it('is stepped with from one that cannot, before any request and with the banner', async () => {
    const turn = bench(answer(seeing.id, 'A cat.'));
    const events = await turn.run({ messages: [shown] });
    assert.deepEqual(turn.asked, [seeing.id]);
    assert.equal(the(events, 'served').switched?.cause, 'capability');
    assert.equal(the(events, 'finished').record.requests, 1);
  });

  it('asks about the model that gets it, not about the one that cannot', async () => {
    const turn = bench(answer(seeing.id, 'A cat.'));
    turn.privacy.disagreed.add('mayTrain');
    turn.privacy.policies.set(nemotron.id, 'noRetention');
    turn.privacy.policies.set(seeing.id, 'mayTrain');
    turn.privacy.policies.set(alsoSeeing.id, 'mayTrain');
    const asked: string[] = [];
    turn.privacy.decide = async (question) => {
      if (question.about === 'consent') asked.push(question.model);
      turn.privacy.disagreed.clear();
      return true;
    };
    await turn.run({ messages: [shown] });
    assert.deepEqual(asked, [seeing.id]);
    assert.deepEqual(turn.asked, [seeing.id]);
  });

  it('takes one step more when that one is busy', async () => {
    const turn = bench(busyForLong, answer(alsoSeeing.id, 'A cat.'));
    await turn.run({ messages: [shown] });
    assert.deepEqual(turn.asked, [seeing.id, alsoSeeing.id]);
  });

  // The table of the design, section 5, by the task's policy.
  it('is offered to another, or fails, as the policy says; nothing is sent', async () => {
    for (const [fallback, offered] of [
      ['ask', seeing.id],
      ['never', undefined],
    ] as const) {
      const turn = bench();
      const failed = the(await turn.run({ fallback, messages: [shown] }), 'failed');
      assert.ok(failed.failure.kind === 'capability' && failed.failure.missing === 'images');
      assert.equal(failed.offer?.served, offered);
      assert.equal(failed.record.requests, 0);
    }
  });

  it('fails without a request where nobody can see', async () => {
    const turn = new TurnBench();
    const events = await turn.run({ messages: [shown] });
    const { failure } = the(events, 'failed');
    assert.ok(failure.kind === 'capability' && failure.missing === 'images');
    assert.deepEqual(typesOf(events), ['failed']);
  });

  it('does not go without what else the task needs', async () => {
    const turn = bench();
    const blind = model('c/blind:free', { capabilities: { ...gemma.capabilities, structuredOutput: true } });
    turn.catalogue = catalogueOf(blind, seeing);
    const { failure } = the(
      await turn.run({ pinned: blind.id, messages: [shown], needs: ['structuredOutput'] }),
      'failed',
    );
    assert.ok(failure.kind === 'capability' && failure.missing === 'images');
  });

  it('is counted with its picture against the window', async () => {
    // 2,800 by 2,800 pixels are 100 by 100 tokens of 28 pixels, and 17 % more for safety.
    const large = [{ ...picture('plan.png'), width: 2800, height: 2800 }];
    const small = model('a/small:free', { ...seeing, id: 'a/small:free', contextLength: 10_000 });
    const turn = new TurnBench(answer(seeing.id, 'A plan.'));
    turn.catalogue = catalogueOf(small, seeing);
    const messages: readonly Message[] = [{ role: 'user', content: large }];
    const never = the(await turn.run({ pinned: small.id, messages, fallback: 'never' }), 'failed');
    assert.ok(never.failure.kind === 'overflow' && (never.failure.estimatedTokens ?? 0) > 11_700);
    await turn.run({ pinned: small.id, messages });
    assert.deepEqual(turn.asked, [seeing.id]);
  });

  it('does not go where the file that it came from must not', async () => {
    const file = { name: 'secret.png', uri: 'file:///w/secret.png', how: 'attached' } as const;
    const turn = bench();
    turn.privacy.verdicts.set(file.name, { may: 'not', rule: '.tollfreeignore: *.png' });
    const messages: readonly Message[] = [{ role: 'user', content: [{ ...picture('secret.png'), file }] }];
    const { failure } = the(await turn.run({ pinned: seeing.id, messages }), 'failed');
    assert.deepEqual(failure, { kind: 'ignoredFile', file: 'secret.png', rule: '.tollfreeignore: *.png' });
    assert.equal(turn.asked.length, 0);
  });
});

describe('a question after one with a picture', () => {
  const messages = [shown, answered, further];

  it('goes to a model that cannot see in words, and to one that can with the picture', async () => {
    const blind = bench(answer(nemotron.id, 'Black.'));
    the(await blind.run({ messages }), 'finished');
    assert.deepEqual(blind.client.requests[0]?.messages[0], {
      role: 'user',
      content: 'What is it?\n\n[picture: cat.png, not sent: this model cannot see]',
    });
    const sighted = bench(answer(seeing.id, 'Black.'));
    await sighted.run({ pinned: seeing.id, messages });
    assert.deepEqual(kindsSent(sighted, 0, 0), ['text', 'image']);
  });

  it('is written anew for the model that a step leads to', async () => {
    const turn = bench(busyForLong, answer(cohere.id, 'Black.'));
    await turn.run({ pinned: seeing.id, ladder: [cohere.id], messages });
    assert.deepEqual(turn.asked, [seeing.id, cohere.id]);
    assert.deepEqual([kindsSent(turn, 0, 0), kindsSent(turn, 1, 0)], [['text', 'image'], 'text']);
  });

  it('is not too long for a model that does not get the picture', async () => {
    const small = model('a/small:free', { contextLength: 4000 });
    const turn = new TurnBench(answer(small.id, 'Black.'));
    turn.catalogue = catalogueOf(small);
    // A whole screen, 69 by 39 tokens, is more than the 2,000 that half of the window leaves.
    the(await turn.run({ pinned: small.id, messages }), 'finished');
  });
});

describe('what was sent of a picture', () => {
  const bytes = Buffer.alloc(126_000, 'picture');
  const data = bytes.toString('base64');
  const body = JSON.stringify({ messages: [{ content: [{ image_url: { url: `data:image/png;base64,${data}` } }] }] });
  const sending = { type: 'sending', address: 'https://x/chat', headers: {}, body } as const;
  const content = [{ ...picture('hidden-k3y.png'), data, width: 640, height: 480 } satisfies ImagePart];

  it('is kept as its facts and not as itself', async () => {
    const turn = bench([[sending], ...answer(seeing.id, 'A cat.')]);
    await turn.run({ pinned: seeing.id, messages: [{ role: 'user', content }] });
    const [sent] = turn.privacy.requests;
    assert.equal(sent?.body, '{"messages":[{"content":[{"image_url":{"url":"data:image/png;base64,<… 123 KB>"}}]}]}');
    assert.equal(Buffer.byteLength(sent.body) + (sent.omitted ?? 0), Buffer.byteLength(body));
    const [told, ...more] = sent.pictures ?? [];
    assert.ok(told !== undefined && more.length === 0);
    const { name, ...facts } = told;
    assert.match(name, /^SECRET_TEST_KEY_\w{6}\.png$/);
    assert.deepEqual(facts, { bytes: 126_000, width: 640, height: 480 });
  });

  it('is nothing where the model got none', async () => {
    const turn = bench([[{ ...sending, body: '{}' }], ...answer(nemotron.id, 'Black.')]);
    await turn.run({ messages: [{ role: 'user', content }, answered, further] });
    assert.deepEqual([turn.privacy.requests[0]?.pictures, turn.privacy.requests[0]?.body], [undefined, '{}']);
  });
});
