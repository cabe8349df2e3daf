import { jwt } from './kinds';
import type { Medium } from './places';
import { alphabets, type Random } from './random';

/** A secret that is no provider's: what it is, where it stands, and the text around it. */
export interface Other {
  readonly kind: string;
  readonly medium: Medium;
  readonly language: string;
  /** The text, and what of it must not leave. */
  readonly write: (random: Random) => readonly [text: string, ...values: string[]];
}

const lines = (...text: string[]): string => text.join('\n');

// Private keys

function inColumns(bytes: Buffer, columns: number): string[] {
  return bytes.toString('base64').match(new RegExp(`.{1,${columns}}`, 'g')) ?? [];
}

/** RFC 4251, section 5: the length, then the bytes. */
function field(bytes: Buffer | string): Buffer {
  const content = Buffer.from(bytes);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}

export interface Pem {
  readonly begin: string;
  readonly body: readonly string[];
  readonly end: string;
}

/** RFC 7468. The bytes have the format's outer form; the rest is noise. */
export function pem(label: string, bytes: Buffer, columns = 64): Pem {
  return { begin: `-----BEGIN ${label}-----`, body: inColumns(bytes, columns), end: `-----END ${label}-----` };
}

export const all = ({ begin, body, end }: Pem): string[] => [begin, ...body, end];

/** PKCS #1: SEQUENCE, version 0, a modulus of 257 bytes. */
export const rsa = (r: Random): Pem =>
  pem(`RSA PRIVATE KEY`, Buffer.concat([Buffer.from('308204a40201000282010100', 'hex'), r.bytes(1180)]));

/** PKCS #8 around an RSA key (RFC 5958). */
export const pkcs8 = (r: Random): Pem =>
  pem(
    `PRIVATE KEY`,
    Buffer.concat([Buffer.from('308204be020100300d06092a864886f70d0101010500048204a8', 'hex'), r.bytes(1192)]),
  );

/** PKCS #8 around an Ed25519 key (RFC 8410). */
export const ed25519 = (r: Random): Pem =>
  pem(`PRIVATE KEY`, Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), r.bytes(32)]));

/** RFC 5915, curve P-256. */
export const ec = (r: Random): Pem =>
  pem(
    `EC PRIVATE KEY`,
    Buffer.concat([
      Buffer.from('30770201010420', 'hex'),
      r.bytes(32),
      Buffer.from('a00a06082a8648ce3d030107a14403420004', 'hex'),
      r.bytes(64),
    ]),
  );

/** OpenSSH, PROTOCOL.key: one Ed25519 key without a cipher; `ssh-keygen` writes 70 columns. */
export function openssh(r: Random): Pem {
  const point = r.bytes(32);
  const check = r.bytes(4);
  const inside = [field('ssh-ed25519'), field(point), field(Buffer.concat([r.bytes(32), point])), field('deploy@ci')];
  const unpadded = Buffer.concat([check, check, ...inside]);
  const padding = Array.from({ length: (8 - (unpadded.length % 8)) % 8 }, (_, at) => at + 1);
  return pem(
    'OPENSSH PRIVATE KEY',
    Buffer.concat([
      Buffer.from('openssh-key-v1\0'),
      field('none'),
      field('none'),
      field(''),
      Buffer.from([0, 0, 0, 1]),
      field(Buffer.concat([field('ssh-ed25519'), field(point)])),
      field(Buffer.concat([unpadded, Buffer.from(padding)])),
    ]),
    70,
  );
}

export const encrypted = (r: Random): Pem =>
  pem('ENCRYPTED PRIVATE KEY', Buffer.concat([Buffer.from('30820514', 'hex'), r.bytes(1300)]));

const dsa = (r: Random): Pem => pem('DSA PRIVATE KEY', Buffer.concat([Buffer.from('30820334', 'hex'), r.bytes(820)]));

const indented = (by: string, text: readonly string[]): string[] => text.map((line) => `${by}${line}`);

