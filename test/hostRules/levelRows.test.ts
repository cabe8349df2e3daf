import assert from 'node:assert/strict';
import type { PolicyFacts } from '../../src/core/privacy/policy';
import { privacyLevels } from '../../src/core/privacy/policy';
import { countLevel } from '../../src/host/privacy/levelCounts';
import { type LevelRow, levelRows, type LevelView } from '../../src/host/privacy/levelRows';
import { catalogueOf, cohere, gemma, liquid, local, nemotron, noon, paidNemotron } from '../support/fakes';

/** One of each kind: may train, keeps but does not train, keeps nothing, not known, on this machine. */
const facts: PolicyFacts = {
  zeroRetention: new Map([[liquid.id, ['Liquid']]]),
  providersOf: (model) => (model === liquid.id ? ['Liquid'] : undefined),
  learned: new Map([
    [nemotron.id, 'mayTrain'],
    [cohere.id, 'keptNotTrained'],
  ]),
  retaining: new Set(),
  ofServer: () => undefined,
};
const catalogue = catalogueOf(nemotron, cohere, liquid, gemma, local, paidNemotron);
const counts = (known = facts): LevelView['levels'] =>
  privacyLevels.map((level) => countLevel(level, catalogue, known, noon));

function rowsOf(view: Partial<LevelView> = {}): readonly LevelRow[] {
  return levelRows({
    levels: counts(),
    level: 'open',
    least: 'open',
    confidential: false,
    confidentialBySettings: false,
    pinned: undefined,
    ...view,
  });
}

const detailsOf = (rows: readonly LevelRow[]): readonly string[] =>
  rows.flatMap((row) => (row.type === 'level' ? [row.detail ?? ''] : []));

describe('what a level leaves', () => {
  it('is counted over the able free models, with what is not known said to be so', () => {
    const told = counts().map(({ level, left, unknown, removed }) => [
      level,
      left,
      unknown,
      removed.map(({ model, policy }) => `${model.id} ${policy}`),
    ]);
    // The index in the catalogue decides the order: 39.6, 24.3, 21, 4.1, none.
    assert.deepEqual(told, [
      ['open', 5, 0, []],
      ['noTraining', 4, 1, [`${nemotron.id} mayTrain`]],
      ['zeroRetention', 2, 0, [`${nemotron.id} mayTrain`, `${cohere.id} keptNotTrained`, `${gemma.id} unknown`]],
      [
        'localOnly',
        1,
        0,
        [`${nemotron.id} mayTrain`, `${cohere.id} keptNotTrained`, `${gemma.id} unknown`, `${liquid.id} noRetention`],
      ],
    ]);
  });

  it('is not known at Zero Retention before the list was read, but for who is known to train', () => {
    const { left, unknown, removed } = countLevel(
      'zeroRetention',
      catalogue,
      { ...facts, zeroRetention: undefined },
      noon,
    );
    assert.deepEqual([left, unknown, removed.length], [4, 3, 1]);
  });

  it('is known to keep to No Training where somebody offers it who keeps nothing', () => {
    const known = { ...facts, providersOf: () => undefined };
    const { left, unknown } = countLevel('noTraining', catalogueOf(liquid, gemma), known, noon);
    assert.deepEqual([left, unknown], [2, 1]);
  });

  it('depends on what the user says of a server elsewhere, which is told no terms', () => {
    const elsewhere = { ...local, id: '@gateway/coder', staysHere: false };
    const count = (policy: 'keptNotTrained' | undefined): readonly (readonly [string, number, number])[] =>
      privacyLevels.map((level) => {
        const known = { ...facts, ofServer: () => policy };
        const { left, unknown } = countLevel(level, catalogueOf(elsewhere), known, noon);
        return [level, left, unknown];
      });
    assert.deepEqual(count(undefined), [
      ['open', 1, 0],
      ['noTraining', 0, 0],
      ['zeroRetention', 0, 0],
      ['localOnly', 0, 0],
    ]);
    assert.deepEqual(count('keptNotTrained').slice(1, 3), [
      ['noTraining', 1, 0],
      ['zeroRetention', 0, 0],
    ]);
  });
});

describe('the list of levels', () => {
  it('says what each sends, leaves and removes', () => {
    assert.deepEqual(
      rowsOf().flatMap((row) => (row.type === 'level' ? [[row.label, row.description, row.current]] : [])),
      [
        ['Open', 'no terms are sent · in force', true],
        ['No Training', 'sends data_collection: deny', false],
        ['Zero Retention', 'sends data_collection: deny, zdr: true', false],
        ['Local Only', 'nothing leaves this machine', false],
      ],
    );
    assert.deepEqual(detailsOf(rowsOf()), [
      '5 of 5 free models · asks before the first who may keep or train',
      '4 of 5 free models: 3 known to keep to it, 1 not known until asked · removes nemotron-3-ultra (may train on prompts)',
      '2 of 5 free models · removes nemotron-3-ultra (may train on prompts), north-mini-code (kept, not trained on), gemma-4-31b (data policy not known)',
      '1 of 5 free models',
    ]);
  });

  it('does not make up numbers while nothing is known', () => {
    const none = privacyLevels.map((level) => countLevel(level, undefined, facts, noon));
    for (const detail of detailsOf(rowsOf({ levels: none })))
      assert.match(detail, /the list of models is not there yet/);
    const unread = { ...facts, zeroRetention: undefined, learned: new Map() };
    const [, noTraining] = detailsOf(
      rowsOf({
        levels: [catalogueOf(nemotron, gemma)].flatMap((few) =>
          privacyLevels.map((level) => countLevel(level, few, unread, noon)),
        ),
      }),
    );
    assert.equal(noTraining, '2 of 2 free models, whether they keep to it is not known until asked');
  });

  it('says that a level removes the pinned model, and offers another when the one in force does', () => {
    const has = (rows: readonly LevelRow[]): boolean => rows.some(({ type }) => type === 'switchModel');
    const before = rowsOf({ pinned: nemotron });
    assert.match(detailsOf(before)[1] ?? '', /removes your pinned model nemotron-3-ultra$/);
    // Also where too many go to name them all.
    assert.match(detailsOf(before)[3] ?? '', /removes your pinned model nemotron-3-ultra$/);
    assert.equal(has(before), false);
    const after = rowsOf({ pinned: nemotron, level: 'noTraining' });
    assert.equal(after[0]?.type, 'switchModel');
    assert.match(after[0]?.label ?? '', /^No Training keeps your pinned model nemotron-3-ultra out$/);
    assert.equal(has(rowsOf({ pinned: cohere, level: 'noTraining' })), false);
  });

  it('says which levels are not in force although they can be chosen', () => {
    const byFolder = detailsOf(rowsOf({ level: 'noTraining', least: 'noTraining' }));
    assert.match(byFolder[0] ?? '', /^not in force here: this folder's settings ask for more · /);
    assert.doesNotMatch(byFolder[1] ?? '', /not in force/);
    const marked = detailsOf(rowsOf({ level: 'zeroRetention', least: 'zeroRetention', confidential: true }));
    assert.match(marked[1] ?? '', /^not in force here: this workspace is confidential/);
  });

  it('has the mark last, and says who can take it away', () => {
    const mark = (view: Partial<LevelView>): LevelRow | undefined => rowsOf(view).at(-1);
    const unmarked = mark({});
    assert.ok(unmarked?.type === 'mark' && unmarked.confidential);
    const own = mark({ confidential: true });
    assert.ok(own?.type === 'mark' && !own.confidential);
    assert.match(mark({ confidential: true, confidentialBySettings: true })?.detail ?? '', /only they can change it/);
  });
});
