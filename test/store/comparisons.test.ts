import assert from 'node:assert/strict';
import type { ComparedModel } from '../../src/core/usage/comparisons';
import { openComparisons } from '../../src/store/comparisons';
import { openDatabase } from '../../src/store/database';
import { openLedger } from '../../src/store/ledger';
import { ledgerMigrations } from '../../src/store/migrations';

const noon = 1_795_348_800_000;

describe('comparisons of models', () => {
  function open() {
    const database = openDatabase(':memory:', ledgerMigrations, noon);
    return { comparisons: openComparisons(database), ledger: openLedger(database, noon), database };
  }

  const answered = (model: string): ComparedModel => ({ model, outcome: 'answered', firstTokenMs: 412, tokens: 90 });
  const failed = (model: string): ComparedModel => ({ model, outcome: 'failed' });

  it('count for all who took part once the user has picked', () => {
    const { comparisons } = open();
    const first = comparisons.add({ at: noon, outcomes: [answered('a'), answered('b'), failed('c')] });
    const second = comparisons.add({ at: noon + 1, outcomes: [answered('a'), answered('b')] });
    comparisons.add({ at: noon + 2, outcomes: [answered('a'), answered('d')] });
    assert.deepEqual(comparisons.winsOf(), new Map());
    comparisons.choose(first, 'a');
    comparisons.choose(second, 'a');
    comparisons.choose(second, 'b');
    assert.deepEqual(
      comparisons.winsOf(),
      new Map([
        ['a', { wins: 1, compared: 2 }],
        ['b', { wins: 1, compared: 2 }],
        ['c', { wins: 0, compared: 1 }],
      ]),
    );
  });

  it('are not won by who was not compared', () => {
    const { comparisons } = open();
    const id = comparisons.add({ at: noon, outcomes: [answered('a'), answered('b')] });
    comparisons.choose(id, 'c');
    comparisons.choose(id + 1, 'a');
    assert.deepEqual(comparisons.winsOf(), new Map());
  });

  it('count for nobody any more when the choice is taken back', () => {
    const { comparisons } = open();
    const id = comparisons.add({ at: noon, outcomes: [answered('a'), answered('b')] });
    comparisons.choose(id, 'a');
    comparisons.choose(id, undefined);
    assert.deepEqual(comparisons.winsOf(), new Map());
  });

  it('keep these facts and no text', () => {
    const { comparisons, database } = open();
    const careless = { ...answered('a'), answer: 'A peculiar text.' };
    comparisons.add({ at: noon, outcomes: [careless, failed('b')] });
    const row = database.connection.prepare('SELECT * FROM comparisons').get();
    assert.deepEqual(
      { ...row },
      {
        id: 1,
        at: noon,
        models: '["a","b"]',
        winner: null,
        outcomes:
          '[{"model":"a","outcome":"answered","firstTokenMs":412,"tokens":90},{"model":"b","outcome":"failed"}]',
      },
    );
  });

  it('are counted and deleted with the ledger', () => {
    const { comparisons, ledger } = open();
    comparisons.choose(comparisons.add({ at: noon, outcomes: [answered('a'), failed('b')] }), 'a');
    assert.equal(ledger.count(), 1);
    ledger.deleteAll();
    assert.equal(ledger.count(), 0);
    assert.deepEqual(comparisons.winsOf(), new Map());
  });
});
