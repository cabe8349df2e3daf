import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import type { Catalogue, Model } from '../../src/core/catalogue/model';
import type { FilePart, FileRef } from '../../src/core/conversation/message';
import type { Privacy } from '../../src/core/engine/ports';
import type { DataPolicy } from '../../src/core/privacy/policy';
import { createScrubber } from '../../src/core/privacy/createScrubber';
import type { FileVerdict, Question } from '../../src/core/privacy/questions';
import type { Detector } from '../../src/core/privacy/secret';
import type { Result } from '../../src/core/service';
import { judgeFiles } from '../../src/host/privacy/judgeFiles';
import { PrivacyKeeper, type PrivacyParts } from '../../src/host/privacy/privacyKeeper';
import type { PrivacySettings } from '../../src/host/privacy/privacySettings';
import { catalogueOf, cohere, FakeClock, FakeLog, gemma, liquid, local, nemotron } from '../support/fakes';
import { onePixel, picture } from '../support/pictures';
import { memory } from '../support/memory';

const day = 24 * 60 * 60_000;
const selection: FileRef = { name: '.env.local', uri: 'file:///w/.env.local', how: 'selected' };

/** Finds a word wherever it stands. */
const finds =
  (word: string, kind: string): Detector =>
  (text) =>
    [...text.matchAll(new RegExp(word, 'g'))].map(({ index }) => ({ start: index, end: index + word.length, kind }));

class World {
  readonly user: Memento = memory();
  readonly workspace: Memento = memory();
  readonly clock = new FakeClock();
  readonly log = new FakeLog();
  address = 'https://openrouter.ai/api/v1';
  trusted = true;
  catalogue: Catalogue | undefined = catalogueOf(nemotron, gemma, cohere, local);
  providers: readonly string[] | undefined;
  verdicts: readonly FileVerdict[] = [];
  list: Result<ReadonlyMap<string, readonly string[]>> = { ok: true, value: new Map() };
  /** Set: the list comes only after that. */
  slow: Promise<void> | undefined;
  reads = 0;
  changes = 0;
  settings: PrivacySettings = {
    level: 'open',
    folderLevel: 'open',
    confidential: false,
    scrub: true,
    patterns: [],
    emailAddresses: false,
    onlyProviders: [],
    ignoredProviders: [],
    problems: [],
  };
  readonly env = {
    detect: finds('env-value-1', 'ENV_TOKEN'),
    listeners: new Set<() => void>(),
    fails: false,
    detector: async (): Promise<Detector> => {
      if (this.env.fails) throw new Error('no such file');
      return this.env.detect;
    },
    onDidChange: (listener: () => void): { dispose: () => void } => {
      this.env.listeners.add(listener);
      return { dispose: () => this.env.listeners.delete(listener) };
    },
    dispose: () => {},
  };
  compiled = 0;
  keeper = this.open();

  /** Another window of the same workspace, or the same one after a reload. */
  open(workspace = this.workspace): PrivacyKeeper {
    let seed = 1;
    const parts: PrivacyParts = {
      scrubber: createScrubber({
        // Any even sequence will do.
        random: () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647,
        detect: () => [],
      }),
      files: { check: async (files) => files.map((_, at) => this.verdicts[at] ?? { may: 'go' }) },
      env: this.env,
      patterns: async () => ({
        compilePatterns: (patterns) => {
          this.compiled += 1;
          return {
            detectors: patterns.map(({ name, pattern }) => finds(pattern, name)),
            problems: patterns.some(({ name }) => name === 'BROKEN')
              ? ['The pattern “BROKEN” is not used: broken.']
              : [],
          };
        },
      }),
      workspace,
      user: this.user,
      configuration: () => this.settings,
      writeLevel: async (level) => this.set({ level }),
      address: () => this.address,
      catalogue: () => this.catalogue,
      providersOf: () => this.providers,
      ofServer: (name) => (name === 'gateway' ? 'keptNotTrained' : undefined),
      readZeroRetention: async () => {
        this.reads += 1;
        await this.slow;
        return this.list;
      },
      clock: this.clock,
      log: this.log,
      changed: () => (this.changes += 1),
      isTrusted: () => this.trusted,
    };
    return new PrivacyKeeper(parts);
  }

