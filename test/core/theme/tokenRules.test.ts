import assert from 'node:assert/strict';
import { customTokenRules, readTokenRules, toColour } from '../../../src/core/theme/tokenRules';

describe('a colour of a theme', () => {
  for (const [written, read] of [
    ['#FFF', '#fff'],
    ['#fffa', '#fffa'],
    ['#569CD6', '#569cd6'],
    ['#569CD680', '#569cd680'],
  ] as const) {
    it(`is ${written}`, () => assert.equal(toColour(written), read));
  }

  for (const written of [
    '',
    '#',
    '#ff',
    '#fffff',
    '#fffffff',
    '#fffffffff',
    'red',
    '#ggg',
    ' #fff',
    '#fff\n',
    7,
    null,
  ]) {
    it(`is not ${JSON.stringify(written)}`, () => assert.equal(toColour(written), undefined));
  }

  it('is nothing that could be more than a colour in a style', () => {
    assert.equal(toColour('#fff;background:url(https://example.org)'), undefined);
    assert.equal(toColour('url(https://example.org)'), undefined);
    assert.equal(toColour('var(--vscode-foreground)'), undefined);
  });
});

describe('rules of a theme', () => {
  const red = { foreground: '#FF0000' };
  const inRed = { foreground: '#ff0000' };
  const read = (scope: unknown): readonly unknown[] => readTokenRules([{ scope, settings: red }]);

  it('name one scope, several with commas, or a list', () => {
    assert.deepEqual(read('comment'), [{ scope: 'comment', isOfLanguage: false, ...inRed }]);
    assert.deepEqual(read(', comment,string.quoted ,'), [
      { scope: 'comment', isOfLanguage: false, ...inRed },
      { scope: 'string.quoted', isOfLanguage: false, ...inRed },
    ]);
    assert.deepEqual(read(['comment', 7, 'string']), [
      { scope: 'comment', isOfLanguage: false, ...inRed },
      { scope: 'string', isOfLanguage: false, ...inRed },
    ]);
  });

  it('may be for one common language', () => {
    for (const scope of [
      'source  keyword',
      'source.ts keyword',
      'source.js.jsx > keyword',
      'source source.python keyword',
    ]) {
      assert.deepEqual(read(scope), [{ scope: 'keyword', isOfLanguage: true, ...inRed }], scope);
    }
  });

  it('are passed over when they demand what is not known of an answer', () => {
    for (const scope of [
      'source.css variable',
      'meta.selector variable',
      'source.ts meta.block variable',
      'string variable',
    ]) {
      assert.deepEqual(read(scope), [], scope);
    }
  });

  it('may leave a scope out', () => {
    assert.deepEqual(read('keyword - keyword.operator'), [
      { scope: 'keyword', isOfLanguage: false, except: 'keyword.operator', ...inRed },
    ]);
  });

  it('are passed over without a scope, without anything to set, and in forms that themes do not have', () => {
    for (const scope of [undefined, null, '', ' ', ',', 7, {}, '(comment | string)', 'L:comment', 'a & b']) {
      assert.deepEqual(read(scope), [], JSON.stringify(scope));
    }
    const nothingSet = [undefined, null, {}, { foreground: 'red' }, { background: '#fff' }, 'italic', []];
    for (const settings of nothingSet) assert.deepEqual(readTokenRules([{ scope: 'comment', settings }]), []);
    for (const rules of [undefined, null, 'comment', {}, [null, 7, 'comment', []]]) {
      assert.deepEqual(readTokenRules(rules), []);
    }
  });

  it('say which letters are used; an empty style takes back what a wider rule set', () => {
    const style = (fontStyle: string): unknown =>
      readTokenRules([{ scope: 'comment', settings: { fontStyle } }])[0]?.fontStyle;
    assert.deepEqual(style('italic'), { italic: true, bold: false });
    assert.deepEqual(style('bold  italic underline'), { italic: true, bold: true });
    assert.deepEqual(style(''), { italic: false, bold: false });
  });
});

describe("the user's own rules", () => {
  const scopes = (value: unknown, theme = 'Monokai'): readonly string[] =>
    customTokenRules(value, theme).map(({ scope, foreground }) => `${scope} ${String(foreground)}`);

  it('have simple names for groups of scopes, as a colour or with a style', () => {
    assert.deepEqual(scopes({ comments: '#111111', numbers: { foreground: '#222222', fontStyle: 'bold' } }), [
      'comment #111111',
      'punctuation.definition.comment #111111',
      'constant.numeric #222222',
    ]);
    assert.equal(customTokenRules({ keywords: '#333333' }, 'Monokai')[0]?.except, 'keyword.operator');
  });

  it('come in the order in which they count: simple names, scopes, then those for this theme', () => {
    const value = {
      '[Monokai]': { strings: '#444444' },
      textMateRules: [{ scope: 'string', settings: { foreground: '#333333' } }],
      strings: '#222222',
    };
    assert.deepEqual(
      scopes(value).filter((rule) => rule.startsWith('string')),
      ['string #222222', 'string #333333', 'string #444444'],
    );
  });

  for (const [key, theme, isFor] of [
    ['[Monokai]', 'Monokai', true],
    ['[Monokai]', 'Monokai Dimmed', false],
    ['[Monokai*]', 'Monokai Dimmed', true],
    ['[*Dimmed]', 'Monokai Dimmed', true],
    ['[*Dimmed]', 'Monokai', false],
    ['[*ai Di*]', 'Monokai Dimmed', true],
    ['[*]', 'Monokai', true],
    ['[Abyss][Monokai]', 'Monokai', true],
    ['[Abyss] [Monokai]', 'Monokai', true],
    ['[Abyss][Red]', 'Monokai', false],
    ['Monokai', 'Monokai', false],
  ] as const) {
    it(`under ${key} are ${isFor ? '' : 'not '}for ${theme}`, () => {
      assert.equal(scopes({ [key]: { numbers: '#123456' } }, theme).length, isFor ? 1 : 0);
    });
  }

  it('are none for values that make no sense', () => {
    for (const value of [undefined, null, 7, 'comments', [], { comments: 7, textMateRules: 'x', '[Monokai]': null }]) {
      assert.deepEqual(scopes(value), []);
    }
  });
});
