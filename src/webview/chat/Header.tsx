import pinIcon from '@vscode/codicons/src/icons/pinned.svg';
import quotaIcon from '@vscode/codicons/src/icons/dashboard.svg';
import type { ChatStatus } from '../../protocol/messages';
import { Icon } from '../shared/icons/Icon';
import type { Post } from './Button';

interface HeaderProps {
  readonly status: ChatStatus;
  readonly post: Post;
}

/** What the next question goes to, and how many are left. */
export function Header({ status: { pin, quota }, post }: HeaderProps) {
  return (
    <header class="head">
      {pin !== undefined && (
        <button
          type="button"
          class="head-button pin"
          title={[`Pinned: ${pin.id}`, pin.summary, 'Click to switch'].filter(Boolean).join('\n')}
          aria-label={`Pinned model ${pin.shortName}, switch`}
          onClick={() => {
            post({ type: 'action', action: 'switchModel' });
          }}
        >
          <Icon svg={pinIcon} />
          <span class="head-label">{pin.shortName}</span>
        </button>
      )}
      {quota !== undefined && (
        <button
          type="button"
          class={`head-button quota ${quota.level}`}
          title={`${quota.label}\nShow quota details`}
          onClick={() => {
            post({ type: 'action', action: 'showQuota' });
          }}
        >
          <Icon svg={quotaIcon} />
          <span class="head-label">{quota.label}</span>
        </button>
      )}
    </header>
  );
}
