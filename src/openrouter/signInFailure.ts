import type { Failure } from '../core/errors';

/**
 * Why a code was not turned into a key (OpenRouter API reference 16). The statuses mean something else there than for a
 * completion: a 403 is neither a gate nor a guardrail, it is the code.
 */
export function exchangeFailure(failure: Failure): Failure {
  if (failure.kind === 'gate') return { kind: 'service', status: 403, message: wordsOf(failure.message) };
  if (failure.kind === 'unauthorized') return { kind: 'service', status: 401, message: failure.message };
  return failure;
}

function wordsOf(message: string): string {
  if (/expired/i.test(message)) return 'The code has expired; it is good for ten minutes. Sign in again.';
  if (/invalid code/i.test(message)) return 'The code is wrong or was used already; it works once. Sign in again.';
  return message;
}
