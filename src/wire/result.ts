import type { Failure } from '../core/errors';

/** What reading from a service gives: a value, or a failure as data. Only bugs throw. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };
