import type { Task } from '../tasks/task';

/** What left this machine in one request, exactly; kept in memory only. */
export interface SentRequest {
  readonly turnId: string;
  /** Which request of the turn. */
  readonly n: number;
  readonly task: Task;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly model: string;
  readonly address: string;
  /** Credentials are masked. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, byte for byte; only the content of pictures is told by its size, which would fill the memory. */
  readonly body: string;
  /** Bytes by which what left was longer than `body`; missing: none. */
  readonly omitted?: number;
  readonly replaced: readonly ReplacedValue[];
  readonly files: readonly SentFile[];
  /** Missing: none. */
  readonly pictures?: readonly SentPicture[];
}

export interface ReplacedValue {
  readonly placeholder: string;
  readonly kind: string;
  readonly times: number;
}

export interface SentFile {
  readonly name: string;
  readonly startLine: number;
  readonly lines: number;
  /** UTF-8, after replacing. */
  readonly bytes: number;
}

export interface SentPicture {
  readonly name: string;
  /** Of the picture itself; as base64 it took a third more. */
  readonly bytes: number;
  /** Pixels, where known. */
  readonly width?: number;
  readonly height?: number;
}
