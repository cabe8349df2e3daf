import errorIcon from '@vscode/codicons/src/icons/error.svg';
import loadingIcon from '@vscode/codicons/src/icons/loading.svg';
import stoppedIcon from '@vscode/codicons/src/icons/debug-stop.svg';
import warningIcon from '@vscode/codicons/src/icons/warning.svg';
import { Component } from 'preact';
import type { FromPage, Notice, ServedView, TurnView } from '../../protocol/messages';
import { Icon } from '../shared/icons/Icon';
import type { AnswerActions } from '../shared/markdown/codeBlock';
import { AnswerBody } from './AnswerBody';
import { SwitchNote } from './SwitchBanner';
import { actionLabels, retryLabel } from './wording';

interface TurnProps {
  readonly turn: TurnView;
  /** Only the last one speaks up, and only it can still change what is on the screen. */
  readonly isLast: boolean;
  /** Another request is under way, so nothing can be tried again now. */
  readonly busy: boolean;
  readonly post: (message: FromPage) => void;
  readonly actions: AnswerActions;
}

function Reasoning({ text, open }: { readonly text: string; readonly open: boolean }) {
  const characters = new Intl.NumberFormat().format(text.length);
  return (
    <details class="reasoning">
      <summary>{`${open ? 'Thinking' : 'Thought'} · ${characters} characters`}</summary>
      <div class="reasoning-text" dir="auto">
        {text}
      </div>
    </details>
  );
}

function ServedBy({ served, switched }: { readonly served: ServedView; readonly switched: boolean }) {
  const details = [...(served.provider === undefined ? [] : [served.provider]), ...served.details];
  return (
    <div class={switched ? 'served-by switched' : 'served-by'} data-testid="served-by" title={served.model}>
      {switched && <Icon svg={warningIcon} />}
      <span>
        <span class="visually-hidden">Answered by </span>
        <span class="served-model">{served.shortName}</span>
        {details.map((detail) => ` · ${detail}`).join('')}
      </span>
    </div>
  );
}

function RetryButton({ turn, busy, post }: Pick<TurnProps, 'turn' | 'busy' | 'post'>) {
  return (
    <button
      type="button"
      disabled={busy}
      onClick={() => {
        post({ type: 'retry', turnId: turn.id });
      }}
    >
      {retryLabel}
    </button>
  );
}

function Failure(props: Pick<TurnProps, 'turn' | 'busy' | 'post' | 'isLast'> & { readonly notice: Notice }) {
  const { turn, busy, post, isLast, notice } = props;
  const { action } = notice;
  return (
    <div class="notice error" role={isLast ? 'alert' : undefined} data-testid="failure">
      <Icon svg={errorIcon} />
      <div class="notice-words">
        <p dir="auto">{notice.sentence}</p>
        {action !== undefined && (
          <div class="buttons">
            {action === 'retry' ? (
              <RetryButton turn={turn} busy={busy} post={post} />
            ) : (
              <button
                type="button"
                onClick={() => {
                  post({ type: 'action', action });
                }}
              >
                {actionLabels[action]}
              </button>
            )}
          </div>
        )}
      </div>
    </div>
  );
}

function Stopped(props: Pick<TurnProps, 'turn' | 'busy' | 'post'>) {
  return (
    <div class="notice" data-testid="stopped">
      <Icon svg={stoppedIcon} />
      <div class="notice-words">
        <p>{props.turn.answer === '' ? 'Stopped.' : 'Stopped. What came is kept.'}</p>
        <div class="buttons">
          <RetryButton {...props} />
        </div>
      </div>
    </div>
  );
}

/** A question and its answer. Drawn again only when something about it changed. */
export class Turn extends Component<TurnProps> {
  override shouldComponentUpdate(next: TurnProps): boolean {
    const { turn, isLast, busy } = this.props;
    return next.turn !== turn || next.isLast !== isLast || next.busy !== busy;
  }

  override render({ turn, isLast, busy, post, actions }: TurnProps) {
    const underWay = turn.state === 'waiting' || turn.state === 'streaming';
    return (
      <article class={isLast ? 'turn' : 'turn earlier'} aria-label={`Question: ${turn.question.slice(0, 80)}`}>
        <h2 class="visually-hidden">Question</h2>
        <div class="question" dir="auto">
          {turn.question}
        </div>
        {turn.switched !== undefined && <SwitchNote view={turn.switched} />}
        {turn.reasoning !== '' && <Reasoning text={turn.reasoning} open={underWay && turn.answer === ''} />}
        {turn.answer !== '' && <AnswerBody text={turn.answer} finished={!underWay} actions={actions} />}
        {underWay && turn.answer === '' && (
          <div class="progress" data-testid="progress">
            <Icon svg={loadingIcon} spinning />
            <span>{turn.progress ?? 'Waiting for the first word…'}</span>
          </div>
        )}
        {turn.state === 'stopped' && <Stopped turn={turn} busy={busy} post={post} />}
        {turn.failure !== undefined && (
          <Failure turn={turn} busy={busy} post={post} isLast={isLast} notice={turn.failure} />
        )}
        {turn.served !== undefined && <ServedBy served={turn.served} switched={turn.switched !== undefined} />}
      </article>
    );
  }
}
