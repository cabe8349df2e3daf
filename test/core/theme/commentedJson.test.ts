import assert from 'node:assert/strict';
import { parseCommentedJson } from '../../../src/core/theme/commentedJson';

describe('JSON with comments', () => {
  const rows: readonly (readonly [what: string, text: string, value: unknown])[] = [
    ['plain JSON', '{"a": [1, true, null]}', { a: [1, true, null] }],
    ['a mark of the byte order', '\uFEFF{"a": 1}', { a: 1 }],
    ['comments to the end of a line', '// first\n{ // "b": 2,\r\n"a": 1 } // last', { a: 1 }],
    ['comments over lines', '/* first\n */ { "a": /* one, */ 1 /**/ }', { a: 1 }],
    ['a comment that is not closed', '{"a": 1} /* }', { a: 1 }],
    ['commas after the last entry', '{"a": [1, 2, ], "b": {"c": 3,\n},}', { a: [1, 2], b: { c: 3 } }],
    ['a comment between the last comma and the end', '[1, // one\n /* two */ ]', [1]],
    ['what looks like a comment in a string', '{"a": "http://b /* c */", }', { a: 'http://b /* c */' }],
    ['what looks like a last comma in a string', '{"a,}": ",]"}', { 'a,}': ',]' }],
    ['escaped quotes and backslashes', String.raw`{"a": "\" // \\", "b": "//" } // "`, { a: '" // \\', b: '//' }],
    ['an empty text', '', undefined],
    ['a comment only', '// {}', undefined],
    ['a comment that parts a number', '[1/**/2]', undefined],
    ['two commas', '[1,,]', undefined],
    ['a string that is not closed', '{"a": "b}', undefined],
    ['another format', '<?xml version="1.0"?><plist version="1.0"><dict/></plist>', undefined],
  ];
  for (const [what, text, value] of rows) {
    it(`reads ${what}`, () => {
      assert.deepEqual(parseCommentedJson(text), value);
    });
  }

  // Were it to take its square in time, the test would not end within its limit.
  for (const [what, part] of [
    ['quotes that are escaped', String.raw`\"`],
    ['comments that begin', '/*'],
    ['commas', ','],
    ['spaces after commas', ' '],
  ] as const) {
    it(`ends soon for a million ${what}`, () => {
      assert.equal(parseCommentedJson(`[",", "${part.repeat(1_000_000)}`), undefined);
      assert.equal(parseCommentedJson(`[1, ${part.repeat(1_000_000)}`), undefined);
    });
  }
});
