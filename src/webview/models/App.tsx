import loadingIcon from '@vscode/codicons/src/icons/loading.svg';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import type { BrowseEntry } from '../../protocol/models';
import { Icon } from '../shared/icons/Icon';
import { Filters } from './Filters';
import { stepThrough } from './keyboard';
import { ModelRow } from './ModelRow';
import { Notices } from './Notices';
import { authorsOf, countFilters, countLine, inScope, select } from './query';
import type { BrowserSession } from './session';
import type { BrowserState } from './store';

/** Scrolling is saved when it pauses, in milliseconds. */
const scrollPause = 200;

/** Who opens the tab wants to search; nothing is taken from where the keyboard is already. */
function useFocus(search: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const focus = (): void => {
      if (document.activeElement === null || document.activeElement === document.body) search.current?.focus();
    };
    if (document.hasFocus()) focus();
    window.addEventListener('focus', focus);
    return () => {
      window.removeEventListener('focus', focus);
    };
  }, []);
}

/** Brings the reader back to where they were, once there is a list, and remembers where they go. */
function useScroll(session: BrowserSession, hasModels: boolean): { readonly ref: RefObject<HTMLElement | null> } {
  const ref = useRef<HTMLElement>(null);
  const restored = useRef(false);
  useLayoutEffect(() => {
    if (!hasModels || restored.current) return;
    restored.current = true;
    ref.current?.scrollTo({ top: session.savedScrollTop });
  }, [hasModels]);
  useEffect(() => {
    const list = ref.current;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const scrolled = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (restored.current && list !== null) session.rememberScroll(list.scrollTop);
      }, scrollPause);
    };
    list?.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      clearTimeout(timer);
      list?.removeEventListener('scroll', scrolled);
    };
  }, [session]);
  return { ref };
}

function Rows({ shown, session }: { readonly shown: readonly BrowseEntry[]; readonly session: BrowserSession }) {
  const { models = [], status, endpoints, privacy } = session.state;
  const sets = useMemo(
    () => ({
      cooling: new Map(status.cooling.map(({ model, until }) => [model, until])),
      blocked: new Set(status.blocked),
      appeared: new Set(status.appeared),
    }),
    [status],
  );
  const bestIndex = useMemo(() => Math.max(1, ...models.map(({ codingIndex = 0 }) => codingIndex)), [models]);
  return (
    <ul class="models" aria-label="Models" onKeyDown={stepThrough}>
      {shown.map((model) => (
        <ModelRow
          key={model.id}
          model={model}
          session={session}
          pinned={status.pin === model.id}
          pinnedFor={status.taskPins
            .filter((pin) => pin.model === model.id)
            .map(({ task }) => task)
            .join(', ')}
          coolingUntil={sets.cooling.get(model.id)}
          isBlocked={sets.blocked.has(model.id)}
          isNew={sets.appeared.has(model.id)}
          policy={privacy?.policies.get(model.id)}
          keptOutBy={privacy?.keptOut.has(model.id) === true ? privacy.level : undefined}
          terms={privacy?.terms}
          paid={status.paid}
          bestIndex={bestIndex}
          endpoints={endpoints.get(model.id)}
        />
      ))}
    </ul>
  );
}

/** Instead of rows: why there are none. */
function Nothing({ state, reset }: { readonly state: BrowserState; readonly reset: () => void }) {
  if (state.models === undefined) {
    return state.status.loading ? (
      <p class="nothing">
        <Icon svg={loadingIcon} spinning />
        Reading the list of models…
      </p>
    ) : null;
  }
  return (
    <div class="nothing">
      <p>No model fits.</p>
      <button type="button" class="primary" onClick={reset}>
        Reset Filters
      </button>
    </div>
  );
}

export function App({ session }: { readonly session: BrowserSession }) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useLayoutEffect(() => {
    session.onChange(() => {
      redraw(undefined);
    });
    session.start();
  }, [session]);

  const { state } = session;
  const { models, status, query, rankings, privacy } = state;
  const search = useRef<HTMLInputElement>(null);
  useFocus(search);
  const scroll = useScroll(session, models !== undefined);

  const scope = useMemo(() => inScope(models ?? [], query), [models, query.price]);
  const authors = useMemo(() => authorsOf(scope), [scope]);
  const shown = useMemo(() => select(models ?? [], query, rankings, privacy), [models, query, rankings, privacy]);
  useLayoutEffect(() => {
    if (session.savedScrollTop === 0) scroll.ref.current?.scrollTo({ top: 0 });
  }, [query]);

  const reset = (): void => {
    session.reset();
    // The button goes with the filters; the keyboard must not go with it.
    search.current?.focus();
  };

  return (
    <div class="app">
      <header class="top">
        <h1 class="visually-hidden">Browse Free Models</h1>
        <Filters session={session} authors={authors} search={search} />
        <div class="summary">
          <p role="status" class="count">
            {models === undefined ? '' : countLine(shown.length, scope.length, query)}
          </p>
          {status.readAt !== undefined && <p class="quiet read-at">As of {status.readAt}</p>}
          {privacy !== undefined && (
            <button
              type="button"
              class="link"
              title="Set Privacy Level…"
              onClick={() => {
                session.post({ type: 'setPrivacyLevel' });
              }}
            >
              Privacy level: {privacy.level}
            </button>
          )}
          {(countFilters(query) > 0 || query.text !== '') && (
            <button type="button" class="link" onClick={reset}>
              Reset Filters
            </button>
          )}
        </div>
      </header>
      <main ref={scroll.ref} class="scroll" aria-busy={status.loading}>
        <Notices session={session} />
        {shown.length > 0 ? <Rows shown={shown} session={session} /> : <Nothing state={state} reset={reset} />}
      </main>
      <div class="visually-hidden" role="status">
        {state.announcement}
      </div>
    </div>
  );
}
