import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Change } from '../../src/core/span';
import type { SyntaxTree } from '../../src/core/syntax';
import { createSyntax } from '../../src/syntax/createSyntax';
import { inRoot } from '../launch/paths';
import { fixture, grammarFolder, keep, lines, read, spanOf, syntax, textOf } from './reading';

const whole = (tree: SyntaxTree): string => tree.codeOnly({ start: 0, end: tree.text.length });

async function code(text: string, languageId: string): Promise<string> {
  return whole(await read(text, languageId));
}

async function names(text: string, languageId: string, part = text): Promise<readonly string[]> {
  return (await read(text, languageId)).names(spanOf(text, part)).map(({ name }) => name);
}

async function calls(text: string, languageId: string): Promise<readonly string[]> {
  const tree = await read(text, languageId);
  return tree.calls({ start: 0, end: text.length }).map(({ name, member }) => (member ? `.${name}` : name));
}

async function innermost(text: string, languageId: string, part: string): Promise<string | undefined> {
  const tree = await read(text, languageId);
  const [scope] = tree.enclosing(spanOf(text, part));
  return scope === undefined ? undefined : textOf(tree, scope);
}

describe('the scope around a place', () => {
  it('is counted in UTF-16 units, behind emoji, CRLF and tabs', async () => {
    const text =
      "// \u{1F600}\u{1F468}\u200D\u{1F469}\r\n\tfunction f\u00E4() {\r\n\t\treturn '\u{1F600}';\r\n\t}\r\nlast();\r\n";
    const tree = await read(text, 'javascript');
    const [scope] = tree.enclosing(spanOf(text, 'return'));
    assert.deepEqual(scope, {
      kind: 'function',
      name: 'f\u00E4',
      start: text.indexOf('function'),
      end: text.indexOf('}\r\n') + 1,
      body: text.indexOf('{'),
    });
    assert.deepEqual(tree.calls({ start: 0, end: text.length }), [
      { name: 'last', start: text.indexOf('last'), member: false },
    ]);
  });

  it('has its decorators, modifiers and exports, but no comment in front', async () => {
    const script = '// one\n@sealed\nexport class Cart {\n  // two\n  @log() async add(item) { item }\n}\n';
    assert.equal(await innermost(script, 'typescript', 'sealed'), script.slice(7, -1));
    assert.equal(await innermost(script, 'typescript', '{ item }'), '@log() async add(item) { item }');
    assert.equal(await innermost(script, 'typescript', 'log'), '@log() async add(item) { item }');
    const python = '@cache\n@other(1)\ndef total(items):\n    return 1\n';
    assert.equal(await innermost(python, 'python', 'return'), python.trimEnd());
    assert.equal(await innermost(python, 'python', 'other'), python.trimEnd());
    const rust = '/// doc\n#[test]\n#[ignore]\nfn sum() { 1 }\n';
    assert.equal(await innermost(rust, 'rust', '{ 1 }'), '#[test]\n#[ignore]\nfn sum() { 1 }');
    assert.equal(await innermost(rust, 'rust', 'ignore'), '#[test]\n#[ignore]\nfn sum() { 1 }');
    const template = 'template <typename T>\nT twice(T value) { return value; }\n';
    assert.equal(await innermost(template, 'cpp', 'return'), template.trimEnd());
  });

  it('is a closure with a name, under that name', async () => {
    const cases: readonly (readonly [languageId: string, text: string, name: string, scope?: string])[] = [
      ['javascript', 'export const add = (a) => { here };', 'add'],
      ['javascript', 'const a = 1, add = () => here;', 'add', 'add = () => here'],
      ['javascript', 'x = { add: function () { here } }', 'add', 'add: function () { here }'],
      ['javascript', 'class A { add = () => here }', 'add', 'add = () => here'],
      ['javascriptreact', 'exports.Cart = () => <p>{here}</p>;', 'Cart'],
      ['python', 'add = lambda a: here', 'add'],
      ['go', 'package m\nvar add = func() { here() }', 'add', 'var add = func() { here() }'],
      ['go', 'package m\nfunc f() { add := func() { here() } }', 'add', 'add := func() { here() }'],
      ['rust', 'fn f() { let add = |a| here(a); }', 'add', 'let add = |a| here(a);'],
      ['cpp', 'auto add = [](int a) { return here; };', 'add'],
      ['java', 'class A { Runnable add = () -> here(); }', 'add', 'Runnable add = () -> here();'],
      ['csharp', 'class A { void M() { Func<int> add = () => here; } }', 'add', 'Func<int> add = () => here;'],
      ['php', '<?php $add = function () { here(); };', 'add', '$add = function () { here(); };'],
      ['ruby', 'add = ->(a) { here a }', 'add'],
    ];
    for (const [languageId, text, name, scope = text] of cases) {
      const tree = await read(text, languageId);
      const [found] = tree.enclosing(spanOf(text, 'here'));
      assert.deepEqual([found?.name, found?.kind], [name, 'function'], text);
      assert.equal(found === undefined ? undefined : textOf(tree, found), scope);
    }
  });

  it('is not a closure without a name', async () => {
    assert.equal(await innermost('list.map((item) => { here })', 'javascript', 'here'), undefined);
    assert.equal(
      await innermost('function f() { list.map((item) => here) }', 'javascript', 'here'),
      'function f() { list.map((item) => here) }',
    );
  });

  it('is found from whole lines, and from the caret in front of a line', async () => {
    const text = 'class A {\n  one() {\n    1;\n  }\n\n  two() {}\n}\n';
    const tree = await read(text, 'javascript');
    const around = (start: number, end: number): unknown => tree.enclosing({ start, end })[0]?.name;
    const begin = text.indexOf('  one');
    assert.equal(around(begin, text.indexOf('\n\n') + 1), 'one');
    assert.equal(around(begin, begin), 'one');
    assert.equal(around(text.indexOf('\n\n') + 1, text.indexOf('\n\n') + 1), 'A');
    assert.equal(around(begin, text.indexOf('{}')), 'A');
    assert.equal(around(text.length, text.length), undefined);
    assert.equal(around(0, text.length), 'A');
  });

  it('says where the body begins', async () => {
    const cases: readonly (readonly [languageId: string, text: string, body: string])[] = [
      ['typescript', 'interface Cart { total: number }', '{ total'],
      ['typescript', 'class A extends B { }', '{ }'],
      ['go', 'package m\ntype Cart struct { Total int }', '{ Total'],
      ['python', 'def total(items):\n    return 1', 'return'],
      ['rust', 'impl Display for Cart { }', '{ }'],
      ['css', '@media print { p { color: red } }', '{ p'],
      ['powershell', 'function Get-Total($Items) { $Items }', '$Items }'],
    ];
    for (const [languageId, text, body] of cases) {
      assert.equal((await read(text, languageId)).outline()[0]?.body, text.indexOf(body), text);
    }
    const text = 'abstract class A { abstract total(): number; }';
    const [, method] = (await read(text, 'typescript')).outline();
    assert.deepEqual([method?.name, method?.body], ['total', method?.end]);
  });
});

