import assert from 'node:assert/strict';
import type { EditTask } from '../../../src/core/edits/edit';
import { judgeEdit, type Judgement } from '../../../src/core/edits/judge';
import { keep, read } from '../../syntax/reading';

/** A valid text; what is between « and » is changed. */
interface Row {
  readonly languageId: string;
  readonly base: string;
  /** In the place of it, no valid code. */
  readonly broken: string;
  /** A comment, or documentation, in front of what is there. */
  readonly comment: string;
  /** Other code. */
  readonly other: string;
}

const rows: readonly Row[] = [
  {
    languageId: 'typescript',
    base: '«function one(x: number): number {\n  return x;\n}\n»\nconst two = one(2);\n',
    broken: 'function one(x: number): number {\n  return x;\n',
    comment: '/** One. @param x a number */\n',
    other: 'function one(x: number): number {\n  return x + 1;\n}\n',
  },
  {
    languageId: 'typescriptreact',
    base: '«const App = () => <p>one</p>;\n»export { App };\n',
    broken: 'const App = () => <p>one</p;\n',
    comment: '/** The page. */\n',
    other: 'const App = () => <p>two</p>;\n',
  },
  {
    languageId: 'javascript',
    base: "'use strict';\n«export const sum = (a, b) => a + b;\n»",
    broken: 'export const sum = (a, b) => a + ;\n',
    comment: '// Adds.\n',
    other: 'export const sum = (a, b) => a - b;\n',
  },
  {
    languageId: 'python',
    base: 'import os\n\n«def one(x):\n    return x\n»\nprint(one(2))\n',
    broken: 'def one(x:\n    return x\n',
    comment: '# One.\n',
    other: 'def one(x):\n    return -x\n',
  },
  {
    languageId: 'go',
    base: 'package a\n\n«func one(x int) int {\n\treturn x\n}\n»',
    broken: 'func one(x int) int {\n\treturn x\n',
    comment: '// one is one.\n',
    other: 'func one(x int) int {\n\treturn 1\n}\n',
  },
  {
    languageId: 'rust',
    base: '«fn one(x: i32) -> i32 {\n    x\n}\n»\nfn two() {}\n',
    broken: 'fn one(x: i32 -> i32 {\n    x\n}\n',
    comment: '/// One.\n',
    other: 'fn one(x: i32) -> i32 {\n    x + 1\n}\n',
  },
  {
    languageId: 'java',
    base: 'class A {\n«    int one() {\n        return 1;\n    }\n»}\n',
    broken: '    int one() {\n        return 1\n    }}\n',
    comment: '    /**\n     * One.\n     */\n',
    other: '    int one() {\n        return 2;\n    }\n',
  },
  {
    languageId: 'csharp',
    base: 'class A\n{\n«    int One() => 1;\n»}\n',
    broken: '    int One() => ;\n',
    comment: '    /// <summary>One.</summary>\n',
    other: '    int One() => 2;\n',
  },
  {
    languageId: 'cpp',
    base: '#include <vector>\n\n«int one() {\n  return 1;\n}\n»',
    broken: 'int one() {\n  return 1;\n}}\n',
    comment: '/* One. */\n',
    other: 'long one() {\n  return 1;\n}\n',
  },
  {
    languageId: 'php',
    base: '<?php\n«function one($x) {\n    return $x;\n}\n»',
    broken: 'function one($x {\n    return $x;\n}\n',
    comment: '/** One. */\n',
    other: 'function one($y) {\n    return $y;\n}\n',
  },
  {
    languageId: 'ruby',
    base: '«def one(x)\n  x\nend\n»\nputs one(2)\n',
    broken: 'def one(x\n  x\nend\n',
    comment: '# One.\n',
    other: 'def one(x)\n  x * 2\nend\n',
  },
  {
    languageId: 'shellscript',
    base: '#!/bin/sh\n«one() {\n  echo 1\n}\n»one\n',
    broken: 'one() {\n  echo 1\n',
    comment: '# One.\n',
    other: 'one() {\n  echo 2\n}\n',
  },
  {
    languageId: 'powershell',
    base: '«function Get-One {\n    1\n}\n»Get-One\n',
    broken: 'function Get-One {\n    1\n',
    comment: '<# One. #>\n',
    other: 'function Get-One {\n    2\n}\n',
  },
  {
    languageId: 'css',
    base: 'p { color: red; }\n«a {\n  margin: 0;\n}\n»',
    broken: 'a {\n  margin: 0;\n}}\n',
    comment: '/* Links. */\n',
    other: 'a {\n  margin: 1px;\n}\n',
  },
];

