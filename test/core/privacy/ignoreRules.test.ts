import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { type IgnoreFile, ignoreRules } from '../../../src/core/privacy/ignoreRules';

const options = { ignoresCase: false, mayLift: true };

function ignoring(files: readonly IgnoreFile[], file: string, some: Partial<typeof options> = {}): string | undefined {
  return ignoreRules(files, { ...options, ...some }).ignoring(file);
}

const git = (text: string, folder = ''): IgnoreFile => ({ folder, name: '.gitignore', text });
const own = (text: string, folder = ''): IgnoreFile => ({ folder, name: '.tollfreeignore', text });

describe('ignored files', () => {
  it('are told with the file and the line that say so', () => {
    const files = [git('# built\n*.log\ndist/\n'), git('/local.*  \n', 'packages/app')];
    assert.equal(ignoring(files, 'a/b/x.log'), '.gitignore: *.log');
    assert.equal(ignoring(files, 'packages/dist/x.js'), '.gitignore: dist/');
    assert.equal(ignoring(files, 'packages/app/local.json'), 'packages/app/.gitignore: /local.*');
    assert.equal(ignoring(files, 'packages/app/src/local.json'), undefined);
    assert.equal(ignoring(files, 'dist'), undefined);
  });

  it('count for a folder that is asked about by itself', () => {
    assert.equal(ignoring([git('tmp/')], 'a/tmp/'), '.gitignore: tmp/');
    assert.equal(ignoring([git('*', 'a')], 'a/'), undefined);
  });

  it('may be told apart by capitals or not', () => {
    assert.equal(ignoring([git('Dist')], 'dist'), undefined);
    assert.equal(ignoring([git('Dist')], 'dist', { ignoresCase: true }), '.gitignore: Dist');
  });

  it('are brought back by .tollfreeignore, also against a nearer .gitignore', () => {
    const files = [git('gen/\n'), git('*.txt', 'docs'), own('!gen/\n!docs/*.txt\n')];
    assert.equal(ignoring(files, 'gen/a.ts'), undefined);
    assert.equal(ignoring(files, 'docs/a.txt'), undefined);
    assert.equal(ignoring(files, 'docs/more/a.txt'), 'docs/.gitignore: *.txt');
  });

  it('are not brought back file by file out of an ignored folder', () => {
    assert.equal(ignoring([git('gen/\n'), own('!gen/a.ts')], 'gen/a.ts'), '.gitignore: gen/');
  });

  it('are more with .tollfreeignore, the nearer one decides', () => {
    const files = [own('*.csv\nprivate\n'), own('!prices.csv', 'data')];
    assert.equal(ignoring(files, 'a/private/b'), '.tollfreeignore: private');
    assert.equal(ignoring(files, 'data/prices.csv'), undefined);
    assert.equal(ignoring(files, 'data/people.csv'), '.tollfreeignore: *.csv');
  });

  it('stay ignored where nobody trusts the workspace, whatever its .tollfreeignore takes back', () => {
    const files = [git('gen/\n*.log\n!a.log\n'), own('!gen/\nb.log')];
    assert.equal(ignoring(files, 'gen/a.ts', { mayLift: false }), '.gitignore: gen/');
    assert.equal(ignoring(files, 'b.log', { mayLift: false }), '.tollfreeignore: b.log');
    assert.equal(ignoring(files, 'a.log', { mayLift: false }), undefined);
  });
});

describe('files that hold secrets are lifted', () => {
  const lifts = (text: string, file: string, folder = '', mayLift = true): boolean =>
    ignoreRules([own(text, folder)], { ...options, mayLift }).lifts(file);

  for (const [line, file] of [
    ['!.env', 'a/.env'],
    ['!certs/test.pem', 'certs/test.pem'],
    ['!*.pem', 'certs/test.pem'],
    ['!/certs/*.p12', 'certs/test.p12'],
    ['*.pem\n!test.pem', 'certs/test.pem'],
  ] as const) {
    it(`by ${JSON.stringify(line)}`, () => assert.equal(lifts(line, file), true));
  }

  for (const [line, file] of [
    ['!*', '.env'],
    ['!**', '.env'],
    ['!.*', '.env'],
    ['!**/*.*', 'certs/test.pem'],
    ['![.]*', '.env'],
    ['!certs/', 'certs/test.pem'],
    ['!certs/**', 'certs/test.pem'],
    ['!other.pem', 'certs/test.pem'],
    ['!test.pem\n*.pem', 'certs/test.pem'],
    ['!test.pem\ncerts/', 'certs/test.pem'],
    ['.env', '.env'],
  ] as const) {
    it(`not by ${JSON.stringify(line)}`, () => assert.equal(lifts(line, file), false));
  }

  it('by a line beside them, but by none of .gitignore', () => {
    assert.equal(lifts('!/test.pem', 'certs/test.pem', 'certs'), true);
    assert.equal(ignoreRules([git('*.pem\n!test.pem')], options).lifts('test.pem'), false);
  });

  it('never where nobody trusts the workspace', () => {
    assert.equal(lifts('!.env', '.env', '', false), false);
  });
});

