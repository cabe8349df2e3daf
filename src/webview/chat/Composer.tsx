import sendIcon from '@vscode/codicons/src/icons/send.svg';
import stopIcon from '@vscode/codicons/src/icons/debug-stop.svg';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { Icon } from '../shared/icons/Icon';

interface ComposerProps {
  readonly draft: string;
  readonly busy: boolean;
  /** Why Enter does not send now; shown below the box, the text stays in it. */
  readonly hint: string | undefined;
  readonly box: RefObject<HTMLTextAreaElement | null>;
  readonly onInput: (text: string) => void;
  readonly onSend: () => void;
  readonly onStop: () => void;
}

/** Enter sends; Shift+Enter, or Enter that ends an input method's word, does not. */
function isSendKey(event: KeyboardEvent): boolean {
  // 229 is what some input methods give for the Enter that picks a word after `isComposing` is over.
  return event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}

export function Composer({ draft, busy, hint, box, onInput, onSend, onStop }: ComposerProps) {
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
      <div class="composer-box">
        <textarea
          ref={box}
          rows={1}
          dir="auto"
          aria-label="Ask Tollfree"
          aria-describedby="composer-hint"
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
        {busy ? (
          <button type="button" class="icon-button send" aria-label="Stop" title="Stop" onClick={onStop}>
            <Icon svg={stopIcon} />
          </button>
        ) : (
          <button
            type="submit"
            class="icon-button send"
            aria-label="Send"
            title="Send (Enter)"
            disabled={draft.trim() === ''}
          >
            <Icon svg={sendIcon} />
          </button>
        )}
      </div>
      <div class="composer-hint" id="composer-hint">
        {hint ?? 'Enter to send · Shift+Enter for a new line'}
      </div>
    </form>
  );
}
