import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { type PictureHeader, pictureHeader } from '../../src/host/chat/mentions/pictureHeader';

/** Smallest files of each kind, as they are passed around; all are one pixel by one. */
const published: Readonly<Record<string, string>> = {
  'image/png': 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'image/gif': 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
  'image/webp': 'UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA',
};

function bytes(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );
}

/** Of 300 by 200 pixels, written by hand from the formats' descriptions. */
const written: readonly (readonly [string, PictureHeader['mediaType'], Uint8Array])[] = [
  [
    'PNG',
    'image/png',
    bytes('\u0089PNG\r\n\u001A\n', [0, 0, 0, 13], 'IHDR', [0, 0, 1, 44, 0, 0, 0, 200, 8, 6, 0, 0, 0]),
  ],
  ['GIF', 'image/gif', bytes('GIF87a', [44, 1, 200, 0])],
  [
    'JPEG with other segments first',
    'image/jpeg',
    bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc4, 0, 3, 9, 0xff, 0xc2, 0, 11, 8, 0, 200, 1, 44, 1]),
  ],
  ['lossy WebP', 'image/webp', bytes('RIFF----WEBPVP8 ----', [0, 0, 0, 0x9d, 0x01, 0x2a, 44, 1, 200, 0x40])],
  // 14 bits of 299, 14 bits of 199: 0x12b | 199 << 14 = 0x31c12b.
  ['lossless WebP', 'image/webp', bytes('RIFF----WEBPVP8L----', [0x2f, 0x2b, 0xc1, 0x31, 0])],
  ['extended WebP', 'image/webp', bytes('RIFF----WEBPVP8X----', [0, 0, 0, 0, 43, 1, 0, 199, 0, 0])],
];

describe('the header of a picture', () => {
  for (const [mediaType, base64] of Object.entries(published)) {
    it(`tells kind and size of the smallest ${mediaType}`, () => {
      assert.deepEqual(pictureHeader(Buffer.from(base64, 'base64')), { mediaType, width: 1, height: 1 });
    });
  }

  for (const [title, mediaType, file] of written) {
    it(`tells kind and size: ${title}`, () => {
      assert.deepEqual(pictureHeader(file), { mediaType, width: 300, height: 200 });
    });
  }

  it('is looked for where the bytes are part of something larger', () => {
    const [, , gif] = written[1] ?? assert.fail();
    const inside = bytes([1, 2, 3], 'x').length;
    const all = new Uint8Array([1, 2, 3, 4, ...gif]);
    assert.deepEqual(pictureHeader(all.subarray(inside)), { mediaType: 'image/gif', width: 300, height: 200 });
  });

  it('is none where it is cut off, empty or of something else', () => {
    for (const [title, , file] of written) {
      // The last bytes of a PNG and a JPEG are not of the size.
      for (let end = 0; end < 10; end += 1) assert.equal(pictureHeader(file.subarray(0, end)), undefined, title);
    }
    assert.equal(pictureHeader(bytes('GIF89a', [0, 0, 5, 0])), undefined, 'nothing wide');
    assert.equal(pictureHeader(bytes('<svg xmlns="http://www.w3.org/2000/svg"/>')), undefined);
    assert.equal(pictureHeader(bytes([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0])), undefined, 'a length of nothing');
    assert.equal(pictureHeader(bytes([0xff, 0xd8, 0xff, 0xda, 0, 4, 0, 0])), undefined, 'no frame before the data');
  });

  it('is found or not, and never fails, whatever the bytes are', () => {
    const starts = written.map(([, , file]) => Array.from(file));
    const anything = fc.uint8Array({ maxLength: 200 });
    const broken = fc
      .tuple(fc.constantFrom(...starts), fc.nat(40), anything)
      .map(([start, cut, rest]) => new Uint8Array([...start.slice(0, cut), ...rest]));
    fc.assert(
      fc.property(fc.oneof(anything, broken), (file) => {
        const header = pictureHeader(file);
        if (header !== undefined) assert.ok(header.width > 0 && header.height > 0);
      }),
    );
  });
});
