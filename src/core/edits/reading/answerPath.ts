import { isBlank } from '../text/lines';

const PATH = String.raw`[\w@.()[\]\-+/\\~:]*[\w)\]]`;
const IN_COMMENT = new RegExp(
  String.raw`^\s*(?:\/\/+|#+|--+|;+|%+|\/\*+|<!--|"""|'|REM\b)\s*(?:(?:file|filename|path)\s*:\s*)?\`?(${PATH})\`?\s*(?:\*\/|-->|""")?\s*$`,
  'i',
);
const ALONE = new RegExp(
  String.raw`^\s*(?:#+\s+|[-*+]\s+|\d+\.\s+|>\s*)?[*_]*(?:(?:in|file|filename|path)\b\s*:?\s*)?[*_\`"]*(${PATH})[*_\`"]*\s*(?:\([^)]*\)|(?:lines?|L)\s*\d+\S*)?\s*:?[*_]*\s*$`,
  'i',
);

/** The path in a comment that says nothing else; undefined where the line is anything else. */
function pathInComment(line: string | undefined): string | undefined {
  return pathLike(IN_COMMENT.exec(line ?? '')?.[1]);
}

/**
 * The file that the first line of code names as its own, and the code without that line.
 * @param all the lines of the base, without white space at both ends: a line that is one of them names nothing.
 */
export function firstLinePath(
  lines: readonly string[],
  all: ReadonlySet<string>,
): { readonly path?: string; readonly rest: readonly string[] } {
  const [first] = lines;
  const path = pathInComment(first);
  if (path === undefined || all.has(first?.trim() ?? '')) return { rest: lines };
  return { path, rest: lines.slice(1) };
}

/** The file that a line of prose names, if it says nothing else: `**src/app.ts**:`. */
export function pathAlone(line: string | undefined): string | undefined {
  if (isBlank(line) || (line?.length ?? 0) > 300) return undefined;
  return pathLike(ALONE.exec(line ?? '')?.[1]);
}

/** What stands behind a fence: `ts:src/app.ts`, `ts title="src/app.ts"`, `12:20:src/app.ts`, `src/app.ts`. */
export function readInfo(info: string): { readonly language: string; readonly path?: string } {
  const [first = '', ...others] = info.trim().split(/\s+/);
  const named = /\b(?:title|file|filename|path|name)\s*=\s*["']?([^"'\s}]+)/i.exec(info)?.[1];
  const [, before = '', behind] = /^([^:/\\]*(?::\d+)?):(.+)$/.exec(first) ?? [];
  const path =
    named ?? pathLike(behind) ?? pathLike(first) ?? pathLike(others[0]?.replaceAll(/^[("'`]+|[)"'`]+$/g, ''));
  const language = (behind === undefined ? first : before).replaceAll(/[{}.]/g, '').toLowerCase();
  return path === undefined ? { language } : { language: path === first ? '' : language, path };
}

function pathLike(text: string | undefined): string | undefined {
  if (text === undefined || /^\d+(?:\.\d+)*$/.test(text)) return undefined;
  return /\.[A-Za-z]\w*$/.test(text) || /^(?:\.{0,2}|[\w@.-]+|~|[A-Za-z]:)[/\\]\S*\w$/.test(text) ? text : undefined;
}

/** Whether a path that an answer names is the file that was asked about. A path that leads out of the folder never is. */
export function isSameFile(path: string, name: string): boolean {
  const given = path.replaceAll('\\', '/').replace(/^(?:\.\/|[ab]\/(?=.*\/|[^/]*$))/, '');
  if (/^(?:\/|~|[A-Za-z]:|\w+:\/\/)|(?:^|\/)\.\.(?:\/|$)/.test(path.replaceAll('\\', '/'))) return false;
  const own = name.replaceAll('\\', '/');
  const isEnd = (long: string, short: string): boolean => long === short || long.endsWith(`/${short}`);
  return [given, path.replaceAll('\\', '/').replace(/^\.\//, '')].some((one) => isEnd(one, own) || isEnd(own, one));
}
