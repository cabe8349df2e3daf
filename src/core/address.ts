export type AddressProblem = 'notAnAddress' | 'notHttps' | 'holdsCredentials';

/**
 * Whether keys and questions may go to an address: https, or plain http to this machine itself. Credentials in the
 * address would end up in settings and logs.
 */
export function checkAddress(
  address: string,
): { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly problem: AddressProblem } {
  let url: URL;
  try {
    url = new URL(address.trim());
  } catch {
    return { ok: false, problem: 'notAnAddress' };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, problem: 'notAnAddress' };
  if (url.username !== '' || url.password !== '') return { ok: false, problem: 'holdsCredentials' };
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return { ok: false, problem: 'notHttps' };
  return { ok: true, url };
}

/**
 * An address for messages: its host; one that can not be read as it was typed, shortened, without what may be a user
 * name and a password.
 */
export function shownAddress(address: string): string {
  const host = URL.canParse(address) ? new URL(address).host : '';
  return host === '' ? address.replace(/^.*@/s, '').slice(0, 60) : host;
}

/** Whether a URL's host is this machine itself: no proxy is asked for it, and plain http is allowed to it. */
export function isLoopback(hostname: string): boolean {
  const host = bareHost(hostname);
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Lower case, without the brackets of an IPv6 address and without a final dot. */
export function bareHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}
