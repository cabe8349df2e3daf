import type { Family, TestFramework } from './frameworks';
import { baseOf, stemOf } from './paths';

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

/** Undefined for a file that has no tests of its own: another language, or declarations only. */
export function familyOf(path: string): Family | undefined {
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

/** Whether a file is a test, by its name, or by its folder where all in it are. */
export function isTest(path: string, family: Family): boolean {
  const name = baseOf(path);
  if (testNames[family].test(name)) return familyOf(path) === family;
  return family === 'js' && /(?:^|\/)__tests__\//.test(path) && /\.(?:[cm]?[jt]s|[jt]sx)$/.test(name);
}

/** What tests are named like says it where no manifest does. */
export function frameworkOfTests(family: Family, tests: readonly string[]): TestFramework | undefined {
  if (family === 'go') return 'Go testing';
  if (family === 'rust') return "Rust's #[test] functions";
  if (tests.length === 0) return undefined;
  if (family === 'ruby') return tests.some((path) => path.endsWith('_spec.rb')) ? 'RSpec' : 'Minitest';
  return family === 'shell' ? 'Bats' : undefined;
}

/** What a test is called: by its shape, and with its source's name in the place of the `X`. */
interface Named {
  readonly name: string;
  readonly file: string;
}

type Names = (stem: string, extension: string) => readonly Named[];

const forms =
  (...shapes: readonly string[]): Names =>
  (stem, extension) =>
    shapes.map((shape) => ({ name: shape, file: shape.replace('X', () => stem) + extension }));

/** The names that a test of the family can have; the most usual first. */
export const namesOf: Readonly<Record<Family, Names>> = {
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
export function testExtension(family: Family, extension: string, files: readonly string[]): string {
  if (family === 'shell') return '.bats';
  if (/^\.(?:vue|svelte)$/.test(extension)) return files.some((path) => /(?<!\.d)\.ts$/.test(path)) ? '.ts' : '.js';
  if (family !== 'c' || extension === '.c' || !extension.startsWith('.h')) return extension;
  return ['.cpp', '.cc', '.cxx', '.c'].find((one) => files.some((path) => path.endsWith(one))) ?? '.cpp';
}

/** Whether a test is called after a shape: `X.test`, with anything in the place of the `X`. */
export function isNamed(path: string, shape: string, family: Family): boolean {
  const stem = stemOf(path);
  const [before = '', after = ''] = shape.split('X');
  if (shape === 'X') return family === 'shell';
  return stem.startsWith(before) && stem.endsWith(after);
}