describe('what is in a text', () => {
  it('is outlined through classes, not through functions', async () => {
    const tree = await read('namespace n { struct S { void a(); void b() { struct T {}; } }; }\nstruct S *s;\n', 'cpp');
    assert.deepEqual(
      tree.outline().map((scope) => lines(tree, scope)),
      ['n 1-1', 'S 1-1', 'b 1-1'],
    );
    const nested = await read('module A\n  class << self\n    def one; end\n  end\n  def self.two = 2\nend\n', 'ruby');
    assert.deepEqual(
      nested.outline().map(({ name, kind }) => `${kind} ${name}`),
      ['class A', 'class self', 'function one', 'function two'],
    );
  });

  it('has imports in every form at the outermost level', async () => {
    const cases: Readonly<Record<string, readonly [text: string, imports: readonly string[]]>> = {
      typescript: [
        "import fs = require('fs');\nfunction f() { const a = require('a'); }\nrequire('b');",
        ["import fs = require('fs');", "require('b');"],
      ],
      python: ['try:\n    import a\nexcept ImportError:\n    a = None\ndef f():\n    import b\n', ['import a']],
      php: ["<?php use A\\B; require_once 'c.php'; f();", ['use A\\B;', "require_once 'c.php';"]],
      rust: ['extern crate a;\nuse b::{c, d};\nmod e { use f; }', ['extern crate a;', 'use b::{c, d};']],
      css: ['@import url("a.css");\np {}', ['@import url("a.css");']],
      cpp: ['#include <a>\nusing std::string;\n', ['#include <a>', 'using std::string;']],
    };
    for (const [languageId, [text, imports]] of Object.entries(cases)) {
      const tree = await read(text, languageId);
      assert.deepEqual(
        tree.imports().map((span) => textOf(tree, span)),
        imports,
      );
    }
  });

  it('has names that are not declared in the span', async () => {
    const script =
      "import { rate } from './rate';\nfunction total(cart, { id: key, ...rest }) {\n  let sum = 0;\n  for (const [n, item] of cart.items) sum += item.price * rate + tax(key, n);\n  return { sum, rest, done };\n}\n";
    assert.deepEqual(await names(script, 'javascript', script.slice(script.indexOf('function'))), [
      'rate',
      'tax',
      'done',
    ]);
    assert.deepEqual(await names(script, 'javascript', 'item.price * rate'), ['item', 'rate']);
    assert.deepEqual(
      await names(
        'def f(a, *b, c=D, **e):\n    with g(k=1) as h:\n        return [i.x for i in h if a.b and q]\n',
        'python',
      ),
      ['D', 'g', 'q'],
    );
    assert.deepEqual(
      await names(
        'package m\nfunc (c *Cart) F(n int) { for i, v := range c.Items { x := v.Sum(i, n); fmt.Print(x, Rate) } }',
        'go',
      ),
      ['Cart', 'int', 'fmt', 'Rate'],
    );
    assert.deepEqual(
      await names(
        'fn f(a: &Cart) { let (b, c) = a.pair(); println!("{}", a.sum + b + other(c)); Kind::Small }',
        'rust',
      ),
      ['Cart', 'other', 'Kind'],
    );
    assert.deepEqual(
      await names(
        'class A { int f(List<Item> a) { for (Item b : a) { sum(b.price, this.c); } return RATE; } }',
        'java',
      ),
      ['List', 'Item', 'RATE'],
    );
    assert.deepEqual(await names('const A = () => <Cart size={size}><p>text</p></Cart>;', 'typescriptreact'), [
      'Cart',
      'size',
    ]);
  });

  it('has what is declared or brought in', async () => {
    const cases: Readonly<Record<string, readonly [text: string, declared: readonly string[]]>> = {
      typescript: [
        "import D, { a as b, type T } from 'm'; import * as ns from 'n'; type U<K> = K; enum E { One } class C { #p = 1; q(r?: U) {} } const { s, t: [v = W] } = D; try {} catch (x) {}",
        ['D', 'b', 'T', 'ns', 'U', 'K', 'E', 'One', 'C', '#p', 'q', 'r', 's', 'v', 'x'],
      ],
      python: [
        'import os.path\nfrom a import b as c, d\nclass E(F):\n    g: int = 1\n(h := 2)\ni, (j, *k) = l\nm.n = 1\n',
        ['os', 'path', 'c', 'd', 'E', 'g', 'h', 'i', 'j', 'k'],
      ],
      go: [
        'package m\nimport ("net/http"; f "fmt"; "example.org/graph/v2")\ntype T[K any] struct { A, B int }\nvar v, w = 1, 2\nconst c = 1\n',
        ['http', 'f', 'graph', 'T', 'K', 'A', 'B', 'v', 'w', 'c'],
      ],
      rust: [
        'use a::{b, c::{self, d as e}, f::*}; struct S { g: u8 } enum K { H(u8) } const I: u8 = 1; fn j<T>(mut l: T) { if let Some(m) = n {} }',
        ['b', 'self', 'e', 'S', 'g', 'K', 'H', 'I', 'j', 'T', 'l', 'm'],
      ],
      java: [
        'import a.b.C; class D<T> { int e, f; void g(int h) { var i = 1; x.map(j -> j); } }',
        ['C', 'D', 'T', 'e', 'f', 'g', 'h', 'i', 'j'],
      ],
      php: [
        '<?php use A\\B; use C\\D as E; function f($g) { [$h] = $g; foreach ($g as $k => $l) {} }',
        ['B', 'E', 'f', 'g', 'h', 'k', 'l'],
      ],
      ruby: [
        'class A; B = 1; def c(d, e: 1, &f); @g, h = d; x { |i, (j, k)| }; end; end',
        ['A', 'B', 'c', 'd', 'e', 'f', '@g', 'h', 'i', 'j', 'k'],
      ],
      csharp: [
        'using A = B.C; class D { int e; void F(int g) { var h = 1; foreach (var i in j) {} k(out var l); } }',
        ['A', 'D', 'e', 'F', 'g', 'h', 'i', 'l'],
      ],
      cpp: [
        '#define A 1\nnamespace b = c::d;\nstruct E { int *f; };\ntypedef int G;\nint h(char *i[]) { auto [j, k] = l(); return 0; }',
        ['A', 'b', 'E', 'f', 'G', 'h', 'i', 'j', 'k'],
      ],
      shellscript: ['a() { local b=1; for c in x; do :; done; }\nd[0]=1\nexport E=1', ['a', 'b', 'c', 'd', 'E']],
      powershell: [
        'function Get-A([int]$b) { $c = 1; foreach ($d in $e) {} }\nclass F { [string]$G }',
        ['Get-A', '$b', '$c', '$d', 'F', '$G'],
      ],
    };
    for (const [languageId, [text, declared]] of Object.entries(cases)) {
      const found = (await read(text, languageId)).declared();
      assert.deepEqual([...found].toSorted(), [...declared].toSorted(), languageId);
    }
  });

  it('has what is called, alone or of something', async () => {
    assert.deepEqual(
      await calls('total(1); new Cart(); cart.add(x).sum(); total(2); a?.b(); new n.Box();', 'typescript'),
      ['total', 'Cart', '.add', '.sum', '.b', '.Box'],
    );
    assert.deepEqual(await calls('@cache\ndef f():\n    return g(h.i(1))\n', 'python'), ['cache', 'g', '.i']);
    assert.deepEqual(await calls('package m\nfunc f() { a.B(); go c(); d[int](1) }', 'go'), ['.B', 'c', 'd']);
    assert.deepEqual(await calls('fn f() { a.b(); Cart::new(); c::<u8>(); }', 'rust'), ['.b', '.new', 'c']);
    assert.deepEqual(await calls('class A { void f() { a.b(); c(); new D<E>(1); } }', 'java'), ['.b', 'c', 'D']);
    assert.deepEqual(await calls('a.b(1); c 2; D.new', 'ruby'), ['.b', 'c', '.new']);
    assert.deepEqual(await calls('<?php $a->b(); c(); D::e(); new F(); new \\G\\H();', 'php'), [
      '.b',
      'c',
      '.e',
      'F',
      'H',
    ]);
    assert.deepEqual(await calls('class A { void F() { a.B(); C<int>(1); d?.E(); new G(); } }', 'csharp'), [
      '.B',
      'C',
      '.E',
      'G',
    ]);
    assert.deepEqual(await calls('void f() { a.b(); c->d(); n::e(); g<int>(1); new H(1); }', 'cpp'), [
      '.b',
      '.d',
      '.e',
      'g',
      'H',
    ]);
    assert.deepEqual(await calls('f "$1" | grep x', 'shellscript'), ['f', 'grep']);
    assert.deepEqual(await calls('Get-Item x; $a.B(1)', 'powershell'), ['Get-Item', '.B']);
  });

  it('has a regular expression around an offset, where the language has them', async () => {
    const script = String.raw`const a = 6 / 2 / 3, b = s.match(/(\d+)[/]x/giu);`;
    const tree = await read(script, 'typescript');
    const span = tree.regexAt(script.indexOf(String.raw`\d`));
    assert.equal(span === undefined ? undefined : textOf(tree, span), String.raw`/(\d+)[/]x/giu`);
    assert.equal(tree.regexAt(script.indexOf('2')), undefined);
    const ruby = 'x =~ %r{^/a}i';
    assert.deepEqual((await read(ruby, 'ruby')).regexAt(8), spanOf(ruby, '%r{^/a}i'));
    assert.equal((await read("re.match('a+', x)", 'python')).regexAt(11), undefined);
  });
});

