import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import type { BlockedView, ChatStatus, TokensView } from '../../../protocol/messages';
import { ActionButton, Button } from '../Button';
import { Consent } from '../Question';
import type { ChatSession } from '../session';
import { Foot } from './Foot';
import { holdsFiles, toMessage, toNotice, urisOf } from './intake';
import { Chips, OutgoingLine, OutgoingWarning, Tokens, tokensText } from './Outgoing';
import { Recall, onOneLine } from './recall';
import { SuggestionList, listId, optionId } from './SuggestionList';
import { Suggesting } from './suggesting';
import { replaceText } from './word';

interface ComposerProps {
  /** Knows the draft; what is typed draws nothing but this again. */
  readonly session: ChatSession;
  readonly status: ChatStatus;
  /** Why Enter does not send now; shown below the box, the text stays in it. */
  readonly hint: string | undefined;
  readonly box: RefObject<HTMLTextAreaElement | null>;
  /** The way on while nothing is sent. */
  readonly confirm: RefObject<HTMLButtonElement | null>;
  /** @param standIn id of a model to ask instead of the pinned one. */
  readonly onSend: (standIn?: string) => void;
}

/** Not Enter or an arrow that an input method needs for its word. */
function isOwnKey(event: KeyboardEvent): boolean {
  // 229 is what some input methods give for the Enter that picks a word after `isComposing` is over.
  return !event.isComposing && event.keyCode !== 229;
}

interface BlockedProps extends Pick<ComposerProps, 'session' | 'status' | 'confirm' | 'onSend'> {
  readonly blocked: BlockedView;
}

/** Until when nothing is sent, and what can be asked all the same. */
function Blocked({ blocked: { sentence, standIn }, session, status, confirm, onSend }: BlockedProps) {
  return (
    <div class="blocked" data-testid="blocked">
      <p id="composer-blocked">{sentence}</p>
      <div class="buttons">
        {standIn === undefined ? (
          <ActionButton action="useLocal" post={session.post} buttonRef={confirm} />
        ) : (
          <Button
            buttonRef={confirm}
            disabled={status.busy || session.state.draft.trim() === ''}
            onClick={() => {
              onSend(standIn.model);
            }}
          >
            {standIn.label}
          </Button>
        )}
        <ActionButton action="reload" post={session.post} label="Check Again" />
      </div>
    </div>
  );
}

/** Up and down where there is no line to go to: the questions of before. */
function recallOn(event: KeyboardEvent, box: HTMLTextAreaElement, recall: Recall, session: ChatSession): boolean {
  const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
  const isUp = key === 'ArrowUp';
  const { value, selectionStart: caret } = box;
  if (!(isUp || key === 'ArrowDown') || shiftKey || ctrlKey || altKey || metaKey) return false;
  if (caret !== box.selectionEnd || !onOneLine(box, isUp ? 0 : caret, isUp ? caret : value.length)) return false;
  const text = isUp ? recall.earlier(value, () => session.questions) : recall.later(value);
  if (text === undefined) return false;
  replaceText(box, 0, value.length, text);
  // Where the same key leads on.
  if (isUp && !onOneLine(box, 0, text.length)) box.setSelectionRange(0, 0);
  return true;
}

