import * as assert from 'node:assert/strict';
import {
  type DataPolicy,
  type PolicyFacts,
  type PrivacyLevel,
  isAllowedAt,
  isLaxer,
  keepsNothing,
  knownPolicy,
  learnedKey,
  levelWords,
  policyAt,
  policyWords,
  privacyLevels,
  stricterLevel,
  termsAt,
} from '../../../src/core/privacy/policy';
import { model } from '../../support/fakes';

const free = model('vendor/model:free');
const elsewhere = model('@gateway/big');
const here = model('@ollama/qwen3:8b', { staysHere: true });
const policies: readonly DataPolicy[] = ['noRetention', 'keptNotTrained', 'mayTrain', 'unknown'];

function facts(known: Partial<PolicyFacts> = {}): PolicyFacts {
  return {
    zeroRetention: new Map(),
    providersOf: () => undefined,
    learned: new Map(),
    retaining: new Set(),
    ofServer: () => undefined,
    ...known,
  };
}

describe('Privacy levels', () => {
  it('are four, from the laxest to the strictest, and each has a name', () => {
    assert.deepEqual(privacyLevels, ['open', 'noTraining', 'zeroRetention', 'localOnly']);
    assert.deepEqual(
      privacyLevels.map((level) => levelWords[level]),
      ['Open', 'No Training', 'Zero Retention', 'Local Only'],
    );
  });

  const stricter: readonly (readonly [PrivacyLevel, PrivacyLevel, PrivacyLevel])[] = [
    ['open', 'open', 'open'],
    ['open', 'noTraining', 'noTraining'],
    ['noTraining', 'zeroRetention', 'zeroRetention'],
    ['open', 'localOnly', 'localOnly'],
    ['zeroRetention', 'localOnly', 'localOnly'],
  ];
  for (const [one, other, strictest] of stricter) {
    it(`of ${one} and ${other}, ${strictest} is stricter, in either order`, () => {
      assert.equal(stricterLevel(one, other), strictest);
      assert.equal(stricterLevel(other, one), strictest);
    });
  }

  // OpenRouter API reference 9.1. Nothing that trains keeps nothing, so both are said.
  const terms: readonly (readonly [PrivacyLevel, object])[] = [
    ['open', {}],
    ['noTraining', { denyTraining: true }],
    ['zeroRetention', { denyTraining: true, zeroRetention: true }],
    // A request that should not leave would at least leave under the strictest terms.
    ['localOnly', { denyTraining: true, zeroRetention: true }],
  ];
  for (const [level, said] of terms) {
    it(`${level} sends ${JSON.stringify(said)}`, () => assert.deepEqual(termsAt(level), said));
  }
});