  set(settings: Partial<PrivacySettings>): void {
    this.settings = { ...this.settings, ...settings };
    this.keeper.settingsChanged();
  }

  get signal(): AbortSignal {
    return new AbortController().signal;
  }

  /** A question of a turn, and how it was decided by now. */
  ask(turnId: string, question: Question, port = this.keeper.portFor(turnId), signal = this.signal): Asked {
    const asked: { port: Privacy; decided: boolean | undefined } = { port, decided: undefined };
    void port.ask(question, signal).then((decided) => (asked.decided = decided));
    return asked;
  }
}

interface Asked {
  readonly port: Privacy;
  readonly decided: boolean | undefined;
}

const consent = (policy: Exclude<DataPolicy, 'noRetention'>, model: Model = nemotron): Question => ({
  about: 'consent',
  policy,
  model: model.id,
});

/** All that is ready to run has run. */
const settled = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const agreedTo = (port: Privacy): readonly DataPolicy[] =>
  (['noRetention', 'keptNotTrained', 'mayTrain', 'unknown'] as const).filter((policy) => port.agreed(policy));

describe('consent', () => {
  it('is only there for what keeps nothing until somebody gives it', () => {
    const { keeper } = new World();
    assert.deepEqual(agreedTo(keeper.portFor('turn')), ['noRetention']);
  });

  it('to keeping is none to training', async () => {
    const { keeper } = new World();
    await keeper.agree('keptNotTrained');
    assert.deepEqual(agreedTo(keeper.portFor('turn')), ['noRetention', 'keptNotTrained']);
  });

  it('to what nobody knows is consent to training, and that includes keeping', async () => {
    const world = new World();
    await world.keeper.agree('unknown');
    await world.keeper.agree('keptNotTrained');
    assert.equal(agreedTo(world.keeper.portFor('turn')).length, 4);
    assert.equal(agreedTo(world.open().portFor('turn')).length, 4, 'after a reload');
  });

  it('is given for one workspace only', async () => {
    const world = new World();
    await world.keeper.agree('mayTrain');
    assert.deepEqual(agreedTo(world.open(memory()).portFor('turn')), ['noRetention']);
  });

  it('given once ends with its turn', async () => {
    const world = new World();
    const asked = world.ask('turn-1', consent('unknown'));
    world.keeper.answer('turn-1', 'once');
    await settled();
    assert.equal(asked.decided, true);
    assert.equal(asked.port.agreed('mayTrain'), true);
    assert.equal(world.keeper.portFor('turn-2').agreed('mayTrain'), false);
    // The same question asked again is another one.
    assert.equal(world.keeper.portFor('turn-1').agreed('mayTrain'), false);
  });

  it('for the workspace lets all go on that wait for what it includes', async () => {
    const world = new World();
    const first = world.ask('turn-1', consent('mayTrain'));
    const second = world.ask('turn-2', consent('unknown', gemma));
    const keeping = world.ask('turn-3', consent('keptNotTrained', cohere));
    const file = world.ask('turn-4', { about: 'ignoredFile', file: selection, rule: '.gitignore: *' });
    world.keeper.answer('turn-2', 'workspace');
    await settled();
    assert.deepEqual(
      [first, second, keeping, file].map(({ decided }) => decided),
      [true, true, true, undefined],
    );
    assert.equal(await world.keeper.portFor('turn-5').ask(consent('unknown'), world.signal), true);
  });

  it('to keeping does not let those go on that wait for more', async () => {
    const world = new World();
    const training = world.ask('turn-1', consent('mayTrain'));
    const keeping = world.ask('turn-2', consent('keptNotTrained'));
    world.keeper.answer('turn-2', 'workspace');
    await settled();
    assert.deepEqual([training.decided, keeping.decided], [undefined, true]);
  });

  it('that is not given stops that turn only, and is asked for again', async () => {
    const world = new World();
    const [refused, waiting] = [world.ask('turn-1', consent('unknown')), world.ask('turn-2', consent('unknown'))];
    world.keeper.answer('turn-1', 'no');
    await settled();
    assert.deepEqual([refused.decided, waiting.decided], [false, undefined]);
    assert.deepEqual(world.keeper.questionFor(nemotron), consent('unknown'));
  });

  it('is not waited for by a turn that was stopped', async () => {
    const world = new World();
    const stop = new AbortController();
    const asked = world.ask('turn-1', consent('unknown'), world.keeper.portFor('turn-1'), stop.signal);
    stop.abort();
    await settled();
    assert.equal(asked.decided, false);
    world.keeper.answer('turn-1', 'workspace');
    await settled();
    assert.equal(world.keeper.portFor('turn-2').agreed('unknown'), false, 'nobody asked any more');
    const late = world.ask('turn-3', consent('unknown'), world.keeper.portFor('turn-3'), stop.signal);
    await settled();
    assert.equal(late.decided, false);
  });

  it('that was given is not asked for', async () => {
    const world = new World();
    assert.deepEqual(world.keeper.questionFor(nemotron), consent('unknown'));
    assert.equal(world.keeper.questionFor(local), undefined);
    await world.keeper.agree('unknown');
    assert.equal(world.keeper.questionFor(nemotron), undefined);
  });

  it('cannot be given for what is confidential', async () => {
    const world = new World();
    await world.keeper.agree('keptNotTrained');
    const waiting = world.ask('turn-0', consent('mayTrain'));
    await world.keeper.setConfidential(true);
    await settled();
    assert.equal(waiting.decided, false);
    await world.keeper.agree('mayTrain');
    const port = world.keeper.portFor('turn-1');
    assert.deepEqual(agreedTo(port), ['noRetention']);
    assert.equal(await port.ask(consent('mayTrain'), world.signal), false);
    await world.keeper.setConfidential(false);
    assert.deepEqual(agreedTo(world.keeper.portFor('turn-2')), ['noRetention'], 'it has to be given anew');
  });

  it('given before does not hold where the settings mark a workspace as confidential', async () => {
    const world = new World();
    await world.keeper.agree('mayTrain');
    world.set({ confidential: true });
    assert.deepEqual(agreedTo(world.keeper.portFor('turn-1')), ['noRetention']);
  });

  it('that is waited for is not given when the level gets stricter meanwhile', async () => {
    const world = new World();
    const asked = world.ask('turn-1', consent('unknown'));
    world.set({ level: 'noTraining' });
    await settled();
    assert.equal(asked.decided, false);
    const later = world.ask('turn-2', consent('keptNotTrained'));
    world.set({ level: 'open' });
    await settled();
    assert.equal(later.decided, undefined, 'a laxer level takes nothing back');
  });

  it('is not waited for after the window was closed', async () => {
    const world = new World();
    const asked = world.ask('turn-1', consent('unknown'));
    world.keeper.dispose();
    await settled();
    assert.equal(asked.decided, false);
  });

  it('of all workspaces is forgotten at once', async () => {
    const world = new World();
    const elsewhere = world.open(memory());
    await elsewhere.agree('mayTrain');
    await world.keeper.agree('mayTrain');
    await world.keeper.forget();
    assert.deepEqual(agreedTo(world.keeper.portFor('turn-1')), ['noRetention']);
    assert.deepEqual(agreedTo(elsewhere.portFor('turn-1')), ['noRetention']);
    await elsewhere.agree('keptNotTrained');
    assert.deepEqual(agreedTo(elsewhere.portFor('turn-2')), ['noRetention', 'keptNotTrained']);
  });
});

