import { isIn, runEnd, runStart, sets } from './characters';
import { type Finder, type Report, ranks } from './finder';
import { judgeName } from './names';
import { isOwnPlaceholder } from './placeholders';
import { type Setting, isSecretValue } from './values';

/** Names longer than this are no names. */
const longestName = 80;
const longestValue = 4096;

const nameSet = sets.word | (sets.urlDot & ~sets.word);

/** What can stand between a name and its value besides spaces. */
const closers = /(?:["'`\])*?!]|\\["']|&quot;){0,6}/y;
const typeNote = /[ \t]{0,8}:[ \t]{0,8}(?:&'?[a-z]{0,8} ?)?[A-Za-z_][\w.<>[\]|? &']{0,40}?[ \t]{0,8}=(?![=>])/y;
const goType = /[ \t]{1,8}(?:string|\[\]byte|String|\*string|text|varchar)[ \t]{1,8}=(?!=)/y;
const arrayNote = /\[[^\]\n]{0,12}\]|[ \t]{0,4}\{[ \t]{0,4}get;[^}\n]{0,40}\}/y;
const separator =
  /[ \t]{0,40}(?::=|=>|->|<-|={1,3}|!==?|:{1,2}|,|\|\||\?\?=?|\|\|=|\?:|\bor\b|\belse\b|\.equals\(|\b(?:is|was|are|ist|est|es|to|lautet)\b:?|을|は|[：＝])[ \t]{0,40}/iy;
const valueAttribute = /["'`]?(?:[ \t]{0,8},)?\s{1,40}(?:-\s{1,8})?["']?(?:value|default|val|content|defaultvalue)["']?[ \t]{0,8}[:=][ \t]{0,8}/iy;
const pairedValue = /["'`]?[ \t]{0,8},?\s{0,40}["'](?:value|default|val|defaultvalue)["'][ \t]{0,8}(?::|=>)[ \t]{0,8}/iy;
const terraformBlock = /"\s{0,4}\{[^}]{0,200}?\bdefault\s{0,20}=\s{0,8}/y;
const element = /(?:\s[^<>\n]{0,120})?>\s{0,40}(?:<!\[CDATA\[)?/y;
const lineBreak = /[ \t]{0,40}(?:[|>][+-]?[ \t]{0,8})?\r?\n[ \t]{1,80}(?=["'`\w])/y;
const wrapper =
  /(?:[bBrRfFuUL@$]{1,2}(?=["'])|#?\(?(?=["'`])|(?:[A-Za-z_][\w.:]{0,40}!?[(<]{1,2})(?=["'`])|Some\((?=")|\[\s{0,4}(?=["'`])|\{\s{0,4}(?=")|!(?:Sub|Ref) (?=["']))/y;

/** Whether a name is an argument of a command or the like: then a space is enough before its value. */
const flagBefore = /(?:^|[\s"'`,[(=])--?$/;

interface Value {
  readonly start: number;
  readonly end: number;
  readonly setting: Setting;
}

/**
 * `name = value` in the forms of programs, settings, logs, requests and prose: finds the whole name around a word that
 * tells of secrets, then the value.
 */
function findAssignment(text: string, at: number, literal: string, report: Report): number {
  const start = runStart(text, at, nameSet, longestName);
  const end = nameEnd(text, at + literal.length);
  const done = Math.max(end, at + literal.length);
  if (end - start > longestName) return done;
  const name = text.slice(start, end);
  const found = valueAfter(text, start, end);
  if (found === undefined || found.end - found.start < 4) return done;
  if (found.end - found.start >= longestValue) return found.start + longestValue / 2;
  const judged = judgeName(name);
  if (judged === undefined) return done;
  const value = text.slice(found.start, found.end);
  if (isOwnPlaceholder(value)) return done;
  if (!isSecretValue(value, judged.nameClass, found.setting, judged.provider)) return done;
  report({ start: found.start, end: found.end, kind: judged.kind, rank: ranks.assignment });
  return done;
}

function nameEnd(text: string, from: number): number {
  let end = runEnd(text, from, nameSet, longestName);
  // Words of other scripts, such as the rest of `contraseña`.
  while (end > from && '.-'.includes(text.charAt(end - 1))) end--;
  return end;
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

function valueAfter(text: string, nameStart: number, end: number): Value | undefined {
  const next = text.charCodeAt(end);
  // `name(` and `name;` and `name)` are most of what there is in code.
  if (next === 59 || next === 123 || Number.isNaN(next)) return undefined;
  const flag = flagBefore.test(text.slice(Math.max(0, nameStart - 3), nameStart)) || text.charAt(nameStart) === '-';
  const afterElement = text.charAt(nameStart - 1) === '<' || text.charAt(nameStart - 1) === ':' ? matchEnd(element, text, end) : -1;
  if (afterElement !== -1) return read(text, afterElement, 'line', true);
  const attribute = matchEnd(valueAttribute, text, end);
  if (attribute !== -1) return read(text, attribute, 'line', false);
  const paired = matchEnd(pairedValue, text, end);
  if (paired !== -1) return read(text, paired, 'line', false);
  const block = matchEnd(terraformBlock, text, end);
  if (block !== -1) return read(text, block, 'line', false);

  let at = end;
  const array = matchEnd(arrayNote, text, at);
  if (array !== -1) at = array;
  const typed = Math.max(matchEnd(typeNote, text, at), matchEnd(goType, text, at));
  if (typed !== -1) return read(text, typed, 'bare', false);
  at = Math.max(at, matchEnd(closers, text, at));
  const separated = matchEnd(separator, text, at);
  if (separated !== -1) {
    const sign = text.slice(at, separated).trim();
    const setting = settingOf(text, nameStart, at, sign);
    return read(text, separated, setting, false);
  }
  const space = /[ \t]{1,40}/y;
  space.lastIndex = at;
  if (space.test(text)) {
    const from = space.lastIndex;
    if (flag) return read(text, from, 'line', false);
    const before = text.slice(Math.max(0, nameStart - 40), nameStart);
    // `ENV TOKEN value`, `#define TOKEN "value"`, `setx TOKEN value`, `machine … password value`.
    if (/(?:^|\n)[+\- ]?[ \t]{0,20}(?:ENV|ARG|set|setx|export|#[ \t]{0,4}define|conda_?env|login \S{1,60}|machine [^\n]{1,60})[ \t]{1,4}$/i.test(before)) return read(text, from, 'line', false);
    if (/^(?:password|passphrase|secret|token)$/i.test(text.slice(nameStart, end)) && /(?:login|user|machine|host)[^\n]{0,60}$/i.test(before)) {
      const word = read(text, from, 'line', false);
      if (word !== undefined) return word;
    }
    return isQuote(text.charAt(from)) ? read(text, from, 'bare', false) : undefined;
  }
  if (text.charAt(end) === '(') return isQuote(text.charAt(end + 1)) ? read(text, end + 1, 'bare', false) : undefined;
  if (text.charAt(end) === '{' && isQuote(text.charAt(end + 1))) return read(text, end + 1, 'bare', false);
  return undefined;
}

/** A line of its own that only sets this name is a file of settings; anything else may be a program. */
function settingOf(text: string, nameStart: number, at: number, sign: string): Setting {
  if (sign !== '=' && sign !== ':' && !/^(?:is|was|ist|est|es):?$/i.test(sign)) return 'bare';
  const before = text.slice(Math.max(0, nameStart - 80), nameStart);
  const opening = /(?:^|\n)([^\n]*)$/.exec(before)?.[1] ?? '';
  if (!/^[+\- >#*/\t;"'`]{0,40}(?:(?:export|set|setx|ENV|ARG|declare -x|SET|\$env:|env|Environment=|value|-e|--env|--set|--build-arg)[ \t]?"?)?["'`]?$/.test(opening)) {
    return sign === '=' && /[?&;, ]$/.test(before) && text.charAt(at) === '=' ? 'line' : /^(?:is|was|ist|est|es)/i.test(sign) || sign === ':' ? 'line' : 'bare';
  }
  return 'line';
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'" || character === '`' || character === '“' || character === '‘' || character === '«';
}

const closing: Readonly<Record<string, string>> = { '“': '”', '‘': '’', '«': '»' };

/** @param inElement text of XML: it ends where a tag begins. */
function read(text: string, from: number, setting: Setting, inElement: boolean): Value | undefined {
  let at = from;
  if (!inElement) {
    const broken = matchEnd(lineBreak, text, at);
    if (broken !== -1) at = broken;
    const wrapped = matchEnd(wrapper, text, at);
    if (wrapped !== -1) at = wrapped;
  }
  let character = text.charAt(at);
  if (character === '\\' && isQuote(text.charAt(at + 1))) return readEscaped(text, at);
  if (text.startsWith('&quot;', at)) return readUntil(text, at + 6, '&quot;');
  if (isQuote(character) && !inElement) {
    // A value in three quotes is read as one in one.
    if (text.startsWith(character.repeat(3), at)) at += 2;
    character = text.charAt(at);
    return readQuoted(text, at, closing[character] ?? character);
  }
  return readBare(text, at, setting, inElement);
}

function readQuoted(text: string, at: number, quote: string): Value | undefined {
  const start = at + 1;
  const limit = Math.min(text.length, start + longestValue);
  for (let end = start; end < limit; end++) {
    const character = text.charAt(end);
    if (character === '\\') end++;
    else if (character === '\n' || character === '\r') return undefined;
    else if (character === quote) return trimmed(text, start, end);
  }
  return undefined;
}

function readUntil(text: string, start: number, mark: string): Value | undefined {
  const end = text.slice(start, start + longestValue).indexOf(mark);
  return end === -1 ? undefined : trimmed(text, start, start + end);
}

/** In a string within a string: from `\"` to the next. */
function readEscaped(text: string, at: number): Value | undefined {
  return readUntil(text, at + 2, text.slice(at, at + 2));
}

function trimmed(text: string, start: number, end: number): Value | undefined {
  const value = text.slice(start, end);
  if (value.includes('\n')) return undefined;
  const left = value.length - value.trimStart().length;
  return { start: start + left, end: start + value.trimEnd().length, setting: 'quoted' };
}

function stopsAt(characters: string): Uint8Array {
  const stops = new Uint8Array(128);
  for (const character of characters) stops[character.charCodeAt(0)] = 1;
  return stops;
}

const bareStops = stopsAt(' \t\r\n"\'`;,<>(){}[]|\\');
const lineStops = stopsAt(' \t\r\n"\'`<>');
const queryStops = stopsAt(' \t\r\n"\'`<>&#;,(){}[]|\\');

function readBare(text: string, start: number, setting: Setting, inElement: boolean): Value | undefined {
  const limit = Math.min(text.length, start + longestValue);
  const stops = isInQuery(text, start) ? queryStops : setting === 'line' ? lineStops : bareStops;
  let end = start;
  while (end < limit && stops[text.charCodeAt(end)] !== 1) end++;
  if (inElement) {
    const mark = text.startsWith(']]>', end - 2) ? end - 2 : end;
    return mark > start ? { start, end: mark, setting: 'quoted' } : undefined;
  }
  if (end === start) return undefined;
  const next = text.charAt(end);
  // A call, an index, a template.
  if (setting === 'bare' && (next === '(' || next === '[' || next === '{' || next === '<')) return undefined;
  let last = end;
  while (last > start && ',;.)]}\\'.includes(text.charAt(last - 1))) last--;
  const closed = last < end;
  const value = text.slice(start, last);
  if (/[([{]/.test(value) && /^[\w$.:>!&*-]{0,80}[([{]/.test(value)) return undefined;
  if (/^[&*%$@]?[A-Za-z_]\w*(?:(?:->|::|\.)\w+)+$/.test(value) && !isIn(sets.digits, value.charCodeAt(0)) && !/\d.*\d.*\d/.test(value)) return undefined;
  return { start, end: last, setting: closed && setting === 'line' && text.charAt(last) !== '.' ? 'bare' : setting };
}

/** Whether the value is a parameter of an address: `?token=value&…`. */
function isInQuery(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - longestName - 2), start);
  return /[?&][\w.%-]{1,80}=$/.test(before);
}

/** Names of secrets hold one of these. */
export const assignments: Finder = {
  literals: [
    'pass',
    'pwd',
    'pswd',
    'psw',
    'kennwort',
    'contrase',
    'senha',
    'wachtwoord',
    'lösenord',
    'hasło',
    'пароль',
    '密码',
    '密碼',
    'パスワード',
    '비밀번호',
    'mdp',
    'secret',
    'token',
    'key',
    'cred',
    'salt',
    'auth',
    'bearer',
    'jwt',
    'sess',
    'pepper',
    'connectionstring',
    '.sid',
    'seed',
  ].filter((literal) => literal.length >= 3),
  find: findAssignment,
};
