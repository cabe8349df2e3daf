import { createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { alphabets, type Random } from './random';

/** One kind of key or token as a provider hands it out. */
export interface Kind {
  readonly kind: string;
  /** The environment variable its documentation names, or the usual one. */
  readonly name: string;
  /** Whether the form alone shows what it is. Where it does not, the text around must name it. */
  readonly telling: boolean;
  readonly make: (random: Random) => string;
}

function telling(kind: string, name: string, make: (random: Random) => string): Kind {
  return { kind, name, telling: true, make };
}

function plain(kind: string, name: string, make: (random: Random) => string): Kind {
  return { kind, name, telling: false, make };
}

/** GitHub blog, "Behind GitHub's new authentication token formats": CRC32 of the body in base 62, six digits. npm does the same. */
function withChecksum(prefix: string, body: string): string {
  let rest = crc32(body);
  let checksum = '';
  while (checksum.length < 6) {
    checksum = alphabets.alnum.charAt(rest % 62) + checksum;
    rest = Math.floor(rest / 62);
  }
  return `${prefix}${body}${checksum}`;
}

function crcHex(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** RFC 7519, signed for real (HS256, or as many bytes as RS256 has). */
export function jwt(
  random: Random,
  claims: Readonly<Record<string, unknown>>,
  algorithm: 'HS256' | 'RS256' = 'HS256',
): string {
  const head = `${base64url({ alg: algorithm, typ: 'JWT' })}.${base64url(claims)}`;
  const signature =
    algorithm === 'HS256' ? createHmac('sha256', random.bytes(32)).update(head).digest() : random.bytes(256);
  return `${head}.${signature.toString('base64url')}`;
}

// The comment at a kind says where its form is described; without one it is the form seen in the provider's own
// examples and in the key itself.
export const kinds: readonly Kind[] = [
  // Models
  telling('openai-project-key', 'OPENAI_API_KEY', (r) =>
    ['sk', `proj-${r.of('base64url', 74)}T3BlbkFJ${r.of('base64url', 74)}`].join('-'),
  ),
  telling('openai-legacy-key', 'OPENAI_API_KEY', (r) => `sk-${r.of('alnum', 20)}T3BlbkFJ${r.of('alnum', 20)}`),
  telling('openai-service-account-key', 'OPENAI_API_KEY', (r) =>
    ['sk', `svcacct-${r.of('base64url', 58)}T3BlbkFJ${r.of('base64url', 58)}`].join('-'),
  ),
  telling('openai-admin-key', 'OPENAI_ADMIN_KEY', (r) =>
    ['sk', `admin-${r.of('base64url', 58)}T3BlbkFJ${r.of('base64url', 58)}`].join('-'),
  ),
  telling('anthropic-api-key', 'ANTHROPIC_API_KEY', (r) => `sk-ant-api03-${r.of('base64url', 93)}AA`),
  telling('anthropic-admin-key', 'ANTHROPIC_ADMIN_KEY', (r) => `sk-ant-admin01-${r.of('base64url', 93)}AA`),
  telling('anthropic-oauth-token', 'CLAUDE_CODE_OAUTH_TOKEN', (r) => `sk-ant-oat01-${r.of('base64url', 93)}AA`),
  // OpenRouter docs, guardrails, "Secret formats": 64 lower-case hexadecimal characters.
  telling('openrouter-key', 'OPENROUTER_API_KEY', (r) => `sk-or-v1-${r.of('hex', 64)}`),
  telling('huggingface-token', 'HF_TOKEN', (r) => `hf_${r.of('letters', 34)}`),
  telling('replicate-token', 'REPLICATE_API_TOKEN', (r) => `r8_${r.of('alnum', 37)}`),
  telling('groq-key', 'GROQ_API_KEY', (r) => `gsk_${r.of('alnum', 52)}`),
  telling('xai-key', 'XAI_API_KEY', (r) => `xai-${r.of('alnum', 80)}`),
  telling('perplexity-key', 'PERPLEXITY_API_KEY', (r) => `pplx-${r.of('alnum', 48)}`),
  telling('google-api-key', 'GEMINI_API_KEY', (r) => `AIzaSy${r.of('base64url', 33)}`),
  telling('nvidia-key', 'NVIDIA_API_KEY', (r) => `nvapi-${r.of('base64url', 64)}`),
  telling('langsmith-key', 'LANGSMITH_API_KEY', (r) => `lsv2_pt_${r.of('hex', 32)}_${r.of('hex', 10)}`),
  telling('langfuse-secret-key', 'LANGFUSE_SECRET_KEY', (r) => `sk-lf-${r.uuid()}`),
  telling('pinecone-key', 'PINECONE_API_KEY', (r) => `pcsk_${r.of('alnum', 6)}_${r.of('alnum', 63)}`),
  telling('tavily-key', 'TAVILY_API_KEY', (r) => `tvly-dev-${r.of('alnum', 32)}`),
  telling('cerebras-key', 'CEREBRAS_API_KEY', (r) => `csk-${r.of('lowerAlnum', 48)}`),
  telling('elevenlabs-key', 'ELEVENLABS_API_KEY', (r) => `sk_${r.of('hex', 48)}`),
  telling('deepseek-key', 'DEEPSEEK_API_KEY', (r) => `sk-${r.of('hex', 32)}`),
  telling('together-key', 'TOGETHER_API_KEY', (r) => `tgp_v1_${r.of('base64url', 43)}`),
  plain('cohere-key', 'CO_API_KEY', (r) => r.of('alnum', 40)),
  plain('mistral-key', 'MISTRAL_API_KEY', (r) => r.of('alnum', 32)),
  plain('wandb-key', 'WANDB_API_KEY', (r) => r.of('hex', 40)),
  plain('deepgram-key', 'DEEPGRAM_API_KEY', (r) => r.of('hex', 40)),
  plain('assemblyai-key', 'ASSEMBLYAI_API_KEY', (r) => r.of('hex', 32)),

  // Code hosting and build servers
  telling('github-classic-token', 'GITHUB_TOKEN', (r) => withChecksum(`ghp_`, r.of('alnum', 30))),
  telling('github-oauth-token', 'GH_TOKEN', (r) => withChecksum(`gho_`, r.of('alnum', 30))),
  telling('github-user-token', 'GITHUB_USER_TOKEN', (r) => withChecksum(`ghu_`, r.of('alnum', 30))),
  telling('github-server-token', 'GITHUB_TOKEN', (r) => withChecksum(`ghs_`, r.of('alnum', 30))),
  telling('github-refresh-token', 'GITHUB_REFRESH_TOKEN', (r) => withChecksum(`ghr_`, r.of('alnum', 70))),
  telling('github-fine-grained-token', 'GITHUB_PAT', (r) => `github_pat_${r.of('alnum', 22)}_${r.of('alnum', 59)}`),
  // GitLab docs, "Token overview", "Token prefixes", for all of its kinds.
  telling('gitlab-personal-token', 'GITLAB_TOKEN', (r) => `glpat-${r.of('base64url', 20)}`),
  telling('gitlab-routable-token', 'GITLAB_TOKEN', (r) => `glpat-${r.of('base64url', 27)}.01.${r.of('lowerAlnum', 9)}`),
  telling('gitlab-runner-token', 'CI_RUNNER_TOKEN', (r) => `glrt-${r.of('base64url', 20)}`),
  telling('gitlab-trigger-token', 'TRIGGER_TOKEN', (r) => `glptt-${r.of('hex', 40)}`),
  telling('gitlab-deploy-token', 'CI_DEPLOY_PASSWORD', (r) => `gldt-${r.of('base64url', 20)}`),
  telling('gitlab-job-token', 'CI_JOB_TOKEN', (r) => `glcbt-${r.of('hex', 2)}_${r.of('base64url', 20)}`),
  telling('gitlab-agent-token', 'GITLAB_AGENT_TOKEN', (r) => `glagent-${r.of('base64url', 50)}`),
  telling('gitlab-oauth-secret', 'GITLAB_APP_SECRET', (r) => `gloas-${r.of('hex', 64)}`),
  telling('gitlab-feed-token', 'GITLAB_FEED_TOKEN', (r) => `glft-${r.of('base64url', 20)}`),
  telling('bitbucket-app-password', 'BITBUCKET_APP_PASSWORD', (r) => {
    const body = `ATBB${r.of('alnum', 24)}`;
    return `${body}${crcHex(body).toUpperCase()}`;
  }),
  // Prefixes confirmed by Atlassian staff in its community, "Can we confirm BitBucket's token prefixes?".
  telling('atlassian-api-token', 'JIRA_API_TOKEN', (r) => {
    const body = `ATATT3xFfGF0${r.of('base64url', 171)}`;
    return `${body}=${crcHex(body).toUpperCase()}`;
  }),
  telling('bitbucket-access-token', 'BITBUCKET_ACCESS_TOKEN', (r) => {
    const body = `ATCTT3xFfGN0${r.of('base64url', 171)}`;
    return `${body}=${crcHex(body).toUpperCase()}`;
  }),
  plain('gitea-token', 'GITEA_TOKEN', (r) => r.of('hex', 40)),
  // Microsoft Learn, "Use personal access tokens": 84 characters, the signature AZDO at 76 to 80.
  telling('azure-devops-token', 'AZURE_DEVOPS_EXT_PAT', (r) => `${r.of('alnum', 76)}AZDO${r.of('alnum', 4)}`),
  plain('azure-devops-old-token', 'AZURE_DEVOPS_EXT_PAT', (r) =>
    Array.from({ length: 52 }, () => alphabets.base32.charAt(r.below(32)).toLowerCase()).join(''),
  ),
  // CircleCI changelog, "New format for API access tokens": prefix, UUID in base 58, 40 hexadecimal characters.
  telling('circleci-personal-token', 'CIRCLE_TOKEN', (r) => `CCIPAT_${r.of('base58', 22)}_${r.of('hex', 40)}`),
  telling('circleci-project-token', 'CIRCLE_TOKEN', (r) => `CCIPRJ_${r.of('base58', 22)}_${r.of('hex', 40)}`),
  telling('buildkite-token', 'BUILDKITE_API_TOKEN', (r) => `bkua_${r.of('hex', 40)}`),
  plain('travis-token', 'TRAVIS_TOKEN', (r) => r.of('base64url', 22)),
  // SonarQube docs, "Managing your tokens": squ_ user, sqp_ project, sqa_ global analysis.
  telling('sonarqube-user-token', 'SONAR_TOKEN', (r) => `squ_${r.of('hex', 40)}`),
  telling('sonarqube-project-token', 'SONAR_TOKEN', (r) => `sqp_${r.of('hex', 40)}`),
  plain('snyk-token', 'SNYK_TOKEN', (r) => r.uuid()),
  plain('codecov-token', 'CODECOV_TOKEN', (r) => r.uuid()),
  telling('sourcegraph-token', 'SRC_ACCESS_TOKEN', (r) => `sgp_${r.of('hex', 16)}_${r.of('hex', 40)}`),

  // Package registries
  telling('npm-token', 'NPM_TOKEN', (r) => withChecksum(`npm_`, r.of('alnum', 30))),
  telling('pypi-token', 'PYPI_TOKEN', (r) => `pypi-AgEIcHlwaS5vcmc${r.of('base64url', 150)}`),
  // RubyGems guides, "API key": rubygems_ and 48 hexadecimal characters.
  telling('rubygems-key', 'GEM_HOST_API_KEY', (r) => `rubygems_${r.of('hex', 48)}`),
  telling('crates-io-token', 'CARGO_REGISTRY_TOKEN', (r) => `cio${r.of('alnum', 32)}`),
  telling('nuget-key', 'NUGET_API_KEY', (r) => `oy2${r.of('lowerAlnum', 43)}`),
  telling('docker-hub-token', 'DOCKER_PASSWORD', (r) => `dckr_pat_${r.of('base64url', 27)}`),
  telling('clojars-token', 'CLOJARS_PASSWORD', (r) => `CLOJARS_${r.of('hex', 60)}`),
  // Private Packagist docs, "Token format": prefix, 60 hexadecimal characters, checksum of eight.
  telling('packagist-token', 'COMPOSER_TOKEN', (r) => {
    const body = r.of('hex', 60);
    return `packagist_uut_${body}${crcHex(body)}`;
  }),
  telling('artifactory-key', 'ARTIFACTORY_API_KEY', (r) => `AKCp8${r.of('alnum', 68)}`),
  telling('artifactory-reference-token', 'JFROG_ACCESS_TOKEN', (r) => `cmVmdGtu${r.of('alnum', 56)}`),

  // Clouds and hosting
  plain('aws-access-key-id', 'AWS_ACCESS_KEY_ID', (r) => `AKIA${r.of('base32', 16)}`),
  plain('aws-temporary-key-id', 'AWS_ACCESS_KEY_ID', (r) => `ASIA${r.of('base32', 16)}`),
  plain('aws-secret-access-key', 'AWS_SECRET_ACCESS_KEY', (r) => r.of('base64', 40)),
  plain('aws-session-token', 'AWS_SESSION_TOKEN', (r) => `IQoJb3JpZ2luX2Vj${r.of('base64', 340)}==`),
  telling('aws-bedrock-key', 'AWS_BEARER_TOKEN_BEDROCK', (r) => {
    const plainText = `BedrockAPIKey-${r.of('lowerAlnum', 4)}-at-${r.of('digits', 12)}:${r.of('base64', 44)}`;
    return `ABSK${Buffer.from(plainText).toString('base64')}`;
  }),
  telling('google-oauth-client-secret', 'GOOGLE_CLIENT_SECRET', (r) => `GOCSPX-${r.of('base64url', 28)}`),
  telling('google-access-token', 'GOOGLE_OAUTH_ACCESS_TOKEN', (r) => `ya29.a0${r.of('base64url', 180)}`),
  telling('google-refresh-token', 'GOOGLE_REFRESH_TOKEN', (r) => `1//0${r.of('digits', 1)}${r.of('base64url', 98)}`),
  // Microsoft Learn, "Authenticatable key" signatures in storage keys: 64 bytes in base 64, +AStAAAA== or without.
  plain('azure-storage-key', 'AZURE_STORAGE_KEY', (r) => r.bytes(64).toString('base64')),
  plain('azure-cosmos-key', 'COSMOS_DB_KEY', (r) => r.bytes(64).toString('base64')),
  telling('azure-client-secret', 'AZURE_CLIENT_SECRET', (r) => `${r.of('alnum', 3)}8Q~${r.of('alnum', 34)}`),
  telling('azure-function-key', 'AZURE_FUNCTION_KEY', (r) => `${r.of('base64url', 44)}AzFu${r.of('base64url', 6)}==`),
  telling('azure-registry-password', 'ACR_PASSWORD', (r) => `${r.of('alnum', 42)}+ACR${r.of('alnum', 6)}`),
  plain('azure-openai-key', 'AZURE_OPENAI_API_KEY', (r) => r.of('hex', 32)),
  // DigitalOcean API reference, "Authentication": dop_v1_, doo_v1_, dor_v1_ and 64 hexadecimal characters.
  telling('digitalocean-token', 'DIGITALOCEAN_TOKEN', (r) => `dop_v1_${r.of('hex', 64)}`),
  telling('digitalocean-oauth-token', 'DIGITALOCEAN_TOKEN', (r) => `doo_v1_${r.of('hex', 64)}`),
  telling('digitalocean-refresh-token', 'DIGITALOCEAN_REFRESH_TOKEN', (r) => `dor_v1_${r.of('hex', 64)}`),
  // Cloudflare docs, "Token formats": prefix, 40 characters, checksum.
  telling('cloudflare-user-token', 'CLOUDFLARE_API_TOKEN', (r) => {
    const body = r.of('alnum', 40);
    return `cfut_${body}${crcHex(body)}`;
  }),
  plain('cloudflare-old-token', 'CLOUDFLARE_API_TOKEN', (r) => r.of('base64url', 40)),
  plain('cloudflare-global-key', 'CLOUDFLARE_API_KEY', (r) => r.of('hex', 37)),
  telling(
    'cloudflare-origin-ca-key',
    'CLOUDFLARE_API_USER_SERVICE_KEY',
    (r) => `v1.0-${r.of('hex', 24)}-${r.of('hex', 146)}`,
  ),
  plain('alibaba-access-key-id', 'ALIBABA_CLOUD_ACCESS_KEY_ID', (r) => `LTAI5t${r.of('alnum', 18)}`),
  plain('alibaba-access-key-secret', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET', (r) => r.of('alnum', 30)),
  plain('tencent-secret-id', 'TENCENTCLOUD_SECRET_ID', (r) => `AKID${r.of('alnum', 32)}`),
  plain('tencent-secret-key', 'TENCENTCLOUD_SECRET_KEY', (r) => r.of('alnum', 32)),
  plain('ibm-cloud-key', 'IBMCLOUD_API_KEY', (r) => r.of('base64url', 44)),
  telling('heroku-key', 'HEROKU_API_KEY', (r) => `HRKU-AA${r.of('base64url', 58)}`),
  plain('heroku-old-key', 'HEROKU_API_KEY', (r) => r.uuid()),
  telling('fly-token', 'FLY_API_TOKEN', (r) => `fo1_${r.of('base64url', 43)}`),
  telling('netlify-token', 'NETLIFY_AUTH_TOKEN', (r) => `nfp_${r.of('alnum', 36)}`),
  telling('render-key', 'RENDER_API_KEY', (r) => `rnd_${r.of('alnum', 28)}`),
  plain('vercel-token', 'VERCEL_TOKEN', (r) => r.of('alnum', 24)),
  plain('railway-token', 'RAILWAY_TOKEN', (r) => r.uuid()),
  plain('hetzner-token', 'HCLOUD_TOKEN', (r) => r.of('alnum', 64)),
  plain('linode-token', 'LINODE_TOKEN', (r) => r.of('hex', 64)),
  plain('scaleway-secret-key', 'SCW_SECRET_KEY', (r) => r.uuid()),
  plain('fastly-token', 'FASTLY_API_TOKEN', (r) => r.of('base64url', 32)),
  // Kubernetes docs, "Bootstrap tokens": [a-z0-9]{6}.[a-z0-9]{16}.
  plain('kubeadm-token', 'KUBEADM_TOKEN', (r) => `${r.of('lowerAlnum', 6)}.${r.of('lowerAlnum', 16)}`),
  telling('openshift-token', 'OPENSHIFT_TOKEN', (r) => `sha256~${r.of('base64url', 43)}`),

  // Data
  telling('databricks-token', 'DATABRICKS_TOKEN', (r) => `dapi${r.of('hex', 32)}-2`),
  telling('supabase-access-token', 'SUPABASE_ACCESS_TOKEN', (r) => `sbp_${r.of('hex', 40)}`),
  // Supabase docs, "Understanding API keys": sb_secret_ and two parts.
  telling(
    'supabase-secret-key',
    'SUPABASE_SECRET_KEY',
    (r) => `sb_secret_${r.of('base64url', 22)}_${r.of('base64url', 8)}`,
  ),
  telling('planetscale-token', 'PLANETSCALE_SERVICE_TOKEN', (r) => `pscale_tkn_${r.of('base64url', 43)}`),
  telling('planetscale-password', 'PLANETSCALE_PASSWORD', (r) => `pscale_pw_${r.of('base64url', 43)}`),
  plain('mongodb-atlas-key', 'MONGODB_ATLAS_PRIVATE_KEY', (r) => r.uuid()),
  plain('algolia-admin-key', 'ALGOLIA_ADMIN_API_KEY', (r) => r.of('hex', 32)),
  telling('airtable-token', 'AIRTABLE_TOKEN', (r) => `pat${r.of('alnum', 14)}.${r.of('hex', 64)}`),
  plain('confluent-secret', 'CONFLUENT_CLOUD_API_SECRET', (r) => r.of('base64', 64)),

  // Secrets and identity
  telling('terraform-cloud-token', 'TFE_TOKEN', (r) => `${r.of('alnum', 14)}.atlasv1.${r.of('alnum', 67)}`),
  // HashiCorp docs, "Tokens", "Token prefixes": hvs. and hvb. from Vault 1.10 on.
  telling('vault-service-token', 'VAULT_TOKEN', (r) => `hvs.CAES${r.of('base64url', 90)}`),
  telling('vault-batch-token', 'VAULT_TOKEN', (r) => `hvb.AAAAAQ${r.of('base64url', 150)}`),
  plain('consul-token', 'CONSUL_HTTP_TOKEN', (r) => r.uuid()),
  telling('pulumi-token', 'PULUMI_ACCESS_TOKEN', (r) => `pul-${r.of('hex', 40)}`),
  // Doppler docs, "Auth token formats".
  telling('doppler-personal-token', 'DOPPLER_TOKEN', (r) => `dp.pt.${r.of('alnum', 43)}`),
  telling('doppler-service-token', 'DOPPLER_TOKEN', (r) => `dp.st.prd.${r.of('alnum', 43)}`),
  telling('1password-service-account', 'OP_SERVICE_ACCOUNT_TOKEN', (r) => {
    const inside = { signInAddress: 'example.1password.com', secretKey: r.of('upperAlnum', 34), deviceUuid: r.uuid() };
    return `ops_${base64url({ ...inside, srpX: r.of('hex', 64), muk: { k: r.of('base64url', 43), alg: 'A256GCM' } })}`;
  }),
  // age specification: Bech32 with the prefix AGE-SECRET-KEY-.
  telling('age-secret-key', 'SOPS_AGE_KEY', (r) => `AGE-SECRET-KEY-1${r.of('bech32', 58)}`),
  telling('tailscale-auth-key', 'TS_AUTHKEY', (r) => `tskey-auth-k${r.of('alnum', 11)}CNTRL-${r.of('alnum', 32)}`),
  telling('tailscale-api-key', 'TAILSCALE_API_KEY', (r) => `tskey-api-k${r.of('alnum', 11)}CNTRL-${r.of('alnum', 32)}`),
  plain('okta-token', 'OKTA_API_TOKEN', (r) => `00${r.of('base64url', 40)}`),
  plain('auth0-client-secret', 'AUTH0_CLIENT_SECRET', (r) => r.of('base64url', 64)),
  telling('clerk-secret-key', 'CLERK_SECRET_KEY', (r) => `sk_live_${r.of('alnum', 40)}`),
  telling('infisical-token', 'INFISICAL_TOKEN', (r) => `st.${r.of('hex', 24)}.${r.of('hex', 32)}.${r.of('hex', 32)}`),

  // Payments and shops
  telling('stripe-live-key', 'STRIPE_SECRET_KEY', (r) => `sk_live_51${r.of('alnum', 97)}`),
  telling('stripe-test-key', 'STRIPE_SECRET_KEY', (r) => `sk_test_51${r.of('alnum', 97)}`),
  telling('stripe-restricted-key', 'STRIPE_RESTRICTED_KEY', (r) => `rk_live_51${r.of('alnum', 97)}`),
  telling('stripe-webhook-secret', 'STRIPE_WEBHOOK_SECRET', (r) => `whsec_${r.of('alnum', 32)}`),
  telling('square-access-token', 'SQUARE_ACCESS_TOKEN', (r) => `EAAA${r.of('base64url', 60)}`),
  telling('square-oauth-secret', 'SQUARE_APP_SECRET', (r) => `sq0csp-${r.of('base64url', 43)}`),
  telling('braintree-token', 'BRAINTREE_ACCESS_TOKEN', (r) =>
    ['access_token', 'production', r.of('lowerAlnum', 16), r.of('hex', 32)].join('$'),
  ),
  plain('paypal-secret', 'PAYPAL_CLIENT_SECRET', (r) => `E${r.of('base64url', 79)}`),
  telling('flutterwave-key', 'FLW_SECRET_KEY', (r) => `FLWSECK-${r.of('hex', 32)}-X`),
  telling('paystack-key', 'PAYSTACK_SECRET_KEY', (r) => `sk_live_${r.of('hex', 40)}`),
  plain('razorpay-secret', 'RAZORPAY_KEY_SECRET', (r) => r.of('alnum', 24)),
  plain('mollie-key', 'MOLLIE_API_KEY', (r) => `live_${r.of('alnum', 30)}`),
  telling('plaid-access-token', 'PLAID_ACCESS_TOKEN', (r) => `access-production-${r.uuid()}`),
  plain('plaid-secret', 'PLAID_SECRET', (r) => r.of('hex', 30)),
  // Shopify changelog, "Length of the shared secret is increasing", and its later prefix table.
  telling('shopify-access-token', 'SHOPIFY_ACCESS_TOKEN', (r) => `shpat_${r.of('hex', 32)}`),
  telling('shopify-shared-secret', 'SHOPIFY_API_SECRET', (r) => `shpss_${r.of('hex', 32)}`),
  telling('shopify-custom-app-token', 'SHOPIFY_CUSTOM_APP_TOKEN', (r) => `shpca_${r.of('hex', 32)}`),
  telling('shippo-token', 'SHIPPO_API_TOKEN', (r) => `shippo_live_${r.of('hex', 40)}`),
  telling('easypost-key', 'EASYPOST_API_KEY', (r) => `EZAK${r.of('alnum', 54)}`),
  telling('duffel-token', 'DUFFEL_ACCESS_TOKEN', (r) => `duffel_live_${r.of('base64url', 43)}`),

  // Messages and mail
  // Slack docs, "Token types".
  telling(
    'slack-bot-token',
    'SLACK_BOT_TOKEN',
    (r) => `xoxb-${r.of('digits', 12)}-${r.of('digits', 13)}-${r.of('alnum', 24)}`,
  ),
  telling(
    'slack-user-token',
    'SLACK_USER_TOKEN',
    (r) => `xoxp-${r.of('digits', 12)}-${r.of('digits', 12)}-${r.of('digits', 13)}-${r.of('hex', 32)}`,
  ),
  telling(
    'slack-app-token',
    'SLACK_APP_TOKEN',
    (r) => `xapp-1-${r.pick(['A0', 'A1'])}${r.of('upperAlnum', 9)}-${r.of('digits', 13)}-${r.of('hex', 64)}`,
  ),
  telling('slack-config-token', 'SLACK_CONFIG_TOKEN', (r) => `xoxe.xoxp-1-${r.of('base64url', 166)}`),
  plain(
    'slack-webhook',
    'SLACK_WEBHOOK_URL',
    (r) =>
      `https://hooks.slack.com/services/T${r.of('upperAlnum', 10)}/B${r.of('upperAlnum', 10)}/${r.of('alnum', 24)}`,
  ),
  telling('discord-bot-token', 'DISCORD_TOKEN', (r) => {
    const id = Buffer.from(`1${r.of('digits', 18)}`).toString('base64url');
    return `${id}.G${r.of('base64url', 5)}.${r.of('base64url', 38)}`;
  }),
  plain(
    'discord-webhook',
    'DISCORD_WEBHOOK_URL',
    (r) => `https://discord.com/api/webhooks/1${r.of('digits', 18)}/${r.of('base64url', 68)}`,
  ),
  // Telegram Bot API, "Authorizing your bot".
  telling('telegram-bot-token', 'TELEGRAM_BOT_TOKEN', (r) => `7${r.of('digits', 9)}:AA${r.of('base64url', 33)}`),
  plain('twilio-auth-token', 'TWILIO_AUTH_TOKEN', (r) => r.of('hex', 32)),
  telling('twilio-api-key', 'TWILIO_API_KEY', (r) => `SK${r.of('hex', 32)}`),
  telling('sendgrid-key', 'SENDGRID_API_KEY', (r) => `SG.${r.of('base64url', 22)}.${r.of('base64url', 43)}`),
  plain('mailgun-key', 'MAILGUN_API_KEY', (r) => `${r.of('hex', 32)}-${r.of('hex', 8)}-${r.of('hex', 8)}`),
  telling('mailgun-old-key', 'MAILGUN_API_KEY', (r) => `key-${r.of('hex', 32)}`),
  telling('mailchimp-key', 'MAILCHIMP_API_KEY', (r) => `${r.of('hex', 32)}-us${r.pick(['6', '12', '21'])}`),
  plain('postmark-token', 'POSTMARK_SERVER_TOKEN', (r) => r.uuid()),
  telling('resend-key', 'RESEND_API_KEY', (r) => `re_${r.of('alnum', 8)}_${r.of('alnum', 24)}`),
  telling('brevo-key', 'BREVO_API_KEY', (r) => `xkeysib-${r.of('hex', 64)}-${r.of('alnum', 16)}`),
  plain('zendesk-token', 'ZENDESK_API_TOKEN', (r) => r.of('alnum', 40)),
  plain('vonage-secret', 'VONAGE_API_SECRET', (r) => r.of('alnum', 16)),
  plain(
    'teams-webhook',
    'TEAMS_WEBHOOK_URL',
    (r) =>
      `https://contoso.webhook.office.com/webhookb2/${r.uuid()}@${r.uuid()}/IncomingWebhook/${r.of('hex', 32)}/${r.uuid()}`,
  ),
  telling(
    'x-bearer-token',
    'TWITTER_BEARER_TOKEN',
    (r) => `${'A'.repeat(21)}${r.of('alnum', 12)}%2F${r.of('alnum', 70)}`,
  ),
  telling('facebook-page-token', 'FB_PAGE_ACCESS_TOKEN', (r) => `EAAG${r.of('alnum', 170)}ZD`),
  plain('twitch-client-secret', 'TWITCH_CLIENT_SECRET', (r) => r.of('lowerAlnum', 30)),

  // Work and design
  telling('notion-token', 'NOTION_TOKEN', (r) => `ntn_${r.of('digits', 11)}${r.of('alnum', 35)}`),
  plain('notion-old-token', 'NOTION_TOKEN', (r) => `secret_${r.of('alnum', 43)}`),
  telling('linear-key', 'LINEAR_API_KEY', (r) => `lin_api_${r.of('alnum', 40)}`),
  plain('asana-token', 'ASANA_ACCESS_TOKEN', (r) => `2/${r.of('digits', 16)}/${r.of('digits', 16)}:${r.of('hex', 32)}`),
  telling('figma-token', 'FIGMA_TOKEN', (r) => `figd_${r.of('base64url', 40)}`),
  telling('postman-key', 'POSTMAN_API_KEY', (r) => `PMAK-${r.of('hex', 24)}-${r.of('hex', 34)}`),
  telling('typeform-token', 'TYPEFORM_TOKEN', (r) => `tfp_${r.of('alnum', 44)}_${r.of('alnum', 14)}`),
  telling('hubspot-token', 'HUBSPOT_ACCESS_TOKEN', (r) => `pat-na1-${r.uuid()}`),
  telling('contentful-token', 'CONTENTFUL_MANAGEMENT_TOKEN', (r) => `CFPAT-${r.of('base64url', 43)}`),
  telling('dropbox-token', 'DROPBOX_ACCESS_TOKEN', (r) => `sl.${r.of('base64url', 140)}`),
  telling(
    'mapbox-secret-token',
    'MAPBOX_SECRET_TOKEN',
    (r) => `sk.${base64url({ u: 'acme-maps', a: r.of('lowerAlnum', 25) })}.${r.of('base64url', 22)}`,
  ),
  plain('todoist-token', 'TODOIST_API_TOKEN', (r) => r.of('hex', 40)),

  // Watching
  // Sentry docs, "Token and credential formats".
  telling('sentry-user-token', 'SENTRY_AUTH_TOKEN', (r) => `sntryu_${r.of('hex', 64)}`),
  telling('sentry-organization-token', 'SENTRY_AUTH_TOKEN', (r) => {
    const inside = {
      iat: 1_795_348_800.123,
      url: 'https://sentry.io',
      region_url: 'https://us.sentry.io',
      org: 'acme',
    };
    return `sntrys_${Buffer.from(JSON.stringify(inside)).toString('base64')}_${r.of('base64', 43)}`;
  }),
  telling('grafana-service-account-token', 'GRAFANA_TOKEN', (r) => `glsa_${r.of('alnum', 32)}_${r.of('hex', 8)}`),
  telling('grafana-cloud-token', 'GRAFANA_CLOUD_API_KEY', (r) => {
    const inside = { o: r.of('digits', 6), n: 'ci', k: r.of('base64', 24), m: { r: 'eu' } };
    return `glc_${Buffer.from(JSON.stringify(inside)).toString('base64')}`;
  }),
  // New Relic docs, "API keys": NRAK- user keys; ingest licence keys of 40 characters ending in NRAL.
  telling('newrelic-user-key', 'NEW_RELIC_API_KEY', (r) => `NRAK-${r.of('upperAlnum', 27)}`),
  telling('newrelic-licence-key', 'NEW_RELIC_LICENSE_KEY', (r) => `${r.of('hex', 32)}FFFFNRAL`),
  plain('datadog-api-key', 'DD_API_KEY', (r) => r.of('hex', 32)),
  plain('datadog-app-key', 'DD_APP_KEY', (r) => r.of('hex', 40)),
  // Dynatrace docs, "Access tokens": prefix, 24 characters of A-Z2-7, 64 of the same.
  telling('dynatrace-token', 'DT_API_TOKEN', (r) => `dt0c01.${r.of('base32', 24)}.${r.of('base32', 64)}`),
  plain('pagerduty-key', 'PAGERDUTY_API_KEY', (r) => `u+${r.of('base64url', 18)}`),
  plain('opsgenie-key', 'OPSGENIE_API_KEY', (r) => r.uuid()),
  plain('splunk-hec-token', 'SPLUNK_HEC_TOKEN', (r) => r.uuid()),
  // Honeycomb docs, "API key format": hc[x]ik_ and 58 characters.
  telling('honeycomb-ingest-key', 'HONEYCOMB_API_KEY', (r) => `hcaik_01${r.of('lowerAlnum', 56)}`),
  telling('posthog-personal-key', 'POSTHOG_PERSONAL_API_KEY', (r) => `phx_${r.of('alnum', 43)}`),
  telling('launchdarkly-sdk-key', 'LAUNCHDARKLY_SDK_KEY', (r) => `sdk-${r.uuid()}`),
  telling('axiom-token', 'AXIOM_TOKEN', (r) => `xaat-${r.uuid()}`),
  telling('prefect-key', 'PREFECT_API_KEY', (r) => `pnu_${r.of('alnum', 36)}`),
  telling(
    'harness-token',
    'HARNESS_API_KEY',
    (r) => `pat.${r.of('alnum', 22)}.${r.of('hex', 24)}.${r.of('alnum', 20)}`,
  ),
  telling('readme-key', 'README_API_KEY', (r) => `rdme_${r.of('lowerAlnum', 70)}`),
  plain('infura-secret', 'INFURA_API_KEY_SECRET', (r) => r.of('base64', 43)),
  plain('ethereum-private-key', 'DEPLOYER_PRIVATE_KEY', (r) => `0x${r.of('hex', 64)}`),
];
