import assert from 'node:assert/strict';
import type { DataPolicy } from '../../../src/core/privacy/policy';
import {
  type SwitchCause,
  describeCause,
  describeSwitch,
  isServedBy,
  matchServed,
  switchNotice,
} from '../../../src/core/engine/switch';
import { catalogueOf, cohere, gemma, local, model, nemotron, paidNemotron, router } from '../../support/fakes';

const laguna = model('poolside/laguna-m.1:free', { canonicalSlug: 'poolside/laguna-m.1-20260312' });
const qwenCoder = model('qwen/qwen3-coder:free', { canonicalSlug: 'qwen/qwen3-coder-480b-a35b-07-25' });

describe('who served', () => {
  // Ids from captures (OpenRouter API reference 9.4).
  const served = [
    [nemotron, 'nvidia/nemotron-3-ultra-550b-a55b:free'],
    [nemotron, 'nvidia/nemotron-3-ultra-550b-a55b-20260604:free'],
    [nemotron, 'nvidia/nemotron-3-ultra-550b-a55b-20260604'],
    [laguna, 'poolside/laguna-m.1-20260312:free'],
    [qwenCoder, 'qwen/qwen3-coder-480b-a35b-07-25:free'],
  ] as const;
  for (const [asked, id] of served) {
    it(`${id} is ${asked.id}`, () => {
      assert.equal(isServedBy(asked, id), true);
      assert.equal(matchServed(catalogueOf(gemma, paidNemotron, qwenCoder, laguna, nemotron), id, asked), asked);
    });
  }

  const others = [
    [nemotron, 'nvidia/nemotron-3-ultra-550b-a55b'],
    [nemotron, 'nvidia/nemotron-3-ultra-550b-a55b-20260605:free'],
    [nemotron, 'google/gemma-4-31b-it:free'],
    [qwenCoder, 'qwen/qwen3-coder'],
    [paidNemotron, 'nvidia/nemotron-3-ultra-550b-a55b-20260604:free'],
    [nemotron, ''],
  ] as const;
  for (const [asked, id] of others) {
    it(`“${id}” is not ${asked.id}`, () => {
      assert.equal(isServedBy(asked, id), false);
    });
  }

  it('is looked up in the catalogue when it is not the one that was asked', () => {
    const catalogue = catalogueOf(nemotron, gemma, qwenCoder);
    assert.equal(matchServed(catalogue, 'qwen/qwen3-coder-480b-a35b-07-25:free', nemotron), qwenCoder);
    assert.equal(matchServed(catalogue, 'somebody/else:free', nemotron), undefined);
  });

  it('is looked up only among the models of the server that was asked', () => {
    const twin = model('@gateway/qwen/qwen3-coder:free', { canonicalSlug: qwenCoder.canonicalSlug });
    const catalogue = catalogueOf(twin, qwenCoder, local);
    assert.equal(matchServed(catalogue, qwenCoder.canonicalSlug, nemotron), qwenCoder);
    assert.equal(matchServed(catalogue, local.canonicalSlug, nemotron), undefined);
  });
});

describe('the direction of a switch', () => {
  const direction = (from: typeof nemotron, to: typeof nemotron | undefined, ladder: readonly string[] = []) =>
    switchNotice(from, to?.id ?? 'somebody/else', to, 'busy', ladder).direction;
  const unrated = model('somebody/unrated:free');

  it('is decided by the coding index', () => {
    assert.equal(direction(nemotron, gemma), 'lower');
    assert.equal(direction(gemma, nemotron), 'higher');
    assert.equal(direction(gemma, model('a/twin:free', { codingIndex: 21 })), 'equal');
  });

  it('is decided by the ladder of the user before any number', () => {
    assert.equal(direction(nemotron, gemma, [gemma.id, nemotron.id]), 'higher');
    assert.equal(direction(gemma, nemotron, [gemma.id, nemotron.id]), 'lower');
    assert.equal(direction(nemotron, unrated, [nemotron.id, unrated.id]), 'lower');
  });

  it('is decided by the index when the ladder holds only one of the two', () => {
    assert.equal(direction(nemotron, gemma, [gemma.id]), 'lower');
  });

  it('is unknown when an index is missing, on either side', () => {
    assert.equal(direction(nemotron, unrated), 'unknown');
    assert.equal(direction(unrated, nemotron), 'unknown');
  });

  it('is unknown for a model the catalogue does not know', () => {
    assert.deepEqual(switchNotice(nemotron, 'somebody/else', undefined, 'service', []), {
      pinned: nemotron.id,
      served: 'somebody/else',
      cause: 'service',
      direction: 'unknown',
      losses: [],
    });
  });
});

