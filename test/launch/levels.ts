import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { ensureBrowser } from './browser';
import { prepareEditor } from './editor';
import { type FailedTest, type TestResults, testResults } from './mocha';
import { findBundles, inCache, inRoot } from './paths';
import { runCommand } from './processes';
import { testSettings, writeSettings } from './settings';
import { packVsix } from './vsix';
import { ensureWebEditor } from './webEditor';

export const levelNames = ['static', 'plain', 'page', 'editor', 'person'] as const;
export type LevelName = (typeof levelNames)[number];

interface MochaLevel {
  readonly name: LevelName;
  /** Of its files, where they run in processes of their own. */
  readonly part?: string;
  readonly files: readonly string[];
  /** Of one test, in milliseconds. */
  readonly timeout: number;
  /** Of the whole level, in minutes. */
  readonly limit: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly grep: string | undefined;
}

const manifest = z.object({ bin: z.record(z.string(), z.string()) });

/** Results of a level that did not get as far as having any: one failure, whatever the reason. */
export function noResults(title: string, message: string): TestResults {
  return { passes: 0, failures: 1, pending: 0, failedTests: [{ title, message }] };
}

function resultsFileOf(name: string): string {
  const file = inRoot('out', 'results', `${name}.json`);
  // What an earlier run left must never be taken for this one's.
  rmSync(file, { force: true });
  return file;
}

/** A level's results, where they hold together: a crash after the results, or none at all, is a failure of its own. */
function readResults(name: LevelName, file: string, code: number | null, timedOut: boolean): TestResults {
  if (timedOut) return noResults(`${name} tests`, 'did not end within the time limit');
  if (!existsSync(file)) return noResults(`${name} tests`, `ended with code ${String(code)} and without results`);
  const results = testResults.parse(JSON.parse(readFileSync(file, 'utf8')));
  const crash = (message: string): TestResults => {
    const failedTests: FailedTest[] = [...results.failedTests, { title: `${name} tests`, message }];
    return { ...results, failures: results.failures + 1, failedTests };
  };
  if (results.passes + results.failures === 0) return crash('no test ran');
  if (code !== 0 && results.failures === 0) return crash(`ended with code ${String(code)} after all tests had passed`);
  return results;
}

async function runMochaLevel({ name, part, files, timeout, limit, env, grep }: MochaLevel): Promise<TestResults> {
  if (files.length === 0) return noResults(`${name} tests`, 'no tests found');
  const resultsFile = resultsFileOf(part === undefined ? name : `${name}-${part}`);
  const { code, timedOut } = await runCommand(process.execPath, [inRoot('out', 'launch', 'mochaRun.cjs'), ...files], {
    cwd: inRoot(),
    show: true,
    timeout: limit * 60_000,
    env: {
      ...process.env,
      ...env,
      TOLLFREE_RESULTS: resultsFile,
      TOLLFREE_TIMEOUT: String(timeout),
      TOLLFREE_GREP: grep ?? '',
      TOLLFREE_REPORTER: grep === undefined ? 'dot' : 'spec',
    },
  });
  return readResults(name, resultsFile, code, timedOut);
}

