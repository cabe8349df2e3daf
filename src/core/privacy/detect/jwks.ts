import { type Finder, type Report, ranks } from './finder';
import { isPlaceholder } from './placeholders';

/** Both sides of `kty` together; a key of 8192 bits has some 6,000 characters. */
const longestSide = 8192;

const secretMember =
  /(?:^|[\s,{"'\\])(d|p|q|dp|dq|qi|k)(?:\\?["'])?\s{0,8}:\s{0,8}[bru]?\\?["'`]?([A-Za-z0-9_+/-]{16,4096}={0,2})(?![\w.([])/g;

/** The private members of a JSON Web Key (RFC 7518, 6.2.2, 6.3.2 and 6.4.1), in JSON or as an object in a program. */
function findJwk(text: string, at: number, _literal: string, report: Report): number {
  const before = text.slice(Math.max(0, at - longestSide), at);
  const opened = before.lastIndexOf('{');
  // In YAML no brace opens it: then the lines around it.
  const start = opened === -1 ? Math.max(0, at - 1024) : at - before.length + opened + 1;
  const after = text.slice(at, at + longestSide);
  const length = after.search(/[{}]/);
  const end = at + (length === -1 ? after.length : length);
  const symmetric = /kty\\?["']?\s{0,8}:\s{0,8}\\?["'`]oct/.test(after.slice(0, 40));
  for (const { 0: whole, 1: name = '', 2: value = '', index } of text.slice(start, end).matchAll(secretMember)) {
    if (isPlaceholder(value) || symmetric !== (name === 'k')) continue;
    const from = start + index + whole.lastIndexOf(value);
    report({ start: from, end: from + value.length, kind: 'JWK_PRIVATE_KEY', rank: ranks.key });
  }
  return end;
}

export const jwks: Finder = { literals: ['kty'], exactCase: true, find: findJwk };
