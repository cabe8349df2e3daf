import pinIcon from '@vscode/codicons/src/icons/pinned.svg';
import privacyIcon from '@vscode/codicons/src/icons/lock.svg';
import quotaIcon from '@vscode/codicons/src/icons/dashboard.svg';
import type { ChatStatus, PrivacyView } from '../../protocol/messages';
import { Icon } from '../shared/icons/Icon';
import { Link, type Post } from './Button';

interface HeaderProps {
  readonly status: ChatStatus;
  readonly post: Post;
}

function toPrivacyLabel({ level, confidential }: PrivacyView): string {
  if (level === '') return 'Confidential';
  return confidential ? `${level} · confidential` : level;
}

interface TitleProps {
  readonly title: string;
  readonly origin: ChatStatus['origin'];
  readonly post: Post;
}

/** What the conversation is called, and where it comes from. */
function Title({ title, origin, post }: TitleProps) {
  return (
    <div class="head-title">
      <button
        type="button"
        class="head-button title"
        title={`${title}\nClick to rename`}
        aria-label={`Rename: ${title}`}
        onClick={() => {
          post({ type: 'action', action: 'renameChat' });
        }}
      >
        <span class="head-label" dir="auto">
          {title}
        </span>
      </button>
      {origin !== undefined && (
        <div class="origin">
          <Link
            quiet
            onClick={() => {
              post({ type: 'openOrigin' });
            }}
          >
            {`Branched from “${origin.title}”`}
          </Link>
        </div>
      )}
    </div>
  );
}

/** Which conversation it is, what the next question goes to, how far what is sent may go, and how many are left. */
export function Header({ status: { pin, privacy, quota, title, origin }, post }: HeaderProps) {
  return (
    <header class="head">
      {title !== undefined && <Title title={title} origin={origin} post={post} />}
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
      {privacy !== undefined && (
        <button
          type="button"
          class="head-button quiet"
          title="Privacy level of what is sent\nClick to change"
          aria-label={`Privacy level: ${toPrivacyLabel(privacy)}, change`}
          onClick={() => {
            post({ type: 'action', action: 'setPrivacyLevel' });
          }}
        >
          <Icon svg={privacyIcon} />
          <span class="head-label">{toPrivacyLabel(privacy)}</span>
        </button>
      )}
      {quota !== undefined && (
        <button
          type="button"
          class={`head-button quiet quota ${quota.level}`}
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
