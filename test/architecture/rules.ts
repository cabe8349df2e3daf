import path from 'node:path';
import { type Import, type SourceText, importsOf, lineAt, readSource } from './sourceText';

/** A file below `src/`, with its path from there, in slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** `core/quota/meter.ts:12: …` */
export type Fault = string;

export interface Rule {
  /** Completes "the architecture: ". */
  readonly title: string;
  check(file: CheckedFile): readonly Finding[];
}

interface Finding {
  readonly position: number;
  readonly what: string;
}

interface CheckedFile {
  readonly path: string;
  readonly zone: string;
  readonly source: SourceText;
  readonly imports: readonly ResolvedImport[];
}

interface ResolvedImport extends Import {
  /** Of a file of ours: its path from `src/`, without extension. */
  readonly own?: string;
  /** The zone of that file, or `outside` if it is not in `src/`. */
  readonly zone?: string;
  /** Of a package or a module of the runtime: its name. */
  readonly module?: string;
}

export function checkRule(rule: Rule, files: readonly SourceFile[]): Fault[] {
  return files.flatMap((file) => {
    const checked = toChecked(file);
    return rule.check(checked).map(({ position, what }) => `${file.path}:${lineAt(checked.source, position)}: ${what}`);
  });
}

/** The folder below `src/`, or the file's name without extension for what lies in `src/` itself. */
function zoneOf(file: string): string {
  const [first = ''] = file.split('/');
  return first.replace(/\.tsx?$/, '');
}

function toChecked({ path: file, text }: SourceFile): CheckedFile {
  const source = readSource(text);
  return { path: file, zone: zoneOf(file), source, imports: importsOf(source).map((each) => resolve(file, each)) };
}

function resolve(file: string, found: Import): ResolvedImport {
  const { specifier } = found;
  if (specifier === undefined) return found;
  if (!specifier.startsWith('.')) return { ...found, module: specifier };
  const own = path.posix.join(path.posix.dirname(file), specifier);
  return { ...found, own, zone: own.startsWith('..') ? 'outside' : zoneOf(own) };
}

/** Which zones a zone may import besides itself (design, section 3). */
const allowedZones: Readonly<Record<string, readonly string[]>> = {
  core: [],
  wire: ['core'],
  openrouter: ['wire', 'core'],
  openaiCompatible: ['wire', 'core'],
  store: ['core'],
  syntax: ['core'],
  protocol: ['core'],
  host: ['core', 'protocol'],
  webview: ['protocol'],
  // The composition roots: the two parts that are loaded after activation, and what the editor starts.
  // The network part also holds the check of what the page says, because the schema library is in that bundle.
  network: ['wire', 'openrouter', 'openaiCompatible', 'core', 'protocol'],
  storage: ['store', 'core'],
  // What only some commands need; it gets everything handed in.
  onDemand: ['host', 'core', 'protocol'],
  // What only users with patterns of their own need.
  patterns: ['core'],
  // What finds secrets, with its many rules.
  secrets: ['core'],
  extension: [
    'core',
    'wire',
    'openrouter',
    'openaiCompatible',
    'store',
    'syntax',
    'protocol',
    'host',
    'network',
    'storage',
    'onDemand',
    'patterns',
    'secrets',
  ],
};

/** Packages without input, output or state of their own. */
const purePackages: readonly string[] = ['tokenx', '@secretlint/secretlint-rule-preset-recommend', 'ignore', 'diff'];

/** What is a bundle of its own, loaded by `extension.ts`. */
const parts: ReadonlySet<string | undefined> = new Set([
  'network',
  'storage',
  'onDemand',
  'patterns',
  'secrets',
  'syntax',
]);

/** What a page and its host say to each other; types only. */
const pageMessages: ReadonlySet<string> = new Set(['protocol/messages', 'protocol/models', 'protocol/compare']);

/** The checks of what pages say, in the network part. */
const pageSchemas: ReadonlySet<string> = new Set([
  'protocol/schemas.ts',
  'protocol/modelSchemas.ts',
  'protocol/compareSchemas.ts',
  'protocol/id.ts',
]);

/** Not data of a test or a tool: what the product itself is described by. */
const importableOutside = /^(?:\.\.\/)+(?:package\.json|media\/.*)$/;

const layers: Rule = {
  title: 'each folder imports only what the picture allows',
  check: ({ zone, imports }) => {
    const allowed = allowedZones[zone];
    if (allowed === undefined) return [{ position: 0, what: `nobody said what ${zone} may import` }];
    return imports
      .filter((each) => each.zone !== undefined && each.zone !== zone && !allowed.includes(each.zone))
      .filter(({ own }) => own === undefined || zone === 'core' || !importableOutside.test(own))
      .map(({ position, zone: target }) => ({ position, what: `${zone} imports ${target}` }));
  },
};

