/** What an editor reports about lines of a file: by a compiler, a linter, a test. */
export interface Problem {
  readonly message: string;
  /** Who reports it: `ts`, `eslint`. */
  readonly source?: string;
  /** Its name there: `2345`, `no-unused-vars`. */
  readonly code?: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** Counted from 1; `endLine` included. */
  readonly line: number;
  readonly endLine: number;
}

/** As editors write it: `ts(2345)`, `eslint`, `(E501)`; empty where nobody says who reports it. */
export function originOf({ source = '', code }: Problem): string {
  return code === undefined ? source : `${source}(${code})`;
}
