/** What a task wants to say to a model. Secrets are still in it: it goes through the door, never past it. */
export interface Message {
  readonly role: Role;
  readonly content: string | readonly Part[];
}

/** What a client sends: scrubbed and written out. Roles as in the Chat Completions format. */
export interface PlainMessage {
  readonly role: Role;
  readonly content: string;
}

export type Role = 'system' | 'user' | 'assistant';

export type Part = { readonly type: 'text'; readonly text: string } | FilePart;

/** Some lines of a file. Kept apart from the text around it, so that the door knows which files go, and scrubs whole lines. */
export interface FilePart {
  readonly type: 'file';
  readonly file: FileRef;
  readonly text: string;
  /** The editor's language id, e.g. `typescript`. */
  readonly languageId: string;
  /** The line number of the first line of `text` in its file, counted from 1. */
  readonly startLine: number;
  /** Written with the line numbers of the file in front of its lines. */
  readonly numbered?: boolean;
}

export interface FileRef {
  /** What the model is told: a base name, or a path inside the workspace. A path of the machine would tell about it. */
  readonly name: string;
  /** Where it is, as the editor writes it; for the rules about ignored files, never sent. Missing: a text without a file. */
  readonly uri?: string;
  /** `selected`: the user marked these lines; `attached`: the whole file was asked for. */
  readonly how: 'selected' | 'attached';
}
