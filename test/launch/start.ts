// npm start -- [folder] [--json] [--home FOLDER]: a real VS Code with Tollfree installed, on the practice server unless
// OPENROUTER_API_KEY is set. --json opens no window: it serves the web editor and prints its address as a line of JSON.
// --home is where settings, keys and the sample folder are kept from start to start.
import { resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { findDesktopEditor } from './editor';
import { inCache, inRoot } from './paths';
import { runCommand, startOwned } from './processes';
import { runProgram } from './program';
import { type EditorFolders, installVsix, startServer } from './server';
import { quietSettings, seedSettings, type Settings } from './settings';
import { packVsix } from './vsix';

/** What the practice server says about itself when it is ready. */
const practiceLine = z.object({ url: z.string(), key: z.string() });

type Practice = Readonly<z.infer<typeof practiceLine>>;

const baseUrlSetting = 'tollfree.openRouter.baseUrl';
/** The same address every time, so that what the browser keeps (keys, layout) is found again. */
const usualPort = 8_471;

/** Starts the practice server; its first line of output says where it is and which key it takes. */
async function startPractice(): Promise<Practice> {
  const main = inRoot('out', 'simulator', 'main.cjs');
  if (!existsSync(main))
    throw new Error('test/simulator/main.ts is missing; set OPENROUTER_API_KEY to use the real service');
  const child = startOwned(process.execPath, [main, '--port', '0', '--practice'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (data: Buffer) => {
      if (text.includes('\n')) return;
      text += data.toString();
      if (!text.includes('\n')) return;
      try {
        resolve(practiceLine.parse(JSON.parse(text.slice(0, text.indexOf('\n')))));
      } catch {
        reject(new Error(`the practice server said something unexpected: ${text}`));
      }
    });
    child.once('exit', (code) => reject(new Error(`the practice server ended with code ${String(code)}`)));
  });
}

interface StartOptions {
  readonly folder: string | undefined;
  readonly json: boolean;
  readonly home: string;
}

function parseOptions(): StartOptions {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, home: { type: 'string' } },
  });
  if (positionals.length > 1) throw new Error('one folder can be opened, not several');
  const home = values.home === undefined ? inCache('start') : path.resolve(process.env['INIT_CWD'] ?? '.', values.home);
  return { folder: positionals[0], json: values.json, home };
}

/** The folder to open: the one given, else a copy of the sample that a person may change as they like. */
function prepareWorkspace(given: string | undefined, home: string): string {
  if (given !== undefined) {
    const folder = path.resolve(process.env['INIT_CWD'] ?? '.', given);
    if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`);
    return folder;
  }
  const folder = path.join(home, 'workspace');
  if (existsSync(folder)) return folder;
  const sample = inRoot('test', 'fixtures', 'workspace');
  if (existsSync(sample)) cpSync(sample, folder, { recursive: true });
  else mkdirSync(folder, { recursive: true });
  return folder;
}

/** Kept between starts: it lets only the holder of the address into an editor that can run programs. */
function connectionToken(home: string): string {
  const file = path.join(home, 'token');
  if (!existsSync(file)) writeFileSync(file, randomBytes(16).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

async function openDesktop(
  executable: string,
  folders: EditorFolders,
  folder: string,
  vsix: string,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const [cli = executable, ...first] = resolveCliArgsFromVSCodeExecutablePath(executable, {
    reuseMachineInstall: true,
  });
  const own = [`--user-data-dir=${folders.userDataDir}`, `--extensions-dir=${folders.extensionsDir}`];
  const installed = await runCommand(cli, [...first, ...own, '--install-extension', vsix, '--force'], {
    timeout: 120_000,
  });
  if (installed.code !== 0) throw new Error(`Tollfree could not be installed:\n${installed.output.trim()}`);
  console.log('tollfree: VS Code is open; this ends when its window is closed');
  const window = startOwned(executable, [...own, '--wait', folder], { env, stdio: 'ignore' });
  return new Promise((resolve) => window.once('exit', (code) => resolve(code ?? 0)));
}

async function openWeb(
  { folder: given, json, home }: StartOptions,
  folders: EditorFolders,
  folder: string,
  vsix: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  await installVsix(vsix, folders);
  // The sample is ours; a folder of the person's own is for them to trust.
  const workspaceTrust = given !== undefined;
  const options = { ...folders, env, connectionToken: connectionToken(home), workspaceTrust };
  const server = json
    ? await startServer(options)
    : await startServer({ ...options, port: usualPort }).catch(async () => startServer(options));
  const address = server.address(folder);
  if (json) console.log(JSON.stringify({ address }));
  else console.log(`\ntollfree: open this address in a browser (Ctrl-C here ends it):\n\n  ${address}\n`);
  await server.ended;
}

runProgram(async () => {
  const options = parseOptions();
  const folder = prepareWorkspace(options.folder, options.home);
  const key = process.env['OPENROUTER_API_KEY'];
  const practice = key === undefined || key === '' ? await startPractice() : undefined;
  const env = practice === undefined ? process.env : { ...process.env, OPENROUTER_API_KEY: practice.key };
  const desktop = options.json ? undefined : await findDesktopEditor();
  const home = path.join(options.home, desktop?.kind ?? 'web');
  const folders = { userDataDir: path.join(home, 'user'), extensionsDir: path.join(home, 'extensions') };
  const forced: Settings = practice === undefined ? {} : { [baseUrlSetting]: practice.url };
  seedSettings(folders.userDataDir, quietSettings, forced, practice === undefined ? [baseUrlSetting] : []);
  const vsix = path.join(options.home, 'tollfree.vsix');
  await packVsix(vsix);
  if (!options.json) {
    console.log(
      practice === undefined
        ? 'tollfree: using the real service with the key in OPENROUTER_API_KEY'
        : `tollfree: no OPENROUTER_API_KEY, so answers come from the practice server at ${practice.url}`,
    );
  }
  if (desktop !== undefined) return openDesktop(desktop.executable, folders, folder, vsix, env);
  await openWeb(options, folders, folder, vsix, env);
  return 0;
});
