import { baseOf, folderOf, upwards } from './paths';

/** In words for a person, and for a model. */
export type TestFramework =
  | 'Vitest'
  | 'Jest'
  | 'Mocha'
  | 'Mocha with Chai'
  | 'node:test'
  | 'AVA'
  | 'Jasmine'
  | 'pytest'
  | 'unittest'
  | 'Go testing'
  | 'Go testing with testify'
  | "Rust's #[test] functions"
  | 'JUnit 5'
  | 'JUnit 4'
  | 'TestNG'
  | 'RSpec'
  | 'Minitest'
  | 'PHPUnit'
  | 'Pest'
  | 'xUnit.net'
  | 'NUnit'
  | 'MSTest'
  | 'GoogleTest'
  | 'Catch2'
  | 'Bats';

/** Languages that share their frameworks, and how tests are named and placed. */
export type Family = 'js' | 'python' | 'go' | 'rust' | 'jvm' | 'ruby' | 'php' | 'dotnet' | 'c' | 'shell';

/** A sign of a framework in a file that describes a project. */
interface Sign {
  readonly framework: TestFramework;
  /** Of the file's base name. */
  readonly file: RegExp;
  /** In its text; missing: that it is there says enough. */
  readonly says?: RegExp;
}

const packageJson = /^package\.json$/;
const python = /^(?:pyproject\.toml|setup\.cfg|setup\.py|tox\.ini|Pipfile|requirements[\w.-]*\.txt)$/;
const jvm = /^(?:pom\.xml|build\.gradle(?:\.kts)?|libs\.versions\.toml)$/;
const gems = /^(?:Gemfile|Gemfile\.lock|[\w.-]+\.gemspec)$/;
const dotnet = /\.(?:cs|fs|vb)proj$|^Directory\.Packages\.props$/;
const cmake =
  /^(?:CMakeLists\.txt|[\w.-]+\.cmake|vcpkg\.json|conanfile\.(?:txt|py)|MODULE\.bazel|WORKSPACE|meson\.build)$/;

/** What `npm test` runs. */
const script = (program: string) => new RegExp(String.raw`"test[\w:-]*"\s*:\s*"(?:[^"\\]|\\.)*${program}`);
const dependency = (name: string) => new RegExp(`"${name}"\\s*:`);

