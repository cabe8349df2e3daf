import type { FromPage, ToPage } from '../../protocol/messages';

/** What the editor keeps for the page while it is hidden or reloaded; on disk, so nothing that anybody typed. */
export interface SavedState {
  /** Undefined while the transcript follows the newest text. */
  readonly scrollTop?: number;
  /** Id of the conversation that is shown, so that the page comes back with it. */
  readonly conversation?: string;
}

/** Of the chat, unless another page says what it exchanges and keeps. */
export interface Bridge<Outgoing = FromPage, Incoming = ToPage, Saved = SavedState> {
  post(message: Outgoing): void;
  onMessage(listener: (message: Incoming) => void): void;
  readonly saved: Saved | undefined;
  save(state: Saved): void;
}

/** The only place that touches the editor's interface, which may be acquired once. */
export function connect<
  Outgoing = FromPage,
  Incoming extends { readonly type: string } = ToPage,
  Saved = SavedState,
>(): Bridge<Outgoing, Incoming, Saved> {
  const editor = acquireVsCodeApi<Saved>();
  const isMessage = (data: unknown): data is Incoming =>
    typeof data === 'object' && data !== null && 'type' in data && typeof data.type === 'string';
  return {
    post: (message) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the editor's own function, not the window's
      editor.postMessage(message);
    },
    onMessage: (listener) => {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        // Any site in another view can reach this window. What the editor hands on comes from the page's own origin.
        if (event.origin === window.origin && isMessage(event.data)) listener(event.data);
      });
    },
    get saved() {
      return editor.getState();
    },
    save: (state) => {
      editor.setState(state);
    },
  };
}
