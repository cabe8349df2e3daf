import type { FileRef } from '../../core/conversation/message';
import type { DataPolicy } from '../../core/privacy/policy';
import type { Answer, Question } from '../../core/privacy/questions';
import { includes } from './consents';

interface Waiting {
  readonly turnId: string;
  readonly question: Question;
  readonly decide: (answer: Answer) => void;
}

/** The questions that turns wait for, and the files that the user let go until the window is closed. */
export class QuestionDesk {
  private readonly waiting = new Set<Waiting>();
  private readonly files = new Set<string>();

  /** Waits until somebody decides; an aborted turn gets `no`. */
  async ask(turnId: string, question: Question, signal: AbortSignal): Promise<Answer> {
    if (signal.aborted) return 'no';
    return new Promise((resolve) => {
      const stop = (): void => decide('no');
      const decide = (answer: Answer): void => {
        this.waiting.delete(waiting);
        signal.removeEventListener('abort', stop);
        resolve(answer);
      };
      const waiting = { turnId, question, decide };
      this.waiting.add(waiting);
      signal.addEventListener('abort', stop);
    });
  }

  /** What a turn waits for now. */
  of(turnId: string): Question | undefined {
    return [...this.waiting].find((each) => each.turnId === turnId)?.question;
  }

  answer(turnId: string, answer: Answer): void {
    this.settle(answer, (each) => each.turnId === turnId);
  }

  /** The workspace agreed to a policy: whoever waits for what that includes goes on. */
  agreed(policy: DataPolicy): void {
    this.settle('workspace', ({ question }) => question.about === 'consent' && includes(policy, question.policy));
  }

  /** What was asked about consent is not what would happen now. */
  withdraw(): void {
    this.settle('no', ({ question }) => question.about === 'consent');
  }

  /** Lets lines that are selected in a file go until the window is closed. */
  letGo(file: FileRef): void {
    const wanted = fileId(file);
    this.files.add(wanted);
    this.settle('workspace', ({ question }) => question.about === 'ignoredFile' && fileId(question.file) === wanted);
  }

  mayGo(file: FileRef): boolean {
    return this.files.has(fileId(file));
  }

  forget(): void {
    this.files.clear();
  }

  /** Nobody is there to decide any more. */
  close(): void {
    this.settle('no', () => true);
  }

  private settle(answer: Answer, which: (waiting: Waiting) => boolean): void {
    for (const waiting of [...this.waiting].filter(which)) waiting.decide(answer);
  }
}

/** How a file is meant is a part of it: who lets selected lines go says nothing about the whole file. */
export function fileId({ how, uri, name }: FileRef): string {
  return `${how} ${uri ?? name}`;
}
