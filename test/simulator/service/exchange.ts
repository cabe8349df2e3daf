import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiKey } from '../accounts';
import type { RecordedRequest } from './state';

/** One exchange: what came and where the answer goes. */
export interface Exchange {
  incoming: IncomingMessage;
  response: ServerResponse;
  record: RecordedRequest;
  /** Ends when the connection does. */
  signal: AbortSignal;
}

/** One whose key was accepted. */
export interface KeyedExchange extends Exchange {
  key: ApiKey;
}
