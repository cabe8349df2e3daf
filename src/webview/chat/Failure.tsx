import errorIcon from '@vscode/codicons/src/icons/error.svg';
import stoppedIcon from '@vscode/codicons/src/icons/debug-stop.svg';
import type { Notice, OfferView, PriceView, TurnView } from '../../protocol/messages';
import { Icon } from '../shared/icons/Icon';
import { ActionButton, Button, type Post } from './Button';
import { Losses } from './SwitchBanner';
import { priced } from './wording';

export interface EndProps {
  readonly turn: TurnView;
  /** Nothing can be asked now: another request is under way, or the day is over. */
  readonly busy: boolean;
  readonly price: PriceView | undefined;
  readonly post: Post;
}

function RetryButton({ turn, busy, price, post }: EndProps) {
  return (
    <Button
      disabled={busy}
      onClick={() => {
        post({ type: 'retry', turnId: turn.id });
      }}
    >
      {priced('Retry', price)}
    </Button>
  );
}

/** For an answer that ended before its end. */
function ContinueButton({ turn, busy, price, post }: EndProps) {
  return (
    <Button
      disabled={busy}
      onClick={() => {
        post({ type: 'continue', turnId: turn.id });
      }}
    >
      {priced('Continue', price)}
    </Button>
  );
}

function Offer({ offer: { headline, losses } }: { readonly offer: OfferView }) {
  return (
    <p data-testid="offer">
      <span class="switch-headline">{headline}</span>
      {losses.length > 0 && ' '}
      <Losses losses={losses} />
    </p>
  );
}

/** What an offer and its neighbour do already. */
const replaced: ReadonlySet<Notice['action']> = new Set<Notice['action']>(['switchModel', 'useLocal']);

interface FailureProps extends EndProps {
  readonly notice: Notice;
  readonly isLast: boolean;
  /** Only what failed just now speaks up, and not what is there when the page or the conversation comes back. */
  readonly isNews: boolean;
  /** An answer is under way: the day's end does not stop what is offered, which may not count. */
  readonly running: boolean;
}

/** Why a turn failed, what could be asked instead, and what else can be done. */
export function Failure({ notice, isLast, isNews, running, ...props }: FailureProps) {
  const { turn, post } = props;
  const { offer } = turn;
  const action = offer === undefined || !replaced.has(notice.action) ? notice.action : undefined;
  return (
    <div class="notice error" role={isLast && isNews ? 'alert' : undefined} data-testid="failure">
      <Icon svg={errorIcon} />
      <div class="notice-words">
        <p dir="auto">{notice.sentence}</p>
        {offer !== undefined && <Offer offer={offer} />}
        <div class="buttons">
          {offer !== undefined && (
            <>
              <Button
                primary={isLast}
                disabled={running}
                onClick={() => {
                  post({ type: 'askInstead', turnId: turn.id });
                }}
              >
                {offer.label}
              </Button>
              <ActionButton action="switchModel" post={post} label="Pick Another…" />
            </>
          )}
          {action !== undefined && action !== 'retry' && <ActionButton action={action} post={post} />}
          {action === 'setPrivacyLevel' && offer === undefined && (
            <ActionButton action="switchModel" post={post} label="Pick Another…" />
          )}
          {isLast && turn.cut === true && <ContinueButton {...props} />}
          <RetryButton {...props} />
        </div>
      </div>
    </div>
  );
}

export function Stopped({ isLast, ...props }: EndProps & { readonly isLast: boolean }) {
  return (
    <div class="notice" data-testid="stopped">
      <Icon svg={stoppedIcon} />
      <div class="notice-words">
        <p>{props.turn.answer === '' ? 'Stopped.' : 'Stopped. What came is kept.'}</p>
        <div class="buttons">
          {isLast && props.turn.cut === true && <ContinueButton {...props} />}
          <RetryButton {...props} />
        </div>
      </div>
    </div>
  );
}

/** A finished answer whose length was limited, by the model or by the user. */
export function CutAnswer(props: EndProps) {
  return (
    <div class="notice" data-testid="cut">
      <Icon svg={stoppedIcon} />
      <div class="notice-words">
        <p>The answer reached its length limit.</p>
        <div class="buttons">
          <ContinueButton {...props} />
        </div>
      </div>
    </div>
  );
}