/** Their grammars read nothing of a text that ends with a bracket too many: there a further fault is not to be told. */
const swallowed: ReadonlySet<string> = new Set(['csharp', 'shellscript']);

async function judged(
  { languageId, base: marked }: Pick<Row, 'languageId' | 'base'>,
  write: (old: string) => string,
  task: EditTask['task'] = 'edit',
  known: readonly string[] = [],
): Promise<Judgement> {
  const base = marked.replaceAll(/[«»]/g, '');
  const scope = { start: marked.indexOf('«'), end: marked.indexOf('»') - 1 };
  const changes = [{ ...scope, text: write(base.slice(scope.start, scope.end)) }];
  const of: EditTask = {
    task,
    file: { name: 'a', how: 'selected' },
    languageId,
    base,
    scope,
    form: 'replacement',
  };
  const before = await read(base, languageId);
  const after = keep(await before.after(changes));
  return judgeEdit(before, after, of, { changes, mended: [] }, new Set(known));
}

describe('an edit that is read as code', () => {
  for (const row of rows) {
    const { languageId, broken, comment, other } = row;
    it(`may leave no invalid ${languageId}`, async () => {
      assert.equal((await judged(row, () => broken)).problem?.kind, 'syntax');
      assert.deepEqual(await judged(row, () => other), { warnings: [] });
    });

    it(`finds a fault in ${languageId} also where there is one already`, async () => {
      const faulty = { languageId, base: `${row.base}\n\n)\n` };
      if (!swallowed.has(languageId)) assert.equal((await judged(faulty, () => broken)).problem?.kind, 'syntax');
      assert.equal((await judged(faulty, () => other)).problem, undefined, 'elsewhere it may stay');
    });

    it(`adds comments to ${languageId}, and no more, as documentation`, async () => {
      assert.deepEqual(await judged(row, (old) => comment + old, 'docs'), { warnings: [] });
      const changed = await judged(row, () => comment + other, 'docs');
      assert.deepEqual(changed.problem, { kind: 'notOnlyComments' });
    });
  }

  it('may have a documentation string, and no other string', async () => {
    const base = 'def one(x):\n«    y = "a"\n    return y\n»';
    const row = { languageId: 'python', base };
    assert.deepEqual(await judged(row, (old) => `    """One."""\n${old}`, 'docs'), { warnings: [] });
    const other = await judged(row, (old) => old.replace('"a"', '"b"'), 'docs');
    assert.deepEqual(other.problem, { kind: 'notOnlyComments' });
  });
});

describe('names that an edit calls', () => {
  const calls: readonly (readonly [languageId: string, base: string, before: string, after: string])[] = [
    [
      'typescript',
      "import { a } from './a';\n«a();\n»",
      'function mine() {}\n',
      'a(); mine(); parseInt("1"); it.made();\n',
    ],
    ['javascript', 'const a = 1;\n«a;\n»', 'const mine = () => {};\n', 'mine(); fetch(a); new Map();\n'],
    ['python', 'import os\n«os\n»', 'def mine():\n    pass\n', 'mine()\nlen(os.listdir())\n'],
    ['go', 'package a\n\nfunc b() {\n«\tb()\n»}\n', '\tmine := func() {}\n', '\tmine()\n\tpanic(len("a"))\n\tb()\n'],
    ['rust', 'fn b() {\n«    b();\n»}\n', '    let mine = || 1;\n', '    mine();\n    Some(1);\n    b();\n'],
  ];
  for (const [languageId, base, declaration, code] of calls) {
    it(`are told in ${languageId} when they are nowhere`, async () => {
      const row = { languageId, base };
      assert.deepEqual(await judged(row, () => declaration + code), { warnings: [] });
      const strange = await judged(row, () => code);
      assert.deepEqual(strange.warnings, [{ kind: 'unknownNames', names: ['mine'] }]);
      assert.deepEqual(await judged(row, () => code, 'edit', ['mine']), { warnings: [] }, 'it was sent along');
    });
  }

  it('are not told in a language whose own names are not known', async () => {
    assert.deepEqual(await judged({ languageId: 'ruby', base: '«a = 1\n»' }, () => 'mine(1)\n'), { warnings: [] });
  });
});
