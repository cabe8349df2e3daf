import checkIcon from '@vscode/codicons/src/icons/check.svg';
import copyIcon from '@vscode/codicons/src/icons/copy.svg';
import errorIcon from '@vscode/codicons/src/icons/error.svg';
import stopIcon from '@vscode/codicons/src/icons/debug-stop.svg';
import { Component, createRef } from 'preact';
import type { ColumnView, FigureView, FromComparePage } from '../../protocol/compare';
import type { FromPage } from '../../protocol/messages';
import { AnswerBody } from '../chat/AnswerBody';
import { Button, IconButton } from '../chat/Button';
import { Progress } from '../chat/Progress';
import { Provenance } from '../chat/Provenance';
import { Question } from '../chat/Question';
import { SwitchNote } from '../chat/SwitchBanner';
import { Icon } from '../shared/icons/Icon';
import type { AnswerActions } from '../shared/markdown/codeBlock';

interface ColumnProps {
  readonly column: ColumnView;
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

/** What can be done about one answer. */
function Buttons({ column, post, actions }: Omit<ColumnProps, 'isBest'>) {
  const { turn, action, retry, model } = column;
  const underWay = turn.state === 'waiting' || turn.state === 'streaming';
  return (
    <div class="column-buttons">
      {/* One button, so that the keyboard stays on it; a second click of a double one does not stop what the first began. */}
      <Button
        onClick={({ detail }) => {
          if (detail < 2) post({ type: underWay ? 'stop' : 'retry', turnId: turn.id });
        }}
      >
        {underWay ? `Stop ${model.shortName}` : retry}
      </Button>
      {!underWay && action !== undefined && (
        <Button
          onClick={() => {
            post({ type: 'action', action: action.id });
          }}
        >
          {action.label}
        </Button>
      )}
      {!underWay && turn.answer !== '' && (
        <IconButton
          svg={copyIcon}
          label={`Copy the answer of ${model.shortName}`}
          title="Copy Answer"
          onClick={() => {
            actions.copy(turn.answer);
          }}
        />
      )}
    </div>
  );
}

/** One model's answer. Drawn again only when something about it changed. */
export class Column extends Component<ColumnProps> {
  readonly #choice = createRef<HTMLButtonElement>();
  readonly #opened = {};

  override shouldComponentUpdate({ column, isBest }: ColumnProps): boolean {
    const { props } = this;
    return column !== props.column || isBest !== props.isBest;
  }

  /** What the parts of the chat say is about this answer only. */
  readonly #post = (message: FromPage): void => {
    const { post, column } = this.props;
    if (message.type === 'stop') post({ type: 'stop', turnId: column.turn.id });
    else if (message.type === 'showSent') post(message);
    else if (message.type === 'answerQuestion' && message.turnId !== undefined) {
      post({ type: 'answerQuestion', turnId: message.turnId, answer: message.answer });
    }
  };

  override render({ column, isBest, post, actions }: ColumnProps) {
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
        <Provenance turn={turn} opened={this.#opened} post={this.#post} />
        <Buttons column={column} post={post} actions={actions} />
      </article>
    );
  }
}
