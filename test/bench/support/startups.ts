import { type BuildOptions, build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from '../../launch/paths';
import { runCommand } from '../../launch/processes';
import { conclude, judge, median, milliseconds, print, spread } from './figures';
import { type Probed, probeArgument } from './probe';
import { type Contestant, contestant, inTurn } from './turns';

const rounds = { warmUp: 2, counted: 25 };

/** All parts in one file, all of them run when it is loaded: what the split saves. With the product's own options. */
async function bundleEverything(folder: string): Promise<string> {
  const project: { productBuilds(options: { outdir: string }): BuildOptions[] } = await import(
    pathToFileURL(inRoot('esbuild.mjs')).href
  );
  const [entry] = project.productBuilds({ outdir: folder });
  await build({
    ...entry,
    entryPoints: [],
    plugins: [],
    outdir: folder,
    entryNames: 'everything',
    stdin: {
      contents: `
        export * from './extension';
        import * as network from './network';
        import * as storage from './storage';
        import * as onDemand from './onDemand';
        export const parts = [network, storage, onDemand];
      `,
      resolveDir: inRoot('src'),
    },
  });
  return path.join(folder, 'everything.js');
}

/** One fresh process without a cache of compiled code. */
async function probeOnce(self: string, bundle: string, storageFolder?: string): Promise<Probed> {
  const args = ['--no-warnings', self, probeArgument, bundle, ...(storageFolder === undefined ? [] : [storageFolder])];
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1', OPENROUTER_API_KEY: '' };
  const { code, output } = await runCommand(process.execPath, args, { env, timeout: 30_000 });
  if (code !== 0) throw new Error(`the probe failed: ${output.trim()}`);
  const probed: Probed = JSON.parse(output);
  return probed;
}

/** @param self the bundle that probes when it is started with the probe's argument. */
export async function compareStartups(self: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tollfree-bench-'));
  try {
    const shipped = inRoot('dist', 'extension.js');
    const everything = await bundleEverything(folder);
    const entry = contestant(async () => probeOnce(self, shipped));
    const oneFile = contestant(async () => probeOnce(self, everything));
    let activations = 0;
    const activation = contestant(async () => {
      activations += 1;
      return probeOnce(self, shipped, path.join(folder, `storage-${activations}`));
    });
    await inTurn(rounds, [entry, oneFile, activation]);

    const loads = ({ results }: Contestant<Probed>): number[] => results.map(({ load }) => load);
    const activates = activation.results.map(({ activate }) => activate);
    const share = median(loads(entry)) / median(loads(oneFile));
    print(`measured in ${rounds.counted} fresh processes each, taken in turn, the editor's API replaced by a stub`);
    print(`load, dist/extension.js: ${spread(loads(entry))}`);
    print(`load, all in one file:   ${spread(loads(oneFile))}`);
    print(
      `load: entry ${milliseconds(median(loads(entry)))}, all in one file ${milliseconds(median(loads(oneFile)))}, ` +
        judge('load', `ratio ${share.toFixed(2)}`, '≤ 0.33', share <= 1 / 3),
    );
    print(
      `activate(): ${judge('activate()', spread(activates), 'median < 20 ms', median(activates) < 20)}; ` +
        `what it starts takes ${milliseconds(median(activation.results.map(({ after }) => after)))} of CPU after it`,
    );
    conclude('startup');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