/** The script behind a development dependency's command, to be run with this Node on every platform. */
function toolScript(name: string, packageName = name): string {
  const folder = inRoot('node_modules', packageName);
  const { bin } = manifest.parse(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')));
  const script = bin[name];
  if (script === undefined) throw new Error(`the package ${packageName} has no command ${name}`);
  return path.join(folder, script);
}

/** Types, lint, format and dead code; each counts as one test. */
export async function runStatic(): Promise<TestResults> {
  const tsc = toolScript('tsc', 'typescript');
  const checks: readonly (readonly [title: string, script: string, ...args: string[]])[] = [
    ['types of host and tests (tsc)', tsc, '--noEmit', '-p', 'tsconfig.json'],
    ['types of the page (tsc)', tsc, '--noEmit', '-p', 'src/webview/tsconfig.json'],
    ['lint (oxlint)', toolScript('oxlint'), '--type-aware', '--deny-warnings'],
    ['format (oxfmt)', toolScript('oxfmt'), '--check'],
    ['dead code (knip)', toolScript('knip')],
  ];
  const failedTests: FailedTest[] = [];
  for (const [title, script, ...args] of checks) {
    const { code, output, timedOut } = await runCommand(process.execPath, [script, ...args], {
      cwd: inRoot(),
      timeout: 180_000,
    });
    if (code === 0) continue;
    const lines = output.trim().split('\n');
    console.log(
      `${title}\n${lines.slice(0, 60).join('\n')}${lines.length > 60 ? `\n… ${lines.length - 60} more lines` : ''}\n`,
    );
    failedTests.push({ title, message: timedOut ? 'did not end' : `ended with code ${String(code)}` });
  }
  return { passes: checks.length - failedTests.length, failures: failedTests.length, pending: 0, failedTests };
}

/** Everything that needs neither an editor nor a browser. */
export async function runPlain(grep: string | undefined): Promise<TestResults> {
  const files = findBundles('**/*.test.cjs', ['host/**', 'e2e/**', 'webview/**']);
  return runMochaLevel({ name: 'plain', files, timeout: 10_000, limit: 10, grep });
}

/** The page in a browser, without an editor around it. */
export async function runPage(grep: string | undefined): Promise<TestResults> {
  const files = findBundles('webview/**/*.test.cjs');
  if (files.length > 0) await ensureBrowser();
  const level = { name: 'page', timeout: 30_000, limit: 10, grep } as const;
  if (grep !== undefined || files.length === 0) return runMochaLevel({ ...level, files });
  return runInTurn(files, (file) => runMochaLevel({ ...level, part: path.basename(file), files: [file] }));
}

/** Each file in a process of its own, two at a time: one page, or one window, keeps only half of a small machine busy. */
async function runInTurn(files: readonly string[], run: (file: string) => Promise<TestResults>): Promise<TestResults> {
  const left = [...files];
  const results: TestResults[] = [];
  const work = async (): Promise<void> => {
    for (let file = left.shift(); file !== undefined; file = left.shift()) results.push(await run(file));
  };
  await Promise.all([work(), work()]);
  const sum = (of: (one: TestResults) => number): number => results.reduce((total, one) => total + of(one), 0);
  return {
    passes: sum(({ passes }) => passes),
    failures: sum(({ failures }) => failures),
    pending: sum(({ pending }) => pending),
    failedTests: results.flatMap(({ failedTests }) => failedTests),
  };
}

/** The extension in development mode, seen from inside the extension host of a real VS Code. */
export async function runEditor(grep: string | undefined): Promise<TestResults> {
  if (findBundles('host/**/*.test.cjs').length === 0) return noResults('editor tests', 'no tests found');
  const editor = await prepareEditor();
  const folder = inCache('runs', `editor-${process.pid}`);
  const workspace = path.join(folder, 'workspace');
  const userDataDir = path.join(folder, 'user');
  mkdirSync(workspace, { recursive: true });
  writeSettings(userDataDir, testSettings);
  const resultsFile = resultsFileOf('editor');
  const limit = 600;
  let code: number | null = 0;
  try {
    await runTests({
      vscodeExecutablePath: editor.executable,
      extensionDevelopmentPath: inRoot(),
      extensionTestsPath: inRoot('out', 'host', 'index.cjs'),
      launchArgs: [workspace, `--user-data-dir=${userDataDir}`, `--extensions-dir=${path.join(folder, 'extensions')}`],
      extensionTestsEnv: {
        TOLLFREE_RESULTS: resultsFile,
        TOLLFREE_GREP: grep ?? '',
        TOLLFREE_EDITOR_LIMIT: String(limit),
        // A key of the person who runs the tests must not get into them.
        OPENROUTER_API_KEY: '',
      },
    });
  } catch (error) {
    if (!(error instanceof TestRunFailedError)) throw error;
    code = error.code ?? null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return readResults('editor', resultsFile, code, false);
}

/** A person's steps with the packaged extension in a plain workbench. */
export async function runPerson(grep: string | undefined): Promise<TestResults> {
  const files = findBundles('e2e/**/*.test.cjs');
  if (files.length === 0) return noResults('person tests', 'no tests found');
  await ensureBrowser();
  await ensureWebEditor();
  const vsix = inRoot('out', 'tollfree.vsix');
  await packVsix(vsix);
  const env = { TOLLFREE_VSIX: vsix, OPENROUTER_API_KEY: '' };
  const level = { name: 'person', timeout: 120_000, limit: 25, env, grep } as const;
  if (grep !== undefined) return runMochaLevel({ ...level, files });
  return runInTurn(files, (file) => runMochaLevel({ ...level, part: path.basename(file), files: [file] }));
}
