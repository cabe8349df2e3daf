import assert from 'node:assert/strict';
import { importMask } from '../../../../src/core/edits/text/importLines';

/** All lines of the first list are imports of the language; none of the second is. */
const rows: readonly (readonly [languageId: string, imports: readonly string[], others: readonly string[]])[] = [
  [
    'typescript',
    [
      "import './a';",
      "import a, { type B } from './a'; // both",
      "import * as c from 'c'",
      "export * from './d';",
      'import {',
      '  one,',
      '  two,',
      "} from 'e';",
      "const { f } = require('f');",
    ],
    [
      "import('a').then(go);",
      'import.meta.url;',
      "import a from 'a'; start();",
      "require('x').start();",
      'import {',
      '  start();',
    ],
  ],
  [
    'python',
    ['import os, sys as s', 'from . import a', 'from a.b import c as d  # why', 'from a import (', '    b,', ')'],
    ['from the start', "open('a').write('b')", 'import os; os.remove(a)', 'from a import (', 'start()'],
  ],
  ['go', ['import "fmt"', 'import (', '\t"os"', '\tx "a/b"', ')'], ['import (', '\tstart()', 'use "x"']],
  ['java', ['import java.util.List;', 'import static a.B.*;'], ['import a.B; start();', 'import(a);']],
  [
    'rust',
    ['use a::b;', 'pub(crate) use a::{b, c};', 'use a::{', '    b,', '};'],
    ['use_it();', 'use a::b; fn c() {}'],
  ],
  ['csharp', ['using System;', 'using A = B.C;'], ['using (var a = b()) {', 'using var a = b();']],
  ['cpp', ['#include <vector>', '#include "a.h" // why'], ['#include <a> b', '#define import']],
  ['php', ['use A\\B;', "require_once __DIR__ . '/a.php';"], ['use ($a) {', "include 'a' . $b;"]],
  ['ruby', ["require 'a'", "require_relative './b'"], ["require 'a'; go", 'include A']],
  ['sql', [], ['use a;', 'from b']],
  ['shellscript', [], ["alias rm='rm -rf'", 'open a']],
  ['markdown', [], ["import a from 'a';", 'use it', 'from the start']],
];

describe('lines that bring names in', () => {
  for (const [languageId, imports, others] of rows) {
    it(`are known in ${languageId}, and others are not taken for them`, () => {
      assert.deepEqual(
        importMask(imports, languageId),
        imports.map(() => true),
      );
      assert.deepEqual(
        importMask(others, languageId),
        others.map(() => false),
      );
    });
  }
});
