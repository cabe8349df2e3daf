import assert from 'node:assert/strict';
import type { Model } from '../../src/core/catalogue/model';
import type { DataPolicy, PrivacyLevel } from '../../src/core/privacy/policy';
import type { AssistantState } from '../../src/host/assistant';
import { type ModelRow, modelRows } from '../../src/host/models/modelRows';
import { formatTime } from '../../src/core/format';

/** 2026-11-22T12:00:00Z. */
const noon = 1_795_348_800_000;

function model(id: string, codingIndex?: number, more: Partial<Model> = {}): Model {
  return {
    id,
    canonicalSlug: id.replace(':free', ''),
    name: id,
    free: true,
    chat: true,
    contextLength: 262_144,
    capabilities: { tools: true, images: false, structuredOutput: false, reasoning: 'none' },
    ...(codingIndex === undefined ? {} : { codingIndex }),
    ...more,
  };
}

const best = model('a/best:free', 40);
const middle = model('b/middle:free', 30);
const unknown = model('c/unknown:free');
const wide = model('d/wide:free', undefined, { contextLength: 1_000_000 });
const paid = model('e/paid', 60, { free: false });
const embeddings = model('f/embed:free', 50, { chat: false });

interface Known {
  readonly policies?: ReadonlyMap<string, DataPolicy>;
  readonly removed?: ReadonlyMap<string, DataPolicy>;
}

function rowsOf(state: Partial<AssistantState>, { policies, removed }: Known = {}): readonly ModelRow[] {
  const catalogue = { models: [paid, unknown, middle, embeddings, wide, best], readAt: noon };
  const none = { pin: undefined, failure: undefined, news: undefined, servers: [], paid: false, privacy: undefined };
  return modelRows({ catalogue, ...none, cooling: new Map(), blocked: new Set(), ...state }, noon, {
    policyOf: ({ id }) => policies?.get(id),
    keptOut: ({ id }) => removed?.get(id),
  });
}

const shown = (rows: readonly ModelRow[]): string[] =>
  rows.map((row) => (row.type === 'model' ? row.id : row.type === 'heading' ? `# ${row.label}` : row.sentence));

