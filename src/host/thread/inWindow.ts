import { answerQuestion, tellFailure, tellSwitch, type WindowParts, workText } from '../askInWindow';
import type { AnswerThread } from './answerThread';
import { isBusy } from './turnText';

/** Says in the window what a thread says that nobody can see: what goes on, what is to be decided, how it ended. */
export async function followInWindow(
  thread: AnswerThread,
  title: string,
  ask: () => Promise<void>,
  parts: WindowParts,
): Promise<void> {
  const again = (askAgain: () => Promise<void>): void => void followInWindow(thread, title, askAgain, parts);
  const put = new Set<string>();
  await parts.person.progress(title, async (report, signal) => {
    signal.addEventListener('abort', () => thread.stop());
    const drawn = thread.onDidDraw(() => {
      const turn = thread.latest?.turn;
      if (turn?.waiting?.why === 'question' && !put.has(turn.id)) {
        put.add(turn.id);
        void answerQuestion(turn.waiting.question, turn.id, parts);
      }
      if (turn !== undefined && isBusy(turn)) report(workText(turn));
    });
    try {
      await ask();
    } finally {
      drawn.dispose();
    }
  });
  const { latest } = thread;
  if (latest === undefined || thread.isClosed) return;
  const { turn } = latest;
  const { task } = thread.subject;
  const otherwise = (how: { readonly instead?: unknown }): void =>
    again(() => (how.instead === undefined ? thread.retry() : thread.act(turn.id, 'askInstead')));
  if (turn.failure !== undefined) tellFailure(turn, task, otherwise, parts);
  if (turn.state !== 'done') return;
  if (turn.switched !== undefined) tellSwitch(turn.switched, task, otherwise, parts);
  const refusal = thread.subject.refusal?.(latest);
  if (refusal === undefined) return;
  const chosen = await parts.person.tell('warning', refusal.why, ...refusal.ways.map(({ label }) => label));
  const way = refusal.ways.find(({ label }) => label === chosen);
  if (way !== undefined) again(() => thread.act(turn.id, way.act));
}
