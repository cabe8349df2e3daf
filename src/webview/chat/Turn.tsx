import attachIcon from '@vscode/codicons/src/icons/attach.svg';
import infoIcon from '@vscode/codicons/src/icons/info.svg';
import warningIcon from '@vscode/codicons/src/icons/warning.svg';
import { Component, type RefObject } from 'preact';
import type { ChatStatus, ServedView, TurnView } from '../../protocol/messages';
import { Icon } from '../shared/icons/Icon';
import type { AnswerActions } from '../shared/markdown/codeBlock';
import { AnswerBody } from './AnswerBody';
import { Link, type Post } from './Button';
import { CutAnswer, Failure, Stopped } from './Failure';
import { Progress } from './Progress';
import { Question } from './Question';
import { SwitchNote } from './SwitchBanner';
import { lostText } from './wording';

interface TurnProps {
  readonly turn: TurnView;
  /** Only the last one speaks up, and only it can still change what is on the screen. */
  readonly isLast: boolean;
  readonly status: ChatStatus;
  readonly post: Post;
  readonly actions: AnswerActions;
  /** The first answer to what the turn asks, where it asks something. */
  readonly choice: RefObject<HTMLButtonElement | null>;
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

/** Files that went with the question. */
function Along({ names }: { readonly names: readonly string[] }) {
  return (
    <ul class="along" aria-label="Attached">
      {names.map((name) => (
        <li key={name}>
          <Icon svg={attachIcon} />
          {name}
        </li>
      ))}
    </ul>
  );
}

interface ServedByProps {
  readonly served: ServedView;
  readonly switched: boolean;
}

function ServedBy({ served, switched }: ServedByProps) {
  const details = [...(served.provider === undefined ? [] : [served.provider]), ...served.details];
  return (
    <span class={switched ? 'served-by switched' : 'served-by'} data-testid="served-by" title={served.model}>
      {switched && <Icon svg={warningIcon} />}
      <span>
        <span class="visually-hidden">Answered by </span>
        <span class="served-model">{served.shortName}</span>
        {details.map((detail) => ` · ${detail}`).join('')}
      </span>
    </span>
  );
}

/** A question and its answer. Drawn again only when something about it changed. */
export class Turn extends Component<TurnProps> {
  override shouldComponentUpdate({ turn, isLast, status }: TurnProps): boolean {
    const { props } = this;
    return (
      turn !== props.turn ||
      isLast !== props.isLast ||
      status.busy !== props.status.busy ||
      (status.blocked === undefined) !== (props.status.blocked === undefined) ||
      status.price?.again !== props.status.price?.again
    );
  }

  override render({ turn, isLast, status: { busy, blocked, price }, post, actions, choice }: TurnProps) {
    const underWay = turn.state === 'waiting' || turn.state === 'streaming';
    const end = { turn, busy: busy || blocked !== undefined, price, post };
    return (
      <article class={isLast ? 'turn' : 'turn earlier'} aria-label={`Question: ${turn.question.slice(0, 80)}`}>
        <h2 class="visually-hidden">Question</h2>
        <div class="question" dir="auto">
          {turn.question}
        </div>
        {turn.attachments !== undefined && <Along names={turn.attachments} />}
        {turn.switched !== undefined && <SwitchNote view={turn.switched} />}
        {turn.reasoning !== '' && <Reasoning text={turn.reasoning} open={underWay && turn.answer === ''} />}
        {turn.answer !== '' && <AnswerBody text={turn.answer} finished={!underWay} actions={actions} />}
        {turn.waiting?.why === 'question' ? (
          <Question view={turn.waiting.question} turnId={turn.id} first={choice} post={post} />
        ) : (
          underWay && turn.answer === '' && <Progress turn={turn} post={post} />
        )}
        {turn.state === 'stopped' && <Stopped {...end} isLast={isLast} />}
        {turn.state === 'done' && turn.cut === true && isLast && <CutAnswer {...end} />}
        {turn.failure !== undefined && <Failure {...end} running={busy} isLast={isLast} notice={turn.failure} />}
        {turn.lost !== undefined && (
          <div class="lost-note" data-testid="lost">
            <Icon svg={infoIcon} />
            <span>{lostText(turn.lost)}</span>
          </div>
        )}
        {(turn.served !== undefined || turn.sent === true) && (
          <div class="provenance">
            {turn.served !== undefined && <ServedBy served={turn.served} switched={turn.switched !== undefined} />}
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
        )}
      </article>
    );
  }
}