describe('a file that never goes by itself', () => {
  const asking = { about: 'ignoredFile', file: selection, rule: 'file that holds secrets: .env.*' } as const;

  it('goes once for the turn that was asked', async () => {
    const world = new World();
    world.verdicts = [{ may: 'ifAsked', rule: asking.rule }];
    const asked = world.ask('turn-1', asking);
    world.keeper.answer('turn-1', 'once');
    await settled();
    assert.equal(asked.decided, true);
    assert.deepEqual(await asked.port.check([selection]), [{ may: 'go' }]);
    assert.deepEqual(await world.keeper.portFor('turn-2').check([selection]), world.verdicts);
  });

  it('goes until the window is closed, and never as a whole', async () => {
    const world = new World();
    world.verdicts = [{ may: 'ifAsked', rule: asking.rule }];
    const [one, other] = [world.ask('turn-1', asking), world.ask('turn-2', asking)];
    world.keeper.answer('turn-1', 'workspace');
    await settled();
    assert.deepEqual([one.decided, other.decided], [true, true]);
    assert.deepEqual(await world.keeper.check([selection]), [{ may: 'go' }]);
    assert.deepEqual(await world.keeper.check([{ ...selection, how: 'attached' }]), world.verdicts);
    assert.deepEqual(await world.open().check([selection]), world.verdicts);
  });

  it('does not go against a rule that asks nobody', async () => {
    const world = new World();
    world.ask('turn-1', asking);
    world.keeper.answer('turn-1', 'workspace');
    world.verdicts = [{ may: 'not', rule: asking.rule }];
    assert.deepEqual(await world.keeper.check([selection]), world.verdicts);
  });

  it('is every file in Restricted Mode, unless its lines were selected', async () => {
    const world = new World();
    world.trusted = false;
    const attached: FileRef = { name: 'app.ts', uri: 'file:///w/app.ts', how: 'attached' };
    const rule = 'Restricted Mode: only what you type or select goes';
    const files = [attached, { ...attached, how: 'selected' } as const];
    assert.deepEqual(await world.keeper.check(files), [{ may: 'not', rule }, { may: 'go' }]);
    assert.deepEqual(await world.keeper.portFor('turn').check(files), [{ may: 'not', rule }, { may: 'go' }]);
    assert.equal(world.keeper.state.restricted, true);
  });

  it('is one that nobody judged', async () => {
    const none = { check: async (): Promise<readonly FileVerdict[]> => [] };
    const [verdict] = await judgeFiles([selection], { rules: none, isTrusted: true, letGo: () => true });
    assert.equal(verdict?.may, 'not');
  });
});

