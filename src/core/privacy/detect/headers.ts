import { runEnd, sets } from './characters';
import { type Finder, type Report, ranks } from './finder';
import { isPlaceholder } from './placeholders';
import { isHex, isUuid, looksRandom } from './randomness';

/** Values of cookies and tokens in headers can be this long; servers refuse more. */
const longestHeader = 8192;

const bearerGap = /bearer(?:[ \t]|%20|\+|\\t){1,4}/iy;

/** `Bearer VALUE`, with or without the name of the header. */
function findBearer(text: string, at: number, _literal: string, report: Report): number {
  bearerGap.lastIndex = at;
  if (!bearerGap.test(text)) return 0;
  return findCredentials(text, bearerGap.lastIndex, 'BEARER_TOKEN', false, report);
}

export const bearers: Finder = { literals: ['bearer ', 'bearer%20', 'bearer+', 'bearer\t'], find: findBearer };

const authorization =
  /authorization["'`\\\])]{0,4}\s{0,4}(?:[:=,]|=>)\s{0,4}(?:["'`\\]|[fbr]["']){0,3}([A-Za-z][\w-]{1,20})(?:[ \t]|%20|:){1,4}/iy;

/** Schemes that send no secret, or one that is found by other means. */
const otherSchemes = /^(?:basic|digest|aws\w*|hmac\w*|signature|hawk|oauth|negotiate|ntlm)$/i;

/** `Authorization: SCHEME VALUE`. */
function findAuthorization(text: string, at: number, _literal: string, report: Report): number {
  authorization.lastIndex = at;
  const scheme = authorization.exec(text)?.[1];
  if (scheme === undefined || otherSchemes.test(scheme)) return 0;
  const kind = /^bearer$/i.test(scheme) ? 'BEARER_TOKEN' : 'AUTHORIZATION';
  return findCredentials(text, authorization.lastIndex, kind, true, report);
}

export const authorizations: Finder = { literals: ['authorization'], find: findAuthorization };

function findCredentials(text: string, start: number, kind: string, named: boolean, report: Report): number {
  let end = runEnd(text, start, sets.any, longestHeader);
  while (end > start && '.:%'.includes(text.charAt(end - 1))) end--;
  const value = text.slice(start, end);
  if (
    value.length < (named ? 8 : 12) ||
    value.includes('://') ||
    value.startsWith('/') ||
    isPlaceholder(value) ||
    '([{<'.includes(text.charAt(end) || ' ')
  )
    return 0;
  const made = isUuid(value) || (isHex(value) && value.length >= 16) || looksRandom(value);
  if (
    !made &&
    !(named && /\d/.test(value) && /[A-Za-z]/.test(value) && !/^[a-z_$][\w$]*(?:\.[a-z_$][\w$]*)+$/i.test(value))
  )
    return 0;
  report({ start, end, kind, rank: ranks.header });
  return end;
}

const basicValue = /basic(?: |%20|\t)([A-Za-z0-9+/_-]{6,512}={0,2})/iy;

/** `Basic` + base64 of `user:password`. */
function findBasic(text: string, at: number, _literal: string, report: Report): number {
  basicValue.lastIndex = at;
  const value = basicValue.exec(text)?.[1];
  if (value === undefined || !isUserAndPassword(value)) return 0;
  const end = basicValue.lastIndex;
  report({ start: end - value.length, end, kind: 'BASIC_AUTH', rank: ranks.header });
  return end;
}

/** Whether it decodes to printable text with a colon. */
export function isUserAndPassword(base64: string): boolean {
  const digits = base64
    .replace(/={1,2}$/, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  if (digits.length % 4 === 1 || !/^[A-Za-z0-9+/]{6,512}$/.test(digits)) return false;
  const decoded = atob(digits);
  return /^[\x20-\x7e]+$/.test(decoded) && /:./.test(decoded);
}

export const basics: Finder = { literals: ['basic ', 'basic%20'], find: findBasic };

const cookieStart = /cookie["'`\\\])]{0,4}\s{0,4}(?:[:=,]|=>)\s{0,4}(?:["'`\\]|[fbr]["']){0,3}/iy;
const sessionName =
  /sess|sid$|^sid|auth|token|remember|jwt|login|credential|^connect\.|identity|ticket|csrf|xsrf|^_?at$|^rt$|\.aspxauth|^s$/i;
const cookiePair = /\s{0,4}([\w.%!$*+|~^-]{1,80})=("?)([^;\s"'`,\\]{0,4096})/y;

/** `Cookie:` and `Set-Cookie:`: the values whose names tell of a session. */
function findCookies(text: string, at: number, _literal: string, report: Report): number {
  cookieStart.lastIndex = at;
  if (!cookieStart.test(text)) return 0;
  let from = cookieStart.lastIndex;
  const limit = from + longestHeader;
  while (from < limit) {
    cookiePair.lastIndex = from;
    const found = cookiePair.exec(text);
    if (found === null) break;
    const [, name = '', , value = ''] = found;
    const end = cookiePair.lastIndex;
    if (sessionName.test(name) && isSessionValue(value)) {
      report({ start: end - value.length, end, kind: 'COOKIE', rank: ranks.header });
    }
    const next = /"?;[ \t]{0,4}/y;
    next.lastIndex = end;
    if (!next.test(text)) break;
    from = next.lastIndex;
    // Attributes without a value, such as `HttpOnly`.
    const flag = /(?:[A-Za-z]{3,20};[ \t]{0,4}){0,4}/y;
    flag.lastIndex = from;
    if (flag.test(text)) from = flag.lastIndex;
  }
  return cookieStart.lastIndex;
}

function isSessionValue(value: string): boolean {
  if (value.length < 10 || isPlaceholder(value) || /[(){}$]/.test(value)) return false;
  return (isHex(value) && value.length >= 16) || isUuid(value) || looksRandom(value) || /^s%3A|^\d{4,}\D/.test(value);
}

export const cookies: Finder = { literals: ['cookie'], find: findCookies };
