import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TurnEvent } from '../../../src/core/engine/events';
import type { Log } from '../../../src/core/engine/ports';
import { FakePrivacy } from '../../support/fakes';
import type { Catalogue } from '../../../src/core/catalogue/model';
import { createTurnstile } from '../../../src/core/engine/turnstile';
import { systemClock } from '../../../src/host/clock';
import { openDatabase } from '../../../src/store/database';
import { openLedger } from '../../../src/store/ledger';
import { ledgerMigrations } from '../../../src/store/migrations';
import { inRoot } from '../../launch/paths';
import { catalogueModel, model } from './answers';

/** The door with everything real behind it: the network part as it is shipped, and a ledger in a file. */
export interface Engine {
  ask(): AsyncGenerator<TurnEvent, void, undefined>;
  close(): Promise<void>;
}

const silent: Log = { info: () => {}, warn: () => {} };
const question = 'Why does this test fail?\n\n```ts\nexpect(cuont).toBe(3);\n```';

export function createEngine(baseUrl: string): Engine {
  const { createNetwork }: typeof import('../../../src/network') = require(inRoot('dist', 'network.js'));
  const now = (): number => Date.now();
  const network = createNetwork({
    baseUrl,
    apiKey: () => 'sk-or-v1-bench',
    attribution: { referer: 'https://example.com', title: 'Tollfree', categories: ['ide-extension'], version: '0.0.0' },
    now,
    log: silent,
    proxySettings: () => ({ proxy: '', noProxy: [], env: {} }),
    systemCertificates: () => false,
    transport: () => 'own',
    servers: () => [],
    serverKey: async () => undefined,
    editorFetch: () => fetch,
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'tollfree-bench-'));
  const ledger = openLedger(openDatabase(path.join(folder, 'ledger.sqlite'), ledgerMigrations, now()), now());
  const catalogue: Catalogue = { models: [catalogueModel], readAt: now() };
  const privacy = new FakePrivacy();
  let turns = 0;
  return {
    ask() {
      turns += 1;
      return network.service.runTurn(
        {
          turnId: `turn-${turns}`,
          task: 'chat',
          pinned: model,
          messages: [{ role: 'user', content: question }],
          fallback: 'never',
          ladder: [],
          bounds: { firstToken: 180_000, silence: 90_000, whole: 900_000 },
        },
        {
          privacy,
          ledger,
          catalogue,
          // The limits are those of an account, and a bench asks more often than one may.
          account: () => ({ name: `account-${turns}`, limits: { kind: 'freeQuota' } }),
          endpoints: () => undefined,
          blocked: new Set(),
          formless: new Set<string>(),
          turnstile: createTurnstile(() => 1),
          clock: systemClock,
          random: Math.random,
          log: silent,
        },
        new AbortController().signal,
      );
    },
    async close() {
      await network.close();
      ledger.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
