import { type Family, type TestFramework, baseOf, folderOf, frameworkFor, upwards } from './testFrameworks';

/** What is known of a workspace. */
export interface TestProject {
  /** All its files: relative paths with `/`, without those that are ignored. */
  readonly files: readonly string[];
  /** The texts of the files that describe it (`isManifest`), by path. */
  readonly manifests: ReadonlyMap<string, string>;
}

/** Where the tests of a source file go. */
export interface TestTarget {
  /** Undefined: nothing tells. */
  readonly framework: TestFramework | undefined;
  /** Undefined: nothing tells; whoever asks has to say. */
  readonly path: string | undefined;
  /** It is there already, and tests are added to it. */
  readonly existing: boolean;
  /** Of the project's own tests the one nearest to the source that is not the target itself. */
  readonly example: string | undefined;
}

/**
 * The test file that belongs to a source file: the one that is there; else where the project's other tests stand to their
 * sources; else where the framework usually has them.
 * @param source a relative path with `/`. A test file is its own target.
 */
export function testTarget(source: string, { files, manifests }: TestProject): TestTarget {
  const family = familyOf(source);
  if (family === undefined) return { framework: undefined, path: undefined, existing: false, example: undefined };
  const tests = files.filter((path) => isTest(path, family));
  const told = frameworkFor(family, folderOf(source), files, manifests);
  const known: Known = {
    family,
    files,
    all: new Set(files),
    tests,
    homes: new Set(files.filter((path) => HOME.test(baseOf(path))).map(folderOf)),
    projects: family === 'dotnet' ? files.filter((path) => /\.(?:cs|fs|vb)proj$/.test(path)) : [],
    framework: told ?? frameworkOfTests(family, tests),
  };
  const target = targetOf(source, known);
  // Of .NET, tests are projects of their own, and only these name their framework.
  const framework =
    known.framework ??
    (target.path === undefined ? undefined : frameworkFor(family, folderOf(target.path), files, manifests));
  return { framework, ...target, example: nearest(source, target.path, tests) };
}

/** Whether the text of a file helps `testTarget`. @param path relative, or a base name. */
export function isManifest(path: string): boolean {
  return MANIFEST.test(baseOf(path));
}

const MANIFEST =
  /^(?:package\.json|pyproject\.toml|setup\.(?:cfg|py)|tox\.ini|pytest\.ini|Pipfile|requirements[\w.-]*\.txt|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|libs\.versions\.toml|Gemfile|[\w.-]+\.gemspec|\.rspec|composer\.json|phpunit\.xml(?:\.dist)?|[\w.-]+\.(?:cs|fs|vb)proj|Directory\.Packages\.props|CMakeLists\.txt|vcpkg\.json|conanfile\.(?:txt|py)|MODULE\.bazel|WORKSPACE|meson\.build)$/;

interface Known {
  readonly family: Family;
  readonly files: readonly string[];
  readonly all: ReadonlySet<string>;
  readonly tests: readonly string[];
  /** Folders that are described as a project. */
  readonly homes: ReadonlySet<string>;
  /** Of .NET: the project files. */
  readonly projects: readonly string[];
  readonly framework: TestFramework | undefined;
}

function targetOf(source: string, known: Known): Pick<TestTarget, 'path' | 'existing'> {
  const { family, all, tests } = known;
  // Tests of Rust stand in the file itself.
  if (family === 'rust' || isTest(source, family)) return { path: source, existing: true };
  const conventions = conventionsOf(source, known);
  const there = conventions.map(({ path }) => path).find((path) => path !== source && all.has(path));
  if (there !== undefined) return { path: there, existing: true };
  const shown = shownConvention(known);
  const like = conventions.find(({ key }) => key === shown) ?? conventionByLooks(conventions, tests, family);
  return { path: (like ?? usual(source, conventions, known))?.path, existing: false };
}

