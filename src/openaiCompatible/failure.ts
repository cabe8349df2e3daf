import type { Failure } from '../core/errors';
import type { ResponseHeaders } from '../wire/transport';
import { formWords, isHtml } from '../wire/classify';
import { cleanMessage } from '../wire/cleanMessage';
import { waitAskedFor } from './rateLimit';

/** All that a refusal of another server is judged by. */
export interface ServerSigns {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ResponseHeaders;
  readonly body: string;
  /** The user's name for the server. */
  readonly server: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Status, headers and body → the kind of failure, by the rules of OpenAI's form and of those who copy it. Apart from
 * `wire/classify.ts`, which reads OpenRouter's words: a limit of another server is never OpenRouter's quota, and its
 * 403 is a matter of the key.
 */
export function classifyServerFailure({ status, headers, body, server, now }: ServerSigns): Failure {
  if (isHtml(body, headers)) {
    // The page of a reverse proxy before a server that is down; any other page is a login or a wrong address.
    if (status < 500 && status !== 429) return { kind: 'malformed', status, what: 'html' };
    return judge({ message: `status ${status}`, words: [] }, { status, headers, server, now });
  }
  return judge(readError(body), { status, headers, server, now });
}

/** A failure inside a stream, of which the status of the response says nothing. */
export function classifyStreamError(error: unknown, facts: { server: string; now: number }): Failure {
  const read = readError(JSON.stringify({ error }));
  return judge(read, { ...facts, status: read.status ?? 500, headers: {} });
}

/**
 * The event stream's reader knows only OpenRouter's rules. Of what it says, all that means the service, an account or a
 * quota there is judged again.
 */
export function notOpenRouters(failure: Failure, facts: { server: string; now: number }): Failure {
  const { kind } = failure;
  if (kind === 'minuteQuota' || kind === 'dayQuota') {
    return { kind: 'busy', status: 429, message: 'limit reached', provider: facts.server };
  }
  const status = kind === 'busy' || kind === 'service' ? failure.status : kind === 'gate' ? 403 : undefined;
  if (status === undefined || !('message' in failure) || failure.message === undefined) return failure;
  return judge({ message: failure.message, words: [] }, { ...facts, status, headers: {} });
}

interface ServerError {
  readonly message: string;
  /** `code` and `type`, in lower case. */
  readonly words: readonly string[];
  readonly status?: number;
}

type Facts = Omit<ServerSigns, 'body'>;

const overflowWords =
  /context[ _-]?(?:length|size|window|limit)|maximum (?:context|prompt) length|prompt is too long|n_keep|too many tokens/i;
const goneWords =
  /model.{0,200}(?:not found|not exist|n['’]t exist|unknown|not loaded|not available)|(?:no such|unknown|invalid) model/is;

function judge(error: ServerError, { status, headers, server, now }: Facts): Failure {
  const { words } = error;
  const message = error.message || `status ${status}`;
  const has = (...wanted: readonly string[]): boolean => words.some((word) => wanted.includes(word));
  if (has('content_filter', 'content_policy_violation')) return { kind: 'moderation', reasons: [], message };
  if (status === 401 || status === 403) return { kind: 'unauthorized', message };
  if (status === 402 || has('insufficient_quota', 'billing_hard_limit_reached')) {
    return { kind: 'payment', cause: 'balance', message };
  }
  if (has('context_length_exceeded', 'exceed_context_size_error', 'string_above_max_length')) {
    return { kind: 'overflow', message };
  }
  if (status >= 400 && status !== 429 && overflowWords.test(message)) return { kind: 'overflow', message };
  const missing = missingCapability(message);
  if (missing !== undefined && status < 500) return { kind: 'capability', missing, message };
  // Ollama and llama.cpp find out late that they cannot make a grammar of a schema, and say 500.
  if (status >= 400 && status <= 500 && status !== 429 && formWords.test(message)) {
    return { kind: 'capability', missing: 'structuredOutput', message };
  }
  if (has('model_not_found') || ((status === 404 || status === 400) && goneWords.test(message))) {
    return { kind: 'gone', reason: 'invalidId', message };
  }
  if (status === 408) return { kind: 'timeout', phase: 'service' };
  if (status === 413) return { kind: 'tooLargeForService', message };
  if (isBusy(status, message)) {
    const wait = waitAskedFor(headers, now);
    return { kind: 'busy', status, message, provider: server, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
  }
  return { kind: 'service', status, message };
}

/** Ollama's words (`"llama3" does not support tools`) and those of gateways. */
function missingCapability(message: string): 'tools' | 'images' | 'parameters' | undefined {
  const what = /(?:does not|doesn['’]t|not) support(?:ed)?(?: the)? ([\w -]{1,40})/i.exec(message)?.[1] ?? '';
  if (/^(?:tool|function)/i.test(what)) return 'tools';
  if (/^(?:image|vision|picture)/i.test(what)) return 'images';
  return /^(?:thinking|reasoning)/i.test(what) ? 'parameters' : undefined;
}

/** What may be over in a moment. A machine that is too small stays so. */
function isBusy(status: number, message: string): boolean {
  if (status === 429) return true;
  if (status < 500 || status === 501 || status === 505) return false;
  return !/(?:more|out of|insufficient|not enough) (?:system )?memory/i.test(message);
}

/** `{"error":{…}}`, `{"error":"…"}`, `{"detail":"…"}`, `{"message":"…"}`, plain text, and one of them inside another. */
function readError(body: string): ServerError {
  const found = { message: '', words: new Set<string>(), status: undefined as number | undefined };
  collect(body, found, 0);
  return {
    message: cleanMessage(found.message),
    words: [...found.words],
    ...(found.status === undefined ? {} : { status: found.status }),
  };
}

function collect(
  value: unknown,
  found: { message: string; words: Set<string>; status: number | undefined },
  depth: number,
): void {
  if (depth > 6) return;
  if (typeof value === 'string') {
    const json = /^\s*[[{]/.test(value) ? parseJson(value) : undefined;
    if (typeof json === 'object' && json !== null) collect(json, found, depth + 1);
    else found.message ||= value;
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const fields = new Map<string, unknown>(Object.entries(value));
  for (const name of ['code', 'type']) {
    const word = fields.get(name);
    if (typeof word === 'string') found.words.add(word.toLowerCase());
  }
  const code = Number(fields.get('code') ?? fields.get('status'));
  if (Number.isInteger(code) && code >= 400 && code < 600) found.status ??= code;
  // `0` and `msg`: lists of what is wrong with a request, as FastAPI gives them.
  for (const name of ['error', 'message', 'detail', 'msg', '0']) collect(fields.get(name), found, depth + 1);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
