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

interface HookRow {
  readonly kind: string;
  readonly literal: string;
  /** From the literal on; group 1 is the secret part. */
  readonly shape: RegExp;
}

/** Addresses that anyone who knows them may post to. The secret is the part that cannot be guessed. */
export const hookRows: readonly HookRow[] = [
  {
    kind: 'SLACK_WEBHOOK',
    literal: 'hooks.slack.com/',
    shape: /hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9/_-]{20,120})/y,
  },
  {
    kind: 'SLACK_WEBHOOK',
    literal: 'hooks.slack-gov.com/',
    shape: /hooks\.slack-gov\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9/_-]{20,120})/y,
  },
  { kind: 'DISCORD_WEBHOOK', literal: '/api/webhooks/', shape: /\/api\/webhooks\/(\d{15,22}\/[\w-]{40,90})/y },
  { kind: 'TEAMS_WEBHOOK', literal: '/webhookb2/', shape: /\/webhookb2\/([A-Za-z0-9@/-]{60,300})/y },
  {
    kind: 'TEAMS_WEBHOOK',
    literal: 'outlook.office.com/webhook/',
    shape: /outlook\.office\.com\/webhook\/([A-Za-z0-9@/-]{60,300})/y,
  },
  {
    kind: 'ZAPIER_WEBHOOK',
    literal: 'hooks.zapier.com/hooks/catch/',
    shape: /hooks\.zapier\.com\/hooks\/catch\/(\d{4,12}\/[A-Za-z0-9]{5,40})/y,
  },
  {
    kind: 'IFTTT_KEY',
    literal: 'maker.ifttt.com/',
    shape: /maker\.ifttt\.com\/(?:trigger|use)\/(?:[\w-]{1,80}\/(?:json\/)?with\/key\/)?([\w-]{16,60})/y,
  },
  { kind: 'MAKE_WEBHOOK', literal: '.make.com/', shape: /\.make\.com\/([a-z0-9]{24,40})(?![a-z0-9])/y },
  { kind: 'PIPEDREAM_WEBHOOK', literal: '.m.pipedream.net', shape: /\.m\.pipedream\.net\/([\w-]{20,60})/y },
  { kind: 'TELEGRAM_TOKEN', literal: 'api.telegram.org/bot', shape: /api\.telegram\.org\/bot(\d{8,10}:[\w-]{32,36})/y },
  { kind: 'INFURA_KEY', literal: '.infura.io/', shape: /\.infura\.io\/(?:ws\/)?v3\/([0-9a-f]{32})(?![0-9A-Za-z])/y },
  { kind: 'ALCHEMY_KEY', literal: '.alchemy.com/v2/', shape: /\.alchemy\.com\/v2\/([\w-]{21,40})(?![\w-])/y },
  { kind: 'ALCHEMY_KEY', literal: '.alchemyapi.io/v2/', shape: /\.alchemyapi\.io\/v2\/([\w-]{21,40})(?![\w-])/y },
  { kind: 'QUICKNODE_KEY', literal: '.quiknode.pro/', shape: /\.quiknode\.pro\/([0-9a-f]{32,64})(?![0-9A-Za-z])/y },
  {
    kind: 'FEISHU_WEBHOOK',
    literal: '/open-apis/bot/v2/hook/',
    shape: /\/open-apis\/bot\/v2\/hook\/([0-9a-f-]{30,40})/y,
  },
  {
    kind: 'SENTRY_SECRET',
    literal: '.ingest.',
    shape: /\.ingest\.sentry\.io\/api\/\d{1,20}\/security\/\?sentry_key=([0-9a-f]{32})/y,
  },
];

const hookOf = new Map(hookRows.map((row) => [row.literal, row] as const));

function findHook(text: string, at: number, literal: string, report: Report): number {
  const row = hookOf.get(literal);
  if (row === undefined) return 0;
  row.shape.lastIndex = at;
  const found = row.shape.exec(text);
  if (found === null) return 0;
  const [whole, value = ''] = found;
  const start = at + whole.lastIndexOf(value);
  if (!isPlaceholder(value) && /\d/.test(value))
    report({ start, end: start + value.length, kind: row.kind, rank: ranks.key });
  return row.shape.lastIndex;
}

export const webhooks: Finder = { literals: [...hookOf.keys()], find: findHook };
