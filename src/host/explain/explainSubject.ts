import type { Turn } from '../../core/conversation/conversation';
import { type CodeToExplain, explainMessages } from '../../core/tasks/explain';
import type { Asked, Sendable, ThreadSubject } from '../thread/subject';

/** An explanation of code, and questions about it. */
export class ExplainSubject implements ThreadSubject {
  readonly task = 'explain';
  readonly kind = 'explain';
  readonly words = { by: 'Explained by', failed: 'Not explained' };
  private readonly code: CodeToExplain;

  constructor(code: CodeToExplain) {
    this.code = code;
  }

  async request({ question, before }: Asked): Promise<Sendable> {
    const first = before.find((entry) => entry.question === undefined);
    const followUps = before.flatMap((entry) =>
      entry.question === undefined ? [] : [{ question: entry.question, answer: entry.turn.answer }],
    );
    if (question !== undefined) followUps.push({ question, answer: '' });
    return { messages: explainMessages(this.code, first?.turn.answer, followUps) };
  }

  body({ answer }: Turn): string {
    return answer;
  }
}
