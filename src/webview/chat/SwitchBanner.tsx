import closeIcon from '@vscode/codicons/src/icons/close.svg';
import infoIcon from '@vscode/codicons/src/icons/info.svg';
import warningIcon from '@vscode/codicons/src/icons/warning.svg';
import type { FromPage, SwitchView } from '../../protocol/messages';
import { Icon } from '../shared/icons/Icon';

type Post = (message: FromPage) => void;

/** Whether the reader has less than was pinned, or may have. */
function isWorse({ direction }: SwitchView): boolean {
  return direction === 'lower' || direction === 'unknown';
}

function toLosses({ losses, direction }: SwitchView): readonly string[] {
  return losses.length === 0 && direction === 'unknown' ? ['not known to be as good'] : losses;
}

function Words({ view }: { readonly view: SwitchView }) {
  const losses = toLosses(view);
  return (
    <>
      <Icon svg={isWorse(view) ? warningIcon : infoIcon} />
      <div class="switch-words">
        <span class="switch-headline">{view.headline}</span>{' '}
        {losses.length > 0 && <span class="switch-losses">{`${losses.join(', ')}.`}</span>}
      </div>
    </>
  );
}

interface BannerProps {
  readonly view: SwitchView;
  readonly busy: boolean;
  readonly post: Post;
}

/** At the top of the chat: another model answered, what is worse, and the way back. */
export function SwitchBanner({ view, busy, post }: BannerProps) {
  return (
    <div class={isWorse(view) ? 'banner worse' : 'banner'} role="alert" data-testid="switch-banner">
      <div class="banner-text">
        <Words view={view} />
        <button
          type="button"
          class="icon-button"
          aria-label="Dismiss"
          title="Dismiss"
          onClick={() => {
            post({ type: 'dismissBanner' });
          }}
        >
          <Icon svg={closeIcon} />
        </button>
      </div>
      <div class="buttons">
        <button
          type="button"
          class="primary"
          disabled={busy}
          onClick={() => {
            post({ type: 'retry', turnId: view.turnId });
          }}
        >
          Retry with pinned · 1 request
        </button>
        <button
          type="button"
          title={view.served.summary}
          onClick={() => {
            post({ type: 'pin', model: view.served.id });
          }}
        >
          {`Pin ${view.served.shortName}`}
        </button>
        <button
          type="button"
          onClick={() => {
            post({ type: 'neverSwitch' });
          }}
        >
          Never switch
        </button>
      </div>
    </div>
  );
}

/** At the answer itself, where it stays. */
export function SwitchNote({ view }: { readonly view: SwitchView }) {
  return (
    <div class={isWorse(view) ? 'switch-note worse' : 'switch-note'} data-testid="switch-note">
      <Words view={view} />
    </div>
  );
}
