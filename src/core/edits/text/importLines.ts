import { isBlank } from './lines';

/** How a language brings names in. */
interface Imports {
  /** A whole statement on one line, and nothing else on it. */
  readonly lines: readonly RegExp[];
  /** A statement over several lines: its first, those in it, its last. */
  readonly long?: readonly (readonly [first: RegExp, within: RegExp, last: RegExp])[];
}

const module = String.raw`(?:'[^'"]*'|"[^'"]*")`;
const end = String.raw`\s*;?\s*(?:\/\/.*)?$`;
const names = String.raw`[\w$*{},\s]`;
const of = (pattern: string, behind = end): RegExp => new RegExp(`^${pattern}${behind}`);
const bare = /^[\w$,\s]*(?:\/\/.*)?$/;

const javascript: Imports = {
  lines: [
    of(String.raw`import\s+${module}`),
    of(String.raw`(?:import|export)\s+(?:type\s+)?${names}+\s+from\s*${module}(?:\s+(?:with|assert)\s*\{[^{}]*\})?`),
    of(String.raw`import\s+[\w$]+\s*=\s*require\(${module}\)`),
    of(String.raw`(?:const|let|var)\s+[\w{},:\s$]+=\s*require\(${module}\)(?:\.[\w$]+)*`),
  ],
  long: [
    [
      /^(?:import|export)\s+(?:type\s+)?(?:[\w$]+\s*,\s*)?\{[\w$,\s]*$/,
      bare,
      of(String.raw`[\w$,\s]*\}\s*from\s*${module}`),
    ],
    [/^(?:const|let|var)\s+\{[\w$,:\s]*$/, /^[\w$,:\s]*$/, of(String.raw`[\w$,:\s]*\}\s*=\s*require\(${module}\)`)],
  ],
};
const c: Imports = { lines: [/^#\s*(?:include|import)\s*(?:<[^<>]+>|"[^"]+")\s*(?:\/\/.*|\/\*.*\*\/\s*)?$/] };
const java: Imports = { lines: [of(String.raw`import\s+(?:static\s+)?[\w.*{},\s=>]+?(?:\s+as\s+\w+)?`)] };
const css: Imports = { lines: [/^@(?:import|use|forward)\s[^{}]*;\s*$/] };
const python = String.raw`\s*(?:#.*)?$`;

const languages: Readonly<Record<string, Imports>> = {
  javascript,
  javascriptreact: javascript,
  typescript: javascript,
  typescriptreact: javascript,
  vue: javascript,
  svelte: javascript,
  c,
  cpp: c,
  'objective-c': c,
  java,
  kotlin: java,
  groovy: java,
  scala: java,
  css,
  scss: css,
  less: css,
  python: {
    lines: [
      of(String.raw`import\s+[\w.]+(?:\s+as\s+\w+)?(?:\s*,\s*[\w.]+(?:\s+as\s+\w+)?)*`, python),
      of(String.raw`from\s+[\w.]+\s+import\s+(?:\*|[\w,\s]+|\([\w,\s]+\))`, python),
    ],
    long: [
      [
        /^from\s+[\w.]+\s+import\s*\([\w,\s]*(?:#.*)?$/,
        of(String.raw`[\w,\s]*`, python),
        of(String.raw`[\w,\s]*\)`, python),
      ],
    ],
  },
  go: {
    lines: [of(String.raw`import\s+(?:[\w.]+\s+)?(?:"[^"]+"|\x60[^\x60]+\x60)`)],
    long: [[/^import\s*\(\s*$/, /^\s*(?:(?:[\w.]+\s+)?(?:"[^"]+"|`[^`]+`))?\s*(?:\/\/.*)?$/, /^\)\s*$/]],
  },
  rust: {
    lines: [
      of(String.raw`(?:pub(?:\([\w\s]+\))?\s+)?use\s+[\w:{},*\s]+;`),
      of(String.raw`extern\s+crate\s+\w+(?:\s+as\s+\w+)?;`),
    ],
    long: [
      [/^(?:pub(?:\([\w\s]+\))?\s+)?use\s+[\w:]+::\{[\w:{},*\s]*$/, /^[\w:{},*\s]*$/, of(String.raw`[\w:{},*\s]*\};`)],
    ],
  },
  php: {
    lines: [
      of(String.raw`use\s+(?:function\s+|const\s+)?[\w\\{},\s]+;`),
      of(String.raw`(?:require|include)(?:_once)?\s*\(?\s*(?:__DIR__\s*\.\s*)?${module}\s*\)?;`),
    ],
  },
  csharp: { lines: [of(String.raw`(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?[\w.<>,\s]+;`)] },
  fsharp: { lines: [of(String.raw`open\s+[\w.]+`)] },
  ruby: { lines: [of(String.raw`require(?:_relative)?\s*\(?\s*${module}\s*\)?`, python)] },
  swift: { lines: [of(String.raw`(?:@testable\s+)?import\s+(?:\w+\s+)?[\w.]+`)] },
  dart: { lines: [of(String.raw`(?:import|export)\s+${module}[\w\s,]*;`)] },
  haskell: { lines: [/^import\s+(?:qualified\s+)?[\w.]+(?:\s+(?:qualified|as|hiding|\w[\w.]*|\([^()]*\)))*\s*$/] },
  elixir: { lines: [of(String.raw`(?:import|alias|require|use)\s+[\w.{},\s]+`, python)] },
  lua: { lines: [/^local\s+\w+\s*=\s*require\s*\(?\s*(?:'[^'"]+'|"[^'"]+")\s*\)?\s*(?:--.*)?$/] },
  perl: { lines: [of(String.raw`use\s+[\w:]+[^(){};]*;`, python)] },
  r: { lines: [of(String.raw`(?:library|require)\(\s*["']?[\w.]+["']?\s*\)`, python)] },
  julia: { lines: [of(String.raw`(?:using|import)\s+[\w.,:\s]+`, python)] },
};

const HEADER =
  /^(?:#!|\/\/|#|--|;|%|\/?\*|<!--|"""|'''|'use strict'|"use strict"|<\?php|package\b|namespace\b[^{]*;|module\b[^{]*$|declare\()/;

/** More lines are no list of names, and a longer line is no import. */
const MOST_LINES = 200;
const LONGEST_LINE = 500;

/**
 * Which lines belong to statements that bring names in, by their look: for what has no syntax tree yet. A line with
 * anything else on it is none of them, and none is in a language that is not known for its imports.
 */
export function importMask(lines: readonly string[], languageId: string): readonly boolean[] {
  const mask = lines.map(() => false);
  const language = Object.hasOwn(languages, languageId) ? languages[languageId] : undefined;
  if (language === undefined) return mask;
  for (let at = 0; at < lines.length; at += 1) {
    const last = lastLine(lines, at, language);
    if (last === undefined) continue;
    mask.fill(true, at, last + 1);
    at = last;
  }
  return mask;
}

/** The last line of the statement that begins in a line; undefined where none does. */
function lastLine(lines: readonly string[], at: number, { lines: whole, long = [] }: Imports): number | undefined {
  const line = lines[at] ?? '';
  if (line.length > LONGEST_LINE) return undefined;
  if (whole.some((pattern) => pattern.test(line))) return at;
  for (const [first, within, last] of long) {
    if (!first.test(line)) continue;
    for (let index = at + 1; index < Math.min(lines.length, at + MOST_LINES); index += 1) {
      const next = lines[index] ?? '';
      if (next.length > LONGEST_LINE) break;
      if (last.test(next)) return index;
      if (!within.test(next)) break;
    }
  }
  return undefined;
}

/** The line in front of which a new import goes; undefined where nothing tells. */
export function importPlace(lines: readonly string[], languageId: string): number | undefined {
  const last = importMask(lines, languageId).lastIndexOf(true);
  return last === -1 ? undefined : last + 1;
}

/** Whether nothing but comments, blank lines, the package's name and imports stands in front of a line. */
export function isHead(lines: readonly string[], line: number, languageId: string): boolean {
  const mask = importMask(lines, languageId);
  return lines.slice(0, line).every((text, at) => mask[at] === true || isBlank(text) || HEADER.test(text.trimStart()));
}
