import type { Asked } from './asked';

/** What HTML has in the place of signs of code. */
export const ENTITY = /&(?:lt|gt|amp|quot|apos|#39|#x27|#34);/;

/** Languages in which entities may be meant. */
const MARKUP = new Set([
  'html',
  'xml',
  'xsl',
  'svg',
  'vue',
  'svelte',
  'markdown',
  'mdx',
  'javascriptreact',
  'typescriptreact',
  'php',
  'razor',
  'handlebars',
  'astro',
  'erb',
  'blade',
  'jsp',
  'twig',
  'django-html',
  'jinja-html',
  'restructuredtext',
  'plaintext',
]);

const SIGNS: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#34;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&#x27;': "'",
};

/** With signs in place of all entities. */
export function unescape(text: string): string {
  return text.replaceAll(new RegExp(ENTITY, 'g'), (entity) => SIGNS[entity] ?? entity);
}

/**
 * With signs in place of HTML's entities, where the base has none of these and its lines come out by it.
 * @returns undefined: it cannot be told whether they are meant.
 */
export function unescaped(code: string, { task, all }: Asked): string | undefined {
  if (!ENTITY.test(code) || ENTITY.test(task.base)) return code;
  const lines = code.split('\n').map((line) => line.trim());
  if (lines.some((line) => ENTITY.test(line) && all.has(unescape(line)))) {
    // Never only a part: a line of the base with a bare sign would speak against it.
    return lines.some((line) => /[<>&]/.test(line.replaceAll(new RegExp(ENTITY, 'g'), '')))
      ? undefined
      : unescape(code);
  }
  const showsBare = lines.some((line) => /[<>&]/.test(line) && !ENTITY.test(line) && all.has(line));
  return showsBare || MARKUP.has(task.languageId) ? code : undefined;
}
