import { describeFailure, type Failure } from '../../core/errors';

/**
 * The code in what a person pasted: the code alone, or the whole address the browser was sent to but could not open.
 * Undefined when there is none.
 */
export function codeIn(text: string): string | undefined {
  const pasted = text.trim();
  const fromAddress = /[?&]code=([^&#\s]+)/.exec(pasted)?.[1];
  if (fromAddress !== undefined) return decoded(fromAddress);
  return /^[\w.~+/=-]+$/.test(pasted) && !pasted.includes('//') ? pasted : undefined;
}

/** Whether a code that was refused like this can never work again, so that a new sign-in is needed. */
export function isSpent(failure: Failure): boolean {
  return failure.kind === 'gate' || (failure.kind === 'service' && failure.status === 403);
}

/**
 * Why a sign-in did not give a key. Codes work once and for ten minutes (OpenRouter API reference 16).
 * @param now milliseconds since the epoch; only for times in the sentence.
 */
export function signInSentence(failure: Failure, now: number): string {
  if (isSpent(failure)) {
    const expired = 'message' in failure && /expired/i.test(failure.message ?? '');
    return expired
      ? 'The code has expired: it works for ten minutes. Sign in again to get another.'
      : 'OpenRouter does not accept this code. A code works once, and only for the sign-in it was made for.';
  }
  if (failure.kind === 'network') {
    return `No connection to ${failure.host} (${failure.code}). The code is kept for another try.`;
  }
  if (failure.kind === 'timeout') return 'OpenRouter did not answer in time. The code is kept for another try.';
  if (failure.kind === 'unauthorized') return `OpenRouter does not accept its own new key (“${failure.message}”).`;
  return describeFailure(failure, undefined, now).sentence;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
