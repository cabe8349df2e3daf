import type { FromPage, ToPage } from '../../protocol/messages';

/** What the editor keeps for the page while it is hidden or reloaded. */
export interface SavedState {
  readonly draft: string;
  /** Undefined while the transcript follows the newest text. */
  readonly scrollTop?: number;
}

export interface Bridge {
  post(message: FromPage): void;
  onMessage(listener: (message: ToPage) => void): void;
  readonly saved: SavedState | undefined;
  save(state: SavedState): void;
}

function isMessage(data: unknown): data is ToPage {
  return typeof data === 'object' && data !== null && 'type' in data && typeof data.type === 'string';
}

/** The only place that touches the editor's interface, which may be acquired once. */
export function connect(): Bridge {
  const editor = acquireVsCodeApi<SavedState>();
  return {
    post: (message) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the editor's own function, not the window's
      editor.postMessage(message);
    },
    onMessage: (listener) => {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (isMessage(event.data)) listener(event.data);
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
