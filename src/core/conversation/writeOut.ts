import { unreachable } from '../errors';
import type { FilePart, ImagePart, Message, Part, PlainMessage } from './message';

/** The text of a message as a model reads it; of pictures their names. */
export function contentOf({ content }: Message): string {
  return typeof content === 'string' ? content : writeParts(content);
}

/** The pictures in a message, in their order. */
export function picturesIn({ content }: Message): readonly ImagePart[] {
  return typeof content === 'string' ? [] : content.filter((part) => part.type === 'image');
}

/** Messages as they are sent, where nothing has to be replaced. */
export function writeOut(messages: readonly Message[]): readonly PlainMessage[] {
  return messages.map((message) => ({
    role: message.role,
    content: plainContent(contentOf(message), picturesIn(message)),
  }));
}

/** The text first, then its pictures (OpenRouter API reference 17.4); without any it stays a bare text. */
export function plainContent(text: string, pictures: readonly ImagePart[]): PlainMessage['content'] {
  if (pictures.length === 0) return text;
  // Where a picture lies is nobody's business but ours.
  return [{ type: 'text', text }, ...pictures.map(({ file: _file, ...picture }) => picture)];
}

/** @param breaks line breaks that stood in the text before something long was replaced; for true line numbers. */
export function writeParts(parts: readonly Part[], breaks?: (part: FilePart) => LineBreaks): string {
  return parts.map((part) => writePart(part, breaks)).join('');
}

function writePart(part: Part, breaks: ((part: FilePart) => LineBreaks) | undefined): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'file':
      return writeFile(part, breaks?.(part));
    case 'image':
      // So that words about one of several can be understood.
      return `[picture: ${part.name}]`;
    default:
      return unreachable(part);
  }
}

/** For offsets in a replaced text: how many line breaks were taken out there. Ascending. */
export type LineBreaks = readonly { readonly at: number; readonly lines: number }[];

/** `lines 12–14 of app.ts:` and the lines in a fenced block. */
function writeFile({ file, text, languageId, startLine, numbered }: FilePart, breaks: LineBreaks = []): string {
  const { lines, last } = numberLines(text, startLine, breaks);
  const width = String(last).length;
  const body = lines
    .map(({ number, line }) => (numbered === true ? `${String(number).padStart(width)} | ${line}` : line))
    .join('\n');
  const where = startLine === last ? `line ${startLine}` : `lines ${startLine}–${last}`;
  const fence = fenceFor(text);
  return `${where} of ${file.name}:\n\n${fence}${languageId}\n${body}\n${fence}`;
}

/** As an editor's user counts: a line break at the end begins no further line. */
export function countLines(text: string): number {
  const breaks = text.match(/\r\n|\r|\n/g)?.length ?? 0;
  return /[\r\n]$/.test(text) ? breaks : breaks + 1;
}

interface NumberedLines {
  readonly lines: readonly { readonly number: number; readonly line: string }[];
  /** The number of the last line, as the file counts. */
  readonly last: number;
}

function numberLines(text: string, startLine: number, breaks: LineBreaks): NumberedLines {
  const lines: { number: number; line: string }[] = [];
  let number = startLine;
  let last = startLine;
  let next = 0;
  for (const { 0: whole, 1: line = '', 2: end, index } of text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
    // What comes after a line break at the very end is no line.
    if (whole === '' && lines.length > 0) break;
    lines.push({ number, line });
    for (let taken = breaks[next]; taken !== undefined && taken.at < index + whole.length; taken = breaks[next]) {
      number += taken.lines;
      next += 1;
    }
    last = number;
    // At the end of the text there would be another, empty match.
    if (end === '') break;
    number += 1;
  }
  return { lines, last };
}

/** Longer than any run of backticks in the code, so that the code can not end its own block. */
function fenceFor(code: string): string {
  const longest = (code.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  return '`'.repeat(Math.max(3, longest + 1));
}
