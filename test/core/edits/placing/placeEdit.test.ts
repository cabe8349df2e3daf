import assert from 'node:assert/strict';
import { applyChanges } from '../../../../src/core/edits/changes';
import type { EditProblem, EditTask } from '../../../../src/core/edits/edit';
import { formFor } from '../../../../src/core/edits/form';
import { hunksOf } from '../../../../src/core/edits/hunks';
import { judgeEdit } from '../../../../src/core/edits/judge';
import { placeEdit } from '../../../../src/core/edits/placing/placeEdit';
import { readAnswer } from '../../../../src/core/edits/reading/readAnswer';
import { rebase } from '../../../../src/core/edits/rebase';
import { describeProblem, describeWarning } from '../../../../src/core/edits/words';

const base = [
  "import { a } from './a';",
  '',
  'export function one(x: number): number {',
  '  const twice = x * 2;',
  '  return a(twice);',
  '}',
  '',
  'export function two(x: number): number {',
  '  const twice = x * 3;',
  '  return a(twice);',
  '}',
  '',
].join('\n');

function task(changes: Partial<EditTask> = {}, text = base): EditTask {
  const start = Math.max(0, text.indexOf('export function one'));
  const end = text.indexOf('\nexport function two');
  const file = { name: 'src/one.ts', how: 'selected' } as const;
  const scope = { start, end: end === -1 ? text.length : end };
  return { task: 'fix', file, languageId: 'typescript', base: text, scope, form: 'replacement', ...changes };
}

function outcome(answer: string, of = task()): string | EditProblem {
  const placed = placeEdit(readAnswer(answer, of, true), of);
  return 'kind' in placed ? placed : applyChanges(of.base, placed.changes);
}

const fenced = (...lines: readonly string[]): string => ['```ts', ...lines, '```'].join('\n');
const block = (search: string, replace: string): string =>
  `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE`;
const one = (...body: readonly string[]): readonly string[] => [
  'export function one(x: number): number {',
  ...body,
  '}',
];