describe('what is known of data policies', () => {
  const zeroRetention = new Map([[liquid.id, ['Liquid']]]);

  it('is read once a day, and kept over a reload', async () => {
    const world = new World();
    world.catalogue = catalogueOf(nemotron, liquid);
    world.list = { ok: true, value: zeroRetention };
    assert.equal(world.keeper.portFor('turn').keepsNothing(nemotron), undefined);
    await Promise.all([world.keeper.refresh(world.signal), world.keeper.refresh(world.signal)]);
    const port = world.open().portFor('turn');
    assert.deepEqual([port.keepsNothing(nemotron), port.keepsNothing(liquid)], [false, true]);
    world.clock.at += day - 1;
    await world.keeper.refresh(world.signal);
    assert.equal(world.reads, 1);
    world.clock.at += 1;
    world.list = { ok: true, value: new Map() };
    await world.keeper.refresh(world.signal);
    assert.equal(world.reads, 2);
    assert.equal(world.keeper.portFor('turn').keepsNothing(liquid), false);
  });

  it('serves when it is old and cannot be read again, which is not tried all the time', async () => {
    const world = new World();
    world.catalogue = catalogueOf(nemotron, liquid);
    world.list = { ok: true, value: zeroRetention };
    await world.keeper.refresh(world.signal);
    world.clock.at += 3 * day;
    world.list = { ok: false, failure: { kind: 'network', code: 'ENOTFOUND', host: 'openrouter.ai', sent: false } };
    await world.keeper.refresh(world.signal);
    await world.keeper.refresh(world.signal);
    assert.equal(world.reads, 2);
    assert.equal(world.keeper.portFor('turn').keepsNothing(liquid), true);
    world.clock.at += 10 * 60_000;
    await world.keeper.refresh(world.signal);
    assert.equal(world.reads, 3);
  });

  it('says nothing about another service', async () => {
    const world = new World();
    world.catalogue = catalogueOf(nemotron, liquid);
    world.list = { ok: true, value: zeroRetention };
    await world.keeper.refresh(world.signal);
    const port = world.keeper.portFor('turn');
    port.learn({ model: nemotron.id, policy: 'mayTrain' });
    await settled();
    world.address = 'https://example.test/v1';
    assert.equal(port.keepsNothing(liquid), undefined);
    assert.equal(port.policyOf(nemotron), 'unknown');
  });

  it('is thrown away when the address was changed while it was read', async () => {
    const world = new World();
    world.catalogue = catalogueOf(liquid);
    let goOn = (): void => {};
    world.slow = new Promise((resolve) => (goOn = resolve));
    const early = world.keeper.refresh(world.signal);
    world.address = 'https://example.test/v1';
    world.slow = undefined;
    world.list = { ok: true, value: zeroRetention };
    await world.keeper.refresh(world.signal);
    world.list = { ok: true, value: new Map() };
    goOn();
    await early;
    assert.equal(world.keeper.portFor('turn').keepsNothing(liquid), true);
  });

  it('is written down once a day, however often the same is learned', async () => {
    const world = new World();
    let writes = 0;
    const update = world.user.update.bind(world.user);
    world.user.update = async (key, value) => {
      writes += 1;
      await update(key, value);
    };
    const port = world.keeper.portFor('turn');
    const lesson = { model: cohere.id, provider: 'Cohere', policy: 'keptNotTrained' } as const;
    for (let n = 0; n < 3; n += 1) port.learn(lesson);
    assert.equal(writes, 1);
    world.providers = ['Cohere'];
    port.learn(lesson);
    await settled();
    assert.equal(port.policyOf(cohere), 'keptNotTrained', 'that it is the only one is new');
    world.clock.at += day;
    port.learn(lesson);
    assert.equal(writes, 3);
  });

  it('is learned from answers and refusals, and forgotten after a week', async () => {
    const world = new World();
    const port = world.keeper.portFor('turn');
    port.learn({ model: nemotron.id, policy: 'mayTrain' });
    port.learn({ model: cohere.id, provider: 'Cohere', policy: 'keptNotTrained' });
    await settled();
    assert.equal(port.policyOf(nemotron), 'mayTrain');
    assert.equal(port.policyOf(cohere, 'Cohere'), 'keptNotTrained');
    assert.equal(port.policyOf(cohere), 'unknown', 'others may offer it too');
    world.clock.at += 7 * day - 1;
    assert.equal(world.open().portFor('turn').policyOf(nemotron), 'mayTrain');
    world.clock.at += 1;
    assert.equal(port.policyOf(nemotron), 'unknown');
  });

  it('of a refusal for want of endpoints that keep nothing holds for a day, beside all others', async () => {
    const world = new World();
    const port = world.keeper.portFor('turn');
    port.learn({ model: cohere.id, policy: 'mayTrain' });
    await settled();
    port.learn({ model: nemotron.id, retains: true });
    await settled();
    assert.equal(port.keepsNothing(nemotron), false);
    assert.equal(port.policyOf(cohere), 'mayTrain');
    world.clock.at += day;
    assert.notEqual(port.keepsNothing(nemotron), false);
    assert.equal(port.policyOf(cohere), 'mayTrain');
  });

  it('of its only provider holds for the model', async () => {
    const world = new World();
    world.providers = ['Cohere'];
    const port = world.keeper.portFor('turn');
    port.learn({ model: cohere.id, provider: 'Cohere', policy: 'keptNotTrained' });
    await settled();
    assert.equal(port.policyOf(cohere), 'keptNotTrained');
  });

  it('does not outlive what contradicts it', async () => {
    const world = new World();
    const port = world.keeper.portFor('turn');
    const policies = (): readonly DataPolicy[] => [port.policyOf(cohere, 'Cohere'), port.policyOf(cohere)];
    port.learn({ model: cohere.id, provider: 'Cohere', policy: 'keptNotTrained' });
    await settled();
    // All of its providers were refused.
    port.learn({ model: cohere.id, policy: 'mayTrain' });
    await settled();
    assert.deepEqual(policies(), ['mayTrain', 'mayTrain']);
    // One answered all the same.
    port.learn({ model: cohere.id, provider: 'Cohere', policy: 'keptNotTrained' });
    await settled();
    assert.deepEqual(policies(), ['keptNotTrained', 'unknown']);
  });

  it('stays as strict as it was shown to be where laxer terms only did not ask for more', async () => {
    const world = new World();
    const port = world.keeper.portFor('turn');
    port.learn({ model: cohere.id, provider: 'Cohere', policy: 'noRetention' });
    await settled();
    port.learn({ model: cohere.id, provider: 'Cohere', policy: 'keptNotTrained' });
    await settled();
    assert.equal(port.policyOf(cohere, 'Cohere'), 'noRetention');
    port.learn({ model: cohere.id, provider: 'Cohere', policy: 'mayTrain' });
    await settled();
    assert.equal(port.policyOf(cohere, 'Cohere'), 'mayTrain');
  });

  it('is what the user says of a server of theirs, and nothing is kept on this machine', () => {
    const { keeper } = new World();
    assert.equal(keeper.policyOf(local), 'noRetention');
    assert.equal(keeper.policyOf({ ...local, id: '@gateway/coder', staysHere: false }), 'keptNotTrained');
    assert.equal(keeper.policyOf({ ...local, id: '@other/coder', staysHere: false }), 'unknown');
  });

  it('is at least what the service is told to keep to', () => {
    const world = new World();
    world.set({ level: 'noTraining' });
    assert.equal(world.keeper.policyOf(gemma), 'keptNotTrained');
    assert.equal(world.keeper.portFor('turn').policyOf(gemma), 'unknown');
  });
});

