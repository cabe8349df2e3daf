import { formatBytes, plural } from '../format';
import { taskNames } from '../tasks/task';
import { kindWords } from './kindWords';
import type { SentPicture, SentRequest } from './sent';

/**
 * A request for a person to read, as JSON with comments: where it went, what was replaced, which files and pictures it
 * held, and its body, indented. What the body holds is what left, to the character, but for the content of pictures.
 * @param when the moment in the user's own words.
 * @param bytes of the body as it was sent.
 */
export function sentText(request: SentRequest, when: string, bytes: number): string {
  const { task, n, address, headers, body, replaced, files, pictures = [], model } = request;
  const pretty = indented(body);
  const lines = [
    `What Tollfree sent (${taskNames[task]}), ${when}, request ${n} of this answer, to ${model}.`,
    '',
    `POST ${address}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    replaced.length === 0 ? 'No secrets were found in it.' : `${plural(replaced.length, 'secret')} replaced:`,
    ...replaced.map(({ placeholder, kind, times }) => `  ${placeholder}  ${kindWords(kind)}, ${plural(times, 'time')}`),
    '',
    files.length === 0 ? 'No file was in it.' : `${plural(files.length, 'file')} in it:`,
    ...files.map(
      ({ name, startLine, lines: count, bytes: size }) =>
        `  ${name}, ${count === 1 ? `line ${startLine}` : `lines ${startLine}–${startLine + count - 1}`}, ${formatBytes(size)}`,
    ),
    ...(pictures.length === 0
      ? []
      : ['', `${plural(pictures.length, 'picture')} in it:`, ...pictures.map(pictureLine)]),
    '',
    pretty === undefined
      ? `The body, ${bytes} bytes, as it was sent:`
      : `The body, ${bytes} bytes. It was sent on one line; only the line breaks and spaces between its parts were added here.`,
    ...(request.omitted === undefined ? [] : ['The content of pictures, which cannot be read, is shown by its size.']),
  ];
  const readable = pretty === undefined ? [] : messagesIn(body);
  return `${commented(lines)}\n${pretty ?? body}\n${readable.length === 0 ? '' : `\n${commented(readable)}\n`}`;
}

function pictureLine({ name, bytes, width, height }: SentPicture): string {
  const size = width === undefined || height === undefined ? '' : `, ${width} × ${height} pixels`;
  return `  ${name}${size}, ${formatBytes(bytes)}`;
}

function commented(lines: readonly string[]): string {
  return lines.map((line) => `// ${line}`.trimEnd()).join('\n');
}

/** The messages once more as a person reads them: in the body a line break is two characters. */
function messagesIn(body: string): readonly string[] {
  const parsed: unknown = JSON.parse(body);
  if (typeof parsed !== 'object' || parsed === null || !('messages' in parsed)) return [];
  const { messages } = parsed;
  if (!Array.isArray(messages)) return [];
  const lines: string[] = [];
  for (const message of messages as readonly unknown[]) {
    if (typeof message !== 'object' || message === null || !('role' in message) || !('content' in message)) continue;
    const { role, content } = message;
    const text = textIn(content);
    if (typeof role !== 'string' || text === undefined) continue;
    lines.push('', `── ${role} ──`, ...text.split(/\r\n|\r|\n/));
  }
  return lines.length === 0 ? [] : ['The messages in it once more, with their line breaks:', ...lines];
}

/** A message with pictures has its text as the first of its parts. */
function textIn(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  const first: unknown = Array.isArray(content) ? content[0] : undefined;
  if (typeof first !== 'object' || first === null || !('text' in first)) return undefined;
  return typeof first.text === 'string' ? first.text : undefined;
}

/** Undefined when that would change more than the space between the parts. */
function indented(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return JSON.stringify(parsed) === body ? JSON.stringify(parsed, undefined, 2) : undefined;
  } catch {
    return undefined;
  }
}
