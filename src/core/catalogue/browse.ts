import { formatCredits, formatTokens, plural } from '../format';
import { type Catalogue, type Model, serverOf } from './model';
import { shortName } from './names';
import { isExpired } from './rank';

const DAY = 86_400_000;
/** Days ahead at which the end of a model becomes a warning. */
const SOON = 14;
/** Characters of a description; about one line of a wide window. */
const LINE = 220;

/** A model as the browser of models lists it: figures to filter and sort by, and the words for them. */
export interface BrowseEntry extends Pick<
  Model,
  'id' | 'name' | 'free' | 'capabilities' | 'codingIndex' | 'contextLength' | 'createdAt'
> {
  readonly shortName: string;
  /** Who made it, as in its id; for a model of another server that server, `@ollama`. */
  readonly author: string;
  readonly authorName: string;
  /** One line, without markup. */
  readonly description?: string;
  /** E.g. `1M`. */
  readonly context?: string;
  readonly output?: string;
  /** What it costs, if it is not free. */
  readonly price?: string;
  readonly ends?: { readonly soon: boolean; readonly words: string };
  readonly staysHere: boolean;
  /** It has a page and endpoints at OpenRouter. */
  readonly listed: boolean;
}

/**
 * The models one can chat with, free and paid, in the catalogue's order. Embeddings and the like are left out, and what
 * has expired, because nothing could be asked of them (OpenRouter API reference 4.4).
 * @param now milliseconds since the epoch.
 */
export function browseEntries(catalogue: Catalogue, now: number): readonly BrowseEntry[] {
  return catalogue.models.filter((model) => model.chat && !isExpired(model, now)).map((model) => toEntry(model, now));
}

function toEntry(model: Model, now: number): BrowseEntry {
  const { id, name, free, capabilities, codingIndex, contextLength, maxOutputTokens, createdAt, expiresOn } = model;
  const description = oneLine(model.description ?? '');
  const server = serverOf(id);
  return {
    id,
    name,
    free,
    capabilities,
    shortName: shortName(id),
    ...authorOf(model),
    staysHere: model.staysHere === true,
    listed: server === undefined,
    ...(description === '' ? {} : { description }),
    ...(codingIndex === undefined ? {} : { codingIndex }),
    ...(contextLength === undefined ? {} : { contextLength, context: formatTokens(contextLength) }),
    ...(maxOutputTokens === undefined ? {} : { output: formatTokens(maxOutputTokens) }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(free ? {} : { price: priceWords(model) }),
    ...(expiresOn === undefined ? {} : { ends: endOf(expiresOn, now) }),
  };
}

/** The catalogue has no field for the author; names begin with it (`NVIDIA: Nemotron 3 Ultra`), as ids do. */
function authorOf({ id, name }: Model): { readonly author: string; readonly authorName: string } {
  const server = serverOf(id);
  if (server !== undefined) return { author: `@${server}`, authorName: server };
  const author = /^~?([^/]*)\//.exec(id)?.[1] ?? id;
  return { author, authorName: /^([^:]{1,60}): /.exec(name)?.[1] ?? author };
}

/** USD per million tokens, as the catalogue has it. A router bills what it picks and has no price of its own (4.4). */
function priceWords({ price }: Model): string {
  if (price === undefined) return 'Paid, price not known';
  const { prompt, completion, request = 0 } = price;
  if (prompt === 0 && completion === 0 && request === 0) return 'USD 0 for now, but not offered as free';
  const perRequest = request === 0 ? '' : `, and USD ${usd(request)} a request`;
  return `USD ${usd(prompt)} in, ${usd(completion)} out per million tokens${perRequest}`;
}

/** `0.6` reads as a price only as `0.60`. */
function usd(amount: number): string {
  return formatCredits(amount).replace(/\.\d$/, '$&0');
}

/** @param day `YYYY-MM-DD` in UTC, the last one. */
function endOf(day: string, now: number): NonNullable<BrowseEntry['ends']> {
  const left = Math.floor((Date.parse(`${day}T00:00:00Z`) + DAY - now) / DAY);
  // A date that is none is shown as it is.
  if (!(left <= SOON)) return { soon: false, words: `until ${day}` };
  if (left <= 0) return { soon: true, words: 'last day today' };
  return { soon: true, words: `ends in ${plural(left, 'day')}, ${day}` };
}

/** The beginning of a description, which is Markdown of any length. */
function oneLine(markdown: string): string {
  const text = markdown
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/^#{1,6}\s+/gm, '')
    .replaceAll(/\*+(?=\S)|(?<=\S)\*+|`+/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (text.length <= LINE) return text;
  const cut = text.slice(0, LINE);
  const space = cut.lastIndexOf(' ');
  return `${(space > LINE / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:.–-]+$/, '')}…`;
}
