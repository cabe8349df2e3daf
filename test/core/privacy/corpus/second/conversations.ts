import { prose, type Template } from './template';

/** Chat, mail, issues, READMEs: what people write to people, and to a model. */
export const conversations: readonly Template[] = [
  prose(
    'chat (English)',
    'openai-project-key',
    `
    why does this give a 401?

    my key is ⟨secret⟩ and I pass it with the Authorization header
    `,
  ),
  prose(
    'chat (English)',
    'password',
    `
    [10:42] priya: staging db is back up
    [10:43] tom: whats the login again
    [10:43] priya: user planner, password ⟨secret⟩
    `,
  ),
  prose(
    'chat (English)',
    'github-classic-token',
    `
    tom  9:12 AM
    use my token for now \`⟨secret⟩\` (repo scope only, expires friday)
    `,
  ),
  prose(
    'chat (English)',
    'url-password',
    `
    Can you explain why Prisma says "P1001: Can't reach database server" with
    postgresql://kiln:⟨secret⟩@db.kiln.example:5432/kiln ? It works from psql.
    `,
  ),
  prose(
    'chat (German)',
    'password',
    `
    [16:02] Jonas: kommst du auf den Testserver?
    [16:03] Miriam: ja, Benutzer ist depot und das Passwort: ⟨secret⟩
    [16:03] Jonas: danke!
    `,
  ),
  prose(
    'chat (German)',
    'openrouter-key',
    `
    Ich habe ⟨secret⟩ in den Einstellungen eingetragen, aber es kommt immer »401«. Was mache ich falsch?
    `,
  ),
  prose(
    'chat (French)',
    'password',
    `
    [14:20] Luc : je n'arrive pas à me connecter à la préprod
    [14:21] Inès : identifiant recette, mot de passe : ⟨secret⟩
    `,
  ),
  prose(
    'chat (French)',
    'anthropic-api-key',
    `
    Voici ma clé d'API, tu peux l'utiliser pour tes essais : ⟨secret⟩
    Pense à la supprimer après, s'il te plaît.
    `,
  ),
  prose(
    'issue (English)',
    'jwt-hs256',
    `
    ### Steps to reproduce

    1. Log in and copy the cookie
    2. \`curl -b "session=⟨secret⟩" https://fleet.example/api/me\`
    3. Observe \`{"error":"invalid audience"}\`
    `,
  ),
  prose(
    'issue (English)',
    'jwt-rs256',
    `
    **Actual:** the gateway drops this one
    \`\`\`
    ⟨secret⟩
    \`\`\`
    **Expected:** it is accepted like the others.
    `,
  ),
  prose(
    'issue (English)',
    'pkcs8-private-key',
    `
    jose throws \`ERR_INVALID_KEY\` with this throw-away key:

    \`\`\`pem
    ⟨lines⟩
    \`\`\`

    Node 22.11, macOS.
    `,
  ),
  prose(
    'issue (English)',
    'slack-webhook',
    `
    The webhook \`⟨secret⟩\` stopped posting after we moved the workspace. Any idea?
    `,
  ),
  prose(
    'issue (English)',
    'ed25519-private-key',
    `
    > here is what I have in the secret:
    > ⟨lines⟩
    >
    > and it says "unsupported"

    You need OpenSSH format.
    `,
  ),
  prose(
    'README (English)',
    'password',
    `
    ## Demo

    Open <https://demo.bakery.example> and sign in with

    * **Email:** demo@bakery.example
    * **Password:** ⟨secret⟩
    `,
  ),
  prose(
    'README (English)',
    'url-password',
    `
    1. Install Docker.
    2. Set \`DATABASE_URL=mysql://bakery:⟨secret⟩@localhost/bakery\` in your shell.
    3. Run \`make dev\`.
    `,
  ),
  prose(
    'README (English)',
    'password',
    `
    ### Test accounts

    | Role    | Login | Password |
    | ------- | ----- | -------- |
    | Manager | mona  | ⟨secret⟩ |
    `,
  ),
  prose(
    'README (English)',
    'huggingface-token',
    `
    Downloading the gated weights needs a token:

    \`\`\`console
    $ export HF_TOKEN=⟨secret⟩
    $ python fetch.py
    \`\`\`
    `,
  ),
  prose(
    'README (German)',
    'password',
    `
    ## Datenbank

    Die Entwicklungsdatenbank läuft auf \`pg.lan\`. Der Benutzer heißt \`kasse\`, das Kennwort ist \`⟨secret⟩\`.
    `,
  ),
  prose(
    'README (German)',
    'opaque-token',
    `
    ### Einrichtung

    - API-URL: https://api.kasse.example
    - API-Schlüssel: ⟨secret⟩
    - Mandant: 4815
    `,
  ),
  prose(
    'README (French)',
    'password',
    `
    ## Installation

    Créez la base, puis connectez-vous :

        Utilisateur : admin
        Mot de passe : ⟨secret⟩
    `,
  ),
  prose(
    'README (French)',
    'opaque-token',
    `
    La clé secrète du service de paiement est \`⟨secret⟩\` (environnement de test).
    `,
  ),
  prose(
    'mail (English)',
    'manager-password',
    `
    Hi Ben,

    the new SFTP account is ready.

    Host: sftp.mill.example
    Username: ben
    Password: ⟨secret⟩

    Best, Rosa
    `,
  ),
  prose(
    'mail (German)',
    'password',
    `
    Hallo zusammen,

    das WLAN im Gemeindehaus heißt "Gemeinde-Gast", WLAN-Passwort: ⟨secret⟩

    Viele Grüße
    Beate
    `,
  ),
  prose(
    'mail (English)',
    'twilio-auth-token',
    `
    Twilio console:
    Account SID: AC⟨hex 32⟩
    Auth Token: ⟨secret⟩
    `,
  ),
  prose(
    'notes (Markdown)',
    'aws-secret-access-key',
    `
    ## AWS

    - Access key ID: AKIA⟨base32 16⟩
    - Secret access key: ⟨secret⟩
    - Console: https://210987654321.signin.aws.amazon.com/console
    `,
  ),
  prose(
    'notes (Markdown)',
    'stripe-webhook-secret',
    `
    stripe cli says

    > Ready! Your webhook signing secret is ⟨secret⟩ (^C to quit)
    `,
  ),
  prose(
    'notes (Markdown)',
    'discord-webhook',
    `
    * deploys go to ⟨secret⟩
    * incidents go to #oncall
    `,
  ),
  prose(
    'notes (Markdown)',
    'linear-key',
    `
    TODO: move \`⟨secret⟩\` to the vault
    `,
  ),
  prose(
    'changelog (English)',
    'google-api-key',
    `
    ## 1.4.2

    - Removed the hard-coded Maps key (⟨secret⟩) from the bundle; it has been revoked.
    `,
  ),
  prose(
    'code comment (English)',
    'sendgrid-key',
    `
    // Ask Rosa before touching this. Old key, still used by the newsletter job: ⟨secret⟩
    // New one is in the vault.
    `,
  ),
  prose(
    'code comment (English)',
    'password',
    `
    # the seed user's password is "⟨secret⟩", see db/seeds.rb
    `,
  ),
  prose(
    'chat (English)',
    'supabase-access-token',
    `
    @bot set SUPABASE_ACCESS_TOKEN to ⟨secret⟩ and redeploy the functions please
    `,
  ),
  prose(
    'chat (English)',
    'firecrawl-key',
    `
    Write me a crawler. Here's my Firecrawl key: ⟨secret⟩. It should save Markdown.
    `,
  ),
  prose(
    'chat (English)',
    'groq-key',
    `
    {"role": "user", "content": "Rewrite this so the key isn't inline: client = Groq(api_key='⟨secret⟩')"}
    `,
  ),
  prose(
    'README (English)',
    'apify-token',
    `
    Run the actor:

        APIFY_TOKEN=⟨secret⟩ npx apify call tide/scraper
    `,
  ),
];
