import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../launch/browser';
import { inCache, inRoot } from '../launch/paths';
import { endChildrenAtExit } from '../launch/processes';
import { type EditorServer, installVsix, startServer } from '../launch/server';
import { type Settings, testSettings, writeSettings } from '../launch/settings';

export interface WorkbenchOptions {
  /** The packaged extension to install. Default: the one the orchestrator built (`TOLLFREE_VSIX`). */
  readonly vsix?: string;
  /** Added to the quiet settings every test starts with. */
  readonly settings?: Settings;
  /** Added to the environment of the extension host; undefined takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The folder to open; it is copied, so a test may change files. Default: `test/fixtures/workspace`. */
  readonly workspace?: string;
  /** A colour theme by its name, such as "Default Light Modern". */
  readonly theme?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Lets the editor ask for trust, so that the folder is opened restricted. */
  readonly workspaceTrust?: boolean;
}

/** How long a person would wait for the workbench to do something, in milliseconds. */
const patience = 30_000;

let opened = 0;

/** An extensions folder with the package installed: made once per package, then copied. */
async function installedExtensions(vsix: string): Promise<string> {
  const name = createHash('sha256').update(readFileSync(vsix)).digest('hex').slice(0, 16);
  const folder = inCache('installed', name);
  const extensionsDir = path.join(folder, 'extensions');
  if (existsSync(extensionsDir)) return extensionsDir;
  const partial = `${folder}.${process.pid}.partial`;
  await installVsix(vsix, { userDataDir: path.join(partial, 'user'), extensionsDir: path.join(partial, 'extensions') });
  // Another run may have been faster; its copy is as good.
  if (!existsSync(folder)) renameSync(partial, folder);
  rmSync(partial, { recursive: true, force: true });
  return extensionsDir;
}

async function succeeds(work: Promise<void>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}

