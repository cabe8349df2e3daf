/** What reading from a service gives: a value, or a failure as data. Only bugs throw. */
export type { Result } from '../core/service';
