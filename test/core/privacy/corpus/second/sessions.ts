import { code, configuration, diff, log, type Template } from './template';

/** What was typed, what was printed, what was dumped, what was changed. */
export const sessions: readonly Template[] = [
  // Histories of shells
  code(
    'shell history (bash)',
    'openai-project-key',
    `
    cd ~/src/orchard
    export OPENAI_API_KEY=⟨secret⟩
    npm run eval -- --limit 20
    git status
    `,
  ),
  code(
    'shell history (zsh)',
    'github-classic-token',
    `
    : 1795302211:0;cd stone && git pull
    : 1795302240:0;git clone https://⟨secret⟩@github.com/quarry/crusher.git
    : 1795302299:4;make -C crusher
    `,
  ),
  code(
    'shell history (fish)',
    'aws-secret-access-key',
    `
    - cmd: set -x AWS_ACCESS_KEY_ID AKIA⟨base32 16⟩
      when: 1795302211
    - cmd: set -x AWS_SECRET_ACCESS_KEY ⟨secret⟩
      when: 1795302219
    `,
  ),
  code(
    'shell history (bash)',
    'password',
    `
    ls -la /var/lib/mysql
    mysql -u root -p'⟨secret⟩' -e 'show processlist'
    systemctl restart mariadb
    `,
  ),
  code(
    'shell history (bash)',
    'manager-password',
    `
    redis-cli -h cache.lan -a ⟨secret⟩ --no-auth-warning info memory
    htop
    `,
  ),
  code(
    'shell history (bash)',
    'url-password',
    `
    psql postgres://planner:⟨secret⟩@10.4.0.12/depot
    \\dt
    `,
  ),
  code(
    'shell history (PowerShell)',
    'azure-devops-token',
    `
    Set-Location C:\\src\\Stones
    $env:AZURE_DEVOPS_EXT_PAT = "⟨secret⟩"
    az pipelines run --name nightly
    `,
  ),
  code(
    'shell history (cmd)',
    'nuget-key',
    `
    dotnet pack -c Release
    dotnet nuget push bin\\Release\\Stones.2.0.1.nupkg --api-key ⟨secret⟩ --source https://api.nuget.org/v3/index.json
    `,
  ),
  code(
    'shell history (bash)',
    'vault-service-token',
    `
    export VAULT_ADDR=https://vault.depot.example:8200
    vault login ⟨secret⟩
    vault kv list kv/ci
    `,
  ),
  code(
    'shell history (bash)',
    'huggingface-token',
    `
    huggingface-cli login --token ⟨secret⟩
    huggingface-cli download herbarium/leaf-vit
    `,
  ),
  code(
    'shell history (bash)',
    'tailscale-auth-key',
    `
    curl -fsSL https://tailscale.com/install.sh | sh
    sudo tailscale up --authkey ⟨secret⟩ --ssh
    `,
  ),
  code(
    'shell history (bash)',
    'ngrok-token',
    `
    brew install ngrok
    ngrok config add-authtoken ⟨secret⟩
    ngrok http 8080
    `,
  ),

  // Scripts
  code(
    'shell script',
    'password',
    `
    #!/usr/bin/env bash
    set -euo pipefail
    DB_HOST=10.4.0.12
    DB_PASS='⟨secret⟩'
    pg_dump -h "$DB_HOST" depot > "/backup/depot-$(date +%F).sql"
    `,
  ),
  code(
    'shell script',
    'manager-password',
    `
    kubectl create secret generic pg \\
      --namespace billing \\
      --from-literal=username=ledger \\
      --from-literal=password=⟨secret⟩
    `,
  ),
  code(
    'shell script',
    'password',
    `
    helm upgrade --install keycloak bitnami/keycloak \\
      --set auth.adminUser=admin \\
      --set auth.adminPassword=⟨secret⟩ \\
      --wait
    `,
  ),
  code(
    'shell script',
    'password',
    `
    docker run -d --name pg -p 5432:5432 \\
      -e POSTGRES_USER=depot -e POSTGRES_PASSWORD=⟨secret⟩ \\
      -v pg:/var/lib/postgresql/data postgres:17
    `,
  ),
  code(
    'shell script',
    'docker-hub-token',
    `
    echo "⟨secret⟩" | docker login --username ferrybot --password-stdin
    docker push ferry/web:latest
    `,
  ),
  code(
    'shell script',
    'password',
    `
    keytool -genkeypair -alias upload -keyalg RSA -keystore upload.jks \\
      -storepass ⟨secret⟩ -dname "CN=Tide Tables"
    `,
  ),
  code(
    'shell script',
    'password',
    `
    sqlcmd -S tcp:sql02.quarry.lan,1433 -U sa -P '⟨secret⟩' -Q "BACKUP DATABASE Stones TO DISK='stones.bak'"
    `,
  ),
  code(
    'shell script',
    'strong-password',
    `
    openssl pkcs12 -export -inkey ferry.key -in ferry.crt -out ferry.p12 -passout 'pass:⟨secret⟩'
    `,
  ),
  code(
    'batch file',
    'password',
    `
    @echo off
    net use Z: \\\\nas\\scans /user:parish\\scanner ⟨secret⟩
    robocopy C:\\scans Z:\\ /MIR
    `,
  ),

  // curl
  code(
    'curl',
    'anthropic-api-key',
    `
    curl https://api.anthropic.com/v1/messages \\
      -H "x-api-key: ⟨secret⟩" \\
      -H "anthropic-version: 2023-06-01" \\
      -d '{"model":"claude-sonnet-4","max_tokens":64,"messages":[]}'
    `,
  ),
  code(
    'curl',
    'openai-legacy-key',
    `
    curl -s https://api.openai.com/v1/models -H 'Authorization: Bearer ⟨secret⟩' | jq '.data[].id'
    `,
  ),
  code(
    'curl',
    'stripe-test-key',
    `
    curl https://api.stripe.com/v1/charges?limit=3 \\
      -u ⟨secret⟩:
    `,
  ),
  code(
    'curl',
    'gitlab-personal-token',
    `
    curl --header "PRIVATE-TOKEN: ⟨secret⟩" "https://gitlab.example.org/api/v4/projects/48/pipelines?per_page=5"
    `,
  ),
  code(
    'curl',
    'basic-credentials',
    `
    curl -X POST https://jira.depot.example/rest/api/3/issue \\
      -H 'Content-Type: application/json' \\
      -H 'Authorization: Basic ⟨secret⟩' \\
      -d @issue.json
    `,
  ),
  code(
    'curl',
    'password',
    `
    curl -u 'elastic:⟨secret⟩' -k https://es01:9200/_cluster/health?pretty
    `,
  ),
  code(
    'curl',
    'google-api-key',
    `
    curl "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.0-flash:generateContent?key=⟨secret⟩" \\
      -d '{"contents":[]}'
    `,
  ),
  code(
    'curl',
    'telegram-bot-token',
    `
    curl -s "https://api.telegram.org/bot⟨secret⟩/getUpdates" | jq .
    `,
  ),
  code(
    'HTTP (.http file)',
    'jwt-hs256',
    `
    ### trips of today
    GET https://api.fleet.example/v3/trips?date=2026-11-20
    Accept: application/json
    Authorization: Bearer ⟨secret⟩
    `,
  ),
  code(
    'HTTP (.http file)',
    'opaque-token',
    `
    @host = https://api.fleet.example
    @token = ⟨secret⟩

    GET {{host}}/v3/vehicles
    Authorization: Bearer {{token}}
    `,
  ),
  code(
    'HTTP (.http file)',
    'password',
    `
    POST https://id.fleet.example/realms/fleet/protocol/openid-connect/token
    Content-Type: application/x-www-form-urlencoded

    grant_type=password&client_id=console&username=dora&password=⟨secret⟩
    `,
  ),
  code(
    'HTTP (.http file)',
    'password',
    `
    POST /api/login HTTP/1.1
    Host: fleet.example
    Content-Type: application/json

    {"email":"dora@fleet.example","password":"⟨secret⟩"}
    `,
  ),

  // Postman, Jupyter, Insomnia
  configuration(
    'Postman collection',
    'opaque-token',
    `
    "auth": {
      "type": "bearer",
      "bearer": [
        {
          "key": "token",
          "value": "⟨secret⟩",
          "type": "string"
        }
      ]
    },
    `,
  ),
  configuration(
    'Postman collection',
    'hubspot-token',
    `
    "header": [
      { "key": "Content-Type", "value": "application/json" },
      { "key": "Authorization", "value": "Bearer ⟨secret⟩", "type": "text" }
    ],
    `,
  ),
  configuration(
    'Postman environment',
    'password',
    `
    {
      "name": "staging",
      "values": [
        { "key": "baseUrl", "value": "https://staging.fleet.example", "enabled": true },
        { "key": "password", "value": "⟨secret⟩", "type": "secret", "enabled": true }
      ]
    }
    `,
  ),
  configuration(
    'Postman environment',
    'postman-key',
    `
    { "key": "postman_api_key", "value": "⟨secret⟩", "type": "default", "enabled": true }
    `,
  ),
  code(
    'Jupyter notebook',
    'openai-project-key',
    `
      {
       "cell_type": "code",
       "execution_count": 3,
       "source": [
        "import openai\\n",
        "openai.api_key = \\"⟨secret⟩\\"\\n",
        "client = openai.OpenAI()"
       ]
      },
    `,
  ),
  code(
    'Jupyter notebook',
    'aws-secret-access-key',
    `
       "source": [
        "%env AWS_ACCESS_KEY_ID=AKIA⟨base32 16⟩\\n",
        "%env AWS_SECRET_ACCESS_KEY=⟨secret⟩\\n",
        "!aws s3 ls s3://herbarium-scans"
       ]
    `,
  ),
  code(
    'Jupyter notebook',
    'url-password',
    `
       "source": [
        "engine = create_engine('postgresql://botanist:⟨secret⟩@10.20.0.5/herbarium')\\n",
        "df = pd.read_sql('select * from leaves limit 100', engine)"
       ]
    `,
  ),
  code(
    'Jupyter notebook',
    'wandb-key',
    `
       "source": [
        "import wandb\\n",
        "wandb.login(key='⟨secret⟩')\\n"
       ]
    `,
  ),
  code(
    'Jupyter notebook (output)',
    'google-access-token',
    `
       "outputs": [
        {
         "name": "stdout",
         "output_type": "stream",
         "text": ["{'access_token': '⟨secret⟩', 'expires_in': 3599}\\n"]
        }
       ]
    `,
  ),

  // Dumps of databases
  code(
    'SQL dump',
    'stripe-live-key',
    `
    --
    -- Data for table \`wp_options\`
    --
    INSERT INTO \`wp_options\` VALUES (4815,'woocommerce_stripe_settings','a:1:{s:10:"secret_key";s:107:"⟨secret⟩";}','yes');
    `,
  ),
  code(
    'SQL dump',
    'jwt-hs256',
    `
    COPY public.sessions (id, user_id, access_token, created_at) FROM stdin;
    ⟨uuid⟩\t42\t⟨secret⟩\t2026-11-19 22:10:04+00
    \\.
    `,
  ),
  code(
    'SQL',
    'manager-password',
    `
    ALTER USER 'replica'@'10.4.%' IDENTIFIED BY '⟨secret⟩';
    FLUSH PRIVILEGES;
    `,
  ),
  code(
    'SQL',
    'password',
    `
    CREATE LOGIN stones WITH PASSWORD = '⟨secret⟩', CHECK_POLICY = OFF;
    CREATE USER stones FOR LOGIN stones;
    `,
  ),
  code(
    'SQL',
    'password',
    `
    ALTER ROLE planner WITH ENCRYPTED PASSWORD '⟨secret⟩' VALID UNTIL '2027-01-01';
    `,
  ),
  code(
    'SQL',
    'slack-bot-token',
    `
    INSERT INTO settings (name, value, updated_at) VALUES
      ('slack_channel', '#dispatch', now()),
      ('slack_bot_token', '⟨secret⟩', now());
    `,
  ),
  code(
    'MongoDB shell',
    'password',
    `
    use admin
    db.createUser({ user: "loader", pwd: "⟨secret⟩", roles: ["readWriteAnyDatabase"] })
    `,
  ),

  // Logs and traces
  log(
    'docker inspect',
    'password',
    `
                "Env": [
                    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin",
                    "POSTGRES_PASSWORD=⟨secret⟩",
                    "LANG=en_US.utf8"
                ],
    `,
  ),
  log(
    'printenv',
    'anthropic-api-key',
    `
    HOME=/home/ana
    SHELL=/bin/zsh
    ANTHROPIC_API_KEY=⟨secret⟩
    PWD=/home/ana/src
    `,
  ),
  log(
    'build log',
    'github-server-token',
    `
    2026-11-19T21:04:11.2050881Z ##[group]Run git fetch
    2026-11-19T21:04:11.2301544Z fatal: unable to access 'https://x-access-token:⟨secret⟩@github.com/quarry/stone/': The requested URL returned error: 403
    2026-11-19T21:04:11.2377120Z ##[error]Process completed with exit code 128.
    `,
  ),
  log(
    'build log',
    'npm-token',
    `
    npm http fetch PUT 401 https://npm.example.com/@kiln%2fglaze 204ms
    npm verbose config //npm.example.com/:_authToken=⟨secret⟩
    npm error code E401
    `,
  ),
  log(
    'log (Python traceback)',
    'url-password',
    `
    Traceback (most recent call last):
      File "/srv/app/db.py", line 18, in connect
        return psycopg.connect(dsn)
    psycopg.OperationalError: connection failed for "postgresql://herbarium:⟨secret⟩@10.20.0.5:5432/herbarium": timeout expired
    `,
  ),
  log(
    'log (Java stack trace)',
    'manager-password',
    `
    java.sql.SQLException: Cannot create PoolableConnectionFactory (jdbc:mysql://maria.lan:3306/ferry?user=ferry&password=⟨secret⟩)
    \tat org.apache.commons.dbcp2.BasicDataSource.createDataSource(BasicDataSource.java:653)
    \tat example.ferry.Main.main(Main.java:21)
    `,
  ),
  log(
    'log (Node.js)',
    'url-password',
    `
    MongoServerSelectionError: getaddrinfo ENOTFOUND mongo.lan
        at Topology.selectServer (/srv/node_modules/mongodb/lib/sdam/topology.js:321:38)
    uri: 'mongodb+srv://kiln:⟨secret⟩@kiln.x1y2z.mongodb.net/kiln'
    `,
  ),
  log(
    'log (Rails)',
    'jwt-rs256',
    `
    I, [2026-11-19T21:04:11.884 #812]  INFO -- : Started GET "/api/seeds" for 10.1.0.9
    D, [2026-11-19T21:04:11.889 #812] DEBUG -- : HTTP_AUTHORIZATION="Bearer ⟨secret⟩"
    `,
  ),
  log(
    'log (access)',
    'opaque-token',
    `
    93.184.216.34 - - [19/Nov/2026:21:04:11 +0000] "GET /v3/trips?access_token=⟨secret⟩&page=2 HTTP/2.0" 200 18422 "-" "okhttp/4.12.0"
    `,
  ),
  log(
    'log (JSON)',
    'password',
    `
    {"ts":"2026-11-19T21:04:11Z","level":"debug","event":"login","body":{"username":"dora","password":"⟨secret⟩"},"status":401}
    `,
  ),
  log(
    'log (curl -v)',
    'openrouter-key',
    `
    > POST /api/v1/chat/completions HTTP/2
    > Host: openrouter.ai
    > authorization: Bearer ⟨secret⟩
    > content-type: application/json
    < HTTP/2 429
    `,
  ),
  log(
    'log (Go)',
    'url-password',
    `
    2026/11/19 21:04:11 dial redis://:⟨secret⟩@cache.lan:6379/3: i/o timeout
    2026/11/19 21:04:12 giving up
    `,
  ),
  log(
    'log (Terraform)',
    'password',
    `
    aws_db_instance.ledger: Creating...
      + instance_class = "db.t4g.small"
      + password       = "⟨secret⟩"
      + username       = "ledger"
    `,
  ),
  log(
    'log (OpenAI error)',
    'openai-project-key',
    `
    openai.AuthenticationError: Error code: 401 - {'error': {'message': 'Incorrect API key provided: ⟨secret⟩. You can find your API key at https://platform.openai.com/account/api-keys.'}}
    `,
  ),
  log(
    'log (set -x)',
    'short-hex-secret',
    `
    + export DD_SITE=datadoghq.eu
    + export DD_API_KEY=⟨secret⟩
    + datadog-ci junit upload --service kiln out.xml
    `,
  ),
  log(
    'log (OAuth response)',
    'jwt-rs256',
    `
    {
      "token_type": "Bearer",
      "expires_in": 300,
      "id_token": "⟨secret⟩"
    }
    `,
  ),
  log(
    'log (OAuth response)',
    'google-refresh-token',
    `
    {"scope":"https://www.googleapis.com/auth/drive.readonly","token_type":"Bearer","refresh_token":"⟨secret⟩"}
    `,
  ),
  log(
    'log (STS response)',
    'aws-session-token',
    `
    {
        "Credentials": {
            "AccessKeyId": "ASIA⟨base32 16⟩",
            "SessionToken": "⟨secret⟩",
            "Expiration": "2026-11-19T22:04:11+00:00"
        }
    }
    `,
  ),
  log(
    'log (iam create-access-key)',
    'aws-secret-access-key',
    `
    {
        "AccessKey": {
            "UserName": "uploader",
            "AccessKeyId": "AKIA⟨base32 16⟩",
            "Status": "Active",
            "SecretAccessKey": "⟨secret⟩"
        }
    }
    `,
  ),
  log(
    'ssh debug',
    'openssh-private-key',
    `
    $ cat ~/.ssh/id_ed25519
    ⟨lines⟩
    $ ssh-add -l
    The agent has no identities.
    `,
  ),

  // Diffs
  diff(
    'unified diff',
    'password',
    `
    diff --git a/docker-compose.yml b/docker-compose.yml
    index ⟨hex 7⟩..⟨hex 7⟩ 100644
    --- a/docker-compose.yml
    +++ b/docker-compose.yml
    @@ -12,6 +12,6 @@ services:
           MYSQL_DATABASE: bakery
           MYSQL_USER: bakery
    -      MYSQL_PASSWORD: ⟨secret⟩
    +      MYSQL_PASSWORD: \${MYSQL_PASSWORD}
         volumes:
    `,
  ),
  diff(
    'unified diff',
    'openai-project-key',
    `
    --- a/src/ai.ts
    +++ b/src/ai.ts
    @@ -1,4 +1,4 @@
     import OpenAI from 'openai';

    -const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });
    +const openai = new OpenAI({ apiKey: '⟨secret⟩' }); // FIXME before merging
    `,
  ),
  diff(
    'unified diff',
    'aws-secret-access-key',
    `
    @@ -3,3 +3,4 @@ provider "aws" {
       region     = "eu-west-3"
    +  access_key = "AKIA⟨base32 16⟩"
    +  secret_key = "⟨secret⟩"
     }
    `,
  ),
  diff(
    'unified diff',
    'url-password',
    `
    --- a/.env.example
    +++ b/.env.example
    @@ -2,2 +2,2 @@
     RAILS_ENV=development
    -DATABASE_URL=postgres://seedbank:⟨secret⟩@localhost/seedbank_dev
    +DATABASE_URL=
    `,
  ),
  diff(
    'unified diff',
    'google-api-key',
    `
    --- a/web/index.html
    +++ b/web/index.html
    @@ -8 +8 @@
    -<script src="https://maps.googleapis.com/maps/api/js?key=⟨secret⟩&libraries=places"></script>
    +<script src="/maps-proxy.js"></script>
    `,
  ),
  diff(
    'unified diff',
    'rsa-private-key',
    `
    diff --git a/keys/jwt.pem b/keys/jwt.pem
    deleted file mode 100644
    --- a/keys/jwt.pem
    +++ /dev/null
    @@ -1,27 +0,0 @@
    -⟨lines⟩
    `,
  ),
  diff(
    'combined diff',
    'slack-bot-token',
    `
    diff --cc bot/config.py
    @@@ -4,5 -4,5 +4,9 @@@
      CHANNEL = "#dispatch"
    ++<<<<<<< HEAD
     +TOKEN = os.environ["SLACK_TOKEN"]
    ++=======
    + TOKEN = "⟨secret⟩"
    ++>>>>>>> feature/alerts
    `,
  ),
  diff(
    'git log -p',
    'strong-password',
    `
    commit ⟨hex 40⟩
    Author: Ana <ana@herbarium.example>

        settings: drop the password

    -        "PASSWORD": "⟨secret⟩",
    +        "PASSWORD": os.environ["DB_PASSWORD"],
    `,
  ),
  diff(
    'unified diff',
    'hex-secret',
    `
    @@ -1,3 +1,3 @@ production:
     APP_ENV=prod
    -JWT_SECRET=⟨secret⟩
    +JWT_SECRET=%vault(jwt)%
     LOG_LEVEL=warn
    `,
  ),
  diff(
    'unified diff',
    'gitlab-personal-token',
    `
    --- a/scripts/release.sh
    +++ b/scripts/release.sh
    @@ -10,2 +10,2 @@ set -eu
    -glab auth login --hostname gitlab.example.org --token ⟨secret⟩
    +glab auth login --hostname gitlab.example.org --stdin < "$TOKEN_FILE"
     glab release create "$TAG"
    `,
  ),
  // Word diffs keep both on a line.
  diff(
    'word diff',
    'password',
    `
    @@ -7,1 +7,1 @@ [smtp]
    password = [-⟨secret⟩-]{+\${SMTP_PASSWORD}+}
    `,
  ),
  code(
    'curl',
    'neon-key',
    `
    curl -s 'https://console.neon.tech/api/v2/projects' \\
      -H "Authorization: Bearer ⟨secret⟩" | jq '.projects[].name'
    `,
  ),
  code(
    'curl',
    'trello-token',
    `
    curl "https://api.trello.com/1/members/me/boards?key=⟨hex 32⟩&token=⟨secret⟩"
    `,
  ),
];