describe('before a question', () => {
  it('the list is waited for at Zero Retention, but not for long', async () => {
    const world = new World();
    world.set({ level: 'zeroRetention' });
    world.slow = new Promise(() => {});
    const started = world.clock.at;
    assert.equal(await world.keeper.ready(world.signal), undefined);
    assert.equal(world.clock.at - started, 3000);
  });

  it('nothing is waited for at other levels, or where an older list serves', async () => {
    const world = new World();
    world.slow = new Promise(() => {});
    const started = world.clock.at;
    assert.equal(await world.keeper.ready(world.signal), undefined);
    const other = new World();
    await other.keeper.refresh(other.signal);
    other.set({ level: 'zeroRetention' });
    other.clock.at += 2 * day;
    other.slow = new Promise(() => {});
    const later = other.clock.at;
    assert.equal(await other.keeper.ready(other.signal), undefined);
    assert.deepEqual([world.clock.at - started, other.clock.at - later], [0, 0]);
  });

  it('the scrubber knows the .env files, the patterns and, if wanted, e-mail addresses', async () => {
    const world = new World();
    const { scrubber } = world.keeper;
    const text = 'env-value-1 CU-123456 someone@example.com';
    await world.keeper.ready(world.signal);
    assert.match(scrubber.scrub(text).text, /^SECRET_ENV_TOKEN_\w+ CU-123456 someone@example\.com$/);
    assert.equal(world.compiled, 0, 'the engine for patterns is not loaded for nothing');
    world.set({ patterns: [{ name: 'CUSTOMER', pattern: 'CU-123456' }], emailAddresses: true });
    await world.keeper.ready(world.signal);
    assert.match(scrubber.scrub(text).text, /^SECRET_ENV_TOKEN_\w+ SECRET_CUSTOMER_\w+ SECRET_EMAIL_\w+$/);
    await world.keeper.ready(world.signal);
    assert.equal(world.compiled, 1);
  });

  it('values that came into an .env file are known at once', async () => {
    const world = new World();
    await world.keeper.ready(world.signal);
    world.env.detect = finds('env-value-2', 'ENV_TOKEN');
    for (const listener of world.env.listeners) listener();
    await settled();
    assert.match(world.keeper.scrubber.scrub('env-value-2').text, /^SECRET_/);
    world.keeper.dispose();
    assert.equal(world.env.listeners.size, 0);
  });

  it('nothing may be sent while it is not known what is secret, unless nothing is to be replaced', async () => {
    const world = new World();
    world.env.fails = true;
    const failure = await world.keeper.ready(world.signal);
    assert.ok(failure?.kind === 'defect' && failure.message.includes('.env files'));
    assert.equal(world.keeper.state.problems.length, 1);
    world.set({ scrub: false });
    assert.equal(await world.keeper.ready(world.signal), undefined);
    world.set({ confidential: true });
    assert.equal((await world.keeper.ready(world.signal))?.kind, 'defect');
    world.env.fails = false;
    assert.equal(await world.keeper.ready(world.signal), undefined);
    assert.deepEqual(world.keeper.state.problems, []);
  });

  it('a broken pattern stops nothing, and is told', async () => {
    const world = new World();
    world.set({ patterns: [{ name: 'BROKEN', pattern: 'x' }], problems: ['A setting is wrong.'] });
    assert.equal(await world.keeper.ready(world.signal), undefined);
    assert.deepEqual(world.keeper.state.problems, ['A setting is wrong.', 'The pattern “BROKEN” is not used: broken.']);
  });
});

