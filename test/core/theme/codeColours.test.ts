import assert from 'node:assert/strict';
import { codeColours } from '../../../src/core/theme/codeColours';
import { customTokenRules, readTokenRules } from '../../../src/core/theme/tokenRules';

type Rules = readonly (readonly [scope: string, foreground: string | undefined, fontStyle?: string])[];

const rulesOf = (rules: Rules): ReturnType<typeof readTokenRules> =>
  readTokenRules(rules.map(([scope, foreground, fontStyle]) => ({ scope, settings: { foreground, fontStyle } })));

const [red, green, blue] = ['#ff0000', '#00ff00', '#0000ff'] as const;

describe('colours of code', () => {
  const rows: readonly (readonly [
    what: string,
    rules: Rules,
    colours: Readonly<Record<string, string | undefined>>,
  ])[] = [
    ['take the rule of the scope', [['comment', red]], { comment: red, string: undefined }],
    ['take the rule of a wider scope', [['string', red]], { string: red, regexp: red, keyword: undefined }],
    [
      'take the longest of several',
      [
        ['string.regexp', green],
        ['string', red],
      ],
      { string: red, regexp: green },
    ],
    [
      'take the later one of two for a scope',
      [
        ['comment', red],
        ['comment', green],
      ],
      { comment: green },
    ],
    ['know where a word of a scope ends', [['entity.name.func', red]], { function: undefined }],
    ['do not take a rule for something narrower', [['keyword.operator.new', red]], { keyword: undefined }],
    ['take a related scope where the theme has no own', [['support.class', red]], { type: red, function: undefined }],
    [
      'prefer the own scope to a related one',
      [
        ['support.class', red],
        ['entity', green],
      ],
      { type: green },
    ],
    [
      'prefer a rule for all languages, however short, to one for a single language',
      [
        ['variable', red],
        ['source.ts variable.other.property', green],
      ],
      { property: red, variable: red },
    ],
    ['take a rule for a common language where there is no other', [['source.ts keyword', red]], { keyword: red }],
    ['do not take a rule for style sheets for all code', [['source.css variable', red]], { variable: undefined }],
    ['respect what a rule leaves out', [['keyword - keyword.operator', red]], { keyword: red, operator: undefined }],
    [
      'have letters of their own',
      [
        ['comment', red, 'italic'],
        ['keyword', green, 'bold italic'],
      ],
      {
        'comment-style': 'italic',
        'comment-weight': undefined,
        'keyword-style': 'italic',
        'keyword-weight': 'bold',
      },
    ],
    [
      'take colour and letters from two rules',
      [
        ['string', red, 'italic'],
        ['string.regexp', green],
      ],
      { regexp: green, 'regexp-style': 'italic' },
    ],
    [
      'lose the letters of a wider rule by an empty style',
      [
        ['string', red, 'italic'],
        ['string.regexp', undefined, ''],
      ],
      { regexp: red, 'regexp-style': undefined, 'string-style': 'italic' },
    ],
  ];
  for (const [what, rules, expected] of rows) {
    it(what, () => {
      const colours = codeColours(rulesOf(rules));
      const found = Object.fromEntries(Object.keys(expected).map((name) => [name, colours[`--code-${name}`]]));
      assert.deepEqual(found, expected);
    });
  }

  it("are the user's where the user says so, in this theme", () => {
    const theme = rulesOf([
      ['comment', red, 'italic'],
      ['keyword', red],
      ['keyword.operator', red],
      ['string', red],
    ]);
    const custom = customTokenRules(
      {
        comments: { foreground: green, fontStyle: '' },
        keywords: green,
        '[Mine]': { textMateRules: [{ scope: 'string', settings: { foreground: blue } }] },
        '[Other]': { strings: green },
      },
      'Mine',
    );
    const colours = codeColours([...theme, ...custom]);
    assert.equal(colours['--code-comment'], green);
    assert.equal(colours['--code-comment-style'], undefined);
    assert.equal(colours['--code-keyword'], green);
    assert.equal(colours['--code-operator'], red);
    assert.equal(colours['--code-string'], blue);
  });

  it('are filled up with a colour that is given for what is missing, letters kept', () => {
    const colours = codeColours(
      rulesOf([
        ['comment', red],
        ['markup.italic', undefined, 'italic'],
      ]),
      '#ffffff',
    );
    assert.equal(colours['--code-comment'], red);
    assert.equal(colours['--code-keyword'], '#ffffff');
    assert.equal(colours['--code-emphasis'], '#ffffff');
    assert.equal(colours['--code-emphasis-style'], 'italic');
    assert.equal(colours['--code-comment-style'], undefined);
  });

  it('are none for a theme without colours, also where missing ones would be filled up', () => {
    assert.deepEqual(codeColours([]), {});
    assert.deepEqual(codeColours(rulesOf([['comment', undefined, 'italic']]), '#ffffff'), {});
  });

  it('have names that a page takes', () => {
    const colours = codeColours(rulesOf([['comment', red, 'italic bold']]), '#ffffff');
    for (const name of Object.keys(colours)) assert.match(name, /^--code-[a-z-]+$/);
  });
});
