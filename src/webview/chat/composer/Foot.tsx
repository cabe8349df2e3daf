import attachIcon from '@vscode/codicons/src/icons/attach.svg';
import lockIcon from '@vscode/codicons/src/icons/lock.svg';
import sendIcon from '@vscode/codicons/src/icons/send.svg';
import stopIcon from '@vscode/codicons/src/icons/debug-stop.svg';
import type { ComponentChildren } from 'preact';
import type { ChatStatus, PageAction } from '../../../protocol/messages';
import { Icon } from '../../shared/icons/Icon';
import { IconButton, type Post } from '../Button';

interface PickerProps {
  readonly action: PageAction;
  /** Said by screen readers; holds the words that are shown. */
  readonly label: string;
  readonly title: string;
  readonly post: Post;
  readonly children: ComponentChildren;
}

/** Shows a choice and leads to the others. */
function Picker({ action, label, title, post, children }: PickerProps) {
  return (
    <button
      type="button"
      class="picker"
      aria-label={label}
      title={title}
      onClick={() => {
        post({ type: 'action', action });
      }}
    >
      {children}
    </button>
  );
}

interface FootProps {
  readonly status: ChatStatus;
  readonly isEmpty: boolean;
  readonly post: Post;
}

/** Whom the question goes to, what may happen to it, what goes along, and off it goes. */
export function Foot({ status: { busy, blocked, pin, level }, isEmpty, post }: FootProps) {
  return (
    <div class="composer-foot">
      {pin !== undefined && (
        <Picker
          action="switchModel"
          label={`Model: ${pin.shortName}. Switch…`}
          title={[`Pinned: ${pin.id}`, pin.summary, 'Click to switch'].filter(Boolean).join('\n')}
          post={post}
        >
          <span class="picker-label">{pin.shortName}</span>
        </Picker>
      )}
      {level !== undefined && (
        <Picker
          action="setPrivacyLevel"
          label={`Privacy level: ${level}. Change…`}
          title={`Privacy level: ${level}\nClick to change`}
          post={post}
        >
          <Icon svg={lockIcon} />
          <span class="picker-label">{level}</span>
        </Picker>
      )}
      <IconButton
        svg={attachIcon}
        label="Attach files or the selection"
        title="Attach… or drop files with Shift held"
        onClick={() => {
          post({ type: 'attach' });
        }}
      />
      <span class="foot-end">
        {busy ? (
          <IconButton
            svg={stopIcon}
            label="Stop"
            onClick={({ detail }) => {
              // Both are one button, so that the second click of a double one would undo what the first did.
              if (detail < 2) post({ type: 'stop' });
            }}
          />
        ) : (
          <IconButton
            svg={sendIcon}
            label="Send"
            title={blocked === undefined ? 'Send (Enter)' : blocked.sentence}
            submits
            onClick={(event) => {
              if (event.detail > 1) event.preventDefault();
            }}
            disabled={isEmpty || blocked !== undefined}
          />
        )}
      </span>
    </div>
  );
}