describe('an answer that is refused', () => {
  const rows: readonly (readonly [title: string, answer: string, problem: EditProblem])[] = [
    ['prose', 'The code is fine as it is.', { kind: 'noCode' }],
    [
      'a block that is nowhere',
      block('  return b(twice);', '  return a(1);'),
      { kind: 'notFound', text: 'return b(twice);' },
    ],
    [
      'a block of the other function',
      block('  const twice = x * 3;', '  const twice = x;'),
      { kind: 'outside', line: 9 },
    ],
    ['two blocks of code', `${fenced('foo();')}\n${fenced('bar();')}`, { kind: 'several', count: 2 }],
    [
      'half a function',
      fenced('export function one(x: number): number {', '  const twice = x * 4;'),
      { kind: 'cutOff' },
    ],
    [
      'a placeholder',
      fenced(...one('  // ... existing code ...', '  return a(twice);')),
      { kind: 'placeholder', text: '// ... existing code ...' },
    ],
    [
      'a rest that is not written',
      fenced(...one('  // rest of the function', '  return a(twice);')),
      { kind: 'placeholder', text: '// rest of the function' },
    ],
    ['dots', fenced(...one('  ...', '  return a(twice);')), { kind: 'placeholder', text: '...' }],
    [
      'a body still to do',
      fenced(...one('  // TODO: implement', '  return a(twice);')),
      { kind: 'placeholder', text: '// TODO: implement' },
    ],
    [
      'a path outside',
      fenced('// ../../.ssh/config.ts', ...one('  return a(2);')),
      { kind: 'otherFile', path: '../../.ssh/config.ts' },
    ],
    [
      'an absolute path',
      `**/etc/passwd.d/x**\n${fenced(...one('  return a(2);'))}`,
      { kind: 'otherFile', path: '/etc/passwd.d/x' },
    ],
    [
      'a direction mark',
      fenced(...one('  // \u202Eevil', '  return a(twice);')),
      { kind: 'hidden', character: 'U+202E', line: 4 },
    ],
    ['the same', fenced(...one('  const twice = x * 2;', '  return a(twice);')), { kind: 'unchanged' }],
  ];
  for (const [title, answer, problem] of rows) {
    it(`says why: ${title}`, () => {
      assert.deepEqual(outcome(answer), problem);
      assert.match(describeProblem(problem), /^[A-Z].*\.$/);
    });
  }

  it('is an empty block for all of the code, and says how to remove it', () => {
    for (const answer of [fenced(), fenced('', '  '), `The function goes.\n\n${fenced('')}`]) {
      assert.deepEqual(outcome(answer, task({ task: 'edit' })), { kind: 'emptied' });
      assert.deepEqual(outcome(answer), { kind: 'noCode' }, 'a repair deletes nothing');
      assert.deepEqual(outcome(answer, task({ task: 'edit' }, '')), { kind: 'noCode' }, 'a new file');
    }
    assert.deepEqual(outcome('```ts\n', task({ task: 'edit' })), { kind: 'noCode' }, 'no end');
    assert.match(describeProblem({ kind: 'emptied' }), /select a line more/);
    const { scope } = task();
    const without = base.slice(0, scope.start) + base.slice(scope.end);
    assert.equal(outcome(block(base.slice(scope.start, scope.end).trimEnd(), ''), task({ task: 'edit' })), without);
  });

  it('is one whose block is twice in what may be changed, exactly or not', () => {
    const whole = task({ scope: { start: 0, end: base.length } });
    const problem = { kind: 'ambiguous', text: 'return a(twice);', places: 2 };
    assert.deepEqual(outcome(block('  return a(twice);', '  return a(1);'), whole), problem);
    const text = 'if (x) {\n    go(1);\n  go(1);\n}\n';
    assert.deepEqual(outcome(block('  go(1);', '  go(2);'), task({}, text)), { ...problem, text: 'go(1);' });
  });

  it('is a whole file that differs elsewhere', () => {
    const file = base.replace('x * 2', 'x * 4').replace('x * 3', 'x * 5');
    assert.deepEqual(outcome(fenced(...file.trimEnd().split('\n'))), { kind: 'outside', line: 9 });
  });

  it('is a cut answer, even with a whole block', () => {
    const read = readAnswer(`${fenced(...one('  return a(2);'))}\n\nAlso add`, task(), false);
    assert.deepEqual(read, { form: 'none', problem: { kind: 'cutOff' } });
  });
});

