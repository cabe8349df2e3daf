import keyIcon from '@vscode/codicons/src/icons/key.svg';
import offlineIcon from '@vscode/codicons/src/icons/debug-disconnect.svg';
import pinIcon from '@vscode/codicons/src/icons/pinned.svg';
import type { RefObject } from 'preact';
import type { ChatStatus, FromPage } from '../../protocol/messages';
import { Icon } from '../shared/icons/Icon';
import { actionLabels, examples, keysUrl } from './wording';

export interface SetupProps {
  readonly status: ChatStatus;
  readonly hasTurns: boolean;
  /** The button that one Enter confirms. */
  readonly confirm: RefObject<HTMLButtonElement | null>;
  readonly post: (message: FromPage) => void;
  readonly onExample: (text: string) => void;
}

function NeedsKey({ status, confirm, post }: SetupProps) {
  return (
    <section class="setup" aria-labelledby="setup-title">
      <h2 id="setup-title">
        <Icon svg={keyIcon} />
        Coding help from free models
      </h2>
      <p>
        Tollfree asks free models on OpenRouter with a key of yours, shows which model really answered, and counts every
        request.
      </p>
      {status.problem !== undefined && (
        <p class="problem" role="alert">
          {status.problem.sentence}
        </p>
      )}
      <div class="buttons">
        <button
          type="button"
          class="primary"
          ref={confirm}
          onClick={() => {
            post({ type: 'action', action: 'enterKey' });
          }}
        >
          Enter API Key
        </button>
      </div>
      <p>
        No key yet? Make one at{' '}
        <a href={keysUrl} title={keysUrl}>
          openrouter.ai/keys
        </a>
        ; it takes an account and no money. The key is kept in the editor’s secret storage.
      </p>
      <p class="quiet">Free providers may keep what you send, and train on it. Send nothing that must stay private.</p>
    </section>
  );
}

function NeedsPin({ status, confirm, post }: SetupProps) {
  const { proposal } = status;
  return (
    <section class="setup" aria-labelledby="setup-title">
      <h2 id="setup-title">
        <Icon svg={pinIcon} />
        Pick the model to ask
      </h2>
      <p>
        {proposal === undefined
          ? 'It stays pinned until you change it. If another one ever answers, you are told.'
          : `${proposal.shortName} is the best free model for code right now. It stays pinned until you change it; if another one ever answers, you are told.`}
      </p>
      {status.problem !== undefined && (
        <p class="problem" role="alert">
          {status.problem.sentence}
        </p>
      )}
      <div class="buttons stacked">
        {proposal !== undefined && (
          <button
            type="button"
            class="primary"
            ref={confirm}
            onClick={() => {
              post({ type: 'pin', model: proposal.id });
            }}
          >
            {`Use ${proposal.shortName}`}
            <span class="button-detail">{proposal.summary}</span>
          </button>
        )}
        <button
          type="button"
          class={proposal === undefined ? 'primary' : undefined}
          {...(proposal === undefined ? { ref: confirm } : {})}
          onClick={() => {
            post({ type: 'action', action: 'switchModel' });
          }}
        >
          {proposal === undefined ? 'Choose a Model…' : 'Choose another…'}
        </button>
      </div>
    </section>
  );
}

function Offline({ status, confirm, post }: SetupProps) {
  const action = status.problem?.action;
  return (
    <section class="setup" aria-labelledby="setup-title">
      <h2 id="setup-title">
        <Icon svg={offlineIcon} />
        The list of models could not be read
      </h2>
      <p role="alert">{status.problem?.sentence ?? 'There is no connection to the service.'}</p>
      <div class="buttons">
        <button
          type="button"
          class="primary"
          ref={confirm}
          onClick={() => {
            post({ type: 'action', action: action === undefined || action === 'retry' ? 'reload' : action });
          }}
        >
          {action === undefined || action === 'retry' ? 'Try Again' : actionLabels[action]}
        </button>
      </div>
    </section>
  );
}

function Ready({ post, onExample }: SetupProps) {
  return (
    <section class="setup" aria-labelledby="setup-title">
      <h2 id="setup-title">What would you like to know?</h2>
      <ul class="examples">
        {examples.map((example) => (
          <li key={example}>
            <button
              type="button"
              class="example"
              onClick={() => {
                onExample(example);
              }}
            >
              {example}
            </button>
          </li>
        ))}
      </ul>
      <p>
        To have code explained where it stands, select it in the editor and run <em>Tollfree: Explain Selection</em>{' '}
        from the context menu or the command palette.
      </p>
      <div class="buttons">
        <button
          type="button"
          onClick={() => {
            post({ type: 'action', action: 'switchModel' });
          }}
        >
          Switch Pinned Model…
        </button>
      </div>
    </section>
  );
}

/** What to do next, by what is missing. */
export function Setup(props: SetupProps) {
  switch (props.status.state) {
    case 'needsKey':
      return <NeedsKey {...props} />;
    case 'needsPin':
      return <NeedsPin {...props} />;
    case 'offline':
      return <Offline {...props} />;
    case 'ready':
      return props.hasTurns ? null : <Ready {...props} />;
    case 'starting':
    default:
      return null;
  }
}