const extensions: readonly (readonly [Family, RegExp])[] = [
  ['js', /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte)$/],
  ['python', /\.py$/],
  ['go', /\.go$/],
  ['rust', /\.rs$/],
  ['jvm', /\.(?:java|kt|scala|groovy)$/],
  ['ruby', /\.rb$/],
  ['php', /\.php$/],
  ['dotnet', /\.(?:cs|fs|vb)$/],
  ['c', /\.(?:c|cc|cpp|cxx|h|hh|hpp|hxx)$/],
  ['shell', /\.(?:sh|bash|bats)$/],
];

function familyOf(path: string): Family | undefined {
  if (/\.d\.[cm]?ts$/.test(path)) return undefined;
  return extensions.find(([, shape]) => shape.test(path))?.[0];
}

/** Base names of tests; a folder's name says it only where all in it are tests. */
const testNames: Readonly<Record<Family, RegExp>> = {
  js: /(?:[.\-_](?:test|spec)|Spec)\.(?:[cm]?[jt]s|[jt]sx)$/,
  python: /^test_.*\.py$|_tests?\.py$/,
  go: /_test\.go$/,
  rust: /^$/,
  jvm: /(?:Tests?|Spec)\.(?:java|kt|scala|groovy)$|^Test[A-Z]\w*\.(?:java|kt|scala|groovy)$/,
  ruby: /_(?:spec|test)\.rb$|^test_.*\.rb$/,
  php: /Test\.php$/,
  dotnet: /Tests?\.(?:cs|fs|vb)$/,
  c: /(?:[_.-](?:test|tests|unittest)|Tests?)\.(?:c|cc|cpp|cxx)$|^test[_-].*\.(?:c|cc|cpp|cxx)$/,
  shell: /\.bats$/,
};

function isTest(path: string, family: Family): boolean {
  const name = baseOf(path);
  if (testNames[family].test(name)) return familyOf(path) === family;
  return family === 'js' && /(?:^|\/)__tests__\//.test(path) && /\.(?:[cm]?[jt]s|[jt]sx)$/.test(name);
}

/** What tests are named like says it where no manifest does. */
function frameworkOfTests(family: Family, tests: readonly string[]): TestFramework | undefined {
  if (family === 'go') return 'Go testing';
  if (family === 'rust') return "Rust's #[test] functions";
  if (tests.length === 0) return undefined;
  if (family === 'ruby') return tests.some((path) => path.endsWith('_spec.rb')) ? 'RSpec' : 'Minitest';
  return family === 'shell' ? 'Bats' : undefined;
}

/** One way in which a test can belong to a source. `key`: the way, the same for each source; `name`: only how it is called. */
interface Convention {
  readonly key: string;
  readonly name: string;
  readonly folder: string;
  readonly path: string;
}

/** Every way of the family, applied to a source; the most usual first. */
function conventionsOf(source: string, { family, files, homes, projects }: Known): readonly Convention[] {
  const folder = folderOf(source);
  const base = baseOf(source);
  const dot = base.lastIndexOf('.');
  const [stem, extension] = [base.slice(0, dot), base.slice(dot)];
  const names = namesOf[family](stem, testExtension(family, extension, files));
  const places = family === 'dotnet' ? dotnetPlaces(folder, projects) : placesOf(family, folder, homes);
  return places.flatMap((place) =>
    names
      .filter(({ name }) => belongs(stem, name, place))
      .map(({ name, file }) => ({
        key: `${place.key} ${name}`,
        name,
        folder: place.folder,
        path: join(place.folder, file),
      })),
  );
}

/** A name that is in every folder, or that of the source itself, says something only in the same folder or a mirror of it. */
function belongs(stem: string, name: string, { key }: Place): boolean {
  if (!key.endsWith(' flat')) return true;
  return name !== 'X' && !/^(?:index|main|mod|__init__|types?|utils?)$/i.test(stem);
}

interface Named {
  readonly name: string;
  readonly file: string;
}

type Names = (stem: string, extension: string) => readonly Named[];