const privateKeys: readonly Other[] = [
  {
    kind: 'rsa-private-key',
    medium: 'code',
    language: 'TypeScript',
    write: (r) => {
      const key = rsa(r);
      return [
        lines('const algorithm = "RS256";', `const key = \`${all(key).join('\n')}`, '`;', 'export { algorithm, key };'),
        ...key.body,
      ];
    },
  },
  {
    kind: 'pkcs8-private-key',
    medium: 'code',
    language: 'Python',
    write: (r) => {
      const key = pkcs8(r);
      return [
        lines('import jwt', '', `KEY = """${all(key).join('\n')}"""`, '', 'token = jwt.encode({"sub": "1"}, KEY)'),
        ...key.body,
      ];
    },
  },
  {
    kind: 'ec-private-key',
    medium: 'configuration',
    language: 'YAML',
    write: (r) => {
      const key = ec(r);
      return [
        lines('signing:', '  algorithm: ES256', '  key: |', ...indented('    ', all(key)), '  audience: shop'),
        ...key.body,
      ];
    },
  },
  {
    kind: 'openssh-private-key',
    medium: 'code',
    language: 'shell',
    write: (r) => {
      const key = openssh(r);
      return [
        lines('mkdir -p ~/.ssh', "cat > ~/.ssh/id_ed25519 <<'EOF'", ...all(key), 'EOF', 'chmod 600 ~/.ssh/id_ed25519'),
        ...key.body,
      ];
    },
  },
  {
    kind: 'openssh-private-key',
    medium: 'configuration',
    language: 'key file',
    write: (r) => {
      const key = openssh(r);
      return [lines(...all(key), ''), ...key.body];
    },
  },
  {
    kind: 'dsa-private-key',
    medium: 'configuration',
    language: 'key file',
    write: (r) => {
      const key = dsa(r);
      return [lines('Bag Attributes', '    friendlyName: old', ...all(key)), ...key.body];
    },
  },
  {
    kind: 'encrypted-private-key',
    medium: 'configuration',
    language: 'XML',
    write: (r) => {
      const key = encrypted(r);
      return [
        lines('<certificate>', '  <key>', ...indented('    ', all(key)), '  </key>', '</certificate>'),
        ...key.body,
      ];
    },
  },
  {
    // RFC 1421: headers, an empty line, the body.
    kind: 'encrypted-rsa-private-key',
    medium: 'configuration',
    language: 'key file',
    write: (r) => {
      const { begin, body, end } = rsa(r);
      const headers = ['Proc-Type: 4,ENCRYPTED', `DEK-Info: AES-256-CBC,${r.of('upperHex', 32)}`, ''];
      return [lines(begin, ...headers, ...body, end), ...body];
    },
  },
  {
    // RFC 9580 (and 4880): armour headers, body, CRC24.
    kind: 'pgp-private-key',
    medium: 'configuration',
    language: 'key file',
    write: (r) => {
      const { begin, body, end } = pem(
        `PGP PRIVATE KEY BLOCK`,
        Buffer.concat([Buffer.from('9505', 'hex'), r.bytes(1400)]),
      );
      return [lines(begin, 'Version: GnuPG v2', '', ...body, `=${r.of('base64', 4)}`, end), ...body];
    },
  },
  {
    kind: 'pgp-private-key',
    medium: 'prose',
    language: 'Markdown (quoted)',
    write: (r) => {
      const { begin, body, end } = pem(
        `PGP PRIVATE KEY BLOCK`,
        Buffer.concat([Buffer.from('9504', 'hex'), r.bytes(600)]),
      );
      return [
        lines(
          'Sam wrote:',
          '',
          ...indented('> ', [begin, '', ...body, `=${r.of('base64', 4)}`, end]),
          '',
          'Got it, thanks.',
        ),
        ...body,
      ];
    },
  },
  {
    kind: 'google-service-account',
    medium: 'configuration',
    language: 'JSON',
    write: (r) => {
      const key = pkcs8(r);
      return [
        lines(
          '{',
          '  "type": "service_account",',
          '  "project_id": "shop-481215",',
          `  "private_key_id": "${r.of('hex', 40)}",`,
          `  "private_key": "${[...all(key), ''].join(String.raw`\n`)}",`,
          '  "client_email": "ci@shop-481215.iam.gserviceaccount.com"',
          '}',
        ),
        ...key.body,
      ];
    },
  },
  {
    kind: 'rsa-private-key',
    medium: 'diff',
    language: 'diff',
    write: (r) => {
      const key = rsa(r);
      return [
        lines('--- /dev/null', '+++ b/certs/dev.key', '@@ -0,0 +1,27 @@', ...indented('+', all(key))),
        ...key.body,
      ];
    },
  },
  {
    kind: 'ec-private-key',
    medium: 'diff',
    language: 'diff',
    write: (r) => {
      const key = ec(r);
      return [
        lines(
          '--- a/deploy/values.yaml',
          '+++ b/deploy/values.yaml',
          '@@ -8,7 +8,2 @@ tls:',
          '   enabled: true',
          ...indented('-    ', all(key)),
          '+  existingSecret: web-tls',
        ),
        ...key.body,
      ];
    },
  },
  {
    kind: 'pkcs8-private-key',
    medium: 'configuration',
    language: '.env',
    write: (r) => {
      const key = pkcs8(r);
      return [lines('APP_ID=481215', `APP_KEY_PEM="${all(key).join(String.raw`\n`)}"`, 'PORT=3000'), ...key.body];
    },
  },
  {
    kind: 'pkcs8-private-key',
    medium: 'code',
    language: 'Java',
    write: (r) => {
      const { begin, body, end } = pkcs8(r);
      const quoted = [begin, ...body].map((line) => String.raw`        "${line}\n" +`);
      return [lines('class Keys {', '    static final String PEM =', ...quoted, `        "${end}";`, '}'), ...body];
    },
  },
  {
    kind: 'ed25519-private-key',
    medium: 'code',
    language: 'Go',
    write: (r) => {
      const key = ed25519(r);
      return [lines('package keys', '', `var pemBytes = []byte(\`${all(key).join('\n')}`, '`)'), ...key.body];
    },
  },
  {
    kind: 'ed25519-private-key',
    medium: 'log',
    language: 'log (JSON)',
    write: (r) => {
      const key = ed25519(r);
      return [JSON.stringify({ level: 'debug', msg: 'loaded signer', pem: lines(...all(key)), took: 3 }), ...key.body];
    },
  },
  {
    // Data of a Kubernetes secret is base 64 of the file.
    kind: 'encoded-private-key',
    medium: 'configuration',
    language: 'YAML',
    write: (r) => {
      const value = Buffer.from(lines(...all(rsa(r)), '')).toString('base64');
      return [
        lines(
          'apiVersion: v1',
          'kind: Secret',
          'type: kubernetes.io/tls',
          'metadata:',
          '  name: web-tls',
          'data:',
          `  tls.key: ${value}`,
        ),
        value,
      ];
    },
  },
  {
    kind: 'putty-private-key',
    medium: 'configuration',
    language: 'key file',
    write: (r) => {
      const publicLines = inColumns(
        Buffer.concat([field('ssh-rsa'), field(Buffer.from([1, 0, 1])), field(r.bytes(257))]),
        64,
      );
      const body = inColumns(r.bytes(300), 64);
      return [
        lines(
          'PuTTY-User-Key-File-3: ssh-rsa',
          'Encryption: none',
          'Comment: deploy',
          `Public-Lines: ${publicLines.length}`,
          ...publicLines,
          `Private-Lines: ${body.length}`,
          ...body,
          `Private-MAC: ${r.of('hex', 64)}`,
        ),
        ...body,
      ];
    },
  },
  {
    kind: 'wireguard-private-key',
    medium: 'configuration',
    language: 'INI',
    write: (r) => {
      const value = r.bytes(32).toString('base64');
      return [
        lines(
          '[Interface]',
          'Address = 10.8.0.2/24',
          `PrivateKey = ${value}`,
          '',
          '[Peer]',
          'AllowedIPs = 10.8.0.0/24',
        ),
        value,
      ];
    },
  },
  {
    kind: 'rsa-private-key',
    medium: 'code',
    language: 'C#',
    write: (r) => {
      const key = rsa(r);
      return [
        lines('using var rsa = RSA.Create();', `rsa.ImportFromPem("${all(key).join(String.raw`\r\n`)}");`),
        ...key.body,
      ];
    },
  },
  {
    kind: 'openssh-private-key',
    medium: 'configuration',
    language: 'Terraform',
    write: (r) => {
      const key = openssh(r);
      return [
        lines(
          'resource "deploy_key" "ci" {',
          '  title = "ci"',
          '  material = <<-EOT',
          ...indented('    ', all(key)),
          '  EOT',
          '}',
        ),
        ...key.body,
      ];
    },
  },
  {
    kind: 'rsa-private-key',
    medium: 'code',
    language: 'PHP',
    write: (r) => {
      const key = rsa(r);
      return [
        lines(
          '<?php',
          '$pem = <<<PEM',
          ...indented('    ', all(key)),
          '    PEM;',
          'openssl_sign($data, $signature, $pem);',
        ),
        ...key.body,
      ];
    },
  },
  {
    // A log that was cut: the end never comes.
    kind: 'rsa-private-key',
    medium: 'log',
    language: 'log',
    write: (r) => {
      const { begin, body } = rsa(r);
      const shown = body.slice(0, 12);
      return [lines('Nov 20 09:00:01 web-1 app[812]: config dump follows', begin, ...shown), ...shown];
    },
  },
  {
    // RFC 7517, RFC 7518 6.3.2: d, p, q and their like are private; n and e are not.
    kind: 'jwk-private-key',
    medium: 'configuration',
    language: 'JSON',
    write: (r) => {
      const d = r.bytes(256).toString('base64url');
      return [
        lines(
          '{',
          '  "kty": "RSA",',
          '  "kid": "2026-03",',
          '  "e": "AQAB",',
          `  "n": "${r.bytes(256).toString('base64url')}",`,
          `  "d": "${d}"`,
          '}',
        ),
        d,
      ];
    },
  },
  {
    kind: 'jwk-private-key',
    medium: 'code',
    language: 'JavaScript',
    write: (r) => {
      const d = r.bytes(32).toString('base64url');
      const point = (): string => r.bytes(32).toString('base64url');
      return [
        lines(
          'const key = await importJWK({',
          "  kty: 'EC', crv: 'P-256',",
          `  x: '${point()}',`,
          `  y: '${point()}',`,
          `  d: '${d}',`,
          "}, 'ES256');",
        ),
        d,
      ];
    },
  },
];

