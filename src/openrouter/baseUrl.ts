import type { Result } from '../wire/result';
import { checkAddress } from '../core/address';

/** The address of an endpoint of the service, or why nothing can be sent there. */
export function addressOf(baseUrl: string, path: string): Result<URL> {
  const checked = checkAddress(baseUrl);
  if (checked.ok) return { ok: true, value: endpointOf(checked.url, path) };
  return { ok: false, failure: { kind: 'badAddress', address: hostOf(baseUrl), problem: checked.problem } };
}

/** For messages only; an address that can not be read is shown as it was typed, shortened. */
function hostOf(address: string): string {
  try {
    return new URL(address).host || address.slice(0, 60);
  } catch {
    return address.slice(0, 60);
  }
}

/** The address of an endpoint below a base address, which may or may not end in a slash. */
export function endpointOf(base: URL, path: string): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/+$/, '')}/${path}`;
  url.search = '';
  url.hash = '';
  return url;
}
