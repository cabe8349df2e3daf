// npm run bench -- [part of a name]: runs every benchmark, one after the other so that they do not disturb each other.
import path from 'node:path';
import { findBundles } from './paths';
import { startOwned } from './processes';
import { runProgram } from './program';

runProgram(async () => {
  const [wanted = ''] = process.argv.slice(2);
  const files = findBundles('bench/*.cjs').filter((file) => path.basename(file).includes(wanted));
  if (files.length === 0) throw new Error('no benchmarks found in test/bench');
  let failed = 0;
  for (const file of files) {
    console.log(`\n${path.basename(file, '.cjs')}`);
    const child = startOwned(process.execPath, [file], { stdio: 'inherit' });
    const code = await new Promise<number>((resolve) => child.once('exit', (status) => resolve(status ?? 1)));
    if (code !== 0) failed++;
  }
  if (failed > 0) console.error(`${failed} of ${files.length} benchmarks failed`);
  return failed === 0 ? 0 : 1;
});
