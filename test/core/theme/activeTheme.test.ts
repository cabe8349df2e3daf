import assert from 'node:assert/strict';
import {
  contributedThemes,
  type ThemeKind,
  themeNames,
  type ThemeSettings,
  translated,
} from '../../../src/core/theme/activeTheme';

const preferred = { vs: 'Day', 'vs-dark': 'Night', 'hc-black': 'Sharp', 'hc-light': 'Sharp Day' };
const settings: ThemeSettings = { chosen: 'Mine', preferred, followsSystem: false, followsHighContrast: true };

describe('the name of the active theme', () => {
  const rows: readonly (readonly [string, Partial<ThemeSettings>, ThemeKind, readonly string[]])[] = [
    ['is the chosen one', {}, 'vs-dark', ['Mine']],
    ['is the preferred one of the kind that is shown', { followsSystem: true }, 'vs', ['Day', 'Mine', 'Night']],
    ['may be the one for high contrast', {}, 'hc-light', ['Mine', 'Sharp Day']],
    [
      'is not the one for high contrast when it is not looked for',
      { followsHighContrast: false },
      'hc-black',
      ['Mine'],
    ],
    ['is found under its new name', { chosen: 'Default Dark+' }, 'vs-dark', ['Default Dark+', 'Dark+']],
    ['is unknown for settings of other types', { chosen: 7 }, 'vs-dark', []],
  ];
  for (const [what, change, shown, names] of rows) {
    it(what, () => assert.deepEqual(themeNames({ ...settings, ...change }, shown), names));
  }
});

describe('the themes of a manifest', () => {
  it('have their id as name, else their label', () => {
    const themes = [
      { id: 'One', label: 'First', uiTheme: 'vs', path: './one.json' },
      { label: 'Two', uiTheme: 'hc-black', path: './two.json' },
      { label: 'Three', path: './three.json' },
    ];
    assert.deepEqual(contributedThemes({ contributes: { themes } }), [
      { name: 'One', kind: 'vs', path: './one.json' },
      { name: 'Two', kind: 'hc-black', path: './two.json' },
      { name: 'Three', kind: 'vs-dark', path: './three.json' },
    ]);
  });

  it('are passed over where they are not understood', () => {
    const themes = [null, 7, {}, { label: 'No path' }, { path: './no-name.json' }, { label: {}, path: './x.json' }];
    assert.deepEqual(contributedThemes({ contributes: { themes } }), []);
    for (const manifest of [undefined, null, {}, { contributes: null }, { contributes: { themes: {} } }]) {
      assert.deepEqual(contributedThemes(manifest), []);
    }
  });

  it('may be named by a text elsewhere', () => {
    assert.equal(translated('%label%', { label: 'Dark' }), 'Dark');
    assert.equal(translated('%label%', { label: { message: 'Dark', comment: [] } }), 'Dark');
    assert.equal(translated('%label%', {}), '%label%');
    assert.equal(translated('%label%', undefined), '%label%');
    assert.equal(translated('100%', { '100': 'x' }), '100%');
  });
});
