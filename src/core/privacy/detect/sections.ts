import { type Finder, type Report, ranks } from './finder';
import { judgeName } from './names';
import { isPlaceholder } from './placeholders';
import { isHex, looksRandom } from './randomness';
import { isSecretValue } from './values';

const header = /\[{1,2}[ \t]{0,4}([\w.:" -]{2,60})\]{1,2}[ \t]{0,8}(?:[#;][^\n]{0,120})?\r?\n/y;
const entry =
  /[ \t]{0,20}(?:["']?([A-Za-z][\w.-]{0,60})["']?[ \t]{0,20}[=:][ \t]{0,20}(?:"([^"\n]{4,512})"|'([^'\n]{4,512})'|([^\s"'#;]{4,512}))|[^\n[]{0,600})[^\n]{0,200}\r?\n?/y;
const mostEntries = 80;

/** Sections of which every value is one. */
const holders = /(?:^|[._-])(?:secrets?|tokens?|credentials?|passwords?|api[_-]?keys?|keys)$/i;

/** In TOML and INI files the name of the section says what `key`, `pat` or `value` is: `[azure]`, `pat = "…"`. */
function findSection(text: string, at: number, _literal: string, report: Report): number {
  return readSection(text, at + 1, report);
}

/** @param at where its bracket stands. */
function readSection(text: string, at: number, report: Report): number {
  header.lastIndex = at;
  const section = header.exec(text)?.[1]?.replaceAll('"', '');
  if (section === undefined) return at;
  const last = section.slice(Math.max(section.lastIndexOf('.'), section.lastIndexOf(':')) + 1).trim();
  const holds = holders.test(section) || holders.test(last);
  let from = header.lastIndex;
  for (let count = 0; count < mostEntries && from < text.length && text.charAt(from) !== '['; count++) {
    entry.lastIndex = from;
    const found = entry.exec(text);
    if (found === null || entry.lastIndex === from) break;
    const [whole, name = '', ...values] = found;
    const value = values.find((one) => one !== undefined) ?? '';
    const kind = kindOf(last, name, value, holds);
    if (kind !== undefined) {
      const start = from + whole.indexOf(value, whole.indexOf(name) + name.length);
      report({ start, end: start + value.length, kind, rank: ranks.assignment });
    }
    from = entry.lastIndex;
  }
  return at + 1;
}

function kindOf(section: string, name: string, value: string, holds: boolean): string | undefined {
  if (value.length < 8 || /\s/.test(value)) return undefined;
  const judged = judgeName(`${section}_${name}`);
  if (judged !== undefined && (judged.provider || holds))
    return isSecretValue(value, judged.nameClass, 'line', judged.provider) ? judged.kind : undefined;
  if (!holds && !/^(?:value|api|auth|pat)$/i.test(name)) return undefined;
  const asProvider = judgeName(`${section}_token`);
  const own = judgeName(section) ?? (asProvider?.provider ? asProvider : undefined);
  if (!holds && own === undefined) return undefined;
  return value.length >= 20 &&
    !isPlaceholder(value) &&
    /^[\w+/=-]+$/.test(value) &&
    (isHex(value) || looksRandom(value))
    ? (own?.kind ?? 'SECRET')
    : undefined;
}

/** One for each letter a section's name may begin with, as a literal has three characters. */
export const sections: Finder = {
  literals: Array.from('abcdefghijklmnopqrstuvwxyz["', (letter) => `\n[${letter}`),
  find: findSection,
};

/** A section at the very beginning has no line break before it. */
export function findFirstSection(text: string, report: Report): void {
  if (text.startsWith('[')) readSection(text, 0, report);
}