/** Files that come by the clipboard into the box, or are dropped anywhere on the page. */
function useIntake(session: ChatSession, box: RefObject<HTMLTextAreaElement | null>, tell: (words: string) => void) {
  const [isOver, setOver] = useState(false);
  const take = async (files: readonly File[]): Promise<void> => {
    const problems: string[] = [];
    for (const file of files) {
      const { seesPictures, pin } = session.state.status;
      const message = await toMessage(file, seesPictures === true, pin?.shortName ?? 'The model');
      if (typeof message === 'string') problems.push(message);
      else session.post(message);
    }
    tell(toNotice(problems));
  };
  const onPaste = (event: ClipboardEvent): void => {
    const { clipboardData } = event;
    const files = Array.from(clipboardData?.files ?? []);
    // Office programs put a picture of what they copy beside its text.
    if (files.length === 0 || clipboardData?.getData('text/plain') !== '') return;
    event.preventDefault();
    void take(files);
  };
  useEffect(() => {
    const onDrag = (event: DragEvent): void => {
      const { dataTransfer, type, relatedTarget } = event;
      if (dataTransfer === null || !holdsFiles(dataTransfer)) return;
      if (type === 'dragleave') {
        if (relatedTarget === null) setOver(false);
        return;
      }
      event.preventDefault();
      dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    const onDrop = (event: DragEvent): void => {
      const { dataTransfer } = event;
      setOver(false);
      if (dataTransfer === null) return;
      const uris = urisOf(dataTransfer);
      const files = Array.from(dataTransfer.files);
      const isText = uris.length === 0 && files.length === 0;
      // A link or a piece of text goes into the box as it does elsewhere.
      if (isText && event.target === box.current) return;
      event.preventDefault();
      if (isText) return;
      if (uris.length > 0) session.post({ type: 'drop', uris: uris.slice(0, 1000) });
      else void take(files);
      box.current?.focus();
    };
    const listening = new AbortController();
    const { signal } = listening;
    for (const type of ['dragenter', 'dragover', 'dragleave'] as const)
      window.addEventListener(type, onDrag, { signal });
    window.addEventListener('drop', onDrop, { signal });
    return () => {
      listening.abort();
    };
  }, [session]);
  return { isOver, onPaste };
}

/** What does not fit is said when it begins, and not again with each key. */
function useTokensSaid(session: ChatSession, tokens: TokensView | undefined): void {
  const level = tokens?.level;
  const before = useRef(level);
  useEffect(() => {
    if (level === 'over' && before.current !== 'over' && tokens !== undefined) session.say(tokensText(tokens));
    before.current = level;
  }, [level]);
}

export function Composer({ session, status, hint, box, confirm, onSend }: ComposerProps) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [notice, setNotice] = useState('');
  const { draft } = session.state;
  const { blocked, price, outgoing, consent } = status;
  const says = outgoing !== undefined && outgoing.line !== '';
  const recall = useMemo(() => new Recall(), []);
  const suggesting = useMemo(
    () =>
      new Suggesting(
        session,
        () => box.current,
        () => {
          redraw(undefined);
        },
      ),
    [],
  );
  const { items, active } = suggesting;
  useLayoutEffect(() => {
    session.onDraft(() => {
      redraw(undefined);
    });
    const moved = (): void => {
      suggesting.moved();
    };
    document.addEventListener('selectionchange', moved);
    return () => {
      document.removeEventListener('selectionchange', moved);
    };
  }, [session]);
  useLayoutEffect(() => {
    // Sent, or taken back by the host: there is no word any more.
    if (draft === '') suggesting.typed();
  }, [draft]);
  const { isOver, onPaste } = useIntake(session, box, (words) => {
    setNotice(words);
    if (words !== '') session.say(words);
  });
  useTokensSaid(session, outgoing?.tokens);
  const isOpen = items.length > 0;
  const words = (isOver ? 'Drop to attach' : notice) || hint;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      {blocked !== undefined && (
        <Blocked blocked={blocked} session={session} status={status} confirm={confirm} onSend={onSend} />
      )}
      {consent !== undefined && <Consent view={consent} post={session.post} />}
      <div class={isOver ? 'composer-box over' : 'composer-box'}>
        {isOpen && (
          <SuggestionList
            items={items}
            active={active}
            onTake={(item) => {
              suggesting.take(item);
            }}
          />
        )}
        <Chips files={outgoing?.files ?? []} box={box} post={session.post} />
        <textarea
          ref={box}
          rows={1}
          dir="auto"
          aria-label="Ask Tollfree"
          aria-describedby={blocked === undefined ? 'composer-hint' : 'composer-blocked composer-hint'}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={isOpen ? listId : undefined}
          aria-activedescendant={isOpen ? optionId(active) : undefined}
          placeholder="Ask Tollfree, @ for context, / for tasks"
          value={draft}
          onInput={(event) => {
            session.type(event.currentTarget.value);
            setNotice('');
            suggesting.typed();
          }}
          onPaste={onPaste}
          onBlur={() => {
            suggesting.close();
          }}
          onKeyDown={(event) => {
            if (!isOwnKey(event)) return;
            const isSend = event.key === 'Enter' && !event.shiftKey;
            if (!suggesting.press(event)) {
              // What comes back is not being typed.
              if (recallOn(event, event.currentTarget, recall, session)) suggesting.close();
              else if (isSend) onSend();
              else return;
            }
            event.preventDefault();
            // The editor has its own meanings for Escape and the like.
            event.stopPropagation();
          }}
        />
        <Foot status={status} isEmpty={draft.trim() === ''} post={session.post} />
      </div>
      <div class="composer-hint" id="composer-hint">
        {(words !== undefined || !says) && (
          <span data-testid="hint">{words ?? 'Enter to send · Shift+Enter for a new line'}</span>
        )}{' '}
        {says && <OutgoingLine {...outgoing} />} {outgoing?.tokens !== undefined && <Tokens view={outgoing.tokens} />}{' '}
        {price !== undefined && hint === undefined && <span data-testid="price">{price.next}</span>}
      </div>
      {outgoing?.warning !== undefined && <OutgoingWarning warning={outgoing.warning} />}
    </form>
  );
}