describe('an answer that seems to fit', () => {
  /** The lines between « and » may be changed. */
  const refused = (marked: string, answer: string, languageId = 'python', finished = true): unknown => {
    const text = marked.replaceAll(/[«»]/g, '');
    const scope = { start: marked.indexOf('«'), end: marked.indexOf('»') - 1 };
    const of = task({ task: 'edit', languageId, scope }, text);
    const placed = placeEdit(readAnswer(answer, of, finished), of);
    return 'kind' in placed ? placed : applyChanges(text, placed.changes);
  };
  const sums =
    'def one(a):\n    return a\n\n«def one(a, b):\n    c = a + b\n    return c\n»\ndef two(a):\n    return a\n';
  const better = 'def one(a, b):\n    c = b + a\n    return c';

  it('is refused when it is about the function beside, or about both', () => {
    assert.deepEqual(refused(sums, fenced('def one(a):', '    return a * 2')), { kind: 'cutOff' });
    assert.deepEqual(refused(sums, fenced('def two(a):', '    return a * 2')), { kind: 'outside', line: 8 });
    const changed = sums.replaceAll(/[«»]/g, '').replace('a + b', 'b + a');
    assert.equal(refused(sums, fenced(better, '', 'def two(a):')), changed, 'what is around it stays');
    assert.deepEqual(refused(sums, fenced('    return a', better)), { kind: 'outside', line: 8 });
  });

  it('is refused when a block would leave lines there twice', () => {
    const problem = { kind: 'several', count: 1 };
    assert.deepEqual(refused(sums, block('    c = a + b', '    c = b + a\n    return c')), problem);
    assert.deepEqual(refused(sums, block('    return c', '    c = a + b\n    return c + 1')), problem);
    const long = 'def one(a):\n    b = a + 1\n    c = b * 2\n    return b + c\n';
    const again = block('def one(a):', 'def one(a):\n    b = a + 1\n    c = b * 3\n    return b + c');
    assert.deepEqual(refused(`«${long}»`, again), problem);
  });

  it('is refused when nothing shows its end, and it ends otherwise', () => {
    const fence = '```python\n';
    assert.deepEqual(refused(sums, `${fence}def one(a, b):\n    c = b + a\n    return`), { kind: 'cutOff' });
    assert.deepEqual(refused(sums, `${fence}${better}`), sums.replaceAll(/[«»]/g, '').replace('a + b', 'b + a'));
    const hunk = '@@ -4,3 +4,4 @@\n def one(a, b):\n-    c = a + b\n+    c = b + a\n';
    assert.deepEqual(refused(sums, hunk), { kind: 'cutOff' });
    assert.deepEqual(refused(sums, block('    c = a + b', '    c = b') + '\n<<<<<<< SEA'), { kind: 'notCode' });
  });

  it('is refused when a comment stands for code, in whatever words', () => {
    const body = '«def one(a):\n    b = a + 1\n    c = b * 2\n    d = c - 3\n    return d\n»';
    for (const words of ['as before', 'Keep the other steps', 'Rest bleibt gleich', '其余代码不变']) {
      const answer = fenced('def one(a):', '    b = a + 4', `    # ${words}`, '    return d');
      assert.deepEqual(refused(body, answer), { kind: 'placeholder', text: `# ${words}` });
    }
    const only = fenced('def one(a):', '    b = a + 1', '    # Calculates d.', '    return d');
    assert.deepEqual(refused(body, only), { kind: 'placeholder', text: '# Calculates d.' });
    const text = '«# A\n\none\n\ntwo\n\nthree\n»';
    const answer = fenced('# A', '', 'one!', '', '(rest unchanged)', '', 'three');
    assert.deepEqual(refused(text, answer, 'markdown'), { kind: 'placeholder', text: '(rest unchanged)' });
  });

  it('is refused when it is a text with code in it, or the whole file in a blank line', () => {
    const answer = 'A better text:\n\n```js\ny();\n```';
    assert.deepEqual(refused('# A\n\n«A text.\n»', answer, 'markdown'), { kind: 'several', count: 1 });
    const apart = 'def a():\n    return 1\n\n«\n»\ndef b():\n    return 2\n';
    const file = fenced('def a():', '    return 1', '', 'def c():', '    return 3', '', 'def b():', '    return 2');
    assert.deepEqual(refused(apart, file), { kind: 'outside', line: 4 });
  });

  it('keeps the indentation of a new block, and gives it back to a new first line', () => {
    const text = 'def one(a):\n«    go(a)\n»    return a\n';
    const wrapped = text.replace('«    go(a)\n»', '    if a:\n        go(a)\n');
    assert.equal(refused(text, fenced('    if a:', '        go(a)')), wrapped);
    const more = text.replace('«    go(a)\n»', '    stop(a)\n    go(a)\n');
    assert.equal(refused(text, fenced('stop(a)', '    go(a)')), more);
  });

  it('changes no line outside that only looks like an import, and loses none', () => {
    const code = (first: string, result: number): string =>
      `${first}\nstart();\nfunction f() {\n  return ${result};\n}\n`;
    const file = (first: string): string => code(first, 1).replace('function', '«function').concat('»');
    const whole = (text: string): string => fenced(...text.trimEnd().split('\n'));
    const paren = "import a from 'a'; // :(";
    const changed = code(paren, 2).replace('start', 'end');
    assert.deepEqual(refused(file(paren), whole(changed), 'javascript'), { kind: 'outside', line: 2 });
    const call = code("import('b').then(go);", 2);
    assert.deepEqual(refused(file("import('a').then(go);"), whole(call), 'javascript'), { kind: 'outside', line: 2 });
    const two = "import { a, b } from 'a';";
    const fewer = code("import { a } from 'a';", 2);
    assert.deepEqual(refused(file(two), whole(fewer), 'javascript'), { kind: 'outside', line: 2 });
    const more = "import { a, b, c } from 'a';";
    assert.equal(refused(file(two), block(two, more), 'javascript'), code(more, 1));
    assert.deepEqual(refused(file(two), block('start();', 'end();'), 'javascript'), { kind: 'outside', line: 2 });
    const query = 'select a\nfrom users\nwhere x;\n«select b\nfrom c\nwhere y;\n»';
    const other = fenced('select a', 'from accounts', 'where x;', 'select b', 'from d', 'where y;');
    assert.deepEqual(refused(query, other, 'sql'), { kind: 'outside', line: 2 });
  });
});

