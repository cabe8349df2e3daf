import branchIcon from '@vscode/codicons/src/icons/git-branch.svg';
import copyIcon from '@vscode/codicons/src/icons/copy.svg';
import otherIcon from '@vscode/codicons/src/icons/arrow-swap.svg';
import retryIcon from '@vscode/codicons/src/icons/refresh.svg';
import type { ChatStatus, TurnView } from '../../protocol/messages';
import type { AnswerActions } from '../shared/markdown/codeBlock';
import { whyNotNow } from './asking';
import { IconButton, type Post } from './Button';
import { priced } from './wording';

interface TurnToolsProps {
  readonly turn: TurnView;
  readonly status: ChatStatus;
  readonly actions: AnswerActions;
  readonly post: Post;
}

/** What can be done with an answer that has come to its end. */
export function TurnTools({ turn: { id, answer, state, superseded }, status, actions, post }: TurnToolsProps) {
  const why = whyNotNow(status);
  const isCurrent = superseded === undefined;
  return (
    <div class="tools">
      {answer !== '' && (
        <IconButton
          svg={copyIcon}
          label="Copy Answer"
          onClick={() => {
            actions.copy(answer);
          }}
        />
      )}
      {/* A failed or stopped turn has this as a button with words. */}
      {isCurrent && state === 'done' && (
        <IconButton
          svg={retryIcon}
          label="Retry"
          title={priced('Retry', status.price)}
          why={why}
          onClick={() => {
            post({ type: 'retry', turnId: id });
          }}
        />
      )}
      {isCurrent && (
        <IconButton
          svg={otherIcon}
          label="Retry with Another Model…"
          title={priced('Retry with Another Model…', status.price)}
          why={why}
          onClick={() => {
            post({ type: 'retryWith', turnId: id });
          }}
        />
      )}
      <IconButton
        svg={branchIcon}
        label="Branch from Here"
        why={status.busy ? why : undefined}
        onClick={() => {
          post({ type: 'branch', turnId: id });
        }}
      />
    </div>
  );
}
