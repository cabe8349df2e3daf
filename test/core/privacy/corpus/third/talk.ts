import { type Surrounding, textsOf } from './surrounding';

const log = textsOf('log');
const diff = textsOf('diff');
const prose = textsOf('prose');

/** Logs and terminals, diffs, and what people write to people or to a model. */
export const talk: readonly Surrounding[] = [
  log.named(
    'log',
    `
    2026-09-04T06:11:58.201Z INFO  boot   kestrel 3.12.1 (linux/amd64)
    2026-09-04T06:11:58.214Z DEBUG boot   env TZ=Europe/Lisbon
    2026-09-04T06:11:58.214Z DEBUG boot   env ⟨env⟩=⟨secret⟩
    2026-09-04T06:11:58.390Z INFO  http   listening on :8080
    `,
  ),
  log.named(
    'log (JSON)',
    `
    {"ts":"2026-09-04T06:12:03Z","lvl":"debug","msg":"configuration","workers":4,"region":"eu-north-1"}
    {"ts":"2026-09-04T06:12:03Z","lvl":"debug","msg":"configuration","⟨snake⟩":"⟨secret⟩"}
    {"ts":"2026-09-04T06:12:04Z","lvl":"info","msg":"ready","took_ms":412}
    `,
  ),
  log.taking(
    'log (HTTP)',
    ['provider', 'token'],
    `
    > POST /v2/messages HTTP/2
    > Host: api.vendor.example
    > user-agent: curl/8.9.1
    > authorization: Bearer ⟨secret⟩
    > content-length: 88
    >
    < HTTP/2 422
    < x-request-id: ⟨uuid⟩
    `,
  ),
  log.taking(
    'log',
    ['address'],
    `
    [09:41:12] worker.1 | Traceback (most recent call last):
    [09:41:12] worker.1 |   File "/app/tasks.py", line 77, in connect
    [09:41:12] worker.1 |     conn = open_connection(url)
    [09:41:12] worker.1 | ConnectionError: cannot reach "⟨secret⟩" (timed out after 5s)
    [09:41:13] worker.1 | exited with code 1
    `,
  ),
  log.named(
    'terminal',
    `
    mira@kestrel:~$ docker inspect api --format '{{json .Config.Env}}' | jq .
    [
      "PATH=/usr/local/bin:/usr/bin:/bin",
      "TZ=Europe/Lisbon",
      "⟨env⟩=⟨secret⟩",
      "LANG=C.UTF-8"
    ]
    `,
  ),
  log.named(
    'terminal',
    `
    $ cat .env
    APP_ENV=local
    ⟨env⟩=⟨secret⟩
    $ npm run dev

    > kestrel@3.12.1 dev
    > tsx watch src/main.ts
    `,
  ),
  log.taking(
    'terminal',
    ['privateKey'],
    `
    deploy@www1:~$ ls -l .ssh
    -rw------- 1 deploy deploy 411 Aug 12 09:20 id_deploy
    deploy@www1:~$ cat .ssh/id_deploy
    ⟨lines⟩
    deploy@www1:~$ exit
    `,
  ),
  log.taking(
    'terminal',
    ['password'],
    `
    C:\\> net user backup ⟨secret⟩ /add
    The command completed successfully.

    C:\\> net localgroup "Backup Operators" backup /add
    The command completed successfully.
    `,
  ),
  log.taking(
    'shell history',
    ['password'],
    `
      811  sudo systemctl status redis
      812  redis-cli -h 10.20.0.5 -a '⟨secret⟩' info memory
      813  df -h /var
      814  sudo journalctl -u redis --since today
    `,
  ),
  log.named(
    'shell history',
    `
      302  cd ~/src/tiles
      303  export ⟨env⟩=⟨secret⟩
      304  make deploy
      305  unset ⟨env⟩
    `,
  ),
  diff.named(
    'diff',
    `
    diff --git a/src/settings.py b/src/settings.py
    index ⟨hex 7⟩..⟨hex 7⟩ 100644
    --- a/src/settings.py
    +++ b/src/settings.py
    @@ -21,7 +21,7 @@ CACHES = {

     TIME_ZONE = "Europe/Lisbon"
    -⟨env⟩ = "⟨secret⟩"
    +⟨env⟩ = os.environ["⟨env⟩"]

     LOGGING = {"version": 1}
    `,
  ),
  diff.named(
    'diff',
    `
    commit ⟨hex 40⟩
    Author: Mira Costa <mira@kestrel.example>
    Date:   Thu Sep 3 18:02:11 2026 +0100

        deploy: use the new account

    diff --git a/docker-compose.prod.yml b/docker-compose.prod.yml
    --- a/docker-compose.prod.yml
    +++ b/docker-compose.prod.yml
    @@ -9,5 +9,6 @@ services:
           TZ: Europe/Lisbon
    +      ⟨env⟩: ⟨secret⟩
           LOG_LEVEL: info
    `,
  ),
  diff.named(
    'diff',
    `
    --- app/config/parameters.json	2026-08-30
    +++ app/config/parameters.json	2026-09-02
    @@ -3,4 +3,5 @@
       "locale": "pt",
    +  "⟨snake⟩": "⟨secret⟩",
       "page_size": 30
     }
    `,
  ),
  diff.only(
    'diff',
    ['postgres-address', 'mysql-address'],
    `
    diff --git a/alembic.ini b/alembic.ini
    --- a/alembic.ini
    +++ b/alembic.ini
    @@ -60,3 +60,3 @@
     # database URL. This is consumed by the env.py script
    -sqlalchemy.url = driver://user:pass@localhost/dbname
    +sqlalchemy.url = ⟨secret⟩
    `,
  ),
  diff.taking(
    'diff',
    ['privateKey'],
    `
    diff --git a/certs/dev.key b/certs/dev.key
    new file mode 100644
    index 0000000..⟨hex 7⟩
    --- /dev/null
    +++ b/certs/dev.key
    @@ -0,0 +1,28 @@
    +⟨lines⟩
    `,
  ),
  diff.taking(
    'diff',
    ['password'],
    `
    @@ -14,7 +14,7 @@ class Fixtures
         User.create!(
           email: 'admin@kestrel.example',
    -      password: '⟨secret⟩',
    +      password: ENV.fetch('SEED_PASSWORD'),
           role: :admin
         )
    `,
  ),
  prose.named(
    'chat (English)',
    `
    My container exits right away and I don't see why. This is the .env:

    ⟨env⟩=⟨secret⟩
    PORT=3000

    and the only output is "Error: missing configuration". What am I overlooking?
    `,
  ),
  prose.taking(
    'chat (English)',
    ['provider'],
    `
    can you write me a python script that lists all my projects and their size?
    use this key ⟨secret⟩
    output as csv please, sorted by size
    `,
  ),
  prose.taking(
    'chat (English)',
    ['password'],
    `
    Help me write a docker-compose file for nextcloud with mariadb. The database user
    should be called nextcloud, the password is ⟨secret⟩, and the data
    should live on /mnt/tank. I have 8 GB of memory.
    `,
  ),
  prose.only(
    'chat (English)',
    ['postgres-address'],
    `
    Getting this since the upgrade to 7.0, any ideas?

    > could not connect with ⟨secret⟩ : no pg_hba.conf entry for host

    It worked with the same address on Monday.
    `,
  ),
  prose.taking(
    'chat (English)',
    ['token'],
    `
    What is in this token, and why does the API say it has expired?

    ⟨secret⟩

    I log in with Keycloak, realm "staff".
    `,
  ),
  prose.named(
    'Markdown',
    `
    # Kestrel

    ## Running it locally

    1. Install Node 24 and run \`npm ci\`.
    2. Put \`⟨env⟩=⟨secret⟩\` into \`.env.local\`.
    3. Start it with \`npm run dev\` and open http://localhost:5173.

    ## Tests

    \`npm test\` needs no network.
    `,
  ),
  prose.taking(
    'Markdown',
    ['password'],
    `
    ### Test accounts

    | Role | User | Password |
    |---|---|---|
    | editor | edith@kestrel.example | ⟨secret⟩ |

    The accounts are reset every night at 2.
    `,
  ),
  prose.taking(
    'issue',
    ['privateKey'],
    `
    **Describe the bug**
    Parsing fails with "unsupported key type" although openssl reads it.

    **To reproduce**

    \`\`\`
    ⟨lines⟩
    \`\`\`

    **Version**: 4.2.0, Debian 13
    `,
  ),
  prose.named(
    'issue',
    `
    ### What happened?

    The CLI ignores the variable when it is set in \`.envrc\`:

    \`\`\`sh
    export ⟨env⟩="⟨secret⟩"
    \`\`\`

    ### What did you expect?

    That it is used, as documented.
    `,
  ),
  prose.taking(
    'mail',
    ['password'],
    `
    Hi Karim,

    here is the access to the shared host:

    Host: ftp.hoster.example
    User: web42
    Password: ⟨secret⟩

    Please change it after your first login.

    Best, Mira
    `,
  ),
  prose.taking(
    'mail',
    ['provider'],
    `
    Hello support,

    since this morning every request is answered with 403. We use the key
    ⟨secret⟩
    from two servers in Lisbon. Nothing was changed on our side.

    Kind regards
    Karim
    `,
  ),
  prose.taking(
    'chat (German)',
    ['password'],
    `
    Hallo, ich komme mit meinem Skript nicht weiter. Der Benutzer heißt "lager", das Passwort ist "⟨secret⟩",
    und trotzdem meldet MySQL »Access denied for user 'lager'@'%'«. Woran kann das liegen?
    `,
  ),
  prose.named(
    'chat (Spanish)',
    `
    No entiendo por qué falla el despliegue. Tengo esto en la configuración:

    ⟨env⟩: ⟨secret⟩

    y el servidor responde 401. ¿Qué me falta?
    `,
  ),
  prose.taking(
    'chat (Portuguese)',
    ['password'],
    `
    [11:05] Rui: qual é o acesso ao painel novo?
    [11:06] Inês: utilizador gestor, senha: ⟨secret⟩
    [11:06] Rui: obrigado!
    `,
  ),
  prose.named(
    'notes',
    `
    Kestrel, notes for the handover
    - servers: www1, www2, db3 (all Debian 13)
    - backups: nightly to the NAS
    - ⟨words⟩: ⟨secret⟩
    - renew the domain in March
    `,
  ),
];
