import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { CodeColours } from '../../src/core/theme/codeColours';
import { KeptColours } from '../../src/host/theme/keptColours';

const dark: CodeColours = { '--code-keyword': '#569cd6' };
const light: CodeColours = { '--code-keyword': '#0000ff' };

describe('kept colours', () => {
  let reads: number;
  let next: Promise<CodeColours>;
  let told: CodeColours[];
  let kept: KeptColours;
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    reads = 0;
    next = Promise.resolve(dark);
    told = [];
    kept = new KeptColours({
      read: () => {
        reads += 1;
        return next;
      },
      changed: (colours) => told.push(colours),
    });
  });
  afterEach(() => {
    kept.dispose();
    mock.timers.reset();
  });

  /** As long as it takes until changes are told. */
  const later = async (): Promise<void> => {
    mock.timers.tick(1000);
    await new Promise((resolve) => setImmediate(resolve));
  };

  it('are read when first asked for, and once', async () => {
    kept.outdated();
    await later();
    assert.equal(reads, 0);
    assert.deepEqual(await kept.colours(), dark);
    assert.deepEqual(await kept.colours(), dark);
    assert.equal(reads, 1);
    assert.deepEqual(told, []);
  });

  it('are read once for several changes, and told', async () => {
    await kept.colours();
    next = Promise.resolve(light);
    kept.outdated();
    kept.outdated();
    await later();
    assert.equal(reads, 2);
    assert.deepEqual(told, [light]);
    assert.deepEqual(await kept.colours(), light);
  });

  it('are not told when they are the same as before', async () => {
    await kept.colours();
    next = Promise.resolve({ ...dark });
    kept.outdated();
    await later();
    assert.equal(reads, 2);
    assert.deepEqual(told, []);
  });

  it('are told to all, also when one asked meanwhile', async () => {
    await kept.colours();
    next = Promise.resolve(light);
    kept.outdated();
    assert.deepEqual(await kept.colours(), light);
    await later();
    assert.equal(reads, 2);
    assert.deepEqual(told, [light]);
  });

  it('are those of the last state, in whatever order readings end', async () => {
    let end = (_colours: CodeColours): void => {};
    next = new Promise((resolve) => (end = resolve));
    const asked = kept.colours();
    next = Promise.resolve(light);
    kept.outdated();
    await later();
    end(dark);
    assert.deepEqual(await asked, light);
    assert.deepEqual(await kept.colours(), light);
  });

  it('are told also when the theme can no longer be read', async () => {
    await kept.colours();
    next = Promise.resolve({});
    kept.outdated();
    await later();
    assert.deepEqual(told, [{}]);
  });

  it('are told to nobody after the end', async () => {
    await kept.colours();
    next = Promise.resolve(light);
    kept.outdated();
    kept.dispose();
    await later();
    assert.deepEqual(told, []);
    assert.equal(reads, 1);
  });
});