describe('Data policies', () => {
  it('have words for what is not known, too', () => {
    assert.deepEqual(
      policies.map((policy) => policyWords[policy]),
      ['no retention', 'kept, not trained on', 'may train on prompts', 'data policy not known'],
    );
  });

  // Each row: from; whether each of no retention, kept, may train, unknown is laxer. Unknown counts as training.
  const laxer: readonly (readonly [DataPolicy, readonly boolean[]])[] = [
    ['noRetention', [false, true, true, true]],
    ['keptNotTrained', [false, false, true, true]],
    ['mayTrain', [false, false, false, false]],
    ['unknown', [false, false, false, false]],
  ];
  for (const [from, losses] of laxer) {
    it(`something is lost from ${from} only to what is laxer`, () => {
      assert.deepEqual(
        policies.map((to) => isLaxer(from, to)),
        losses,
      );
    });
  }

  describe('as known of a model', () => {
    const zeroRetention = new Map([[free.id, ['Tidy', 'Neat']]]);
    const learned = (...entries: readonly (readonly [string, DataPolicy])[]): Partial<PolicyFacts> => ({
      learned: new Map(entries),
    });
    const providers = (...names: readonly string[]): Partial<PolicyFacts> => ({ providersOf: () => names });
    const rows: readonly (readonly [string, Partial<PolicyFacts>, string | undefined, DataPolicy])[] = [
      ['nothing is known', {}, undefined, 'unknown'],
      ['no list was read', { zeroRetention: undefined }, undefined, 'unknown'],
      [
        'no list was read, but an answer told',
        { zeroRetention: undefined, ...learned([free.id, 'keptNotTrained']) },
        undefined,
        'keptNotTrained',
      ],
      ['all its providers keep nothing', { zeroRetention, ...providers('Neat') }, undefined, 'noRetention'],
      ['both its providers keep nothing', { zeroRetention, ...providers('Neat', 'Tidy') }, undefined, 'noRetention'],
      [
        'one of its providers is not on the list',
        { zeroRetention, ...providers('Neat', 'Other') },
        undefined,
        'unknown',
      ],
      ['its providers are not known', { zeroRetention }, undefined, 'unknown'],
      ['it has no providers', { zeroRetention, ...providers() }, undefined, 'unknown'],
      [
        'the list names only its paid twin',
        { zeroRetention: new Map([['vendor/model', ['Neat']]]), ...providers('Neat') },
        undefined,
        'unknown',
      ],
      ['a refusal told', learned([free.id, 'mayTrain']), undefined, 'mayTrain'],
      ['something was learned of another model', learned(['vendor/model', 'keptNotTrained']), undefined, 'unknown'],
      [
        'something was learned of one of its providers',
        learned([learnedKey(free.id, 'Neat'), 'keptNotTrained']),
        undefined,
        'unknown',
      ],
      ['the answering provider keeps nothing', { zeroRetention, ...providers('Neat', 'Other') }, 'Neat', 'noRetention'],
      [
        'the answering provider is not on the list',
        { zeroRetention, ...providers('Neat', 'Other') },
        'Other',
        'unknown',
      ],
      ['its name is spelt otherwise', { zeroRetention }, 'neat', 'unknown'],
      [
        'the answering provider is known from before',
        learned([learnedKey(free.id, 'Neat'), 'keptNotTrained'], [free.id, 'mayTrain']),
        'Neat',
        'keptNotTrained',
      ],
      [
        'only another provider is known from before',
        learned([learnedKey(free.id, 'Neat'), 'keptNotTrained']),
        'Other',
        'unknown',
      ],
      ['the model as a whole is known from before', learned([free.id, 'mayTrain']), 'Other', 'mayTrain'],
      [
        'its only provider is known from before',
        {
          ...providers('Neat'),
          ...learned([learnedKey(free.id, 'Neat'), 'keptNotTrained'], [free.id, 'keptNotTrained']),
        },
        undefined,
        'keptNotTrained',
      ],
      [
        'another provider has joined the only one that is known',
        {
          ...providers('Neat', 'Other'),
          ...learned([learnedKey(free.id, 'Neat'), 'keptNotTrained'], [free.id, 'keptNotTrained']),
        },
        undefined,
        'unknown',
      ],
      [
        'another provider than the only known one answered',
        learned([learnedKey(free.id, 'Neat'), 'keptNotTrained'], [free.id, 'keptNotTrained']),
        'Other',
        'unknown',
      ],
    ];
    for (const [name, known, provider, policy] of rows) {
      it(`is ${policy} when ${name}`, () => assert.equal(knownPolicy(facts(known), free, provider), policy));
    }

    it('is what the user says of a server of theirs, and unknown when they say nothing', () => {
      const ofServer = (name: string): DataPolicy | undefined => (name === 'gateway' ? 'keptNotTrained' : undefined);
      assert.equal(knownPolicy(facts({ ofServer }), elsewhere), 'keptNotTrained');
      assert.equal(knownPolicy(facts({ ofServer }), model('@other/big')), 'unknown');
      // Nothing that OpenRouter says is about it.
      const lists = {
        zeroRetention: new Map([[elsewhere.id, ['X']]]),
        learned: new Map([[elsewhere.id, 'keptNotTrained' as const]]),
      };
      assert.equal(knownPolicy(facts(lists), elsewhere, 'X'), 'unknown');
    });

    it('is no retention for what stays on this machine, whatever is said of its server', () => {
      assert.equal(knownPolicy(facts({ ofServer: () => 'mayTrain' }), here), 'noRetention');
      assert.equal(knownPolicy(facts(), here), 'noRetention');
    });

    it('takes a preset of OpenRouter for one of its models', () => {
      const preset = model('@preset/fast');
      assert.equal(knownPolicy(facts({ ofServer: () => 'noRetention' }), preset), 'unknown');
    });
  });

  describe('an endpoint that keeps nothing', () => {
    it('is there or not by the list, and not known without one', () => {
      const zeroRetention = new Map([[free.id, ['Neat']]]);
      assert.equal(keepsNothing(facts({ zeroRetention }), free), true);
      assert.equal(keepsNothing(facts({ zeroRetention }), model('vendor/other:free')), false);
      assert.equal(keepsNothing(facts({ zeroRetention: undefined }), free), undefined);
      const retaining = new Set([free.id]);
      assert.equal(keepsNothing(facts({ zeroRetention, retaining }), free), false, 'a refusal is newer than the list');
      assert.equal(keepsNothing(facts({ zeroRetention: undefined, retaining }), free), false);
    });

    it('is there at another server only when the user says so, or it stays here', () => {
      assert.equal(keepsNothing(facts({ ofServer: () => 'noRetention' }), elsewhere), true);
      assert.equal(keepsNothing(facts({ ofServer: () => 'keptNotTrained' }), elsewhere), false);
      assert.equal(keepsNothing(facts({ zeroRetention: undefined }), elsewhere), false);
      assert.equal(keepsNothing(facts(), here), true);
    });
  });

  // Each row: level, model; what known no retention, kept, may train, unknown become.
  const changed: readonly (readonly [PrivacyLevel, typeof free, readonly DataPolicy[]])[] = [
    ['open', free, ['noRetention', 'keptNotTrained', 'mayTrain', 'unknown']],
    ['noTraining', free, ['noRetention', 'keptNotTrained', 'keptNotTrained', 'keptNotTrained']],
    ['zeroRetention', free, ['noRetention', 'noRetention', 'noRetention', 'noRetention']],
    // Other servers do not know the terms.
    ['noTraining', elsewhere, ['noRetention', 'keptNotTrained', 'mayTrain', 'unknown']],
    ['zeroRetention', elsewhere, ['noRetention', 'keptNotTrained', 'mayTrain', 'unknown']],
  ];
  for (const [level, asked, becomes] of changed) {
    it(`at ${level} are for ${asked.id} ${becomes.join(', ')}`, () => {
      assert.deepEqual(
        policies.map((known) => policyAt(level, asked, known)),
        becomes,
      );
    });
  }
});

