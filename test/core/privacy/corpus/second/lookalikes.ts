import type { Lookalike } from '../lookalikes';
import { Random } from '../random';
import { dedent, withNoise } from './template';

/** Texts that hold no secret, by what they are; `⟨hex 40⟩` and its like are drawn. */
const groups: Readonly<Record<string, readonly string[]>> = {
  'build server': [
    'NODE_AUTH_TOKEN: ${{ secrets.NPM_TOKEN }}',
    'password: ${{ secrets.REGISTRY_PASSWORD || github.token }}',
    '- uses: docker/build-push-action@⟨hex 40⟩',
    `
    with:
      secrets: |
        "npm_token=\${{ secrets.NPM_TOKEN }}"
    `,
    'key: ${{ runner.os }}-cargo-⟨hex 64⟩',
    `
    permissions:
      id-token: write
      contents: read
    `,
    `
    variables:
      DOCKER_AUTH_CONFIG: $CI_DOCKER_AUTH
      DEPLOY_TOKEN: "$DEPLOY_TOKEN"
    `,
    'docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD" "$CI_REGISTRY"',
    "withCredentials([usernamePassword(credentialsId: 'nexus-deploy', usernameVariable: 'NX_USER', passwordVariable: 'NX_PASS')]) {",
    "environment { SONAR_TOKEN = credentials('sonar-token-orchard') }",
    `
    env:
      global:
        - SECURE_DEPLOY=true
        - TOKEN_SOURCE=vault
    `,
    '##[debug]Evaluating condition for step: "Check token"',
    'Masking variable `DEPLOY_TOKEN` in the job log',
    '$(System.AccessToken)',
    'secret: "{{ .Env.WEBHOOK_SECRET }}"',
    'cache-from: type=registry,ref=ghcr.io/tide/api@sha256:⟨hex 64⟩',
    'Successfully built ⟨hex 12⟩',
    'sha256:⟨hex 64⟩: Pushed',
  ],
  'cluster and provisioning': [
    `
    valueFrom:
      secretKeyRef:
        name: pg-credentials
        key: password
    `,
    'existingSecret: keycloak-db-password',
    'passwordSecretKey: postgres-password',
    `
    kind: ExternalSecret
    spec:
      data:
        - secretKey: password
          remoteRef: { key: billing/postgres, property: password }
    `,
    'serviceAccountToken: { path: token, expirationSeconds: 3600, audience: vault }',
    'automountServiceAccountToken: false',
    'checksum/config: ⟨hex 64⟩',
    'pod-template-hash: ⟨lowerAlnum 10⟩',
    'uid: ⟨uuid⟩',
    'resourceVersion: "4815162342"',
    'caBundle: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUR⟨base64 400⟩',
    `
    - name: Read the password
      set_fact:
        db_password: "{{ lookup('community.hashi_vault.hashi_vault', 'kv/db:password') }}"
    `,
    'ansible_become_password: "{{ vault_become_password }}"',
    'no_log: true  # the password must not be printed',
    `
    variable "api_token" {
      type      = string
      sensitive = true
    }
    `,
    'token = data.vault_kv_secret_v2.ci.data["token"]',
    '+ password       = (sensitive value)',
    'secret_arn = "arn:aws:secretsmanager:eu-west-3:210987654321:secret:ledger/db-x7Kq2P"',
    'ami = "ami-0⟨hex 16⟩"',
    'etag = "⟨hex 32⟩"',
    'AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/secrets/eks.amazonaws.com/serviceaccount/token',
    'POSTGRES_PASSWORD_FILE=/run/secrets/pg_password',
    '--mount=type=secret,id=npm_token,target=/root/.npmrc',
    'hcloud: { secure: AAABA⟨base64 80⟩ }',
    'db_password: ENC[AES256_GCM,data:⟨base64 24⟩,iv:⟨base64 43⟩=,tag:⟨base64 22⟩==,type:str]',
  ],
  frameworks: [
    'spring.datasource.password=${DB_PASSWORD}',
    'password: ${SPRING_DATASOURCE_PASSWORD:}',
    '<property name="hibernate.connection.password">${db.password}</property>',
    'password: <%= ENV["SEEDBANK_DATABASE_PASSWORD"] %>',
    'secret_key_base: <%= ENV.fetch("SECRET_KEY_BASE") %>',
    'Stripe.api_key = Rails.application.credentials.dig(:stripe, :secret_key)',
    "'password' => env('DB_PASSWORD', ''),",
    "'key' => env('APP_KEY'),",
    'DATABASE_URL=sqlite:///%kernel.project_dir%/var/data.db',
    'SECRET_KEY = config("DJANGO_SECRET_KEY")',
    `
    AUTH_PASSWORD_VALIDATORS = [
        {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    ]
    `,
    'path("accounts/password_reset/<uidb64>/<token>/", PasswordResetConfirmView.as_view()),',
    'builder.Configuration["Jwt:Key"] ?? throw new InvalidOperationException("Jwt:Key is missing")',
    '"Password": "",',
    '"UserSecretsId": "⟨uuid⟩"',
    '<UserSecretsId>aspnet-Stones-⟨uuid⟩</UserSecretsId>',
    'PublicKeyToken=b77a5c561934e089, Culture=neutral',
    'Server=.;Database=Stones;Integrated Security=SSPI;TrustServerCertificate=True',
    'storePassword keystoreProperties["storePassword"]',
    'keyPassword System.getenv("KEY_PASSWORD")',
    'MAPBOX_DOWNLOADS_TOKEN = $(MAPBOX_TOKEN)',
    'android:inputType="textPassword"',
    '<string name="password_hint">Enter your password</string>',
    '"NSFaceIDUsageDescription" = "Unlock your saved passwords with Face ID.";',
    'clientSecret: process.env.GITHUB_SECRET!,',
    "password: configService.getOrThrow<string>('DB_PASSWORD'),",
    'const token = cookies().get("session-token")?.value;',
    'NEXT_PUBLIC_API_URL=https://api.kiln.example/v1',
    "url: env('DATABASE_URL')",
    '@Column({ select: false }) passwordHash: string;',
    'password: { type: String, required: true, minlength: 10, select: false },',
    '$table->string("api_token", 80)->unique()->nullable()->default(null);',
    'add_column :users, :reset_password_token, :string',
    'validates :password, length: { minimum: 12 }, confirmation: true',
    'spring.security.oauth2.resourceserver.jwt.jwk-set-uri=https://id.fleet.example/realms/fleet/protocol/openid-connect/certs',
  ],
  code: [
    'const hashedPassword = await bcrypt.hash(password, saltRounds);',
    'token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")',
    'let api_key = std::env::var("OPENAI_API_KEY").expect("OPENAI_API_KEY is not set");',
    'api_key: str = Field(..., alias="OPENAI_API_KEY")',
    'password = getpass.getpass("Password for %s: " % user)',
    'secret = secrets.token_urlsafe(32)',
    'private string GenerateTemporaryPassword(int length = 16) => RandomNumberGenerator.GetString(Alphabet, length);',
    'char password[MAX_PASSWORD_LENGTH + 1] = {0};',
    '#define TOKEN_BUFFER_SIZE 4096',
    'SecretKeySpec key = new SecretKeySpec(bytes, "HmacSHA256");',
    'Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding")',
    'ssh.connect(host, username=user, key_filename=os.path.expanduser("~/.ssh/id_rsa"))',
    'export type TokenKind = "Identifier" | "StringLiteral" | "TemplateHead" | "EndOfFile";',
    'if (password !== passwordConfirmation) errors.password = "passwords_do_not_match";',
    "expect(screen.getByLabelText('Password')).toHaveAttribute('type', 'password');",
    "const tokens = tokenizer.encode('The quick brown fox jumps over the lazy dog');",
    'pad_token_id=tokenizer.eos_token_id, max_new_tokens=512,',
    'case ts.SyntaxKind.EqualsGreaterThanToken:',
    'CancellationToken cancellationToken = default',
    'private readonly keyOf = (item: Item): string => `${item.group}/${item.name}`;',
    'const STORAGE_KEY = "tide-tables:favourite-stations:v2";',
    "queryKey: ['stations', stationId, 'tides', { from, to }],",
    'i18n.t("auth.errors.invalidCredentialsOrExpiredToken")',
    'provide: APP_INTERCEPTOR_TOKEN, useClass: AuthTokenInterceptor',
    'keyExtractor={(station) => station.id.toString()}',
    'public static final UUID NAMESPACE = UUID.fromString("⟨uuid⟩");',
    'static const uint8_t k[] = {0x42, 0x8a, 0x2f, 0x98, 0xd7, 0x28, 0xae, 0x22, 0x71, 0x37, 0x44, 0x91};',
    'const P = 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffff000000000000000000000001n;',
    'assert hashlib.sha256(b"tide").hexdigest() == "⟨hex 64⟩"',
    'expect(checksum(file)).to eq("⟨hex 40⟩")',
    '[InlineData("⟨hex 32⟩", 48)]',
    'var etag = "\\"⟨hex 32⟩\\"";',
    "const SPRITE = 'data:image/webp;base64,UklGR⟨base64 240⟩==';",
    'var moduleBytes = "AGFzbQEAAAABhICAgAAB⟨base64 300⟩";',
    'regexp.MustCompile(`^[A-Za-z0-9_\\-]{20,64}$`)',
    'const pattern = /ghp_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{82}/;',
    '(?i)(api[_-]?key|secret|token)\\s*[:=]\\s*["\'][^"\']{16,}["\']',
  ],
  'command and output': [
    'read -rs -p "Password: " PASSWORD',
    'export GITHUB_TOKEN="$(gh auth token)"',
    'mysql -u root -p depot < depot.sql',
    'psql "$DATABASE_URL" -c "select count(*) from trips"',
    'aws ssm get-parameter --name /ledger/db/password --with-decryption --query Parameter.Value',
    'kubectl get secret pg -o jsonpath="{.data.password}" | base64 -d',
    'openssl rand -base64 32 > session.key',
    'ssh-keygen -t ed25519 -C "deploy@tide" -f deploy_key -N ""',
    'curl -H "PRIVATE-TOKEN: $GITLAB_TOKEN" https://gitlab.example.org/api/v4/version',
    'curl -u "$USER:$PASS" https://nexus.mill.example/service/rest/v1/status',
    'echo "$REGISTRY_TOKEN" | docker login ghcr.io -u ferry --password-stdin',
    'git commit -m "Rotate the signing key and the session secret"',
    '[main ⟨hex 7⟩] Remove password from settings',
    'Updating ⟨hex 7⟩..⟨hex 7⟩',
    'The key fingerprint is:\nSHA256:⟨base64 43⟩ ana@laptop',
    'remote: Invalid username or password.',
    "fatal: Authentication failed for 'https://github.com/quarry/stone.git/'",
    'Enter PEM pass phrase:',
    'npm notice integrity: sha512-⟨base64 86⟩==',
    'Digest: sha256:⟨hex 64⟩',
    'gpg: key ⟨upperHex 16⟩: public key "Ana <ana@herbarium.example>" imported',
  ],
  'log and trace': [
    'WARN  Using generated security password is disabled in profile prod',
    '[auth] token expired for user=42 jti=⟨uuid⟩',
    'request_id=⟨uuid⟩ method=POST path=/api/password/reset status=204',
    'X-Amzn-Trace-Id: Root=1-⟨hex 8⟩-⟨hex 24⟩',
    'x-github-request-id: ⟨upperHex 4⟩:⟨hex 6⟩:⟨upperHex 7⟩:⟨upperHex 7⟩:⟨upperHex 8⟩',
    'set-cookie: locale=fr; Path=/; SameSite=Lax',
    'Proxy-Authenticate: Basic realm="corp"',
    'www-authenticate: Bearer error="invalid_token", error_description="The access token expired"',
    "uncaughtException TypeError: Cannot read properties of undefined (reading 'accessToken')",
    '\tat org.springframework.security.authentication.dao.DaoAuthenticationProvider.additionalAuthenticationChecks(DaoAuthenticationProvider.java:93)',
    'psycopg.OperationalError: FATAL: password authentication failed for user "herbarium"',
    '{"level":"info","msg":"password changed","user":"dora","at":"2026-11-19T21:04:11.884Z"}',
    '{"level":"debug","body":{"username":"dora","password":"[Filtered]"}}',
    'Parameters: {"user"=>{"email"=>"dora@fleet.example", "password"=>"[FILTERED]"}}',
    'prompt_tokens=812 completion_tokens=204 total_tokens=1016',
    'commit=⟨hex 40⟩ branch=develop build=4815',
    'thread 0x00007f3a5c2b1700 stuck in TokenBucket::acquire',
    'blob:https://fleet.example/⟨uuid⟩',
    'ETag: W/"⟨hex 5⟩-⟨base64url 27⟩"',
    'DEBUG redis GET session:⟨uuid⟩ -> nil',
  ],
  prose: [
    'Please set your own password after the first login.',
    'Where do I put the API key? The docs only mention an environment variable.',
    'Das Passwort bitte niemals per E-Mail verschicken, sondern im Tresor ablegen.',
    'Le mot de passe doit contenir au moins douze caractères.',
    'Passwort vergessen? Dann hilft der Link auf der Anmeldeseite.',
    '| `password` | string | required | The password of the user |',
    '* `apiKey` – your key from the dashboard',
    'Set `OPENAI_API_KEY` before you start the server.',
    'The token is sent in the `X-Access-Token` header and valid for 15 minutes.',
    'password: see 1Password, vault "Fleet"',
    "Mot de passe : voir le coffre de l'équipe",
    'Kennwort: steht im Tresor',
    '> secret sauce: lots of butter',
    'The key to a good README is a short example.',
    'Fixed in ⟨hex 40⟩, released with 4.2.0.',
    'See https://github.com/quarry/stone/commit/⟨hex 40⟩',
    'https://discord.com/channels/⟨digits 18⟩/⟨digits 19⟩',
    'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX',
    'https://fleet.slack.com/archives/C0⟨upperAlnum 9⟩/p⟨digits 16⟩',
    'Use `sk_live_…` in production and `sk_test_…` on your machine.',
    'Tokens start with `ghp_`, `gho_` or `github_pat_`.',
    'postgres://USER:PASSWORD@HOST:PORT/DATABASE',
    'mysql://root:<password>@localhost/bakery',
  ],
  data: [
    '"resolved": "https://npm.example.com/glaze/-/glaze-2.0.1.tgz", "integrity": "sha512-⟨base64 86⟩=="',
    'glaze@npm:^2.0.1: { checksum: 10/⟨hex 128⟩ }',
    'hash = "sha256:⟨hex 64⟩"',
    'github.com/jackc/pgx/v5 v5.7.1 h1:⟨base64 43⟩=',
    'uuid-⟨uuid⟩.parquet',
    '"id": "⟨hex 8⟩", "metadata": {}, "outputs": []',
    '"image/png": "iVBORw0KGgoAAAANSUhEUgAA⟨base64 400⟩\\n"',
    '"_postman_id": "⟨uuid⟩", "name": "Fleet API"',
    '{ "key": "baseUrl", "value": "https://staging.fleet.example", "type": "string" }',
    '{ "key": "Authorization", "value": "Bearer {{token}}", "type": "text" }',
    "INSERT INTO trips (id, vehicle, started_at) VALUES ('⟨uuid⟩', 'B-FL 481', '2026-11-19 21:04:11');",
    "COMMENT ON COLUMN users.password IS 'Argon2id, never plain';",
    'CREATE INDEX idx_sessions_access_token ON sessions (access_token);',
    'ALTER TABLE users ADD COLUMN password_changed_at timestamptz;',
    '"etag": "\\"0x8D⟨upperHex 13⟩\\""',
    '"project_number": "⟨digits 12⟩", "project_id": "tide-tables-4815"',
    'isa = PBXBuildFile; fileRef = ⟨upperHex 24⟩ /* TokenStore.swift */;',
    '⟨upperHex 24⟩ /* PasswordField.swift in Sources */ = {isa = PBXBuildFile; };',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI⟨base64 43⟩ ana@laptop',
    'PublicKey = ⟨base64 43⟩=',
    '"kid": "⟨base64url 27⟩", "alg": "RS256", "use": "sig"',
    'device: { serial: "⟨upperAlnum 12⟩", firmware: "2.18.4" }',
    'POLYGON((13.3765 52.5162, 13.3777 52.5170, 13.3781 52.5161, 13.3765 52.5162))',
    'tide-tables-4.2.0-⟨lowerAlnum 8⟩.apk',
    'urn:oid:1.3.6.1.4.1.5923.1.1.1.6',
    'd="M3 3h18v18H3V3zm2.5 2.5v13h13v-13h-13zM8 8h8v2H8V8zm0 4h8v2H8v-2z"',
  ],
  diff: [
    'index ⟨hex 10⟩..⟨hex 10⟩ 100644',
    '@@ -48,7 +48,7 @@ func (t *TokenSource) Token() (*oauth2.Token, error) {',
    `
    -  password: changeme
    +  password: \${DB_PASSWORD}
    `,
    `
    -const key = process.env.API_KEY;
    +const key = process.env.KILN_API_KEY ?? readKeyFromKeychain('kiln');
    `,
    `
    -      "integrity": "sha512-⟨base64 86⟩=="
    +      "integrity": "sha512-⟨base64 86⟩=="
    `,
    '-Subproject commit ⟨hex 40⟩\n+Subproject commit ⟨hex 40⟩',
    'rename from src/token_store.rs\nrename to src/secret_store.rs',
    '+    "secret": "{{ cookiecutter.secret_key }}",',
    `
    -    image: ghcr.io/tide/api@sha256:⟨hex 64⟩
    +    image: ghcr.io/tide/api@sha256:⟨hex 64⟩
    `,
  ],
};

/** All of them, each drawn by its own name. */
export const lookalikes: readonly Lookalike[] = Object.entries(groups).flatMap(([group, texts]) =>
  texts.map((text, at) => {
    const name = `second, ${group} ${at + 1}`;
    return { name, text: withNoise(dedent(text), new Random(name)) };
  }),
);
