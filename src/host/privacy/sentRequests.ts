import type { SentRequest } from '../../core/privacy/sent';

/** In UTF-16 code units of bodies; one request can have several million. */
const MOST_TEXT = 16_000_000;
const MOST = 100;

/** The last requests of this window, in memory only; the newest is always there. */
export class SentRequests {
  private requests: readonly SentRequest[] = [];

  /** Newest first. */
  get all(): readonly SentRequest[] {
    return this.requests;
  }

  add(request: SentRequest): void {
    let text = 0;
    const kept = [request, ...this.requests].filter(({ body }, at) => {
      text += body.length;
      return at === 0 || (at < MOST && text <= MOST_TEXT);
    });
    this.requests = kept;
  }

  forget(): void {
    this.requests = [];
  }
}
