// What is shipped, as it is shipped: minified. KB are 1024 bytes.
import { globSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { inRoot } from '../launch/paths';
import { runProgram } from '../launch/program';
import { conclude, judge, print } from './support/figures';

const limits = [
  { what: 'host entry', file: 'extension.js', limit: 60 },
  { what: 'network part', file: 'network.js', limit: 650 },
  { what: 'part on demand', file: 'onDemand.js', limit: 560 },
  { what: 'what finds secrets', file: 'secrets.js', limit: 200 },
  { what: 'what reads syntax', file: 'syntax.js', limit: 150 },
  { what: "users' patterns", file: 'patterns.js', limit: 180 },
  { what: 'page', file: 'chat.js', limit: 260 },
  { what: 'page of comparisons', file: 'compare.js', limit: 260 },
  { what: 'page of models', file: 'models.js', limit: 120 },
] as const;

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}

runProgram(async () => {
  for (const { what, file, limit } of limits) {
    const content = readFileSync(inRoot('dist', file));
    const size = judge(what, kilobytes(content.length), `< ${limit} KB`, content.length < limit * 1024);
    print(`${what}, dist/${file}: ${size}, gzip ${kilobytes(gzipSync(content, { level: 9 }).length)}`);
  }
  const grammars = globSync('dist/syntax/*.wasm', { cwd: inRoot() });
  const packed = grammars.reduce((sum, file) => sum + gzipSync(readFileSync(inRoot(file)), { level: 9 }).length, 0);
  const size = judge('grammars', kilobytes(packed), '< 2600 KB', packed < 2600 * 1024);
  print(`grammars and their runtime, ${grammars.length} files in dist/syntax, gzip: ${size}`);
  conclude('sizes');
});
