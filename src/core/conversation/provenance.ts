import { serverOf } from '../catalogue/model';
import type { Source } from '../engine/events';
import type { FinishReason, Usage } from '../engine/ports';
import { describeSwitch } from '../engine/switch';
import { formatCount, formatCredits, formatMoment, formatSeconds, formatSpeed, plural } from '../format';
import { policyWords } from '../privacy/policy';
import type { Turn } from './conversation';
import { leftOutSentence } from './fit';

/** Below these a speed says nothing: a single read of the socket may bring all of it. */
const FEWEST_TOKENS = 10;
const SHORTEST = 300;

const NOT_KNOWN = 'not known';

/** What an answer took, for the line below it: `fp8`, `may train on prompts`, `first token 1.2 s`, `61 tokens/s`, `412 + 61 tokens`. */
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
  const speed = speedOf(turn);
  if (speed !== undefined) details.push(formatSpeed(speed));
  if (usage?.promptTokens !== undefined && usage.completionTokens !== undefined) {
    details.push(`${usage.promptTokens} + ${usage.completionTokens} tokens`);
  }
  details.push(isUncounted(source) ? 'not counted' : plural(requests, 'request'));
  if (serviceAttempts > 0) details.push(`service tried ${plural(serviceAttempts + 1, 'provider')}`);
  if (usage?.cost !== undefined && usage.cost > 0) details.push(`cost ${formatCredits(usage.cost)} USD`);
  if (replaced > 0) details.push(`${plural(replaced, 'secret')} replaced`);
  if (cutAtTokens !== undefined) details.push(`cut at your limit of ${plural(cutAtTokens, 'token')}`);
  else if (finishReason === 'length') details.push('cut at its output limit');
  return details;
}

/** One line of the details on demand. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/**
 * All that is known about an answer, for who opens it; `not known` where not knowing matters. Nothing is said twice: with
 * no switch and no choice of the user, the model that was asked is the one that served.
 */
export function provenanceFacts(turn: Turn): readonly Fact[] {
  const { record, chosen, leftOut, askedAt } = turn;
  const facts: Fact[] = [];
  const tell = (label: string, value: string | undefined): void => {
    if (value !== undefined) facts.push({ label, value });
  };
  const asked = chosen ?? turn.switched?.pinned ?? turn.asking;
  tell('Asked', chosen === undefined ? asked : `${chosen}, by your choice`);
  for (const [label, value] of servedFacts(turn)) tell(label, value);
  if (record !== undefined) {
    const { startedAt, firstTokenAt, endedAt, requests, serviceAttempts = 0, replaced } = record;
    tell('Time to first token', firstTokenAt === undefined ? undefined : formatSeconds(firstTokenAt - startedAt));
    tell('Whole time', formatSeconds(endedAt - startedAt));
    const speed = speedOf(turn);
    tell('Speed', speed === undefined ? undefined : formatSpeed(speed));
    for (const [label, value] of usageFacts(record.usage)) tell(label, value);
    tell('Requests used', isUncounted(record.source) ? `${requests}, not counted` : String(requests));
    tell('Tried by the service', serviceAttempts > 0 ? plural(serviceAttempts + 1, 'provider') : undefined);
    tell('Secrets replaced', replaced === undefined ? undefined : String(replaced));
  }
  tell('Ended', endWords(turn));
  tell('Asked at', formatMoment(askedAt));
  tell('Left out', leftOut === undefined ? undefined : leftOutSentence(leftOut));
  return facts;
}

type Told = readonly (readonly [label: string, value: string | undefined])[];

function servedFacts(turn: Turn): Told {
  const source = turn.record?.source ?? turn.source;
  const switched = turn.record?.switched ?? turn.switched;
  if (source === undefined) return [];
  const { policy = 'unknown' } = source;
  return [
    ['Served by', source.model],
    ['Provider', source.provider ?? ownServer(source) ?? NOT_KNOWN],
    ['Quantization', source.quantization ?? NOT_KNOWN],
    ['Data policy', policy === 'unknown' ? `${NOT_KNOWN}; counts as training on prompts` : policyWords[policy]],
    ['Switch', switched === undefined ? 'none' : describeSwitch(switched).headline],
  ];
}

function usageFacts({ promptTokens, completionTokens, reasoningTokens, cost }: Usage = {}): Told {
  return [
    ['Question', promptTokens === undefined ? undefined : tokenText(promptTokens)],
    ['Answer', completionTokens === undefined ? undefined : tokenText(completionTokens)],
    // The service counts them as part of the answer.
    ['Thinking', reasoningTokens === undefined ? undefined : `${tokenText(reasoningTokens)} of the answer`],
    ['Cost', cost === undefined ? undefined : `${formatCredits(cost)} USD`],
  ];
}

function tokenText(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'token' : 'tokens'}`;
}

function ownServer({ model }: Source): string | undefined {
  const server = serverOf(model);
  return server === undefined ? undefined : `your server ${server}`;
}

function isUncounted(source: Source | undefined): boolean {
  return source !== undefined && serverOf(source.model) !== undefined;
}

/**
 * Tokens in a second, from the first token to the end; undefined where it would say nothing. Thinking that was counted
 * but not shown was done before the first token came.
 */
export function speedOf({ record, reasoning }: Turn): number | undefined {
  const { usage, firstTokenAt, endedAt = 0 } = record ?? {};
  if (usage?.completionTokens === undefined || firstTokenAt === undefined) return undefined;
  const tokens = usage.completionTokens - (reasoning === '' ? (usage.reasoningTokens ?? 0) : 0);
  const milliseconds = endedAt - firstTokenAt;
  return tokens < FEWEST_TOKENS || milliseconds < SHORTEST ? undefined : (tokens * 1000) / milliseconds;
}

const endings: Readonly<Record<FinishReason, string>> = {
  stop: 'by itself',
  length: 'cut at its output limit',
  toolCalls: 'with the call of a tool',
  contentFilter: 'cut by a content filter',
  error: 'with an error of the provider',
  other: 'for a reason that the service did not name',
};

function endWords({ state, record }: Turn): string | undefined {
  if (state === 'waiting' || state === 'streaming') return undefined;
  if (state === 'failed') return 'with a failure';
  // Without a record it was under way when the editor closed.
  if (state === 'stopped') return record === undefined ? 'when the editor was closed or reloaded' : 'stopped by you';
  if (record?.cutAtTokens !== undefined) return `cut at your limit of ${tokenText(record.cutAtTokens)}`;
  return record?.finishReason === undefined ? undefined : endings[record.finishReason];
}
