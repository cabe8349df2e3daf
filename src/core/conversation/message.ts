/** What a task wants to say to a model. Secrets are still in it: it goes through the door, never past it. */
export interface Message {
  readonly role: Role;
  readonly content: string | readonly Part[];
}

/** What a client sends: scrubbed and written out; a text unless there are pictures. Roles as in the Chat Completions format. */
export interface PlainMessage {
  readonly role: Role;
  readonly content: string | readonly PlainPart[];
}

/** One text, then pictures. */
export type PlainPart = TextPart | PlainImage;

export type Role = 'system' | 'user' | 'assistant';

export type Part = TextPart | Attachment;

/** What goes along with a question. */
export type Attachment = FilePart | ImagePart;

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
}

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

/** A picture as it leaves. Its content cannot be scrubbed; only a model with image input gets it (`core/engine/pictures.ts`). */
export interface PlainImage {
  readonly type: 'image';
  /** What the model is told: a base name. */
  readonly name: string;
  readonly mediaType: ImageType;
  /** Base64, without `data:` in front. */
  readonly data: string;
  /** Pixels, where known; for the estimate of its tokens. */
  readonly width?: number;
  readonly height?: number;
}

/** A picture the user added. */
export interface ImagePart extends PlainImage {
  /** Where it came from, for the rules about ignored files; missing: pasted, or dropped from elsewhere. */
  readonly file?: FileRef;
}

/** What all services take (OpenRouter API reference 17.4). */
export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';

export interface FileRef {
  /** What the model is told: a base name, or a path inside the workspace. A path of the machine would tell about it. */
  readonly name: string;
  /** Where it is, as the editor writes it; for the rules about ignored files, never sent. Missing: a text without a file. */
  readonly uri?: string;
  /** `selected`: the user marked these lines; `attached`: the whole file was asked for. */
  readonly how: 'selected' | 'attached';
}
