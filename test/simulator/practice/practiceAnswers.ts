import type { SimulatedModel } from '../catalogue/modelTypes';
import { keepsToForm } from '../service/form';
import type { Answerer } from '../service/state';
import type { AnswererTools } from '../simulator';
import { writeAnswer, writeForm, writeReasoning } from './writeAnswer';

/** About 40 tokens a second, as a person is used to. */
const pieceMs = 25;
/** How long a busy model stays busy: long enough that a second try meets it too. */
const busyMs = 25_000;

/**
 * Answers for trying the product: built from what was sent, at a human speed. About every fifth request (never the first)
 * finds its model busy, so that the switch banner can be seen.
 */
export function practiceAnswers({ clock, random }: AnswererTools): Answerer {
  const untilBusy = () => 4 + Math.floor(random() * 3);
  let left = untilBusy();
  const attempted = (model: SimulatedModel) => {
    if (model.busyUntil > clock.now()) return;
    left -= 1;
    if (left > 0) return;
    left = untilBusy();
    model.busyUntil = clock.now() + busyMs;
  };
  const answer: Answerer = (request, model) => {
    return {
      text: keepsToForm(request, model) ? writeForm(request) : writeAnswer(request),
      ...(model.entry.reasoning === undefined ? {} : { reasoning: writeReasoning(request) }),
      comments: 1,
      commentEveryMs: 400,
      firstPieceMs: 500 + Math.floor(random() * 1500),
      pieceMs,
    };
  };
  return Object.assign(answer, { attempted });
}