describe('the list of models', () => {
  it('has only free models one can chat with, best first, unknown ability last', () => {
    assert.deepEqual(shown(rowsOf({})), ['# Free now', best.id, middle.id, wide.id, unknown.id]);
  });

  it('has the pinned model first and once', () => {
    const rows = rowsOf({ pin: middle.id });
    assert.deepEqual(shown(rows), ['# Pinned', middle.id, '# Free now', best.id, wide.id, unknown.id]);
    assert.deepEqual(
      rows.filter((row) => row.type === 'model' && row.pinned).map((row) => row.type === 'model' && row.id),
      [middle.id],
    );
  });

  it('has the own servers first while nothing else can be asked', () => {
    const local = model('@ollama/qwen3:8b');
    const catalogue = { models: [best, local], readAt: noon };
    const localFirst = ['# Your own servers', local.id, '# Free now', best.id];
    const localLast = ['# Free now', best.id, '# Your own servers', local.id];
    const leaves = (remaining: number): NonNullable<AssistantState['meter']> => ({
      day: { used: 50 - remaining, limit: 50, remaining, resetAt: noon + 43_200_000 },
      minute: { used: 0, limit: 20, freeAt: noon },
      certainty: 'service',
      level: 'normal',
    });
    assert.deepEqual(shown(rowsOf({ catalogue, key: 'none', meter: undefined })), localFirst);
    assert.deepEqual(shown(rowsOf({ catalogue, key: 'stored', meter: leaves(0) })), localFirst);
    assert.deepEqual(shown(rowsOf({ catalogue, key: 'stored', meter: leaves(1) })), localLast);
  });

  it('has cooling models last, with the time', () => {
    const until = noon + 120_000;
    const rows = rowsOf({ cooling: new Map([[best.id, until]]) });
    assert.deepEqual(shown(rows).slice(-2), ['# Cooling: refused just now', best.id]);
    const last = rows.at(-1);
    assert.ok(last?.type === 'model' && last.detail.startsWith(`not before ${formatTime(until, noon)} · `));
  });

  it('says what is and what is not known of a model', () => {
    const details = rowsOf({}).flatMap((row) => (row.type === 'model' ? [row.detail] : []));
    assert.equal(details[0], 'coding 40 · 262k context · tools');
    assert.equal(details.at(-1), 'coding not known · 262k context · tools');
  });

  it('keeps a pinned model that is gone, and says so', () => {
    const rows = rowsOf({ pin: 'x/gone-7b:free' });
    assert.deepEqual(rows[1], {
      type: 'model',
      id: 'x/gone-7b:free',
      label: 'gone-7b',
      detail: 'not in the catalogue',
      pinned: true,
    });
  });

  it('says of a pinned paid model that nothing is sent to it', () => {
    const row = rowsOf({ pin: paid.id })[1];
    assert.ok(row?.type === 'model' && row.detail === 'not free, so nothing is sent to it');
  });

  it('says of a pinned paid model that it costs money, where paid models are on', () => {
    const row = rowsOf({ pin: paid.id, paid: true })[1];
    assert.ok(row?.type === 'model' && row.detail.startsWith('costs money · coding 60'));
  });

  it('has servers of the user after what is free, and what the account excludes last', () => {
    const local = model('@ollama/qwen3:8b', undefined, { staysHere: true });
    const catalogue = { models: [local, middle, best, wide], readAt: noon };
    const rows = rowsOf({ catalogue, blocked: new Set([best.id]), cooling: new Map([[wide.id, noon + 1000]]) });
    assert.deepEqual(shown(rows), [
      '# Free now',
      middle.id,
      '# Your own servers',
      local.id,
      '# Cooling: refused just now',
      wide.id,
      '# Blocked for your account',
      best.id,
    ]);
    const details = rows.flatMap((row) => (row.type === 'model' ? [row.detail] : []));
    assert.match(details[1] ?? '', /^stays on this machine · /);
    assert.match(details[3] ?? '', /^excluded by your OpenRouter settings · /);
  });

  it('marks what is new and what ends within two weeks', () => {
    const ending = model('g/ending:free', 35, { expiresOn: '2026-12-05' });
    const later = model('h/later:free', 34, { expiresOn: '2026-12-07' });
    const catalogue = { models: [ending, later], readAt: noon };
    const rows = rowsOf({ catalogue, news: { appeared: [later.id], vanished: [], since: noon } });
    const details = rows.flatMap((row) => (row.type === 'model' ? [row.detail] : []));
    assert.match(details[0] ?? '', /^ends soon, on 2026-12-05 · coding 35(?!.*expires)/);
    assert.match(details[1] ?? '', /^new · coding 34/);
  });

  it('says why a server of the user has no models', () => {
    const settings = { name: 'ollama', kind: 'ollama', baseUrl: 'http://127.0.0.1:11434' } as const;
    const failure = { kind: 'network', code: 'ECONNREFUSED', host: '127.0.0.1:11434', sent: false } as const;
    const row = rowsOf({ servers: [{ settings, failure }] }).at(-1);
    assert.ok(row?.type === 'problem');
    assert.equal(row.sentence, 'Nobody answers at 127.0.0.1:11434 (ECONNREFUSED). Is the server of “ollama” running?');
  });

  it('does not ask for a key of OpenRouter where another server refuses its own', () => {
    const settings = { name: 'chutes', kind: 'chutes', baseUrl: 'https://llm.chutes.ai/v1' } as const;
    const row = rowsOf({ servers: [{ settings, failure: { kind: 'unauthorized', message: 'no' } }] }).at(-1);
    assert.ok(row?.type === 'problem');
    assert.equal(row.sentence, 'The server of “chutes” does not accept the key (“no”).');
    assert.equal(row.action, 'enterKey');
  });

  describe('at a privacy level', () => {
    const privacyAt = (level: PrivacyLevel): Partial<AssistantState> => ({
      privacy: { level, confidential: false, scrubs: true, restricted: false, problems: [], version: 1 },
    });
    const details = (rows: readonly ModelRow[]): ReadonlyMap<string, string> =>
      new Map(rows.flatMap((row) => (row.type === 'model' ? [[row.id, row.detail]] : [])));

    it('says what happens to what each is sent, in one of four ways', () => {
      const policies = new Map<string, DataPolicy>([
        [best.id, 'noRetention'],
        [middle.id, 'keptNotTrained'],
        [wide.id, 'mayTrain'],
        [unknown.id, 'unknown'],
      ]);
      const ends = [...details(rowsOf(privacyAt('open'), { policies })).values()].map((detail) =>
        detail.split(' · ').at(-1),
      );
      assert.deepEqual(ends, ['no retention', 'kept, not trained on', 'may train on prompts', 'data policy not known']);
    });

    it('has what it keeps out last, with the reason, also when that cools or is another server’s', () => {
      const away = model('@chutes/qwen', 50);
      const here = model('@ollama/qwen3:8b', undefined, { staysHere: true });
      const removed = new Map<string, DataPolicy>([
        [best.id, 'mayTrain'],
        [away.id, 'unknown'],
      ]);
      const catalogue = { models: [away, best, middle, wide, here], readAt: noon };
      const rows = rowsOf(
        {
          ...privacyAt('noTraining'),
          catalogue,
          cooling: new Map([[best.id, noon + 1000]]),
          blocked: new Set([wide.id]),
        },
        // What the level makes of it elsewhere says nothing about what it keeps out.
        { policies: new Map([[best.id, 'keptNotTrained']]), removed },
      );
      assert.deepEqual(shown(rows), [
        '# Free now',
        middle.id,
        '# Your own servers',
        here.id,
        '# Blocked for your account',
        wide.id,
        '# Kept out by your privacy level',
        away.id,
        best.id,
      ]);
      assert.match(details(rows).get(best.id) ?? '', /kept out by No Training: may train on prompts · coding 40/);
      assert.doesNotMatch(details(rows).get(best.id) ?? '', /not trained on/);
      assert.match(details(rows).get(away.id) ?? '', /^kept out by No Training: data policy not known · /);
      assert.deepEqual(
        rows.flatMap((row) => (row.type === 'model' && row.keptOut === true ? [row.id] : [])),
        [away.id, best.id],
      );
    });

    it('says of what the account excludes as well that the level does too', () => {
      const rows = rowsOf(
        { ...privacyAt('noTraining'), blocked: new Set([best.id]) },
        { removed: new Map([[best.id, 'mayTrain']]) },
      );
      assert.deepEqual(shown(rows).slice(-2), ['# Blocked for your account', best.id]);
      assert.match(details(rows).get(best.id) ?? '', /^excluded by your OpenRouter settings · kept out by No Training/);
    });

    it('says so of a pinned model, which stays first', () => {
      const rows = rowsOf({ ...privacyAt('localOnly'), pin: best.id }, { removed: new Map([[best.id, 'unknown']]) });
      assert.deepEqual(shown(rows).slice(0, 2), ['# Pinned', best.id]);
      assert.equal(shown(rows).filter((id) => id === best.id).length, 1);
      assert.match(
        details(rows).get(best.id) ?? '',
        /^kept out by Local Only: not on this machine, data policy not known · coding 40/,
      );
    });
  });

  it('says why there is none, with what can be done', () => {
    const failure = { kind: 'network', code: 'ECONNREFUSED', host: 'openrouter.ai', sent: false } as const;
    const rows = rowsOf({ catalogue: undefined, failure, pin: best.id });
    assert.ok(rows[0]?.type === 'problem');
    assert.match(rows[0].sentence, /No connection to openrouter\.ai/);
    assert.equal(rows[0].action, 'retry');
    assert.deepEqual(shown(rows).slice(1), ['# Pinned', best.id]);
  });
});
