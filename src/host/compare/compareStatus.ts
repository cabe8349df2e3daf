import { findModel, serverOf } from '../../core/catalogue/model';
import { shortName } from '../../core/catalogue/names';
import { describeFailure, type Failure } from '../../core/errors';
import { formatCredits, formatTime, plural } from '../../core/format';
import type { CompareAction, CompareStatus } from '../../protocol/compare';
import type { Assistant, AssistantState } from '../assistant';
import { namedView } from '../chat/chatState';
import { type ComparePrice, compareLabel, comparePriceText, sumOfPrices } from './comparePrice';
import { isUsable, LEAST } from './compareModels';

/** What the form shows beside the shared state. */
export interface CompareFacts extends Pick<Assistant, 'priceOf' | 'policyOf' | 'keptOut'> {
  /** Ids, in order. */
  readonly models: readonly string[];
  readonly busy: boolean;
  /** Of the question, estimated; only asked for where money is concerned. */
  readonly promptTokens: () => number;
  readonly labelOf: (action: CompareAction) => string;
}

type Problem = { readonly sentence: string; readonly action?: CompareAction };

/** The form as the page shows it, computed from what is known. */
export function compareStatus(state: AssistantState, facts: CompareFacts, now: number): CompareStatus {
  const { models, busy, priceOf, policyOf, promptTokens, labelOf } = facts;
  const price = sumOfPrices(
    models.map((model) => priceOf('compare', model)),
    promptTokens,
  );
  const problem = busy ? undefined : problemOf(state, facts, price, now);
  const note = problem === undefined && !busy ? noteOf(state, price, now) : undefined;
  return {
    models: models.map((id) => namedView(id, state, policyOf)),
    price: comparePriceText(price, state.meter?.day.remaining),
    button: compareLabel(price),
    busy,
    ...(problem === undefined ? {} : { problem: labelled(problem, labelOf) }),
    ...(note === undefined ? {} : { note }),
  };
}

function labelled(
  { sentence, action }: Problem,
  labelOf: CompareFacts['labelOf'],
): NonNullable<CompareStatus['problem']> {
  return { sentence, ...(action === undefined ? {} : { action: { id: action, label: labelOf(action) } }) };
}

/** Why nothing can be asked; what concerns all models comes before what concerns one. */
function problemOf(
  state: AssistantState,
  { models, keptOut }: CompareFacts,
  price: ComparePrice,
  now: number,
): Problem | undefined {
  const { meter, key, catalogue, failure, loading, paid, spending } = state;
  const needsService = models.length === 0 || models.some((id) => serverOf(id) === undefined);
  if (meter?.costAlarm !== undefined) return inWords({ kind: 'unexpectedCost', ...meter.costAlarm }, now);
  if (needsService) {
    if (key === 'none') return inWords({ kind: 'noKey' }, now);
    if (failure?.kind === 'unauthorized') return inWords(failure, now);
  }
  if (catalogue === undefined) {
    if (failure !== undefined && !loading) return inWords(failure, now);
    return { sentence: 'The list of models is being read…' };
  }
  const out = models.find((id) => !isUsable(id, catalogue, paid, keptOut));
  if (out !== undefined) return { sentence: outWords(out, state, keptOut) };
  if (models.length < LEAST) return { sentence: 'Choose at least two models to compare.' };
  return quotaProblem(price, meter, now) ?? budgetProblem(price, spending);
}

function inWords(failure: Failure, now: number): Problem {
  const { sentence, action } = describeFailure(failure, undefined, now, 'questionAndAnswer');
  // Nobody asks the pinned model here.
  if (action === 'switchModel') return { sentence };
  return { sentence, ...(action === undefined ? {} : { action: action === 'retry' ? 'reload' : action }) };
}

function outWords(id: string, { catalogue }: AssistantState, keptOut: CompareFacts['keptOut']): string {
  const name = shortName(id);
  const model = catalogue === undefined ? undefined : findModel(catalogue, id);
  if (model === undefined) return `${name} is not in the list of models any more. Remove it.`;
  return keptOut(model) === undefined
    ? `${name} is not free, so nothing is sent to it. Remove it.`
    : `${name} is kept out by your privacy level. Remove it.`;
}

function quotaProblem(
  { counted: { least } }: ComparePrice,
  meter: AssistantState['meter'],
  now: number,
): Problem | undefined {
  if (meter?.day.remaining === undefined || least <= meter.day.remaining) return undefined;
  const { remaining, blockedUntil, resetAt } = meter.day;
  const left = remaining === 0 ? 'none is' : remaining === 1 ? '1 is' : `${remaining} are`;
  const help =
    remaining >= LEAST ? 'Remove a model, or take one of your own servers' : 'Take models of your own servers';
  return {
    sentence: `This takes ${plural(least, 'request')}, and ${left} left today. ${help}; the day begins anew at ${formatTime(blockedUntil ?? resetAt, now)}.`,
  };
}

function budgetProblem({ usd }: ComparePrice, spending: AssistantState['spending']): Problem | undefined {
  if (usd === undefined || spending === undefined || spending.spent + usd <= spending.dailyBudget) return undefined;
  const { spent, dailyBudget } = spending;
  return {
    sentence: `This may cost up to ${formatCredits(usd)} USD; ${formatCredits(spent)} of today's ${formatCredits(dailyBudget)} USD are spent.`,
    action: 'openBudget',
  };
}

/** What waits says so itself when it is asked; here it is known beforehand. */
function noteOf({ meter }: AssistantState, { counted: { least } }: ComparePrice, now: number): string | undefined {
  if (meter === undefined || least === 0) return undefined;
  const { used, limit, freeAt } = meter.minute;
  const isTight = freeAt > now || (limit !== undefined && used + least > limit);
  return isTight ? 'Some of these wait for the minute limit.' : undefined;
}
