import closeIcon from '@vscode/codicons/src/icons/close.svg';
import infoIcon from '@vscode/codicons/src/icons/info.svg';
import warningIcon from '@vscode/codicons/src/icons/warning.svg';
import { Fragment } from 'preact';
import type { PriceView, SwitchView, SwitchWay } from '../../protocol/messages';
import { Icon } from '../shared/icons/Icon';
import { ActionButton, Button, IconButton, type Post } from './Button';
import { priced } from './wording';

/** Whether the reader has less than was pinned, or may have. */
function isWorse({ direction }: SwitchView): boolean {
  return direction === 'lower' || direction === 'unknown';
}

function toLosses({ losses, direction }: SwitchView): readonly string[] {
  return losses.length === 0 && direction === 'unknown' ? ['not known to be as good'] : losses;
}

/** Each in one piece, so that no line ends between a number and what it became. */
export function Losses({ losses }: { readonly losses: readonly string[] }) {
  return losses.map((loss, at) => (
    <Fragment key={loss}>
      {at > 0 && ' '}
      <span class="loss">{`${loss}${at === losses.length - 1 ? '.' : ','}`}</span>
    </Fragment>
  ));
}

function Words({ view }: { readonly view: SwitchView }) {
  const losses = toLosses(view);
  return (
    <>
      <Icon svg={isWorse(view) ? warningIcon : infoIcon} />
      <div class="switch-words">
        <span class="switch-headline">{view.headline}</span>{' '}
        {losses.length > 0 && (
          <span class="switch-losses">
            <Losses losses={losses} />
          </span>
        )}
      </div>
    </>
  );
}

interface BannerProps {
  readonly view: SwitchView;
  /** Nothing can be asked now. */
  readonly busy: boolean;
  readonly price: PriceView | undefined;
  readonly post: Post;
}

function Way({ way, primary, view, busy, price, post }: BannerProps & { way: SwitchWay; primary: boolean }) {
  switch (way) {
    case 'retryWithPinned':
      return (
        <Button
          primary={primary}
          disabled={busy}
          onClick={() => {
            post({ type: 'retry', turnId: view.turnId });
          }}
        >
          {priced('Retry with pinned', price)}
        </Button>
      );
    case 'pickNew':
      return <ActionButton action="switchModel" label="Pick a New Model…" primary={primary} post={post} />;
    case 'pinServed':
      return (
        <Button
          primary={primary}
          title={view.served.summary}
          onClick={() => {
            post({ type: 'pin', model: view.served.id });
          }}
        >
          {`Pin ${view.served.shortName}`}
        </Button>
      );
    case 'neverSwitch':
    default:
      return (
        <Button
          onClick={() => {
            post({ type: 'neverSwitch' });
          }}
        >
          Never switch
        </Button>
      );
  }
}

/** At the top of the chat: another model answered, what is worse, and the way back. */
export function SwitchBanner(props: BannerProps) {
  const { view, post } = props;
  return (
    <div class={isWorse(view) ? 'banner worse' : 'banner'} role="alert" data-testid="switch-banner">
      <div class="banner-text">
        <Words view={view} />
        <IconButton
          svg={closeIcon}
          label="Dismiss"
          onClick={() => {
            post({ type: 'dismissBanner' });
          }}
        />
      </div>
      <div class="buttons">
        {view.ways.map((way, at) => (
          <Way key={way} way={way} primary={at === 0} {...props} />
        ))}
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