// Passwords as people make them

const words = [
  'Sommer', 'winter', 'Falke', 'tiger', 'Hamburg', 'purple', 'Coffee', 'monkey', 'Blitz', 'rocket', 'Garten', 'silver',
  'Kirsche', 'Bastion', 'marble', 'Otter', 'thunder', 'Pixel', 'Nebel', 'harbour', 'Zebra', 'copper', 'Mango', 'violet',
] as const; // prettier-ignore

function human(r: Random): string {
  const word = (): string => r.pick([...words] as [string, ...string[]]);
  const year = `20${r.of('digits', 2)}`;
  return r.pick([
    (): string => `${word()}${year}${r.pick(['!', '?', '$'])}`,
    (): string => `${word()}-${word()}-${r.of('digits', 2)}`,
    (): string => `${word().replace('e', '3').replace('o', '0')}_${word()}${r.of('digits', 3)}`,
    (): string => `${r.pick(['+', '_', '.'])}${word()}${r.of('digits', 4)}${word()}`,
    (): string => `${word()}.${word()}.${word()}.${r.of('digits', 1)}`,
    (): string => `${word()}@${r.of('digits', 3)}${r.of('upper', 1)}`,
  ])();
}

/** The same where RFC 3986 would have signs percent-encoded. */
function humanInUrl(r: Random): string {
  return human(r).replace(/[?@$]/g, '-');
}

/** A password of a manager, with signs that need no escaping in an address (RFC 3986 unreserved and some sub-delims). */
function managed(r: Random, length = 20): string {
  let text = r.of('letters', 1);
  while (text.length < length) text += r.below(8) === 0 ? r.pick(['-', '_', '.', '!', '*', '~']) : r.of('alnum', 1);
  return text;
}

/** Joined here, so that the source holds no address with a password in it. */
const login = (scheme: string, user: string, password: string, rest: string): string =>
  [scheme, '://', user, ':', password, '@', rest].join('');

const shell = (kind: string, write: Other['write']): Other => ({ kind, medium: 'code', language: 'shell', write });
const env = (kind: string, write: Other['write']): Other => ({
  kind,
  medium: 'configuration',
  language: '.env',
  write,
});
const of = (kind: string, medium: Medium, language: string, write: Other['write']): Other => ({
  kind,
  medium,
  language,
  write,
});

/** An `.env` line or the like with an address in it, of a scheme. */
function address(
  kind: string,
  scheme: string,
  rest: string,
  wrap: (url: string) => string,
  medium: Medium,
  language: string,
  make = managed,
): Other {
  return of(kind, medium, language, (r) => {
    const password = make(r);
    return [wrap(login(scheme, 'app', password, rest)), password];
  });
}

