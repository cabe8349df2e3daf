import assert from 'node:assert/strict';
import { readTheme, type Theme } from '../../../src/core/theme/themeFile';

const rule = (scope: string, foreground: string): unknown => ({ scope, settings: { foreground } });

function read(files: Readonly<Record<string, unknown>>, first: string): Promise<Theme | undefined> {
  return readTheme(first, {
    read: async (name) => {
      const content = files[name];
      if (content === undefined) throw new Error(`no file ${name}`);
      return typeof content === 'string' ? content : JSON.stringify(content);
    },
    // As `./x` from `a/b` is `a/x`.
    beside: (from, name) => new URL(name, `file:///${from}`).pathname.slice(1),
  });
}

const scopesOf = (theme: Theme | undefined): readonly string[] | undefined => theme?.rules.map(({ scope }) => scope);

describe('a theme file', () => {
  it('is read with its comments', async () => {
    const text = '{ // mine\n "tokenColors": [ { "scope": "comment", "settings": { "foreground": "#6A9955", } }, ], }';
    assert.deepEqual((await read({ 't/a.json': text }, 't/a.json'))?.rules, [
      { scope: 'comment', isOfLanguage: false, foreground: '#6a9955' },
    ]);
  });

  it('comes after what it includes, from its own folder', async () => {
    const files = {
      't/top.json': { include: './base/middle.json', tokenColors: [rule('a', '#111111')] },
      't/base/middle.json': { include: '../../last.json', colors: { 'editor.foreground': '#D4D4D4' } },
      'last.json': { tokenColors: [rule('c', '#333333')], colors: { 'editor.foreground': '#000000' } },
    };
    const theme = await read(files, 't/top.json');
    assert.deepEqual(scopesOf(theme), ['c', 'a']);
    assert.equal(theme?.foreground, '#d4d4d4');
  });

  it("may have TextMate's settings instead", async () => {
    const settings = [{ settings: { foreground: '#F8F8F2' } }, rule('comment', '#75715E')];
    assert.deepEqual(scopesOf(await read({ 'a.json': { settings } }, 'a.json')), ['comment']);
  });

  for (const [what, content] of [
    ['is broken', '{ "tokenColors": ['],
    ['is no object', '[]'],
    ['is empty', ''],
    ['is in the older format', '<?xml version="1.0"?><plist version="1.0"><dict></dict></plist>'],
    ['leaves its colours to a file in the older format', { tokenColors: './a.tmTheme' }],
    ['includes itself', { include: './a.json', tokenColors: [rule('a', '#111111')] }],
    ['includes what is broken', { include: './broken.json', tokenColors: [rule('a', '#111111')] }],
  ] as const) {
    it(`is not used when it ${what}`, async () => {
      assert.equal(await read({ 'a.json': content, 'broken.json': '{' }, 'a.json'), undefined);
    });
  }

  it('that is missing is an error', async () => {
    await assert.rejects(read({ 'a.json': { include: './b.json' } }, 'a.json'), /no file b\.json/);
  });
});
