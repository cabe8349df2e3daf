import attachIcon from '@vscode/codicons/src/icons/attach.svg';
import sendIcon from '@vscode/codicons/src/icons/send.svg';
import stopIcon from '@vscode/codicons/src/icons/debug-stop.svg';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { BlockedView, ChatStatus } from '../../protocol/messages';
import { ActionButton, Button, IconButton, type Post } from './Button';
import { Chips, OutgoingLine, OutgoingWarning } from './Outgoing';
import { Consent } from './Question';

interface ComposerProps {
  readonly draft: string;
  readonly status: ChatStatus;
  /** Why Enter does not send now; shown below the box, the text stays in it. */
  readonly hint: string | undefined;
  readonly box: RefObject<HTMLTextAreaElement | null>;
  /** The way on while nothing is sent. */
  readonly confirm: RefObject<HTMLButtonElement | null>;
  readonly post: Post;
  readonly onInput: (text: string) => void;
  /** @param standIn id of a model to ask instead of the pinned one. */
  readonly onSend: (standIn?: string) => void;
}

/** Enter sends; Shift+Enter, or Enter that ends an input method's word, does not. */
function isSendKey(event: KeyboardEvent): boolean {
  // 229 is what some input methods give for the Enter that picks a word after `isComposing` is over.
  return event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}

interface BlockedProps extends Pick<ComposerProps, 'draft' | 'status' | 'confirm' | 'post' | 'onSend'> {
  readonly blocked: BlockedView;
}

/** Until when nothing is sent, and what can be asked all the same. */
function Blocked({ blocked: { sentence, standIn }, draft, status, confirm, post, onSend }: BlockedProps) {
  return (
    <div class="blocked" data-testid="blocked">
      <p id="composer-blocked">{sentence}</p>
      <div class="buttons">
        {standIn === undefined ? (
          <ActionButton action="useLocal" post={post} buttonRef={confirm} />
        ) : (
          <Button
            buttonRef={confirm}
            disabled={status.busy || draft.trim() === ''}
            onClick={() => {
              onSend(standIn.model);
            }}
          >
            {standIn.label}
          </Button>
        )}
        <ActionButton action="reload" post={post} label="Check Again" />
      </div>
    </div>
  );
}

export function Composer({ draft, status, hint, box, confirm, post, onInput, onSend }: ComposerProps) {
  const { busy, blocked, price, outgoing, consent } = status;
  const says = outgoing !== undefined && outgoing.line !== '';
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    // The height follows the text; the style sheet sets the limit.
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`;
  }, [draft, box]);
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      {blocked !== undefined && (
        <Blocked blocked={blocked} draft={draft} status={status} confirm={confirm} post={post} onSend={onSend} />
      )}
      {consent !== undefined && <Consent view={consent} post={post} />}
      <div class="composer-box">
        <Chips files={outgoing?.files ?? []} box={box} post={post} />
        <textarea
          ref={box}
          rows={1}
          dir="auto"
          aria-label="Ask Tollfree"
          aria-describedby={blocked === undefined ? 'composer-hint' : 'composer-blocked composer-hint'}
          placeholder="Ask Tollfree"
          value={draft}
          onInput={(event) => {
            onInput(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (!isSendKey(event)) return;
            event.preventDefault();
            onSend();
          }}
        />
        <IconButton
          svg={attachIcon}
          label="Attach files or the selection"
          title="Attach…"
          onClick={() => {
            post({ type: 'attach' });
          }}
        />
        {busy ? (
          <IconButton
            svg={stopIcon}
            label="Stop"
            onClick={() => {
              post({ type: 'stop' });
            }}
          />
        ) : (
          <IconButton
            svg={sendIcon}
            label="Send"
            title={blocked === undefined ? 'Send (Enter)' : blocked.sentence}
            submits
            disabled={draft.trim() === '' || blocked !== undefined}
          />
        )}
      </div>
      <div class="composer-hint" id="composer-hint">
        {(hint !== undefined || !says) && <span>{hint ?? 'Enter to send · Shift+Enter for a new line'}</span>}{' '}
        {says && <OutgoingLine {...outgoing} />}{' '}
        {price !== undefined && hint === undefined && <span data-testid="price">{price.next}</span>}
      </div>
      {outgoing?.warning !== undefined && <OutgoingWarning warning={outgoing.warning} />}
    </form>
  );
}
