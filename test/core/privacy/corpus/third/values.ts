import { kinds } from '../kinds';
import { type Name, spell } from '../places';
import type { Random } from '../random';
import { type Drawn, draw } from '../second/values';
import type { Family } from './surrounding';

/** One of some, each as often as its weight says. */
export function byWeight<T>(random: Random, choices: readonly T[], weightOf: (choice: T) => number): T {
  let rest = random.below(choices.reduce((sum, choice) => sum + weightOf(choice), 0));
  for (const choice of choices) {
    rest -= weightOf(choice);
    if (rest < 0) return choice;
  }
  throw new Error('there is nothing to draw from');
}

export function fromTable<T extends string>(random: Random, weights: Readonly<Record<T, number>>): T {
  const isChoice = (key: string): key is T => key in weights;
  return byWeight(random, Object.keys(weights).filter(isChoice), (choice) => weights[choice]);
}

/** A secret that will be drawn, and what people call it. */
export interface Named {
  readonly family: Family;
  readonly kind: string;
  readonly name: Name;
  /** Whether the form alone shows what it is. */
  readonly telling: boolean;
  readonly make: (random: Random) => Drawn;
}

/** How often each family is met. */
const families: Readonly<Record<Family, number>> = {
  provider: 62,
  password: 36,
  address: 22,
  application: 22,
  token: 9,
  privateKey: 9,
};

/** Providers' kinds that people have more often than the rest, each of which weighs one. */
const common: Readonly<Record<string, number>> = {
  'openai-project-key': 24,
  'openai-legacy-key': 8,
  'anthropic-api-key': 18,
  'openrouter-key': 8,
  'google-api-key': 20,
  'huggingface-token': 10,
  'groq-key': 5,
  'deepseek-key': 5,
  'mistral-key': 3,
  'github-classic-token': 22,
  'github-fine-grained-token': 14,
  'gitlab-personal-token': 10,
  'npm-token': 8,
  'pypi-token': 3,
  'docker-hub-token': 4,
  'aws-access-key-id': 8,
  'aws-secret-access-key': 28,
  'aws-session-token': 3,
  'azure-storage-key': 6,
  'azure-client-secret': 6,
  'azure-openai-key': 5,
  'google-oauth-client-secret': 8,
  'cloudflare-old-token': 5,
  'digitalocean-token': 4,
  'supabase-secret-key': 4,
  'stripe-live-key': 8,
  'stripe-test-key': 12,
  'stripe-webhook-secret': 6,
  'slack-bot-token': 8,
  'slack-webhook': 8,
  'discord-bot-token': 8,
  'discord-webhook': 5,
  'telegram-bot-token': 10,
  'twilio-auth-token': 6,
  'sendgrid-key': 8,
  'mailgun-key': 3,
  'resend-key': 4,
  'notion-token': 3,
  'sentry-user-token': 3,
  'datadog-api-key': 4,
  'ethereum-private-key': 4,
};

/** The names of the second set's own kinds. */
const names: Readonly<Record<string, string>> = {
  'firecrawl-key': 'FIRECRAWL_API_KEY',
  'neon-key': 'NEON_API_KEY',
  'vercel-blob-token': 'BLOB_READ_WRITE_TOKEN',
  'apify-token': 'APIFY_TOKEN',
  'inngest-signing-key': 'INNGEST_SIGNING_KEY',
  'trigger-dev-key': 'TRIGGER_SECRET_KEY',
  'jina-key': 'JINA_API_KEY',
  'voyage-key': 'VOYAGE_API_KEY',
  'fireworks-key': 'FIREWORKS_API_KEY',
  'klaviyo-key': 'KLAVIYO_API_KEY',
  'ngrok-token': 'NGROK_AUTHTOKEN',
  'workos-key': 'WORKOS_API_KEY',
  'trello-token': 'TRELLO_TOKEN',
  'firebase-server-key': 'FCM_SERVER_KEY',
};

interface ProviderKind {
  readonly kind: string;
  readonly name: string;
  readonly telling: boolean;
}

const providers: readonly ProviderKind[] = [
  ...kinds,
  ...Object.entries(names).map(([kind, name]) => ({ kind, name, telling: false })),
];

/** What a person thinks of: a word known to everybody, and what the form asks for. */
const favourites = [
  'winter',
  'sommer',
  'falcon',
  'marie',
  'sunshine',
  'bulldog',
  'lisboa',
  'pancake',
  'tomate',
  'chelsea',
  'biscuit',
  'dragon',
  'kaktus',
  'pelican',
  'noodle',
  'oliver',
] as const;

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function favourite(r: Random): Drawn {
  const word = r.pick(favourites);
  const value = r.pick([
    (): string => `${capital(word)}${2015 + r.below(12)}${r.pick(['!', '!!', '#', '*'])}`,
    (): string => `${word}${r.of('digits', 4)}`,
    (): string => `${capital(word)}_${r.pick(favourites)}${r.of('digits', 2)}`,
    (): string => `${word}.${r.pick(favourites)}.${r.of('digits', 3)}`,
    (): string => `${capital(word).replace('i', '1').replace('o', '0')}@${r.of('digits', 3)}`,
  ])();
  return { provider: false, lines: [value], values: [value] };
}

const passwordKinds = {
  'favourite-password': 30,
  password: 25,
  'manager-password': 25,
  'strong-password': 12,
  passphrase: 8,
} as const;

const passwordNames = {
  DB_PASSWORD: 30,
  POSTGRES_PASSWORD: 15,
  MYSQL_ROOT_PASSWORD: 10,
  SMTP_PASSWORD: 14,
  MAIL_PASSWORD: 6,
  REDIS_PASSWORD: 8,
  ADMIN_PASSWORD: 14,
  FTP_PASSWORD: 4,
  LDAP_BIND_PASSWORD: 3,
  KEYSTORE_PASSWORD: 5,
  DB_PASS: 8,
} as const;

