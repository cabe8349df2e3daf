import assert from 'node:assert/strict';
import type { FilePart } from '../../../src/core/conversation/message';
import { contentOf, countLines, writeOut, writeParts } from '../../../src/core/conversation/writeOut';
import { onePixel, picture } from '../../support/pictures';

function part(text: string, rest: Partial<FilePart> = {}): FilePart {
  return {
    type: 'file',
    file: { name: 'src/a.ts', how: 'attached' },
    text,
    languageId: 'typescript',
    startLine: 1,
    ...rest,
  };
}

describe('a message with files', () => {
  it('names each file and its lines, and fences what is in it', () => {
    const content = [part('a();\nb();', { startLine: 41 }), { type: 'text', text: '\n\nWhy?' } as const];
    assert.equal(
      contentOf({ role: 'user', content }),
      'lines 41–42 of src/a.ts:\n\n```typescript\na();\nb();\n```\n\nWhy?',
    );
  });

  it('is its text where it is nothing but text', () => {
    assert.equal(contentOf({ role: 'user', content: 'Why?' }), 'Why?');
    assert.equal(contentOf({ role: 'user', content: [] }), '');
  });

  it('keeps line numbers true where several lines became one', () => {
    // Lines 2 to 4 of the file were replaced.
    const text = 'one\nkey = "SECRET_PRIVATE_KEY_4ABCDE"\nfive';
    const breaks = [{ at: text.indexOf('SECRET'), lines: 2 }];
    assert.equal(
      writeParts([part(text, { numbered: true })], () => breaks),
      'lines 1–5 of src/a.ts:\n\n```typescript\n1 | one\n2 | key = "SECRET_PRIVATE_KEY_4ABCDE"\n5 | five\n```',
    );
  });

  it('counts what was taken out of the last line as well', () => {
    const breaks = [{ at: 2, lines: 3 }];
    assert.match(
      writeParts([part('a\nSECRET_X_4ABCDE', { numbered: true, startLine: 9 })], () => breaks),
      /^lines 9–13 of/,
    );
  });

  it('has no further line after a line break at its end', () => {
    assert.match(writeParts([part('a\r\nb\n', { numbered: true })]), /^lines 1–2 of .*1 \| a\n2 \| b\n```$/s);
    assert.match(writeParts([part('\n')]), /^line 1 of src\/a\.ts:\n\n```typescript\n\n```$/);
    assert.match(writeParts([part('')]), /^line 1 of/);
  });

  it('counts its lines alike', () => {
    for (const [text, lines] of [
      ['', 1],
      ['a', 1],
      ['a\n', 1],
      ['a\r\nb', 2],
      ['a\rb\r', 2],
      ['\n\n', 2],
    ] as const) {
      assert.equal(countLines(text), lines, JSON.stringify(text));
    }
  });
});

describe('a message with pictures', () => {
  it('has its whole text first, which names them, and then the pictures, without where they came from', () => {
    const file = { name: 'b.png', uri: 'file:///w/b.png', how: 'attached' } as const;
    const content = [
      picture('a.png'),
      { type: 'text', text: '\n\nWhich is newer?\n\n' } as const,
      { ...picture('b.png'), mediaType: 'image/webp', width: 3, height: 2, file } as const,
    ];
    assert.deepEqual(writeOut([{ role: 'user', content }]), [
      {
        role: 'user',
        content: [
          { type: 'text', text: '[picture: a.png]\n\nWhich is newer?\n\n[picture: b.png]' },
          { type: 'image', name: 'a.png', mediaType: 'image/png', data: onePixel },
          { type: 'image', name: 'b.png', mediaType: 'image/webp', data: onePixel, width: 3, height: 2 },
        ],
      },
    ]);
  });
});
