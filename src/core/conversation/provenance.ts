import { formatSeconds, plural } from '../format';
import type { Turn } from './conversation';

/** What an answer took, for the line below it: `first token 1.2 s`, `412 + 61 tokens`, `2 requests`. */
export function provenanceDetails({ record }: Turn): readonly string[] {
  if (record === undefined) return [];
  const { firstTokenAt, startedAt, usage, requests, finishReason } = record;
  const details: string[] = [];
  if (firstTokenAt !== undefined) details.push(`first token ${formatSeconds(firstTokenAt - startedAt)}`);
  if (usage?.promptTokens !== undefined && usage.completionTokens !== undefined) {
    details.push(`${usage.promptTokens} + ${usage.completionTokens} tokens`);
  }
  details.push(plural(requests, 'request'));
  if (finishReason === 'length') details.push('cut at its output limit');
  return details;
}
