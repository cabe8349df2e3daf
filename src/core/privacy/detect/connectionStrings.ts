import { type Finder, type Report, ranks } from './finder';
import { isIdlePassword, isPlaceholder } from './placeholders';

const longestPart = 256;

/** What ends an address. */
const ends = new Set(' \t\r\n"\'`<>\\^{}|,;()[]');

/**
 * `scheme://user:PASSWORD@host`: only the password. Passwords may hold reserved characters that nobody escaped, so the
 * last `@` before the path counts, as in most clients.
 */
function findPassword(text: string, at: number, _literal: string, report: Report): number {
  const from = at + 3;
  const limit = Math.min(text.length, from + 2 * longestPart);
  let colon = -1;
  let atSign = -1;
  let end = from;
  let path = -1;
  for (; end < limit; end++) {
    const character = text.charAt(end);
    if (character === ':' && colon === -1) {
      if (path !== -1) break;
      colon = end;
    } else if (character === '@' && colon !== -1) {
      // After the path has begun an `@` belongs to the password only if no host stood before.
      if (path !== -1 && atSign !== -1) break;
      atSign = end;
    } else if (character === '/' || character === '?' || character === '#') {
      if (path === -1) path = end;
      if (atSign !== -1 || colon === -1) break;
    } else if (ends.has(character) && !isPartOfPassword(text, end, colon, atSign)) break;
  }
  if (colon === -1 || atSign === -1 || atSign === colon + 1) return end;
  const password = text.slice(colon + 1, atSign);
  // `host:8080/path@x` has a port, no password.
  if (path !== -1 && path < atSign && /^\d{1,5}\//.test(password)) return end;
  const host = text.charAt(atSign + 1);
  if (!/[\w$[{%*<(-]/.test(host) || password.length > longestPart) return end;
  const scheme = text.slice(Math.max(0, at - 20), at);
  if (!/[A-Za-z][A-Za-z0-9+.]{0,19}$/.test(scheme)) return end;
  const user = text.slice(from, colon);
  if (
    password === 'x-oauth-basic' ||
    isSpoken(password) ||
    (password === user && isIdlePassword(user)) ||
    /[\s"'`<>]/.test(password)
  )
    return end;
  report({ start: colon + 1, end: atSign, kind: kindOf(scheme), rank: ranks.address });
  return end;
}

/** Characters that end an address elsewhere, but stand in passwords as they were typed. */
function isPartOfPassword(text: string, at: number, colon: number, atSign: number): boolean {
  if (colon === -1 || atSign !== -1) return false;
  if (!'^{}|,;()[]'.includes(text.charAt(at))) return false;
  const rest = text.slice(at, at + 64);
  return /^[^\s"'`<>\\/]{1,60}@[\w[.-]/.test(rest) && !/^[^@]{0,60}(?::\/\/)/.test(rest);
}

/** Whether it stands for a password only. */
function isSpoken(password: string): boolean {
  return (
    isPlaceholder(password) ||
    isIdlePassword(password) ||
    /^[$%{<[]|\$\{|^\*+$|^\.+$|^-+$/.test(password) ||
    password.length < 3
  );
}

function kindOf(scheme: string): string {
  return /https?$|^$/.test(scheme) ? 'URL_PASSWORD' : 'CONNECTION_PASSWORD';
}

/** Passwords in addresses. */
export const addresses: Finder = { literals: ['://'], find: findPassword };

const githubBasic = /https?:\/\/([A-Za-z0-9_-]{16,255}):x-oauth-basic@/g;

/** GitHub's older form, in which the name of the user is the secret and `x-oauth-basic` stands for a password. */
function findUserToken(text: string, at: number, _literal: string, report: Report): number {
  const first = Math.max(0, at - 300);
  for (const { 1: value = '', 0: whole, index } of text.slice(first, at + 15).matchAll(githubBasic)) {
    const start = first + index + whole.indexOf(value, 7);
    if (!isPlaceholder(value)) report({ start, end: start + value.length, kind: 'GITHUB_TOKEN', rank: ranks.address });
  }
  return at + 1;
}

export const userTokens: Finder = { literals: [':x-oauth-basic@'], find: findUserToken };

interface PairRow {
  readonly kind: string;
  /** In lower case, with its `=`. */
  readonly literals: readonly string[];
  readonly value: RegExp;
}

/** `name=value;` in the connection strings of Microsoft's services; passwords in these are assignments. */
const pairRows: readonly PairRow[] = [
  { kind: 'AZURE_STORAGE_KEY', literals: ['accountkey='], value: /[A-Za-z0-9+/]{40,120}={0,2}/y },
  {
    kind: 'AZURE_ACCESS_KEY',
    literals: ['sharedaccesskey=', 'sharedsecretvalue='],
    value: /[A-Za-z0-9+/]{40,120}={0,2}/y,
  },
  { kind: 'AZURE_ACCESS_KEY', literals: [';secret='], value: /[A-Za-z0-9+/]{40,120}={0,2}/y },
  {
    kind: 'AZURE_KEY',
    literals: ['?code=', '&code=', 'code=', 'code: '],
    value: /[A-Za-z0-9+/_-]{40,100}(?:={1,2}|(?:%3[dD]){1,2})/y,
  },
  { kind: 'SIGNATURE', literals: ['x-amz-signature=', 'x-goog-signature='], value: /[0-9a-f]{64,600}/y },
  {
    kind: 'AZURE_SAS_SIGNATURE',
    literals: ['&sig=', '?sig=', ';sig='],
    value: /[A-Za-z0-9+/_-]{10,100}(?:%(?:2[BbFf]|3[Dd])[A-Za-z0-9+/_-]{0,100}){0,20}={0,2}/y,
  },
];

const pairOf = new Map(pairRows.flatMap((row) => row.literals.map((literal) => [literal, row] as const)));

function findPair(text: string, at: number, literal: string, report: Report): number {
  const row = pairOf.get(literal);
  if (row === undefined) return 0;
  const start = at + literal.length;
  row.value.lastIndex = start;
  if (!row.value.test(text)) return 0;
  const end = row.value.lastIndex;
  const value = text.slice(start, end);
  if (value.length >= 32 && !isPlaceholder(value)) report({ start, end, kind: row.kind, rank: ranks.key });
  return end;
}

export const connectionKeys: Finder = { literals: [...pairOf.keys()], find: findPair };

const passLine =
  /^[ \t]{0,8}[\w.*-]{1,128}:(?:\d{2,5}|\*):[\w.*$-]{1,64}:[\w.*@$-]{1,64}:((?:\\[^\n]|[^\s\\:"'`])+)[ \t]{0,8}$/;

/** PostgreSQL's password file: `host:port:database:user:password`, a line for each. */
function findPassLine(text: string, at: number, _literal: string, report: Report): number {
  const start = text.lastIndexOf('\n', at) + 1;
  const next = text.indexOf('\n', at);
  const end = next === -1 ? text.length : next;
  if (end - start > 2 * longestPart) return end;
  const value = passLine.exec(text.slice(start, end).trimEnd())?.[1];
  if (value === undefined || isSpoken(value) || /^[\d:.]+$/.test(value)) return end;
  const from = start + text.slice(start, end).lastIndexOf(value);
  report({ start: from, end: from + value.length, kind: 'PASSWORD', rank: ranks.context });
  return end;
}

// Bounded: it is shown at most 200 characters.
const beforeNetwork = /(?:^|["'`=\s])[\w.%@-]{1,64}:([^\s"'`]{3,128})$/;

/** Go's driver for MySQL: `user:password@tcp(host)/database`. */
function findNetwork(text: string, at: number, _literal: string, report: Report): number {
  const value = beforeNetwork.exec(text.slice(Math.max(0, at - 200), at))?.[1];
  if (value === undefined || value.includes('://') || isSpoken(value)) return 0;
  report({ start: at - value.length, end: at, kind: 'CONNECTION_PASSWORD', rank: ranks.address });
  return at + 1;
}

export const networks: Finder = { literals: ['@tcp(', '@unix(', '@tcp6('], find: findNetwork };

/** Ports of PostgreSQL and of what stands before it. */
export const passFiles: Finder = { literals: [':543', ':643', ':*:'], find: findPassLine };
