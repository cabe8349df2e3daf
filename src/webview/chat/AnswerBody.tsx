import { useLayoutEffect, useRef } from 'preact/hooks';
import type { AnswerActions } from '../shared/markdown/codeBlock';
import type { Growth } from './growth';
import { PacedAnswer } from './pacedAnswer';

interface AnswerBodyProps {
  readonly text: string;
  readonly growth?: Growth | undefined;
  readonly finished: boolean;
  readonly actions: AnswerActions;
}

/** The one node that preact does not own: the answer's blocks live in it. */
export function AnswerBody({ text, growth, finished, actions }: AnswerBodyProps) {
  const root = useRef<HTMLDivElement>(null);
  const answer = useRef<PacedAnswer | undefined>(undefined);
  useLayoutEffect(() => {
    if (root.current === null) return;
    answer.current ??= new PacedAnswer(root.current, actions);
    answer.current.show(text, finished, growth);
  }, [text, finished, actions]);
  useLayoutEffect(
    () => () => {
      answer.current?.dispose();
    },
    [],
  );
  return <div class="markdown" ref={root} />;
}
