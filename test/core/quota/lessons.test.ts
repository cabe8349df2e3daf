import assert from 'node:assert/strict';
import { type Reading, keepReading, liftsDayBlock, refusedUntil } from '../../../src/core/quota/lessons';

/** 2026-11-23T00:00:00Z (OpenRouter API reference 13.2). */
const midnight = 1_795_392_000_000;
/** 2026-11-22T12:00:00Z. */
const noon = 1_795_348_800_000;

describe('what a new reading of /key is worth', () => {
  const key = (used: number, at: number) => ({ from: 'key', limit: 50, used, at }) as const;
  const earlier: Reading = { limit: 50, used: 30, at: noon };
  const later = noon + 600_000;

  const rows: readonly (readonly [
    name: string,
    earlier: Reading | undefined,
    told: ReturnType<typeof key>,
    own: { sinceEarlier: number; withinLag: number },
    used: number,
  ])[] = [
    ['the first one counts as told', undefined, key(19, noon), { sinceEarlier: 0, withinLag: 3 }, 19],
    ['other machines sent more', earlier, key(41, later), { sinceEarlier: 5, withinLag: 0 }, 41],
    ['five sent just now are not in it yet: 30 + 5', earlier, key(30, later), { sinceEarlier: 5, withinLag: 5 }, 35],
    ['two of five may be hidden by the lag: 31 + 2', earlier, key(31, later), { sinceEarlier: 5, withinLag: 2 }, 33],
    [
      'five sent long ago did not count: it corrects us',
      earlier,
      key(30, later),
      { sinceEarlier: 5, withinLag: 0 },
      30,
    ],
    ['the five are in it and nothing is added twice', earlier, key(35, later), { sinceEarlier: 5, withinLag: 5 }, 35],
    ["yesterday's proves nothing", earlier, key(2, midnight + 60_000), { sinceEarlier: 40, withinLag: 9 }, 2],
  ];
  for (const [name, before, told, own, used] of rows) {
    it(name, () => {
      assert.deepEqual(keepReading(before, told, own), { limit: 50, used, at: told.at });
    });
  }

  it('one that was overtaken by a newer one is dropped', () => {
    assert.deepEqual(keepReading(earlier, key(29, noon - 59_999), { sinceEarlier: 0, withinLag: 0 }), earlier);
  });

  it('one from long before the kept one is taken, because then the clock was set back', () => {
    const told = key(29, noon - 60_000);
    assert.deepEqual(keepReading(earlier, told, { sinceEarlier: 0, withinLag: 0 }), {
      limit: 50,
      used: 29,
      at: noon - 60_000,
    });
  });
});

describe('a day refusal', () => {
  const rows: readonly (readonly [string, number | undefined, { limit: number; used: number }, boolean])[] = [
    ['is lifted when credits raised the limit', 50, { limit: 1000, used: 52 }, true],
    ['is not lifted by the same limit, however little is reported as used', 50, { limit: 50, used: 12 }, false],
    ['is not lifted by a higher limit that is used up too', 50, { limit: 1000, used: 1060 }, false],
    ['is not lifted where its limit is not known', undefined, { limit: 1000, used: 52 }, false],
  ];
  for (const [name, known, told, expected] of rows) {
    it(name, () => {
      assert.equal(liftsDayBlock(known, { from: 'key', at: noon, ...told }), expected);
    });
  }
});

describe('how long a refusal blocks', () => {
  const rows: readonly (readonly [string, 'minuteRefusal' | 'dayRefusal', number, number])[] = [
    ['minute: as told', 'minuteRefusal', noon + 23_000, noon + 23_000],
    ['minute: a whole minute as told', 'minuteRefusal', noon + 60_000, noon + 60_000],
    ['minute: never longer than a minute', 'minuteRefusal', noon + 60_001, noon + 60_000],
    ['minute: over by the time it arrived', 'minuteRefusal', noon - 5000, noon - 5000],
    ['minute: a time in the past tells only that our clock is off', 'minuteRefusal', noon - 5001, noon + 60_000],
    ['day: as told, 2026-11-23T00:00:00Z', 'dayRefusal', midnight, midnight],
    [
      'day: up to 24 hours, should the service begin its day elsewhere',
      'dayRefusal',
      noon + 86_400_000,
      noon + 86_400_000,
    ],
    ['day: nonsense becomes the next midnight', 'dayRefusal', noon + 86_400_001, midnight],
    ['day: a time in the past becomes the next midnight', 'dayRefusal', noon - 5001, midnight],
  ];
  for (const [name, from, resetAt, expected] of rows) {
    it(name, () => {
      assert.equal(refusedUntil({ from, resetAt, at: noon }), expected);
    });
  }
});