/** The first sign that fits decides: what is run goes before what is only installed, the particular before the general. */
const signs: Readonly<Record<Family, readonly Sign[]>> = {
  js: [
    { framework: 'Vitest', file: packageJson, says: script(String.raw`\bvitest\b`) },
    { framework: 'Jest', file: packageJson, says: script(String.raw`\b(?:jest|react-scripts test)\b`) },
    { framework: 'AVA', file: packageJson, says: script(String.raw`\bava\b`) },
    { framework: 'Jasmine', file: packageJson, says: script(String.raw`\bjasmine\b`) },
    { framework: 'Mocha', file: packageJson, says: script(String.raw`\bmocha\b`) },
    { framework: 'node:test', file: packageJson, says: script(String.raw`(?:\bnode|\btsx)\s(?:[^"]*\s)?--test\b`) },
    { framework: 'Vitest', file: /^(?:vitest\.(?:config|workspace)\.[cm]?[jt]s)$/ },
    { framework: 'Jest', file: /^jest\.config\.(?:[cm]?[jt]s|json)$/ },
    { framework: 'Mocha', file: /^\.mocharc\.(?:[cm]?js|json|jsonc|ya?ml)$/ },
    { framework: 'AVA', file: /^ava\.config\.[cm]?js$/ },
    { framework: 'Jasmine', file: /^jasmine\.(?:json|m?js)$/ },
    { framework: 'Vitest', file: packageJson, says: dependency('vitest') },
    { framework: 'Jest', file: packageJson, says: dependency('(?:jest|ts-jest|@jest/globals)') },
    { framework: 'AVA', file: packageJson, says: dependency('ava') },
    { framework: 'Mocha', file: packageJson, says: dependency('mocha') },
    { framework: 'Jasmine', file: packageJson, says: dependency('(?:jasmine|jasmine-core)') },
  ],
  python: [
    { framework: 'pytest', file: /^(?:pytest\.ini|\.pytest\.ini|conftest\.py)$/ },
    { framework: 'pytest', file: python, says: /\bpytest\b/ },
    { framework: 'unittest', file: python, says: /\bunittest\b/ },
  ],
  go: [
    { framework: 'Go testing with testify', file: /^go\.mod$/, says: /\bgithub\.com\/stretchr\/testify\b/ },
    { framework: 'Go testing', file: /^go\.mod$/ },
  ],
  rust: [{ framework: "Rust's #[test] functions", file: /^Cargo\.toml$/ }],
  jvm: [
    {
      framework: 'JUnit 5',
      file: jvm,
      says: /junit-jupiter|org\.junit\.jupiter|useJUnitPlatform|spring-boot-starter-test|kotlin-test-junit5/,
    },
    { framework: 'TestNG', file: jvm, says: /\btestng\b|useTestNG/i },
    {
      framework: 'JUnit 4',
      file: jvm,
      says: /<artifactId>junit<\/artifactId>|\bjunit:junit\b|useJUnit\(|kotlin-test-junit\b/,
    },
  ],
  ruby: [
    { framework: 'RSpec', file: /^\.rspec$/ },
    { framework: 'RSpec', file: gems, says: /\brspec\b|\brspec-rails\b/ },
    { framework: 'Minitest', file: gems, says: /\bminitest\b/ },
  ],
  php: [
    { framework: 'Pest', file: /^composer\.json$/, says: /"pestphp\/pest"/ },
    { framework: 'PHPUnit', file: /^composer\.json$/, says: /"phpunit\/phpunit"/ },
    { framework: 'PHPUnit', file: /^phpunit\.xml(?:\.dist)?$/ },
  ],
  dotnet: [
    { framework: 'xUnit.net', file: dotnet, says: /"xunit(?:\.v3)?(?:\.core)?"/i },
    { framework: 'NUnit', file: dotnet, says: /"NUnit"/i },
    { framework: 'MSTest', file: dotnet, says: /"MSTest(?:\.TestFramework)?"|Sdk="MSTest/i },
  ],
  c: [
    { framework: 'GoogleTest', file: cmake, says: /\bgtest(?:_main)?\b|\bGTest\b|googletest/ },
    { framework: 'Catch2', file: cmake, says: /\bcatch2\b/i },
  ],
  shell: [],
};

const CHAI = dependency('chai');

/**
 * The framework of the nearest folder that tells of one, from the file's own folder upwards.
 * @param folder of the source file, without a slash at the end; the workspace's own is empty.
 * @param files all paths of the workspace, relative, with `/`.
 * @param texts of files that describe a project, by path; what is not read says nothing but that it is there.
 */
export function frameworkFor(
  family: Family,
  folder: string,
  files: readonly string[],
  texts: ReadonlyMap<string, string>,
): TestFramework | undefined {
  const described = new Map<string, string[]>();
  for (const path of new Set([...files, ...texts.keys()])) {
    const name = baseOf(path);
    if (!signs[family].some(({ file }) => file.test(name))) continue;
    // These stand in a folder of their own: `spec/support/jasmine.json`, `gradle/libs.versions.toml`.
    const at = folderOf(path).replace(/(?:^|\/)(?:gradle|spec\/support)$/, '');
    described.set(at, [...(described.get(at) ?? []), path]);
  }
  for (const at of upwards(folder)) {
    const here = described.get(at) ?? [];
    const sign = signs[family].find(({ file, says }) =>
      here.some((path) => file.test(baseOf(path)) && (says === undefined || says.test(texts.get(path) ?? ''))),
    );
    if (sign === undefined) continue;
    const hasChai = sign.framework === 'Mocha' && here.some((path) => CHAI.test(texts.get(path) ?? ''));
    return hasChai ? 'Mocha with Chai' : sign.framework;
  }
  return undefined;
}
