/** Where code of an answer goes in a document: what stands from `start` to `end` is replaced by `text`. UTF-16 code units. */
export interface Placement {
  readonly what: 'selection' | 'whole' | 'cursor';
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Spot {
  readonly start: number;
  readonly end: number;
}

/** So many of the file's lines in the code make it a new version of the whole file; fewer do when both ends are the same. */
const WHOLE = 0.6;
const WHOLE_BY_ENDS = 0.3;

/**
 * In the place of what is selected; else of the whole document, where the code looks like a version of it; else at the
 * cursor. Line breaks become those of the document.
 * @param selected empty: the cursor.
 */
export function placeCode(document: string, code: string, { start, end }: Spot, lineBreak: '\n' | '\r\n'): Placement {
  const text = code.replaceAll(/\r\n|\r|\n/g, lineBreak);
  if (end > start) return { what: 'selection', start, end, text: likeEnd(text, document.slice(start, end), lineBreak) };
  if (isWholeFile(document, code)) {
    return { what: 'whole', start: 0, end: document.length, text: likeEnd(text, document, lineBreak) };
  }
  return { what: 'cursor', start, end: start, text: asLines(text, document, start, lineBreak) };
}

/** Ends with a line break if and only if the text in whose place it goes did; a document without text gets one. */
function likeEnd(text: string, before: string, lineBreak: string): string {
  const bare = text.replace(/[\r\n]+$/, '');
  return before === '' || /[\r\n]$/.test(before) ? bare + lineBreak : bare;
}

/** Code of several lines that goes in front of a line does not run into it. */
function asLines(text: string, document: string, at: number, lineBreak: string): string {
  const before = /[^\r\n]*$/.exec(document.slice(0, at))?.[0] ?? '';
  const after = /^[^\r\n]*/.exec(document.slice(at))?.[0] ?? '';
  const isAtLine = before.trim() === '' && after.trim() !== '';
  return isAtLine ? text.replace(/[\r\n]+$/, '') + lineBreak : text;
}

/**
 * Whether code is a version of a whole file: most of the file's lines are in it, or some and both its ends. Code that
 * leaves parts out (`// … existing code …`) is not: it would delete them.
 */
function isWholeFile(document: string, code: string): boolean {
  const of = significantLines(document);
  const given = significantLines(code);
  if (of.length === 0) return true;
  if (given.some((line) => ELISION.test(line))) return false;
  const there = new Set(given);
  const lines = new Set(of);
  const share = [...lines].filter((line) => there.has(line)).length / lines.size;
  return share >= (of[0] === given[0] && of.at(-1) === given.at(-1) ? WHOLE_BY_ENDS : WHOLE);
}

const ELISION = /^(?:\/\/|#|--|;|%|\/\*|<!--|\{\/\*)?\s*(?:\.{3}|…)/;

function significantLines(text: string): readonly string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** `// src/app.ts` alone on the first line, in the comment of whatever language. */
const MENTION =
  /^\s*(?:\/\/+|#+|--+|;+|%+|\/\*+|<!--|"""|'|REM\b)\s*(?:(?:file|filename|path)\s*:\s*)?`?([\w@.()[\]\-+/\\]*[\w)\]])`?\s*(?:\*\/|-->|""")?\s*$/i;

/** ```` ```ts:src/app.ts ````, as some models write it. */
const IN_FENCE = /^[\w+#-]*:([\w@.()[\]\-+/\\]*[\w)\]])$/;

/**
 * The file that code names as its own: behind its fence, or alone on its first line. With the code without that line;
 * undefined when it names none, or something outside of the folder.
 * @param fence what stands behind the opening of the block.
 */
export function mentionedFile(
  code: string,
  fence: string,
): { readonly path: string; readonly rest: string } | undefined {
  const inFence = pathOf(IN_FENCE.exec(fence)?.[1]);
  if (inFence !== undefined) return { path: inFence, rest: code };
  const [first = ''] = code.split(/\r\n|\r|\n/, 1);
  const path = pathOf(MENTION.exec(first)?.[1]);
  return path === undefined ? undefined : { path, rest: code.slice(first.length).replace(/^(?:\r\n|\r|\n)/, '') };
}

function pathOf(text: string | undefined): string | undefined {
  const path = text?.replaceAll('\\', '/').replace(/^\.\//, '');
  if (path === undefined || path.startsWith('/') || /(?:^|\/)\.\.(?:\/|$)/.test(path)) return undefined;
  // A single word is a remark unless it has an extension.
  return /\.\w+$/.test(path) || path.includes('/') ? path : undefined;
}
