/** What the name of a value says of it. */
export type NameClass = 'password' | 'secret' | 'token' | 'key' | 'phrase';

export interface SecretName {
  readonly nameClass: NameClass;
  /** Kind of what is called so. */
  readonly kind: string;
  /** Whether a provider is named: then the value may be of any form of such a provider, as a UUID. */
  readonly provider: boolean;
}

/** Providers whose keys have no form of their own: a key is known by the name it is given. */
const providers: readonly string[] = (
  'openrouter openai anthropic claude gemini google firebase cohere mistral deepseek groq together fireworks perplexity xai grok replicate huggingface ' +
  'ollama voyage jina stability deepgram assemblyai elevenlabs moonshot zhipu dashscope minimax portkey wandb comet pinecone weaviate qdrant exa serper serpapi ' +
  'aws amazon azure gcp alibaba aliyun tencent yandex huawei oracle ibm digitalocean heroku netlify vercel flyio render railway linode vultr hetzner scaleway ' +
  'ovh cloudflare fastly akamai bunny upstash redis mongo mongodb mysql postgres postgresql mariadb oracle mssql cassandra couchdb neo elasticsearch elastic ' +
  'kafka rabbitmq nats snowflake databricks supabase planetscale neon turso algolia meilisearch typesense datadog newrelic grafana sentry rollbar bugsnag ' +
  'pagerduty opsgenie sumologic splunk loggly logzio honeycomb dynatrace mixpanel amplitude segment github gitlab bitbucket circleci travis buildkite codecov ' +
  'coveralls sonar sonarqube snyk jenkins jfrog artifactory nexus nuget npm pypi rubygems docker dockerhub maven terraform vault pulumi doppler okta auth cognito ' +
  'keycloak onelogin launchdarkly slack discord telegram twilio sendgrid mailgun mailchimp mailjet postmark sparkpost resend brevo smtp imap ftp sftp ldap ssh ' +
  'stripe square paypal braintree plaid adyen shopify coinbase binance kraken bitfinex kucoin okx bybit etherscan infura alchemy moralis opensea razorpay paystack ' +
  'notion linear asana jira confluence atlassian trello monday clickup figma dropbox box airtable contentful sanity storyblok zendesk freshdesk intercom hubspot ' +
  'salesforce marketo klaviyo braze iterable customerio onesignal pusher ably agora mux vonage nexmo messagebird plivo bandwidth zoom facebook instagram twitter ' +
  'linkedin tiktok reddit spotify twitch youtube steam pinterest snapchat mapbox maptiler openweather opencage here ngrok tailscale zerotier wireguard shodan ' +
  'virustotal censys abuseipdb urlscan unsplash pexels giphy newsapi alphavantage finnhub polygon tmdb omdb recaptcha hcaptcha turnstile adobe zapier ifttt ' +
  'django flask laravel rails symfony wordpress drupal magento jwt webhook session cookie encryption signing'
).split(' ');

const provider = new RegExp(`^(?:${providers.toSorted((one, other) => other.length - one.length).join('|')})`);

const passwordEnd =
  /(?:password|passwd|passphrase|passcode|passwort|kennwort|contraseña|contrasena|motdepasse|senha|wachtwoord|lösenord|hasło|пароль|密码|密碼|パスワード|비밀번호|pwd|pswd|passwrd|(?:^|user|db|database|my|root|admin|smtp|mail|email|ftp|login|sql|redis|mongo|store|trust|key)pass|(?:^|db)pw|(?:^|user)psw|mdp|(?:^|wpa)psk|passord|adgangskode|lozinka|geslo|parola|requirepass|masterauth|(?:^|_)pw)$/;
const secretEnd = /(?:secret|secrets|geheimnis|geheim|totpseed|otpseed|pepper)$/;
const tokenEnd =
  /(?:token|tokens|bearer|(?:^|_)jwt|(?:^|[a-z])pat|authcode|sessionid|sessid|sessionkey|jsessionid|phpsessid|(?:^|connect)sid|npmauth|^auth|authorization|xauth|sastoken|ticket)$/;
const keyEnd =
  /(?:(?:api|apis|access|secret|private|auth|authentication|authorization|encryption|encrypt|enc|decryption|signing|signature|sign|master|account|storage|shared|preshared|app|application|consumer|service|services|subscription|license|licence|client|admin|deploy|write|read|rw|server|hmac|aes|des|rsa|ecdsa|jwt|jws|jwk|webhook|hook|session|cookie|crypt|crypto|cipher|security|host|function|functions|funktions|instance|ingest|ingestion|integration|project|ssh|sas|merchant|dev|developer|bot|live|prod|production|team|org|user|personal|secure|license|root|symmetric|wallet|hex|raw|vault|data|db|database|backup|bucket|s3|rest|cron|wg|psk|nonce|logged_?in|stream|primary|secondary|wlan|wifi|netzwerk|zugriffs|zugangs|geheime?[rn]?|private[rn]?|lizenz|sicherheits|dienst|signatur|verschlüsselungs|gateway|model|llm|ai|map|maps|search|translate|speech|vision|payment|push|server_?side)[_]?keys?|(?:client)?keydata|credentials?|creds|salt|appkey|authkey|privkey|presharedkey|connectionstring|accountkey)$/;