describe('an answer that is applied', () => {
  it('changes only the lines that differ', () => {
    const of = task();
    const placed = placeEdit(readAnswer(fenced(...one('  const twice = x * 4;', '  return a(twice);')), of, true), of);
    assert.ok(!('kind' in placed));
    const start = base.indexOf('  const twice = x * 2;');
    assert.deepEqual(placed.changes, [{ start, end: start + 23, text: '  const twice = x * 4;\n' }]);
    const [hunk] = hunksOf(base, placed.changes);
    assert.equal(hunk?.startLine, 4);
    assert.deepEqual([hunk.before, hunk.after], [['  const twice = x * 2;'], ['  const twice = x * 4;']]);
  });

  it('may bring an import, in a whole file or in front of the code', () => {
    const imported = base.replace("'./a';\n", "'./a';\nimport { b } from './b';\n");
    const wanted = imported.replace('x * 2', 'b(x)');
    assert.equal(outcome(fenced(...wanted.trimEnd().split('\n'))), wanted);
    const second = task({ scope: { start: base.indexOf('export function two'), end: base.length } });
    const body = ['export function two(x: number): number {', '  const twice = b(x);', '  return a(twice);', '}'];
    assert.equal(outcome(fenced("import { b } from './b';", '', ...body), second), imported.replace('x * 3', 'b(x)'));
  });

  it('may have blank lines around its blocks, which are not put next to those of the file', () => {
    const text = 'first();\n\nsecond();\nthird();\n\nlast();\n';
    const of = task({ task: 'edit', languageId: 'javascript' }, text);
    const wanted = text.replace('second()', 'other()');
    assert.equal(outcome(block('second();', '\nother();'), of), wanted);
    assert.equal(outcome(block('\nsecond();', '\n\nother();'), of), wanted);
    assert.equal(outcome(block('\n\n\nsecond();', 'other();'), of), wanted, 'not in the file');
    assert.equal(outcome(block('second();\n', 'other();'), of), wanted, 'not in the file');
    assert.equal(outcome(block('third();', 'other();\n'), of), text.replace('third()', 'other()'));
    assert.equal(outcome(block('first();', '\nfirst();\nzero();\n'), of), text.replace('()', '();\nzero()'));
    assert.equal(outcome(block('last();', 'last();\nmore();\n\n'), of), `${text}more();\n`);
    // Beside code they are wanted, as they are when nothing else is new.
    assert.equal(outcome(block('second();', 'other();\n'), of), text.replace('second();', 'other();\n'));
    assert.equal(outcome(block('first();', 'first();\n'), of), text.replace('first();', 'first();\n'));
    assert.equal(outcome(block('\nsecond();', 'second();'), of), text.replace('\n\nsecond', '\nsecond'));
  });

  it('keeps mixed line breaks, and an end without one', () => {
    const text = 'first\r\nsecond one\nthird\r\nlast line';
    const of = task({ task: 'edit', languageId: 'plaintext' }, text);
    assert.equal(outcome(block('second one', 'second two\nmore'), of), 'first\r\nsecond two\nmore\nthird\r\nlast line');
    assert.equal(outcome(block('last line', 'last line\nend'), of), 'first\r\nsecond one\nthird\r\nlast line\r\nend');
    assert.equal(outcome(block('third\nlast line', 'third'), of), 'first\r\nsecond one\nthird');
    assert.equal(outcome(block('last line', 'last word'), of), 'first\r\nsecond one\nthird\r\nlast word');
  });

  it('keeps a byte order mark', () => {
    const text = `\uFEFF${base}`;
    const answer = block('  const twice = x * 2;', '  const twice = x;');
    assert.equal(outcome(answer, task({}, text)), text.replace('x * 2', 'x'));
  });

  it('is moved to the indentation of the file', () => {
    const text = 'class A {\n\trun() {\n\t\tif (b) {\n\t\t\tgo();\n\t\t}\n\t}\n}\n';
    const scope = { start: text.indexOf('\trun'), end: text.lastIndexOf('}') };
    const answer = fenced('run() {', '    if (b) {', '        go(1);', '    }', '}');
    assert.equal(outcome(answer, task({ task: 'edit', scope }, text)), text.replace('go()', 'go(1)'));
  });

  it('may be a new file', () => {
    const of = task({ task: 'tests', form: 'file' }, '');
    assert.equal(outcome(fenced("it('works', () => {", '  run();', '});'), of), "it('works', () => {\n  run();\n});\n");
  });

  it('may have emoji that are joined, and loses the entities it was escaped with', () => {
    const emoji = block('  const twice = x * 2;', "  const twice = '👩‍💻';");
    assert.equal(outcome(emoji), base.replace('x * 2', "'👩‍💻'"));
    const text = base.replace('x * 2;', 'x < 2 && x;');
    const answer = fenced(...one('  const twice = x &lt; 2 &amp;&amp; x;', '  return a(twice &amp; 2);'));
    assert.equal(outcome(answer, task({}, text)), text.replace('a(twice)', 'a(twice & 2)'));
  });
});

