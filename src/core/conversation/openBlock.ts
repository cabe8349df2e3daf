/**
 * The line that ends what is still open at the end of a Markdown text and would take in whatever is written after it: a
 * fenced block, or HTML that only its own end ends (CommonMark 0.31, sections 4.5 and 4.6). Undefined when
 * nothing is. What is open inside a list or a quote ends with it, at the first line that is not indented.
 */
export function closingLine(markdown: string): string | undefined {
  const containers: Container[] = [];
  let open: OpenBlock | undefined;
  let inParagraph = false;
  for (const line of markdown.split(/\r\n|\r|\n/)) {
    let { rest, held } = within(line, containers);
    if (held < containers.length) {
      if (inParagraph && isProse(rest)) continue;
      containers.length = held;
      open = undefined;
      inParagraph = false;
    }
    if (open !== undefined) {
      if (open.end.test(rest)) open = undefined;
      continue;
    }
    for (let next = containerAt(rest); next !== undefined; next = containerAt(rest)) {
      containers.push(next.container);
      ({ rest } = next);
      held += 1;
      inParagraph = false;
    }
    open = blockAt(rest, inParagraph);
    inParagraph = open === undefined && isProse(rest);
  }
  return containers.length === 0 ? open?.closing : undefined;
}

/** `indent`: how far what stands in a list item is indented. */
type Container = { readonly type: 'quote' } | { readonly type: 'item'; readonly indent: number };

interface OpenBlock {
  /** Matches the line it ends with. */
  readonly end: RegExp;
  /** Missing where a blank line ends it. */
  readonly closing?: string;
}

const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3}(?:[-+*]|\d{1,9}[.)]))( {1,4}(?=\S)| +(?=\S)|\t|$)/;
const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const HEADING = /^ {0,3}#{1,6}(?:[ \t]|$)/;
const FENCE = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})/;

/** What of a line is in the containers that it goes on with, and how many these are. */
function within(line: string, containers: readonly Container[]): { rest: string; held: number } {
  let rest = line;
  let held = 0;
  for (const container of containers) {
    if (container.type === 'quote') {
      if (!QUOTE.test(rest)) break;
      rest = rest.replace(QUOTE, '');
    } else {
      const spaces = /^[ \t]*/.exec(rest)?.[0] ?? '';
      const isBlank = spaces === rest;
      if (!isBlank && spaces.replaceAll('\t', '    ').length < container.indent) break;
      rest = isBlank ? '' : rest.replaceAll('\t', '    ').slice(container.indent);
    }
    held += 1;
  }
  return { rest, held };
}

function containerAt(text: string): { readonly container: Container; readonly rest: string } | undefined {
  if (QUOTE.test(text)) return { container: { type: 'quote' }, rest: text.replace(QUOTE, '') };
  const item = RULE.test(text) ? null : ITEM.exec(text);
  if (item === null) return undefined;
  const [all, marker = '', gap = ''] = item;
  // More than four spaces are one, and code; so is a line with nothing after the marker.
  const width = gap.length >= 1 && gap.length <= 4 && gap !== '\t' ? gap.length : 1;
  return {
    container: { type: 'item', indent: marker.length + width },
    rest: text.slice(gap.length > 4 ? marker.length + 1 : all.length),
  };
}

const htmlBlocks: readonly (readonly [begin: RegExp, end: RegExp, closing: string])[] = [
  [/^ {0,3}<!--/, /-->/, '-->'],
  [/^ {0,3}<\?/, /\?>/, '?>'],
  [/^ {0,3}<!\[CDATA\[/, /\]\]>/, ']]>'],
  [/^ {0,3}<![A-Za-z]/, />/, '>'],
];
const RAW_HTML = /^ {0,3}<(pre|script|style|textarea)(?:[\s>]|$)/i;
const RAW_HTML_END = /<\/(?:pre|script|style|textarea)>/i;

/** Whether a line can only go on a paragraph, which it may do from outside of what that is in. */
function isProse(text: string): boolean {
  if (text.trim() === '' || RULE.test(text) || HEADING.test(text)) return false;
  return containerAt(text) === undefined && blockAt(text, true) === undefined;
}

/** Kinds 6 and 7, which end with a blank line; the second does not break off a paragraph. */
const HTML_ELEMENT = new RegExp(
  `^ {0,3}</?(?:${[
    'address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt',
    'fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu',
    'menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr',
    'track|ul',
  ].join('|')})(?:\\s|/?>|$)`,
  'i',
);
const HTML_TAG = /^ {0,3}<(?:[a-z][a-z\d-]*(?:\s[^<>]*)?|\/[a-z][a-z\d-]*\s*)>\s*$/i;
const BLANK = /^\s*$/;

function blockAt(text: string, inParagraph: boolean): OpenBlock | undefined {
  const [, indent = '', fence] = FENCE.exec(text) ?? [];
  if (fence !== undefined) {
    const end = new RegExp(`^ {0,3}${fence.charAt(0)}{${fence.length},}[ \\t]*$`);
    // Indented as its beginning, it is in the same list item, should it be in one after all.
    return { end, closing: indent + fence };
  }
  const [, tag] = RAW_HTML.exec(text) ?? [];
  const html: OpenBlock[] = tag === undefined ? [] : [{ end: RAW_HTML_END, closing: `</${tag}>` }];
  for (const [begin, end, closing] of htmlBlocks) if (begin.test(text)) html.push({ end, closing });
  if (HTML_ELEMENT.test(text) || (!inParagraph && html.length === 0 && HTML_TAG.test(text))) html.push({ end: BLANK });
  // It may end where it begins.
  return html.find(({ end }) => !end.test(text));
}