describe('the level', () => {
  it('is chosen for the workspace or for the user', async () => {
    const world = new World();
    await world.keeper.setLevel('localOnly', 'workspace');
    assert.equal(world.settings.level, 'open');
    assert.equal(world.open().state.level, 'localOnly');
    assert.equal(world.open(memory()).state.level, 'open');
    await world.keeper.setLevel('noTraining', 'user');
    assert.equal(world.open(memory()).state.level, 'noTraining');
    assert.equal(world.keeper.state.level, 'noTraining', 'and here');
  });

  it('holds for the rest of a turn that is under way', () => {
    const world = new World();
    const port = world.keeper.portFor('turn');
    world.set({ level: 'noTraining', onlyProviders: ['Cohere'], ignoredProviders: ['Nvidia'], scrub: false });
    assert.equal(port.level, 'noTraining');
    assert.deepEqual(port.providers, { only: ['Cohere'], ignore: ['Nvidia'] });
    assert.equal(port.scrubs, false);
  });

  it('of what is confidential keeps nothing and replaces secrets, whatever the user says', () => {
    const world = new World();
    world.set({ scrub: false, confidential: true });
    const { level, confidential, scrubs } = world.keeper.state;
    assert.deepEqual({ level, confidential, scrubs }, { level: 'zeroRetention', confidential: true, scrubs: true });
  });

  it('says why it keeps a model out, and what it leaves', async () => {
    const world = new World();
    world.keeper.portFor('turn').learn({ model: nemotron.id, policy: 'mayTrain' });
    await settled();
    assert.equal(world.keeper.keptOut(nemotron), undefined);
    world.set({ level: 'noTraining' });
    assert.deepEqual(world.keeper.keptOut(nemotron), {
      kind: 'level',
      level: 'noTraining',
      policy: 'mayTrain',
      left: 3,
    });
    assert.equal(world.keeper.keptOut(gemma), undefined, 'it may be asked, as long as nothing else is known');
    assert.equal(world.keeper.questionFor(nemotron), undefined, 'nobody is asked about what is kept out');
  });

  it('that leaves no model names what it removed', () => {
    const world = new World();
    world.catalogue = catalogueOf(nemotron, gemma);
    world.set({ level: 'localOnly' });
    assert.deepEqual(world.keeper.keptOut(gemma), {
      kind: 'level',
      level: 'localOnly',
      policy: 'unknown',
      left: 0,
      removed: [
        { model: nemotron.id, policy: 'unknown' },
        { model: gemma.id, policy: 'unknown' },
      ],
    });
    world.catalogue = undefined;
    // Without `left` it would read as a refusal of the service, which counts.
    assert.deepEqual(world.keeper.keptOut(gemma), {
      kind: 'level',
      level: 'localOnly',
      policy: 'unknown',
      left: 0,
      removed: [{ model: gemma.id, policy: 'unknown' }],
    });
  });

  it('is counted for each of the four', () => {
    const world = new World();
    assert.deepEqual(
      world.keeper.levels().map(({ level, left, unknown }) => [level, left, unknown]),
      [
        ['open', 4, 0],
        ['noTraining', 4, 3],
        ['zeroRetention', 4, 3],
        ['localOnly', 1, 0],
      ],
    );
  });
});