const applicationKinds = {
  'hex-secret': 30,
  'short-hex-secret': 15,
  'base64-secret': 30,
  'opaque-token': 20,
  'uuid-token': 8,
} as const;

const applicationNames = {
  JWT_SECRET: 24,
  SESSION_SECRET: 14,
  SECRET_KEY: 14,
  NEXTAUTH_SECRET: 8,
  APP_SECRET: 8,
  ENCRYPTION_KEY: 8,
  WEBHOOK_SECRET: 8,
  CLIENT_SECRET: 10,
  API_KEY: 12,
  INTERNAL_API_TOKEN: 6,
  COOKIE_SECRET: 4,
} as const;

const tokenNames = {
  ACCESS_TOKEN: 10,
  AUTH_TOKEN: 8,
  SUPABASE_SERVICE_ROLE_KEY: 8,
  REFRESH_TOKEN: 4,
  API_TOKEN: 6,
} as const;

const tokenKinds = { 'jwt-hs256': 60, 'jwt-rs256': 40 } as const;

/** Addresses by the name they go by; `*` is the password. */
const addresses = [
  {
    weight: 12,
    kind: 'sql-server-address',
    name: 'DB_CONNECTION_STRING',
    form: 'Server=sql02.mosaic.example,1433;Database=Tickets;User Id=tickets;Password=*;Encrypt=True',
  },
  {
    weight: 24,
    kind: 'postgres-address',
    name: 'DATABASE_URL',
    form: 'postgresql://kestrel:*@db3.kestrel.example:5432/kestrel',
  },
  {
    weight: 10,
    kind: 'postgres-address',
    name: 'DATABASE_URL',
    form: 'postgres://app:*@10.20.0.7/tiles?sslmode=require',
  },
  { weight: 12, kind: 'mysql-address', name: 'DATABASE_URL', form: 'mysql://shop:*@maria.mosaic.example:3306/shop' },
  { weight: 6, kind: 'mysql-address', name: 'SQLALCHEMY_DATABASE_URI', form: 'mysql+pymysql://shop:*@localhost/shop' },
  {
    weight: 18,
    kind: 'mongodb-address',
    name: 'MONGODB_URI',
    form: 'mongodb+srv://mira:*@cluster0.k3x9a.mongodb.net/herbarium?retryWrites=true',
  },
  { weight: 5, kind: 'mongodb-address', name: 'MONGO_URL', form: 'mongodb://root:*@mongo:27017/admin' },
  { weight: 12, kind: 'redis-address', name: 'REDIS_URL', form: 'redis://:*@cache.kestrel.example:6379/0' },
  { weight: 4, kind: 'redis-address', name: 'REDIS_URL', form: 'rediss://default:*@eu2-heron-30211.upstash.io:6379' },
  { weight: 8, kind: 'amqp-address', name: 'RABBITMQ_URL', form: 'amqp://worker:*@rabbit:5672/jobs' },
  { weight: 4, kind: 'smtp-address', name: 'EMAIL_SERVER', form: 'smtp://alerts:*@smtp.kestrel.example:587' },
  { weight: 5, kind: 'http-address', name: 'HTTPS_PROXY', form: 'http://crawler:*@proxy.kestrel.example:3128' },
] as const;

const privateKeyKinds = {
  'rsa-private-key': 30,
  'pkcs8-private-key': 30,
  'openssh-private-key': 30,
  'ec-private-key': 10,
  'ed25519-private-key': 8,
  'encrypted-private-key': 4,
} as const;

function addressOf(kind: string, form: string): (random: Random) => Drawn {
  return (random) => {
    const { values } = draw(kind === 'sql-server-address' ? 'manager-password' : 'url-password', random);
    const [password = ''] = values;
    return { provider: false, lines: [form.replace('*', () => password)], values };
  };
}

/** How each family's secrets are drawn: what it is and how it is called; the value comes later. */
const drawOf: Readonly<Record<Family, (random: Random) => Omit<Named, 'family'>>> = {
  provider: (random) => {
    const { kind, name, telling } = byWeight(random, providers, (one) => common[one.kind] ?? 1);
    return { kind, name: spell(name), telling, make: (r) => draw(kind, r) };
  },
  application: (random) => {
    const kind = fromTable(random, applicationKinds);
    return { kind, name: spell(fromTable(random, applicationNames)), telling: false, make: (r) => draw(kind, r) };
  },
  password: (random) => {
    const kind = fromTable(random, passwordKinds);
    const make = kind === 'favourite-password' ? favourite : (r: Random): Drawn => draw(kind, r);
    return { kind, name: spell(fromTable(random, passwordNames)), telling: false, make };
  },
  address: (random) => {
    const { kind, name, form } = byWeight(random, addresses, ({ weight }) => weight);
    return { kind, name: spell(name), telling: true, make: addressOf(kind, form) };
  },
  token: (random) => {
    const kind = fromTable(random, tokenKinds);
    return { kind, name: spell(fromTable(random, tokenNames)), telling: true, make: (r) => draw(kind, r) };
  },
  privateKey: (random) => {
    const kind = fromTable(random, privateKeyKinds);
    return { kind, name: spell('PRIVATE_KEY'), telling: true, make: (r) => draw(kind, r) };
  },
};

/** Draws what kind of secret it will be and how it is called. */
export function drawNamed(random: Random): Named {
  const family = fromTable(random, families);
  return { family, ...drawOf[family](random) };
}
