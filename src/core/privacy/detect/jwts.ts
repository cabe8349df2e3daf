import { mayBegin, runEnd, runStart, sets } from './characters';
import { type Finder, type Report, ranks } from './finder';

/** Tokens of identity providers with many claims have some thousand characters. */
const longest = 16_384;

/** Three parts (signed) or five (encrypted), split at the dots: RFC 7515 and RFC 7516. */
function findJwt(text: string, at: number, _literal: string, report: Report): number {
  const start = runStart(text, at, sets.urlDot, 1);
  if (start < at && !mayBegin(text, at)) return runEnd(text, at, sets.urlDot, longest);
  const end = runEnd(text, at, sets.urlDot, longest);
  const parts = text.slice(at, end).split('.', 8);
  const [header = '', payload = '', signature = ''] = parts;
  if (parts.length < 2 || header.length < 12) return end;
  // An encrypted one may have an empty second part; an unsigned one an empty third.
  const encrypted = parts.length >= 5 && signature.length > 0;
  if (!encrypted && payload.length < 8) return end;
  if (!isHeader(header)) return end;
  const length = parts.slice(0, encrypted ? 5 : 3).join('.').length;
  const value = text.slice(at, at + length).replace(/[.-]$/, '');
  report({ start: at, end: at + value.length, kind: 'JWT', rank: ranks.token });
  return end;
}

/** @param part in base64url: `{"alg":…` or its like. */
function isHeader(part: string): boolean {
  if (part.length > 4096) return false;
  const text = atob(
    part
      .replaceAll('-', '+')
      .replaceAll('_', '/')
      .slice(0, part.length - (part.length % 4)),
  );
  return /^\{\s{0,8}"\w{1,20}"\s{0,8}:/.test(text) && /"(?:alg|enc|typ|kid|cty|jwk|zip|k)"/.test(text);
}

export const jwts: Finder = { literals: ['eyJ', 'ewog', 'ewoJ', 'ewoi'], exactCase: true, find: findJwt };
