import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../launch/browser';
import { inProject } from './browserPage';

/** As a browser gives it back. */
const rgb = (colour: string): string =>
  `rgb(${[1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)).join(', ')})`;

const styleSheet = readFileSync(inProject('src', 'webview', 'shared', 'highlight', 'syntax.css'), 'utf8');

interface Look {
  readonly color: string;
  readonly fontStyle: string;
  readonly fontWeight: string;
}

describe('the style of code', () => {
  let browser: Browser;
  let page: Page;

  before(async () => {
    browser = await launchBrowser();
    page = await browser.newPage();
  });

  after(async () => {
    await browser.close();
  });

  /** As the page does it: the kind of theme is a class of the body, the theme's colours are set on the root. */
  async function look(html: string, kind: string, colours: Readonly<Record<string, string>> = {}): Promise<Look> {
    await page.setContent(
      `<!doctype html><style>${styleSheet}</style><body class="${kind}" style="color: #010203">${html}</body>`,
    );
    return page.evaluate<Look>(`(() => {
      for (const [name, value] of Object.entries(${JSON.stringify(colours)})) {
        document.documentElement.style.setProperty(name, value);
      }
      let element = document.body;
      while (element.firstElementChild) element = element.firstElementChild;
      const { color, fontStyle, fontWeight } = getComputedStyle(element);
      return { color, fontStyle, fontWeight };
    })()`);
  }

  const span = (classes: string, inner = 'x'): string => `<span class="${classes}">${inner}</span>`;

  // What the palettes are made after: Dark+ and Light+ for keywords, and stronger ones for high contrast.
  for (const [kind, keyword] of [
    ['vscode-light', '#0000ff'],
    ['vscode-dark', '#569cd6'],
    ['vscode-high-contrast', '#79b8ff'],
    ['vscode-high-contrast vscode-high-contrast-light', '#0000c0'],
  ] as const) {
    it(`is a palette's for ${kind} until the theme's colours are known, and then the theme's`, async () => {
      assert.equal((await look(span('hl-keyword'), kind)).color, rgb(keyword));
      assert.equal((await look(span('hl-keyword'), kind, { '--code-keyword': '#123456' })).color, rgb('#123456'));
      assert.equal((await look(span('hl-keyword'), kind, { '--code-comment': '#123456' })).color, rgb(keyword));
    });
  }

  const rows: readonly (readonly [html: string, variable: string])[] = [
    [span('hl-title hl-title-function'), 'function'],
    [span('hl-title hl-title-class'), 'type'],
    [span('hl-class', span('hl-title')), 'type'],
    [span('hl-built_in'), 'builtin'],
    [span('hl-literal'), 'literal'],
    [span('hl-params'), 'parameter'],
    [span('hl-symbol'), 'symbol'],
    [span('hl-string', span('hl-subst')), 'substitution'],
    [span('hl-string', span('hl-char hl-char-escape')), 'escape'],
    [span('hl-meta'), 'meta'],
    [span('hl-meta', span('hl-keyword')), 'control'],
    [span('hl-meta', span('hl-string')), 'string'],
    [span('hl-attr'), 'key'],
    [span('hl-tag', span('hl-attr')), 'attribute'],
    [span('hl-tag', span('hl-name')), 'tag'],
    [span('hl-property'), 'property'],
    [span('hl-variable hl-variable-constant'), 'constant'],
    [span('hl-variable hl-variable-language'), 'language'],
    [span('hl-selector-class'), 'selector'],
    [span('hl-addition'), 'inserted'],
    [span('hl-deletion'), 'deleted'],
    [span('hl-operator'), 'operator'],
    [span('hl-punctuation'), 'punctuation'],
    [span('hl-section'), 'heading'],
  ];
  for (const [html, variable] of rows) {
    it(`takes ${variable} for ${html
      .replaceAll(/<\/?span|class=|[">x]/g, ' ')
      .trim()
      .replaceAll(/ +/g, ' ')}`, async () => {
      const others = [
        'keyword',
        'type',
        'function',
        'variable',
        'string',
        'meta',
        'tag',
        'key',
        'selector',
        'constant',
      ];
      const noise = Object.fromEntries(others.map((name) => [`--code-${name}`, '#111111']));
      const { color } = await look(html, 'vscode-dark', { ...noise, [`--code-${variable}`]: '#abcdef' });
      assert.equal(color, rgb('#abcdef'));
    });
  }

  it('leaves marks and operators in the colour of the text when nothing is known of them', async () => {
    assert.equal((await look(span('hl-punctuation'), 'vscode-dark')).color, rgb('#010203'));
    assert.equal((await look(span('hl-operator'), 'vscode-dark')).color, rgb('#010203'));
  });

  it("has the theme's letters, and inside a comment those of the comment", async () => {
    const letters = { '--code-comment-style': 'italic', '--code-keyword-weight': 'bold' };
    const { fontStyle, fontWeight } = await look(span('hl-comment', span('hl-doctag')), 'vscode-light', letters);
    assert.deepEqual([fontStyle, fontWeight], ['italic', '700']);
    assert.equal((await look(span('hl-comment'), 'vscode-light')).fontStyle, 'normal');
    assert.equal((await look(span('hl-emphasis'), 'vscode-light')).fontStyle, 'italic');
    assert.equal((await look(span('hl-strong'), 'vscode-light')).fontWeight, '600');
  });
});
