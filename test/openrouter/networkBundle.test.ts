import * as assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { projectRoot } from '../wire/fixture';

const run = promisify(execFile);

describe('The bundle of the network part', function () {
  this.timeout(60_000);
  let folder = '';
  let bundle = '';

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tollfree-network-'));
    bundle = path.join(folder, 'network.js');
    await build({
      entryPoints: [path.join(projectRoot(), 'src', 'network.ts')],
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node22',
      format: 'cjs',
      // As it is shipped; see `esbuild.mjs`.
      define: { esbuildDetection: '1' },
      outfile: bundle,
      logLevel: 'error',
    });
  });
  after(async () => rm(folder, { recursive: true, force: true }));

  async function inFreshProcess(program: string): Promise<string> {
    const { stdout } = await run(process.execPath, ['-e', program, bundle]);
    return stdout.trim();
  }

  it('leaves the process-wide slots of undici empty, when loaded and when used', async () => {
    const output = await inFreshProcess(`
      const slots = () => [1, 2].map((n) => typeof globalThis[Symbol.for('undici.globalDispatcher.' + n)]).join();
      const { createNetwork } = require(process.argv[1]);
      const loaded = slots();
      const server = require('node:http').createServer((request, response) => response.end('{"data":[]}'));
      server.listen(0, '127.0.0.1', async () => {
        const network = createNetwork({
          proxySettings: () => ({ env: {} }), systemCertificates: () => true,
          baseUrl: 'http://127.0.0.1:' + server.address().port, apiKey: () => undefined,
          attribution: { referer: 'https://example.org', title: 't', categories: [], version: '1' },
          now: () => 0, log: { info() {}, warn() {} },
          transport: () => 'own', editorFetch: () => fetch, servers: () => [], serverKey: async () => undefined,
        });
        const { ok } = await network.service.readCatalogue(new AbortController().signal);
        console.log(loaded, slots(), ok);
        await network.close();
        server.close();
      });
    `);
    assert.equal(output, 'undefined,undefined undefined,undefined true');
  });

  it('does nothing on import: no handle stays open and no global appears but the registries of zod', async () => {
    const output = await inFreshProcess(`
      const before = new Set(Reflect.ownKeys(globalThis));
      require(process.argv[1]);
      const added = Reflect.ownKeys(globalThis).filter((name) => !before.has(name) && !String(name).startsWith('__zod_'));
      console.log(JSON.stringify([added.map(String), process.getActiveResourcesInfo().filter((name) => !/Pipe|TTY/.test(name))]));
    `);
    assert.equal(output, '[[],[]]');
  });

  it('stays under 650 KB', async () => {
    const { size } = await stat(bundle);
    assert.ok(size < 650_000, `${size} bytes`);
  });
});
