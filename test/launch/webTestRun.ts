// Takes the arguments @vscode/test-electron gives to VS Code, runs the tests in VS Code's web server and a browser, and
// ends with their exit code.
import { format, parseArgs } from 'node:util';
import { launchBrowser } from './browser';
import { testsBegin } from './mocha';
import { endChildrenAtExit } from './processes';
import { type EditorServer, startServer } from './server';

interface Run {
  readonly developmentPath: string;
  readonly testsPath: string;
  readonly userDataDir: string;
  readonly extensionsDir: string;
  readonly folder: string | undefined;
}

function parseRun(args: string[]): Run {
  const { values, positionals } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string' },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
    },
  });
  const needed = (name: string): string => {
    const value = values[name];
    if (typeof value !== 'string') throw new Error(`--${name}=… is missing`);
    return value;
  };
  return {
    developmentPath: needed('extensionDevelopmentPath'),
    testsPath: needed('extensionTestsPath'),
    userDataDir: needed('user-data-dir'),
    extensionsDir: needed('extensions-dir'),
    folder: positionals[0],
  };
}

/** The workbench reads what to develop and test from its address, but only where the server has the smoke-test flag. */
function testAddress(server: EditorServer, run: Run): string {
  const remote = (file: string): string => `vscode-remote://127.0.0.1:${server.port}${file}`;
  const payload = [
    ['extensionDevelopmentPath', remote(run.developmentPath)],
    ['extensionTestsPath', remote(run.testsPath)],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  return `${server.address(run.folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

async function runInBrowser(server: EditorServer, run: Run, limit: number): Promise<number> {
  const browser = await launchBrowser();
  try {
    const page = await (await browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage();
    const recent: string[] = [];
    let finish: (code: number) => void = () => {};
    let fail: (error: Error) => void = () => {};
    const finished = new Promise<number>((resolve, reject) => {
      finish = resolve;
      fail = reject;
    });
    // Both must be there before the workbench starts: it looks for them once.
    let started = false;
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown) => {
      const line = Array.isArray(args) ? format(...(args as unknown[])) : String(args);
      // The workbench's own log comes on the same channel as the tests' console. What comes before the tests is start-up
      // noise, shown only if the run breaks off.
      started ||= line === testsBegin;
      if (started) console.log(line);
      else recent.push(`${type}: ${line}`);
    });
    await page.exposeFunction('codeAutomationExit', (code: number) => finish(code));
    page.on('crash', () => fail(new Error('the browser page crashed')));
    browser.on('disconnected', () => fail(new Error('the browser ended')));
    void server.ended.then(() => fail(new Error('the VS Code server ended')));
    const timer = setTimeout(() => fail(new Error(`the tests did not end within ${limit} s`)), limit * 1000);
    try {
      await page.goto(testAddress(server, run));
      return await finished;
    } catch (error) {
      console.error(recent.join('\n'));
      throw error;
    } finally {
      clearTimeout(timer);
    }
  } finally {
    await browser.close();
  }
}

async function main(): Promise<number> {
  endChildrenAtExit();
  const run = parseRun(process.argv.slice(2));
  const server = await startServer({ ...run, smokeTestDriver: true });
  try {
    return await runInBrowser(server, run, Number(process.env['TOLLFREE_EDITOR_LIMIT'] ?? 600));
  } finally {
    await server.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`tollfree: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