const connections: readonly Other[] = [
  address(
    'postgres-url',
    'postgres',
    'db.internal:5432/shop',
    (u) => lines('PORT=8080', `DATABASE_URL=${u}`, 'LOG_LEVEL=info'),
    'configuration',
    '.env',
  ),
  address(
    'postgres-url',
    'postgresql+asyncpg',
    'db/shop',
    (u) => lines('from sqlalchemy import create_engine', '', `engine = create_engine("${u}", pool_size=5)`),
    'code',
    'Python',
  ),
  address(
    'postgres-url',
    'postgresql',
    'localhost:5432/shop?sslmode=require',
    (u) => lines('```bash', `psql '${u}' -c 'select 1'`, '```'),
    'prose',
    'Markdown (code fence)',
    humanInUrl,
  ),
  address(
    'mysql-url',
    'mysql',
    '10.0.3.7:3306/shop',
    (u) => lines('const pool = mysql.createPool({', `  uri: '${u}',`, '  connectionLimit: 10,', '});'),
    'code',
    'TypeScript',
  ),
  address(
    'mysql-url',
    'mysql2',
    '127.0.0.1/shop_production',
    (u) => lines('production:', '  adapter: mysql2', `  url: ${u}`, '  pool: 5'),
    'configuration',
    'YAML',
  ),
  address(
    'mongodb-url',
    'mongodb',
    'mongo-0:27017,mongo-1:27017/shop?replicaSet=rs0',
    (u) => lines('{', `  "mongo": "${u}",`, '  "port": 3000', '}'),
    'configuration',
    'JSON',
  ),
  address(
    'mongodb-url',
    'mongodb+srv',
    'cluster0.a1b2c.mongodb.net/shop?retryWrites=true',
    (u) => lines("const mongoose = require('mongoose');", `mongoose.connect("${u}");`),
    'code',
    'JavaScript',
  ),
  address(
    'mongodb-url',
    'mongodb+srv',
    'cluster0.a1b2c.mongodb.net',
    (u) => lines('2026-11-20 10:00:00 INFO  starting', `2026-11-20 10:00:01 ERROR could not connect to ${u}: timeout`),
    'log',
    'log',
  ),
  of('redis-url', 'configuration', '.env', (r) => {
    const password = managed(r, 32);
    return [lines(`REDIS_URL=${login('redis', '', password, 'cache.internal:6379/0')}`, 'CACHE_TTL=60'), password];
  }),
  address(
    'redis-url',
    'rediss',
    'eu1-cache.upstash.io:6379',
    (u) => lines('r := redis.NewClient(parse(', `\t"${u}",`, '))'),
    'code',
    'Go',
  ),
  address(
    'amqp-url',
    'amqp',
    'rabbit:5672/shop',
    (u) => lines('[broker]', `url = "${u}"`, 'prefetch = 10'),
    'configuration',
    'TOML',
    humanInUrl,
  ),
  address(
    'amqp-url',
    'amqps',
    'b-1.mq.eu-central-1.amazonaws.com:5671',
    (u) => lines('spring:', '  rabbitmq:', `    addresses: ${u}`),
    'configuration',
    'YAML',
  ),
  address(
    'neo4j-url',
    'neo4j+s',
    '4f1c.databases.neo4j.io',
    (u) => lines('let graph = Graph::new(', `    "${u}",`, ').await?;'),
    'code',
    'Rust',
  ),
  address(
    'clickhouse-url',
    'clickhouse',
    'ch.internal:9000/events',
    (u) => lines('-- import', `-- ${u}`, 'INSERT INTO events SELECT * FROM s3(...);'),
    'code',
    'SQL',
  ),
  address(
    'snowflake-url',
    'snowflake',
    'acme-eu1/SHOP/PUBLIC?warehouse=WH',
    (u) => lines('snow <- dbConnect(', `  "${u}"`, ')'),
    'code',
    'R',
  ),
  address(
    'smtp-url',
    'smtps',
    'smtp.example.com:465',
    (u) => lines('MAILER_FROM=shop@example.com', `MAILER_DSN=${u}`),
    'configuration',
    '.env',
    humanInUrl,
  ),
  address(
    'ftp-url',
    'ftp',
    'ftp.example.com/releases/',
    (u) => lines('lftp <<END', `open ${u}`, 'mirror -R dist/', 'END'),
    'code',
    'shell',
    humanInUrl,
  ),
  address(
    'proxy-url',
    'http',
    'proxy.corp.example:3128',
    (u) => lines('FROM debian:13', `ENV https_proxy=${u}`, 'RUN apt-get update'),
    'configuration',
    'Dockerfile',
    humanInUrl,
  ),
  address(
    'git-url',
    'https',
    'git.example.com/shop/web.git',
    (u) => lines('[remote "origin"]', `\turl = ${u}`, '\tfetch = +refs/heads/*:refs/remotes/origin/*'),
    'configuration',
    'git config',
    managed,
  ),
  address(
    'git-url',
    'https',
    'git.example.com/shop/web.git',
    (u) => lines('- git clone ssh://git@git.example.com/shop/web.git', `+ git clone ${u}`, '  cd web'),
    'diff',
    'diff',
    managed,
  ),
  address(
    'camera-url',
    'rtsp',
    '192.168.1.40:554/stream1',
    (u) => lines('cameras:', '  yard:', `    input: ${u}`, '    fps: 5'),
    'configuration',
    'YAML',
    humanInUrl,
  ),
  address(
    'nats-url',
    'nats',
    'nats-1:4222',
    (u) => lines('val options = Options.Builder()', `    .server("${u}")`, '    .build()'),
    'code',
    'Kotlin',
  ),
  // RFC 3986: what is reserved is percent-encoded.
  address(
    'postgres-url',
    'postgres',
    'db:5432/shop',
    (u) => lines('<?php', `$dsn = getenv('DATABASE_URL') ?: '${u}';`),
    'code',
    'PHP',
    (r) => `${r.of('alnum', 6)}%40${r.of('alnum', 6)}%23${r.of('alnum', 4)}`,
  ),
  of('cloudinary-url', 'configuration', '.env', (r) => {
    const secret = r.of('base64url', 27);
    return [lines(`CLOUDINARY_URL=${login('cloudinary', r.of('digits', 15), secret, 'acme')}`, 'PORT=3000'), secret];
  }),
  of('ado-net', 'configuration', 'JSON', (r) => {
    const password = human(r);
    return [
      lines(
        '{',
        '  "ConnectionStrings": {',
        `    "Shop": "Server=tcp:shop.database.windows.net,1433;Database=shop;User ID=app;Password=${password};Encrypt=True;"`,
        '  }',
        '}',
      ),
      password,
    ];
  }),
  of('ado-net', 'configuration', 'XML', (r) => {
    const password = managed(r);
    return [
      lines(
        '<connectionStrings>',
        `  <add name="Shop" connectionString="Data Source=sql01;Initial Catalog=shop;User Id=sa;Pwd=${password};" />`,
        '</connectionStrings>',
      ),
      password,
    ];
  }),
  of('azure-storage-connection', 'code', 'C#', (r) => {
    const key = r.bytes(64).toString('base64');
    return [
      lines(
        'var client = new BlobServiceClient(',
        `    "DefaultEndpointsProtocol=https;AccountName=acmeshop;AccountKey=${key};EndpointSuffix=core.windows.net");`,
      ),
      key,
    ];
  }),
  of('azure-service-bus-connection', 'configuration', 'JSON', (r) => {
    const key = r.bytes(32).toString('base64');
    return [
      lines(
        '{',
        '  "Values": {',
        `    "Bus": "Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=${key}"`,
        '  }',
        '}',
      ),
      key,
    ];
  }),
  of('azure-cosmos-connection', 'log', 'log', (r) => {
    const key = r.bytes(64).toString('base64');
    return [
      lines(
        '[09:00:01 INF] Starting',
        `[09:00:01 DBG] Cosmos: AccountEndpoint=https://acme.documents.azure.com:443/;AccountKey=${key};`,
      ),
      key,
    ];
  }),
  of('azure-iot-connection', 'code', 'C++', (r) => {
    const key = r.bytes(32).toString('base64');
    return [
      lines(
        '#include "iothub.h"',
        `static const char* cs = "HostName=acme.azure-devices.net;DeviceId=dev1;SharedAccessKey=${key}";`,
      ),
      key,
    ];
  }),
  // Microsoft Learn, "Create a service SAS": the signature is HMAC-SHA256 in base 64, percent-encoded.
  of('azure-sas', 'code', 'shell', (r) => {
    const signature = encodeURIComponent(r.bytes(32).toString('base64'));
    return [
      lines(
        'azcopy copy ./dist \\',
        `  "https://acme.blob.core.windows.net/web?sv=2025-05-05&ss=b&srt=co&sp=rwl&se=2027-01-01T00:00:00Z&sig=${signature}"`,
      ),
      signature,
    ];
  }),
  of('jdbc-url', 'configuration', '.properties', (r) => {
    const password = managed(r);
    return [
      lines(
        'spring.jpa.open-in-view=false',
        `spring.datasource.url=jdbc:postgresql://db:5432/shop?user=app&password=${password}`,
      ),
      password,
    ];
  }),
  of('jdbc-url', 'code', 'Java', (r) => {
    const password = human(r);
    return [
      lines(
        'var url = "jdbc:sqlserver://sql01:1433;databaseName=shop;"',
        `    + "user=app;password=${password};encrypt=true";`,
      ),
      password,
    ];
  }),
  of('oracle-url', 'configuration', 'YAML', (r) => {
    const password = managed(r, 14);
    return [
      lines('datasource:', `  url: ${['jdbc:oracle:thin:shop/', password, '@'].join('')}//ora01:1521/ORCLPDB1`),
      password,
    ];
  }),
  of('libpq', 'code', 'Go', (r) => {
    const password = managed(r);
    return [
      lines(
        `db, err := sql.Open("postgres", "host=db user=app password=${password} dbname=shop sslmode=disable")`,
        'if err != nil {',
        '\tlog.Fatal(err)',
        '}',
      ),
      password,
    ];
  }),
  of('odbc', 'code', 'Python', (r) => {
    const password = human(r);
    return [
      lines(
        'cnxn = pyodbc.connect(',
        `    "Driver={ODBC Driver 18 for SQL Server};Server=sql01;Uid=app;Pwd=${password};"`,
        ')',
      ),
      password,
    ];
  }),
  of('kafka-jaas', 'configuration', '.properties', (r) => {
    const password = r.of('alnum', 32);
    return [
      lines(
        'security.protocol=SASL_SSL',
        `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="app" password="${password}";`,
      ),
      password,
    ];
  }),
  // PostgreSQL docs, "The Password File": host:port:database:user:password.
  of('pgpass', 'prose', 'Markdown (English)', (r) => {
    const password = managed(r);
    return [
      lines(
        'Put this into `~/.pgpass`:',
        '',
        `    db.internal:5432:shop:app:${password}`,
        '',
        'and the password is no longer asked for.',
      ),
      password,
    ];
  }),
  of('netrc', 'configuration', '.netrc', (r) => {
    const password = managed(r);
    return [lines('machine git.example.com', '  login deploy', `  password ${password}`), password];
  }),
  shell('command-line', (r) => {
    const password = managed(r);
    return [lines('set -e', `PGPASSWORD=${password} pg_dump -h db -U app shop > shop.sql`), password];
  }),
  shell('command-line', (r) => {
    const password = human(r);
    return [lines('#!/bin/sh', `mysqldump --user=root --password='${password}' shop | gzip > shop.sql.gz`), password];
  }),
];

