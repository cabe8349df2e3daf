import assert from 'node:assert/strict';
import { isEnvFile, secretFilePattern } from '../../../src/core/privacy/secretFiles';

describe('files that hold secrets', () => {
  for (const [path, pattern] of [
    ['/w/.env', '.env'],
    ['/w/app/.ENV', '.env'],
    ['/w/.env.production', '.env.*'],
    ['/w/.env.example.local', '.env.*'],
    ['/w/deploy/prod.env', '*.env'],
    ['/w/.envrc', '.envrc'],
    ['/w/.dev.vars', '.dev.vars'],
    ['/w/tls/Server.KEY', '*.key'],
    ['/w/tls/server.pem', '*.pem'],
    ['/w/config/master.key', '*.key'],
    ['/home/p/.ssh/config', '.ssh/'],
    ['/home/p/.ssh/keys/deploy.pub', '.ssh/'],
    ['/w/id_ed25519', 'id_ed25519'],
    ['/etc/ssh/ssh_host_rsa_key', 'ssh_host_*_key'],
    ['/c:/Users/p/.aws/credentials', '.aws/'],
    ['/w/.npmrc', '.npmrc'],
    ['/home/p/.docker/config.json', '.docker/config.json'],
    ['/home/p/.kube/config', '.kube/config'],
    ['/home/p/.cargo/credentials.toml', '.cargo/credentials*'],
    ['/w/config/credentials.json', 'credentials.json'],
    ['/w/serviceAccountKey.json', 'serviceaccount*.json'],
    ['/w/service-account-prod.json', 'service?account*.json'],
    ['/w/client_secret_42.apps.json', 'client_secret*.json'],
    ['/w/k8s/secrets.yaml', 'secrets.yaml'],
    ['/w/infra/prod.tfvars', '*.tfvars'],
    ['/w/infra/terraform.tfstate.backup', '*.tfstate.*'],
    ['/w/home.ovpn', '*.ovpn'],
    ['/home/p/.bash_history', '.*_history'],
    ['/w/.git/config', '.git/config'],
    ['/w/wp-config.php', 'wp-config.php'],
  ] as const) {
    it(path, () => assert.equal(secretFilePattern(path), pattern));
  }

  for (const path of [
    '/w/.env.example',
    '/w/.env.sample',
    '/w/.env.template',
    '/w/.env.dist',
    '/w/.env.schema',
    '/w/.env.local.example',
    '/w/example.env',
    // A folder of that name, as Python's environments have.
    '/w/.env/lib/site.py',
    '/w/prod.env/readme.md',
    '/w/src/env.ts',
    '/w/environment',
    '/w/id_ed25519.pub',
    '/w/tls/server.crt',
    '/w/src/key.ts',
    '/w/keyboard.json',
    '/w/src/credentials.ts',
    '/w/src/secrets.ts',
    '/w/secrets/index.ts',
    '/w/config.json',
    '/w/kube/config',
    '/w/src/aws/config.ts',
    '/w/main.tf',
    '/w/.gitconfig.md',
    '/w/locales/en/auth.json',
    '/w/signature.asc',
    '/w/history',
    '/',
    '',
  ]) {
    it(`not ${path}`, () => assert.equal(secretFilePattern(path), undefined));
  }
});

describe('files with values of environment variables', () => {
  it('are .env and its like', () => {
    const files = ['/w/.env', '.env.local', 'a/prod.env', '.Env'];
    assert.deepEqual(files.filter(isEnvFile), files);
  });

  it('are neither examples nor other files of secrets', () => {
    const files = [
      '.env.example',
      '/w/.env.local.sample',
      'example.env',
      '.npmrc',
      '.envrc',
      '/w/.env/x.py',
      'env',
      '',
    ];
    assert.deepEqual(files.filter(isEnvFile), []);
  });
});