function moduleRule(title: string, isFault: (module: string, file: CheckedFile, found: Import) => boolean): Rule {
  return {
    title,
    check: (file) =>
      file.imports
        .filter((each) => each.module !== undefined && isFault(each.module, file, each))
        .map(({ position, module }) => ({ position, what: `imports ${module}` })),
  };
}

function codeRule(title: string, pattern: RegExp, applies: (file: CheckedFile) => boolean): Rule {
  return {
    title,
    check: (file) =>
      applies(file)
        ? [...file.source.code.matchAll(pattern)].map(({ index, 0: text }) => ({
            position: index,
            what: text.replaceAll(/\s+/g, ' ').trim(),
          }))
        : [],
  };
}

function isPackage(module: string, name: string): boolean {
  return module === name || module.startsWith(`${name}/`);
}

/** Of the runtime the extension host has and a page has not. */
function isNodeModule(module: string): boolean {
  return module.startsWith('node:');
}

export const rules: readonly Rule[] = [
  layers,
  {
    title: 'nothing imports the composition root',
    check: ({ imports }) =>
      imports
        .filter(({ own }) => own === 'extension')
        .map(({ position }) => ({ position, what: 'imports extension.ts' })),
  },
  {
    title: 'the parts are loaded lazily, and by the composition root only',
    check: ({ zone, imports }) =>
      imports
        .filter(({ own }) => parts.has(own))
        .filter(({ kind }) => zone !== 'extension' || kind === 'static')
        .map(({ position, own }) => ({ position, what: `imports ${own}.ts` })),
  },
  {
    title: 'protocol takes only types from core',
    check: ({ zone, imports }) =>
      imports
        .filter((each) => zone === 'protocol' && each.zone === 'core' && each.kind !== 'typeOnly')
        .map(({ position, own }) => ({ position, what: `imports more than types from ${own}` })),
  },
  {
    title: 'every import names what it imports',
    check: ({ imports }) =>
      imports
        .filter(({ specifier }) => specifier === undefined)
        .map(({ position }) => ({ position, what: 'imports something computed' })),
  },
  moduleRule(
    'core uses pure libraries only',
    (module, { zone }) => zone === 'core' && !purePackages.some((name) => isPackage(module, name)),
  ),
  moduleRule(
    'protocol uses no library but zod in its schemas',
    (module, file) => file.zone === 'protocol' && !(isPackage(module, 'zod') && pageSchemas.has(file.path)),
  ),
  {
    title: 'the page takes only messages from protocol, not the schemas and their library',
    check: ({ zone, imports }) =>
      imports
        .filter((each) => zone === 'webview' && each.zone === 'protocol' && !pageMessages.has(each.own ?? ''))
        .map(({ position, own }) => ({ position, what: `imports ${own}` })),
  },
  moduleRule('only wire imports undici', (module, { zone }) => zone !== 'wire' && isPackage(module, 'undici')),
  moduleRule('only patterns imports re2js', (module, { zone }) => zone !== 'patterns' && isPackage(module, 're2js')),
  moduleRule('only syntax imports tree-sitter', (module, { zone }) => zone !== 'syntax' && /tree-sitter/.test(module)),
  moduleRule('only store imports SQLite', (module, { zone }) => zone !== 'store' && /sqlite/i.test(module)),
  moduleRule(
    'only host and the composition root import vscode',
    (module, { zone }) => zone !== 'host' && zone !== 'extension' && isPackage(module, 'vscode'),
  ),
  moduleRule('the page imports nothing of Node', (module, { zone }) => zone === 'webview' && isNodeModule(module)),
  moduleRule(
    "zod is imported as `* as z`: `{ z }` and the default bring every language's messages along",
    (module, _file, { kind, clause }) =>
      isPackage(module, 'zod') &&
      kind === 'static' &&
      !/^\s*\*\s*as\s/.test(clause) &&
      /^[\s\w$]*\bz\b|\{[^}]*\bz\b/.test(clause),
  ),
  codeRule(
    'only core/engine calls a model',
    /\.\s*complete\s*(?:\?\.\s*)?\(|\.\s*complete\s*\.\s*(?:call|apply|bind)\b|\{[^{}]*\bcomplete\b[^{}()]*\}\s*=[^=>]/g,
    (file) => !file.path.startsWith('core/engine/'),
  ),
  codeRule(
    'core has no clock, chance, timer, process or console of its own',
    // Behind a dot it is a member of something that was handed in.
    /(?<![.\w$])(?:Date\s*\.\s*now|new\s+Date\b\s*(?:\(\s*\)|(?!\s*\())|(?<!new\s)Date\s*\(|Math\s*\.\s*random|performance\b|crypto\b|set(?:Timeout|Interval|Immediate)\b|queueMicrotask\b|process\s*[.[?]|console\s*[.[?]|globalThis\b|fetch\s*\()/g,
    ({ zone }) => zone === 'core',
  ),
];
