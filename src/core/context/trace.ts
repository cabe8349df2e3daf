/** A place in code that a text speaks of. Nothing of it is trusted: whoever opens the file decides what may be opened. */
export interface TraceFrame {
  /** As written, without `file://` and the like; of Java and its kin made from package and file name: `com/acme/Cart.java`. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column?: number;
  readonly function?: string;
}

/** More calls than these nobody follows. */
const MOST_FRAMES = 100;
/** In UTF-16 code units; what is longer is no line of a trace. */
const LONGEST_LINE = 2000;
const LONGEST_PATH = 500;
const MOST_LINES = 5000;

interface Form {
  readonly pattern: RegExp;
  /** The innermost call comes last in a trace of this form. */
  readonly innermostLast?: boolean;
  /** The function stands in the line before (Go, Rust). */
  readonly functionBefore?: RegExp;
}

/**
 * How a place is written, the special before the general. Each pattern is tried on one line; `function`, `path`, `line` and
 * `column` are its groups.
 */
const forms: readonly Form[] = [
  // Python: `File "app.py", line 3, in main`.
  {
    pattern: /^\s*(?:\|\s*)*File "(?<path>[^"]+)", line (?<line>\d+)(?:, in (?<function>.+))?$/,
    innermostLast: true,
  },
  // C#: `at Shop.Cart.Total(Int32 n) in C:\src\Cart.cs:line 12`.
  { pattern: /^\s*at (?<function>[^(]+)\([^)]*\).* in (?<path>.+):line (?<line>\d+)$/ },
  // Java, Kotlin, Scala: `at com.acme.Cart.total(Cart.java:12)`, with a loader or module in front.
  {
    pattern:
      /^\s*at (?:[\w.@-]*\/)*(?<function>[\w$.<>-]+)\((?<path>[\w$-]+\.(?:java|kt|kts|scala|groovy|clj)):(?<line>\d+)\)/,
  },
  // Rust: `at ./src/main.rs:10:5` under `4: app::total`.
  {
    pattern: /^\s+at (?<path>\S+\.rs):(?<line>\d+):(?<column>\d+)$/,
    functionBefore: /^\s*\d+:\s+(?:0x[\da-f]+ - )?(?<function>\S+)$/,
  },
  // JavaScript (V8): `at total (file:///src/cart.ts:3:5)`, `at async src/cart.ts:3:5`.
  {
    pattern:
      /^\s*at (?:async )?(?<function>[^()]+?)(?: \[as [^\]]+\])? \((?<path>[^()]+?):(?<line>\d+):(?<column>\d+)\)$/,
  },
  { pattern: /^\s*at (?:async )?(?<path>[^()]+?):(?<line>\d+):(?<column>\d+)$/ },
  // JavaScript (Firefox, Safari): `total@http://localhost/cart.js:3:5`.
  { pattern: /^\s*(?<function>[^@\s]*)@(?<path>[^@\s]+?):(?<line>\d+):(?<column>\d+)$/ },
  // gdb: `#0  0x0123 in total (n=1) at src/cart.c:12`; sanitizers: `#0 0x0123 in total /src/cart.c:12:3`.
  { pattern: /^\s*#\d+\s+(?:0x[\da-f]+ in )?(?<function>[^()]+?) ?\([^)]*\) at (?<path>.+?):(?<line>\d+)$/i },
  { pattern: /^\s*#\d+\s+0x[\da-f]+ in (?<function>.+?) (?<path>\S+?):(?<line>\d+)(?::(?<column>\d+))?$/i },
  // PHP: `#0 /src/Cart.php(12): Cart->total()`, and `in /src/Cart.php on line 12`, `in /src/Cart.php:12`.
  { pattern: /^\s*#\d+ (?<path>[^()]+\.\w+)\((?<line>\d+)\): (?<function>[^(]+)\(/ },
  { pattern: /\bin (?<path>\S.*?\.\w+)(?: on line |:)(?<line>\d+)$/ },
  // Ruby: `from cart.rb:3:in 'Cart#total'`, and the older "`total'".
  { pattern: /^\s*(?:from )?(?<path>\S[^:]*\.\w+):(?<line>\d+):in [`'](?<function>[^']+)'/ },
  // Rust's compiler, and vitest: `--> src/main.rs:10:5`.
  { pattern: /^\s*(?:-->|❯) (?<path>\S.*?):(?<line>\d+):(?<column>\d+)/ },
  // Go: a line with a tab, under the call.
  {
    pattern: /^\t(?<path>.+\.go):(?<line>\d+)(?: \+0x[\da-f]+)?$/,
    functionBefore: /^(?<function>[^\s(]+(?:\(\*?\w+\)[^\s(]*)?)\(/,
  },
  // TypeScript, C#, C++ of Microsoft: `src/cart.ts(3,5): error TS2322`, `cart.cpp(12): error C2065`.
  { pattern: /^\s*(?<path>\S[^():]*(?::[^():]+)?\.\w+)\((?<line>\d+)(?:,(?<column>\d+))?(?:,\d+,\d+)?\)\s?: / },
  // Compilers, linters, test runners: `src/cart.c:12:3: error`, `tests/test_cart.py:8: AssertionError`.
  {
    pattern:
      /(?:^|[\s(["'])(?<path>(?:[a-z]:)?[^\s:()"'<>|*?,;]+\.[a-z]\w*):(?<line>\d+)(?::(?<column>\d+))?(?![\w.])/i,
  },
];

/**
 * Places in a stack trace, or in what a compiler or a test runner wrote; the innermost call first, other places in their
 * order. Forms of JavaScript, Python, Java and its kin, C#, Go, Rust, Ruby, PHP, C and C++, and what is general.
 * Each place once; those inside a runtime that has no file are left out.
 */
export function readTrace(text: string): readonly TraceFrame[] {
  const frames: TraceFrame[] = [];
  const reversed: TraceFrame[] = [];
  const seen = new Set<string>();
  let before = '';
  for (const line of text.split(/\r\n|\r|\n/, MOST_LINES)) {
    const found = line.length > LONGEST_LINE ? undefined : frameIn(line.trimEnd(), before);
    before = line;
    if (found === undefined) continue;
    const { frame, form } = found;
    const key = `${frame.path}\n${frame.line}\n${frame.column ?? ''}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (form.innermostLast === true) reversed.push(frame);
    else frames.push(frame);
  }
  return [...reversed.toReversed(), ...frames].slice(0, MOST_FRAMES);
}

function frameIn(line: string, before: string): { readonly frame: TraceFrame; readonly form: Form } | undefined {
  for (const form of forms) {
    const groups = form.pattern.exec(line)?.groups;
    if (groups === undefined) continue;
    const named = groups['function'] ?? form.functionBefore?.exec(before)?.groups?.['function'];
    const frame = frameOf(groups, named?.trim());
    // A place without a file is none, and no other form makes one of it.
    return frame === undefined ? undefined : { frame, form };
  }
  return undefined;
}

function frameOf(groups: Readonly<Partial<Record<string, string>>>, named: string | undefined): TraceFrame | undefined {
  const path = pathOf(groups['path'] ?? '', named);
  const line = counted(groups['line']);
  const column = counted(groups['column']);
  if (path === undefined || line === undefined) return undefined;
  return {
    path,
    line,
    ...(column === undefined ? {} : { column }),
    ...(named === undefined || named === '' || named === '<anonymous>' ? {} : { function: named }),
  };
}

function pathOf(written: string, named: string | undefined): string | undefined {
  if (/^(?:node|internal|native|ext|deno|bun):|^<|^native$/.test(written)) return undefined;
  const path =
    /\.(?:java|kt|kts|scala|groovy|clj)$/.test(written) && !/[\\/]/.test(written)
      ? `${packageOf(named)}${written}`
      : withoutScheme(written);
  return path === '' || path.length > LONGEST_PATH || /\p{Cc}/u.test(path) ? undefined : path;
}

/** `com/acme/` of `com.acme.Cart$Item.total`: names before the first with a capital are packages. */
function packageOf(named = ''): string {
  const names = named.split('.').slice(0, -1);
  const type = names.findIndex((name) => /^\p{Lu}/u.test(name));
  return names
    .slice(0, type === -1 ? -1 : type)
    .filter((name) => name !== '')
    .map((name) => `${name}/`)
    .join('');
}

/** Of an address of a bundler or a server the path from its root. */
function withoutScheme(written: string): string {
  const file = /^file:\/\/(?:localhost)?(\/.*)$/.exec(written)?.[1];
  // Of Windows: `/C:/src/cart.ts`.
  if (file !== undefined) return decoded(file).replace(/^\/(?=[A-Za-z]:)/, '');
  const address = /^(?:https?:\/\/[^/]+|webpack(?:-internal)?:\/\/[^/]*)\/(.*)$/.exec(written)?.[1];
  if (address !== undefined) return decoded(address.replace(/[?#].*$/, '')).replace(/^(?:\.\/|\/)+/, '');
  return /^[a-z][\w+.-]+:\/\//i.test(written) ? '' : written;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function counted(digits: string | undefined): number | undefined {
  if (digits === undefined || digits.length > 8) return undefined;
  const number = Number(digits);
  return number >= 1 ? number : undefined;
}
