import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { existsSync, readdirSync } from 'node:fs';
import { inCache, inRoot } from './paths';
import { ensureBrowser } from './browser';
import { ensureWebEditor } from './webEditor';

export interface Editor {
  readonly kind: 'desktop' | 'web';
  /** For `runTests`; in the web editor a program of ours that takes the same arguments. */
  readonly executable: string;
}

function hasDisplay(): boolean {
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);
}

function wasDownloaded(): boolean {
  return existsSync(inCache()) && readdirSync(inCache()).some((name) => name.startsWith('vscode-'));
}

/** Whether the download server answers at all: without this the downloader retries for minutes. */
async function canDownload(): Promise<boolean> {
  try {
    const answer = await fetch('https://update.code.visualstudio.com/api/releases/stable', {
      signal: AbortSignal.timeout(5_000),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/** The desktop VS Code where there is a display and it was or can be downloaded; undefined where not. */
export async function findDesktopEditor(): Promise<Editor | undefined> {
  if (!hasDisplay() || !(wasDownloaded() || (await canDownload()))) return undefined;
  try {
    const executable = await downloadAndUnzipVSCode({
      cachePath: inCache(),
      reporter: new SilentReporter(),
      timeout: 15_000,
    });
    return { kind: 'desktop', executable };
  } catch (error) {
    console.error(`tollfree: no desktop VS Code (${String(error)}), using the web editor`);
    return undefined;
  }
}

/** A real VS Code for tests: the desktop one where it can be downloaded and shown, else the web server with a browser. */
export async function prepareEditor(): Promise<Editor> {
  const desktop = await findDesktopEditor();
  if (desktop !== undefined) return desktop;
  await ensureBrowser();
  await ensureWebEditor();
  return { kind: 'web', executable: inRoot('test', 'launch', 'vscodeExecutable') };
}
