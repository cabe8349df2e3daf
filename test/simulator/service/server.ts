import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import type { ApiKey } from '../accounts';
import { describeCredits, describeGeneration, describeKey } from './accountEndpoints';
import {
  countModels,
  listEndpoints,
  listModels,
  listModelsForUser,
  listProviders,
  listZeroRetention,
} from './catalogueEndpoints';
import { completeChat } from './chatCompletions';
import type { ServiceError } from './errors';
import { serviceError } from './errors';
import type { Exchange } from './exchange';
import { sendError, sendJson } from './reply';
import { createCode, exchangeCode, signInPage } from './signIn';
import type { RecordedRequest, ServiceState } from './state';
import { findModel, maskedHeaders } from './state';

const basePath = '/api/v1';
const largestBody = 16 * 1024 * 1024;

/** Told about each request when it has arrived with its whole body, and when nothing more happens with it. */
export interface Watcher {
  arrived(record: RecordedRequest): void;
  finished(record: RecordedRequest): void;
}

/** The HTTP side: records every request and hands it to its endpoint. It does not listen yet. */
export function createService(state: ServiceState, watcher: Watcher): Server {
  let number = 0;
  return createServer((incoming, response) => {
    number += 1;
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const record: RecordedRequest = {
      number,
      method: incoming.method ?? 'GET',
      path: url.pathname.startsWith(`${basePath}/`) ? url.pathname.slice(basePath.length) : url.pathname,
      query: url.searchParams,
      headers: maskedHeaders(incoming.headers),
      body: undefined,
      bodyText: '',
      arrivedAt: state.clock.now(),
      keyAccepted: false,
      status: undefined,
      aborted: false,
      torn: false,
      finished: false,
      tried: [],
      served: undefined,
    };
    const connection = new AbortController();
    response.on('close', () => {
      // Unless a script tore the connection, it was the client who left before the answer was complete.
      record.aborted = !response.writableFinished && !record.torn;
      record.finished = true;
      connection.abort();
      watcher.finished(record);
    });
    const exchange: Exchange = { incoming, response, record, signal: connection.signal };
    handle(state, exchange, url, watcher).catch((error: unknown) => {
      // A fault of the simulator itself must not look like a scripted answer.
      console.error('simulator:', error);
      if (response.headersSent) response.destroy();
      else sendError(response, record, serviceError(500, 'Internal Server Error'));
    });
  });
}

async function handle(state: ServiceState, exchange: Exchange, url: URL, watcher: Watcher): Promise<void> {
  const { incoming, response, record } = exchange;
  const text = await readBody(incoming);
  if (text !== undefined) record.bodyText = text;
  const given = /^Bearer (.+)$/i.exec(incoming.headers.authorization ?? '')?.[1];
  const key = state.accounts.accept(given);
  record.keyAccepted = key !== undefined;
  record.body = parseJson(record.bodyText);
  watcher.arrived(record);
  if (text === undefined) return sendError(response, record, serviceError(413, 'Request payload too large'));
  if (url.pathname === '/auth') return sendSignInPage(state, exchange);
  if (!url.pathname.startsWith(`${basePath}/`)) return sendError(response, record, notFound(record));

  const open = openEndpoint(state, record);
  if (open !== undefined) return send(exchange, key, open);
  if (!isKnownPath(record)) return sendError(response, record, notFound(record));
  if (given === undefined) return sendError(response, record, serviceError(401, 'Missing Authentication header'));
  if (key === undefined) return sendError(response, record, serviceError(401, 'User not found.'));
  if (record.path === '/chat/completions') {
    if (record.bodyText === '' || record.body === undefined) {
      return sendError(response, record, serviceError(400, 'Invalid JSON in request body'));
    }
    return completeChat(state, { ...exchange, key });
  }
  return send(exchange, key, keyedEndpoint(state, record, key));
}

/** The page a person signs in with; outside the API, so at the server's root. */
function sendSignInPage(state: ServiceState, { response, record }: Exchange): void {
  const { method, query } = record;
  if (method !== 'GET' && method !== 'POST') {
    sendError(response, record, serviceError(405, 'Method not allowed'));
    return;
  }
  const { status, html, location } = signInPage(state, method, query, new URLSearchParams(record.bodyText));
  record.status = status;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    ...(location === undefined ? {} : { location }),
  });
  response.end(html);
}

function send({ response, record }: Exchange, key: ApiKey | undefined, result: object): void {
  if (isError(result)) {
    sendError(response, record, result, { userId: key?.holder.account.userId });
  } else {
    sendJson(response, record, 200, result);
  }
}

function isError(result: object): result is ServiceError {
  return 'status' in result && 'body' in result;
}

function notFound(record: RecordedRequest): ServiceError {
  return serviceError(404, `Not found: ${record.method} ${record.path}`);
}

/** Endpoints that need no key (OpenRouter API reference 3). */
function openEndpoint(state: ServiceState, record: RecordedRequest): object | undefined {
  const { path, method, query } = record;
  if (path === '/auth/keys') {
    return method === 'POST' ? exchangeCode(state, record.body) : serviceError(405, 'Method not allowed');
  }
  if (method !== 'GET') return undefined;
  if (path === '/models') return listModels(state, query);
  if (path === '/models/count') return countModels(state, query);
  if (path === '/providers') return listProviders(state);
  if (path === '/endpoints/zdr') return listZeroRetention(state);
  const [, endpointsOf] = /^\/models\/([^/]+\/[^/]+)\/endpoints$/.exec(path) ?? [];
  if (endpointsOf !== undefined) {
    const id = decodeURIComponent(endpointsOf);
    return listEndpoints(state, id, record.keyAccepted) ?? serviceError(404, `Model ${id} not found`);
  }
  const [, modelId] = /^\/model\/([^/]+\/[^/]+)$/.exec(path) ?? [];
  if (modelId !== undefined) {
    const id = decodeURIComponent(modelId);
    const model = findModel(state, id);
    return model?.listed === true ? { data: model.entry } : serviceError(404, `Model ${id} not found`);
  }
  return undefined;
}

function isKnownPath({ path, method }: RecordedRequest): boolean {
  if (path === '/chat/completions' || path === '/auth/keys/code') return method === 'POST';
  const read = ['/models/user', '/key', '/auth/key', '/credits', '/generation', '/activity'];
  return method === 'GET' && read.includes(path);
}

function keyedEndpoint(state: ServiceState, record: RecordedRequest, key: ApiKey): object {
  switch (record.path) {
    case '/models/user':
      return listModelsForUser(state, key.holder.account, record.query);
    case '/key':
    case '/auth/key':
      return describeKey(state, key);
    case '/credits':
      return describeCredits(key.holder);
    case '/generation':
      return describeGeneration(state, record.query.get('id') ?? '');
    case '/activity':
      return serviceError(403, 'Only management keys can perform this operation');
    case '/auth/keys/code':
      return createCode(state, key.holder, record.body);
    default:
      return notFound(record);
  }
}

/** The whole body as text, or undefined when it is larger than allowed. */
async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming) {
    const bytes: Buffer = part;
    size += bytes.length;
    if (size <= largestBody) parts.push(bytes);
  }
  return size > largestBody ? undefined : Buffer.concat(parts).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