describe('the form that is asked for', () => {
  it('is a file where there is none, and blocks where the code is long', () => {
    assert.equal(formFor('', { start: 0, end: 0 }, 'tests'), 'file');
    assert.equal(formFor(base, { start: 0, end: 20 }, 'fix'), 'replacement');
    assert.equal(formFor('x\n'.repeat(200), { start: 0, end: 400 }, 'fix'), 'blocks');
  });
});

describe('changes of a file that has moved', () => {
  const start = base.indexOf('  const twice = x * 2;');
  const changes = [{ start, end: base.indexOf('  return a(twice);'), text: '  const twice = 1;\n' }];

  it('go where their lines are now', () => {
    const current = `// head\r\n${base.replaceAll('\n', '\r\n')}`;
    const result = rebase(base, changes, current);
    assert.ok('changes' in result);
    assert.equal(applyChanges(current, result.changes), current.replace('x * 2', '1'));
  });

  it('are refused where their lines, or those beside them, changed', () => {
    assert.deepEqual(rebase(base, changes, base.replace('x * 2', 'x * 9')), { problem: { kind: 'drifted', line: 4 } });
    assert.ok('problem' in rebase(base, changes, base.replace('one(x', 'uno(x')));
    assert.ok('problem' in rebase(base, changes, base + base), 'a copy');
  });
});

describe('what is judged without a syntax tree', () => {
  const of = task({ task: 'docs' });
  const judged = (...lines: readonly string[]): ReturnType<typeof judgeEdit> => {
    const placed = placeEdit(readAnswer(fenced(...lines), of, true), of);
    return 'kind' in placed ? assert.fail(placed.kind) : judgeEdit(undefined, undefined, of, placed, new Set());
  };

  it('is that documentation drops no code, and which links come', () => {
    const good = judged('/** See https://example.org/x. */', ...one('  const twice = x * 2;', '  return a(twice);'));
    const addresses = ['https://example.org/x'];
    assert.deepEqual(good, { warnings: [{ kind: 'notParsed' }, { kind: 'addresses', addresses }] });
    assert.equal(describeWarning({ kind: 'addresses', addresses }), 'New links: “https://example.org/x”.');
    const bad = judged('/** One. */', ...one('  const twice = x + x;', '  return a(twice);'));
    assert.deepEqual(bad.problem, { kind: 'notOnlyComments' });
  });
});