describe('what is lost by a switch', () => {
  it('comes with numbers, and only what is worse', () => {
    assert.deepEqual(switchNotice(nemotron, gemma.id, gemma, 'busy', []).losses, [
      { what: 'codingIndex', from: 39.6, to: 21 },
      { what: 'context', from: 1_000_000, to: 262_144 },
      { what: 'outputLimit', from: 65_536, to: 32_768 },
    ]);
    assert.deepEqual(switchNotice(gemma, nemotron.id, nemotron, 'busy', []).losses, []);
  });

  it('says which abilities are missing', () => {
    const able = model('a/able:free', { capabilities: { ...gemma.capabilities, images: true } });
    const plain = model('a/plain:free', { capabilities: { ...gemma.capabilities, tools: false } });
    assert.deepEqual(switchNotice(able, plain.id, plain, 'busy', []).losses, [{ what: 'tools' }, { what: 'images' }]);
    const formed = model('a/formed:free', { capabilities: { ...gemma.capabilities, structuredOutput: true } });
    assert.deepEqual(switchNotice(formed, gemma.id, gemma, 'busy', []).losses, [{ what: 'structuredOutput' }]);
  });

  it('claims nothing where one side is not known', () => {
    assert.deepEqual(switchNotice(nemotron, 'a/b:free', model('a/b:free'), 'busy', []).losses, []);
  });
});

describe('a quantization', () => {
  const sameModel = (from: string | undefined, to: string | undefined) =>
    switchNotice(nemotron, nemotron.id, nemotron, 'provider', [], {
      pinned: { quantization: from },
      served: { quantization: to },
    });

  it('with fewer bits of the same model is lower, and the only loss', () => {
    const notice = sameModel('fp8', 'nvfp4');
    assert.equal(notice.direction, 'lower');
    assert.deepEqual(notice.losses, [{ what: 'quantization', from: 'fp8', to: 'nvfp4' }]);
    assert.deepEqual(describeSwitch(notice), {
      headline: 'Answered by nemotron-3-ultra: a provider with fewer bits than its best one served it.',
      losses: ['Quantization fp8 → nvfp4'],
    });
  });

  it('is a loss of another model too', () => {
    const { losses, direction } = switchNotice(gemma, cohere.id, cohere, 'busy', [], {
      pinned: { quantization: 'bf16' },
      served: { quantization: 'FP8' },
    });
    assert.deepEqual(losses, [
      { what: 'context', from: 262_144, to: 256_000 },
      { what: 'quantization', from: 'bf16', to: 'FP8' },
    ]);
    assert.equal(direction, 'higher');
  });

  it('says nothing where bits are the same, more, or not known', () => {
    for (const [from, to] of [
      ['fp4', 'nvfp4'],
      ['int4', 'fp32'],
      ['unknown', 'fp4'],
      ['fp8', 'unknown'],
      ['fp8', undefined],
      [undefined, 'fp4'],
      ['fp8', 'constructor'],
    ] as const) {
      assert.deepEqual(sameModel(from, to).losses, [], `${from} → ${to}`);
    }
  });

  it('does not go before the order of the user', () => {
    const ladder = [cohere.id, gemma.id];
    const quantizations = { pinned: { quantization: 'fp8' }, served: { quantization: 'fp4' } };
    assert.equal(switchNotice(gemma, cohere.id, cohere, 'busy', ladder, quantizations).direction, 'higher');
  });
});

