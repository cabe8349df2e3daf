import type { Scrubber } from '../privacy/scrubber';
import type { Turn } from './conversation';
import type { FilePart } from './message';

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
        const isWritten = turn.state !== 'waiting' && turn.state !== 'streaming';
        const used = isWritten ? scrubber : scrubber.apart();
        const now = seal(turn, (text) => used.scrub(text).text);
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

function seal(turn: Turn, scrub: (text: string) => string): Turn {
  const { attachments, failure } = turn;
  return {
    ...turn,
    question: scrub(turn.question),
    answer: scrub(turn.answer),
    reasoning: scrub(turn.reasoning),
    ...(attachments === undefined
      ? {}
      : {
          attachments: attachments.map((part) => sealFile(part, scrub)),
        }),
    // A service may quote what it was sent.
    ...(failure !== undefined && 'message' in failure && failure.message !== undefined
      ? { failure: { ...failure, message: scrub(failure.message) } }
      : {}),
  };
}

function sealFile(part: FilePart, scrub: (text: string) => string): FilePart {
  const file = { ...part.file, name: scrub(part.file.name) };
  return { ...part, text: scrub(part.text), file };
}
