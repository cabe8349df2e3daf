import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readTrace } from '../../../src/core/context/trace';

/** `path:line:column function` of each. */
function places(text: string): readonly string[] {
  return readTrace(text).map(({ path, line, column, function: name }) =>
    [`${path}:${line}`, column === undefined ? '' : `:${column}`, name === undefined ? '' : ` ${name}`].join(''),
  );
}

const traces: Readonly<Record<string, readonly [text: string, ...expected: string[]]>> = {
  'Node.js': [
    [
      "TypeError: Cannot read properties of undefined (reading 'price')",
      '    at total (/home/me/shop/src/cart.js:3:15)',
      '    at Cart.pay [as buy] (file:///home/me/my%20shop/src/cart.mjs:20:7)',
      '    at async Promise.all (index 0)',
      '    at async file:///C:/shop/main.ts:5:1',
      '    at new Shop (src/shop.ts:9:3)',
      '    at node:internal/process/task_queues:95:5',
      '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
      '    at Array.map (<anonymous>)',
    ].join('\n'),
    '/home/me/shop/src/cart.js:3:15 total',
    '/home/me/my shop/src/cart.mjs:20:7 Cart.pay',
    'C:/shop/main.ts:5:1',
    'src/shop.ts:9:3 new Shop',
  ],
  'mocha, on Windows': [
    '  1) cart\n       adds up:\n      AssertionError [ERR_ASSERTION]: 1 == 2\n      at Context.<anonymous> (C:\\shop\\test\\cart.test.js:12:14)',
    'C:\\shop\\test\\cart.test.js:12:14 Context.<anonymous>',
  ],
  'a browser': [
    'total@http://localhost:3000/src/cart.js?t=12:3:15\n@http://localhost:3000/main.js:1:1\n    at pay (webpack:///./src/pay.ts:4:2)',
    'src/cart.js:3:15 total',
    'main.js:1:1',
    'src/pay.ts:4:2 pay',
  ],
  'Python, the innermost call first': [
    [
      'Traceback (most recent call last):',
      '  File "/srv/app/main.py", line 10, in <module>',
      '    main()',
      '  File "shop/cart.py", line 3, in total',
      '    return sum(items)',
      "TypeError: unsupported operand type(s) for +: 'int' and 'str'",
    ].join('\n'),
    'shop/cart.py:3 total',
    '/srv/app/main.py:10 <module>',
  ],
  pytest: [
    'tests/test_cart.py:8: in test_total\n    assert total([]) == 0\nE   assert 1 == 0\nshop/cart.py:3: AssertionError\nFAILED tests/test_cart.py::test_total - assert 1 == 0',
    'tests/test_cart.py:8',
    'shop/cart.py:3',
  ],
  'Java and Kotlin': [
    [
      'Exception in thread "main" java.lang.NullPointerException',
      '\tat com.acme.shop.Cart$Item.price(Cart.java:42)',
      '\tat app//com.acme.shop.MainKt.main(Main.kt:7)',
      '\tat java.base/java.lang.Thread.run(Thread.java:1583)',
      '\tat java.base/jdk.internal.Native.call(Native Method)',
    ].join('\n'),
    'com/acme/shop/Cart.java:42 com.acme.shop.Cart$Item.price',
    'com/acme/shop/Main.kt:7 com.acme.shop.MainKt.main',
    'java/lang/Thread.java:1583 java.lang.Thread.run',
  ],
  'C#': [
    [
      'System.InvalidOperationException: empty',
      '   at Shop.Cart.Total(Int32 n) in C:\\src\\Shop\\Cart.cs:line 12',
      '   at Shop.Program.<Main>$(String[] args) in /src/Shop/Program.cs:line 3',
      '   at System.Linq.Enumerable.First[T](IEnumerable`1 source)',
    ].join('\n'),
    'C:\\src\\Shop\\Cart.cs:12 Shop.Cart.Total',
    '/src/Shop/Program.cs:3 Shop.Program.<Main>$',
  ],
  Go: [
    [
      'panic: runtime error: index out of range [1] with length 1',
      '',
      'goroutine 1 [running]:',
      'main.total({0xc0000b2000, 0x1, 0x1})',
      '\t/home/me/shop/cart.go:12 +0x1d',
      'github.com/acme/shop.(*Cart).Pay(0x1)',
      '\t/home/me/shop/pay.go:30',
      'main.main()',
      '\t/home/me/shop/main.go:8 +0x85',
    ].join('\n'),
    '/home/me/shop/cart.go:12 main.total',
    '/home/me/shop/pay.go:30 github.com/acme/shop.(*Cart).Pay',
    '/home/me/shop/main.go:8 main.main',
  ],
  'the compiler and tests of Go': [
    './cart.go:12:3: undefined: totl\n    cart_test.go:9: got 1, want 2',
    './cart.go:12:3',
    'cart_test.go:9',
  ],
  Rust: [
    [
      "thread 'main' panicked at src/main.rs:2:5:",
      'index out of bounds',
      'stack backtrace:',
      '   0: rust_begin_unwind',
      '             at /rustc/abc/library/std/src/panicking.rs:645:5',
      '   1: shop::total',
      '             at ./src/cart.rs:10:9',
    ].join('\n'),
    'src/main.rs:2:5',
    '/rustc/abc/library/std/src/panicking.rs:645:5 rust_begin_unwind',
    './src/cart.rs:10:9 shop::total',
  ],
  'the compiler of Rust': ['error[E0425]: cannot find value\n --> src/main.rs:4:13\n  |', 'src/main.rs:4:13'],
  Ruby: [
    "cart.rb:3:in 'Cart#total': undefined method (NoMethodError)\n\tfrom shop/main.rb:9:in `<main>'",
    'cart.rb:3 Cart#total',
    'shop/main.rb:9 <main>',
  ],
  PHP: [
    [
      'PHP Fatal error:  Uncaught TypeError: no in /srv/shop/Cart.php:12',
      'Stack trace:',
      '#0 /srv/shop/index.php(8): Cart->total(Array)',
      '#1 {main}',
      '  thrown in /srv/shop/Cart.php on line 12',
    ].join('\n'),
    '/srv/shop/Cart.php:12',
    '/srv/shop/index.php:8 Cart->total',
  ],
  gdb: [
    '#0  0x000055 in total (n=1, items=0x7ffe) at src/cart.c:12\n#1  main (argc=1) at ../src/main.c:5',
    'src/cart.c:12 total',
    '../src/main.c:5 main',
  ],
  'a sanitizer': [
    '==1==ERROR: AddressSanitizer: heap-use-after-free\n    #0 0x4f8c in total /home/me/shop/cart.cc:12:3\n    #1 0x7f00 in __libc_start_main (/lib/libc.so.6+0x270)',
    '/home/me/shop/cart.cc:12:3 total',
  ],
  'gcc and clang': [
    'src/cart.c:12:5: error: expected ;\nIn file included from src/main.c:1:\nC:/shop/cart.h:3:1: warning: unused',
    'src/cart.c:12:5',
    'src/main.c:1',
    'C:/shop/cart.h:3:1',
  ],
  'the compiler of TypeScript': [
    "src/cart.ts(3,5): error TS2322: Type 'string' is not assignable.\nsrc/pay.ts:4:2 - error TS2304: Cannot find name.",
    'src/cart.ts:3:5',
    'src/pay.ts:4:2',
  ],
  'compilers of Microsoft': [
    "C:\\shop\\cart.cpp(12): error C2065: 'n': undeclared\nCart.cs(4,9,4,12): error CS0103: no name",
    'C:\\shop\\cart.cpp:12',
    'Cart.cs:4:9',
  ],
  vitest: [' FAIL  src/cart.test.ts > adds up\n ❯ src/cart.test.ts:8:21', 'src/cart.test.ts:8:21'],
  Elixir: [
    '** (KeyError) key not found\n    (shop 0.1.0) lib/shop/cart.ex:12: Shop.Cart.total/1',
    'lib/shop/cart.ex:12',
  ],
};

