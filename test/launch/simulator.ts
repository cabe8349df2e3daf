// npm run simulator -- [arguments]: the local OpenRouter by itself.
import { existsSync } from 'node:fs';
import { inRoot } from './paths';
import { startOwned } from './processes';
import { runProgram } from './program';

runProgram(async () => {
  const main = inRoot('out', 'simulator', 'main.cjs');
  if (!existsSync(main)) throw new Error('test/simulator/main.ts is missing');
  const child = startOwned(process.execPath, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
});