/** Words that only say which of several: what stands before them decides. */
const tails =
  /(?:[_-]?(?:value|val|str|string|plain|plaintext|raw|base64|b64|base|default|prod|production|dev|development|staging|stage|live|test|testing|local|old|new|current|previous|primary|secondary|backup|main|env|encoded|hash_?key|for_?[a-z]{1,20}|v?\d{1,3}))$/;

/** Names that ask, tell or do something with a secret instead of holding one. */
const talking =
  /^(?:forgot|reset|change|show|hide|toggle|enter|invalid|wrong|incorrect|missing|required?|valid|validate|check|verify|is|has|no|get|needs?|uses?|allow|enable|disable|max|min|num|count|public|publishable|pub|i18n|labels?|placeholders?|hints?|encrypted|hashed|hash|sha|md5|digest|fingerprint|checksum)_/;

/** Tokens that are places in a list or parts of a language, and keys that order or name. */
const harmless =
  /(?:^|_)(?:next|prev|previous|page|continuation|cancel|cancellation|syntax|parse|parser|lex|lexer|design|css|style|color|eof|start|end|open|close|delimiter|injection|semantic|stop|pad|unk|bos|eos|cls|sep|mask|sort|primary|foreign|cache|partition|unique|composite|translation|idempotency|public|publishable|site|csrf_?param|request|correlation|trace|sync|resume|pagination|public_key)_(?:tokens?|keys?|salt)$/;

/**
 * Judges a name in any style: `dbPassword`, `DB_PASSWORD`, `db-password`, `db.password`.
 *
 * @returns `undefined` when what it names is no secret.
 */
export function judgeName(name: string): SecretName | undefined {
  let snake = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .toLowerCase()
    .replace(/schl(?:ü|ue)ssel$/, '_key')
    .split('_')
    .filter((word) => word !== '')
    .join('_');
  for (let times = 0; times < 2; times++) {
    const shorter = snake.replace(tails, '');
    if (shorter === '' || shorter === snake) break;
    snake = shorter;
  }
  const joined = snake.replaceAll('_', '');
  const named = snake.split('_').find((word) => provider.test(word));
  const nameClass = classOf(snake, joined, named !== undefined);
  if (nameClass === undefined || talking.test(snake) || harmless.test(snake)) return undefined;
  return { nameClass, kind: kindOf(nameClass, joined, named), provider: named !== undefined };
}

function classOf(snake: string, joined: string, named: boolean): NameClass | undefined {
  const last = snake.slice(snake.lastIndexOf('_') + 1);
  if (/(?:mnemonic|seedphrase|recoveryphrase|seedwords|secretphrase|backupphrase)$/.test(joined)) return 'phrase';
  if (passwordEnd.test(last) || passwordEnd.test(joined))
    return last === 'bypass' || last === 'compass' ? undefined : 'password';
  if (secretEnd.test(joined)) return 'secret';
  if (/private_?key$/.test(snake) || keyEnd.test(joined)) return 'key';
  if (tokenEnd.test(last) || /(?:token|sessionid|sessid)$/.test(joined)) return 'token';
  if (/^(?:my_|our_|the_|der_|unser_)?key$/.test(snake) || (named && /(?:key|auth|pass)$/.test(joined))) return 'key';
  return undefined;
}

const ends: Readonly<Record<NameClass, string>> = {
  password: 'PASSWORD',
  secret: 'SECRET',
  token: 'TOKEN',
  key: 'KEY',
  phrase: 'PHRASE',
};

function kindOf(nameClass: NameClass, joined: string, named: string | undefined): string {
  if (nameClass === 'password') return 'PASSWORD';
  if (nameClass === 'phrase') return 'SEED_PHRASE';
  if (joined.endsWith('secretaccesskey')) return 'AWS_SECRET_KEY';
  if (named !== undefined) {
    const brand = (provider.exec(named)?.[0] ?? '').toUpperCase().replaceAll(/[^A-Z]/g, '');
    if (brand.length >= 3 && brand.length <= 14) return `${brand}_${ends[nameClass]}`;
  }
  if (nameClass !== 'key') return ends[nameClass];
  if (/apikeys?$/.test(joined)) return 'API_KEY';
  if (/accesskeys?$/.test(joined)) return 'ACCESS_KEY';
  if (/privatekey$|privkey$/.test(joined)) return 'PRIVATE_KEY_VALUE';
  if (/cred/.test(joined)) return 'CREDENTIAL';
  return 'SECRET_KEY';
}
