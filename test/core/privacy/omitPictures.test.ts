import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { omitPictures } from '../../../src/core/privacy/omitPictures';

const large = Buffer.alloc(3072, 'large').toString('base64');
const other = Buffer.alloc(1536, 'other').toString('base64');

describe('a body without its pictures', () => {
  const rows: readonly (readonly [string, unknown, unknown])[] = [
    [
      'in data addresses, also the same twice',
      [
        { url: `data:image/png;base64,${large}` },
        { url: `data:image/webp;base64,${other}` },
        { url: `data:image/png;base64,${large}` },
      ],
      [
        { url: 'data:image/png;base64,<… 3 KB>' },
        { url: 'data:image/webp;base64,<… 1.5 KB>' },
        { url: 'data:image/png;base64,<… 3 KB>' },
      ],
    ],
    ['as bare strings', { images: [large, other, large] }, { images: ['<… 3 KB>', '<… 1.5 KB>', '<… 3 KB>'] }],
    [
      'and not where a text has the same characters',
      ['ä', `see ${large}`, `data:${large}`, large, other, `data:image/png;base64,${large}`],
      ['ä', `see ${large}`, `data:${large}`, '<… 3 KB>', '<… 1.5 KB>', 'data:image/png;base64,<… 3 KB>'],
    ],
  ];
  for (const [name, sent, kept] of rows) {
    it(`tells their size: ${name}`, () => {
      const whole = JSON.stringify(sent);
      const { body, omitted } = omitPictures(whole, [{ data: large }, { data: other }, { data: large }]);
      assert.deepEqual(JSON.parse(body), kept);
      assert.equal(Buffer.byteLength(body) + (omitted ?? 0), Buffer.byteLength(whole));
    });
  }

  it('is the same where there is none, where one is too small to matter, and where it is not found', () => {
    for (const pictures of [[], [{ data: 'AAAA' }], [{ data: other }]]) {
      const body = `{"a":"AAAA","b":"${large}"}`;
      assert.deepEqual(omitPictures(body, pictures), { body });
    }
  });

  it('counts the bytes of any picture', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 192, maxLength: 600 }), (bytes) => {
        const data = Buffer.from(bytes).toString('base64');
        assert.equal(omitPictures(`"${data}"`, [{ data }]).body, `"<… ${bytes.length} B>"`);
      }),
    );
  });
});
