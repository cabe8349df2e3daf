import type { Catalogue, Endpoint } from '../core/catalogue/model';
import type { ModelClient } from '../core/engine/ports';
import type { Failure } from '../core/errors';
import type { CodeExchange, KeyInfo, RankingQuery, SignedIn } from '../core/service';
import type { CompletionCaller } from './completion';
import type { Result } from '../wire/result';
import type { Attribution } from './requestHeaders';
import { factsOf, readJson } from './call';
import { requestCompletion } from './completion';
import { addressOf } from './baseUrl';
import { toIds, toModelPage, toModels } from './catalogue';
import { toChatRequestBody } from './chatRequest';
import { endpointsPath, toEndpoints } from './endpoints';
import { toKeyInfo, toSignedIn } from './key';
import { isSendableKey, requestHeaders } from './requestHeaders';
import { exchangeFailure } from './signInFailure';
import { toZeroRetention } from './zeroRetention';

export interface OpenRouterClientOptions extends CompletionCaller {
  /** Checked when it is used: a wrong one makes every call fail with a sentence, not the start. */
  readonly baseUrl: string;
  /** Asked for at each request, so that a key never stays in our memory and a new one serves at once. */
  readonly apiKey: () => string | undefined | Promise<string | undefined>;
  readonly attribution: Attribution;
}

/** Reading costs no quota; see `Service` for what each gives and which need a key. */
export interface OpenRouterClient extends ModelClient {
  readCatalogue(signal: AbortSignal): Promise<Result<Catalogue>>;
  readRanking(query: RankingQuery, signal: AbortSignal): Promise<Result<readonly string[]>>;
  readAllowed(signal: AbortSignal): Promise<Result<ReadonlySet<string>>>;
  readEndpoints(model: string, signal: AbortSignal): Promise<Result<readonly Endpoint[]>>;
  readZeroRetention(signal: AbortSignal): Promise<Result<ReadonlyMap<string, readonly string[]>>>;
  readKey(key: string, signal: AbortSignal): Promise<Result<KeyInfo>>;
  exchangeCode(exchange: CodeExchange, signal: AbortSignal): Promise<Result<SignedIn>>;
}

/** Pages of a list that are read at most; without a wish all models come in one (OpenRouter API reference 4.1). */
const mostPages = 20;

