import { type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { inRoot } from './paths';
import { runCommand, startOwned, stopOwned } from './processes';
import { ensureWebEditor } from './webEditor';

export interface EditorFolders {
  /** As the desktop's `--user-data-dir`: `User/settings.json` lies below it. */
  readonly userDataDir: string;
  readonly extensionsDir: string;
}

export interface ServerOptions extends EditorFolders {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Lets the page name an extension under development and tests to run. Also allows what a person could not do. */
  readonly smokeTestDriver?: boolean;
  /** Needed to open the page where given; without it anybody on this machine can. */
  readonly connectionToken?: string;
  /** Environment of the server, and so of the extension host. Default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
  readonly workspaceTrust?: boolean;
}

export interface EditorServer {
  readonly pid: number;
  readonly port: number;
  /** The workbench's address, with a folder open where one is given. */
  address(folder?: string): string;
  /** Resolves when the server ended by itself or was stopped. */
  readonly ended: Promise<void>;
  /** What the server has printed so far. */
  log(): string;
  stop(): Promise<void>;
}

const readyLine = /Extension host agent listening on (\d+)/;
const readyLimit = 60_000;

function folderArguments({ userDataDir, extensionsDir }: EditorFolders): string[] {
  return [
    '--accept-server-license-terms',
    `--server-data-dir=${path.join(userDataDir, 'server')}`,
    `--user-data-dir=${userDataDir}`,
    `--extensions-dir=${extensionsDir}`,
  ];
}

async function serverMain(): Promise<string> {
  return path.join(await ensureWebEditor(), 'out', 'server-main.js');
}

/** Waits for the line that names the port; rejects with the server's own words where it ends before. */
async function waitUntilReady(child: ChildProcess, log: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => reject(new Error(`the VS Code server ${reason}:\n${log().trim()}`));
    const timer = setTimeout(() => fail(`was not ready after ${readyLimit / 1000} s`), readyLimit);
    child.stdout?.on('data', () => {
      const port = readyLine.exec(log())?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with code ${String(code)}`);
    });
  });
}

/** Starts VS Code's web server on this machine only and waits until it can be opened. */
export async function startServer(options: ServerOptions): Promise<EditorServer> {
  const token = options.connectionToken;
  const child = startOwned(
    process.execPath,
    [
      '--require',
      inRoot('out', 'launch', 'sealingKey.cjs'),
      await serverMain(),
      '--host=127.0.0.1',
      `--port=${options.port ?? 0}`,
      token === undefined ? '--without-connection-token' : `--connection-token=${token}`,
      ...folderArguments(options),
      '--telemetry-level=off',
      ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
      ...(options.smokeTestDriver === true ? ['--enable-smoke-test-driver'] : []),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...(options.env ?? process.env),
        TOLLFREE_SEALING_KEY: path.join(options.userDataDir, 'sealing-key'),
        // Or it would lead addresses of this machine through a proxy of its own, which is not there without its outer part.
        VSCODE_PROXY_URI: '',
      },
    },
  );
  let text = '';
  const keep = (data: Buffer): void => void (text += data.toString());
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let port: number;
  try {
    port = await waitUntilReady(child, () => text);
  } catch (error) {
    await stopOwned(child);
    throw error;
  }
  return {
    pid: child.pid ?? 0,
    port,
    address(folder) {
      const query = new URLSearchParams();
      if (token !== undefined) query.set('tkn', token);
      if (folder !== undefined) query.set('folder', folder);
      return `http://127.0.0.1:${port}/?${query.toString()}`;
    },
    ended,
    log: () => text,
    stop: async () => stopOwned(child),
  };
}

/** Installs a packaged extension into the editor's extensions folder, as a person would. */
export async function installVsix(vsix: string, folders: EditorFolders): Promise<void> {
  const args = [await serverMain(), ...folderArguments(folders), '--install-extension', vsix, '--force'];
  const result = await runCommand(process.execPath, args, { timeout: 120_000 });
  if (result.code !== 0) throw new Error(`${path.basename(vsix)} could not be installed:\n${result.output.trim()}`);
}
