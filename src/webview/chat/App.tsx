import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import type { ChatStatus } from '../../protocol/messages';
import { useAnswerActions, useLinks } from '../shared/answer';
import { useKeptFocus } from '../shared/keptFocus';
import { Composer } from './composer/Composer';
import { Header } from './Header';
import { Problem, QuietLines } from './Notices';
import type { ChatSession } from './session';
import { Setup } from './Setup';
import { SwitchBanner } from './SwitchBanner';
import { canSend } from './store';
import { Transcript } from './Transcript';
import { Turn } from './Turn';

/** Why a question would not go off now, or undefined. */
function toHint(status: ChatStatus, asks: boolean): string | undefined {
  if (asks) return 'Decide above, or stop; your text stays here.';
  if (status.busy) return 'Wait for the answer or stop it; your text stays here.';
  if (canSend(status)) return undefined;
  switch (status.state) {
    case 'starting':
      return 'Starting…';
    case 'needsKey':
      return 'Your text stays here until there is a key.';
    case 'ready':
      return 'Your text stays here.';
    case 'needsPin':
    case 'offline':
    default:
      return 'Your text stays here until there is a model to ask.';
  }
}

/** Puts the keyboard where it is most useful, but never takes it from another part of the editor. */
function useFocus(
  session: ChatSession,
  box: RefObject<HTMLTextAreaElement | null>,
  confirm: RefObject<HTMLButtonElement | null>,
  choice: RefObject<HTMLButtonElement | null>,
): void {
  const { status, turns, focusRequests, draft } = session.state;
  const mayMove = (): boolean =>
    document.activeElement === null ||
    document.activeElement === document.body ||
    (document.activeElement === box.current && session.state.draft === '');
  const wayOn = (): HTMLElement | null =>
    session.state.status.state === 'ready' ? box.current : (confirm.current ?? box.current);
  const moveOn = (): void => {
    if (mayMove()) wayOn()?.focus();
  };
  useKeptFocus(wayOn);
  useEffect(() => {
    window.addEventListener('focus', moveOn);
    return () => {
      window.removeEventListener('focus', moveOn);
    };
  }, []);
  useEffect(() => {
    if (document.hasFocus()) moveOn();
  }, [status.state]);
  const asks = turns.find(({ waiting }) => waiting?.why === 'question')?.id;
  const wasAsked = useRef(false);
  useEffect(() => {
    // Whoever writes the next question is not interrupted by one that can wait.
    const isIdle = draft === '' && (mayMove() || box.current?.form?.contains(document.activeElement) === true);
    if (asks !== undefined && document.hasFocus() && isIdle) choice.current?.focus();
    else if (asks === undefined && wasAsked.current && document.hasFocus()) moveOn();
    wasAsked.current = asks !== undefined;
  }, [asks]);
  useEffect(() => {
    if (focusRequests === 0) return;
    if (draft === '' && status.state === 'needsPin' && confirm.current !== null) confirm.current.focus();
    else box.current?.focus();
  }, [focusRequests]);
}

export function App({ session }: { readonly session: ChatSession }) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useLayoutEffect(() => {
    session.onChange(() => {
      redraw(undefined);
    });
    session.post({ type: 'ready' });
  }, [session]);

  const { state, post } = session;
  const { status, turns } = state;
  const box = useRef<HTMLTextAreaElement>(null);
  const confirm = useRef<HTMLButtonElement>(null);
  const choice = useRef<HTMLButtonElement>(null);
  useFocus(session, box, confirm, choice);
  const openLink = useLinks(post);

  const actions = useAnswerActions(session);

  const send = (standIn?: string): void => {
    if (status.busy || session.state.draft.trim() === '') return;
    if (standIn !== undefined || canSend(status)) session.send(standIn);
    else if (status.state === 'starting') session.sendWhenKnown();
    else confirm.current?.focus();
  };

  const last = turns.at(-1);
  return (
    <div class="app" onClickCapture={openLink} onAuxClickCapture={openLink}>
      <Header status={status} post={post} />
      <main>
        <h1 class="visually-hidden">Tollfree chat</h1>
        {status.banner !== undefined && (
          <SwitchBanner
            key={status.banner.turnId}
            view={status.banner}
            busy={status.busy || status.blocked !== undefined}
            price={status.price}
            post={post}
          />
        )}
        {status.problem !== undefined && status.state === 'ready' && <Problem problem={status.problem} post={post} />}
        <QuietLines status={status} post={post} />
        <Transcript
          busy={status.busy}
          turns={turns}
          savedPlace={() => session.savedScrollTop}
          onPlace={session.rememberScroll}
          draw={(turn, opened, isLast) => (
            <Turn
              turn={turn}
              opened={opened}
              isLast={isLast}
              isNews={turn.id === session.state.failed}
              status={status}
              post={post}
              actions={actions}
              choice={choice}
              onEdited={() => {
                box.current?.focus();
              }}
            />
          )}
        >
          <Setup
            status={status}
            hasTurns={turns.length > 0}
            confirm={confirm}
            post={post}
            onExample={(text) => {
              session.type(text);
              box.current?.focus();
            }}
          />
        </Transcript>
        <Composer
          session={session}
          status={status}
          hint={toHint(status, status.busy && last?.waiting?.why === 'question')}
          box={box}
          confirm={confirm}
          onSend={send}
        />
      </main>
      <div class="visually-hidden" role="status">
        {state.announcement}
      </div>
    </div>
  );
}