describe('code without its comments', () => {
  it('is the same with comments, documentation and other lines', async () => {
    const plain = 'function f(a, b) { return a + b; }';
    assert.equal(
      await code('/** Adds. */\nfunction f(\n  a, // one\n  b\n) {\n  /* two */ return a+b;\n}\n', 'javascript'),
      await code(plain, 'javascript'),
    );
    assert.equal(
      await code(
        '"""File."""\nclass A:\n    """It is."""\n\n    # one\n    def f(self):\n        """Adds."""\n        return 1  # two\n',
        'python',
      ),
      await code('class A:\n  def f(self):\n    return 1\n', 'python'),
    );
    assert.equal(
      await code('/// Adds.\n#[test]\nfn f() {\n    1 }', 'rust'),
      await code('#[test] fn f() { 1 }', 'rust'),
    );
    assert.equal(
      await code('package m\n// F is.\nfunc F() {\n\tg()\n}\n', 'go'),
      await code('package m\nfunc F() { g() }', 'go'),
    );
  });

  it('is the same for a scope that only got documentation', async () => {
    const text = 'class A:\n    def f(self):\n        return 1\n';
    const before = await read(text, 'python');
    const [scope] = before.enclosing(spanOf(text, 'return'));
    assert.ok(scope !== undefined);
    const after = keep(await before.after([{ start: scope.body, end: scope.body, text: '"""Adds."""\n        ' }]));
    const [changed] = after.enclosing(spanOf(after.text, 'return'));
    assert.ok(changed !== undefined);
    assert.equal(after.codeOnly(changed), before.codeOnly(scope));
  });

  it('is another when the code is', async () => {
    const pairs: readonly (readonly [languageId: string, one: string, other: string])[] = [
      ['javascript', 'f(a + b)', 'f(a - b)'],
      ['javascript', '() => { return\nx }', '() => { return x }'],
      ['javascript', "f('a b')", "f('a  b')"],
      ['javascript', 'f(`a\nb`)', 'f(`a b`)'],
      ['python', 'if a:\n    b()\n    c()\n', 'if a:\n    b()\nc()\n'],
      ['python', 'x = """A."""\n', 'x = """B."""\n'],
      ['python', 'f()\n"""A."""\n', 'f()\n'],
      ['shellscript', 'cat <<E\na b\nE\n', 'cat <<E\na  b\nE\n'],
      ['java', 'class A { String s = "a b"; }', 'class A { String s = "a  b"; }'],
      ['ruby', 'puts "a #{b} c"', 'puts "a #{b}  c"'],
      ['css', 'a b { c: d }', 'ab { c: d }'],
    ];
    for (const [languageId, one, other] of pairs) {
      assert.notEqual(await code(one, languageId), await code(other, languageId), one);
    }
  });
});

