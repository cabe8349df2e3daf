import * as tls from 'node:tls';

/**
 * The authorities to trust: those Node brings, those the user added for Node (`NODE_EXTRA_CA_CERTS`) and, if wanted,
 * the operating system's. A bundled undici gets none of what the editor adds to its own requests (platform reference
 * 5.2 and 5.3). Reading the system's store can take a while: call it late and keep the result.
 */
export function trustedCertificates(withSystem: boolean): readonly string[] {
  // Older Node 22 lacks the function; the roots it brings are then all there is.
  if (typeof tls.getCACertificates !== 'function') return tls.rootCertificates;
  const found = new Set(tls.getCACertificates('default'));
  if (withSystem) {
    try {
      for (const certificate of tls.getCACertificates('system')) found.add(certificate);
    } catch {
      // A store that can not be read must not take the roots away that are there.
    }
  }
  return [...found];
}
