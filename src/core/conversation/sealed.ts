import type { Failure } from '../errors';
import type { Scrubber } from '../privacy/scrubber';
import type { Turn } from './conversation';
import type { Attachment, FileRef } from './message';

type Scrub = (text: string) => string;

/**
 * Gives turns as they may be kept on disk: with placeholders in the place of secrets. Turns that did not change are not
 * gone through again, until another value is known to be secret.
 */
export function createSealer(scrubber: Scrubber): (turns: readonly Turn[]) => readonly Turn[] {
  let sealed = new WeakMap<Turn, Turn>();
  let known = scrubber.known;
  return (turns) => {
    for (;;) {
      const result = turns.map((turn) => {
        const before = sealed.get(turn);
        if (before !== undefined) return before;
        const now = seal(turn, scrubber);
        sealed.set(turn, now);
        return now;
      });
      if (scrubber.known === known) return result;
      // What became known on the way may stand in what was gone through before.
      known = scrubber.known;
      sealed = new WeakMap();
    }
  };
}

function seal(turn: Turn, scrubber: Scrubber): Turn {
  // After a reload nobody waits for anything; and what is waited for may name a file.
  const { waiting: _waiting, ...kept } = turn;
  const { attachments, withheld, failure } = kept;
  const whole: Scrub = (text) => scrubber.scrub(text).text;
  const asked = {
    question: whole(turn.question),
    ...(attachments === undefined ? {} : { attachments: attachments.map((part) => sealAttachment(part, whole)) }),
    ...(withheld === undefined ? {} : { withheld: withheld.map(whole) }),
    ...(failure === undefined ? {} : { failure: sealFailure(failure, whole) }),
  };
  const isWritten = turn.state !== 'waiting' && turn.state !== 'streaming';
  // Last, so that it knows what was found in the question.
  const answering = isWritten ? scrubber : scrubber.apart();
  const growing: Scrub = (text) => answering.scrub(text).text;
  return { ...kept, ...asked, answer: growing(turn.answer), reasoning: growing(turn.reasoning) };
}

/** A service may quote what it was sent, and a file may be called anything. */
function sealFailure(failure: Failure, scrub: Scrub): Failure {
  if (failure.kind === 'ignoredFile') return { ...failure, file: scrub(failure.file), rule: scrub(failure.rule) };
  if (failure.kind === 'moderation') {
    return { ...failure, reasons: failure.reasons.map(scrub), message: scrub(failure.message) };
  }
  return 'message' in failure && failure.message !== undefined
    ? { ...failure, message: scrub(failure.message) }
    : failure;
}

/** The content of a picture stays as it is, and is not copied. */
function sealAttachment(part: Attachment, scrub: Scrub): Attachment {
  if (part.type === 'file') return { ...part, text: scrub(part.text), file: sealRef(part.file, scrub) };
  const { file, name } = part;
  return { ...part, name: scrub(name), ...(file === undefined ? {} : { file: sealRef(file, scrub) }) };
}

function sealRef(file: FileRef, scrub: Scrub): FileRef {
  const place = file.uri === undefined ? {} : { uri: scrub(file.uri) };
  return { ...file, name: scrub(file.name), ...place };
}
