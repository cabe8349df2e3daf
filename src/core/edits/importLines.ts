import { isBlank } from './lines';

const STARTS: readonly RegExp[] = [
  /^(?:import|from|use|using|pub use|#\s*include|@import|@use|require|require_once|require_relative|include|include_once|alias|open|library)\b/,
  /^#\s*(?:include|import)\b/,
  /^(?:export\s+)?(?:const|let|var)\s+[\w${},:\s]+=\s*require\s*\(/,
  /^export\s+(?:\*|\{[^}]*\})\s+from\b/,
];
const HEADER =
  /^(?:#!|\/\/|#|--|;|%|\/?\*|<!--|"""|'''|'use strict'|"use strict"|<\?php|package\b|namespace\b[^{]*;|module\b[^{]*$|declare\()/;

/** Which lines belong to statements that bring names in, by their look: for what has no syntax tree yet. */
export function importMask(lines: readonly string[]): readonly boolean[] {
  let open = 0;
  let continues = false;
  return lines.map((line) => {
    const starts = STARTS.some((pattern) => pattern.test(line));
    if (open <= 0 && !continues && !starts) return false;
    if (open <= 0) open = 0;
    open += (line.match(/[{([]/g)?.length ?? 0) - (line.match(/[})\]]/g)?.length ?? 0);
    continues = line.trimEnd().endsWith('\\');
    return true;
  });
}

/** The line in front of which a new import goes; undefined where nothing tells. */
export function importPlace(lines: readonly string[]): number | undefined {
  const last = importMask(lines).lastIndexOf(true);
  return last === -1 ? undefined : last + 1;
}

/** Whether nothing but comments, blank lines, the package's name and imports stands in front of a line. */
export function isHead(lines: readonly string[], line: number): boolean {
  const mask = importMask(lines);
  return lines.slice(0, line).every((text, at) => mask[at] === true || isBlank(text) || HEADER.test(text.trimStart()));
}