/** The client of OpenRouter. Expected failures are values; an abort ends everything silently. Never retries. */
export function createOpenRouterClient(options: OpenRouterClientOptions): OpenRouterClient {
  const { attribution, now, log } = options;

  const address = (path: string): Result<URL> => addressOf(options.baseUrl, path);

  async function currentKey(): Promise<Result<string>> {
    return toKey(await options.apiKey());
  }

  async function read(url: URL, key: string | undefined, signal: AbortSignal): Promise<Result<unknown>> {
    return readJson(options, { method: 'GET', url, headers: requestHeaders(attribution, key), signal });
  }

  /** Reads one body and what is in it; a body that is something else is malformed. */
  async function readOne<T>(
    path: string,
    key: string | undefined,
    understand: (body: unknown) => T | undefined,
    signal: AbortSignal,
  ): Promise<Result<T>> {
    const url = address(path);
    if (!url.ok) return url;
    return understood(await read(url.value, key, signal), understand);
  }

  /** The entries of all pages of a list of models. */
  async function readList(
    path: string,
    query: Readonly<Record<string, string>>,
    key: string | undefined,
    signal: AbortSignal,
  ): Promise<Result<readonly unknown[]>> {
    const first = address(path);
    if (!first.ok) return first;
    const entries: unknown[] = [];
    const seen = new Set<string>();
    let url: URL | undefined = first.value;
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    while (url !== undefined) {
      // Half a list would make models look as if they had vanished, so one that does not end is none.
      if (seen.has(url.href) || seen.size >= mostPages) return refused(odd);
      seen.add(url.href);
      const page = understood(await read(url, key, signal), toModelPage);
      if (!page.ok) return page;
      entries.push(...page.value.entries);
      const next = nextPage(page.value.next, url);
      if (next === 'elsewhere') return refused(odd);
      url = next;
    }
    return { ok: true, value: entries };
  }

  function logged<T>(event: string, result: Result<T>): Result<T> {
    if (!result.ok) log.warn(event, factsOf(result.failure));
    return result;
  }

  return {
    complete(request, signal) {
      return requestCompletion(options, request.model, signal, async () => {
        const url = address('chat/completions');
        if (!url.ok) return url;
        const key = await currentKey();
        if (!key.ok) return key;
        const headers = {
          ...requestHeaders(attribution, key.value),
          accept: 'text/event-stream',
          'content-type': 'application/json',
          'x-openrouter-metadata': 'enabled',
        };
        return { ok: true, value: { method: 'POST', url: url.value, headers, body: toChatRequestBody(request) } };
      });
    },
    async readCatalogue(signal) {
      const key = await currentKey();
      // Without a usable key the catalogue is the same.
      const entries = await readList('models', {}, key.ok ? key.value : undefined, signal);
      if (!entries.ok) return logged('catalogue.failed', entries);
      const { models, skipped } = toModels(entries.value);
      log.info('catalogue.read', { models: models.length, skipped });
      return { ok: true, value: { models, readAt: now() } };
    },
    async readRanking({ sort, category }, signal) {
      const query = { ...(sort === undefined ? {} : { sort }), ...(category === undefined ? {} : { category }) };
      const entries = await readList('models', query, undefined, signal);
      return entries.ok ? { ok: true, value: toIds(entries.value) } : logged('ranking.failed', entries);
    },
    async readAllowed(signal) {
      const key = await currentKey();
      if (!key.ok) return key;
      const entries = await readList('models/user', {}, key.value, signal);
      return entries.ok ? { ok: true, value: new Set(toIds(entries.value)) } : logged('allowed.failed', entries);
    },
    async readEndpoints(model, signal) {
      const path = endpointsPath(model);
      if (path === undefined) return refused({ kind: 'unknownModel', model });
      return logged('endpoints.failed', await readOne(path, undefined, toEndpoints, signal));
    },
    async readZeroRetention(signal) {
      return logged('zeroRetention.failed', await readOne('endpoints/zdr', undefined, toZeroRetention, signal));
    },
    async readKey(given, signal) {
      const key = toKey(given);
      if (!key.ok) return key;
      return logged('key.failed', await readOne('key', key.value, toKeyInfo, signal));
    },
    async exchangeCode({ code, verifier }, signal) {
      const url = address('auth/keys');
      if (!url.ok) return url;
      const answer = await readJson(options, {
        method: 'POST',
        url: url.value,
        headers: { ...requestHeaders(attribution, undefined), 'content-type': 'application/json' },
        body: JSON.stringify({ code, code_verifier: verifier, code_challenge_method: 'S256' }),
        signal,
      });
      const signedIn = understood(answer, toSignedIn);
      return logged('signIn.failed', signedIn.ok ? signedIn : refused(exchangeFailure(signedIn.failure)));
    },
  };
}

const odd: Failure = { kind: 'malformed', status: 200, what: 'shape' };

function refused(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}

function understood<T>(body: Result<unknown>, understand: (body: unknown) => T | undefined): Result<T> {
  if (!body.ok) return body;
  const value = understand(body.value);
  return value === undefined ? refused(odd) : { ok: true, value };
}

/** The next page, which may be written with or without the host; what leads to another host is never followed. */
function nextPage(next: string | undefined, from: URL): URL | 'elsewhere' | undefined {
  if (next === undefined) return undefined;
  if (!URL.canParse(next, from.href)) return 'elsewhere';
  const url = new URL(next, from);
  return url.origin === from.origin && url.username === '' && url.password === '' ? url : 'elsewhere';
}

function toKey(given: string | undefined): Result<string> {
  const key = given?.trim();
  if (key === undefined || key === '') return refused({ kind: 'noKey' });
  if (isSendableKey(key)) return { ok: true, value: key };
  return refused({ kind: 'unauthorized', message: 'it holds characters that no key has', sent: false });
}