// Tokens and headers

const session = (r: Random): Readonly<Record<string, unknown>> => ({
  sub: r.uuid(),
  name: 'Sam',
  iat: 1_795_348_800,
  exp: 1_795_352_400,
});

const tokens: readonly Other[] = [
  of('jwt', 'code', 'TypeScript', (r) => {
    const token = jwt(r, session(r));
    return [lines("localStorage.setItem('locale', 'de');", `localStorage.setItem('session', '${token}');`), token];
  }),
  of('jwt', 'log', 'log', (r) => {
    const token = jwt(r, session(r), 'RS256');
    return [
      lines(
        '10:12:00.001 DEBUG http - > GET /me HTTP/1.1',
        `10:12:00.001 DEBUG http - > authorization: Bearer ${token}`,
        '10:12:00.049 DEBUG http - < 200 OK',
      ),
      token,
    ];
  }),
  of('jwt', 'log', 'log (proxy)', (r) => {
    const token = jwt(r, session(r));
    return [`10.0.4.17 - - [20/Nov/2026:09:12:45 +0000] "GET /reset?token=${token} HTTP/1.1" 302 0`, token];
  }),
  of('jwt', 'prose', 'Markdown (English)', (r) => {
    const token = jwt(r, session(r));
    return [lines('When I decode', '', token, '', 'the audience is missing. Why?'), token];
  }),
  of('jwt', 'prose', 'Markdown (German)', (r) => {
    const token = jwt(r, session(r));
    return [lines(`Mein Token \`${token}\` läuft nach einer Stunde ab.`, 'Wie verlängere ich es?'), token];
  }),
  of('jwt', 'diff', 'diff', (r) => {
    const token = jwt(r, session(r));
    return [
      lines(
        '@@ -4,2 +4,2 @@',
        ' const user = "sam";',
        `-const token = "${token}";`,
        '+const token = await login(user);',
      ),
      token,
    ];
  }),
  of('jwt', 'code', 'Swift', (r) => {
    const token = jwt(r, session(r), 'RS256');
    return [
      lines(
        'var request = URLRequest(url: url)',
        `request.setValue("Bearer ${token}", forHTTPHeaderField: "Authorization")`,
      ),
      token,
    ];
  }),
  of('jwt-cookie', 'code', 'HTTP', (r) => {
    const token = jwt(r, session(r));
    return [
      lines('GET /account HTTP/1.1', 'Host: shop.example.com', `Cookie: locale=de; auth=${token}`, 'Accept: text/html'),
      token,
    ];
  }),
  of('supabase-service-role', 'configuration', '.env', (r) => {
    const token = jwt(r, {
      iss: 'supabase',
      ref: r.of('lower', 20),
      role: 'service_role',
      iat: 1_795_348_800,
      exp: 2_110_708_800,
    });
    return [lines('SUPABASE_URL=https://example.supabase.co', `SUPABASE_SERVICE_ROLE_KEY=${token}`), token];
  }),
  of('kubernetes-token', 'configuration', 'YAML', (r) => {
    const token = jwt(
      r,
      {
        iss: 'kubernetes/serviceaccount',
        'kubernetes.io/serviceaccount/namespace': 'ci',
        sub: 'system:serviceaccount:ci:deploy',
      },
      'RS256',
    );
    return [lines('users:', '- name: deploy', '  user:', `    token: ${token}`), token];
  }),
  of('refresh-token', 'log', 'log (JSON)', (r) => {
    const token = r.of('base64url', 64);
    return [`{"token_type":"Bearer","expires_in":3600,"refresh_token":"${token}","scope":"read write"}`, token];
  }),
  of('access-token', 'log', 'log (JSON)', (r) => {
    const token = r.of('alnum', 48);
    return [`{"level":"debug","body":{"access_token":"${token}","expires_in":7200}}`, token];
  }),
  of('client-secret', 'code', 'HTTP', (r) => {
    const secret = r.of('base64url', 40);
    return [
      lines(
        'POST /oauth/token HTTP/1.1',
        'Content-Type: application/x-www-form-urlencoded',
        '',
        `grant_type=client_credentials&client_id=shop-web&client_secret=${secret}`,
      ),
      secret,
    ];
  }),
  shell('basic-header', (r) => {
    const value = Buffer.from(`deploy:${managed(r)}`).toString('base64');
    return [lines(`curl -H 'Authorization: Basic ${value}' \\`, '  https://ci.example.com/api/builds'), value];
  }),
  of('basic-header', 'code', 'JavaScript', (r) => {
    const value = Buffer.from(`admin:${human(r)}`).toString('base64');
    return [lines('axios.get(url, {', `  headers: { Authorization: 'Basic ${value}' },`, '});'), value];
  }),
  of('basic-header', 'log', 'log', (r) => {
    const value = Buffer.from(`svc-proxy:${managed(r)}`).toString('base64');
    return [
      lines('> CONNECT api.example.com:443 HTTP/1.1', `> Proxy-Authorization: Basic ${value}`, '< HTTP/1.1 407'),
      value,
    ];
  }),
  of('bearer-header', 'code', 'HTTP', (r) => {
    const value = r.of('alnum', 40);
    return [
      lines('GET https://api.example.com/v1/me', `Authorization: Bearer ${value}`, 'Accept: application/json'),
      value,
    ];
  }),
  of('token-header', 'code', 'Ruby', (r) => {
    const value = r.of('hex', 40);
    return [lines("req = Net::HTTP::Get.new('/v1/me')", `req['Authorization'] = 'Token token=${value}'`), value];
  }),
  of('api-key-header', 'code', 'Kotlin', (r) => {
    const value = r.of('base64url', 60);
    return [
      lines(
        'val request = Request.Builder().url(url)',
        `    .header("Authorization", "ApiKey ${value}==")`,
        '    .build()',
      ),
      value,
    ];
  }),
  of('api-key-header', 'code', 'Python', (r) => {
    const value = r.of('alnum', 32);
    return [lines('session = requests.Session()', `session.headers["X-Auth-Token"] = "${value}"`), value];
  }),
  of('api-key-header', 'configuration', 'nginx', (r) => {
    const value = r.of('hex', 48);
    return [
      lines('location /api/ {', '  proxy_pass http://backend;', `  proxy_set_header X-Api-Key "${value}";`, '}'),
      value,
    ];
  }),
  of('docker-config', 'configuration', 'JSON', (r) => {
    const value = Buffer.from(`ci:${managed(r, 30)}`).toString('base64');
    return [
      lines('{', '  "auths": {', '    "registry.example.com": {', `      "auth": "${value}"`, '    }', '  }', '}'),
      value,
    ];
  }),
  of('npmrc', 'configuration', '.npmrc', (r) => {
    const value = r.uuid();
    return [lines('@acme:registry=https://npm.example.com/', `//npm.example.com/:_authToken=${value}`), value];
  }),
  of('npmrc', 'configuration', '.npmrc', (r) => {
    const value = Buffer.from(`ci:${managed(r, 24)}`).toString('base64');
    return [lines('registry=https://npm.example.com/', `_auth=${value}`, 'always-auth=true'), value];
  }),
  shell('curl-user', (r) => {
    const value = managed(r);
    return [lines(`curl -u deploy:${value} -T web.tgz \\`, '  https://files.example.com/releases/'), value];
  }),
];

