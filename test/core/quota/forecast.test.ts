import assert from 'node:assert/strict';
import { forecast } from '../../../src/core/quota/forecast';
import { meter } from '../../../src/core/quota/meter';
import { noon } from '../../support/fakes';

const minutes = 60_000;
const left = (remaining: number, now = noon) => meter({ today: 50 - remaining, dayLimit: 50, lastMinute: [] }, now);
const pace = (requests: number, ago: number, now = noon) => ({ requests, since: now - ago * minutes });

describe('the forecast', () => {
  it('is when the rest is used up at the pace of the last hour', () => {
    // 10 in 50 min are one in 5 min; 20 more take 100 min.
    assert.equal(forecast(left(20), pace(10, 50), noon), noon + 100 * minutes);
    // 5 in 10 min are one in 2 min.
    assert.equal(forecast(left(30), pace(5, 10), noon), noon + 60 * minutes);
  });

  it('is not made from too little', () => {
    assert.equal(forecast(left(20), undefined, noon), undefined);
    assert.equal(forecast(left(20), pace(4, 50), noon), undefined);
    assert.equal(forecast(left(20), { requests: 20, since: noon - 10 * minutes + 1 }, noon), undefined);
  });

  it('is not made when the clock was set back', () => {
    assert.equal(forecast(left(20), pace(10, -50), noon), undefined);
  });

  it('is not made for what is used up, or has no limit', () => {
    assert.equal(forecast(left(0), pace(10, 50), noon), undefined);
    assert.equal(forecast(meter({ today: 10, lastMinute: [] }, noon), pace(10, 50), noon), undefined);
  });

  it('is not made when the day starts anew before', () => {
    // 22:00 UTC; one in 5 min: 23 last until 23:55, 24 until midnight.
    const evening = noon + 600 * minutes;
    assert.equal(forecast(left(23, evening), pace(12, 60, evening), evening), evening + 115 * minutes);
    assert.equal(forecast(left(24, evening), pace(12, 60, evening), evening), undefined);
  });
});
