// npm run package -- --out FILE.vsix
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runProgram } from './program';
import { packVsix } from './vsix';

runProgram(async () => {
  const { values } = parseArgs({ options: { out: { type: 'string', default: 'tollfree.vsix' } } });
  // npm runs scripts in the project's folder; a relative name is meant from where the person stands.
  const file = path.resolve(process.env['INIT_CWD'] ?? '.', values.out);
  await packVsix(file);
  console.log(file);
});
