import ignore, { type Ignore } from 'ignore';

/** Files of `NAME=value` lines; the examples that are made to be shared are none. The last line that fits decides. */
const envFiles: readonly string[] = [
  '*.env',
  '.env',
  '.env.*',
  ...['example', 'sample', 'template', 'dist', 'schema'].flatMap((word) => [`!.env*.${word}`, `!${word}.env`]),
];

/** Names of files, in lines as of `.gitignore`. */
const names: readonly string[] = [
  ...envFiles,
  '.envrc',
  '.dev.vars',
  '.dev.vars.*',
  // Private keys, and stores of keys and certificates. What is made to be shared has other names: `*.crt`, `*.cer`, `*.pub`.
  '*.pem',
  '*.key',
  '*.p8',
  '*.pk8',
  '*.p12',
  '*.pfx',
  '*.pkcs12',
  '*.ppk',
  '*.jks',
  '*.jceks',
  '*.bks',
  '*.keystore',
  '*.keytab',
  '*.mobileprovision',
  'id_rsa',
  'id_dsa',
  'id_ecdsa',
  'id_ecdsa_sk',
  'id_ed25519',
  'id_ed25519_sk',
  'ssh_host_*_key',
  'secring.*',
  '*secret*.asc',
  '*private*.asc',
  // Password stores.
  '*.kdb',
  '*.kdbx',
  '*.psafe3',
  '*.keychain',
  '*.keychain-db',
  'wallet.dat',
  // Logins of programs.
  '.netrc',
  '_netrc',
  '.npmrc',
  '.pypirc',
  '.pgpass',
  'pgpass.conf',
  '.my.cnf',
  '.mylogin.cnf',
  '.git-credentials',
  '.htpasswd',
  '.dockercfg',
  '.boto',
  '.s3cfg',
  '.databrickscfg',
  '.terraformrc',
  'terraform.rc',
  '.vault-token',
  '.vault?pass*',
  'kubeconfig',
  '*.kubeconfig',
  'kaggle.json',
  'rclone.conf',
  'sftp-config.json',
  '.ftpconfig',
  '*.ovpn',
  'wg[0-9]*.conf',
  '*.publishsettings',
  // Credentials of services and of the project itself.
  'credentials',
  'credentials.json',
  'credentials.yml',
  'credentials.yaml',
  'credentials.toml',
  'credentials.ini',
  'credentials.xml',
  'credentials.csv',
  'credentials.tfrc.json',
  'accessKeys.csv',
  'rootkey.csv',
  'service?account*.json',
  'serviceaccount*.json',
  '*-firebase-adminsdk-*.json',
  'client_secret*.json',
  'application_default_credentials.json',
  '.secrets',
  'secrets.json',
  'secrets.yml',
  'secrets.yaml',
  'secrets.toml',
  'secrets.ini',
  'secrets.properties',
  'key.properties',
  'keystore.properties',
  'local.settings.json',
  'wp-config.php',
  '*.tfvars',
  '*.tfvars.json',
  '*.tfstate',
  '*.tfstate.*',
  // What was typed into a shell or a database.
  '.*_history',
];

/** Names that mean something only in their folder, and folders of which every file counts. */
const places: readonly string[] = [
  '.ssh/',
  '.gnupg/',
  '.password-store/',
  '.aws/',
  '.azure/',
  '.config/gcloud/',
  '.config/gh/hosts.yml',
  '.docker/config.json',
  '.kube/config',
  '.oci/config',
  '.snowsql/config',
  '.fly/config.yml',
  '.cargo/credentials*',
  '.gem/credentials',
  '.bundle/config',
  '.composer/auth.json',
  '.m2/settings*.xml',
  '.gradle/gradle.properties',
  '.dbt/profiles.yml',
  '.huggingface/token',
  '.cache/huggingface/token',
  '.vscode/sftp.json',
  // Addresses of remotes often hold a token.
  '.git/config',
  'run/secrets/',
];

const byName = linesAsWritten(names);
const byPlace = linesAsWritten(places, '**/');
const byEnvName = linesAsWritten(envFiles);

/**
 * The pattern because of which a file counts as one that holds secrets, for a person; undefined when it does not.
 * Capitals make no difference, on any system.
 * @param path absolute, with slashes, also on Windows (`/c:/…`).
 */
export function secretFilePattern(path: string): string | undefined {
  const name = baseName(path);
  if (name === '') return undefined;
  // Of a name only the last part: a folder called `.env`, as Python's environments are, makes no secrets of all that is in it.
  return (byPlace.test(path.replace(/^\/(?:[a-z]:\/)?/i, '')).rule ?? byName.test(name).rule)?.mark;
}

/** Whether a file holds the values of environment variables, and not just examples of them. */
export function isEnvFile(path: string): boolean {
  const name = baseName(path);
  return name !== '' && byEnvName.ignores(name);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function linesAsWritten(lines: readonly string[], prefix = ''): Ignore {
  return ignore({ ignoreCase: true }).add(lines.map((line) => ({ pattern: `${prefix}${line}`, mark: line })));
}
