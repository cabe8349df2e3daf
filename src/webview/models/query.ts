import { go } from 'fuzzysort';
import type { BrowseEntry, Category, DataPolicy, Ranking } from '../../protocol/models';
import { isCategory } from './wording';

export type Ability = 'tools' | 'images' | 'structuredOutput' | 'reasoning';
export type Sort = 'coding' | 'used' | 'newest' | 'context' | 'name';
export type PolicyFilter = '' | 'noRetention' | 'notTrained' | 'allowed';

export const abilities: readonly Ability[] = ['tools', 'images', 'structuredOutput', 'reasoning'];
export const sorts: readonly Sort[] = ['coding', 'used', 'newest', 'context', 'name'];
export const policyFilters: readonly PolicyFilter[] = ['', 'noRetention', 'notTrained', 'allowed'];
/** Tokens; 0 stands for any. */
export const contextSteps: readonly number[] = [0, 32_000, 128_000, 256_000, 500_000, 1_000_000];

/** What the user looks for. An empty text means: whichever. */
export interface Query {
  readonly text: string;
  readonly author: string;
  readonly leastContext: number;
  readonly price: 'free' | 'all';
  readonly abilities: readonly Ability[];
  readonly policy: PolicyFilter;
  readonly use: Category | '';
  readonly sort: Sort;
}

export const everything: Query = {
  text: '',
  author: '',
  leastContext: 0,
  price: 'free',
  abilities: [],
  policy: '',
  use: '',
  sort: 'coding',
};

/** What the service said about an order that only it knows: the place of each model, or why it said nothing. */
export type RankingState =
  | { readonly state: 'asked' }
  | { readonly state: 'known'; readonly places: ReadonlyMap<string, number> }
  | { readonly state: 'failed'; readonly problem: string };

/** What happens to what the models are sent, by their ids, and which of them the user's level keeps out. */
export interface Privacy {
  readonly policies: ReadonlyMap<string, DataPolicy>;
  readonly keptOut: ReadonlySet<string>;
}

export type Rankings = ReadonlyMap<Ranking, RankingState>;

/** A query as it was saved, by whatever version of this page: what is not understood is as it was at first. */
export function toQuery(saved: unknown): Query {
  if (typeof saved !== 'object' || saved === null) return everything;
  const values = new Map<string, unknown>(Object.entries(saved));
  const text = (name: string): string => {
    const value = values.get(name);
    return typeof value === 'string' ? value : '';
  };
  const chosen = values.get('abilities');
  const use = text('use');
  return {
    text: text('text'),
    author: text('author'),
    leastContext: contextSteps.find((step) => step === values.get('leastContext')) ?? 0,
    price: text('price') === 'all' ? 'all' : 'free',
    abilities: abilities.filter((ability) => Array.isArray(chosen) && chosen.includes(ability)),
    policy: policyFilters.find((policy) => policy === text('policy')) ?? '',
    use: isCategory(use) ? use : '',
    sort: sorts.find((sort) => sort === text('sort')) ?? 'coding',
  };
}

/** The orders of the service that a query needs. */
export function rankingsOf({ sort, use }: Query): readonly Ranking[] {
  return [...(sort === 'used' ? (['top-weekly'] as const) : []), ...(use === '' ? [] : [use])];
}

/** How many filters are set besides the text; the order is none. */
export function countFilters({ author, leastContext, price, abilities: wanted, policy, use }: Query): number {
  const set = [author !== '', leastContext > 0, price !== 'free', policy !== '', use !== ''];
  return set.filter(Boolean).length + wanted.length;
}

/** The models in question before any filter but the price: what `14 of 16` counts. */
export function inScope(models: readonly BrowseEntry[], { price }: Query): readonly BrowseEntry[] {
  return price === 'all' ? models : models.filter(({ free }) => free);
}

/**
 * The models a query asks for, in its order. Where the text is there word by word comes before what is only like it.
 * A filter or an order that only the service knows is left out until it is known. A data policy that is not known counts
 * as one that allows training.
 */
export function select(
  models: readonly BrowseEntry[],
  query: Query,
  rankings: Rankings,
  privacy: Privacy | undefined,
): readonly BrowseEntry[] {
  const used = query.use === '' ? undefined : placesOf(rankings, query.use);
  const fitting = inScope(models, query).filter(
    (model) =>
      (query.author === '' || model.author === query.author) &&
      (query.leastContext === 0 || (model.contextLength ?? 0) >= query.leastContext) &&
      query.abilities.every((ability) => isAble(model, ability)) &&
      fitsPolicy(model, query.policy, privacy) &&
      used?.has(model.id) !== false,
  );
  const order = orderOf(query.sort, placesOf(rankings, 'top-weekly'));
  const { exact, similar } = search(fitting, query.text);
  return [...exact.toSorted(order), ...similar.toSorted(order)];
}

