// Bundles the product (host entry, network part, page), and the tests. It never type-checks: `tsc` does.
//   node esbuild.mjs [--watch] [--tests] [--dev]
import { build, context, transform } from 'esbuild';
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const root = path.dirname(fileURLToPath(import.meta.url));
const inRoot = (...parts) => path.join(root, ...parts);

/** Keeps `import('./network')` and its like run-time loads of bundles of their own. */
const partsApart = {
  name: 'parts-apart',
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\/(network|storage|onDemand|patterns|secrets|syntax)$/ }, ({ path: part }) => ({
      path: `${part}.js`,
      external: true,
    }));
  },
};

/** What stands in the text once, replaced; a new version of a library must not slip through unchanged. */
function replaced(text, pattern, by) {
  const after = text.replace(pattern, by);
  if (after === text) throw new Error(`a library's text has no ${pattern} any more`);
  return after;
}

/** Lists of many words, `["a","b"]`, as `"a b".split(" ")`: the same value, two bytes less a word. */
async function packWords(source) {
  const { code } = await transform(source, { minifyWhitespace: true, charset: 'utf8' });
  return code.replaceAll(
    /\[(?:"[^"\\\s]+",){7,}"[^"\\\s]+"\]/g,
    (list) => `${JSON.stringify(JSON.parse(list).join(' '))}.split(" ")`,
  );
}

/** The grammar of TypeScript has a copy of JavaScript's in front. */
function withoutCopy(source, original) {
  const own = original.slice(0, original.lastIndexOf('export {'));
  const names = Array.from(own.matchAll(/^(?:const|function) ([\w$]+)/gm), ([, name]) => name).join(', ');
  return {
    javascript: `${original}\nexport { ${names} };`,
    typescript: `import { ${names} } from './javascript.js';\n${replaced(source, own, '')}`,
  };
}

/** Functions that highlight.js offers for looking through a page or extending the library, and those that only these call. */
const offered = [
  'highlightAll',
  'highlightElement',
  'deprecateHighlightBlock',
  'initHighlighting',
  'initHighlightingOnLoad',
  'unregisterLanguage',
  'listLanguages',
  'addPlugin',
  'removePlugin',
];
const behindThem = ['blockLanguage', 'shouldNotHighlight', 'updateClassName', 'upgradePluginAPI'];

/** An icon without what `icons/drawing.ts` does not read, to a hundredth of a pixel. */
function packIcon(svg) {
  const isPlain = svg.includes('viewBox="0 0 16 16"') && !/transform|<(?!\/?(?:svg|path|g)\b)/.test(svg);
  if (!isPlain) return svg;
  return Array.from(svg.matchAll(/<path\b[^>]*>/g), ([tag]) => {
    const d = /\bd="([^"]*)"/.exec(tag)?.[1] ?? '';
    // Relative steps would add up their errors, and the flags of arcs may stick to numbers.
    const rounded = /[a-zA]/.test(d.replaceAll(/[zhv]/g, ''))
      ? d
      : d.replace(/(?<![.\d])\d*\.\d{3,}/g, (number) => `${Number(Number(number).toFixed(2))}`);
    return `<path d="${rounded}"${tag.includes('fill-rule="evenodd"') ? ' fill-rule="evenodd"' : ''}/>`;
  }).join('');
}

/** Libraries without the parts that the page can not reach; what they do stays the same (`test/webview/markdown.test.ts`). */
const lean = {
  name: 'lean',
  setup(bundler) {
    const load = (filter, change) => {
      bundler.onLoad({ filter }, async ({ path: file }) => ({
        contents: await change(readFileSync(file, 'utf8'), file),
        loader: 'js',
      }));
    };
    // Only the lexer of marked is used; the rest hangs together by one instance that the module makes.
    load(/marked[\\/]lib[\\/]marked\.esm\.js$/, (source) => {
      const names = ['Lexer', 'Tokenizer'].map((name) => new RegExp(`[\\w$]+ as ${name}\\b`).exec(source)?.[0]);
      return replaced(
        source,
        /;var [\w$]+=class\{options;parser;constructor[^]*export\{[^}]*\};/,
        `;export{${names.join()}};`,
      );
    });
    // The page asks for spans of a language it names: no pages to look through, no HTML, no plug-ins.
    load(/highlight\.js[\\/]lib[\\/]core\.js$/, (source) =>
      [
        ...[...offered, ...behindThem].map(
          (name) => new RegExp(`\\n  (?:function ${name}\\(|const ${name} = )[^]*?\\n  \\};?\\n`),
        ),
        ...offered.map((name) => new RegExp(`\\n    (?:\\w+: )?${name},?(?=\\n)`)),
        '__emitter: TokenTreeEmitter',
      ]
        .reduce((text, part) => replaced(text, part, ''), source)
        .replace(/module\.exports = (\w+);[^]*$/, 'export default $1;'),
    );
    load(/highlight\.js[\\/]es[\\/]languages[\\/]\w+\.js$/, (source, file) => {
      const read = (language) => readFileSync(path.join(path.dirname(file), `${language}.js`), 'utf8');
      const name = path.basename(file, '.js');
      if (name !== 'typescript' && name !== 'javascript') return packWords(source);
      return packWords(withoutCopy(read('typescript'), read('javascript'))[name]);
    });
    bundler.onLoad({ filter: /codicons[\\/]src[\\/]icons[\\/].*\.svg$/ }, ({ path: file }) => ({
      contents: packIcon(readFileSync(file, 'utf8')),
      loader: 'text',
    }));
  },
};

/** What is not code of the syntax part, beside it: the runtime, and the grammars of `src/syntax/languages/`. */
const grammars = {
  name: 'grammars',
  setup(bundler) {
    const from = inRoot('node_modules/@vscode/tree-sitter-wasm/wasm');
    const to = path.join(bundler.initialOptions.outdir, 'syntax');
    bundler.onEnd(({ errors }) => {
      if (errors.length > 0) return;
      mkdirSync(to, { recursive: true });
      for (const file of globSync('*.wasm', { cwd: from })) {
        if (!/-(?:ini|regex)\.wasm$/.test(file)) copyFileSync(path.join(from, file), path.join(to, file));
      }
    });
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
  plugins: [lean],
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
        syntax: inRoot('src/syntax.ts'),
      },
      plugins: [grammars],
    },
    {
      ...page,
      ...common,
      entryPoints: {
        chat: inRoot('src/webview/chat/main.tsx'),
        compare: inRoot('src/webview/compare/main.tsx'),
        models: inRoot('src/webview/models/main.tsx'),
      },
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
