import attachIcon from '@vscode/codicons/src/icons/attach.svg';
import editIcon from '@vscode/codicons/src/icons/edit.svg';
import { Component, createRef, type RefObject } from 'preact';
import type { ChatStatus, TurnView } from '../../protocol/messages';
import { Icon } from '../shared/icons/Icon';
import type { AnswerActions } from '../shared/markdown/codeBlock';
import { AnswerBody } from './AnswerBody';
import { whyNotNow } from './asking';
import { IconButton, type Post } from './Button';
import { EditQuestion } from './EditQuestion';
import { CutAnswer, Failure, Stopped } from './Failure';
import { growthOf } from './growth';
import { Progress } from './Progress';
import { Note, Provenance } from './Provenance';
import { Question } from './Question';
import { SwitchNote } from './SwitchBanner';
import type { Opened } from './turnList';
import { TurnTools } from './TurnTools';
import { lostText } from './wording';

interface TurnProps {
  readonly turn: TurnView;
  readonly opened: Opened;
  /** Only the last one speaks up, and only it can still change what is on the screen. */
  readonly isLast: boolean;
  /** It failed just now. */
  readonly isNews: boolean;
  readonly status: ChatStatus;
  readonly post: Post;
  readonly actions: AnswerActions;
  /** The first answer to what the turn asks, where it asks something. */
  readonly choice: RefObject<HTMLButtonElement | null>;
  /** An edited question went off, and the keyboard is free. */
  readonly onEdited: () => void;
}

interface TurnState {
  readonly editing: boolean;
}

interface ReasoningProps {
  readonly text: string;
  readonly thinking: boolean;
  readonly opened: Opened;
}

function Reasoning({ text, thinking, opened }: ReasoningProps) {
  const characters = new Intl.NumberFormat().format(text.length);
  return (
    <details
      class="reasoning"
      open={opened.reasoning}
      onToggle={(event) => {
        opened.reasoning = event.currentTarget.open;
      }}
    >
      <summary>{`${thinking ? 'Thinking' : 'Thought'} · ${characters} characters`}</summary>
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

/** A question and its answer. Drawn again only when something about it changed. */
export class Turn extends Component<TurnProps, TurnState> {
  override state: TurnState = { editing: this.props.opened.edit !== undefined };
  readonly #editButton = createRef<HTMLButtonElement>();

  override shouldComponentUpdate({ turn, isLast, isNews, status }: TurnProps, { editing }: TurnState): boolean {
    const { props } = this;
    return (
      editing !== this.state.editing ||
      turn !== props.turn ||
      isLast !== props.isLast ||
      isNews !== props.isNews ||
      status.busy !== props.status.busy ||
      whyNotNow(status) !== whyNotNow(props.status) ||
      status.price?.again !== props.status.price?.again
    );
  }

  readonly #endEdit = (sent: boolean): void => {
    this.props.opened.edit = undefined;
    this.props.post({ type: 'editing', turnId: this.props.turn.id });
    this.setState({ editing: false }, () => {
      if (sent) this.props.onEdited();
      else this.#editButton.current?.focus();
    });
  };

  #question({ turn, opened, status, post }: TurnProps, { editing }: TurnState) {
    if (editing) {
      return <EditQuestion turn={turn} opened={opened} status={status} post={post} onEnd={this.#endEdit} />;
    }
    return (
      <div class="question-line">
        <div class="question" dir="auto">
          {turn.question}
        </div>
        <div class="tools">
          <IconButton
            svg={editIcon}
            label="Edit"
            title="Edit and ask again"
            why={whyNotNow(status)}
            buttonRef={this.#editButton}
            onClick={() => {
              this.setState({ editing: true });
            }}
          />
        </div>
      </div>
    );
  }

  override render(props: TurnProps, state: TurnState) {
    const { turn, opened, isLast, isNews, status, post, actions, choice } = props;
    const { busy, blocked, price } = status;
    const underWay = turn.state === 'waiting' || turn.state === 'streaming';
    const end = { turn, busy: busy || blocked !== undefined, price, post };
    return (
      <>
        {this.#question(props, state)}
        {turn.attachments !== undefined && <Along names={turn.attachments} />}
        {turn.leftOut !== undefined && <Note about="left-out">{turn.leftOut.sentence}</Note>}
        {turn.chosen !== undefined && <Note about="chosen">{turn.chosen}</Note>}
        {turn.switched !== undefined && <SwitchNote view={turn.switched} />}
        {turn.superseded === true && <Note about="superseded">Asked again below</Note>}
        {turn.reasoning !== '' && (
          <Reasoning text={turn.reasoning} thinking={underWay && turn.answer === ''} opened={opened} />
        )}
        {turn.answer !== '' && (
          <div class={turn.superseded === true ? 'answer superseded' : 'answer'}>
            <AnswerBody text={turn.answer} growth={growthOf(turn)} finished={!underWay} actions={actions} />
          </div>
        )}
        {turn.waiting?.why === 'question' ? (
          <Question view={turn.waiting.question} turnId={turn.id} first={choice} post={post} />
        ) : (
          underWay && turn.answer === '' && <Progress turn={turn} post={post} />
        )}
        {turn.state === 'stopped' && <Stopped {...end} isLast={isLast} />}
        {turn.state === 'done' && turn.cut === true && isLast && <CutAnswer {...end} />}
        {turn.failure !== undefined && (
          <Failure {...end} running={busy} isLast={isLast} isNews={isNews} notice={turn.failure} />
        )}
        {turn.lost !== undefined && <Note about="lost">{lostText(turn.lost)}</Note>}
        <Provenance turn={turn} opened={opened} post={post} />
        {!underWay && <TurnTools turn={turn} status={status} actions={actions} post={post} />}
      </>
    );
  }
}