// Values of one's own

const own: readonly Other[] = [
  env('jwt-secret', (r) => {
    const value = r.bytes(48).toString('base64');
    return [lines('JWT_ISSUER=shop', `JWT_SECRET=${value}`), value];
  }),
  env('session-secret', (r) => {
    const value = r.of('hex', 64);
    return [lines(`SESSION_SECRET="${value}"`, 'SESSION_TTL=3600'), value];
  }),
  // Laravel docs, "Encryption": base64: and 32 bytes.
  env('laravel-key', (r) => {
    const value = r.bytes(32).toString('base64');
    return [lines('APP_NAME=Shop', 'APP_ENV=production', `APP_KEY=base64:${value}`), value];
  }),
  of('rails-secret', 'configuration', 'YAML', (r) => {
    const value = r.of('hex', 128);
    return [lines('production:', `  secret_key_base: ${value}`), value];
  }),
  // Django, get_random_secret_key: 50 of lower-case letters, digits and these signs.
  of('django-secret', 'code', 'Python', (r) => {
    const signs = `${alphabets.lowerAlnum}!@#$%^&*(-_=+)`;
    const value = Array.from({ length: 50 }, () => signs.charAt(r.below(signs.length))).join('');
    return [
      lines('DEBUG = False', '', `SECRET_KEY = "django-insecure-${value}"`, '', 'ALLOWED_HOSTS = ["shop.example.com"]'),
      value,
    ];
  }),
  env('nextauth-secret', (r) => {
    const value = r.bytes(32).toString('base64');
    return [lines('NEXTAUTH_URL=https://shop.example.com', `NEXTAUTH_SECRET=${value}`), value];
  }),
  env('encryption-key', (r) => {
    const value = r.of('hex', 64);
    return [lines(`ENCRYPTION_KEY=${value}`, 'ENCRYPTION_ALGORITHM=aes-256-gcm'), value];
  }),
  env('cookie-secret', (r) => {
    const value = r.of('alnum', 32);
    return [lines('# session', `COOKIE_SECRET='${value}' # rotate yearly`), value];
  }),
  env('database-password', (r) => {
    const value = managed(r, 24);
    return [lines('DB_HOST=db', 'DB_USER=app', `DB_PASSWORD="${value}"`), value];
  }),
  env('smtp-password', (r) => {
    const value = managed(r, 16);
    return [lines('SMTP_HOST=smtp.example.com', 'SMTP_USER=shop', `SMTP_PASS=${value}`), value];
  }),
  env('webhook-secret', (r) => {
    const value = r.of('hex', 40);
    return [lines(`export WEBHOOK_SECRET=${value}`, 'export PORT=3000'), value];
  }),
  env('hmac-key', (r) => {
    const value = r.bytes(64).toString('base64');
    return [lines('HMAC_ALGORITHM=sha512', `HMAC_KEY=${value}`), value];
  }),
  // A Google app password: four groups of four letters.
  env('app-password', (r) => {
    const value = r.of('lower', 16);
    return [lines('GMAIL_USER=shop@example.com', `GMAIL_APP_PASSWORD=${value}`), value];
  }),
  env('admin-password', (r) => {
    const value = human(r);
    return [lines('ADMIN_USER=root', `ADMIN_PASSWORD=${value}`), value];
  }),
  of('assigned-secret', 'code', 'TypeScript', (r) => {
    const value = r.of('base64url', 43);
    return [lines('export const options = {', `  clientSecret: '${value}',`, "  scope: 'openid email',", '};'), value];
  }),
  of('assigned-secret', 'code', 'Go', (r) => {
    const value = r.of('hex', 64);
    return [
      lines(
        `var signingKey = []byte("${value}")`,
        '',
        'func sign(data []byte) []byte { return mac(signingKey, data) }',
      ),
      value,
    ];
  }),
  of('assigned-secret', 'code', 'C#', (r) => {
    const value = r.of('alnum', 40);
    return [lines('options.ClientId = "shop-web";', `options.ClientSecret = "${value}";`), value];
  }),
  of('assigned-secret', 'code', 'Java', (r) => {
    const value = r.bytes(32).toString('base64');
    return [`byte[] masterKey = Base64.getDecoder().decode("${value}");`, value];
  }),
  of('assigned-secret', 'code', 'PHP', (r) => {
    const value = r.of('alnum', 64);
    return [lines('<?php', `define('AUTH_KEY', '${value}');`, "define('WP_DEBUG', false);"), value];
  }),
  of('assigned-secret', 'code', 'Rust', (r) => {
    const value = r.of('base64url', 44);
    return [lines(`const API_SECRET: &str = "${value}";`, 'const RETRIES: u32 = 3;'), value];
  }),
  of('assigned-secret', 'configuration', 'TOML', (r) => {
    const value = r.of('hex', 40);
    return [lines('[sync]', 'endpoint = "https://sync.example.com"', `auth_token = "${value}"`), value];
  }),
  of('assigned-secret', 'configuration', 'YAML', (r) => {
    const value = r.of('alnum', 36);
    return [lines('oauth:', '  client_id: shop-web', `  client_secret: ${value}`, '  redirect: /callback'), value];
  }),
  of('assigned-secret', 'configuration', 'INI', (r) => {
    const value = r.of('alnum', 32);
    return [lines('[security]', 'admin_user = admin', `secret_key = ${value}`), value];
  }),
  of('assigned-secret', 'configuration', 'JSON', (r) => {
    const value = r.of('base64url', 48);
    return [lines('{', '  "encryptionKey": "' + value + '",', '  "algorithm": "A256GCM"', '}'), value];
  }),
  of('assigned-secret', 'configuration', '.properties', (r) => {
    const value = r.of('alnum', 40);
    return [lines('jwt.expiration=3600', `jwt.secret=${value}`), value];
  }),
  of('assigned-secret', 'configuration', 'Terraform', (r) => {
    const value = managed(r, 28);
    return [lines('variable "db_master_password" {', '  type    = string', `  default = "${value}"`, '}'), value];
  }),
  of('assigned-secret', 'diff', 'diff', (r) => {
    const value = r.of('hex', 64);
    return [
      lines(
        '@@ -1,2 +1,2 @@',
        ` issuer = "shop"`,
        `-signing_secret = "${value}"`,
        '+signing_secret = os.environ["SIGNING_SECRET"]',
      ),
      value,
    ];
  }),
  of('assigned-secret', 'log', 'log', (r) => {
    const value = r.of('alnum', 32);
    return [`time=2026-11-20T09:00:01Z level=debug msg="client ready" api_key=${value} region=eu`, value];
  }),
  of('assigned-secret', 'prose', 'Markdown (English)', (r) => {
    const value = r.of('alnum', 32);
    return [lines('- region: eu-central-1', `- **API key:** \`${value}\``, '- owner: Sam'), value];
  }),
  of('assigned-secret', 'prose', 'Markdown (German)', (r) => {
    const value = r.of('alnum', 40);
    return [
      lines('Für den Test nimm bitte diesen API-Schlüssel:', '', `    ${value}`, '', 'Er gilt bis Ende des Monats.'),
      value,
    ];
  }),
];

