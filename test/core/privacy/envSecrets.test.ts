import assert from 'node:assert/strict';
import { envSecrets } from '../../../src/core/privacy/envSecrets';
import { otherForms } from '../../../src/core/privacy/forms';

/** Not a secret of anybody: put together here, so that the repository holds none. */
const random = ['q7Zt', '9xLm', 'W2vK', 'p4Rs'].join('');
const weak = ['sword', 'fish'].join('');

const hidden = (line: string): readonly string[] => [...envSecrets([line]).keys()];

describe('values of .env files that are hidden', () => {
  for (const [line, ...values] of [
    [`API_KEY=${random}`, random],
    [`SESSION=${random}`, random],
    [`PASSWORD=${weak}`, weak],
    [`PGPASSWORD=${weak}`, weak],
    [`dbPassword=${weak}`, weak],
    [`SECRET_KEY_BASE=${weak}`, weak],
    [`STRIPE_KEY_2=${weak}`, weak],
    ['DB_PASS=abc123', 'abc123'],
    [`HOOK=https://hooks.example.com/services/T0/${random}`, `https://hooks.example.com/services/T0/${random}`],
    [`DATABASE=postgres://me:${weak}@db/app`, `postgres://me:${weak}@db/app`, weak],
    ['DATABASE=postgres://me:p%40ss%21word@db/app', 'postgres://me:p%40ss%21word@db/app', 'p%40ss%21word', 'p@ss!word'],
    ['DATABASE=postgres://postgres:postgres@db/app', 'postgres://postgres:postgres@db/app'],
    [`A="first ${random}"`, `first ${random}`],
  ] as const) {
    it(line.replace(random, '…').replace(weak, '…'), () => {
      // Their other forms follow; see the tests of the scrubber for those.
      assert.deepEqual(new Set(hidden(line)), new Set([...values, ...values.flatMap(otherForms)]));
    });
  }
});

it('values of .env files are hidden as addresses and JSON write them, too', () => {
  const values = hidden('DB_PASSWORD="p@ss/w\\"rd"');
  for (const form of ['p@ss/w"rd', 'p%40ss%2Fw%22rd', String.raw`p@ss/w\"rd`, String.raw`p@ss\/w\"rd`]) {
    assert.ok(values.includes(form), form);
  }
});

describe('values of .env files that stay', () => {
  for (const line of [
    `SESSION=${random.slice(0, 7)}`,
    'PASSWORD=abc12',
    'PASSWORD=postgres',
    'PASSWORD=changeme',
    'PASSWORD=xxxxxxxxxx',
    'API_KEY=your-api-key-here',
    'API_KEY=<your key>',
    'API_KEY=API_KEY',
    'API_KEY=${OTHER_KEY_2}',
    'TOKEN_TYPE=Bearer',
    'KEY_PREFIX=customer_id',
    'KEY_FILE=/etc/ssl/private/server.key',
    'TOKEN_URL=https://login.example.com/oauth2/token',
    'NODE_ENV=development',
    'HOST=localhost',
    'REGION=eu-central-1',
    'LOCALE=en_US.UTF-8',
    'TZ=America/New_York',
    'APP=Acme Customer Portal',
    'FROM=noreply@example.com',
    'ACCOUNT=123456789012',
    'RATIO=0.1234567',
    'DEBUG=true',
    'ENABLED=disabled',
    'MODEL=gpt-4o-mini',
    'BASE=https://api.example.com/v1/customers?limit=100',
    'ORIGINS=http://localhost:3000,http://localhost:5173',
    'DATA=./data/customers.sqlite',
    String.raw`BIN=C:\Program Files\app\bin`,
    'IMAGE=postgres:15-alpine',
    'VERSION=1.12.0-beta.3',
    'CLASS=CustomerAccountService',
  ]) {
    it(line.replace(random.slice(0, 7), '…'), () => assert.deepEqual(hidden(line), []));
  }
});

describe('values of .env files that are made to be slow', () => {
  for (const [title, line] of [
    ['open quotes', 'A="\n'.repeat(12_000)],
    ['spaces', `A=${' '.repeat(64_000)}`],
    ['slashes', `A=${'/a'.repeat(32_000)}!`],
    ['addresses', `A=a://${':a@'.repeat(20_000)} x`],
    ['at signs', `A=a://b:${'@'.repeat(64_000)} x`],
    ['capitals', `A=${'aA'.repeat(32_000)}!`],
    ['many lines', `PASSWORD="${'x\n'.repeat(30_000)}"`],
  ] as const) {
    // The time limit of a test is what fails where the time is not linear.
    it(title, () => assert.ok(hidden(line.repeat(8)).length < 100));
  }
});

describe('kinds of values of .env files', () => {
  const kind = (name: string): string | undefined => envSecrets([`${name}=${random}`]).get(random);

  it('are the names, in capitals and underscores, at most 24 characters', () => {
    assert.equal(kind('DB_PASSWORD'), 'ENV_DB_PASSWORD');
    assert.equal(kind('s3.access-key'), 'ENV_S_ACCESS_KEY');
    assert.equal(kind('NEXT_PUBLIC_PAYMENT_SECRET'), 'ENV_NEXT_PUBLIC_PAYMENT');
    assert.equal(kind('_1'), 'ENV');
  });

  it('are those of the first file that has a value', () => {
    const found = envSecrets([`A_KEY=${random}`, `B_KEY=${random}`, `C_KEY=${random}2`]);
    assert.deepEqual([...found.values()], ['ENV_A_KEY', 'ENV_C_KEY']);
  });
});
