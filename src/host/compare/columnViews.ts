import { findModel } from '../../core/catalogue/model';
import { shortName } from '../../core/catalogue/names';
import { speedOf } from '../../core/conversation/provenance';
import type { Turn } from '../../core/conversation/conversation';
import { formatCount, formatSeconds, formatSpeed } from '../../core/format';
import type { ColumnView, CompareAction, FigureView, VerdictView } from '../../protocol/compare';
import type { Assistant, AssistantState } from '../assistant';
import { namedView, turnView, type TurnFacts } from '../chat/chatState';
import { buttonPrice, withPrice } from '../priceText';
import type { Column } from './comparison';
import { isUsable } from './compareModels';

/** What is known about columns beside what they hold. */
export interface ColumnFacts extends TurnFacts, Pick<Assistant, 'priceOf' | 'keptOut'> {
  readonly labelOf: (action: CompareAction) => string;
}

/** The user's verdict; undefined while there is none. */
export type Best = { readonly model: string } | 'none' | undefined;

/** All columns, in order; figures say which is best once all have ended. */
export function columnViews(
  columns: readonly Column[],
  state: AssistantState,
  facts: ColumnFacts,
  now: number,
): readonly ColumnView[] {
  const figures = figuresOf(columns.map(({ turn }) => turn));
  return columns.map(({ model, turn }, at) => {
    // The head of the column says whom it is about, and what would be asked instead is nobody of the comparison.
    const { chosen: _chosen, offer: _offer, failure, ...view } = turnView(turn, state, facts, now);
    const action = actionOf(failure?.action);
    return {
      model: namedView(model, state, facts.policyOf),
      turn: failure === undefined ? view : { ...view, failure: { sentence: failure.sentence } },
      figures: figures[at] ?? [],
      retry: withPrice('Retry', buttonPrice(facts.priceOf('compare', model))),
      ...(action === undefined ? {} : { action: { id: action, label: facts.labelOf(action) } }),
    };
  });
}

/** Nobody asks the pinned model here, and asking again has a button of its own. */
function actionOf(action: CompareAction | 'retry' | undefined): CompareAction | undefined {
  return action === 'retry' || action === 'switchModel' || action === 'useLocal' ? undefined : action;
}

export function isEnded({ state }: Turn): boolean {
  return state !== 'waiting' && state !== 'streaming';
}

/** Whether there is something to judge. */
function hasAnswer(turn: Turn): boolean {
  return isEnded(turn) && turn.answer.trim() !== '';
}

/** Milliseconds from the question to the first token. */
export function firstTokenOf({ record }: Turn): number | undefined {
  return record?.firstTokenAt === undefined ? undefined : record.firstTokenAt - record.startedAt;
}

interface Measured {
  readonly label: string;
  readonly value: (turn: Turn) => number | undefined;
  readonly words: (value: number) => string;
  /** Which end of the scale is worth a word, if any. */
  readonly best?: { readonly of: (...values: number[]) => number; readonly mark: string };
}

const measured: readonly Measured[] = [
  { label: 'First token', value: firstTokenOf, words: formatSeconds, best: { of: Math.min, mark: 'first' } },
  { label: 'Speed', value: speedOf, words: formatSpeed, best: { of: Math.max, mark: 'fastest' } },
  { label: 'Answer', value: ({ record }) => record?.usage?.completionTokens, words: (n) => `${formatCount(n)} tokens` },
  { label: 'Requests', value: ({ record }) => record?.requests, words: formatCount },
];

/** Nothing while an answer is under way; a mark only where all have ended and one is better than another. */
function figuresOf(turns: readonly Turn[]): readonly (readonly FigureView[])[] {
  const isOver = turns.every(isEnded);
  return turns.map((turn) => {
    if (!isEnded(turn) || turn.record === undefined) return [];
    return measured.map((figure) => figureOf(figure, turn, isOver ? turns : []));
  });
}

/** @param compared with whom; nobody: it gets no mark. */
function figureOf({ label, value, words, best }: Measured, turn: Turn, compared: readonly Turn[]): FigureView {
  const own = value(turn);
  if (own === undefined) return { label, value: 'not known' };
  const figure = { label, value: words(own) };
  const all = compared.map(value).filter((each) => each !== undefined);
  // What reads the same is the same.
  if (best === undefined || new Set(all.map(words)).size < 2) return figure;
  return words(best.of(...all)) === figure.value ? { ...figure, mark: best.mark } : figure;
}

/** Who really answered in a column: evidence is about that model. */
export function answeredBy({ model, turn }: Column): string {
  return turn.switched?.served ?? model;
}

/** What can be chosen, was chosen, and can be done about it. */
export function verdictView(
  columns: readonly Column[],
  best: Best,
  state: AssistantState,
  { keptOut }: Pick<Assistant, 'keptOut'>,
): VerdictView {
  const judged = columns.filter(({ turn }) => hasAnswer(turn)).map(({ model }) => model);
  const isOpen = columns.filter(({ turn }) => isEnded(turn)).length >= 2;
  const candidates = isOpen ? judged : [];
  if (best === undefined) return { candidates };
  const column = best === 'none' ? undefined : columns.find(({ model }) => model === best.model);
  if (column === undefined) return { candidates, best: 'none' };
  const winner = answeredBy(column);
  const name = shortName(winner);
  const known = state.catalogue === undefined ? undefined : findModel(state.catalogue, winner);
  const chosen = { candidates, best: { model: column.model } };
  if (state.pin === winner) return { ...chosen, pinned: `${name} is pinned.` };
  if (known === undefined || !isUsable(winner, state.catalogue, state.paid, keptOut)) return chosen;
  return { ...chosen, pin: `Pin ${name}` };
}
