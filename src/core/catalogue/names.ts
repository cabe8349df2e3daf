import { serverOf } from './model';

/**
 * The name a person would say: without author, variant, date, tuning suffix and, where a word remains, without sizes.
 * `nvidia/nemotron-3-ultra-550b-a55b:free` → `nemotron-3-ultra`, `google/gemma-4-31b-it:free` → `gemma-4-31b`.
 * The router keeps its author, because `free` alone says nothing; a model of another server keeps the server's name and
 * its own in full, because two servers may have the same: `@ollama/qwen3:8b` → `ollama/qwen3:8b`.
 */
export function shortName(id: string): string {
  if (serverOf(id) !== undefined) return id.slice(1);
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
