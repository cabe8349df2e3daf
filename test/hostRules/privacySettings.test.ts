import assert from 'node:assert/strict';
import { readPrivacySettings, type SettingsHome, writeLevel } from '../../src/host/privacy/privacySettings';

type Values = Readonly<Record<string, unknown>>;

interface Places {
  readonly user?: Values;
  readonly workspace?: Values;
  /** One entry for each folder of the window. */
  readonly folders?: readonly Values[];
  readonly trusted?: boolean;
}

const written: { key: string; value: unknown; target: unknown }[] = [];

function home({ user = {}, workspace = {}, folders = [], trusted = true }: Places): SettingsHome {
  const uris = folders.map((_, index) => ({ path: `/folder${index}` }));
  const getConfiguration = (_section?: string, scope?: unknown): unknown => ({
    inspect: (key: string) => ({
      globalValue: user[key],
      workspaceValue: workspace[key],
      workspaceFolderValue: folders[uris.findIndex((uri) => uri === scope)]?.[key],
    }),
    update: async (key: string, value: unknown, target: unknown) => void written.push({ key, value, target }),
  });
  const all: unknown = { getConfiguration, workspaceFolders: uris.map((uri) => ({ uri })), isTrusted: trusted };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the editor's types have much more than is read
  return all as SettingsHome;
}

const read = (places: Places): ReturnType<typeof readPrivacySettings> => readPrivacySettings(home(places));
const level = (value: unknown): Values => ({ 'tollfree.privacy.level': value });

describe('the settings about privacy', () => {
  it('are open, with secrets replaced, as long as nobody says anything', () => {
    assert.deepEqual(read({}), {
      level: 'open',
      folderLevel: 'open',
      confidential: false,
      scrub: true,
      patterns: [],
      emailAddresses: false,
      onlyProviders: [],
      ignoredProviders: [],
      problems: [],
    });
  });

  it("keep the user's level apart from what the folders ask for, of which the strictest counts", () => {
    const { level: own, folderLevel } = read({
      user: level('noTraining'),
      workspace: level('open'),
      folders: [level('noTraining'), level('zeroRetention'), {}],
    });
    assert.equal(own, 'noTraining');
    assert.equal(folderLevel, 'zeroRetention');
  });

  it('take a mistyped level for the strictest, and say so', () => {
    const { level: own, folderLevel, problems } = read({ user: level('zeroretention'), workspace: level(7) });
    assert.equal(own, 'localOnly');
    assert.equal(folderLevel, 'localOnly');
    assert.equal(problems.length, 2);
    assert.match(problems[0] ?? '', /^"zeroretention" in tollfree\.privacy\.level .* open, noTraining, zeroRetention/);
  });

  it('do not repeat all of what stands there, for a folder can write anything', () => {
    const [problem = ''] = read({ workspace: level(`Visit ${'x'.repeat(300)}`) }).problems;
    assert.ok(problem.length < 200, problem);
    assert.match(problem, /^"Visit x+… in tollfree\.privacy\.level is none of/);
  });

  it('ask nobody elsewhere while a list of providers cannot be read, for none would mean all', () => {
    for (const key of ['tollfree.privacy.onlyProviders', 'tollfree.privacy.ignoredProviders']) {
      for (const value of [{ Cohere: true }, 7, ['Cohere', { name: 'Nvidia' }]]) {
        const settings = read({ user: { [key]: value, ...level('open') } });
        assert.equal(settings.folderLevel, 'localOnly', `${key} ${JSON.stringify(value)}`);
        assert.deepEqual(settings.problems, [
          `${key} must be a list of names. Until that is corrected, only models on this machine are asked.`,
        ]);
      }
    }
    const empty = read({ user: { 'tollfree.privacy.onlyProviders': [], 'tollfree.privacy.ignoredProviders': '' } });
    assert.equal(empty.folderLevel, 'open');
    assert.deepEqual(empty.onlyProviders, []);
  });

  it('replace e-mail addresses also when that is said in words of the wrong kind', () => {
    const emails = (value: unknown): Values => ({ 'tollfree.privacy.emailAddresses': value });
    assert.equal(read({ user: emails('true') }).emailAddresses, true);
    assert.equal(read({ workspace: emails(1), user: emails(false) }).emailAddresses, true);
    assert.equal(read({ user: emails(false) }).emailAddresses, false);
  });

  it('are confidential when anybody says so, also in words of the wrong kind', () => {
    const mark = (value: unknown): Values => ({ 'tollfree.privacy.confidential': value });
    assert.equal(read({ folders: [mark(false), mark(true)] }).confidential, true);
    assert.equal(read({ user: mark(true), workspace: mark(false) }).confidential, true);
    assert.equal(read({ workspace: mark('yes') }).confidential, true);
    assert.equal(read({ user: mark(false), workspace: mark(false) }).confidential, false);
  });

  it('do not let a folder switch the replacing of secrets off, or choose providers', () => {
    const hostile = {
      'tollfree.privacy.scrub': false,
      'tollfree.privacy.onlyProviders': ['Collector'],
      'tollfree.privacy.ignoredProviders': [],
      'tollfree.privacy.emailAddresses': false,
    };
    const user = {
      'tollfree.privacy.onlyProviders': ['Cohere'],
      'tollfree.privacy.ignoredProviders': ['Nvidia'],
      'tollfree.privacy.emailAddresses': true,
    };
    const settings = read({ user, workspace: hostile, folders: [hostile] });
    assert.equal(settings.scrub, true);
    assert.deepEqual(settings.onlyProviders, ['Cohere']);
    assert.deepEqual(settings.ignoredProviders, ['Nvidia']);
    assert.equal(settings.emailAddresses, true);
    assert.equal(read({ user: { 'tollfree.privacy.scrub': false } }).scrub, false);
  });

  it('take a single name for a list of one, so that a slip does not allow all', () => {
    assert.deepEqual(read({ user: { 'tollfree.privacy.onlyProviders': ' Cohere ' } }).onlyProviders, ['Cohere']);
  });

  it("add the patterns of a trusted folder to the user's", () => {
    const patterns = (...entries: readonly unknown[]): Values => ({ 'tollfree.privacy.patterns': entries });
    const own = { name: 'customer', pattern: 'CU-\\d+' };
    const team = { name: 'host', pattern: '\\w+\\.corp', ignoreCase: true };
    const places = { user: patterns(own), workspace: patterns(team) };
    assert.deepEqual(read(places).patterns, [own, team]);
    assert.deepEqual(read({ ...places, trusted: false }).patterns, [own]);
    assert.deepEqual(read({ user: patterns(own), workspace: patterns() }).patterns, [own]);
  });

  it('say which patterns cannot be used', () => {
    const { patterns, problems } = read({
      user: { 'tollfree.privacy.patterns': [{ name: '', pattern: 'x' }, 'CU-\\d+', { name: 'n', pattern: 'p' }] },
      workspace: { 'tollfree.privacy.patterns': 'CU' },
    });
    assert.deepEqual(patterns, [{ name: 'n', pattern: 'p' }]);
    assert.deepEqual(problems, [
      'An entry of tollfree.privacy.patterns is not used: each one needs a name and a pattern.',
      'tollfree.privacy.patterns is not used: it must be a list.',
    ]);
  });

  it('are written for the user', async () => {
    await writeLevel(home({}), 'noTraining');
    assert.deepEqual(written, [{ key: 'tollfree.privacy.level', value: 'noTraining', target: true }]);
  });
});
