import type { Result } from '../../core/service';

/**
 * The page where a person lets Tollfree have a key (OpenRouter API reference 16), at the host of the configured address.
 * Without a callback the page shows the code to copy.
 * @param challenge base64url of the SHA-256 of the verifier, without padding.
 */
export function signInAddress(baseUrl: string, challenge: string, callback: string | undefined): Result<string> {
  let address: URL;
  try {
    address = new URL('/auth', baseUrl);
  } catch {
    return { ok: false, failure: { kind: 'badAddress', address: baseUrl.slice(0, 60), problem: 'notAnAddress' } };
  }
  if (callback !== undefined) address.searchParams.set('callback_url', callback);
  address.searchParams.set('code_challenge', challenge);
  address.searchParams.set('code_challenge_method', 'S256');
  address.searchParams.set('key_label', 'Tollfree');
  return { ok: true, value: address.toString() };
}
