import checkIcon from '@vscode/codicons/src/icons/check.svg';
import copyIcon from '@vscode/codicons/src/icons/copy.svg';
import errorIcon from '@vscode/codicons/src/icons/error.svg';
import stopIcon from '@vscode/codicons/src/icons/debug-stop.svg';
import warningIcon from '@vscode/codicons/src/icons/warning.svg';
import { Component, createRef } from 'preact';
import type { ColumnView, FigureView, FromComparePage, TurnView } from '../../protocol/compare';
import type { FromPage } from '../../protocol/messages';
import { AnswerBody } from '../chat/AnswerBody';
import { Button, IconButton, Link } from '../chat/Button';
import { Progress } from '../chat/Progress';
import { Question } from '../chat/Question';
import { SwitchNote } from '../chat/SwitchBanner';
import { Icon } from '../shared/icons/Icon';
import type { AnswerActions } from '../shared/markdown/codeBlock';

interface ColumnProps {
  readonly column: ColumnView;
  /** Why nothing can be asked again now. */
  readonly busy: string | undefined;
  readonly isBest: boolean;
  readonly post: (message: FromComparePage) => void;
  readonly actions: AnswerActions;
}

function Reasoning({ text, open }: { readonly text: string; readonly open: boolean }) {
  const characters = new Intl.NumberFormat('en').format(text.length);
  return (
    <details class="reasoning">
      <summary>{`${open ? 'Thinking' : 'Thought'} · ${characters} characters`}</summary>
      <div class="reasoning-text" dir="auto">
        {text}
      </div>
    </details>
  );
}

/** To be compared at a glance. */
function Figures({ figures }: { readonly figures: readonly FigureView[] }) {
  return (
    <dl class="figures">
      {figures.map(({ label, value, mark }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value}
            {mark !== undefined && <span class="mark">{mark}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** From the response itself; all that is known is behind it. */
function ServedBy({ turn: { served, switched } }: { readonly turn: TurnView }) {
  if (served === undefined) return null;
  const details = [...(served.provider === undefined ? [] : [served.provider]), ...served.details];
  const line = (
    <span class={switched === undefined ? 'served-by' : 'served-by switched'} data-testid="served-by" title={served.model}>
      {switched !== undefined && <Icon svg={warningIcon} />}
      <span>
        <span class="visually-hidden">Answered by </span>
        <span class="served-model">{served.shortName}</span>
        {details.map((detail) => ` · ${detail}`).join('')}
      </span>
    </span>
  );
  if (served.facts === undefined || served.facts.length === 0) return line;
  return (
    <details class="facts">
      <summary>{line}</summary>
      <dl>
        {served.facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** One model's answer. Drawn again only when something about it changed. */
export class Column extends Component<ColumnProps> {
  readonly #choice = createRef<HTMLButtonElement>();

  override shouldComponentUpdate({ column, busy, isBest }: ColumnProps): boolean {
    const { props } = this;
    return column !== props.column || busy !== props.busy || isBest !== props.isBest;
  }

  /** What the parts of the chat say is about this answer only. */
  readonly #post = (message: FromPage): void => {
    const { post, column } = this.props;
    if (message.type === 'stop') post({ type: 'stop', turnId: column.turn.id });
    else if (message.type === 'answerQuestion' && message.turnId !== undefined) {
      post({ type: 'answerQuestion', turnId: message.turnId, answer: message.answer });
    }
  };

  override render({ column, busy, isBest, post, actions }: ColumnProps) {
    const { model, turn, figures } = column;
    const underWay = turn.state === 'waiting' || turn.state === 'streaming';
    const asks = turn.waiting?.why === 'question' ? turn.waiting.question : undefined;
    const head = `model-${turn.id}`;
    return (
      <article class={isBest ? 'column best' : 'column'} aria-labelledby={head} aria-busy={underWay}>
        <header class="column-head">
          <h3 id={head}>{model.shortName}</h3>
          {isBest && (
            <span class="best-mark">
              <Icon svg={checkIcon} />
              Best answer
            </span>
          )}
          <p class="summary">{model.summary}</p>
        </header>
        {figures.length > 0 && <Figures figures={figures} />}
        {turn.switched !== undefined && <SwitchNote view={turn.switched} />}
        {turn.reasoning !== '' && <Reasoning text={turn.reasoning} open={underWay && turn.answer === ''} />}
        {turn.answer !== '' && <AnswerBody text={turn.answer} finished={!underWay} actions={actions} />}
        {asks !== undefined && <Question view={asks} turnId={turn.id} first={this.#choice} post={this.#post} />}
        {underWay && asks === undefined && turn.answer === '' && <Progress turn={turn} post={this.#post} />}
        {turn.state === 'done' && turn.answer === '' && <p class="end">The answer is empty.</p>}
        {turn.state === 'stopped' && (
          <p class="end" data-testid="stopped">
            <Icon svg={stopIcon} />
            {turn.answer === '' ? 'Stopped.' : 'Stopped. What came is kept.'}
          </p>
        )}
        {turn.state === 'done' && turn.cut === true && <p class="end">The answer reached its length limit.</p>}
        {turn.failure !== undefined && (
          <div class="notice error" data-testid="failure">
            <Icon svg={errorIcon} />
            <div class="notice-words">
              <p dir="auto">{turn.failure.sentence}</p>
            </div>
          </div>
        )}
        <ServedBy turn={turn} />
        <div class="column-buttons">
          {underWay ? (
            <Button
              onClick={() => {
                post({ type: 'stop', turnId: turn.id });
              }}
            >
              {`Stop ${model.shortName}`}
            </Button>
          ) : (
            <this.Ended column={column} busy={busy} post={post} actions={actions} />
          )}
          {turn.sent === true && (
            <Link
              quiet
              onClick={() => {
                post({ type: 'showSent', turnId: turn.id });
              }}
            >
              What was sent
            </Link>
          )}
        </div>
      </article>
    );
  }

  private readonly Ended = ({ column, busy, post, actions }: Omit<ColumnProps, 'isBest'>) => {
    const { turn, action, retry, model } = column;
    return (
      <>
        {action !== undefined && (
          <Button
            onClick={() => {
              post({ type: 'action', action: action.id });
            }}
          >
            {action.label}
          </Button>
        )}
        <Button
          {...(busy === undefined ? {} : { title: busy, disabled: true })}
          onClick={() => {
            post({ type: 'retry', turnId: turn.id });
          }}
        >
          {retry}
        </Button>
        {turn.answer !== '' && (
          <IconButton
            svg={copyIcon}
            label={`Copy the answer of ${model.shortName}`}
            title="Copy Answer"
            onClick={() => {
              actions.copy(turn.answer);
            }}
          />
        )}
      </>
    );
  };
}
