import { Buffer } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import type { FilePart, Message, PlainMessage } from '../../core/conversation/message';
import { contentOf } from '../../core/conversation/writeOut';
import { scrubMessages } from '../../core/privacy/scrubMessages';
import type { Scrubber } from '../../core/privacy/scrubber';
import type { Preview } from './privacyDesk';

/** In UTF-16 code units. */
const LARGE = 100_000;

/**
 * What messages would send.
 * @param scrubs secrets are replaced before sending.
 */
export async function previewOf(messages: readonly Message[], scrubber: Scrubber, scrubs: boolean): Promise<Preview> {
  const parts = messages.flatMap(filesIn);
  const breath = createBreath();
  const lost = new Set<string>();
  // What is typed right now is no secret to be remembered yet.
  const apart = scrubber.apart();
  for (const text of messages.map(contentOf)) {
    for (const placeholder of scrubber.restore(text).lost) lost.add(placeholder);
    await breath(text);
  }
  const texts = messages.flatMap(({ content }) => (typeof content === 'string' ? [content] : []));
  for (const text of scrubs ? [...texts, ...parts.map((part) => part.text)] : []) {
    // It remembers what became of a text, so that going through all of them at once is quick afterwards.
    apart.scrub(text);
    await breath(text);
  }
  const sending = scrubMessages(messages, scrubs ? apart : undefined);
  return {
    bytes: sending.messages.reduce((sum, { content }) => sum + bytesOf(content), 0),
    replaced: sending.replaced,
    lost: lost.size,
    files: sending.files.flatMap(({ bytes, lines }, at) => {
      const part = parts[at];
      return part === undefined ? [] : [{ part, bytes, lines }];
    }),
  };
}

function filesIn({ content }: Message): readonly FilePart[] {
  return typeof content === 'string' ? [] : content.filter((part) => part.type === 'file');
}

/** Base64 is one byte for each character. */
function bytesOf(content: PlainMessage['content']): number {
  if (typeof content === 'string') return Buffer.byteLength(content);
  return content.reduce(
    (sum, part) => sum + (part.type === 'text' ? Buffer.byteLength(part.text) : part.data.length),
    0,
  );
}

/** Lets the editor do something else after each large piece of text. */
function createBreath(): (text: string) => Promise<void> {
  let done = 0;
  return async (text) => {
    done += text.length;
    if (done < LARGE) return;
    done = 0;
    await setImmediate();
  };
}
