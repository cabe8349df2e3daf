// Bundles the product (host entry, network part, page), and the tests. It never type-checks: `tsc` does.
//   node esbuild.mjs [--watch] [--tests] [--dev]
import { build, context } from 'esbuild';
import { existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const root = path.dirname(fileURLToPath(import.meta.url));
const inRoot = (...parts) => path.join(root, ...parts);

/** Keeps `import('./network')` and its like run-time loads of bundles of their own. */
const partsApart = {
  name: 'parts-apart',
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\/(network|storage|onDemand|patterns|secrets)$/ }, ({ path: part }) => ({
      path: `${part}.js`,
      external: true,
    }));
  },
};

const host = {
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  bundle: true,
  charset: 'utf8',
  external: ['vscode'],
  absWorkingDir: root,
  logLevel: 'warning',
  legalComments: 'none',
  metafile: true,
};

const page = {
  platform: 'browser',
  target: 'chrome142',
  format: 'iife',
  bundle: true,
  charset: 'utf8',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.svg': 'text' },
  absWorkingDir: root,
  logLevel: 'warning',
  legalComments: 'none',
  metafile: true,
};

/** The shipped bundles. `minify` is off for a person debugging. */
export function productBuilds({ minify = true, outdir = inRoot('dist') } = {}) {
  const common = { minify, sourcemap: minify ? false : 'linked', outdir };
  return [
    { ...host, ...common, entryPoints: { extension: inRoot('src/extension.ts') }, plugins: [partsApart] },
    {
      ...host,
      ...common,
      entryPoints: { network: inRoot('src/network.ts'), storage: inRoot('src/storage.ts') },
      // undici's own sign that it is bundled, which Node's build sets too: leaves out its second, experimental parser.
      define: { esbuildDetection: '1' },
    },
    // Apart from the others: what it shares with the entry it has a copy of, as it never shares objects' classes.
    {
      ...host,
      ...common,
      entryPoints: {
        onDemand: inRoot('src/onDemand.ts'),
        patterns: inRoot('src/patterns.ts'),
        secrets: inRoot('src/secrets.ts'),
      },
    },
    {
      ...page,
      ...common,
      entryPoints: { chat: inRoot('src/webview/chat/main.tsx'), models: inRoot('src/webview/models/main.tsx') },
    },
  ];
}

/** One bundle per test file, found by pattern, mirrored below `out/`; nobody keeps a list. */
export function testBuilds() {
  const found = (pattern) => globSync(pattern, { cwd: root }).map((file) => inRoot(file));
  const programs = [...found('test/launch/*.ts'), ...found('test/simulator/main.ts'), ...found('test/bench/*.ts')];
  const node = {
    ...host,
    entryPoints: [...found('test/**/*.test.ts'), ...found('test/host/index.ts'), ...programs],
    outdir: inRoot('out'),
    outbase: inRoot('test'),
    outExtension: { '.js': '.cjs' },
    sourcemap: 'linked',
    packages: 'external',
  };
  const pages = found('test/webview/page/*.{ts,tsx}');
  const builds = [node];
  if (pages.length > 0) {
    builds.push({
      ...page,
      entryPoints: pages,
      outdir: inRoot('out/webview/page'),
      outbase: inRoot('test/webview/page'),
      sourcemap: 'inline',
    });
  }
  return builds;
}

export async function buildAll(builds) {
  return Promise.all(builds.map((options) => build(options)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const flags = new Set(process.argv.slice(2));
  const builds = [...productBuilds({ minify: !flags.has('--dev') && !flags.has('--watch') })];
  if (flags.has('--tests')) builds.push(...testBuilds());
  if (flags.has('--watch')) {
    for (const options of builds) await (await context(options)).watch();
    console.log('watching');
  } else {
    if (!flags.has('--keep')) rmSync(inRoot('dist'), { recursive: true, force: true });
    const results = await buildAll(builds);
    mkdirSync(inRoot('out'), { recursive: true });
    const inputs = results.slice(0, 4).map((result) => result.metafile);
    writeFileSync(inRoot('out/metafiles.json'), JSON.stringify(inputs));
    if (!existsSync(inRoot('dist'))) throw new Error('nothing was built');
  }
}
