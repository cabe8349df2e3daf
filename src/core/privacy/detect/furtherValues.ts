import { isOwnPlaceholder, isPlaceholder } from './placeholders';
import type { SecretName } from './names';
import { isHex, looksRandom } from './randomness';
import { isSecretValue } from './values';

/** Where a value stands, and what is said of it by the way it stands there. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** How far after a name a value of it is looked for. */
const farthest = 240;
const longestLiteral = 4096;
const mostLiterals = 5;

/** What makes a string the value that holds when no other does. */
const standIn =
  /(?:unwrap_or(?:_else)?\(\s*(?:\|\w*\|)?|\b[oO]r_?[eE]lse(?:Get)?\(|[gG]et_?[oO]r_?(?:[eE]lse|[dD]efault)\(|[dD]efault(?:_?[vV]alue)?\s*[(=:]|envDefault:|fallback\s*[(=:]|\?\?=?|\|\|=?|\/\/=?|\?:|\bor\b|\)\s*\{)\s*(?:(?:new )?[A-Z]\w*(?:(?:::|\.)\w+)*!?\(|\w+::[\w:]+\(|b){0,2}$/;
// Bounded: it is shown at most 240 characters.
const otherName = /(?:[,{\n][\s*]*|\s(?=[\w.-]{1,40}=["'])|[?&])["'`]?([\w.-]{1,40})["'`]?\s*(?:[:=]|=>)(?!:)/g;
const ownName =
  /^(?:default|default_?value|def|value|val|fallback|type|env|const|str|string|key|data|raw|encoding|alg|algorithm|err|error|ok|_)$/i;
const assigns = /(?:[^=!<>]|^)=(?![=>])|\?\?|\|\||\?:|:\s|<-/;

/**
 * A string further on in the expression that gives a name its value: what is decoded, wrapped, or taken when a variable
 * is not set. It has to look like a secret by itself.
 *
 * @param end of the name.
 */
export function literalAfter(text: string, end: number, name: SecretName, bareKey: boolean): Place | undefined {
  const limit = Math.min(text.length, end + farthest);
  const named = '"\'`'.includes(text.charAt(end) || ' ');
  let at = named || text.charAt(end) === '}' ? end + 1 : end;
  let breaks = 0;
  let tried = 0;
  while (at < limit) {
    const character = text.charAt(at);
    if (character === ';' || character === '}' || character === '#') return undefined;
    if (character === '\n') {
      breaks++;
      if (breaks > 2 || !goesOn(text, at)) return undefined;
    }
    if (character !== '"' && character !== "'" && character !== '`') {
      at++;
      continue;
    }
    const close = closeOf(text, at);
    tried++;
    if (close === -1 || tried > mostLiterals) return undefined;
    const gap = text.slice(end, at);
    if (isOthers(gap)) return undefined;
    const value = text.slice(at + 1, close);
    const given =
      standIn.test(gap) ||
      assigns.test(named ? gap.slice(1) : gap) ||
      (named && !bareKey && /^["'`]\s*[,)\]]/.test(gap));
    // The notes to a member of a structure in Go.
    if (character === '`' && /\w:"/.test(value)) {
      at++;
      continue;
    }
    if (given && text.charAt(close + 1) !== ':' && mayBeValue(value, gap, name, bareKey))
      return { start: at + 1, end: close };
    at = close + 1;
  }
  return undefined;
}

function mayBeValue(value: string, gap: string, name: SecretName, bareKey: boolean): boolean {
  if (value.length < 4 || isOwnPlaceholder(value) || /\s/.test(value)) return false;
  // `--from-literal='password=…'` has a name of its own.
  if (/^[A-Za-z][\w.-]{2,40}=[^=]/.test(value)) return false;
  if (name.nameClass === 'password') return standIn.test(gap) && isSecretValue(value, 'password', 'quoted', false);
  return (
    value.length >= 16 &&
    isSecretValue(value, name.nameClass, 'loose', !bareKey || name.kind === 'API_KEY') &&
    (isHex(value) || looksRandom(value) || value.length === 36)
  );
}

function isOthers(gap: string): boolean {
  for (const { 1: other = '' } of gap.matchAll(otherName)) if (!ownName.test(other)) return true;
  return false;
}

/** Whether the expression goes on after the line break at `at`. */
function goesOn(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 8), at).trimEnd();
  return '([=,|?:+\\{'.includes(before.at(-1) ?? ' ') || /^\s{1,60}[.?|:+]/.test(text.slice(at, at + 62));
}

function closeOf(text: string, open: number): number {
  const close = text
    .slice(open + 1, open + 1 + longestLiteral)
    .search(text.charAt(open) === '"' ? /["\n]/ : text.charAt(open) === "'" ? /['\n]/ : /[`\n]/);
  return close === -1 || text.charAt(open + 1 + close) === '\n' ? -1 : open + 1 + close;
}

const nextLine =
  /["'`*_)]{0,4}(?:[ \t]{1,3}(?:is|was|are|ist|lautet|(?:for|of|für|on)[ \t][^\n:]{1,40}))?[ \t]{0,4}[:：][*_]{0,2}[ \t]{0,8}\r?\n(?:[ \t>]{0,8}\r?\n){0,2}([ \t>]{0,8}(?:```|~~~)[\w-]{0,20}[ \t]{0,4}\r?\n)?[ \t>*+-]{0,40}(["'`]{0,2})([^\s"'`]{6,1024})\2[ \t.]{0,4}(?:\r?\n|$)/y;

/** `The key is:` and the value alone on a line below, maybe in a fence. */
export function valueBelow(text: string, end: number, name: SecretName): Place | undefined {
  nextLine.lastIndex = end;
  const found = nextLine.exec(text);
  if (found === null) return undefined;
  const [whole, fence, quotes = '', value = ''] = found;
  if (isOwnPlaceholder(value) || /:$|^[<[({]|^[\w.]+:\/\/|^\w+[:=](?=[^\d=])/.test(value)) return undefined;
  const apart = fence !== undefined || quotes !== '';
  const certain =
    name.nameClass === 'password'
      ? /\d/.test(value) && /[A-Za-z]/.test(value) && isSecretValue(value, 'password', apart ? 'line' : 'bare', false)
      : isSecretValue(value, name.nameClass, 'bare', true);
  if (!certain) return undefined;
  const start = end + whole.lastIndexOf(value);
  return { start, end: start + value.length };
}

const group = /["']?[ \t]{0,4}:[ \t]{0,4}(?:&\w{1,20}[ \t]{0,4})?\{?[ \t]{0,4}\r?\n/y;
const inlineGroup = /["']?[ \t]{0,4}[:=]>?[ \t]{0,4}[{[][ \t]{0,4}/y;
const member =
  /[ \t]{0,40}(?:-[ \t]{1,4})?["']?([A-Za-z][\w.-]{0,60})["']?[ \t]{0,4}[:=]>?[ \t]{0,4}["']?([^\s"'{}[\],#]{4,512})["']?/y;
const mostMembers = 24;
const longestIndent = 80;
// Bounded: names have at most 61 characters.
const about =
  /(?:id|ids|hash|sha\d*|checksum|digest|url|uri|rev|commit|etag|fingerprint|name|arn|path|version|image|ref|file|key_?ref|public_?key|cert\w*)$/i;

/** Members of what a name such as `tokens` or `secret` holds, each with a name of its own. */
export function membersOf(text: string, nameStart: number, end: number): readonly Place[] {
  group.lastIndex = end;
  inlineGroup.lastIndex = end;
  const block = group.test(text);
  if (!block && !inlineGroup.test(text)) return [];
  const before = text.slice(Math.max(0, nameStart - longestIndent), nameStart);
  const indent = before.length - before.lastIndexOf('\n') - 1;
  if (before.length === longestIndent && indent === longestIndent)
    return block ? [] : inlineMembers(text, inlineGroup.lastIndex);
  if (!block) return inlineMembers(text, inlineGroup.lastIndex);
  const places: Place[] = [];
  let from = group.lastIndex;
  for (let count = 0; count < mostMembers; count++) {
    const lineEnd = text.indexOf('\n', from);
    const stop = lineEnd === -1 || lineEnd - from > 1000 ? Math.min(text.length, from + 1000) : lineEnd;
    const line = text.slice(from, stop);
    if (line.trim() !== '' && line.search(/\S/) <= indent - (text.charAt(nameStart - 1) === '"' ? 1 : 0)) break;
    const place = memberAt(text, from);
    if (place !== undefined) places.push(place);
    if (lineEnd === -1 || stop !== lineEnd || line.includes('}')) break;
    from = lineEnd + 1;
  }
  return places;
}

function inlineMembers(text: string, at: number): readonly Place[] {
  const place = memberAt(text, at);
  return place === undefined ? [] : [place];
}

function memberAt(text: string, at: number): Place | undefined {
  member.lastIndex = at;
  const found = member.exec(text);
  if (found === null) return undefined;
  const [whole, name = '', value = ''] = found;
  if (about.test(name) || value.length < 20 || isPlaceholder(value) || !/^[\w+/=.-]+$/.test(value)) return undefined;
  if (!(isHex(value) ? value.length >= 32 : /\d/.test(value) && isSecretValue(value, 'token', 'bare', false)))
    return undefined;
  const start = at + whole.lastIndexOf(value);
  return { start, end: start + value.length };
}
