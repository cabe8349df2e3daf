// Loading and activating as VS Code itself measures them, in a real window with the package installed. Each reload
// starts a new extension host.
import { ensureBrowser } from '../launch/browser';
import { inRoot } from '../launch/paths';
import { runCommand } from '../launch/processes';
import { runProgram } from '../launch/program';
import { ensureWebEditor } from '../launch/webEditor';
import { type Workbench, openWorkbench } from '../support/workbench';
import { conclude, judge, median, print, quantile } from './support/figures';

const starts = 5;

/** Whole milliseconds, as the editor gives them. */
interface Activation {
  readonly load: number;
  readonly call: number;
}

async function packageProduct(): Promise<string> {
  const vsix = inRoot('out', 'bench', 'tollfree.vsix');
  const { code, output } = await runCommand(process.execPath, [inRoot('out', 'launch', 'package.cjs'), '--out', vsix]);
  if (code !== 0) throw new Error(`the package could not be made: ${output.trim()}`);
  return vsix;
}

/** The row of our extension in the editor's own report. */
async function readActivation(workbench: Workbench): Promise<Activation> {
  const { page } = workbench;
  await workbench.statusBar().waitFor({ timeout: 60_000 });
  await workbench.runCommand('Developer: Startup Performance');
  await page.locator('.tab.active', { hasText: 'Startup Performance' }).waitFor();
  // So that what an earlier start left there is not taken for this one's.
  await page.evaluate("navigator.clipboard.writeText('')");
  for (let tries = 0; tries < 20; tries++) {
    await workbench.editor().locator('.view-line').first().click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('ControlOrMeta+C');
    await page.waitForTimeout(500);
    const report: string = await page.evaluate('navigator.clipboard.readText()');
    // Extension | Eager | Load Code | Call Activate | …
    const [, load, call] = /\| tollfree\.tollfree +\| \w+ +\| (\d+) +\| (\d+) +\|/.exec(report) ?? [];
    if (load !== undefined && call !== undefined) return { load: Number(load), call: Number(call) };
  }
  throw new Error('the editor does not report the activation');
}

async function measure(): Promise<readonly Activation[]> {
  await ensureBrowser();
  await ensureWebEditor();
  const workbench = await openWorkbench({ vsix: await packageProduct(), env: { OPENROUTER_API_KEY: '' } });
  try {
    const seen: Activation[] = [];
    while (seen.length < starts) {
      if (seen.length > 0) await workbench.reload();
      seen.push(await readActivation(workbench));
    }
    return seen;
  } finally {
    await workbench.close();
  }
}

runProgram(async () => {
  const seen = await measure();
  const calls = seen.map(({ call }) => call);
  const loads = seen.map(({ load }) => load);
  const middle = median(calls);
  print(`measured: the editor's own report "Startup Performance", ${starts} starts of a window`);
  print(
    `in the editor: activate() ${judge('activate() in the editor', `median ${middle} ms, most ${quantile(calls, 1)} ms`, 'median < 20 ms', middle < 20)}; ` +
      `loading its entry median ${median(loads)} ms, most ${quantile(loads, 1)} ms`,
  );
  conclude('editor');
});
