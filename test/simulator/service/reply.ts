import type { ServerResponse } from 'node:http';
import type { ServiceError } from './errors';
import type { RecordedRequest } from './state';

/** Sends JSON and notes the status. */
export function sendJson(
  response: ServerResponse,
  record: RecordedRequest,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  record.status = status;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** Sends an error in the envelope of OpenRouter API reference 12.1. */
export function sendError(
  response: ServerResponse,
  record: RecordedRequest,
  error: ServiceError,
  more: { userId?: string | undefined; metadata?: object | undefined; headers?: Record<string, string> } = {},
): void {
  const body = {
    error: error.body,
    ...(more.userId === undefined ? {} : { user_id: more.userId }),
    ...(more.metadata === undefined ? {} : { openrouter_metadata: more.metadata }),
  };
  sendJson(response, record, error.status, body, { ...more.headers, ...error.headers });
}