describe('a tree after changes', () => {
  const files = [
    ['typescript', 'typescript/ThrottlingUtils.ts'],
    ['python', 'python/converters.py'],
    ['ruby', 'ruby/expander.rb'],
    ['cpp', 'cpp/Debounce.cc'],
  ] as const;

  for (const [languageId, file] of files) {
    it(`is the one of the new text: ${languageId}`, async () => {
      const text = `# \u{1F600}\r\n${fixture(file)}`;
      const changes = fc
        .array(
          fc.tuple(
            fc.nat(text.length),
            fc.nat(60),
            fc.constantFrom('', ' ', '\n', '\r\n    ', '\u{1F600}', '"', '{', '}', '/*', 'x', '(a, b)', '\tif a:\n'),
          ),
          { minLength: 1, maxLength: 4 },
        )
        .map((drawn) => inOrder(text, drawn));
      const before = await read(text, languageId);
      const same = whole(before);
      await fc.assert(
        fc.asyncProperty(changes, async (some) => {
          const after = await before.after(some);
          const changed = some
            .toReversed()
            .reduce((now, { start, end, text: by }) => now.slice(0, start) + by + now.slice(end), text);
          const anew = await syntax.parse(changed, languageId);
          try {
            assert.equal(after?.text, changed);
            assert.ok(anew !== undefined && after !== undefined);
            assert.equal(after.errors() > 0, anew.errors() > 0);
            if (anew.errors() > 0) return;
            assert.deepEqual(after.outline(), anew.outline());
            assert.equal(whole(after), whole(anew));
          } finally {
            after?.dispose();
            anew?.dispose();
          }
        }),
        { numRuns: 60 },
      );
      assert.equal(whole(before), same, 'the first tree stays as it was');
    });
  }

  function inOrder(text: string, drawn: readonly (readonly [number, number, string])[]): readonly Change[] {
    let free = 0;
    const changes: Change[] = [];
    for (const [start, length, by] of [...drawn].sort(([one], [other]) => one - other)) {
      if (start < free) continue;
      const end = Math.min(text.length, start + length);
      changes.push({ start, end, text: by });
      free = end + 1;
    }
    return changes;
  }
});

