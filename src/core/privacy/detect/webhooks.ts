import { isIn, runEnd, sets } from './characters';
import { type Finder, type Report, ranks } from './finder';
import { isPlaceholder } from './placeholders';
import { isHex, isUuid, looksRandom } from './randomness';

interface HookRow {
  readonly kind: string;
  readonly literal: string;
  /** From the literal on; group 1 is the part that cannot be guessed. */
  readonly shape: RegExp;
  /** A key within an address of which the rest is known to all, and that is used elsewhere as well. */
  readonly keyOnly?: true;
}

/** Addresses that anyone who knows them may post to: the whole address is the credential. */
const hookRows: readonly HookRow[] = [
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
  {
    kind: 'TELEGRAM_TOKEN',
    literal: 'api.telegram.org/bot',
    shape: /api\.telegram\.org\/bot(\d{8,10}:[\w-]{32,36})/y,
    keyOnly: true,
  },
  {
    kind: 'INFURA_KEY',
    literal: '.infura.io/',
    shape: /\.infura\.io\/(?:ws\/)?v3\/([0-9a-f]{32})(?![0-9A-Za-z])/y,
    keyOnly: true,
  },
  {
    kind: 'ALCHEMY_KEY',
    literal: '.alchemy.com/v2/',
    shape: /\.alchemy\.com\/v2\/([\w-]{21,40})(?![\w-])/y,
    keyOnly: true,
  },
  {
    kind: 'ALCHEMY_KEY',
    literal: '.alchemyapi.io/v2/',
    shape: /\.alchemyapi\.io\/v2\/([\w-]{21,40})(?![\w-])/y,
    keyOnly: true,
  },
  {
    kind: 'QUICKNODE_KEY',
    literal: '.quiknode.pro/',
    shape: /\.quiknode\.pro\/([0-9a-f]{32,64})(?![0-9A-Za-z])/y,
    keyOnly: true,
  },
  {
    kind: 'FEISHU_WEBHOOK',
    literal: '/open-apis/bot/v2/hook/',
    shape: /\/open-apis\/bot\/v2\/hook\/([0-9a-f-]{30,40})/y,
  },
  {
    kind: 'GOOGLE_CHAT_WEBHOOK',
    literal: 'chat.googleapis.com/v1/spaces/',
    shape: /chat\.googleapis\.com\/v1\/spaces\/[\w-]{4,40}\/messages\?([\w%=&;-]{20,400})/y,
  },
  {
    kind: 'MATTERMOST_WEBHOOK',
    literal: '/hooks/',
    shape: /\/hooks\/([a-z0-9]{26}|[A-Za-z0-9]{17}\/[A-Za-z0-9]{40,60})(?![\w-])/y,
  },
  {
    kind: 'POWER_AUTOMATE_WEBHOOK',
    literal: '/triggers/',
    shape: /\/triggers\/[\w-]{1,40}\/(?:paths\/)?invoke[^\s"'`<>]{0,200}?[?&]sig=([\w%-]{20,100})/y,
  },
  { kind: 'WECOM_WEBHOOK', literal: '/webhook/send?key=', shape: /\/webhook\/send\?key=([\w-]{30,40})/y },
  { kind: 'DINGTALK_WEBHOOK', literal: '/robot/send?', shape: /\/robot\/send\?access_token=([0-9a-fA-F]{64})/y },
  {
    kind: 'PAGERDUTY_WEBHOOK',
    literal: '.pagerduty.com/integration/',
    shape: /\.pagerduty\.com\/integration\/([0-9a-z]{32})/y,
  },
  {
    kind: 'SENTRY_SECRET',
    literal: '.ingest.',
    shape: /\.ingest\.sentry\.io\/api\/\d{1,20}\/security\/\?sentry_key=([0-9a-f]{32})/y,
    keyOnly: true,
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
  const end = row.shape.lastIndex;
  if (isPlaceholder(value) || !/\d/.test(value)) return end;
  const from = at + whole.lastIndexOf(value);
  if (row.keyOnly) report({ start: from, end: from + value.length, kind: row.kind, rank: ranks.key });
  else report({ start: addressStart(text, at), end: addressEnd(text, end), kind: row.kind, rank: ranks.address });
  return end;
}

export const webhooks: Finder = { literals: [...hookOf.keys()], find: findHook };

const longestHost = 160;
// Bounded: these are shown at most 160 characters.
const schemed = /https?:\/\/[^\s"'`<>]*$/i;
const bareHost = /[\w.:-]*$/;

/** Where the address begins of which `at` is a part: at its scheme, or at its host where no scheme stands. */
function addressStart(text: string, at: number): number {
  const before = text.slice(Math.max(0, at - longestHost), at);
  const scheme = before.lastIndexOf('://');
  if (scheme !== -1) {
    const found = schemed.exec(before.slice(Math.max(0, scheme - 5)));
    if (found !== null) return at - found[0].length;
  }
  // What stands before a colon is the name of a value.
  const host = (bareHost.exec(before)?.[0] ?? '').replace(/^.*:(?=\D)/, '');
  return at - host.length;
}

const addressSet = sets.any | sets.tilde;

function addressEnd(text: string, from: number): number {
  let end = from;
  const limit = Math.min(text.length, from + 600);
  while (end < limit && (isIn(addressSet, text.charCodeAt(end)) || '?&@+,'.includes(text.charAt(end)))) end++;
  while (end > from && '.,:?-&'.includes(text.charAt(end - 1))) end--;
  return end;
}

const lastParts = /(?:\/[\w.-]{1,40}){0,3}?\/([\w-]{16,128})(?![\w-]|\.\w)/y;

/** `…/webhook…/` and then something that cannot be guessed, at a host that nobody knows. */
function findOtherHook(text: string, at: number, _literal: string, report: Report): number {
  const start = addressStart(text, at);
  if (!/^https?:/i.test(text.slice(start, start + 6))) return 0;
  lastParts.lastIndex = runEnd(text, at + 1, sets.url, 24);
  const value = lastParts.exec(text)?.[1];
  if (value === undefined || isPlaceholder(value)) return 0;
  const end = lastParts.lastIndex;
  if (!isUuid(value) && !isHex(value) && !(/\d/.test(value) && looksRandom(value))) return end;
  report({ start, end: addressEnd(text, end), kind: 'WEBHOOK', rank: ranks.address });
  return end;
}

export const otherWebhooks: Finder = {
  literals: ['/webhook', '/hook/', '/hooks/', '/incoming', '//webhook.site'],
  find: findOtherHook,
};