describe('places in a trace', () => {
  for (const [of, [text, ...expected]] of Object.entries(traces)) {
    it(`of ${of}`, () => {
      assert.deepEqual(places(text), expected);
      assert.deepEqual(places(text.replaceAll('\n', '\r\n')), expected);
    });
  }

  it('are none in prose, times and addresses', () => {
    const prose = [
      'It happened at 12:30:05 on 2026-11-22, see https://example.com:8080/a and localhost:3000.',
      'Version 1.2.3:4 of the thing; ratio 3.5:1',
      'key: value',
      'at least 3:4',
    ];
    assert.deepEqual(places(prose.join('\n')), []);
  });

  it('are each told once', () => {
    assert.deepEqual(places('a.c:1:2: error\na.c:1:2: error\na.c:1:3: error'), ['a.c:1:2', 'a.c:1:3']);
  });

  it('are at most a hundred', () => {
    const many = Array.from({ length: 300 }, (_, index) => `    at f (src/a.ts:${index + 1}:1)`).join('\n');
    assert.equal(readTrace(many).length, 100);
  });

  it('are given as they are written, for somebody else to judge', () => {
    assert.deepEqual(places('    at f (../../etc/passwd.js:1:1)'), ['../../etc/passwd.js:1:1 f']);
    assert.deepEqual(places('  File "/etc/passwd", line 1, in x'), ['/etc/passwd:1 x']);
  });

  it('have lines and columns from 1, and paths without control characters, in any text', () => {
    const sign = fc.constantFrom(
      'at ',
      'f ',
      '(',
      ')',
      ':',
      '1',
      '0',
      '.ts',
      '.py',
      '/',
      '\\',
      '"',
      ', line ',
      'File ',
      'in ',
      '\n',
      '\t',
      '#0 ',
      '@',
      ' ',
      'a',
      '\u0000',
      'http://',
      '%2e',
      '%',
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 60 }), (signs) => {
        for (const { path, line, column = 1 } of readTrace(signs.join(''))) {
          assert.ok(line >= 1 && column >= 1 && path !== '');
          assert.doesNotMatch(path, /\p{Cc}/u);
        }
      }),
      { numRuns: 800 },
    );
  });

  it('are looked for in lines that a hostile text makes long', () => {
    for (const line of [
      'at '.repeat(700),
      `in ${'a.b '.repeat(490)}`,
      '#1 0x0 in '.repeat(190),
      'a.b.'.repeat(490),
      '('.repeat(1990),
      `from ${'x'.repeat(1900)}:`,
    ]) {
      assert.ok(Array.isArray(readTrace(`${line}\n`.repeat(200))));
    }
  });
});