describe('what messages would send', () => {
  const part = (text: string): FilePart => ({
    type: 'file',
    file: { name: 'app.ts', uri: 'file:///w/app.ts', how: 'attached' },
    text,
    languageId: 'typescript',
    startLine: 1,
  });

  it('is told with what is replaced and which files go', async () => {
    const world = new World();
    const file = part('const a = "env-value-1";\nconst b = a;\n');
    const question = { type: 'text', text: 'Why env-value-1?' } as const;
    const preview = await world.keeper.preview([{ role: 'user', content: [question, file] }]);
    assert.deepEqual(
      preview.replaced.map(({ kind, times }) => [kind, times]),
      [['ENV_TOKEN', 2]],
    );
    assert.deepEqual(
      preview.files.map(({ part: one, lines }) => [one, lines]),
      [[file, 2]],
    );
    assert.equal(preview.lost, 0);
    world.set({ scrub: false });
    const plain = await world.keeper.preview([{ role: 'user', content: 'Größe?' }]);
    // ö and ß have two bytes each.
    assert.deepEqual(plain, { bytes: 8, replaced: [], lost: 0, files: [] });
  });

  it('counts a picture as the base64 that leaves', async () => {
    const content = [{ type: 'text', text: 'What is it? ' } as const, picture('ö.png')];
    const { bytes, files } = await new World().keeper.preview([{ role: 'user', content }]);
    assert.equal(bytes, 'What is it? [picture: oe.png]'.length + onePixel.length);
    assert.deepEqual(files, []);
  });

  it('counts placeholders whose values nobody has any more, each once', async () => {
    const world = new World();
    const before = world.open();
    await before.ready(world.signal);
    const { text } = before.scrubber.scrub('the key is env-value-1');
    await world.keeper.ready(world.signal);
    world.keeper.scrubber.forget();
    const { lost } = await world.keeper.preview([
      { role: 'user', content: text },
      { role: 'assistant', content: `I see ${text}` },
    ]);
    assert.equal(lost, 1);
  });
});

