import { alphabets, type Random } from '../random';
import { jwt, kinds } from '../kinds';
import { all, ec, ed25519, encrypted, openssh, type Pem, pem, pkcs8, rsa } from '../others';

// Passwords, made otherwise than in the first set: syllables instead of words.

const onsets = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z', 'br', 'kl', 'st', 'tr'] as const;
const vowels = ['a', 'e', 'i', 'o', 'u', 'ei', 'ou'] as const;

function syllables(r: Random, count: number): string {
  return Array.from({ length: count }, () => `${r.pick(onsets)}${r.pick(vowels)}`).join('');
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** What a person thinks of. */
function ofPerson(r: Random): string {
  return r.pick([
    (): string => `${capital(syllables(r, 3))}${r.of('digits', 2)}${r.pick(['!', '!!', '#', '$'])}`,
    (): string => `${syllables(r, 2)}${capital(syllables(r, 2))}${r.of('digits', 4)}`,
    (): string => `${capital(syllables(r, 2))}@${capital(syllables(r, 2))}${r.of('digits', 2)}`,
    (): string => `${r.of('digits', 2)}${capital(syllables(r, 3))}_${r.of('lower', 3)}`,
    (): string => `${capital(syllables(r, 3)).replace('a', '4').replace('i', '1')}*${r.of('digits', 3)}`,
  ])();
}

/** What a password manager makes, of these signs and alphanumerics. */
function ofManager(r: Random, length: number, signs: string): string {
  let text = r.of('letters', 1);
  while (text.length < length - 1) {
    text += r.below(5) === 0 ? signs.charAt(r.below(signs.length)) : r.of('alnum', 1);
  }
  return `${text}${r.of('alnum', 1)}`;
}

const inUrl = (r: Random): string =>
  r.pick([
    (): string => ofManager(r, 16 + r.below(12), '-_.~'),
    (): string => r.of('alnum', 12 + r.below(20)),
    (): string => `${capital(syllables(r, 3))}${r.of('digits', 4)}`,
    (): string => encodeURIComponent(`${capital(syllables(r, 2))}#${r.of('alnum', 4)}/${r.of('digits', 3)}`),
  ])();

const session = (r: Random): Readonly<Record<string, unknown>> => ({
  iss: 'https://id.fleet.example',
  aud: 'dispatch',
  sub: `user|${r.of('hex', 24)}`,
  scope: 'openid trips:read',
  exp: 1_801_000_000,
});

/** What no provider hands out. */
const own: Readonly<Record<string, (random: Random) => string>> = {
  password: ofPerson,
  'manager-password': (r) => ofManager(r, 18 + r.below(8), '-_.!~'),
  'strong-password': (r) => ofManager(r, 20 + r.below(8), '!#%^&*()-_=+[]{};:,.?@'),
  'url-password': inUrl,
  passphrase: (r) => Array.from({ length: 4 }, () => syllables(r, 2)).join('-'),
  'encoded-password': (r) => Buffer.from(ofPerson(r)).toString('base64'),
  'basic-credentials': (r) => Buffer.from(`svc-${syllables(r, 2)}:${ofManager(r, 20, '-_.')}`).toString('base64'),
  'hex-secret': (r) => r.of('hex', 64),
  'short-hex-secret': (r) => r.of('hex', 32),
  'base64-secret': (r) => r.bytes(32).toString('base64'),
  'opaque-token': (r) => r.of('alnum', 40),
  'uuid-token': (r) => r.uuid(),
  'jwt-hs256': (r) => jwt(r, session(r)),
  'jwt-rs256': (r) => jwt(r, session(r), 'RS256'),
  'shared-access-key': (r) => r.bytes(32).toString('base64'),
};

/** Providers that are not in the first set; each form as its own console shows it. */
const providers: Readonly<Record<string, (random: Random) => string>> = {
  'firecrawl-key': (r) => `fc-${r.of('hex', 32)}`,
  'neon-key': (r) => `napi_${r.of('lowerAlnum', 64)}`,
  'vercel-blob-token': (r) => `vercel_blob_rw_${r.of('alnum', 16)}_${r.of('alnum', 30)}`,
  'apify-token': (r) => `apify_api_${r.of('alnum', 36)}`,
  'inngest-signing-key': (r) => `signkey-prod-${r.of('hex', 64)}`,
  'trigger-dev-key': (r) => `tr_prod_${r.of('alnum', 20)}`,
  'jina-key': (r) => `jina_${r.of('hex', 32)}${r.of('alnum', 28)}`,
  'voyage-key': (r) => `pa-${r.of('base64url', 43)}`,
  'fireworks-key': (r) => `fw_${r.of('alnum', 24)}`,
  'klaviyo-key': (r) => `pk_${r.of('hex', 34)}`,
  'ngrok-token': (r) => `2${r.of('alnum', 26)}_${r.of('alnum', 21)}`,
  'workos-key': (r) => `sk_live_${r.of('alnum', 48)}`,
  'trello-token': (r) => `ATTA${r.of('hex', 64)}${r.of('upperHex', 8)}`,
  'firebase-server-key': (r) => `AAAA${r.of('base64url', 7)}:APA91b${r.of('base64url', 134)}`,
};

const privateKeys: Readonly<Record<string, (random: Random) => Pem>> = {
  'rsa-private-key': rsa,
  'pkcs8-private-key': pkcs8,
  'ec-private-key': ec,
  'ed25519-private-key': ed25519,
  'openssh-private-key': openssh,
  'encrypted-private-key': encrypted,
  'pgp-private-key': (r) => {
    const key = pem('PGP PRIVATE KEY BLOCK', Buffer.concat([Buffer.from('9505', 'hex'), r.bytes(900)]));
    return { ...key, begin: `${key.begin}\n` };
  },
};

export interface Drawn {
  /** Whether a provider hands it out. */
  readonly provider: boolean;
  /** One, or the lines of a private key from BEGIN to END. */
  readonly lines: readonly string[];
  /** What must not leave. */
  readonly values: readonly string[];
}

/** What each webhook of Slack or Discord begins with; what follows is its secret. */
const webhookAddress = /^https:\/\/(?:hooks\.slack\.com\/services|discord\.com\/api\/webhooks)\//;

/** Draws a secret of a kind: one of the first set, or one of this one's own. */
export function draw(kind: string, random: Random): Drawn {
  const key = privateKeys[kind]?.(random);
  if (key !== undefined)
    return { provider: false, lines: all(key).flatMap((line) => line.split('\n')), values: key.body };
  const provider = own[kind] === undefined;
  const make = own[kind] ?? providers[kind] ?? kinds.find((one) => one.kind === kind)?.make;
  if (make === undefined) throw new Error(`there is no kind ${kind}`);
  const value = make(random);
  return { provider, lines: [value], values: [value.replace(webhookAddress, '')] };
}

const isAlphabet = (name: string): name is keyof typeof alphabets => name in alphabets;

/** Characters of an alphabet, or a UUID: what stands around a secret and is none. */
export function noise(name: string, length: number, random: Random): string {
  if (name === 'uuid') return random.uuid();
  if (!isAlphabet(name)) throw new Error(`there is no alphabet ${name}`);
  return random.of(name, length);
}
