import downIcon from '@vscode/codicons/src/icons/arrow-down.svg';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TurnView } from '../../protocol/messages';
import { Icon } from '../shared/icons/Icon';
import { StickyScroll } from './stickyScroll';
import { type DrawTurn, TurnList } from './turnList';

interface TranscriptProps {
  readonly busy: boolean;
  readonly turns: readonly TurnView[];
  readonly draw: DrawTurn;
  /** Where the reader was, in turns: 12.5 is halfway through the thirteenth. */
  readonly savedPlace: () => number | undefined;
  /** Undefined at the end, which is followed. */
  readonly onPlace: (place: number | undefined) => void;
  /** What stands below the turns. */
  readonly children: ComponentChildren;
}

interface Scrolling {
  readonly list: TurnList;
  readonly sticky: StickyScroll;
}

/** The conversation. Follows the newest text until the reader scrolls up. */
export function Transcript({ busy, turns, draw, savedPlace, onPlace, children }: TranscriptProps) {
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const turnsRoot = useRef<HTMLDivElement>(null);
  const scrolling = useRef<Scrolling | undefined>(undefined);
  const [follows, setFollows] = useState(true);
  // Read by the time the content has its new size.
  const newest = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    if (frame.current === null || content.current === null || turnsRoot.current === null) return undefined;
    const list = new TurnList(frame.current, turnsRoot.current, draw);
    const sticky = new StickyScroll(
      frame.current,
      content.current,
      () => {
        const place = savedPlace();
        return place !== undefined && list.goTo(place);
      },
      (isFollowing) => {
        setFollows(isFollowing);
        onPlace(isFollowing ? undefined : list.place);
      },
      () => newest.current !== undefined,
    );
    scrolling.current = { list, sticky };
    return () => {
      sticky.dispose();
      list.dispose();
    };
  }, []);
  useLayoutEffect(() => {
    if (scrolling.current === undefined) return;
    const { list, sticky } = scrolling.current;
    if (!list.show(turns, draw)) return;
    const before = newest.current;
    newest.current = turns.at(-1)?.id;
    // Turns that were there before are no reason to leave the place where the reader was.
    if (before !== undefined && newest.current !== before) sticky.follow();
    else sticky.settle();
    list.drawVisible();
  });
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
          <div class="turns" ref={turnsRoot} />
          {children}
        </div>
      </div>
      {!follows && (
        <button
          type="button"
          class="jump"
          onClick={() => {
            scrolling.current?.sticky.follow();
            // This button goes away.
            frame.current?.focus();
          }}
        >
          <Icon svg={downIcon} />
          Jump to Latest
        </button>
      )}
    </div>
  );
}
