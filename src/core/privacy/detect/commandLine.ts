import { type Finder, type Report, ranks } from './finder';
import { isIdlePassword, isPlaceholder } from './placeholders';

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
    literals: [' -u ', ' -u"', " -u'", ' --user ', ' --user=', ' --proxy-user ', ' -a '],
    shape: new RegExp(
      String.raw` (?:-u|--user|--proxy-user|-a)[ =]?["']?[^\s:"'$<>]{1,80}:([^\s"'\x60<>|;(){}]{3,128})`,
      'iy',
    ),
    command: /\b(?:curl|wget|http|https|xh|ab|lftp|skopeo|httpie)\b/,
  },
  // `mysql -pPASSWORD`, `sshpass -p PASSWORD`, `docker login -p PASSWORD`
  {
    literals: [' -p'],
    shape: new RegExp(` -p${word}`, 'y'),
    command: /\b(?:mysql|mysqldump|mysqladmin|mariadb|sshpass|mysqlimport|7z|zip|unrar)\b/,
  },
  {
    literals: [' -p '],
    shape: new RegExp(` -p ${word}`, 'y'),
    command:
      /\b(?:sshpass|docker|podman|helm|oc|az|mongo|mongosh|mongodump|mongoexport|registry|login|buildah|nerdctl|sqlcmd|tsh)\b/,
  },
  {
    literals: [' -a ', ' -w '],
    shape: new RegExp(` -[aw] ${word}`, 'y'),
    command: /\b(?:redis-cli|ldapsearch|ldapmodify|ldapadd|ldappasswd|iscsiadm|security)\b/,
  },
  {
    literals: [' -passin', ' -passout', ' -pass '],
    shape: new RegExp(` -pass(?:in|out)? pass:${word}`, 'y'),
    command: /\bopenssl\b/,
  },
  {
    literals: ['/user:'],
    shape: new RegExp(String.raw`/user:\S{1,80} ${word}`, 'iy'),
    command: /\bnet(?:\.exe)? use\b/i,
  },
  // SQL
  {
    literals: ['identified by', 'identified with'],
    shape: /identified (?:with [\w"'`]{1,40} )?by (?:password )?(?:'([^'\n]{3,128})'|"([^"\n]{3,128})")/iy,
    command: /\b(?:user|role|grant|alter|create|set|login)\b/i,
  },
  {
    literals: ["password '"],
    shape: /password '([^'\n]{3,128})'/iy,
    command: /\b(?:user|role|alter|create|login|encrypted)\b/i,
  },
  // A pair of arguments: name and password.
  {
    literals: [
      'auth=(',
      'auth = (',
      'basicauth(',
      'basic_auth(',
      '.auth(',
      'basicauthentication(',
      'passwordauthentication(',
      'usernamepasswordcredential(',
      'networkcredential(',
      '.login(',
    ],
    shape:
      /[\w.]{0,30}(?: = |=)?\(\s{0,20}["'][^"'\n]{1,64}["']\s{0,4},\s{0,20}(?:'([^'\n]{4,128})'|"([^"\n]{4,128})")/y,
    command: /(?:)/,
  },
  {
    literals: ['echo '],
    shape: /echo (?:-n )?["']?[\w.-]{1,32}:([^\s"'|]{4,128})["']? {0,4}\| {0,4}(?:sudo )?chpasswd/iy,
    command: /(?:)/,
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
    if (!command.test(line) || isPlaceholder(value) || isIdlePassword(value) || /^[-\d]{1,5}$|^\d+:\d+$/.test(value))
      continue;
    const start = at + whole.lastIndexOf(value);
    report({ start, end: start + value.length, kind: 'PASSWORD', rank: ranks.context });
    return start + value.length;
  }
  return 0;
}

/** Passwords in the arguments of well-known commands, where no name tells of them. */
export const commandLines: Finder = { literals: [...rowsOf.keys()], find: findFlag };
