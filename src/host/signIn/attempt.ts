import type { Failure } from '../../core/errors';
import type { Result, SignedIn } from '../../core/service';
import type { Assistant } from '../assistant';
import { challengeOf, createVerifier } from './pkce';

export type SigningInService = Pick<Assistant, 'signInAddress' | 'exchangeCode' | 'useKey'>;

/** One sign-in: a secret of its own, the page that is opened for it, and the key that its code is worth. */
export class SignInAttempt {
  private readonly service: SigningInService;
  private readonly name: string | undefined;
  private readonly verifier = createVerifier();
  /**
   * A code works once, though the browser may bring it while it is pasted. Should storing its key fail, the key is still
   * there for another try.
   */
  private redeemed: { readonly code: string; readonly key: Promise<Result<SignedIn>> } | undefined;

  /** @param name what the key is stored under. */
  constructor(service: SigningInService, name: string | undefined) {
    this.service = service;
    this.name = name;
  }

  /** The page to open; without a callback it shows the code to copy. */
  address(callback?: string): Result<string> {
    return this.service.signInAddress(challengeOf(this.verifier), callback);
  }

  /** Turns a code into a stored key. May be tried again with the same code. */
  async redeem(code: string, signal: AbortSignal): Promise<Failure | undefined> {
    if (this.redeemed?.code !== code) {
      const exchanging = this.service.exchangeCode({ code, verifier: this.verifier }, signal);
      this.redeemed = { code, key: exchanging };
      const forget = (): void => {
        if (this.redeemed?.key === exchanging) this.redeemed = undefined;
      };
      exchanging.then(({ ok }) => (ok ? undefined : forget()), forget);
    }
    const exchanged = await this.redeemed.key;
    if (!exchanged.ok) return exchanged.failure;
    const used = await this.service.useKey(exchanged.value.key, this.name);
    return used.ok ? undefined : used.failure;
  }
}
