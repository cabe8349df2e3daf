import questionIcon from '@vscode/codicons/src/icons/question.svg';
import type { RefObject } from 'preact';
import type { FromPage, QuestionView } from '../../protocol/messages';
import { Icon } from '../shared/icons/Icon';
import { Button, type Post } from './Button';
import { LinkButton } from './Notices';

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
  const answer = (given: Answer) => (): void => {
    post({ type: 'answerQuestion', turnId, answer: given });
  };
  const id = `question-${turnId}`;
  return (
    <div class="notice asks" role="group" aria-labelledby={id} data-testid="question">
      <Icon svg={questionIcon} />
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
      <Icon svg={questionIcon} />
      <span>
        <span id="consent">{sentence}</span>{' '}
        {workspace !== undefined && (
          <>
            <button
              type="button"
              class="link"
              onClick={() => {
                post({ type: 'answerQuestion', answer: 'workspace' });
              }}
            >
              {workspace}
            </button>
            {' · '}
          </>
        )}
        <LinkButton action="setPrivacyLevel" label="Set Privacy Level…" post={post} />
      </span>
    </div>
  );
}
