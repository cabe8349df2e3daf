import { type Finder, type Report, ranks } from './finder';
import { isIdlePassword } from './placeholders';
import { isGenerated, isSecretValue } from './values';

interface CallRow {
  /** In lower case, with the bracket that opens. */
  readonly literals: readonly string[];
  /** Which argument is the password, from 0. */
  readonly argument: number;
  /** Names of functions that other things have as well: the password has to look like one. */
  readonly strict?: true;
}

const callRows: readonly CallRow[] = [
  {
    literals: [
      'basicauth(',
      'basic_auth(',
      '.auth(',
      'auth=(',
      'auth = (',
      'auth: (',
      'auth: [',
      "auth' => [",
      'auth=[',
      'basicauthentication(',
      'passwordauthentication(',
      'usernamepasswordcredential(',
      'usernamepasswordcredentials(',
      'networkcredential(',
      'pscredential(',
      '.login(',
      'simple_bind_s(',
      'bind_s(',
      'oci_connect(',
      'oci_pconnect(',
      'cx_oracle.connect(',
      'oracledb.connect(',
      'authenticator(',
      'setauthentication(',
      'authtokens.basic(',
      'auth.basic(',
      'credentials.basic(',
      'credentials(',
      'credential(',
      'username_pw_set(',
      'authenticate(',
    ],
    argument: 1,
  },
  {
    literals: [
      'getconnection(',
      'new pdo(',
      'new \\pdo(',
      'new mysqli(',
      'mysqli_connect(',
      'mysqli_real_connect(',
      'mysql_connect(',
      'dbi->connect(',
      'dbi->connect_cached(',
      'dbi.connect(',
      'dbconnect(',
      'pymysql.connect(',
      'mysqldb.connect(',
      '.plainauth(',
      'plainauth(',
      'ftp_login(',
      'ssh2_auth_password(',
      'ldap_bind(',
      'imap_open(',
      'sequelize(',
      'ftp.open(',
      'ftp(',
      'ftp_tls(',
      'mssql_connect(',
      'odbc_connect(',
      'ibase_connect(',
    ],
    argument: 2,
  },
  { literals: ['.connect('], argument: 2, strict: true },
  { literals: ['.connect('], argument: 1, strict: true },
  { literals: ['authenticator(', 'credentialsprovider('], argument: 2 },
  { literals: ['smtp.start('], argument: 4 },
  { literals: ['real_connect('], argument: 3 },
  { literals: ['.auth(', '->auth('], argument: 0 },
];

const rowsOf = new Map<string, readonly CallRow[]>();
for (const row of callRows)
  for (const literal of row.literals) rowsOf.set(literal, [...(rowsOf.get(literal) ?? []), row]);

/** Characters of all arguments together. */
const longestCall = 400;
const mostArguments = 6;
const deepest = 3;

interface Argument {
  readonly start: number;
  readonly end: number;
  /** Without its quotes when it is nothing but a string. */
  readonly literal: string | undefined;
}

/** The arguments of a call up to the bracket that closes it, or up to what cannot be read. */
function argumentsAt(text: string, from: number): readonly Argument[] {
  const limit = Math.min(text.length, from + longestCall);
  const found: Argument[] = [];
  let start = from;
  let depth = 0;
  let quote = '';
  for (let at = from; at < limit && found.length < mostArguments; at++) {
    const character = text.charAt(at);
    if (quote !== '') {
      if (character === '\n') break;
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'" || character === '`') quote = character;
    else if (character === ';') break;
    else if ('([{'.includes(character)) {
      depth++;
      if (depth > deepest) break;
    } else if (')]}'.includes(character) && depth > 0) depth--;
    else if (character === ',' && depth === 0) {
      found.push(argument(text, start, at));
      start = at + 1;
    } else if (')]}'.includes(character)) {
      found.push(argument(text, start, at));
      break;
    }
  }
  return found;
}

const oneString =
  /^\s*(?:[a-z]{1,2}(?=["'`]))?(["'`])((?:(?!\1)[^\\\n]|\\[^\n])*)\1(?:\.to(?:CharArray|_string)\(\))?\s*$/;

function argument(text: string, start: number, end: number): Argument {
  // Bounded: a call has at most 400 characters, and no two parts have a character in common.
  const found = oneString.exec(text.slice(start, end));
  const literal = found?.[2];
  if (found === null || literal === undefined) return { start, end, literal: undefined };
  const from = start + text.slice(start, end).indexOf(found[1] ?? '') + 1;
  return { start: from, end: from + literal.length, literal };
}

function findCall(text: string, at: number, literal: string, report: Report): number {
  const given = argumentsAt(text, at + literal.length);
  for (const row of rowsOf.get(literal) ?? []) {
    const password = given[row.argument];
    const value = password?.literal;
    if (password === undefined || value === undefined || !isGiven(value, row, given)) continue;
    report({ start: password.start, end: password.end, kind: 'PASSWORD', rank: ranks.context });
    return password.end;
  }
  return 0;
}

/** Methods of requests, rights, names of hosts. */
const other = /^[A-Z]+$|^[a-z]{1,12}\d{0,2}$|[/\s]|^[\w-]+(?:\.[\w-]+){2,}$/;

function isGiven(value: string, row: CallRow, given: readonly Argument[]): boolean {
  if (isIdlePassword(value) || /^(?:users?|roles?|scopes?|groups?|guest|member)[-_]?\d{0,4}$/i.test(value))
    return false;
  if (isGenerated(value, true)) return true;
  if (row.argument === 0)
    return given.length === 1 && /\d/.test(value) && isSecretValue(value, 'password', 'quoted', false);
  if (row.strict && (other.test(value) || !/\d/.test(value))) return false;
  return isSecretValue(value, 'password', 'quoted', false) || isSecretValue(value, 'password', 'prose', false);
}

/** Passwords that only their place among the arguments of a well-known function gives away. */
export const calls: Finder = { literals: [...rowsOf.keys()], find: findCall };