// One run of git for many paths: starting it costs more than all of them.
describe('ignored files are those of git', function () {
  this.timeout(60_000);
  let top: string;
  beforeEach(() => {
    top = mkdtempSync(path.join(tmpdir(), 'tollfree-ignore-'));
    execFileSync('git', ['init', '--quiet', top]);
  });
  afterEach(() => rmSync(top, { recursive: true, force: true }));

  /** What git ignores of some files, by its own account, and by what line. */
  function ignoredByGit(files: readonly IgnoreFile[], asked: readonly string[]): ReadonlyMap<string, string> {
    for (const file of asked) {
      mkdirSync(path.join(top, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(top, file), '');
    }
    for (const { folder, name, text } of files) {
      mkdirSync(path.join(top, folder), { recursive: true });
      writeFileSync(path.join(top, folder, name), text);
    }
    // Nobody's settings: they may name another file of rules, or hide capitals.
    const env = {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
      XDG_CONFIG_HOME: top,
    };
    const flags = ['-c', 'core.ignoreCase=false', 'check-ignore', '--no-index', '--verbose', '--non-matching', '-z'];
    const told = spawnSync('git', [...flags, '--stdin'], { cwd: top, env, input: asked.join('\0'), encoding: 'utf8' });
    // 1: none is ignored.
    assert.ok(told.status === 0 || told.status === 1, told.stderr);
    const fields = told.stdout.split('\0');
    const ignored = new Map<string, string>();
    for (let at = 0; at + 3 < fields.length; at += 4) {
      const [source = '', , pattern = '', file = ''] = fields.slice(at, at + 4);
      if (source !== '' && !pattern.startsWith('!')) ignored.set(file, `${source}: ${pattern}`);
    }
    return ignored;
  }

  function agree(files: readonly IgnoreFile[], asked: readonly string[]): number {
    const theirs = ignoredByGit(files, asked);
    const rules = ignoreRules(files, options);
    const ours = new Map(
      asked.flatMap((file) => {
        const line = rules.ignoring(file);
        return line === undefined ? [] : [[file, line] as const];
      }),
    );
    assert.deepEqual(ours, new Map(asked.filter((file) => theirs.has(file)).map((file) => [file, theirs.get(file)])));
    return theirs.size;
  }

  it('for lines that are easily misread, in the top folder and below it', () => {
    const lines = [
      '# comment',
      '\\#hash',
      '\\!bang',
      '*.log',
      '!keep.log',
      'build/',
      '/only-top',
      'a/b',
      '**/deep/x',
      'tree/**',
      'x/**/y',
      'space\\ ',
      'cut   ',
      '*.[oa]',
      'data?.csv',
      '[!x]yz',
      '!*/',
      '',
      '/',
      '//',
      '!',
      'up/*',
      '!up/keep',
      'tail/**/',
    ];
    const names = [
      '#hash',
      '!bang',
      'a.log',
      'keep.log',
      'only-top',
      'a/b',
      'c/a/b',
      'q/deep/x',
      'deep/x',
      'tree/1',
      'tree/2/3',
      'x/y',
      'x/1/2/y',
      'space ',
      'space',
      'cut',
      'cut   ',
      'm.o',
      'm.ob',
      'data1.csv',
      'data10.csv',
      'xyz',
      'ayz',
      'up/keep',
      'up/lose',
      'build/x',
      's/build/y/z.txt',
      'file/build',
      'tail/1',
      'tail/2/3',
      'other',
    ];
    const folder = 'sub [1]*/!odd';
    const asked = [...names, ...names.map((name) => `${folder}/${name}`)];
    const text = lines.join('\n');
    const atTop = agree([git(text)], asked);
    rmSync(path.join(top, '.gitignore'));
    const belowTop = agree([git(text, folder)], asked);
    rmSync(path.join(top, folder, '.gitignore'));
    const windows = agree([git(text.replaceAll('\n', '\r\n')), git('!*\n', folder)], asked);
    assert.ok(atTop > 20 && belowTop > 15 && windows > 15, `${atTop}, ${belowTop}, ${windows}`);
  });

  it('for random files of rules over random trees', () => {
    const name = fc.constantFrom('a', 'b', 'ab', 'c.txt', 'd.log', '.e');
    const folder = fc.array(fc.constantFrom('a', 'b', 'x', 'y'), { maxLength: 3 });
    const file = fc.tuple(folder, name).map(([parts, last]) => [...parts, `f${last}`].join('/'));
    const piece = fc.constantFrom(
      'a',
      'b',
      'x',
      'y',
      '*',
      '**',
      'f*',
      'fa',
      'fab',
      '?a',
      '*.txt',
      'fd.log',
      'f[a-c]',
      'f.e',
      '[xy]',
    );
    const seldom = fc.constantFrom(true, false, false, false);
    const line = fc
      .record({
        negated: seldom,
        anchored: seldom,
        pieces: fc.oneof(fc.tuple(piece), fc.array(piece, { minLength: 1, maxLength: 3 })),
        folderOnly: seldom,
      })
      .map(
        ({ negated, anchored, pieces, folderOnly }) =>
          `${negated ? '!' : ''}${anchored ? '/' : ''}${pieces.join('/')}${folderOnly ? '/' : ''}`,
      );
    const rules = fc.array(line, { minLength: 1, maxLength: 5 }).map((lines) => lines.join('\n'));
    let ignored = 0;
    let compared = 0;
    fc.assert(
      fc.property(
        fc.uniqueArray(file, { minLength: 15, maxLength: 25 }),
        fc.uniqueArray(fc.tuple(folder, rules), { minLength: 1, maxLength: 4, selector: ([parts]) => parts.join('/') }),
        (asked, nested) => {
          const files = nested
            .sort(([a], [b]) => a.length - b.length)
            .map(([parts, text]) => git(text, parts.join('/')));
          ignored += agree(files, asked);
          compared += asked.length;
          for (const each of ['a', 'b', 'x', 'y', '.gitignore', ...asked]) {
            rmSync(path.join(top, each), { recursive: true, force: true });
          }
        },
      ),
      { numRuns: 200, seed: 4 },
    );
    // Neither nearly all nor nearly none, else it would say little.
    assert.ok(compared > 3000 && ignored > compared / 6 && ignored < (compared * 5) / 6, `${ignored} of ${compared}`);
  });
});
