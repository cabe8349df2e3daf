import { createHash, randomBytes } from 'node:crypto';

/** A fresh secret of 43 characters that proves that who asks for the key is who asked for the code (RFC 7636, 4.1). */
export function createVerifier(): string {
  return randomBytes(32).toString('base64url');
}

/** What is shown of it beforehand: method `S256` of RFC 7636, 4.2. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
