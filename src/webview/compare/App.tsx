import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import { useAnswerActions, useLinks } from '../shared/answer';
import { useKeptFocus } from '../shared/keptFocus';
import { Column } from './Column';
import { Form } from './Form';
import type { CompareSession } from './session';
import { Verdict } from './Verdict';

/** What the keyboard was on went away: it stays at that answer, or at the choice between them. */
function nextAround(around: readonly Element[]): HTMLElement | null {
  const place = around.find((element) => element.matches('.column, .verdict'));
  return place?.querySelector<HTMLElement>('.column-buttons button, .verdict .buttons button') ?? null;
}

/** Compare Models: the question, whom it goes to and what that takes; below, what each answers. */
export function App({ session }: { readonly session: CompareSession }) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useLayoutEffect(() => {
    session.onChange(() => {
      redraw(undefined);
    });
    session.post({ type: 'ready' });
  }, [session]);
  const { status, comparison, said, focusRequests, draft } = session.state;
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (focusRequests > 0) box.current?.focus();
  }, [focusRequests]);
  useKeptFocus((around) => nextAround(around) ?? box.current);
  const openLink = useLinks(session.post);
  const actions = useAnswerActions(session);

  return (
    <div class="compare" onClickCapture={openLink} onAuxClickCapture={openLink}>
      <main>
        <h1>Compare Models</h1>
        <Form session={session} status={status} draft={draft} box={box} />
        {comparison !== undefined && (
          <section class="answers" aria-labelledby="asked">
            <h2 class="visually-hidden" id="asked">
              Answers
            </h2>
            <p class="asked" dir="auto">
              <span class="visually-hidden">Asked: </span>
              {comparison.question}
            </p>
            <div class="columns">
              {comparison.columns.map((column) => (
                <Column
                  key={column.model.id}
                  column={column}
                  isBest={
                    typeof comparison.verdict.best === 'object' && comparison.verdict.best.model === column.model.id
                  }
                  post={session.post}
                  actions={actions}
                />
              ))}
            </div>
            <Verdict verdict={comparison.verdict} columns={comparison.columns} post={session.post} />
          </section>
        )}
      </main>
      <div class="visually-hidden" role="log" aria-label="What happens">
        {said.map(({ id, text }) => (
          <p key={id}>{text}</p>
        ))}
      </div>
    </div>
  );
}
