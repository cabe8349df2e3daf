import { serverOf } from '../catalogue/model';
import { formatCredits, formatSeconds, plural } from '../format';
import { policyWords } from '../privacy/policy';
import type { Turn } from './conversation';

/** What an answer took, for the line below it: `fp8`, `may train on prompts`, `first token 1.2 s`, `412 + 61 tokens`. */
export function provenanceDetails(turn: Turn): readonly string[] {
  const { record } = turn;
  // Who gets what was sent is known, and said, before the answer has ended.
  const policy = (record?.source ?? turn.source)?.policy;
  const policyText = policy === undefined ? [] : [policyWords[policy]];
  if (record === undefined) return policyText;
  const { source, firstTokenAt, startedAt, usage, requests, replaced = 0, serviceAttempts = 0 } = record;
  const { finishReason, cutAtTokens } = record;
  const details: string[] = [];
  if (source?.quantization !== undefined) details.push(source.quantization);
  details.push(...policyText);
  if (firstTokenAt !== undefined) details.push(`first token ${formatSeconds(firstTokenAt - startedAt)}`);
  if (usage?.promptTokens !== undefined && usage.completionTokens !== undefined) {
    details.push(`${usage.promptTokens} + ${usage.completionTokens} tokens`);
  }
  const uncounted = source !== undefined && serverOf(source.model) !== undefined;
  details.push(uncounted ? 'not counted' : plural(requests, 'request'));
  if (serviceAttempts > 0) details.push(`service tried ${plural(serviceAttempts + 1, 'provider')}`);
  if (usage?.cost !== undefined && usage.cost > 0) details.push(`cost ${formatCredits(usage.cost)} USD`);
  if (replaced > 0) details.push(`${plural(replaced, 'secret')} replaced`);
  if (cutAtTokens !== undefined) details.push(`cut at your limit of ${plural(cutAtTokens, 'token')}`);
  else if (finishReason === 'length') details.push('cut at its output limit');
  return details;
}