describe('a data policy', () => {
  const lossesOf = (from: DataPolicy, to: DataPolicy) =>
    switchNotice(cohere, cohere.id, cohere, 'provider', [], { pinned: { policy: from }, served: { policy: to } })
      .losses;

  it('that is laxer is a loss, whatever else is better', () => {
    assert.deepEqual(lossesOf('noRetention', 'keptNotTrained'), [
      { what: 'dataPolicy', from: 'noRetention', to: 'keptNotTrained' },
    ]);
    assert.equal(lossesOf('keptNotTrained', 'mayTrain').length, 1);
    assert.equal(lossesOf('noRetention', 'mayTrain').length, 1);
    const unknown = switchNotice(cohere, 'a/unlisted', undefined, 'service', [], {
      pinned: { policy: 'noRetention' },
      served: { policy: 'unknown' },
    });
    assert.deepEqual(describeSwitch(unknown).losses, ['Data policy not known', 'not known to be as good']);
  });

  it('that is not known counts as training', () => {
    assert.equal(lossesOf('keptNotTrained', 'unknown').length, 1);
    assert.equal(lossesOf('mayTrain', 'unknown').length, 0);
    assert.equal(lossesOf('unknown', 'mayTrain').length, 0);
  });

  it('that is the same or stricter is none', () => {
    assert.deepEqual(lossesOf('mayTrain', 'noRetention'), []);
    assert.deepEqual(lossesOf('keptNotTrained', 'keptNotTrained'), []);
  });
});

describe('a model that stays on this machine', () => {
  it('is lost with what is asked when another answers', () => {
    assert.ok(switchNotice(local, gemma.id, gemma, 'slow', []).losses.some(({ what }) => what === 'leavesMachine'));
    const other = model('@llamaCpp/x', { staysHere: true });
    assert.deepEqual(switchNotice(local, other.id, other, 'slow', []).losses, []);
  });
});

describe('the words of the banner', () => {
  it('are those of the design', () => {
    const smaller = { ...gemma, maxOutputTokens: 65_536 };
    assert.deepEqual(describeSwitch(switchNotice(nemotron, gemma.id, smaller, 'busy', [])), {
      headline: 'Answered by gemma-4-31b, not nemotron-3-ultra: busy upstream.',
      losses: ['Coding index 39.6 → 21.0', 'context 1M → 262k'],
    });
  });

  it('say when it is not known to be as good', () => {
    const { headline, losses } = describeSwitch(switchNotice(nemotron, 'somebody/else:free', undefined, 'service', []));
    assert.equal(headline, 'Answered by else, not nemotron-3-ultra: the service chose another model.');
    assert.deepEqual(losses, ['Not known to be as good']);
  });

  it('say nothing of losses when there are none', () => {
    assert.deepEqual(
      describeSwitch(switchNotice(gemma, cohere.id, { ...cohere, contextLength: 262_144 }, 'cooling', [])).losses,
      [],
    );
  });

  it('name the missing abilities', () => {
    const able = model('a/able:free', { codingIndex: 5, capabilities: { ...gemma.capabilities, images: true } });
    const plain = model('a/plain:free', { codingIndex: 5, capabilities: { ...gemma.capabilities, tools: false } });
    assert.deepEqual(describeSwitch(switchNotice(able, plain.id, plain, 'busy', [])).losses, [
      'No tools',
      'no pictures',
    ]);
  });

  it('name the router with its author', () => {
    const { headline } = describeSwitch(switchNotice(router, gemma.id, gemma, 'router', []));
    assert.equal(headline, 'Answered by gemma-4-31b, not openrouter/free: the router picks a model for each request.');
  });

  it('are different for each cause', () => {
    const causes: Record<SwitchCause, string> = {
      busy: describeCause('busy'),
      cooling: describeCause('cooling'),
      gone: describeCause('gone'),
      privacy: describeCause('privacy'),
      capability: describeCause('capability'),
      gate: describeCause('gate'),
      empty: describeCause('empty'),
      overflow: describeCause('overflow'),
      service: describeCause('service'),
      router: describeCause('router'),
      provider: describeCause('provider'),
      dayQuota: describeCause('dayQuota'),
      slow: describeCause('slow'),
      level: describeCause('level'),
    };
    assert.equal(new Set(Object.values(causes).filter((words) => words !== '')).size, 14);
  });
});
