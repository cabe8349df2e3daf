import assert from 'node:assert/strict';
import { Marked, marked } from 'marked';
import * as fc from 'fast-check';
import { escapeMarkdown, withoutImages, withoutUnsafeLinks } from '../../src/core/markdown';
import { long, vectors } from '../support/xss';

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

/** As the editor shows a text: its own HTML is nothing but text, so it is left out. */
function withoutHtml(markdown: string): string {
  return new Marked({ renderer: { html: () => '' } }).parse(markdown, { async: false });
}

/** Where the links of a Markdown text lead, by their schemes, as a browser reads them; relative ones by an empty text. */
function schemes(markdown: string): readonly string[] {
  return Array.from(withoutHtml(markdown).matchAll(/<a href="([^"]*)"/g), ([, href = '']) => {
    const address = href
      .replaceAll(/&#x([\da-f]+);?/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
      .replaceAll(/&#(\d+);?/g, (_, code: string) => String.fromCodePoint(Number(code)))
      .replaceAll('&colon;', ':')
      .replaceAll('&amp;', '&');
    return URL.canParse(address) ? new URL(address).protocol : '';
  });
}

describe('Markdown of a model in a comment', () => {
  const harmless = (markdown: string): string => withoutUnsafeLinks(withoutImages(markdown));
  // What the editor lets through from a text that is not trusted (its list of link protocols, 1.110 to 1.139), and what runs.
  // Any other scheme in angle brackets, as in `<std::string>`, it takes out itself.
  const isUnsafe = (scheme: string): boolean =>
    /^(?:file|vscode[\w-]*|private|command|javascript|vbscript|data|blob):$/.test(scheme);

  const unsafe = [
    '[a](file:///etc/passwd)',
    '[a](FILE:/etc/passwd)',
    '[a]( <file://evil.example/share> "title")',
    '[a](&#102;ile:///etc/passwd)',
    '[a](&#x66;&#x69;le:///etc/passwd)',
    String.raw`[a](file\:///etc/passwd)`,
    '[a](vscode://evil.extension/run)',
    '[a](vscode-remote://x/y)',
    '[a](command:workbench.action.quit)',
    '[a][b]\n\n[b]: file:///etc/passwd',
    '[a]\n\n> [a]:\n>   <vscode://evil.extension>',
    '> [a](\n> file:///etc/passwd)',
    '<file:///etc/passwd>',
    '<command:workbench.action.quit>',
    '<vscode-file://vscode-app/etc/passwd>',
    '| [a](file:///x) |\n|---|',
    '[![a](https://a.example/p.png)](file:///x)',
  ];
  for (const markdown of unsafe) {
    it(`leads nowhere else: ${JSON.stringify(markdown)}`, () => {
      assert.ok(schemes(markdown).some(isUnsafe), 'the example is a link to begin with');
      assert.deepEqual(schemes(harmless(markdown)).filter(isUnsafe), []);
    });
  }

  it('keeps links to the web and to mail, relative ones, and code', () => {
    for (const markdown of [
      '[a](https://a.example/b?c=d:e "t")',
      '[a](<http://a.example>)',
      '[a](mailto:a@a.example)',
      '[a][b]\n\n[b]: https://a.example',
      '<https://a.example> <a@a.example>',
      '[main.ts](src/main.ts)',
      '[top](#top)',
      '`handlers[name](event)`',
      '```cpp\nstd::vector<std::string> v;\n```',
      '```xml\n<xs:element name="a"/>\n```',
      '```ts\ntype A = { [key: string]: number };\n```',
      '```html\n<a href="https://a.example">a</a>\n```',
    ]) {
      assert.equal(withoutUnsafeLinks(markdown), markdown);
    }
  });

  it('has neither images nor links to anything else for any published attack', () => {
    let before = 0;
    for (const text of vectors) {
      const shown = harmless(text);
      if (schemes(text).some(isUnsafe)) before++;
      assert.doesNotMatch(withoutHtml(shown), /<img /, text);
      assert.deepEqual(schemes(shown).filter(isUnsafe), [], text);
    }
    assert.ok(before > 100, `${before} lead somewhere else to begin with`);
  });

  it('has none for any text made of the signs that matter', () => {
    const signs = [
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      ':',
      'a',
      '\n',
      '\n\n',
      '`',
      '> ',
      '- ',
      ' ',
      '\t',
      '\\',
      '&',
      '"',
      '!',
    ];
    const parts = [
      '[a](',
      '](',
      ']: ',
      '[a]',
      'file:',
      '<file:/x>',
      '&#102;ile:/x',
      'vscode://x',
      'h://x',
      '[a]: <file:x>\n',
      'https://x',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...signs, ...parts), { maxLength: 30 }), (pieces) => {
        assert.deepEqual(schemes(harmless(pieces.join(''))).filter(isUnsafe), []);
      }),
      { numRuns: 5000 },
    );
  });

  it('takes time in proportion to its length, also for hostile texts', () => {
    const signs = [']:', '](', '](<', '<', '<a', '![', ']: >', '[a](\t', '<file', '](&'];
    for (const text of [...long, ...signs.map((sign) => sign.repeat(200_000))]) {
      assert.ok(harmless(text).length >= text.length);
    }
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
