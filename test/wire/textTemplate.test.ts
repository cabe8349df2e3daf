import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readByTemplate, toTextTemplate } from '../../src/wire/textTemplate';

function event(content: string): string {
  return `{"id":"g","choices":[{"delta":{"role":"assistant","content":${JSON.stringify(content)}},"finish_reason":null}]}`;
}

describe('The frame of a text delta', function () {
  this.timeout(60_000);

  it('reads any other text in the same frame as JSON would', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 });
    fc.assert(
      fc.property(text, text, (first, second) => {
        const template = toTextTemplate(event(first), first);
        assert.ok(template);
        assert.equal(readByTemplate(event(second), template), second);
      }),
    );
  });

  it('never reads what JSON would read otherwise, wherever an event was changed', () => {
    const template = toTextTemplate(event('abc'), 'abc');
    assert.ok(template);
    const original = event('some "quoted" text');
    const change = fc.tuple(fc.nat(original.length), fc.nat(3), fc.string({ unit: 'binary', maxLength: 12 }));
    const splice = fc.constantFrom('","x":"', '"}}]}', '\\', '"', '","content":"y', '\\u00', '\n', '');
    fc.assert(
      fc.property(change, splice, ([at, removed, inserted], extra) => {
        const changed = original.slice(0, at) + inserted + extra + original.slice(at + removed);
        const text = readByTemplate(changed, template);
        if (text !== undefined) assert.deepEqual(JSON.parse(changed), JSON.parse(event(text)));
      }),
      { numRuns: 2000 },
    );
  });

  it('is not taken where the place of the text is not certain', () => {
    assert.equal(toTextTemplate('{"content":"a","x":{"content":"a"}}', 'a'), undefined);
    assert.equal(toTextTemplate('{"content": "a"}', 'a'), undefined);
    assert.equal(toTextTemplate('{"content":"b"}', 'a'), undefined);
  });
});
