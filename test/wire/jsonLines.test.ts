import * as assert from 'node:assert/strict';
import { createJsonLinesReader } from '../../src/wire/jsonLines';

describe('Newline-delimited JSON', () => {
  const values = [{ text: 'Wörter 🦙' }, { text: 'a\nb' }, [1], 'x', null];
  const bytes = Buffer.from(values.map((value) => JSON.stringify(value)).join('\n'));

  it('reads the same values however the bytes are cut', () => {
    for (let size = 1; size <= bytes.length; size += 1) {
      const reader = createJsonLinesReader();
      const read: unknown[] = [];
      for (let at = 0; at < bytes.length; at += size) read.push(...reader.feed(bytes.subarray(at, at + size)));
      read.push(...reader.end());
      assert.deepEqual(read, values, `pieces of ${size}`);
      assert.equal(reader.broken, false);
    }
  });

  it('gives a value with the end of its line, not before', () => {
    const reader = createJsonLinesReader();
    assert.deepEqual(reader.feed(Buffer.from('{"a":1}')), []);
    assert.deepEqual(reader.feed(Buffer.from('\r\n\n{"b"')), [{ a: 1 }]);
    assert.deepEqual(reader.feed(Buffer.from(':2}\n')), [{ b: 2 }]);
    assert.deepEqual(reader.end(), []);
  });

  it('breaks at a line that is no JSON, and gives what stood before', () => {
    const reader = createJsonLinesReader();
    assert.deepEqual(reader.feed(Buffer.from('{"a":1}\n<html>\n{"b":2}\n')), [{ a: 1 }]);
    assert.equal(reader.broken, true);
    assert.deepEqual(reader.feed(Buffer.from('{"c":3}\n')), []);
    assert.deepEqual(reader.end(), []);
  });

  it('breaks at a last line that was cut off', () => {
    const reader = createJsonLinesReader();
    reader.feed(Buffer.from('{"a":'));
    assert.deepEqual(reader.end(), []);
    assert.equal(reader.broken, true);
  });

  it('breaks at a line without end', () => {
    const reader = createJsonLinesReader();
    const piece = Buffer.alloc(64 * 1024, 'x');
    for (let fed = 0; fed <= 1024 * 1024; fed += piece.length) reader.feed(piece);
    assert.equal(reader.broken, true);
  });
});
