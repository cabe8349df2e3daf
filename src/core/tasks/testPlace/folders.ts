import type { Family } from './frameworks';
import { folderOf, join, stemOf, upwards } from './paths';

/** A folder in which a test can stand. `key`: how it is found from the source, the same for each source. */
export interface Place {
  readonly key: string;
  readonly folder: string;
}

/** Folders that hold tests only. */
export const ROOTS: Readonly<Record<Family, readonly string[]>> = {
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

/**
 * The folders in which the tests of a source can stand; the most usual first. Of .NET see `dotnetPlaces`.
 * @param folder of the source. @param homes folders that are described as a project.
 */
export function placesOf(family: Family, folder: string, homes: ReadonlySet<string>): readonly Place[] {
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
export function dotnetPlaces(folder: string, projects: readonly string[]): readonly Place[] {
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
