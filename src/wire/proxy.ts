import { bareHost, isLoopback } from '../core/address';

/** Where a proxy can come from; read anew for every request, since settings change. */
export interface ProxySettings {
  /** Setting `http.proxy`. */
  readonly proxy?: string | undefined;
  /** Setting `http.noProxy`; replaces the environment's `NO_PROXY` when it is not empty. */
  readonly noProxy?: readonly string[] | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The proxy for a URL, or `undefined` for a direct connection. In the editor's own order: loopback is direct, then the
 * exceptions, then `http.proxy`, then `HTTPS_PROXY` and `HTTP_PROXY` (platform reference 5.2).
 */
export function proxyFor(url: URL, settings: ProxySettings): string | undefined {
  if (isLoopback(url.hostname)) return undefined;
  const fromSetting = (settings.noProxy ?? []).filter((entry) => entry.trim() !== '');
  const exceptions =
    fromSetting.length > 0 ? fromSetting : (fromEnvironment(settings.env, 'NO_PROXY') ?? '').split(/[\s,]+/);
  if (exceptions.some((entry) => isException(entry.trim(), url))) return undefined;
  const proxy =
    settings.proxy?.trim() ||
    (url.protocol === 'https:' ? fromEnvironment(settings.env, 'HTTPS_PROXY') : undefined) ||
    fromEnvironment(settings.env, 'HTTP_PROXY');
  if (!proxy) return undefined;
  return /^[a-z][a-z\d+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

/** Host and port of a proxy for messages; nothing of its credentials. */
export function proxyName(proxy: string): string {
  try {
    return new URL(proxy).host;
  } catch {
    // What cannot be read could hold a password anywhere.
    return 'unreadable address';
  }
}

/** Both spellings are common; the lower one wins, as in curl. */
function fromEnvironment(env: ProxySettings['env'], name: string): string | undefined {
  return (env[name.toLowerCase()] || env[name])?.trim();
}

/** `*`, `host`, `.domain`, `*.domain`, each with or without `:port`. A name also stands for what is below it. */
function isException(entry: string, url: URL): boolean {
  if (entry === '') return false;
  if (entry === '*') return true;
  const [, pattern = entry, port] = /^(\[[^\]]+\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [];
  if (port !== undefined && port !== (url.port || (url.protocol === 'https:' ? '443' : '80'))) return false;
  const name = bareHost(pattern).replace(/^\*?\./, '');
  const host = bareHost(url.hostname);
  return host === name || host.endsWith(`.${name}`);
}
