import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type BuildOptions, build } from 'esbuild';
import { inRoot } from '../launch/paths';

const run = promisify(execFile);

describe('the bundle of the syntax part', function () {
  this.timeout(60_000);
  let folder = '';

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tollfree-syntax-'));
    const project: { productBuilds(options: { outdir: string }): BuildOptions[] } = await import(
      pathToFileURL(inRoot('esbuild.mjs')).href
    );
    const options = project
      .productBuilds({ outdir: folder })
      .find(({ entryPoints }) => entryPoints !== undefined && 'syntax' in entryPoints);
    await build({ ...options, entryPoints: { syntax: inRoot('src/syntax.ts') } });
  });
  after(async () => rm(folder, { recursive: true, force: true }));

  it('finds its runtime and a grammar for every language beside it', async () => {
    const text = "const fs = require('node:fs');";
    const languageIds =
      'c cpp csharp css go java javascript javascriptreact php powershell python ruby rust shellscript typescript typescriptreact'.split(
        ' ',
      );
    const program = `
      const { openSyntax } = require(process.argv[1]);
      const syntax = openSyntax(process.argv[2]);
      (async () => {
        for (const id of ${JSON.stringify(languageIds)}) {
          const tree = await syntax.parse(${JSON.stringify(text)}, id);
          console.log(id, tree !== undefined && syntax.supports(id));
        }
      })();`;
    // From another folder: nothing may be looked for where the process happens to run.
    const { stdout } = await run(
      process.execPath,
      ['-e', program, path.join(folder, 'syntax.js'), path.join(folder, 'syntax')],
      { cwd: tmpdir() },
    );
    assert.deepEqual(
      stdout.trim().split('\n'),
      languageIds.map((id) => `${id} true`),
    );
  });
});