/** A made password where people leave them. */
function made(medium: Medium, language: string, wrap: (password: string) => string): Other {
  return of('made-password', medium, language, (r) => {
    const password = human(r);
    return [wrap(password), password];
  });
}

const madePasswords: readonly Other[] = [
  made('configuration', 'YAML', (p) => lines('database:', '  host: db', '  username: app', `  password: ${p}`)),
  made('configuration', 'YAML (compose)', (p) =>
    lines('services:', '  db:', '    image: mariadb:11', '    environment:', `      MYSQL_ROOT_PASSWORD: "${p}"`),
  ),
  made('configuration', 'JSON', (p) =>
    lines('{', '  "user": "sam",', `  "password": "${p}",`, '  "remember": true', '}'),
  ),
  made('configuration', 'TOML', (p) => lines('[smtp]', 'user = "shop"', `passwd = "${p}"`)),
  made('configuration', 'INI', (p) => lines('[client]', 'user=root', `password=${p}`, 'host=127.0.0.1')),
  made('configuration', 'XML', (p) =>
    lines(
      '<server>',
      '  <id>releases</id>',
      '  <username>deploy</username>',
      `  <password>${p}</password>`,
      '</server>',
    ),
  ),
  made('configuration', 'YAML (Ansible)', (p) =>
    lines('all:', '  vars:', '    ansible_user: ops', `    ansible_become_pass: ${p}`),
  ),
  made('configuration', 'wpa_supplicant', (p) => lines('network={', '  ssid="Werkstatt"', `  psk="${p}"`, '}')),
  made('configuration', '.properties', (p) =>
    lines('spring.datasource.username=app', `spring.datasource.password=${p}`),
  ),
  made('code', 'Python', (p) =>
    lines('conn = psycopg2.connect(', '    host="db", user="app",', `    password="${p}",`, ')'),
  ),
  made('code', 'JavaScript', (p) =>
    lines("await page.fill('#user', 'sam');", `const password = '${p}';`, "await page.fill('#password', password);"),
  ),
  made('code', 'Java', (p) => lines('ds.setUsername("app");', `ds.setPassword("${p}");`)),
  made('code', 'C#', (p) => `var credential = new NetworkCredential { UserName = "svc", Password = "${p}" };`),
  made('code', 'PHP', (p) => lines("define('DB_USER', 'shop');", `define('DB_PASSWORD', '${p}');`)),
  made('code', 'Ruby', (p) => `User.create!(email: 'admin@example.com', password: '${p}')`),
  made('code', 'SQL', (p) =>
    lines('CREATE DATABASE shop;', `CREATE USER 'app'@'%' IDENTIFIED BY '${p}';`, "GRANT ALL ON shop.* TO 'app'@'%';"),
  ),
  made('code', 'SQL', (p) => `CREATE ROLE app WITH LOGIN PASSWORD '${p}';`),
  made('code', 'shell', (p) => lines(`sshpass -p '${p}' ssh ops@10.0.3.9 uptime`, 'echo done')),
  made('code', 'PowerShell', (p) => `$password = ConvertTo-SecureString "${p}" -AsPlainText -Force`),
  made('code', 'Go', (p) => lines('auth := smtp.PlainAuth("", user, pass, host)', `const pass = "${p}"`)),
  made('diff', 'diff', (p) =>
    lines('@@ -2,3 +2,3 @@ database:', '   user: app', `-  password: ${p}`, '+  password: ${DB_PASSWORD}'),
  ),
  made('diff', 'diff', (p) => lines('@@ -9,2 +9,3 @@', ' LOGIN=sam', `+PASSWORD=${p}`)),
  made('log', 'log', (p) => `Nov 20 09:00:01 web-1 app[812]: login failed user=admin password=${p} ip=10.0.4.2`),
  made('prose', 'Markdown (English)', (p) =>
    lines('You can log in as `demo`.', `The password is ${p}`, '', 'Have fun!'),
  ),
  made('prose', 'Markdown (English)', (p) => lines('| user | password |', '|---|---|', `| admin | ${p} |`)),
  made('prose', 'Markdown (German)', (p) =>
    lines('Benutzer: demo', `Passwort: ${p}`, '', 'Bitte nach dem ersten Anmelden ändern.'),
  ),
  made('prose', 'Markdown (German)', (p) =>
    lines(`Das Kennwort für den Testserver lautet "${p}".`, 'Der Name ist wie immer.'),
  ),
];

export const others: readonly Other[] = [...privateKeys, ...connections, ...tokens, ...own, ...madePasswords];