describe('what can not be read', () => {
  it('is a language without a grammar', async () => {
    assert.equal(syntax.supports('python'), true);
    assert.equal(syntax.supports('cobol'), false);
    assert.equal(syntax.supports('constructor'), false);
    assert.equal(await syntax.parse('x', 'cobol'), undefined);
  });

  it('is a text over the bound, and one that takes too long', async () => {
    const short = createSyntax(grammarFolder, undefined, { longestText: 10, milliseconds: 1000 });
    const tree = keep(await short.parse('f(1234567)', 'javascript'));
    assert.equal(await short.parse('f(12345678)', 'javascript'), undefined);
    assert.equal(await tree.after([{ start: 2, end: 2, text: '0' }]), undefined);
    const late = createSyntax(grammarFolder, undefined, { longestText: 1_000_000, milliseconds: -1 });
    const text = fixture('typescript/UrlString.ts').repeat(20);
    assert.equal(await late.parse(text, 'typescript'), undefined);
    // What was given up is not gone on with.
    assert.equal((await read('f()', 'typescript')).errors(), 0);
  });

  it('is everything where the files are missing: said once, never thrown', async () => {
    const events: string[] = [];
    const log = { info: () => undefined, warn: (event: string) => events.push(event) };
    const none = createSyntax(inRoot('test/fixtures'), log);
    assert.equal(await none.parse('f()', 'javascript'), undefined);
    assert.equal(await none.parse('f()', 'javascript'), undefined);
    assert.deepEqual(events, ['syntax: not readable']);
  });

  it('is a tree that was disposed of', async () => {
    const tree = await syntax.parse('f()', 'javascript');
    assert.ok(tree !== undefined);
    const later = tree.after([{ start: 0, end: 1, text: 'g' }]);
    tree.dispose();
    tree.dispose();
    assert.throws(() => tree.errors(), /disposed/);
    await assert.rejects(tree.after([]), /disposed/);
    assert.equal(keep(await later).text, 'g()');
  });

  it('gives its memory back', async () => {
    const text = fixture('typescript/UrlString.ts').repeat(10);
    const megabytes: number[] = [];
    for (let round = 0; round < 40; round += 1) {
      const tree = await syntax.parse(text, 'typescript');
      const after = await tree?.after([{ start: 5, end: 6, text: 'x' }]);
      tree?.outline();
      after?.dispose();
      tree?.dispose();
      if (round === 4 || round === 39) megabytes.push(process.memoryUsage().external / 2 ** 20);
    }
    const [early = 0, late = 0] = megabytes;
    // Trees that are kept take 24 MB in these rounds.
    assert.ok(late - early < 8, `${early} to ${late} MB`);
  });

  it('is not a text that is very deep', async () => {
    const deep = `${'('.repeat(20_000)}1${')'.repeat(20_000)}`;
    const tree = await read(deep, 'javascript');
    const all = { start: 0, end: deep.length };
    assert.equal(tree.errors(), 0);
    assert.deepEqual(tree.names(all), []);
    assert.ok(tree.codeOnly(all).length > deep.length);
  });
});