function placesOf(rankings: Rankings, ranking: Ranking): ReadonlyMap<string, number> | undefined {
  const known = rankings.get(ranking);
  return known?.state === 'known' ? known.places : undefined;
}

export function isAble({ capabilities }: BrowseEntry, ability: Ability): boolean {
  return ability === 'reasoning' ? capabilities.reasoning !== 'none' : capabilities[ability];
}

function fitsPolicy({ id }: BrowseEntry, wanted: PolicyFilter, privacy: Privacy | undefined): boolean {
  const policy = privacy?.policies.get(id);
  if (wanted === 'allowed') return privacy?.keptOut.has(id) !== true;
  if (wanted === 'notTrained') return policy === 'noRetention' || policy === 'keptNotTrained';
  return wanted === '' || policy === wanted;
}

/** Scores of the search, of which 1 is the same; by trial with ids and common slips. */
const LIKE = 0.5;
const BARELY_LIKE = 0.2;

interface Found {
  readonly exact: readonly BrowseEntry[];
  readonly similar: readonly BrowseEntry[];
}

function search(models: readonly BrowseEntry[], text: string): Found {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return { exact: models, similar: [] };
  const exact = models.filter((model) => hasWords(model, words));
  const found = new Set(exact);
  const similarTo = (threshold: number): readonly BrowseEntry[] =>
    go(words.join(' '), models, { keys: ['id', 'name'], limit: 0, threshold }).map(({ obj }) => obj);
  const similar = similarTo(LIKE).filter((model) => !found.has(model));
  // Letters left out or swapped match badly, so bad matches are worth showing only when there are no others.
  return { exact, similar: exact.length + similar.length === 0 ? similarTo(BARELY_LIKE) : similar };
}

function hasWords({ id, name, shortName, description = '' }: BrowseEntry, words: readonly string[]): boolean {
  const text = `${id} ${shortName} ${name} ${description}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

type Order = (a: BrowseEntry, b: BrowseEntry) => number;

/** Unknown figures come last; equals are in the order of the coding index, then the context, then free ones, then the id. */
function orderOf(sort: Sort, places: ReadonlyMap<string, number> | undefined): Order {
  const first: Readonly<Record<Sort, Order>> = {
    coding: () => 0,
    used: descending(({ id }) => negative(places?.get(id))),
    newest: descending(({ createdAt }) => createdAt),
    context: descending(({ contextLength }) => contextLength),
    name: (a, b) => a.shortName.localeCompare(b.shortName, 'en'),
  };
  return (a, b) =>
    first[sort](a, b) || byCoding(a, b) || byContext(a, b) || freeFirst(a, b) || a.id.localeCompare(b.id, 'en');
}

function descending(figure: (model: BrowseEntry) => number | undefined): Order {
  return (a, b) => {
    const [left = -Infinity, right = -Infinity] = [figure(a), figure(b)];
    // Two infinities have no difference.
    return left === right ? 0 : right - left;
  };
}

const byCoding = descending(({ codingIndex }) => codingIndex);
const byContext = descending(({ contextLength }) => contextLength);
const freeFirst = descending(({ free }) => Number(free));

function negative(place: number | undefined): number | undefined {
  return place === undefined ? undefined : -place;
}

export interface Author {
  readonly id: string;
  readonly name: string;
  readonly count: number;
}

/** Who made the models in question, by name. */
export function authorsOf(models: readonly BrowseEntry[]): readonly Author[] {
  const authors = new Map<string, Author>();
  for (const { author, authorName } of models) {
    const known = authors.get(author);
    authors.set(author, { id: author, name: known?.name ?? authorName, count: (known?.count ?? 0) + 1 });
  }
  return [...authors.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { sensitivity: 'base' }));
}

/** `14 of 16 free models`. */
export function countLine(shown: number, all: number, { price }: Query): string {
  const what = `${price === 'free' ? 'free ' : ''}${all === 1 ? 'model' : 'models'}`;
  return shown === all ? `${all} ${what}` : `${shown} of ${all} ${what}`;
}
