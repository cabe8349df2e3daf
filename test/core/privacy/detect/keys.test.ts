import assert from 'node:assert/strict';
import { findSecrets } from '../../../../src/core/privacy/detect/detector';
import { Lot } from './madeUp';

const uuid = '<hex 8>-<hex 4>-4<hex 3>-a<hex 3>-<hex 12>';

/**
 * Kind and form, as providers document them. `|` keeps a beginning apart, so that no line of this file looks like a key.
 */
const forms: readonly (readonly [kind: string, form: string])[] = [
  ['OPENROUTER_KEY', 'sk-or-|v1-<hex 64>'],
  ['OPENAI_KEY', 'sk-|proj-<url 74>T3Blbk|FJ<url 74>'],
  ['OPENAI_KEY', 'sk-|svcacct-<url 74>T3Blbk|FJ<url 73>a'],
  ['OPENAI_KEY', 'sk-|admin-<url 58>T3Blbk|FJ<url 57>b'],
  ['OPENAI_KEY', 'sk-|<alphanumeric 20>T3Blbk|FJ<alphanumeric 20>'],
  ['OPENAI_KEY', 'sk-|<hex 32>'],
  ['ANTHROPIC_KEY', 'sk-|ant-api03-<url 93>AA'],
  ['ANTHROPIC_KEY', 'sk-|ant-admin01-<url 93>AA'],
  ['GROQ_KEY', 'gsk|_<alphanumeric 52>'],
  ['XAI_KEY', 'xai|-<alphanumeric 80>'],
  ['PERPLEXITY_KEY', 'pplx|-<alphanumeric 48>'],
  ['HUGGINGFACE_TOKEN', 'hf|_<letters 34>'],
  ['REPLICATE_TOKEN', 'r8|_<alphanumeric 37>'],
  ['FIREWORKS_KEY', 'fw|_<alphanumeric 22>'],
  ['TOGETHER_KEY', 'tgp|_v1_<url 42>x'],
  ['CEREBRAS_KEY', 'csk|-<lower 48>'],
  ['NVIDIA_KEY', 'nvapi|-<url 63>x'],
  ['ELEVENLABS_KEY', 'sk|_<hex 48>'],
  ['TAVILY_KEY', 'tvly|-<alphanumeric 32>'],
  ['LANGSMITH_KEY', 'lsv2|_pt_<hex 32>_<hex 10>'],
  ['LANGFUSE_KEY', `sk|-lf-${uuid}`],
  ['PINECONE_KEY', 'pcsk|_<alphanumeric 6>_<alphanumeric 63>'],
  ['APIFY_TOKEN', 'apify|_api_<alphanumeric 36>'],
  ['FIRECRAWL_KEY', 'fc|-<hex 32>'],
  ['JINA_KEY', 'jina|_<hex 32><alphanumeric 28>'],
  ['AWS_ACCESS_KEY', 'AKI|A<base32 16>'],
  ['AWS_ACCESS_KEY', 'ASI|A<base32 16>'],
  ['AWS_SESSION_TOKEN', 'IQoJb3|JpZ2lu<base64 400>'],
  ['GOOGLE_KEY', 'AI|za<url 34>x'],
  ['GOOGLE_CLIENT_SECRET', 'GOC|SPX-<url 27>x'],
  ['GOOGLE_OAUTH_TOKEN', 'ya|29.<url 120>x'],
  ['AZURE_CLIENT_SECRET', '<alphanumeric 3>8|Q~<alphanumeric 34>'],
  ['AZURE_KEY', '<alphanumeric 52>JQQ|J9<alphanumeric 27>'],
  ['ALIBABA_KEY', 'LTA|I5t<alphanumeric 18>'],
  ['TENCENT_KEY', 'AKI|D<alphanumeric 32>'],
  ['YANDEX_KEY', 'AQ|VN<url 35>x'],
  ['DIGITALOCEAN_TOKEN', 'dop|_v1_<hex 64>'],
  ['DIGITALOCEAN_TOKEN', 'doo|_v1_<hex 64>'],
  ['HEROKU_KEY', 'HRK|U-AA<url 57>x'],
  ['NETLIFY_TOKEN', 'nfp|_<alphanumeric 36>'],
  ['VERCEL_TOKEN', 'vcp|_<alphanumeric 56>'],
  ['FLYIO_TOKEN', 'fm2|_<base64 600>'],
  ['RENDER_KEY', 'rnd|_<alphanumeric 28>'],
  ['SCALEWAY_KEY', 'SC|W<upper 17>'],
  ['CLOUDFLARE_TOKEN', 'cfut|_<alphanumeric 40><hex 8>'],
  ['CLOUDFLARE_ORIGIN_KEY', 'v1|.0-<hex 24>-<hex 146>'],
  ['DATABRICKS_TOKEN', 'dap|i<hex 32>-2'],
  ['SUPABASE_TOKEN', 'sb|p_<hex 40>'],
  ['SUPABASE_KEY', 'sb|_secret_<url 31>x'],
  ['PLANETSCALE_TOKEN', 'pscale|_tkn_<url 42>x'],
  ['PLANETSCALE_PASSWORD', 'pscale|_pw_<url 42>x'],
  ['NEON_KEY', 'nap|i_<lower 64>'],
  ['AIVEN_PASSWORD', 'AV|NS_<alphanumeric 19>'],
  ['GITHUB_TOKEN', 'gh|p_<alphanumeric 36>'],
  ['GITHUB_TOKEN', 'gh|o_<alphanumeric 36>'],
  ['GITHUB_TOKEN', 'gh|u_<alphanumeric 36>'],
  ['GITHUB_TOKEN', 'gh|s_<alphanumeric 36>'],
  ['GITHUB_TOKEN', 'gh|r_<alphanumeric 76>'],
  ['GITHUB_TOKEN', 'github|_pat_<alphanumeric 22>_<alphanumeric 59>'],
  ['GITLAB_TOKEN', 'glp|at-<url 19>x'],
  ['GITLAB_TOKEN', 'glp|at-<url 27>.01.<lower 9>'],
  ['GITLAB_TOKEN', 'gld|t-<url 19>x'],
  ['GITLAB_TOKEN', 'glr|t-<url 19>x'],
  ['GITLAB_TOKEN', 'glc|bt-<alphanumeric 2>_<url 19>x'],
  ['GITLAB_TOKEN', 'glp|tt-<hex 40>'],
  ['GITLAB_TOKEN', 'gla|gent-<url 49>x'],
  ['BITBUCKET_TOKEN', 'ATB|B<alphanumeric 32>'],
  ['ATLASSIAN_TOKEN', 'ATA|TT3<url 180>=<upper 8>'],
  ['TRELLO_TOKEN', 'ATT|A<hex 64>'],
  ['NPM_TOKEN', 'np|m_<alphanumeric 36>'],
  ['PYPI_TOKEN', 'pypi|-AgEIcHlwaS5vcmc<url 150>x'],
  ['RUBYGEMS_KEY', 'ruby|gems_<hex 48>'],
  ['NUGET_KEY', 'oy|2<lower 43>'],
  ['CARGO_TOKEN', 'ci|o<alphanumeric 32>'],
  ['CLOJARS_TOKEN', 'CLO|JARS_<lower 60>'],
  ['DOCKER_TOKEN', 'dckr|_pat_<url 26>x'],
  ['JFROG_KEY', 'AKC|p<alphanumeric 69>'],
  ['CIRCLECI_TOKEN', 'CCI|PAT_<alphanumeric 22>_<hex 40>'],
  ['BUILDKITE_TOKEN', 'bk|ua_<hex 40>'],
  ['SONAR_TOKEN', 'sq|p_<hex 40>'],
  ['TERRAFORM_TOKEN', '<alphanumeric 14>.atlas|v1.<url 66>x'],
  ['VAULT_TOKEN', 'hv|s.<url 95>x'],
  ['VAULT_TOKEN', 's|.<alphanumeric 24>'],
  ['PULUMI_TOKEN', 'pu|l-<hex 40>'],
  ['DOPPLER_TOKEN', 'dp|.pt.<alphanumeric 43>'],
  ['ONEPASSWORD_TOKEN', 'ops|_eyJ<base64 400>'],
  ['AGE_KEY', 'AGE-SECRET-|KEY-1<upper 58>'],
  ['PREFECT_KEY', 'pn|u_<alphanumeric 36>'],
  ['NEW_RELIC_KEY', 'NR|AK-<upper 27>'],
  ['GRAFANA_TOKEN', 'gl|sa_<alphanumeric 32>_<hex 8>'],
  ['GRAFANA_TOKEN', 'gl|c_eyJ<base64 120>'],
  ['SENTRY_TOKEN', 'sntr|ys_eyJ<alphanumeric 90>=_<url 42>x'],
  ['SENTRY_TOKEN', 'sntr|yu_<hex 64>'],
  ['HONEYCOMB_KEY', 'hca|ik_01<lower 58>'],
  ['DYNATRACE_TOKEN', 'dt0|c01.<base32 24>.<base32 64>'],
  ['AXIOM_TOKEN', `xa|at-${uuid}`],
  ['POSTHOG_KEY', 'ph|x_<alphanumeric 43>'],
  ['SLACK_TOKEN', 'xox|b-<digits 12>-<digits 13>-<alphanumeric 24>'],
  ['SLACK_TOKEN', 'xox|p-<digits 12>-<digits 12>-<digits 13>-<hex 32>'],
  ['SLACK_TOKEN', 'xa|pp-1-A<upper 10>-<digits 13>-<hex 64>'],
  ['DISCORD_TOKEN', 'MT|A<alphanumeric 21>.<url 6>.<url 37>x'],
  ['TELEGRAM_TOKEN', '<digits 9>1:A|A<url 32>x'],
  ['TWILIO_KEY', 'S|K<hex 32>'],
  ['SENDGRID_KEY', 'S|G.<url 21>x.<url 42>x'],
  ['MAILGUN_KEY', 'ke|y-<hex 32>'],
  ['MAILGUN_KEY', '<hex 32>-<hex 8>-<hex 8>'],
  ['MAILCHIMP_KEY', '<hex 32>-|us21'],
  ['BREVO_KEY', 'xkey|sib-<hex 64>-<alphanumeric 16>'],
  ['RESEND_KEY', 're|_<alphanumeric 8>_<alphanumeric 24>'],
  ['INTERCOM_TOKEN', 'dG|9rOj<alphanumeric 54>='],
  ['HUBSPOT_TOKEN', `pat|-na1-${uuid}`],
  ['FACEBOOK_TOKEN', 'EA|AC<alphanumeric 160>'],
  ['STRIPE_KEY', 'sk|_live_<alphanumeric 24>'],
  ['STRIPE_KEY', 'sk|_test_51<alphanumeric 97>'],
  ['STRIPE_KEY', 'rk|_live_<alphanumeric 24>'],
  ['STRIPE_WEBHOOK_SECRET', 'wh|sec_<alphanumeric 32>'],
  ['SQUARE_TOKEN', 'sq0|atp-<url 21>x'],
  ['SQUARE_TOKEN', 'sq0|csp-<url 42>x'],
  ['BRAINTREE_TOKEN', 'access|_token$production$<lower 16>$<hex 32>'],
  ['SHOPIFY_TOKEN', 'shp|at_<hex 32>'],
  ['SHOPIFY_TOKEN', 'shp|ss_<hex 32>'],
  ['PLAID_TOKEN', `access|-sandbox-${uuid}`],
  ['LOB_KEY', 'liv|e_<hex 35>'],
  ['EASYPOST_KEY', 'EZ|AK<alphanumeric 54>'],
  ['SHIPPO_TOKEN', 'ship|po_live_<hex 40>'],
  ['DUFFEL_TOKEN', 'duf|fel_live_<url 42>x'],
  ['FLUTTERWAVE_KEY', 'FLW|SECK-<hex 32>-X'],
  ['AIRTABLE_TOKEN', 'pa|t<alphanumeric 14>.<hex 64>'],
  ['NOTION_TOKEN', 'nt|n_<digits 11><alphanumeric 35>'],
  ['NOTION_TOKEN', 'secret|_<alphanumeric 43>'],
  ['LINEAR_KEY', 'lin|_api_<alphanumeric 40>'],
  ['ASANA_TOKEN', '1/<digits 16>:<hex 32>'],
  ['FIGMA_TOKEN', 'fig|d_<url 42>x'],
  ['DROPBOX_TOKEN', 'sl|.<url 138>x'],
  ['CONTENTFUL_TOKEN', 'CFP|AT-<url 42>x'],
  ['TYPEFORM_TOKEN', 'tf|p_<alphanumeric 44>_<alphanumeric 14>'],
  ['MAPBOX_TOKEN', 'sk|.eyJ1Ijoi<alphanumeric 60>.<url 21>x'],
  ['POSTMAN_KEY', 'PM|AK-<hex 24>-<hex 34>'],
  ['README_KEY', 'rd|me_<lower 70>'],
  ['TAILSCALE_KEY', 'ts|key-auth-<alphanumeric 12>CNTRL-<alphanumeric 32>'],
  ['FRAMEIO_TOKEN', 'fio|-u-<url 63>x'],
  ['KLAVIYO_KEY', 'pk|_<hex 34>'],
  ['CLICKUP_TOKEN', 'pk|_<digits 8>_<upper 32>'],
  ['ADOBE_SECRET', 'p8|e-<alphanumeric 32>'],
  ['LAUNCHDARKLY_KEY', `sd|k-${uuid}`],
  ['WAKATIME_KEY', `wak|a_${uuid}`],
  ['NGROK_TOKEN', '2<alphanumeric 26>_4<alphanumeric 20>'],
  ['GHOST_KEY', '<hex 24>:<hex 64>'],
];

