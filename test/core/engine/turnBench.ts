import { type Catalogue, type Endpoint, serverOf } from '../../../src/core/catalogue/model';
import type { TurnEvent } from '../../../src/core/engine/events';
import type { Account } from '../../../src/core/engine/ports';
import { runTurn } from '../../../src/core/engine/runTurn';
import type { Bounds, TurnRequest } from '../../../src/core/engine/request';
import { createTurnstile } from '../../../src/core/engine/turnstile';
import {
  FakeClock,
  FakeLedger,
  FakeLog,
  FakePrivacy,
  type Script,
  ScriptedClient,
  catalogueOf,
  cohere,
  freeAccount,
  gemma,
  liquid,
  nemotron,
  paidNemotron,
  router,
} from '../../support/fakes';

/** Worst first and with the paid twin, so that nothing comes out right by accident. By index: nemotron, cohere, gemma, liquid. */
export const everything = catalogueOf(liquid, router, paidNemotron, gemma, nemotron, cohere);

/** So wide that no other test meets them. */
export const wideBounds: Bounds = { firstToken: 600_000, silence: 600_000, whole: 3_600_000 };

/** One turn with everything around it, the pinned model being nemotron. */
export class TurnBench {
  readonly clock = new FakeClock();
  readonly ledger = new FakeLedger();
  readonly log = new FakeLog();
  readonly privacy = new FakePrivacy();
  readonly stop = new AbortController();
  readonly client: ScriptedClient;
  readonly formless = new Set<string>();
  readonly turnstile = createTurnstile(() => 1);
  readonly endpoints = new Map<string, readonly Endpoint[]>();
  catalogue: Catalogue = everything;
  blocked: ReadonlySet<string> = new Set();

  constructor(...scripts: readonly Script[]) {
    this.client = new ScriptedClient(this.clock, ...scripts);
  }

  start(request: Partial<TurnRequest> = {}): AsyncGenerator<TurnEvent, void, undefined> {
    const { client, ledger, clock, log, catalogue, blocked, formless, turnstile, privacy } = this;
    return runTurn(
      {
        turnId: 'turn-1',
        task: 'chat',
        pinned: nemotron.id,
        messages: [{ role: 'user', content: 'What does this do?' }],
        fallback: 'announce',
        ladder: [],
        bounds: wideBounds,
        ...request,
      },
      {
        client,
        ledger,
        catalogue,
        privacy,
        account: ({ id }) => accountOf(id),
        endpoints: (id) => this.endpoints.get(id),
        blocked,
        formless,
        turnstile,
        clock,
        random: () => 0.5,
        log,
      },
      this.stop.signal,
    );
  }

  /** All events; `stopAt` presses the stop button when the event of this number has come. */
  async run(request: Partial<TurnRequest> = {}, stopAt?: number): Promise<readonly TurnEvent[]> {
    const events: TurnEvent[] = [];
    for await (const event of this.start(request)) {
      events.push(event);
      if (events.length === stopAt) this.stop.abort();
    }
    return events;
  }

  get asked(): readonly string[] {
    return this.client.requests.map((request) => request.model);
  }
}

function accountOf(id: string): Account {
  const server = serverOf(id);
  return server === undefined ? freeAccount : { name: `@${server}`, limits: { kind: 'own' } };
}

export function typesOf(events: readonly TurnEvent[]): readonly string[] {
  return events.map((event) => event.type);
}

export function textOf(events: readonly TurnEvent[]): string {
  return events.map((event) => (event.type === 'text' ? event.text : '')).join('');
}

type Of<Type extends TurnEvent['type']> = Extract<TurnEvent, { type: Type }>;

export function only<Type extends TurnEvent['type']>(events: readonly TurnEvent[], type: Type): readonly Of<Type>[] {
  return events.filter((event): event is Of<Type> => event.type === type);
}

/** The one event of this type; throws when there is none or more. */
export function the<Type extends TurnEvent['type']>(events: readonly TurnEvent[], type: Type): Of<Type> {
  const [found, more] = only(events, type);
  if (found === undefined || more !== undefined)
    throw new Error(`expected one ${type} in ${typesOf(events).join(', ')}`);
  return found;
}
