import { type Finder, type Report, ranks } from './finder';
import { isIdlePassword, isPlaceholder } from './placeholders';
import { isGenerated } from './values';

interface FlagRow {
  /** In lower case; where the flag begins. */
  readonly literals: readonly string[];
  /** From the literal on; group 1 is the password. */
  readonly shape: RegExp;
  /** What must stand before it in the same line. */
  readonly command: RegExp;
}

/** As a shell takes it: in quotes anything, else up to a space. */
const word = String.raw`(?:'([^'\n]{3,128})'|"([^"\n]{3,128})"|([^\s"'\x60<>|;(){}]{3,128})(?=[\s"'\x60),;|]|$))`;

export const flagRows: readonly FlagRow[] = [
  // `curl -u name:password`
  {
    literals: [' -u ', ' -u"', " -u'", ' --user ', ' --user=', ' --proxy-user ', ' --proxy-user=', ' -a '],
    shape: new RegExp(
      String.raw` (?:-u|--user|--proxy-user|-a)[ =]?(?:'[^\s:"'$<>]{1,80}:([^'\n]{3,128})'|"[^\s:"'$<>]{1,80}:([^"\n]{3,128})"|[^\s:"'$<>]{1,80}:([^\s"'\x60<>|;(){}]{3,128}))`,
      'iy',
    ),
    command: /\b(?:curl|wget|http|https|xh|ab|lftp|skopeo|httpie|etcdctl|hey|wrk|siege)\b/,
  },
  // `mysql -pPASSWORD`, `sshpass -p PASSWORD`, `docker login -p PASSWORD`
  {
    literals: [' -p'],
    shape: new RegExp(` -p${word}`, 'y'),
    command:
      /\b(?:mysql|mysqldump|mysqladmin|mariadb|sshpass|mysqlimport|7z|zip|unrar|7za|7zz|7zr|rar|mycli|mysqlcheck|mysqlsh)\b/,
  },
  {
    literals: [' -p '],
    shape: new RegExp(` -p ${word}`, 'y'),
    command:
      /\b(?:sshpass|docker|podman|helm|oc|az|mongo|mongosh|mongodump|mongoexport|registry|login|buildah|nerdctl|sqlcmd|tsh|useradd|usermod|rabbitmqadmin|cqlsh|nxc|netexec|crackmapexec|mongorestore|mongoimport|mongostat|hydra|crane)\b/,
  },
  {
    literals: [' -a ', ' -w '],
    shape: new RegExp(` -[aw] ${word}`, 'y'),
    command: /\b(?:redis-cli|ldapsearch|ldapmodify|ldapadd|ldappasswd|iscsiadm|security)\b/,
  },
  {
    literals: [' -passin', ' -passout', ' -pass '],
    shape: new RegExp(
      String.raw` -pass(?:in|out)?[ =](?:'pass:([^'\n]{3,128})'|"pass:([^"\n]{3,128})"|pass:${word})`,
      'y',
    ),
    command: /\bopenssl\b/,
  },
  {
    literals: ['"-a", "', '"-p", "'],
    shape: /"-[ap]", "([^"\n]{3,128})"/y,
    command: /"(?:redis-cli|sshpass|mongosh?)"/,
  },
  {
    literals: ['openssl passwd '],
    shape: new RegExp(String.raw`openssl passwd -(?:1|5|6|apr1|crypt) (?:-salt \S{1,20} )?${word}`, 'iy'),
    command: /(?:)/,
  },
  // `openssl enc -k PASSWORD`
  { literals: [' -k '], shape: new RegExp(` -k ${word}`, 'y'), command: /\bopenssl enc\b/ },
  // `sqlcmd -P PASSWORD`, `zip -P PASSWORD`
  {
    literals: [' -p'],
    shape: new RegExp(` -P ?${word}`, 'y'),
    command: /\b(?:sqlcmd|bcp|osql|isql|tsql|zip|unzip|zipcloak|mosquitto_(?:pub|sub|rr)|ncftp\w*|fisql)\b/,
  },
  {
    literals: [' -a '],
    shape: new RegExp(` -[AX] ${word}`, 'y'),
    command: /\bsnmp(?:walk|get|set|bulkwalk|getnext|table|trap)\b/,
  },
  // `htpasswd -b FILE NAME PASSWORD`
  {
    literals: ['htpasswd -', 'mosquitto_passwd -'],
    shape: new RegExp(
      String.raw`\w{1,12}passwd (?:-[A-Za-z\d]{1,8} ){0,3}-\w{0,6}nb?\w{0,4} [\w.@$"'-]{1,64} ${word}`,
      'iy',
    ),
    command: /(?:)/,
  },
  {
    literals: ['htpasswd -', 'mosquitto_passwd -'],
    shape: new RegExp(
      String.raw`\w{1,12}passwd (?:-[A-Za-z\d]{1,8} ){0,3}-\w{0,6}b\w{0,6} [^\s|;]{1,200} [\w.@$"'-]{1,64} ${word}`,
      'iy',
    ),
    command: /(?:)/,
  },
  // `rabbitmqctl add_user NAME PASSWORD`
  {
    literals: ['add_user ', 'change_password ', 'authenticate_user '],
    shape: new RegExp(String.raw`(?:add_user|change_password|authenticate_user) [\w.@$"'{}-]{1,64} ${word}`, 'iy'),
    command: /\b(?:rabbitmqctl|ejabberdctl)\b/,
  },
  { literals: [' password '], shape: new RegExp(` password ${word}`, 'iy'), command: /\b(?:mysqladmin|nmcli)\b/ },
  // HAProxy: `user NAME insecure-password PASSWORD`, `stats auth NAME:PASSWORD`
  {
    literals: ['insecure-password '],
    shape: new RegExp(`insecure-password ${word}`, 'iy'),
    command: /^\s*user [\w.@-]{1,64} $/,
  },
  {
    literals: [' password '],
    shape: new RegExp(String.raw` password (?=\S{0,100}[\d!@#$%^&*-])${word}`, 'iy'),
    command: /^\s*user [\w.@-]{1,64} ?$/,
  },
  {
    literals: ['stats auth '],
    shape: /stats auth [\w.@-]{1,64}:([^\s"'\x60]{3,128})/iy,
    command: /^\s*$/,
  },
  { literals: [' -u '], shape: new RegExp(` -u [\\w.@-]{1,64},${word}`, 'y'), command: /\blftp\b/ },
  { literals: [' /p:'], shape: new RegExp(` /p:${word}`, 'iy'), command: /\b[xw]?l?freerdp\d?\b/ },
  {
    literals: ['net use ', 'net.exe use '],
    shape: new RegExp(String.raw`net(?:\.exe)? use (?:[A-Za-z*]: ?)?\\{2}\S{1,100} ${word} /user`, 'iy'),
    command: /(?:)/,
  },
  // A setting in quotes: `--set 'auth.password=…'`, `--from-literal='password=…'`
  {
    literals: [' --set', ' --from-literal', ' -e ', ' --env', ' --build-arg', ' --extra-vars'],
    shape:
      / (?:--set(?:-string|-literal)?|--from-literal|-e|--env|--build-arg|--extra-vars)[ =](?:'[\w.[\]-]{0,80}(?:password|passwd|pwd|pass)=([^'\s]{3,128})['\s]|"[\w.[\]-]{0,80}(?:password|passwd|pwd|pass)=([^"\s]{3,128})["\s])/iy,
    command: /\b(?:helm|kubectl|docker|podman|ansible[\w-]*|oc|nerdctl|compose)\b/,
  },
  {
    literals: ['/user:'],
    shape: new RegExp(String.raw`/user:\S{1,80} ${word}`, 'iy'),
    command: /\bnet(?:\.exe)? use\b/i,
  },
  {
    literals: ['net user ', 'net.exe user '],
    shape: new RegExp(String.raw`net(?:\.exe)? user [\w.-]{1,40} ${word}`, 'iy'),
    command: /(?:)/,
  },
  {
    literals: [' -u ', ' --user='],
    shape: /(?: -U| --user)[ =]["']?[\w.\\/@-]{1,60}%([^\s"'\x60<>|;(){}]{3,128})/iy,
    command: /\b(?:smbclient|rpcclient|smbmap|winexe|smbget|net rpc)\b/,
  },
  {
    literals: ['requirepass ', 'masterauth '],
    shape: new RegExp(`(?:requirepass|masterauth) ${word}`, 'iy'),
    command: /^[ \t>#+-]{0,12}(?:.{0,80}(?:redis|config set|--))?$/i,
  },
  {
    literals: ['securestring '],
    shape: new RegExp(`securestring (?:-string )?(?:'([^'\\n]{3,512})'|"([^"\\n]{3,512})")`, 'iy'),
    command: /convertto-$/i,
  },
  // Oracle's tools
  {
    literals: [
      'sqlplus',
      'sqlldr',
      'impdp',
      'expdp',
      'sqlcl',
      'tnsping',
      'rman target',
      'connect ',
      'conn ',
      'userid=',
    ],
    shape:
      /(?:sqlplus64|sqlplusw|sqlplus|sqlldr|impdp|expdp|sqlcl|rman target|connect|conn|userid=)(?: -[A-Za-z]{1,10}(?: \d(?:\.\d)?)?){0,3} ?(?:userid=)?["']?[\w$#.[\]-]{1,60}\/"?([^\s"'\x60<>|;(){}]{3,128}?)"?@[\w/.:(-]/iy,
    command: /(?:)/,
  },
  {
    literals: ['jdbc:oracle:'],
    shape: /jdbc:oracle:(?:thin|oci8?|kprb):["']?[\w$#.[\]-]{1,60}\/"?([^\s"'\x60<>|;(){}]{3,128}?)"?@[\w/.:(-]/iy,
    command: /(?:)/,
  },
  // Keys of programs that are handed over without a name.
  {
    literals: ['secretkeyspec(', 'hmacshakeyfor(', 'hmac.new(', 'createhmac(', 'jwt.sign(', 'jwt.encode('],
    shape: /[\w.]{6,16}\([^"'\n;]{0,60}(?:["']\w{2,8}["'], )?b?(?:"([^"\n]{12,512})"|'([^'\n]{12,512})')/iy,
    command: /(?:)/,
  },
  // SQL
  {
    literals: ['identified by', 'identified with'],
    shape:
      /identified (?:with [\w"'`]{1,40} )?by (?:password )?(?:'([^'\n]{3,128})'|"([^"\n]{3,128})"|(?=[^\s\d]{0,64}\d)([^\s"'\x60;,()]{4,64})(?=[\s;]|$))/iy,
    command: /\b(?:user|role|grant|alter|create|set|login)\b/i,
  },
  {
    literals: ["password '"],
    shape: /password '([^'\n]{3,128})'/iy,
    command: /\b(?:user|role|alter|create|login|encrypted)\b/i,
  },
  {
    literals: ['echo '],
    shape: /echo (?:-n )?["']?[\w.-]{1,32}:([^\s"'|]{4,128})["']? {0,4}\| {0,4}(?:sudo )?chpasswd/iy,
    command: /(?:)/,
  },
  {
    literals: ['echo ', 'printf ', '<<< '],
    shape:
      /(?:echo|printf) (?:-n |'%s' |"%s" )?(?:'([^'\n]{4,512})'|"([^"\n]{4,512})"|([^\s"'|$]{4,512})) {0,4}\| {0,4}(?:sudo -S|(?:sudo )?(?:docker|podman|helm|nerdctl|buildah|oras|crane|skopeo|aws|gh|az)\b[^\n|]{0,120}(?:-stdin|--with-token|secret create|secret set)|kinit|passwd --stdin|cryptsetup|gpg[^\n|]{0,60}--passphrase-fd)/iy,
    command: /(?:)/,
  },
  // Stores of secrets
  {
    literals: [' --body', ' -b ', ' --value', ' --secret-string', ' --secret-value'],
    shape: new RegExp(` (?:--body|-b|--value|--secret-string|--secret-value)[ =]${word}`, 'y'),
    command:
      /\b(?:gh secret set|glab variable set|keyvault secret set|ssm put-parameter|secretsmanager \w|secrets? (?:set|create|add|put)|variables? set)\b/,
  },
];

const rowsOf = new Map<string, readonly FlagRow[]>();
for (const row of flagRows) {
  for (const literal of row.literals) rowsOf.set(literal, [...(rowsOf.get(literal) ?? []), row]);
}

/** How far back the command may stand. */
const longestLine = 300;

function findFlag(text: string, at: number, literal: string, report: Report): number {
  for (const { shape, command } of rowsOf.get(literal) ?? []) {
    shape.lastIndex = at;
    const found = shape.exec(text);
    if (found === null) continue;
    const [whole] = found;
    const value = found.slice(1).find((group) => group !== undefined) ?? '';
    const before = text.slice(Math.max(0, at - longestLine), at);
    const line = before.slice(before.replaceAll('\\\n', '  ').lastIndexOf('\n') + 1);
    // Two words in a call: what a manual says there.
    if (/^[A-Za-z]+ [A-Za-z]+$/.test(value)) continue;
    if (
      !command.test(line) ||
      (isPlaceholder(value) && !isGenerated(value, true)) ||
      isIdlePassword(value) ||
      /^[-\d]{1,5}$|^[\d.:]+(?:\/(?:tcp|udp))?$/.test(value)
    )
      continue;
    const start = at + whole.lastIndexOf(value);
    report({ start, end: start + value.length, kind: 'PASSWORD', rank: ranks.context });
    return start + value.length;
  }
  return 0;
}

/** Passwords in the arguments of well-known commands, where no name tells of them. */
export const commandLines: Finder = { literals: [...rowsOf.keys()], find: findFlag };

const account =
  /(?:zugangsdaten|anmeldedaten|logindaten|credentials?|logins?|identifiants|accesos?|credenciales)[^\n:=]{0,40}(?::\**|\b(?:is|are|lauten|sind|son|sont)\b:?)\s{1,12}(?:[-*] )?["'`]?[\w.@-]{2,64}["'`]? {0,2}[/:,|] {0,2}["'`]?([^\s"'`<>]{6,64})/iy;

/** A name and a password after a word for both: `Login: admin / …`, `Zugangsdaten: …`. */
function findAccount(text: string, at: number, _literal: string, report: Report): number {
  // Bounded: the value has at most 64 characters.
  account.lastIndex = at;
  const value = account.exec(text)?.[1]?.replace(/[.,;)]+$/, '') ?? '';
  const made =
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    (/[!@#$%^&*?+=~-]/.test(value) || (/[a-z]/.test(value) && /[A-Z]/.test(value)));
  if (!made || /^\w+:\/\/|\/\/|[(){}[\]]/.test(value) || isPlaceholder(value) || isIdlePassword(value)) return 0;
  const start = at + text.slice(at, account.lastIndex).lastIndexOf(value);
  report({ start, end: start + value.length, kind: 'PASSWORD', rank: ranks.context });
  return start + value.length;
}

export const accounts: Finder = {
  literals: ['zugangsdaten', 'anmeldedaten', 'logindaten', 'credential', 'login', 'identifiants', 'credenciales'],
  find: findAccount,
};
