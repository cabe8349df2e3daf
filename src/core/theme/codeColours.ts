import type { TokenRule } from './tokenRules';

/** CSS variables for a page: `--code-keyword` → `#0000ff`, `--code-comment-style` → `italic`. */
export type CodeColours = Readonly<Record<string, string>>;

/**
 * What a page can colour, and the scopes whose colour it takes: of the first one that the theme has a colour for. Named
 * after the editor's own table from kinds of words to scopes, and after the scopes that its grammars give.
 */
const scopesOf: Readonly<Record<string, readonly string[]>> = {
  keyword: ['keyword', 'storage.type', 'keyword.control'],
  control: ['keyword.control'],
  literal: ['constant.language', 'keyword'],
  builtin: ['support.function', 'support.type', 'support.class'],
  meta: ['meta.preprocessor', 'keyword.control.directive'],
  string: ['string.quoted.double', 'string.quoted'],
  escape: ['constant.character.escape', 'string.quoted'],
  symbol: ['constant.other.symbol', 'string.quoted'],
  substitution: ['meta.template.expression', 'variable.other.readwrite'],
  regexp: ['string.regexp', 'constant.regexp'],
  number: ['constant.numeric'],
  comment: ['comment'],
  function: ['entity.name.function', 'support.function'],
  type: ['entity.name.type', 'entity.name.class', 'support.type', 'support.class'],
  variable: ['variable.other.readwrite', 'entity.name.variable'],
  parameter: ['variable.parameter'],
  property: ['variable.other.property'],
  key: ['support.type.property-name.json', 'meta.object-literal.key', 'variable.other.property'],
  constant: ['variable.other.constant', 'constant.other'],
  language: ['variable.language', 'variable.other.constant'],
  tag: ['entity.name.tag'],
  attribute: ['entity.other.attribute-name'],
  selector: ['entity.other.attribute-name.class.css', 'entity.name.tag.css'],
  operator: ['keyword.operator'],
  punctuation: ['punctuation'],
  inserted: ['markup.inserted'],
  deleted: ['markup.deleted'],
  heading: ['markup.heading', 'entity.name.section'],
  bullet: ['punctuation.definition.list.begin.markdown', 'markup.list'],
  quote: ['markup.quote', 'string.quoted'],
  code: ['markup.inline.raw', 'string.quoted'],
  link: ['markup.underline.link', 'string.other.link'],
  emphasis: ['markup.italic'],
  strong: ['markup.bold'],
};

/**
 * The colours that a theme gives to code.
 * @param rules of the theme, then of the user: of two for one scope the later one counts, as in the editor.
 * @param missing the colour for what the theme has none for; without one it is left out.
 * @returns nothing for a theme without rules.
 */
export function codeColours(rules: readonly TokenRule[], missing?: string): CodeColours {
  const colours: Record<string, string> = {};
  if (!rules.some(({ foreground }) => foreground !== undefined)) return colours;
  for (const [name, scopes] of Object.entries(scopesOf)) {
    const looks = scopes.map((scope) => lookOf(rules, scope));
    const look = looks.find(({ foreground }) => foreground !== undefined) ?? looks[0];
    const foreground = look?.foreground ?? missing;
    if (foreground !== undefined) colours[`--code-${name}`] = foreground;
    if (look?.fontStyle?.italic === true) colours[`--code-${name}-style`] = 'italic';
    if (look?.fontStyle?.bold === true) colours[`--code-${name}-weight`] = 'bold';
  }
  return colours;
}

type Look = Pick<TokenRule, 'foreground' | 'fontStyle'>;

/**
 * How the rules want a scope to look. A rule is for its scope and all below it, `string` also for `string.regexp`. The
 * longest wins, of two as long the later one, colour and font each for itself.
 *
 * A rule for one language is asked only where none for all languages says anything.
 */
function lookOf(rules: readonly TokenRule[], scope: string): Look {
  const matching = rules
    .filter((rule) => isWithin(scope, rule.scope) && (rule.except === undefined || !isWithin(scope, rule.except)))
    // Sorting keeps the order of what is equal.
    .toSorted((one, other) => one.scope.length - other.scope.length);
  const general = matching.filter(({ isOfLanguage }) => !isOfLanguage);
  const look: { -readonly [Key in keyof Look]: Look[Key] } = {};
  for (const { foreground, fontStyle } of general.length > 0 ? general : matching) {
    if (foreground !== undefined) look.foreground = foreground;
    if (fontStyle !== undefined) look.fontStyle = fontStyle;
  }
  return look;
}

function isWithin(scope: string, outer: string): boolean {
  return scope === outer || scope.startsWith(`${outer}.`);
}