/** Known by the name they are given, in the form their providers use. */
const named: readonly (readonly [kind: string, name: string, form: string])[] = [
  ['COHERE_KEY', 'COHERE_API_KEY', '<alphanumeric 40>'],
  ['MISTRAL_KEY', 'MISTRAL_API_KEY', '<alphanumeric 32>'],
  ['DATADOG_KEY', 'DATADOG_API_KEY', '<hex 32>'],
  ['ALGOLIA_KEY', 'algoliaAdminKey', '<hex 32>'],
  ['HETZNER_TOKEN', 'hetzner_token', '<alphanumeric 64>'],
  ['LINODE_TOKEN', 'LINODE_TOKEN', '<hex 64>'],
  ['VULTR_KEY', 'VULTR_API_KEY', '<upper 36>'],
  ['OKTA_TOKEN', 'okta.token', '00<url 39>x'],
  ['AUTH_SECRET', 'AUTH0_CLIENT_SECRET', '<url 63>x'],
  ['BINANCE_SECRET', 'binanceSecret', '<alphanumeric 64>'],
  ['ETHERSCAN_KEY', 'ETHERSCAN_API_KEY', '<upper 34>'],
  ['INFURA_KEY', 'INFURA_API_KEY', '<hex 32>'],
  ['TRAVIS_TOKEN', 'TRAVIS_TOKEN', '<alphanumeric 22>'],
  ['CODECOV_TOKEN', 'CODECOV_TOKEN', uuid],
  ['HEROKU_KEY', 'HEROKU_API_KEY', uuid],
  ['POSTMARK_TOKEN', 'POSTMARK_SERVER_TOKEN', uuid],
  ['PAGERDUTY_TOKEN', 'PAGERDUTY_TOKEN', '<alphanumeric 20>'],
  ['SNYK_TOKEN', 'SNYK_TOKEN', uuid],
  ['TWILIO_TOKEN', 'TWILIO_AUTH_TOKEN', '<hex 32>'],
  ['PUSHER_SECRET', 'PUSHER_SECRET', '<hex 20>'],
  ['ABLY_KEY', 'ABLY_API_KEY', '<alphanumeric 6>.<alphanumeric 6>:<alphanumeric 43>'],
  ['COINBASE_SECRET', 'COINBASE_API_SECRET', '<alphanumeric 32>'],
  ['SPLUNK_TOKEN', 'SPLUNK_HEC_TOKEN', uuid],
  ['ELASTIC_KEY', 'ELASTIC_API_KEY', '<base64 60>=='],
  ['AWS_SECRET_KEY', 'AWS_SECRET_ACCESS_KEY', '<base64 40>'],
  ['AWS_SECRET_KEY', 'secretAccessKey', '<base64 40>'],
];

