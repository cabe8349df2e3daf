import { readInfo } from './answerPath';
import { indentOf, isBlank } from '../text/lines';

/** A fenced block of an answer. */
export interface Fenced {
  readonly language: string;
  /** The file that is named behind the fence. */
  readonly path?: string;
  readonly lines: readonly string[];
  /** The last line of prose in front of it that is not blank. */
  readonly before: string | undefined;
  readonly closed: boolean;
}

export interface Fences {
  readonly blocks: readonly Fenced[];
  /** All lines outside of blocks. */
  readonly prose: readonly string[];
  /** Nothing but white space follows the last block. */
  readonly endsWithBlock: boolean;
}

const OPENING = /^(\s*)(`{3,}|~{3,})([^`]*)$/;

/**
 * The fenced blocks of Markdown. Unlike CommonMark 0.31 (section 4.5), a fence with words behind it opens a block in the
 * block, because models put fences into fences of the same length.
 */
export function readFences(lines: readonly string[]): Fences {
  const blocks: Fenced[] = [];
  const prose: string[] = [];
  let before: string | undefined;
  let endsWithBlock = false;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const opening = OPENING.exec(line);
    if (opening === null) {
      prose.push(line);
      if (!isBlank(line)) {
        before = line;
        endsWithBlock = false;
      }
      continue;
    }
    const [, indent = '', fence = '', info = ''] = opening;
    const { end, closed } = endOf(lines, at + 1, indent.length, fence);
    let body = lines.slice(at + 1, end);
    let isClosed = closed;
    const last = body.at(-1);
    if (!closed && last !== undefined && last.trimEnd().endsWith(fence)) {
      // The closing fence has stuck to the last line.
      body = [...body.slice(0, -1), last.trimEnd().slice(0, -fence.length)];
      isClosed = true;
    }
    blocks.push({ ...readInfo(info), lines: withoutIndent(body, indent), before, closed: isClosed });
    before = undefined;
    endsWithBlock = true;
    at = end;
  }
  return { blocks, prose, endsWithBlock };
}

function endOf(
  lines: readonly string[],
  from: number,
  indent: number,
  fence: string,
): { readonly end: number; readonly closed: boolean } {
  let depth = 0;
  for (let at = from; at < lines.length; at += 1) {
    const [, inner = '', marks = '', info = ''] = OPENING.exec(lines[at] ?? '') ?? [];
    if (marks === '' || marks[0] !== fence[0] || marks.length < fence.length || inner.length > indent + 3) continue;
    if (info.trim() !== '') depth += 1;
    else if (depth > 0) depth -= 1;
    else return { end: at, closed: true };
  }
  return { end: lines.length, closed: false };
}

/** A block in a list is indented as the list is, with all its lines. */
function withoutIndent(lines: readonly string[], indent: string): readonly string[] {
  if (indent === '' || !lines.every((line) => isBlank(line) || line.startsWith(indent))) return lines;
  return lines.map((line) => (isBlank(line) && indentOf(line).length < indent.length ? '' : line.slice(indent.length)));
}
