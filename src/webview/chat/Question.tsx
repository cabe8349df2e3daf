import infoIcon from '@vscode/codicons/src/icons/info.svg';
import type { RefObject } from 'preact';
import type { FromPage, QuestionView } from '../../protocol/messages';
import { Icon } from '../shared/icons/Icon';
import { Button, Link, type Post } from './Button';
import { ActionLink } from './Notices';

type Answer = Extract<FromPage, { type: 'answerQuestion' }>['answer'];

interface QuestionProps {
  readonly view: QuestionView;
  readonly turnId: string;
  /** Of the answers. */
  readonly first: RefObject<HTMLButtonElement | null>;
  readonly post: Post;
}

/** What a turn waits for: nothing is sent before it is answered. */
export function Question({ view: { sentence, once, workspace, no }, turnId, first, post }: QuestionProps) {
  const answer =
    (given: Answer) =>
    (event: MouseEvent): void => {
      // The second click of a double one would answer the question that has come up in the place of this one.
      if (event.detail < 2) post({ type: 'answerQuestion', turnId, answer: given });
    };
  const id = `question-${turnId}`;
  return (
    <div class="notice asks" role="group" aria-labelledby={id} data-testid="question">
      <Icon svg={infoIcon} />
      <div class="notice-words">
        <p id={id} dir="auto">
          {sentence}
        </p>
        <div class="buttons">
          <Button primary buttonRef={first} onClick={answer('once')}>
            {once}
          </Button>
          {workspace !== undefined && <Button onClick={answer('workspace')}>{workspace}</Button>}
          <Button onClick={answer('no')}>{no}</Button>
        </div>
      </div>
    </div>
  );
}

/** The same before anything is asked: whoever sends without deciding is asked at the turn. */
export function Consent({ view: { sentence, workspace }, post }: { readonly view: QuestionView; readonly post: Post }) {
  return (
    <div class="quiet-line consent" role="group" aria-labelledby="consent" data-testid="consent">
      <Icon svg={infoIcon} />
      <span>
        <span id="consent">{sentence}</span>{' '}
        {workspace !== undefined && (
          <>
            <Link
              onClick={() => {
                post({ type: 'answerQuestion', answer: 'workspace' });
              }}
            >
              {workspace}
            </Link>
            {' · '}
          </>
        )}
        <ActionLink action="setPrivacyLevel" label="Set Privacy Level…" post={post} />
      </span>
    </div>
  );
}
