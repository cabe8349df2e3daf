import assert from 'node:assert/strict';
import { line } from '../../src/host/log';

/** The form of OpenRouter's keys, with invented digits. */
const key = `sk-or-v1-${'0123456789abcdef'.repeat(4)}`;

describe('a line of the log', () => {
  it('is the event with its facts, without those that are not known', () => {
    assert.equal(
      line('turn failed', { kind: 'busy', requests: 2, sent: true, host: undefined }),
      'turn failed kind=busy requests=2 sent=true',
    );
    assert.equal(line('started'), 'started');
  });

  const places: readonly (readonly [string, string])[] = [
    ['in a fact', line('key', { key })],
    ['in a sentence', line('failed', { message: `Bearer ${key}, refused` })],
    ['in the event', line(`refused ${key}`)],
    ['twice', line(`a ${key}`, { message: `b ${key}` })],
    ['in an address', line('failed', { message: `https://host/?key=${key}&x=1` })],
    ['in quotes', line('failed', { message: `"${key}"` })],
    ['cut short', line('failed', { message: key.slice(0, 24) })],
  ];
  for (const [where, text] of places) {
    it(`masks a key ${where}`, () => {
      assert.doesNotMatch(text, /or-v1|0123456789/);
      assert.match(text, /sk-…/);
    });
  }

  it('leaves words alone that only look a little like one', () => {
    assert.equal(line('task-force', { message: 'risk-free, desk-top' }), 'task-force message=risk-free, desk-top');
  });
});