const forms =
  (...shapes: readonly string[]): Names =>
  (stem, extension) =>
    shapes.map((shape) => ({ name: shape, file: shape.replace('X', () => stem) + extension }));

const namesOf: Readonly<Record<Family, Names>> = {
  js: forms('X.test', 'X.spec', 'X-test', 'X_test', 'XSpec', 'X-spec', 'X'),
  python: forms('test_X', 'X_test', 'X_tests'),
  go: forms('X_test'),
  rust: () => [],
  jvm: forms('XTest', 'XTests', 'TestX', 'XSpec'),
  ruby: forms('X_spec', 'X_test', 'test_X'),
  php: forms('XTest'),
  dotnet: forms('XTests', 'XTest'),
  c: forms('X_test', 'test_X', 'XTest', 'X_tests', 'X_unittest', 'X.test', 'X-test', 'XTests', 'test-X'),
  shell: forms('X', 'test_X', 'X_test'),
};

/** A test is of the language of its source; a component's is of that of the scripts around it. */
function testExtension(family: Family, extension: string, files: readonly string[]): string {
  if (family === 'shell') return '.bats';
  if (/^\.(?:vue|svelte)$/.test(extension)) return files.some((path) => /(?<!\.d)\.ts$/.test(path)) ? '.ts' : '.js';
  if (family !== 'c' || extension === '.c' || !extension.startsWith('.h')) return extension;
  return ['.cpp', '.cc', '.cxx', '.c'].find((one) => files.some((path) => path.endsWith(one))) ?? '.cpp';
}

interface Place {
  readonly key: string;
  readonly folder: string;
}

const ROOTS: Readonly<Record<Family, readonly string[]>> = {
  js: ['test', 'tests', 'spec', '__tests__', 'test/unit', 'tests/unit'],
  python: ['tests', 'test', 'tests/unit'],
  go: [],
  rust: [],
  jvm: [],
  ruby: ['spec', 'test'],
  php: ['tests', 'tests/Unit', 'test', 'tests/Feature'],
  dotnet: [],
  c: ['tests', 'test', 'unittests', 'tests/unit'],
  shell: ['test', 'tests'],
};

/** Folders of sources that a mirror leaves out. */
const SOURCES = new Set(['src', 'lib', 'app', 'source', 'include', 'bin']);

