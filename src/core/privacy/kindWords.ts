/** Names that are not written as one would guess; all others get a capital first letter. */
const names: Readonly<Record<string, string>> = {
  API: 'API',
  AWS: 'AWS',
  CIRCLECI: 'CircleCI',
  CLICKUP: 'ClickUp',
  DIGITALOCEAN: 'DigitalOcean',
  ENV: '.env',
  GITBOOK: 'GitBook',
  GITGUARDIAN: 'GitGuardian',
  GITHUB: 'GitHub',
  GITLAB: 'GitLab',
  HUBSPOT: 'HubSpot',
  HUGGINGFACE: 'Hugging Face',
  IP: 'IP',
  JETBRAINS: 'JetBrains',
  JFROG: 'JFrog',
  JWT: 'JWT',
  LAUNCHDARKLY: 'LaunchDarkly',
  LINKEDIN: 'LinkedIn',
  MONGODB: 'MongoDB',
  MWS: 'MWS',
  NPM: 'npm',
  NUGET: 'NuGet',
  NVIDIA: 'NVIDIA',
  OAUTH: 'OAuth',
  ONEPASSWORD: '1Password',
  OPENAI: 'OpenAI',
  OPENROUTER: 'OpenRouter',
  PAGERDUTY: 'PagerDuty',
  PLANETSCALE: 'PlanetScale',
  POSTHOG: 'PostHog',
  PYPI: 'PyPI',
  RUBYGEMS: 'RubyGems',
  SENDGRID: 'SendGrid',
  SSH: 'SSH',
  URL: 'URL',
  WANDB: 'W&B',
  WOOCOMMERCE: 'WooCommerce',
  XAI: 'xAI',
};

/** What a secret may be, whoever it belongs to. */
const common: ReadonlySet<string> = new Set([
  'ACCESS',
  'ADDRESS',
  'CLIENT',
  'CONNECTION',
  'CREDENTIAL',
  'CREDENTIALS',
  'EMAIL',
  'ENTROPY',
  'HIGH',
  'HOST',
  'KEY',
  'LOGIN',
  'NAME',
  'NUMBER',
  'ORIGIN',
  'PASSPHRASE',
  'PASSWORD',
  'PATTERN',
  'PRIVATE',
  'REFRESH',
  'SECRET',
  'SESSION',
  'STRING',
  'TOKEN',
  'VALUE',
  'WEBHOOK',
]);

/** A kind of secret as a person writes it: `GITHUB_TOKEN` → `GitHub token`, `PRIVATE_KEY` → `private key`. */
export function kindWords(kind: string): string {
  return kind
    .split('_')
    .filter(Boolean)
    .map(
      (word) => names[word] ?? (common.has(word) ? word.toLowerCase() : word.charAt(0) + word.slice(1).toLowerCase()),
    )
    .join(' ');
}
