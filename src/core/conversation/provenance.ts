import { serverOf } from '../catalogue/model';
import { formatCredits, formatSeconds, plural } from '../format';
import type { Turn } from './conversation';

/** What an answer took, for the line below it: `fp8`, `first token 1.2 s`, `412 + 61 tokens`, `2 requests`. */
export function provenanceDetails({ record }: Turn): readonly string[] {
  if (record === undefined) return [];
  const { source, firstTokenAt, startedAt, usage, requests, serviceAttempts = 0, finishReason, cutAtTokens } = record;
  const details: string[] = [];
  if (source?.quantization !== undefined) details.push(source.quantization);
  if (firstTokenAt !== undefined) details.push(`first token ${formatSeconds(firstTokenAt - startedAt)}`);
  if (usage?.promptTokens !== undefined && usage.completionTokens !== undefined) {
    details.push(`${usage.promptTokens} + ${usage.completionTokens} tokens`);
  }
  const uncounted = source !== undefined && serverOf(source.model) !== undefined;
  details.push(uncounted ? 'not counted' : plural(requests, 'request'));
  if (serviceAttempts > 0) details.push(`service tried ${plural(serviceAttempts + 1, 'provider')}`);
  if (usage?.cost !== undefined && usage.cost > 0) details.push(`cost ${formatCredits(usage.cost)} USD`);
  if (cutAtTokens !== undefined) details.push(`cut at your limit of ${plural(cutAtTokens, 'token')}`);
  else if (finishReason === 'length') details.push('cut at its output limit');
  return details;
}