function placesOf(family: Family, folder: string, homes: ReadonlySet<string>): readonly Place[] {
  const places: Place[] = [];
  if (family === 'js') {
    places.push({ key: 'same', folder }, { key: '__tests__', folder: join(folder, '__tests__') });
  } else if (family === 'go') return [{ key: 'same', folder }];
  else if (family === 'jvm') return jvmPlaces(folder);
  for (const above of upwards(folder)) {
    const below = folder.slice(above.length).replace(/^\//, '');
    const inside = below.split('/');
    const bare = SOURCES.has(inside[0] ?? '') ? inside.slice(1).join('/') : below;
    // `src/shop/cart.py` and `tests/test_cart.py`: the package's own name is left out too.
    const bareOfPackage = bare.split('/').slice(1).join('/');
    const where = above === '' ? 'top' : homes.has(above) ? 'home' : above === folder ? 'own' : `in ${above}`;
    for (const root of ROOTS[family]) {
      const at = join(above, root);
      places.push({ key: `${where} ${root} mirror`, folder: join(at, bare) });
      if (bare !== below) places.push({ key: `${where} ${root} whole`, folder: join(at, below) });
      if (family === 'python' && bareOfPackage !== bare) {
        places.push({ key: `${where} ${root} inPackage`, folder: join(at, bareOfPackage) });
      }
      places.push({ key: `${where} ${root} flat`, folder: at });
    }
  }
  if (family !== 'js') places.push({ key: 'same', folder });
  return places;
}

/** `src/main/java/p` → `src/test/java/p`; `src/p` → `test/p`. */
function jvmPlaces(folder: string): readonly Place[] {
  const places: Place[] = [];
  const main = /^(.*?\bsrc\/)main\/(java|kotlin|scala|groovy)(\/.*)?$/.exec(folder);
  if (main !== null) {
    const [, before = '', language = '', rest = ''] = main;
    for (const one of [language, ...['java', 'kotlin', 'scala', 'groovy'].filter((other) => other !== language)]) {
      places.push({ key: `src/test ${one === language ? 'same' : one}`, folder: `${before}test/${one}${rest}` });
    }
    return places;
  }
  const plain = /^(?:(.*?)\/)?src(\/.*)?$/.exec(folder);
  if (plain !== null) {
    const [, before = '', rest = ''] = plain;
    places.push(
      { key: 'test', folder: join(before, `test${rest}`) },
      { key: 'tests', folder: join(before, `tests${rest}`) },
    );
  }
  return [...places, { key: 'same', folder }];
}

/** In the projects of tests that are named after the source's own project; nowhere without one. */
function dotnetPlaces(folder: string, projects: readonly string[]): readonly Place[] {
  const own = upwards(folder)
    .map((at) => projects.find((path) => folderOf(path) === at))
    .find((path) => path !== undefined);
  if (own === undefined) return [];
  const [ownName, ownFolder] = [stemOf(own), folderOf(own)];
  const below = folder.slice(ownFolder.length).replace(/^\//, '');
  const testing = projects.filter((path) => /Tests?$/i.test(stemOf(path)));
  const named = testing.filter((path) => stemOf(path).startsWith(`${ownName}.`));
  const chosen = named.length > 0 ? named : testing.length === 1 ? testing : [];
  // `Shop.UnitTests` before `Shop.IntegrationTests`.
  const sorted = [...chosen].sort((a, b) => Number(/integration|e2e/i.test(a)) - Number(/integration|e2e/i.test(b)));
  return sorted.flatMap((path) => [
    { key: 'project mirror', folder: join(folderOf(path), below) },
    { key: 'project flat', folder: folderOf(path) },
  ]);
}

/** The base name without its last extension. */
function stemOf(path: string): string {
  return baseOf(path).replace(/\.\w+$/, '');
}

/** Enough sources to see how a project does it. */
const MOST_SOURCES = 500;

/** The way in which most of the project's tests belong to their sources. */
function shownConvention(known: Known): string | undefined {
  const { family, files, all, tests } = known;
  if (tests.length === 0) return undefined;
  const votes = new Map<string, number>();
  const testNamed = new Set(tests.map((path) => stemOf(path).toLowerCase()));
  const sources = files.filter((path) => {
    if (familyOf(path) !== family || isTest(path, family)) return false;
    return namesOf[family](stemOf(path), '').some(({ file }) => testNamed.has(file.toLowerCase()));
  });
  for (const source of sources.slice(0, MOST_SOURCES)) {
    // The first that fits, so that a file in the root does not count for every mirror alike.
    const found = conventionsOf(source, known).find(({ path }) => path !== source && all.has(path));
    if (found !== undefined) votes.set(found.key, (votes.get(found.key) ?? 0) + 1);
  }
  return mostOf(votes);
}

/** Where no test can be told to belong to a source: as most tests are named, and where most of them are. */
function conventionByLooks(
  conventions: readonly Convention[],
  tests: readonly string[],
  family: Family,
): Convention | undefined {
  if (tests.length === 0) return undefined;
  const names = new Map<string, number>();
  const tops = new Map<string, number>();
  for (const path of tests) {
    const name = [...new Set(conventions.map((one) => one.name))].find((one) => isNamed(path, one, family));
    if (name !== undefined) names.set(name, (names.get(name) ?? 0) + 1);
    const top =
      ROOTS[family].find((root) => path.startsWith(`${root}/`)) ?? (path.includes('__tests__/') ? '__tests__' : '');
    tops.set(top, (tops.get(top) ?? 0) + 1);
  }
  const name = mostOf(names);
  const top = mostOf(tops) ?? '';
  const fitting = conventions.filter((one) => name === undefined || one.name === name);
  const placed = fitting.find(({ key }) => (top === '' ? key.startsWith('same') : key.startsWith(`top ${top} `)));
  return placed ?? fitting.find(({ key }) => top === '__tests__' && key.startsWith('__tests__')) ?? fitting[0];
}

function isNamed(path: string, shape: string, family: Family): boolean {
  const stem = stemOf(path);
  const [before = '', after = ''] = shape.split('X');
  if (shape === 'X') return family === 'shell';
  return stem.startsWith(before) && stem.endsWith(after);
}

function mostOf(counts: ReadonlyMap<string, number>): string | undefined {
  return [...counts].reduce<readonly [string | undefined, number]>(
    (most, [key, count]) => (count > most[1] ? [key, count] : most),
    [undefined, 0],
  )[0];
}

/** Ways where nothing is shown, by framework; the key of a convention begins so. */
const usualKeys: Readonly<Partial<Record<TestFramework, readonly [place: string, name: string]>>> = {
  Mocha: ['test mirror', 'X.test'],
  'Mocha with Chai': ['test mirror', 'X.test'],
  Jasmine: ['spec mirror', 'X.spec'],
  pytest: ['tests flat', 'test_X'],
  unittest: ['tests flat', 'test_X'],
  RSpec: ['spec mirror', 'X_spec'],
  Minitest: ['test mirror', 'X_test'],
  PHPUnit: ['tests mirror', 'XTest'],
  Pest: ['tests/Unit mirror', 'XTest'],
  GoogleTest: ['tests flat', 'X_test'],
  Catch2: ['tests flat', 'X_test'],
};

/** Families whose places nothing but their own tests tells. */
const UNTOLD = new Set<Family>(['c', 'shell', 'php', 'ruby']);

function usual(
  source: string,
  conventions: readonly Convention[],
  { family, framework, homes }: Known,
): Convention | undefined {
  if (framework === undefined && UNTOLD.has(family)) return undefined;
  const [place, name] = (framework === undefined ? undefined : usualKeys[framework]) ?? [
    family === 'python' ? 'tests flat' : '',
    family === 'python' ? 'test_X' : '',
  ];
  if (place === '') return conventions[0];
  // Beside the manifest of its own package, in a repository of several.
  const home = homeOf(source, homes);
  const root = join(home, (place.split(' ')[0] ?? '').trim());
  const fitting = conventions.filter((one) => one.name === name && one.key.endsWith(` ${place} ${name}`));
  return fitting.find(({ folder }) => folder === root || folder.startsWith(`${root}/`)) ?? fitting.at(-1);
}

const HOME =
  /^(?:package\.json|pyproject\.toml|setup\.cfg|setup\.py|tox\.ini|pytest\.ini|Gemfile|\.rspec|composer\.json|phpunit\.xml(?:\.dist)?|CMakeLists\.txt)$/;

/** The nearest folder that is described as a project. */
function homeOf(source: string, homes: ReadonlySet<string>): string {
  // A C++ project has such a file in each folder; its tests are where the outermost one is.
  const found = upwards(folderOf(source)).filter((at) => homes.has(at));
  return (familyOf(source) === 'c' ? found.at(-1) : found[0]) ?? '';
}

/** The fewest steps between folders; of equals the one of the shorter path, then by the alphabet. */
function nearest(source: string, target: string | undefined, tests: readonly string[]): string | undefined {
  const from = folderOf(target ?? source).split('/');
  const distance = (path: string) => {
    const to = folderOf(path).split('/');
    let common = 0;
    while (common < from.length && common < to.length && from[common] === to[common]) common += 1;
    return from.length + to.length - 2 * common;
  };
  return tests
    .filter((path) => path !== target && path !== source)
    .map((path) => ({ path, steps: distance(path) }))
    .sort((a, b) => a.steps - b.steps || a.path.length - b.path.length || (a.path < b.path ? -1 : 1))[0]?.path;
}

function join(folder: string, name: string): string {
  return folder === '' || name === '' ? folder + name : `${folder}/${name}`;
}
