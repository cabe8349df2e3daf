import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChatStatus, TurnView } from '../../protocol/messages';
import { whyNotNow } from './asking';
import { Button, type Post } from './Button';
import type { Opened } from './turnList';
import { priced } from './wording';

interface EditQuestionProps {
  readonly turn: TurnView;
  /** Keeps what is typed while another conversation is shown. */
  readonly opened: Opened;
  readonly status: ChatStatus;
  readonly post: Post;
  /** @param sent whether it went off. */
  readonly onEnd: (sent: boolean) => void;
}

/** A question that was asked, to be asked otherwise. */
export function EditQuestion({ turn, opened, status, post, onEnd }: EditQuestionProps) {
  const [text, setText] = useState(opened.edit ?? turn.question);
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    // Whoever comes back to it may be somewhere else.
    if (opened.edit !== undefined) return;
    box.current?.focus();
    box.current?.setSelectionRange(text.length, text.length);
  }, []);
  const why = whyNotNow(status);
  const cannot = why !== undefined || text.trim() === '';
  const send = (): void => {
    if (cannot) return;
    post({ type: 'edit', turnId: turn.id, text: text.trim() });
    onEnd(true);
  };
  const note = `edit-${turn.id}`;
  return (
    <div class="edit">
      <textarea
        ref={box}
        dir="auto"
        aria-label="Edit question"
        aria-describedby={note}
        value={text}
        onInput={(event) => {
          opened.edit = event.currentTarget.value;
          setText(opened.edit);
          post({ type: 'editing', turnId: turn.id, text: opened.edit });
        }}
        onKeyDown={(event) => {
          // The keys that end the word of an input method are its own; 229 is how some say so.
          if (event.isComposing || event.keyCode === 229) return;
          if (event.key === 'Escape') onEnd(false);
          else if (event.key === 'Enter' && !event.shiftKey) send();
          else return;
          event.preventDefault();
          // The editor has its own meanings for Escape and the like.
          event.stopPropagation();
        }}
      />
      <div class="buttons">
        <Button primary disabled={cannot} onClick={send}>
          {priced('Send', status.price)}
        </Button>
        <Button
          onClick={() => {
            onEnd(false);
          }}
        >
          Cancel
        </Button>
      </div>
      <p class="quiet" id={note}>
        {why ?? 'The conversation as it is stays in the history.'}
      </p>
    </div>
  );
}