async function appears(locator: Locator, timeout: number): Promise<boolean> {
  return succeeds(locator.waitFor({ timeout }));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** A real VS Code with the packaged extension installed, driven the way a person would. */
export class Workbench {
  readonly page: Page;
  /** The user-data folder: settings, logs, and what the extension stores. */
  readonly dataDir: string;
  /** The folder that is open: a copy, so what a test changes is its own. */
  readonly workspaceDir: string;
  /** Everything the page, and so also the extension host, wrote to its console. */
  readonly consoleLines: string[] = [];
  readonly #server: EditorServer;
  readonly #browser: Browser;
  readonly #home: string;

  constructor(page: Page, browser: Browser, server: EditorServer, home: string) {
    this.page = page;
    this.#browser = browser;
    this.#server = server;
    this.#home = home;
    this.dataDir = path.join(home, 'user');
    this.workspaceDir = path.join(home, 'workspace');
    page.on('console', (message) => this.consoleLines.push(`${message.type()}: ${message.text()}`));
  }

  get serverPid(): number {
    return this.#server.pid;
  }

  /** The process in which the extension runs; found on Linux only. */
  extensionHostPid(): number | undefined {
    if (!existsSync('/proc')) return undefined;
    for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      try {
        const parent = Number(/\nPPid:\s*(\d+)/.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]);
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        if (parent === this.#server.pid && command.includes('--type=extensionHost')) return Number(name);
      } catch {
        // It ended while we looked.
      }
    }
    return undefined;
  }

  /** Waits until the workbench can be used: also after a reload. */
  async waitUntilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 90_000 });
    // The remote item is drawn when the connection to the server, and with it to the extension host, stands.
    await this.page.locator('.statusbar-item[id="status.host"]').waitFor({ timeout: 90_000 });
  }

  /** Reloads the window as a person does. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.waitUntilReady();
  }

  /** The document inside the chat view: VS Code puts it two frames deep. */
  chatFrame(): FrameLocator {
    return this.webview('purpose=webviewView');
  }

  /** The document inside a webview of ours, told apart by a part of its frame's address. */
  webview(addressPart: string): FrameLocator {
    return this.page
      .frameLocator(`iframe.webview[src*="extensionId=tollfree.tollfree"][src*="${addressPart}"]`)
      .frameLocator('#active-frame');
  }

  /** Shows the chat view where it is hidden and waits for its document. */
  async openChat(): Promise<FrameLocator> {
    await this.runCommand('Tollfree: Focus on Chat View');
    const frame = this.chatFrame();
    await frame.locator('body').waitFor({ timeout: patience });
    return frame;
  }

  /** The input at the top, in which commands, files and every quick pick are chosen. */
  quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  /** The rows of the quick pick that is open. */
  quickPickRows(): Locator {
    return this.quickInput().locator('.quick-input-list .monaco-list-row');
  }

  /** Types into the quick input that is open, replacing what is there. */
  async typeInQuickInput(text: string): Promise<void> {
    await this.#quickInputBox().fill(text, { timeout: patience });
  }

  #quickInputBox(): Locator {
    return this.quickInput().locator('.quick-input-box input');
  }

  /** Takes the first row of the open quick pick that contains the words. */
  async pick(words: string | RegExp): Promise<void> {
    await this.quickPickRows().filter({ hasText: words }).first().click({ timeout: patience });
  }

  async #openQuickAccess(): Promise<void> {
    // A frame that has the focus may take the key for itself while it still loads, so look and press again.
    const input = this.#quickInputBox();
    const neutral = this.page.locator('.monaco-workbench .part.titlebar').first();
    for (let tries = 0; tries < 10; tries++) {
      await this.page.keyboard.press('F1');
      if (await appears(input, 1_500)) return;
      // Where something covers the title bar, the next try's key may still get through.
      await neutral.click({ position: { x: 3, y: 3 }, timeout: 1_000 }).catch(() => {});
    }
    throw new Error('the command palette does not open');
  }

  #rowLabelled(label: string): Locator {
    const name = this.page.locator('.label-name', { hasText: new RegExp(`^${escaped(label)}$`) });
    return this.quickPickRows().filter({ has: name }).first();
  }

  /** Asks for something by its label and takes it; asks again, as the list does not grow by what is registered meanwhile. */
  async #ask(question: string, label: string): Promise<void> {
    const deadline = Date.now() + patience;
    const row = this.#rowLabelled(label);
    for (;;) {
      await this.#openQuickAccess();
      // While an extension starts, or takes the keyboard, the list may be drawn again or closed at any moment.
      const typed = await succeeds(this.#quickInputBox().fill(question, { timeout: 3_000 }));
      if (typed && (await appears(row, 3_000)) && (await succeeds(row.click({ timeout: 3_000 })))) return;
      if (Date.now() > deadline) throw new Error(`"${label}" is not offered for "${question}"`);
      await this.page.keyboard.press('Escape');
    }
  }

  /** Runs a command by its full title, such as "Tollfree: Switch Pinned Model…", from the command palette. */
  async runCommand(title: string): Promise<void> {
    await this.#ask(`>${title}`, title);
  }

  /** Opens a file of the workspace by its name or path. */
  async openFile(file: string): Promise<void> {
    const name = path.posix.basename(file);
    await this.#ask(file, name);
    await this.page.locator('.tab.active', { hasText: name }).waitFor({ timeout: patience });
    await this.editor().locator('.view-line').first().waitFor({ timeout: patience });
  }

  /** Opens a notebook of the workspace by its name. */
  async openNotebook(file: string): Promise<void> {
    await this.#ask(file, file);
    await this.page.locator('.tab.active', { hasText: file }).waitFor({ timeout: patience });
    await this.page.locator('.notebook-editor .cell .view-line').first().waitFor({ timeout: patience });
  }

  /** The text editor that is active. */
  editor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance').first();
  }

  /** Puts the cursor into a line of the active editor, counted from 1. */
  async goToLine(line: number, column = 1): Promise<void> {
    await this.#openQuickAccess();
    await this.typeInQuickInput(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.quickInput().waitFor({ state: 'hidden', timeout: patience });
    await this.editor().locator('.monaco-editor.focused').waitFor({ timeout: patience });
  }

  /** Selects whole lines of the active editor, first and last included, counted from 1. */
  async selectLines(first: number, last: number): Promise<void> {
    await this.goToLine(first);
    for (let line = first; line < last; line++) await this.page.keyboard.press('Shift+ArrowDown');
    await this.page.keyboard.press('Shift+End');
    const expected = last > first ? /Ln \d+, Col \d+ \(\d+ selected\)/ : /Ln \d+, Col \d+/;
    await this.page
      .locator('.statusbar-item[id="status.editor.selection"]', { hasText: expected })
      .waitFor({ timeout: patience });
  }

  /** A status-bar item by the id its extension gave it. */
  statusBar(id = 'tollfree.quota'): Locator {
    return this.page.locator(`.statusbar-item[id$="${id}"]`);
  }

  /** The notifications that are shown, newest first. */
  notifications(): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item');
  }

  /** Keeps a picture of the whole window as `out/screenshots/NAME.png`. */
  async screenshot(name: string): Promise<string> {
    const file = inRoot('out', 'screenshots', `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /** Opens the same folder in a browser of its own, as another window; closed with this one. */
  async openWindow(): Promise<Workbench> {
    const context = await this.#browser.newContext({ viewport: this.page.viewportSize() });
    const window = new Workbench(await context.newPage(), this.#browser, this.#server, this.#home);
    await window.page.goto(this.#server.address(this.workspaceDir));
    await window.waitUntilReady();
    return window;
  }

  /** Ends browser and server and removes what they wrote. */
  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function copyWorkspace(source: string, target: string): void {
  if (existsSync(source)) cpSync(source, target, { recursive: true });
  else mkdirSync(target, { recursive: true });
}

/** Opens a plain workbench with the packaged extension installed; the caller closes it. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const vsix = options.vsix ?? process.env['TOLLFREE_VSIX'];
  if (vsix === undefined)
    throw new Error('no package to install: run the person level with npm test, or set TOLLFREE_VSIX');
  if (opened++ === 0) endChildrenAtExit();
  // Each bundle of tests has a count of its own, so it takes more than that to be apart from what another one left.
  const home = inCache('runs', `person-${process.pid}-${opened}-${randomUUID().slice(0, 8)}`);
  const folders = { userDataDir: path.join(home, 'user'), extensionsDir: path.join(home, 'extensions') };
  cpSync(await installedExtensions(vsix), folders.extensionsDir, { recursive: true });
  copyWorkspace(options.workspace ?? inRoot('test', 'fixtures', 'workspace'), path.join(home, 'workspace'));
  const theme = options.theme === undefined ? {} : { 'workbench.colorTheme': options.theme };
  const trust = options.workspaceTrust === true ? { 'security.workspace.trust.enabled': true } : {};
  writeSettings(folders.userDataDir, { ...testSettings, ...trust, ...theme, ...options.settings });

  const server = await startServer({
    ...folders,
    env: { ...process.env, ...options.env },
    workspaceTrust: options.workspaceTrust === true,
  });
  let browser: Browser | undefined;
  try {
    browser = await launchBrowser();
    const viewport = options.viewport ?? { width: 1400, height: 900 };
    // A copied text is read back by tests, which a browser allows only where it was granted.
    const context = await browser.newContext({ viewport, permissions: ['clipboard-read', 'clipboard-write'] });
    const workbench = new Workbench(await context.newPage(), browser, server, home);
    await workbench.page.goto(server.address(path.join(home, 'workspace')));
    await workbench.waitUntilReady();
    return workbench;
  } catch (error) {
    await browser?.close();
    await server.stop();
    throw error;
  }
}
