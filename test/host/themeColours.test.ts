import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { contributedThemes } from '../../src/core/theme/activeTheme';
import { type CodeColours, codeColours } from '../../src/core/theme/codeColours';
import { readTheme } from '../../src/core/theme/themeFile';
import { ThemeColours } from '../../src/host/chat/themeColours';
import { eventually } from '../support/eventually';
import { FakeLog } from '../support/fakes';
import { setSetting } from './support';

const themeSetting = 'workbench.colorTheme';
const customizations = 'editor.tokenColorCustomizations';

type Expected = Readonly<Record<string, string | undefined>>;

/** Read by hand in the files of the editor's own themes; Dark+ and Light+ include others. */
const expected: Readonly<Record<string, Expected>> = {
  'Dark+': {
    keyword: '#569cd6',
    control: '#c586c0',
    string: '#ce9178',
    escape: '#d7ba7d',
    number: '#b5cea8',
    comment: '#6a9955',
    function: '#dcdcaa',
    type: '#4ec9b0',
    variable: '#9cdcfe',
    constant: '#4fc1ff',
    regexp: '#d16969',
    operator: '#d4d4d4',
    'comment-style': undefined,
  },
  'Light+': {
    keyword: '#0000ff',
    control: '#af00db',
    string: '#a31515',
    number: '#098658',
    comment: '#008000',
    function: '#795e26',
    type: '#267f99',
    variable: '#001080',
    constant: '#0070c1',
    regexp: '#811f3f',
    tag: '#800000',
    attribute: '#e50000',
  },
  Monokai: {
    keyword: '#f92672',
    string: '#e6db74',
    number: '#ae81ff',
    comment: '#88846f',
    function: '#a6e22e',
    type: '#a6e22e',
    variable: '#f8f8f2',
    parameter: '#fd971f',
    'parameter-style': 'italic',
    tag: '#f92672',
    attribute: '#a6e22e',
  },
  // It has no colour for punctuation; its text is white.
  'Default High Contrast': { keyword: '#569cd6', comment: '#7ca668', type: '#4ec9b0', punctuation: '#ffffff' },
};

function assertHas(colours: CodeColours, some: Expected): void {
  const found = Object.fromEntries(Object.keys(some).map((name) => [name, colours[`--code-${name}`]]));
  assert.deepEqual(found, some);
}

describe("colours of the editor's theme", () => {
  let log: FakeLog;
  let theme: ThemeColours;
  let told: CodeColours[];
  beforeEach(() => {
    log = new FakeLog();
    theme = new ThemeColours(log);
    told = [];
    theme.onDidChange((colours) => told.push(colours));
  });
  afterEach(async () => {
    theme.dispose();
    await setSetting(themeSetting, undefined);
    await setSetting(customizations, undefined);
  });

  it('are there from the first question on, and told when another theme is chosen', async () => {
    assert.ok(Object.keys(await theme.colours()).length >= 12);
    for (const [name, colours] of Object.entries(expected)) {
      await setSetting(themeSetting, name);
      await eventually(() => assertHas(told.at(-1) ?? {}, colours));
      assertHas(await theme.colours(), colours);
    }
    assert.deepEqual(log.lines, []);
  });

  it("are the user's own where the user says so", async () => {
    await setSetting(themeSetting, 'Dark+');
    await eventually(async () => assertHas(await theme.colours(), { comment: '#6a9955' }));
    await setSetting(customizations, {
      '[Dark+]': { comments: { foreground: '#123456', fontStyle: 'italic' } },
      '[Light+]': { comments: '#654321' },
      textMateRules: [{ scope: 'string', settings: { foreground: '#ABCDEF' } }],
    });
    const own = { comment: '#123456', 'comment-style': 'italic', string: '#abcdef', keyword: '#569cd6' };
    await eventually(() => assertHas(told.at(-1) ?? {}, own));
    await setSetting(customizations, undefined);
    await eventually(() => assertHas(told.at(-1) ?? {}, { comment: '#6a9955', 'comment-style': undefined }));
  });

  it('are found in every theme that comes with the editor', async () => {
    // Its two oldest ones have no colours for names.
    const names = [
      'keyword',
      'control',
      'literal',
      'string',
      'number',
      'comment',
      'tag',
      'attribute',
      'regexp',
      'operator',
    ];
    const themes = vscode.extensions.all
      .filter(({ id }) => id.startsWith('vscode.'))
      .flatMap(({ extensionUri, packageJSON }) =>
        contributedThemes(packageJSON).map(({ name, path }) => ({
          name,
          file: vscode.Uri.joinPath(extensionUri, path),
        })),
      );
    assert.ok(themes.length >= 15, `${themes.length} themes`);
    const poor: string[] = [];
    for (const { name, file: first } of themes) {
      const read = await readTheme(first, {
        read: async (file) => new TextDecoder().decode(await vscode.workspace.fs.readFile(file)),
        beside: (file, other) => vscode.Uri.joinPath(file, '..', other),
      });
      const colours = codeColours(read?.rules ?? []);
      const missing = names.filter((each) => colours[`--code-${each}`] === undefined);
      if (missing.length > 1) poor.push(`${name}: ${missing.join(', ')}`);
    }
    assert.deepEqual(poor, []);
  });
});
