import type { Lookalike } from '../lookalikes';
import { Random } from '../random';
import { dedent, withNoise } from '../second/template';
import { drawText } from './sampling';
import type { Family } from './surrounding';
import { drawNamed } from './values';

/** What people write where a secret will be. */
const standIns = [
  'YOUR_⟨env⟩',
  'your-⟨kebab⟩-here',
  'your_⟨snake⟩',
  '<⟨kebab⟩>',
  '<YOUR_⟨env⟩>',
  'REPLACE_ME',
  '********',
  '[REDACTED]',
  'xxxxxxxxxxxxxxxxxxxxxxxx',
  '',
] as const;

const withStandIn = 30;
const standsIn: ReadonlySet<Family> = new Set(['provider', 'application', 'password', 'token']);

/** Texts that hold no secret, by what they are; `⟨hex 40⟩` and its like are drawn. */
const groups: Readonly<Record<string, readonly string[]>> = {
  'code that handles secrets': [
    `
    const apiKey = process.env.VENDOR_API_KEY;
    if (!apiKey) throw new Error('VENDOR_API_KEY is not set');
    const client = new Vendor({ apiKey, timeout: 20_000 });
    `,
    `
    password = getpass.getpass("Database password: ")
    conn = psycopg2.connect(host="pg01", user="mira", password=password)
    `,
    `
    public boolean matches(String rawPassword, String encodedPassword) {
        return encoder.matches(rawPassword, encodedPassword);
    }
    `,
    `
    token, err := keyring.Get("heron", user.Name)
    if errors.Is(err, keyring.ErrNotFound) {
    \ttoken, err = promptForToken(ctx)
    }
    `,
    `
    $secret = Get-AzKeyVaultSecret -VaultName 'kv-mosaic' -Name 'smtp-password' -AsPlainText
    `,
    `
    def authenticate(token:)
      digest = Digest::SHA256.hexdigest(token)
      ApiToken.active.find_by(token_digest: digest)&.user
    end
    `,
    `
    let token = std::env::var("OTTER_TOKEN").context("OTTER_TOKEN must be set")?;
    let request = client.get(url).bearer_auth(&token);
    `,
    `
    export interface Credentials {
      readonly username: string;
      readonly password: string;
      readonly otp?: string;
    }
    `,
    `
    function generatePassword(length = 20): string {
      const bytes = crypto.getRandomValues(new Uint8Array(length));
      return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('');
    }
    `,
    `
    var key = configuration["Integration:ApiKey"];
    ArgumentException.ThrowIfNullOrEmpty(key);
    http.DefaultRequestHeaders.Add("X-Api-Key", key);
    `,
    `
    if (strlen($password) < 12) {
        $errors['password'] = 'The password needs at least 12 characters.';
    }
    `,
    `
    <label for="password">Password</label>
    <input id="password" name="password" type="password" autocomplete="current-password" required>
    `,
    `
    let query: [String: Any] = [
        kSecClass as String: kSecClassGenericPassword,
        kSecAttrAccount as String: "sessionToken",
        kSecReturnData as String: true,
    ]
    `,
    `
    ALTER TABLE users ADD COLUMN password_hash varchar(97) NOT NULL;
    CREATE UNIQUE INDEX api_tokens_digest_idx ON api_tokens (token_digest);
    `,
    `
    it('asks for a new token when the old one has expired', async () => {
      await signIn({ tokenLifetime: 0 });
      expect(refreshToken).toHaveBeenCalledTimes(1);
    });
    `,
    `
    while token != "EOF":
        token = lexer.next_token()
        parser.feed(token)
    `,
    `
    "errors": {
      "INVALID_PASSWORD": "The password is wrong.",
      "TOKEN_EXPIRED": "Please sign in again.",
      "MISSING_API_KEY": "No API key was given."
    }
    `,
    `
    val authenticator = object : Authenticator() {
        override fun getPasswordAuthentication() = PasswordAuthentication(user, password)
    }
    `,
  ],
  'configuration that points to secrets': [
    `
    - name: Publish
      run: npm publish
      env:
        NODE_AUTH_TOKEN: \${{ secrets.NPM_PUBLISH }}
    `,
    `
    environment:
      DATABASE_URL: postgres://\${PGUSER}:\${PGPASSWORD}@db:5432/\${PGDATABASE}
      SESSION_SECRET: \${SESSION_SECRET:?missing}
    `,
    `
    DATABASE_URL=postgres://USER:PASSWORD@HOST:5432/DATABASE
    # OPENAI_API_KEY=sk-...
    STRIPE_SECRET_KEY=
    `,
    `
    env:
      - name: SMTP_PASSWORD
        valueFrom:
          secretKeyRef: { name: mail, key: password }
    `,
    `
    password: "{{ vault_mariadb_password }}"
    token: "{{ lookup('env', 'GRAFANA_TOKEN') }}"
    `,
    `
    //npm.example.com/:_authToken=\${NPM_TOKEN}
    always-auth=true
    `,
    `
    data "aws_ssm_parameter" "db_password" {
      name            = "/mosaic/prod/db_password"
      with_decryption = true
    }
    `,
    `
    [credential "https://git.kestrel.example"]
        username = mira
        helper = osxkeychain
    `,
    `
    secrets:
      db_password:
        file: ./secrets/db_password.txt
    `,
    `
    quarkus.datasource.password=\${DB_PASSWORD}
    quarkus.oidc.credentials.secret=\${OIDC_SECRET}
    `,
    `
    Host www1
        HostName www1.kestrel.example
        User deploy
        IdentityFile ~/.ssh/id_deploy
        IdentitiesOnly yes
    `,
    `
    max_tokens: 4096
    token_limit: 128000
    tokenizer: cl100k_base
    stop_token: "<|endoftext|>"
    `,
    `
    password_policy:
      min_length: 14
      require_symbols: true
      max_age_days: 365
    `,
    `
    op run --env-file=.env.op -- npm start
    # .env.op: DB_PASSWORD=op://Team/kestrel-db/password
    `,
  ],
  'hashes and ids': [
    `
    "node_modules/left-pad": {
      "version": "1.3.0",
      "integrity": "sha512-⟨base64 86⟩==",
      "license": "WTFPL"
    }
    `,
    `
    [[package]]
    name = "itoa"
    version = "1.0.11"
    source = "registry+https://github.com/rust-lang/crates.io-index"
    checksum = "⟨hex 64⟩"
    `,
    `
    golang.org/x/sync v0.10.0 h1:⟨base64 43⟩=
    golang.org/x/sync v0.10.0/go.mod h1:⟨base64 43⟩=
    `,
    `
    certifi==2026.1.14 \\
        --hash=sha256:⟨hex 64⟩ \\
        --hash=sha256:⟨hex 64⟩
    `,
    `
    ⟨hex 64⟩  kestrel-3.12.1-linux-amd64.tar.gz
    ⟨hex 64⟩  kestrel-3.12.1-darwin-arm64.tar.gz
    `,
    `
    commit ⟨hex 40⟩ (HEAD -> main, origin/main)
    Merge: ⟨hex 7⟩ ⟨hex 7⟩
    Author: Karim Haddad <karim@kestrel.example>
    `,
    `
    FROM node:24-alpine@sha256:⟨hex 64⟩
    LABEL org.opencontainers.image.revision=⟨hex 40⟩
    `,
    `
    {"id":"⟨uuid⟩","type":"order.created","customer":"⟨uuid⟩","total":4190}
    `,
    `
    <script src="https://cdn.example/lib/4.1.0/lib.min.js"
      integrity="sha384-⟨base64 64⟩" crossorigin="anonymous"></script>
    `,
    `
    Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "Mosaic", "Mosaic.csproj", "{⟨upperHex 8⟩-⟨upperHex 4⟩-⟨upperHex 4⟩-⟨upperHex 4⟩-⟨upperHex 12⟩}"
    `,
    `
    subnet_id       = "subnet-0⟨hex 16⟩"
    security_groups = ["sg-0⟨hex 16⟩"]
    kms_key_id      = "arn:aws:kms:eu-north-1:⟨digits 12⟩:key/⟨uuid⟩"
    `,
    `
    traceparent: 00-⟨hex 32⟩-⟨hex 16⟩-01
    x-request-id: ⟨uuid⟩
    etag: W/"⟨hex 32⟩"
    `,
    `
    build/assets/index-⟨alnum 8⟩.js    214.09 kB
    build/assets/vendor-⟨alnum 8⟩.css   18.40 kB
    `,
    `
    .icon { background: url(data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA⟨base64 240⟩) no-repeat; }
    `,
    `
    Container ⟨hex 64⟩ exited with code 137
    Removing network kestrel_default
    `,
    `
    PASSED tests/test_crypto.py::test_sha256[⟨hex 64⟩]
    PASSED tests/test_crypto.py::test_sha256[⟨hex 64⟩]
    `,
    `
    5a:⟨hex 2⟩:⟨hex 2⟩:⟨hex 2⟩:⟨hex 2⟩:⟨hex 2⟩ dev eth0 lladdr REACHABLE
    fe80::⟨hex 4⟩:⟨hex 4⟩:⟨hex 4⟩:⟨hex 4⟩ dev eth0 router STALE
    `,
    `
    revision = "⟨hex 12⟩"
    down_revision = "⟨hex 12⟩"
    branch_labels = None
    `,
    `
    Download: https://files.pythonhosted.org/packages/⟨hex 2⟩/⟨hex 2⟩/⟨hex 60⟩/tiles-2.0.tar.gz
    `,
    `
    ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI⟨base64 43⟩ mira@laptop
    `,
    `
    -----BEGIN CERTIFICATE-----
    MIIB⟨base64 60⟩
    ⟨base64 64⟩
    ⟨base64 64⟩
    ⟨base64 30⟩==
    -----END CERTIFICATE-----
    `,
    `
    256 SHA256:⟨base64 43⟩ deploy@www1 (ED25519)
    `,
  ],
  'prose about secrets': [
    `
    Never commit your password. If you did, rotate the key first and clean the history afterwards.
    `,
    `
    How do I store the API token in GitLab so that forks cannot read it?
    `,
    `
    ## Configuration

    | Variable | Meaning |
    |---|---|
    | \`KESTREL_TOKEN\` | the token of your account, from Settings → Access |
    | \`KESTREL_REGION\` | \`eu\` or \`us\`, \`eu\` unless told |
    `,
    `
    - Fixed: the password field no longer loses focus (#4821)
    - Added: tokens can be limited to a project (#4790)
    `,
    `
    Ich habe mein Passwort vergessen. Wo kann ich es zurücksetzen?
    `,
    `
    Mot de passe oublié ? Cliquez sur le lien que nous venons de vous envoyer.
    `,
    `
    The API key goes into the header X-Api-Key, the account number into the address.
    `,
    `
    @karim the secret is in 1Password, vault "Maps", entry "tiles db". Ask Inês for access.
    `,
    `
    feat(auth): read the token from the keychain instead of the configuration file

    Refs: ⟨hex 12⟩
    `,
  ],
  'logs and terminals': [
    `
    Enter passphrase for key '/home/mira/.ssh/id_ed25519':
    Authenticated to git.kestrel.example ([10.4.0.3]:22) using "publickey".
    `,
    `
    WARN  auth  password rejected for user karim from 10.4.0.81 (attempt 2 of 5)
    INFO  auth  token issued for user karim, expires in 3600s
    `,
    `
    $ echo $KESTREL_TOKEN | wc -c
    41
    `,
    `
    Using token ****************3f2a from the keychain
    Logged in as mira (token: ghp_************************************)
    `,
    `
    psql: error: FATAL:  password authentication failed for user "tiles"
    `,
    `
    GET /reset-password?step=2 HTTP/1.1 200 14ms
    POST /api/tokens/refresh HTTP/1.1 204 9ms
    `,
    `
    Total tokens: 18,204 (prompt 17,810, completion 394)
    `,
  ],
};

const written: readonly Lookalike[] = Object.entries(groups).flatMap(([group, texts]) =>
  texts.map((text, at) => {
    const name = `third ${group} ${at}`;
    return { name, text: withNoise(dedent(text), new Random(name)) };
  }),
);

const standing: readonly Lookalike[] = Array.from({ length: withStandIn }, (_, at) => {
  const name = `third stand-in ${at}`;
  const random = new Random(name);
  let secret = drawNamed(random);
  // Nobody writes a stand-in for an address or a whole key in these ways.
  while (!standsIn.has(secret.family)) secret = drawNamed(random);
  return { name, text: drawText(random, secret).write([random.pick(standIns)]) };
});

/** Texts of the third set that hold no secret. */
export const lookalikes: readonly Lookalike[] = [...written, ...standing];