describe('A level lets a model be asked', () => {
  // Each row: level, model; by known no retention, kept, may train, unknown. Where the list of endpoints is not known.
  const rows: readonly (readonly [PrivacyLevel, typeof free, readonly boolean[]])[] = [
    ['open', free, [true, true, true, true]],
    ['open', elsewhere, [true, true, true, true]],
    // The service is told to refuse, so what is not known may be asked.
    ['noTraining', free, [true, true, false, true]],
    ['noTraining', elsewhere, [true, true, false, false]],
    ['zeroRetention', free, [true, true, false, true]],
    ['zeroRetention', elsewhere, [true, false, false, false]],
    ['localOnly', free, [false, false, false, false]],
    ['localOnly', elsewhere, [false, false, false, false]],
  ];
  for (const [level, asked, allowed] of rows) {
    it(`${level}, ${asked.id}: ${allowed.join(', ')}`, () => {
      assert.deepEqual(
        policies.map((known) => isAllowedAt(level, asked, known, undefined)),
        allowed,
      );
    });
  }

  it('with zero retention only where an endpoint keeps nothing, as soon as that is known', () => {
    assert.equal(isAllowedAt('zeroRetention', free, 'unknown', true), true);
    assert.equal(isAllowedAt('zeroRetention', free, 'unknown', false), false);
    assert.equal(isAllowedAt('zeroRetention', free, 'mayTrain', true), true);
    assert.equal(isAllowedAt('noTraining', free, 'unknown', false), true);
    // What the list of OpenRouter says is not about other servers.
    assert.equal(isAllowedAt('zeroRetention', elsewhere, 'unknown', true), false);
  });

  it('when it stays on this machine, at every level', () => {
    for (const level of privacyLevels) assert.equal(isAllowedAt(level, here, 'noRetention', true), true);
  });
});
