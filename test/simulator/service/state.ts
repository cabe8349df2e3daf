import type { IncomingHttpHeaders } from 'node:http';
import type { Accounts, Holder, KeySettings } from '../accounts';
import type { Behaviour } from '../behaviour';
import type { SimulatedModel } from '../catalogue/modelTypes';
import type { Clock } from '../clock';
import type { Random } from '../random';
import type { Script } from '../script';
import type { ChatRequest } from './chatRequest';

/** A finished generation, as `/generation` tells it (OpenRouter API reference 7). */
export interface Generation {
  id: string;
  /** Epoch ms from which the record can be read. */
  readableFrom: number;
  data: Record<string, unknown>;
}

/** A sign-in code waiting to be exchanged (16). */
export interface SignInCode {
  /** What the verifier is held against; without one, the code alone is enough. */
  challenge: { value: string; method: 'S256' | 'plain' } | undefined;
  expires: number;
  /** For whom a key is made, and with which limits. */
  holder: Holder;
  settings: KeySettings;
}

/** Makes the answer to a request that no script speaks for. */
export interface Answerer {
  (request: ChatRequest, model: SimulatedModel): Behaviour;
  /** Told about each attempt before it is decided whether the model is busy; may make it so. */
  attempted?: (model: SimulatedModel) => void;
}

/** Everything the endpoints share. */
export interface ServiceState {
  clock: Clock;
  random: Random;
  accounts: Accounts;
  models: SimulatedModel[];
  script: Script;
  generations: Map<string, Generation>;
  /** How long a generation stays unreadable after its end: 404 first (7). */
  generationLagMs: number;
  /** Whether errors carry `availability` (12.4). */
  availability: boolean;
  codes: Map<string, SignInCode>;
  answer: Answerer;
}

/** One request on its way through the service. */
export interface RecordedRequest {
  /** 1 for the first request the simulator ever got. */
  readonly number: number;
  readonly method: string;
  /** Path below the base URL, for example `/chat/completions`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The key is masked. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON body, or undefined. */
  body: unknown;
  /** The body, word for word. */
  bodyText: string;
  /** By the simulator's clock, epoch ms. */
  readonly arrivedAt: number;
  /** Whether the key was one of the simulator's. */
  keyAccepted: boolean;
  /** The status given, or undefined when none was (yet). */
  status: number | undefined;
  /** The client went away before the answer was complete. */
  aborted: boolean;
  /** A script tore the connection. */
  torn: boolean;
  /** Nothing more happens with it. */
  finished: boolean;
  /** The ids tried, in order, and the `model` of the answer. */
  tried: string[];
  served: string | undefined;
}

/** The model with this id, whether listed or not; a dated slug finds it too. */
export function findModel(state: ServiceState, id: string): SimulatedModel | undefined {
  const dated = id.replace(/:free$/, '');
  const free = id.endsWith(':free');
  return (
    state.models.find((model) => model.entry.id === id) ??
    state.models.find((model) => model.entry.canonical_slug === dated && model.entry.id.endsWith(':free') === free)
  );
}

/** Headers as recorded: one string each, the key reduced to its first and last characters. */
export function maskedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = Array.isArray(value) ? value.join(', ') : (value ?? '');
    flat[name] = name === 'authorization' ? maskKey(text) : text;
  }
  return flat;
}

/** `Bearer sk-or-v1-3f2…a91`, the form in which `/key` labels keys (6). */
export function maskKey(text: string): string {
  return text.replace(/\S{20,}$/, (key) => `${key.slice(0, 12)}…${key.slice(-3)}`);
}
