import closeIcon from '@vscode/codicons/src/icons/close.svg';
import infoIcon from '@vscode/codicons/src/icons/info.svg';
import warningIcon from '@vscode/codicons/src/icons/warning.svg';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { CompareStatus, FromComparePage, ModelView } from '../../protocol/compare';
import { Icon } from '../shared/icons/Icon';
import { Button, IconButton } from '../chat/Button';
import type { CompareSession } from './session';

type Post = (message: FromComparePage) => void;

interface ModelsProps {
  readonly models: readonly ModelView[];
  readonly busy: boolean;
  readonly post: Post;
}

/** Whom the question goes to. */
function Models({ models, busy, post }: ModelsProps) {
  const choose = useRef<HTMLButtonElement>(null);
  const remove = (model: string): void => {
    post({ type: 'removeModel', model });
    // The button that has the focus goes away.
    choose.current?.focus();
  };
  return (
    <div class="chosen">
      <h2 id="models">Models</h2>
      {models.length > 0 && (
        <ul class="models" aria-labelledby="models">
          {models.map(({ id, shortName, summary }) => (
            <li key={id} class="model" title={`${id}${summary === '' ? '' : ` · ${summary}`}`}>
              <span>{shortName}</span>
              <IconButton
                svg={closeIcon}
                label={`Remove ${shortName}`}
                title="Remove"
                disabled={busy}
                onClick={() => {
                  remove(id);
                }}
              />
            </li>
          ))}
        </ul>
      )}
      <Button
        buttonRef={choose}
        disabled={busy}
        onClick={() => {
          post({ type: 'chooseModels' });
        }}
      >
        Choose Models…
      </Button>
    </div>
  );
}

interface ReasonProps {
  readonly status: CompareStatus;
  readonly isEmpty: boolean;
  readonly post: Post;
}

/** Why nothing can be asked now, or what else is good to know before it is. */
function Reason({ status: { problem, note, busy }, isEmpty, post }: ReasonProps) {
  const { action } = problem ?? {};
  const text = problem?.sentence ?? (isEmpty && !busy ? 'Write a question first.' : note);
  return (
    <div class={problem === undefined ? 'reason' : 'reason problem-line'} id="reason" role="status">
      {text !== undefined && (
        <>
          <Icon svg={problem === undefined ? infoIcon : warningIcon} />
          <span>{text}</span>
        </>
      )}
      {action !== undefined && (
        <Button
          onClick={() => {
            post({ type: 'action', action: action.id });
          }}
        >
          {action.label}
        </Button>
      )}
    </div>
  );
}

interface FormProps {
  readonly session: CompareSession;
  readonly status: CompareStatus | undefined;
  readonly draft: string;
  readonly box: RefObject<HTMLTextAreaElement | null>;
}

/** The question, the models and the price; nothing is asked before the button is pressed. */
export function Form({ session: { post, type }, status, draft, box }: FormProps) {
  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return;
    current.style.height = 'auto';
    current.style.height = `${current.scrollHeight + 2}px`;
  }, [draft]);
  const busy = status?.busy === true;
  const isEmpty = draft.trim() === '';
  const isReady = status !== undefined && !busy && status.problem === undefined && !isEmpty;
  const compare = (): void => {
    if (isReady) post({ type: 'compare', text: draft });
  };
  return (
    <form
      class="ask"
      aria-label="Question and models"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <label for="question">Question to compare</label>
      <textarea
        id="question"
        ref={box}
        rows={2}
        dir="auto"
        value={draft}
        onInput={({ currentTarget }) => {
          type(currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.isComposing || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          compare();
        }}
      />
      <Models models={status?.models ?? []} busy={busy} post={post} />
      <div class="go">
        {/* One button, so that the keyboard stays on it; a second click of a double one does not stop what the first began. */}
        <button
          type="button"
          class={busy ? undefined : 'primary'}
          aria-disabled={!busy && !isReady}
          aria-describedby="price reason"
          onClick={({ detail }) => {
            if (detail > 1) return;
            if (busy) post({ type: 'stop' });
            else compare();
          }}
        >
          {busy ? 'Stop All' : (status?.button ?? 'Compare')}
        </button>
        <span class="price" id="price" data-testid="price">
          {status?.price ?? ''}
        </span>
      </div>
      {status !== undefined && <Reason status={status} isEmpty={isEmpty} post={post} />}
    </form>
  );
}