describe('all that is kept', () => {
  it('is forgotten when asked to', async () => {
    const world = new World();
    world.catalogue = catalogueOf(nemotron, liquid);
    world.list = { ok: true, value: new Map([[liquid.id, ['Liquid']]]) };
    const { keeper } = world;
    await keeper.refresh(world.signal);
    const port = keeper.portFor('turn');
    port.learn({ model: nemotron.id, policy: 'mayTrain' });
    const rest = { n: 1, task: 'chat', at: world.clock.at, headers: {}, replaced: [], files: [] } as const;
    port.sent({ ...rest, turnId: 'turn', model: nemotron.id, address: world.address, body: '{}' });
    assert.equal(keeper.sent.length, 1);
    await keeper.setConfidential(true);
    await keeper.setLevel('localOnly', 'workspace');
    const { text } = keeper.scrubber.scrub('env-value-1');
    await keeper.forget();
    assert.deepEqual(keeper.sent, []);
    assert.deepEqual([keeper.state.level, keeper.state.confidential], ['open', false]);
    assert.equal(port.policyOf(nemotron), 'unknown');
    assert.equal(port.keepsNothing(liquid), undefined);
    assert.notEqual(keeper.scrubber.restore(text).text, 'env-value-1');
    assert.deepEqual(world.workspace.keys(), []);
  });

  it('is told about when it changes', async () => {
    const world = new World();
    const { keeper } = world;
    const { version } = keeper.state;
    const before = world.changes;
    await keeper.agree('mayTrain');
    assert.ok(keeper.state.version > version);
    assert.ok(world.changes > before);
  });
});
