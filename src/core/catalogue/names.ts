/**
 * The name a person would say: without author, variant, date, tuning suffix and, where a word remains, without sizes.
 * `nvidia/nemotron-3-ultra-550b-a55b:free` → `nemotron-3-ultra`, `google/gemma-4-31b-it:free` → `gemma-4-31b`.
 * The router keeps its author, because `free` alone says nothing.
 */
export function shortName(id: string): string {
  const withoutVariant = id.replace(/:[a-z]+$/, '');
  if (withoutVariant.startsWith('openrouter/')) return withoutVariant;
  const slug = withoutVariant.slice(withoutVariant.indexOf('/') + 1);
  return slug
    .replace(/-\d{8}$/, '')
    .replace(/-\d{4}-\d{2}-\d{2}$/, '')
    .replace(/-(?:it|instruct)$/, '')
    .replace(/([a-z])-\d+(?:\.\d+)?b-a\d+(?:\.\d+)?b/, '$1')
    .replace(/(-\d+(?:\.\d+)?b)-a\d+(?:\.\d+)?b/, '$1');
}
