import type { FileRef } from '../conversation/message';
import type { DataPolicy } from './policy';

/** What the user is asked before anything is sent. */
export type Question =
  /** First request of this workspace to somebody who may keep, or train on, what is sent. */
  | { readonly about: 'consent'; readonly policy: Exclude<DataPolicy, 'noRetention'>; readonly model: string }
  /** A selection in a file that never goes by itself. */
  | { readonly about: 'ignoredFile'; readonly file: FileRef; readonly rule: string };

/** `once`: for this turn. `workspace`: from now on in this workspace; for a file: until the window is closed. */
export type Answer = 'once' | 'workspace' | 'no';

/** Whether a file may go, whoever asks. */
export type FileVerdict =
  | { readonly may: 'go' }
  /** @property rule what keeps it back, for a person: `.gitignore: dist/`, `file that holds secrets: .env*`. */
  | { readonly may: 'not'; readonly rule: string }
  | { readonly may: 'ifAsked'; readonly rule: string };
