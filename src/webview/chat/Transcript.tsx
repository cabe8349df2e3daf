import downIcon from '@vscode/codicons/src/icons/arrow-down.svg';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../shared/icons/Icon';
import { StickyScroll } from './stickyScroll';

interface TranscriptProps {
  readonly busy: boolean;
  /** A change brings the newest text into view again, as when a question was sent. */
  readonly newestTurn: string | undefined;
  readonly savedScrollTop: number | undefined;
  readonly onScroll: (scrollTop: number | undefined) => void;
  readonly children: ComponentChildren;
}

/** The conversation. Follows the newest text until the reader scrolls up. */
export function Transcript({ busy, newestTurn, savedScrollTop, onScroll, children }: TranscriptProps) {
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const scroll = useRef<StickyScroll | undefined>(undefined);
  const [follows, setFollows] = useState(true);
  // Read by the time the content has its new size, which is before effects run.
  const hasTurns = useRef(false);
  hasTurns.current = newestTurn !== undefined;
  useEffect(() => {
    if (frame.current === null || content.current === null) return undefined;
    const sticky = new StickyScroll(
      frame.current,
      content.current,
      savedScrollTop,
      (top) => {
        setFollows(top === undefined);
        onScroll(top);
      },
      () => hasTurns.current,
    );
    scroll.current = sticky;
    return () => {
      sticky.dispose();
    };
  }, []);
  const first = useRef(true);
  useEffect(() => {
    // Turns that were there before are no reason to leave the place where the reader was.
    if (!first.current) scroll.current?.follow();
    if (newestTurn !== undefined) first.current = false;
  }, [newestTurn]);
  return (
    <div class="transcript">
      {/* A log would be read aloud word by word; the page's status region says what matters. */}
      <div
        class="scroll"
        role="log"
        aria-label="Conversation"
        aria-live="off"
        aria-busy={busy}
        tabIndex={0}
        ref={frame}
      >
        <div class="content" ref={content}>
          {children}
        </div>
      </div>
      {!follows && (
        <button
          type="button"
          class="jump"
          onClick={() => {
            scroll.current?.follow();
          }}
        >
          <Icon svg={downIcon} />
          Jump to Latest
        </button>
      )}
    </div>
  );
}