/** Lines of several kinds of files; `~` is where the key stands. */
const lines = [
  '~',
  'const key = "~";',
  "run --with='~' now",
  'The key ~, of course.',
  '{"a":"x\\n~\\n"}',
  '  +  - ~',
  'see https://a.example/?k=~&b=1',
];

describe('keys known by their form:', () => {
  forms.forEach(([kind, form], index) => {
    it(`${kind} ${form.replaceAll('|', '')}`, () => {
      for (let seed = 1; seed <= 5; seed++) {
        const key = new Lot(index * 100 + seed).fill(form.replaceAll('|', ''));
        for (const line of lines) {
          const text = `first line\n${line.replace('~', () => key)}\nlast line\n`;
          const start = text.indexOf(key);
          assert.deepEqual(findSecrets(text), [{ start, end: start + key.length, kind }], text);
        }
      }
    });
  });
});

describe('keys known by their name:', () => {
  named.forEach(([kind, name, form], index) => {
    it(`${kind} ${name}`, () => {
      for (let seed = 1; seed <= 5; seed++) {
        const key = new Lot(index * 100 + seed).fill(form);
        for (const text of [`${name}=${key}\n`, `  ${name}: "${key}",\n`, `let ${name} = '${key}';`]) {
          const start = text.indexOf(key);
          assert.deepEqual(findSecrets(text), [{ start, end: start + key.length, kind }], text);
        }
      }
    });
  });
});

describe('kinds of keys', () => {
  it('are more than a hundred, each in capitals and underscores, at most 24', () => {
    const kinds = new Set([...forms, ...named].map(([kind]) => kind));
    assert(kinds.size >= 100, `${kinds.size}`);
    for (const kind of kinds) assert.match(kind, /^[A-Z_]{1,24}$/);
  });
});
