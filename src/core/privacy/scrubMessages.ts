import { base64Bytes } from '../base64';
import type { FilePart, ImagePart, Message, Part, PlainMessage } from '../conversation/message';
import { type LineBreaks, contentOf, countLines, plainContent, writeParts } from '../conversation/writeOut';
import type { Scrubbed, Scrubber } from './scrubber';
import type { ReplacedValue, SentFile, SentPicture } from './sent';
import { utf8Length } from './utf8';

/** Messages as they leave this machine, with what was replaced in them and which files and pictures they hold. */
export interface Prepared {
  readonly messages: readonly PlainMessage[];
  readonly replaced: readonly ReplacedValue[];
  /** In their order; a file that is there twice is listed twice. */
  readonly files: readonly SentFile[];
  /** In their order, each as often as it is there. */
  readonly pictures: readonly SentPicture[];
}

const aboutPlaceholders =
  'Some values were taken out before this was sent to you: each word of the form SECRET_<KIND>_<ID> is a placeholder ' +
  'that stands for one value of that kind; keep placeholders exactly as they are wherever you use them, also in code, ' +
  'and never ask for the values or guess them.';

/**
 * Replaces secrets in everything that messages hold but the content of pictures, and writes them out. When anything was replaced, the first system
 * message says what placeholders are.
 * @param scrubber undefined: the user wants nothing replaced.
 */
export function scrubMessages(messages: readonly Message[], scrubber: Scrubber | undefined): Prepared {
  const joined = messages.map(({ role, content }) => ({ role, parts: joinTexts(content) }));
  if (scrubber === undefined) return writeAll(joined, asItIs);
  const { known } = scrubber;
  const scrub = (text: string): Scrubbed => scrubber.scrub(text);
  let prepared = writeAll(joined, scrub);
  // What was found in a later message may stand, unrecognised, in an earlier one.
  if (scrubber.known > known) prepared = writeAll(joined, scrub);
  return prepared.replaced.length === 0 ? prepared : { ...prepared, messages: withNotice(prepared.messages) };
}

interface JoinedMessage {
  readonly role: Message['role'];
  readonly parts: readonly Part[];
}

/** Neighbouring texts as one: a secret may begin in one and end in the next. */
function joinTexts(content: Message['content']): readonly Part[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  const parts: Part[] = [];
  for (const part of content) {
    const last = parts.at(-1);
    if (part.type === 'text' && last?.type === 'text') {
      parts[parts.length - 1] = { type: 'text', text: last.text + part.text };
    } else parts.push(part);
  }
  return parts;
}

function asItIs(text: string): Scrubbed {
  return { text, replacements: [] };
}

function writeAll(messages: readonly JoinedMessage[], scrub: (text: string) => Scrubbed): Prepared {
  const replaced = new Map<string, ReplacedValue>();
  const files: SentFile[] = [];
  const pictures: SentPicture[] = [];
  const counted = (text: string): Scrubbed => {
    const scrubbed = scrub(text);
    for (const { placeholder, kind } of scrubbed.replacements) {
      replaced.set(placeholder, { placeholder, kind, times: (replaced.get(placeholder)?.times ?? 0) + 1 });
    }
    return scrubbed;
  };
  const written = messages.map(({ role, parts }) => {
    const breaks = new Map<FilePart, LineBreaks>();
    const seen: ImagePart[] = [];
    const plain = parts.map((part): Part => {
      if (part.type === 'text') return { type: 'text', text: counted(part.text).text };
      if (part.type === 'image') {
        const picture: ImagePart = { ...part, name: counted(part.name).text };
        seen.push(picture);
        pictures.push(pictureFacts(picture));
        return picture;
      }
      const { text, replacements } = counted(part.text);
      const name = counted(part.file.name).text;
      const languageId = counted(part.languageId).text;
      const file: FilePart = { ...part, text, languageId, file: { ...part.file, name } };
      breaks.set(file, replacements);
      files.push({ name, startLine: part.startLine, lines: countLines(part.text), bytes: utf8Length(text) });
      return file;
    });
    return {
      role,
      content: plainContent(
        writeParts(plain, (part) => breaks.get(part) ?? []),
        seen,
      ),
    };
  });
  return { messages: written, replaced: [...replaced.values()], files, pictures };
}

function pictureFacts({ name, data, width, height }: ImagePart): SentPicture {
  const size = width === undefined || height === undefined ? {} : { width, height };
  return { name, bytes: base64Bytes(data), ...size };
}

function withNotice(messages: readonly PlainMessage[]): readonly PlainMessage[] {
  const at = messages.findIndex(({ role }) => role === 'system');
  const system = messages[at];
  if (system === undefined) return [{ role: 'system', content: aboutPlaceholders }, ...messages];
  return messages.with(at, { role: 'system', content: `${contentOf(system)}\n\n${aboutPlaceholders}` });
}
