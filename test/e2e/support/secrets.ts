import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from './files';

/** Three keys as they stand in files; made anew for each run, so that no file of ours holds one. */
export interface Secrets {
  readonly openRouter: string;
  readonly gitHub: string;
  /** Of several lines. */
  readonly privateKey: string;
}

export function makeSecrets(): Secrets {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  return {
    openRouter: ['sk', 'or', 'v1', randomBytes(32).toString('hex')].join('-'),
    // 36 characters; hexadecimal ones are among those that are allowed.
    gitHub: ['ghp', randomBytes(18).toString('hex')].join('_'),
    privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString().trim(),
  };
}

/** A source file that holds all three, and something to explain. */
export function codeWith({ openRouter, gitHub, privateKey }: Secrets): string {
  return [
    `export const openRouterKey = '${openRouter}';`,
    `export const gitHubToken = '${gitHub}';`,
    `export const signingKey = \`${privateKey}\`;`,
    '',
    'export function greet(name: string): string {',
    "  if (name === '') return 'Hello';",
    '  return `Hello ${name}`;',
    '}',
    '',
  ].join('\n');
}

/** The least that counts as a part of a secret, in characters. */
const PIECE = 12;

/** Finds parts of secrets, also where they are cut off or wrapped. */
export class Traces {
  readonly #pieces = new Set<string>();

  constructor(secrets: Secrets) {
    for (const secret of Object.values(secrets).map(String)) {
      // The first and the last line of a private key are the same in all of them.
      for (const line of secret.split('\n').filter((each) => !each.startsWith('-----'))) {
        for (let at = 0; at + PIECE <= line.length; at++) this.#pieces.add(line.slice(at, at + PIECE));
      }
    }
  }

  /** The first part of a secret in a text, if there is one. */
  in(text: string): string | undefined {
    for (const [word] of text.matchAll(/[\w+/=-]{12,}/g)) {
      for (let at = 0; at + PIECE <= word.length; at++) {
        const piece = word.slice(at, at + PIECE);
        if (this.#pieces.has(piece)) return piece;
      }
    }
    return undefined;
  }

  /** Files below a folder that hold a part of a secret, in any of the encodings programs here write. */
  inFiles(folder: string): readonly string[] {
    return filesBelow(folder).filter((name) => {
      // Without its zeros, UTF-16 reads as what it says.
      const text = readFileSync(path.join(folder, name)).toString('latin1');
      return this.in(text) !== undefined || this.in(text.replaceAll('\0', '')) !== undefined;
    });
  }
}
