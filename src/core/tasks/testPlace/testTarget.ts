import { type Known, conventionByLooks, conventionsOf, shownConvention, usualConvention } from './conventions';
import { type TestFramework, frameworkFor } from './frameworks';
import { familyOf, frameworkOfTests, isTest } from './names';
import { baseOf, folderOf } from './paths';

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

function targetOf(source: string, known: Known): Pick<TestTarget, 'path' | 'existing'> {
  const { family, all, tests } = known;
  // Tests of Rust stand in the file itself.
  if (family === 'rust' || isTest(source, family)) return { path: source, existing: true };
  const conventions = conventionsOf(source, known);
  const there = conventions.map(({ path }) => path).find((path) => path !== source && all.has(path));
  if (there !== undefined) return { path: there, existing: true };
  const shown = shownConvention(known);
  const like = conventions.find(({ key }) => key === shown) ?? conventionByLooks(conventions, tests, family);
  return { path: (like ?? usualConvention(source, conventions, known))?.path, existing: false };
}

/** Files that stand at the top of a project. */
const HOME =
  /^(?:package\.json|pyproject\.toml|setup\.cfg|setup\.py|tox\.ini|pytest\.ini|Gemfile|\.rspec|composer\.json|phpunit\.xml(?:\.dist)?|CMakeLists\.txt)$/;

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
