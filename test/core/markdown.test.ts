import assert from 'node:assert/strict';
import { marked } from 'marked';
import * as fc from 'fast-check';
import { escapeMarkdown, withoutImages } from '../../src/core/markdown';

/** How many images a Markdown parser of its own sees. */
function images(markdown: string): number {
  return (marked.parse(markdown, { async: false }).match(/<img /g) ?? []).length;
}

describe('Markdown without images', () => {
  const withImage = [
    '![secret](https://example.org/?q=1)',
    'text ![a [b] c](https://example.org/x.png "title") text',
    '![by\nlines](https://example.org/x.png)',
    '![name][ref]\n\n[ref]: https://example.org/x.png',
    '![ref][]\n\n[ref]: https://example.org/x.png',
    '![ref]\n\n[ref]: https://example.org/x.png',
    '> ![ref]\n\n- [ref]: https://example.org/x.png',
    '<!--\n```\n-->\n![x](https://example.org/x.png)\n\n```\n```',
    '[![x](https://example.org/x.png)](https://example.org)',
  ];
  for (const markdown of withImage) {
    it(`shows none for ${JSON.stringify(markdown)}`, () => {
      assert.ok(images(markdown) > 0, 'the example is an image to begin with');
      assert.equal(images(withoutImages(markdown)), 0);
    });
  }

  it('leaves a link where an image was', () => {
    assert.equal(withoutImages('![a](https://example.org)'), '! [a](https://example.org)');
  });

  it('leaves code alone that can not be an image', () => {
    for (const code of ['`vec![1, 2]`', '```ts\nif (![1, 2].includes(x)) return;\n```', 'no image at all [a](b)']) {
      assert.equal(withoutImages(code), code);
    }
  });

  it('shows none for any text made of the signs that matter', () => {
    const signs = ['!', '[', ']', '(', ')', 'a', '\n', '\n\n', '`', '```\n', '> ', '- ', ':', ' ', '\\', '<!--', '-->'];
    const parts = ['![', 'a](h://x)', '![a]', '[a]', '\n[a]: h://x\n', '![b](<h://x>)'];
    const pieces = fc.constantFrom(...signs, ...parts);
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (text) => {
        assert.equal(images(withoutImages(text.join(''))), 0);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('escaped Markdown', () => {
  it('shows the text as it was', () => {
    const shown = (text: string): string =>
      marked
        .parse(escapeMarkdown(text), { async: false })
        .trim()
        .replace(/^<p>|<\/p>$/g, '');
    assert.equal(shown('*a* _b_ [c](command:x) `d` # e'), '*a* _b_ [c](command:x) `d` # e');
    assert.equal(shown('1. one - two'), '1. one - two');
    assert.equal(shown('a <b> & c'), 'a &lt;b&gt; &amp; c');
  });

  it('takes icons and HTML for text', () => {
    assert.ok(!escapeMarkdown('$(warning)').includes('$('));
    assert.ok(!escapeMarkdown('<img src=x>').includes('<'));
  });
});
