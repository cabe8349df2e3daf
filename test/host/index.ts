// The module VS Code loads as `extensionTestsPath`: runs every test of this folder inside the extension host.
import { findBundles } from '../launch/paths';
import { runMocha, testsBegin } from '../launch/mocha';

/** Called by VS Code; a rejection makes the run fail. */
export async function run(): Promise<void> {
  console.log(testsBegin);
  const { failures } = await runMocha({
    files: findBundles('host/**/*.test.cjs'),
    timeout: 60_000,
    // Prints with console.log, which is all that reaches the terminal from a web editor's extension host.
    reporter: 'spec',
    grep: process.env['TOLLFREE_GREP'],
    resultsFile: process.env['TOLLFREE_RESULTS'],
  });
  if (failures > 0) throw new Error(`${failures} failed`);
}
