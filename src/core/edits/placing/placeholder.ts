import { indentOf, isBlank, isTelling } from '../text/lines';

const COMMENT =
  /^\s*(?:\/\/+|#+|--+|;+|%+|\/\*+|<!--|\{\/\*|\(\*|\*(?!\*)|"""|'''|'(?=\s)|REM\b)\s*(.*?)\s*(?:\*\/\}?|-->|\*\)|"""|''')?\s*$/i;

/** What a comment says in whose place there was code: certain, because it speaks of the text and not of what it does. */
const SAYS_SO: readonly RegExp[] = [
  /^[[(<{]*\s*(?:\.{3,}|…)/,
  /(?:\.{3,}|…)[\])>}]*$/,
  /\b(?:rest|remainder) of (?:the |your |this |our )?(?:\w+ )?(?:code|file|functions?|class|methods?|implementation|module|logic|body|script|program|component|tests?|imports?)\b/i,
  /\b(?:existing|previous|original|remaining|other|unchanged|same)\s+(?:\w+\s+)?(?:code|implementation|logic|methods?|functions?|lines|imports?|body|contents?|tests?|cases)\b.*\b(?:here|unchanged|remains?|stays?|as before|goes|same|omitted|above|below|continues?)\b/i,
  /^(?:the )?(?:existing|remaining|unchanged|original|previous|same) (?:code|implementation|logic|methods?|functions?|lines|imports?|body|contents?|tests?)\W*$/i,
  /\b(?:your|add|insert|put|place|implement|write)\b.*\b(?:code|logic|implementation)\b.*\bhere\b/i,
  /\b(?:code|implementation|logic|body)\s+(?:goes|stays|remains|continues)\b/i,
  /^\W*(?:unchanged|no changes?|same as (?:before|above)|as before|omitted|truncated|snip)\W*$/i,
  /\b(?:omitted|shortened|truncated|left out)\s+(?:here\b|for brevity)/i,
  /\bfor brevity\b/i,
];

const TO_DO = /\b(?:TODO|FIXME)\b\W*(?:implement|add|complete|fill|write|your|finish)/i;
const INLINE =
  /\{\s*(?:\.{3}|…|\/\*\s*(?:\.{3}|…)[^*]*\*\/)\s*\}|\/\*\s*(?:\.{3}|…)(?:[^*]|\*(?!\/))*\*\/|\[\s*\.{3}[^\]]*\b(?:unchanged|omitted|rest)\b[^\]]*\]/i;
const PROSE = new Set(['markdown', 'plaintext', 'restructuredtext', 'latex', 'tex', 'asciidoc']);

/** Written to be read: a line that begins with a sign of a comment is none there. */
export function isProseLanguage(languageId: string): boolean {
  return PROSE.has(languageId);
}

/**
 * The line that stands for code that the answer leaves out.
 * @param lines of the answer, all of them.
 * @param isNew whether a line is not in the base already.
 * @param replaces whether lines of the base go in favour of this one.
 */
export function placeholderIn(
  lines: readonly string[],
  languageId: string,
  isNew: (at: number) => boolean,
  replaces: (at: number) => boolean,
): string | undefined {
  return lines
    .find((line, at) => {
      if (!isNew(at) || isBlank(line)) return false;
      if (/^\s*(?:\.{3,}|…)\s*$/.test(line)) return !hasMeaning(lines, at, languageId);
      if (isProseLanguage(languageId)) {
        const comment = /^\s*<!--\s*(.*?)\s*-->\s*$/.exec(line)?.[1];
        const aside = /^\s*[*_]*[([<{]+\s*(.*?)\s*[)\]>}]+[.:]?[*_]*\s*$/.exec(line)?.[1];
        if (aside !== undefined && replaces(at) && MAY_SAY_SO.test(aside)) return true;
        return comment !== undefined && SAYS_SO.some((pattern) => pattern.test(comment));
      }
      const comment = COMMENT.exec(line)?.[1];
      const trailing = /(?:\/\/|#|--)\s*((?:\.{3}|…).*)$/.exec(line)?.[1];
      if ([comment, trailing].some((text) => text !== undefined && SAYS_SO.some((pattern) => pattern.test(text)))) {
        return true;
      }
      return INLINE.test(line) || (TO_DO.test(line) && replaces(at));
    })
    ?.trim();
}

/** `...` alone: the whole body of a Python function, the end of a YAML document, the last parameter in C. */
function hasMeaning(lines: readonly string[], at: number, languageId: string): boolean {
  const line = lines[at] ?? '';
  if (languageId === 'yaml') return line.trim() === '...' && indentOf(line) === '';
  const before = lines.slice(0, at).findLast((each) => !isBlank(each)) ?? '';
  const after = lines.slice(at + 1).find((each) => !isBlank(each)) ?? '';
  if (languageId === 'c' || languageId === 'cpp') return before.trimEnd().endsWith(',') && /^\s*\)/.test(after);
  if (languageId !== 'python' || line.trim() !== '...') return false;
  return /(?::|""")\s*$/.test(before) && indentOf(after).length < indentOf(line).length;
}

/** What may speak of code that was left out, or of what the code does: certain only where code goes with it. */
const MAY_SAY_SO =
  /(?<!\p{L})(?:unchanged|same|rest|remain\p{L}*|existing|original\p{L}*|previous\p{L}*|before|above|below|omit\p{L}*|etc|and so on|continu\p{L}*|keep\p{L}*|kept|as (?:is|it was)|here|snip|stays?|your (?:code|logic)|others?|further|gleich\p{L}*|unverändert\p{L}*|bleib\p{L}*|übrige\p{L}*|reste|inchangé\p{L}*|existant\p{L}*|resto|restante\p{L}*|igual|cambios|existente\p{L}*|inalterad\p{L}*)(?!\p{L})|\.{3}|…|остальн|без изменений|существующ|省略|不变|不變|其余|其餘|同上|现有|以下|変更なし|既存|残り|나머지|동일|기존/iu;

/**
 * The comment that stands where code was: it speaks of it, or nothing but comments comes in its place.
 * @param gone lines of the base that go.
 * @param come lines that come in their place.
 * @param isNew whether a line is not in the base already.
 * @param isOnePlace all of them stand together.
 */
export function standInFor(
  gone: readonly string[],
  come: readonly string[],
  isNew: (line: string) => boolean,
  isOnePlace: boolean,
): string | undefined {
  const isCode = (line: string): boolean => isTelling(line) && !COMMENT.test(line);
  const lost = gone.filter(isCode);
  const comments = come.filter((line) => !isBlank(line) && COMMENT.test(line));
  const code = come.filter(isCode);
  if (lost.length <= code.length) return undefined;
  const isAll = isOnePlace && code.length === 0 && lost.length >= 2;
  return comments
    .find((line) => {
      const said = COMMENT.exec(line)?.[1] ?? '';
      // Code that was put into a comment is still there.
      if (!isNew(line) || said === '' || lost.some((one) => said.includes(one.trim()))) return false;
      return isAll || MAY_SAY_SO.test(said);
    })
    ?.trim();
}
