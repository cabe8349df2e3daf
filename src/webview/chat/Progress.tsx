import loadingIcon from '@vscode/codicons/src/icons/loading.svg';
import { useEffect, useState } from 'preact/hooks';
import type { TurnView, WaitingView } from '../../protocol/messages';
import { Icon } from '../shared/icons/Icon';
import { Button, type Post } from './Button';
import { leftOf, waitingText } from './wording';

/** How often the countdown is looked at; a page in the background does it more rarely. */
const often = 250;

/** Counts down by itself: the host says once how long it takes. */
function Countdown({ waiting }: { readonly waiting: WaitingView }) {
  const [text, setText] = useState(() => waitingText(waiting, leftOf(waiting)));
  useEffect(() => {
    const ends = Date.now() + leftOf(waiting);
    const count = (): void => {
      setText(waitingText(waiting, ends - Date.now()));
    };
    count();
    const timer = setInterval(count, often);
    return () => {
      clearInterval(timer);
    };
  }, [waiting]);
  return <span>{text}</span>;
}

interface ProgressProps {
  readonly turn: TurnView;
  readonly post: Post;
}

/** What is going on before the first word. */
export function Progress({ turn: { waiting, progress }, post }: ProgressProps) {
  return (
    <div class="progress" data-testid="progress">
      <Icon svg={loadingIcon} spinning />
      {waiting === undefined ? (
        <span>{progress ?? 'Waiting for the first word…'}</span>
      ) : (
        <>
          <Countdown waiting={waiting} />
          <Button
            onClick={() => {
              post({ type: 'stop' });
            }}
          >
            Cancel
          </Button>
        </>
      )}
    </div>
  );
}
