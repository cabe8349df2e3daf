import { type Place, ROOTS, dotnetPlaces, placesOf } from './folders';
import type { Family, TestFramework } from './frameworks';
import { familyOf, isNamed, isTest, namesOf, testExtension } from './names';
import { baseOf, folderOf, join, stemOf, upwards } from './paths';

/** What is known of a workspace, and of the family that a source belongs to. */
export interface Known {
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

/** One way in which a test can belong to a source. `key`: the way, the same for each source; `name`: only how it is called. */
export interface Convention {
  readonly key: string;
  readonly name: string;
  readonly folder: string;
  readonly path: string;
}

/** Every way of the family, applied to a source; the most usual first. */
export function conventionsOf(source: string, { family, files, homes, projects }: Known): readonly Convention[] {
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

/** Enough sources to see how a project does it. */
const MOST_SOURCES = 500;

/** The way in which most of the project's tests belong to their sources. */
export function shownConvention(known: Known): string | undefined {
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
export function conventionByLooks(
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

/** Where nothing is shown: as the framework usually has it; undefined where that tells nothing either. */
export function usualConvention(
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

/** The nearest folder that is described as a project. */
function homeOf(source: string, homes: ReadonlySet<string>): string {
  // A C++ project has such a file in each folder; its tests are where the outermost one is.
  const found = upwards(folderOf(source)).filter((at) => homes.has(at));
  return (familyOf(source) === 'c' ? found.at(-1) : found[0]) ?? '';
}
