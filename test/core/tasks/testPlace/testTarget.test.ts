import assert from 'node:assert/strict';
import { isManifest, testTarget } from '../../../../src/core/tasks/testPlace/testTarget';

type Manifests = Readonly<Record<string, string>>;

/** Files other than manifests; what is expected: framework, path, whether it is there. */
type Row = readonly [
  title: string,
  source: string,
  files: readonly string[],
  manifests: Manifests,
  framework: string | undefined,
  path: string | undefined,
  existing: boolean,
];

const npm = (devDependencies: readonly string[], test?: string) => ({
  'package.json': JSON.stringify({
    ...(test === undefined ? {} : { scripts: { test } }),
    devDependencies: Object.fromEntries(devDependencies.map((name) => [name, '^1.0.0'])),
  }),
});
const gradle5 = "dependencies { testImplementation 'org.junit.jupiter:junit-jupiter:5.11.0' }";
const junit4 =
  '<dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.13.2</version></dependency>';
const xunit = '<Project><ItemGroup><PackageReference Include="xunit" Version="2.9.0" /></ItemGroup></Project>';

const rows: readonly Row[] = [
  // JavaScript and TypeScript
  ['Vitest, nothing there', 'src/price.ts', [], npm(['vitest']), 'Vitest', 'src/price.test.ts', false],
  ['Jest, nothing there', 'src/price.js', [], npm(['jest']), 'Jest', 'src/price.test.js', false],
  ['Jest by its TypeScript runner', 'src/price.ts', [], npm(['ts-jest']), 'Jest', 'src/price.test.ts', false],
  ['Jest by create-react-app', 'src/App.tsx', [], npm([], 'react-scripts test'), 'Jest', 'src/App.test.tsx', false],
  [
    'what is run goes before what is installed',
    'a.ts',
    [],
    npm(['jest', 'vitest'], 'vitest run'),
    'Vitest',
    'a.test.ts',
    false,
  ],
  ['Mocha', 'src/price.ts', [], npm(['mocha']), 'Mocha', 'test/price.test.ts', false],
  ['Mocha in a folder', 'src/shop/price.ts', [], npm(['mocha']), 'Mocha', 'test/shop/price.test.ts', false],
  ['Mocha with Chai', 'lib/price.js', [], npm(['mocha', 'chai']), 'Mocha with Chai', 'test/price.test.js', false],
  ['node:test', 'src/price.mjs', [], npm([], 'node --test'), 'node:test', 'src/price.test.mjs', false],
  [
    'node:test with a loader',
    'price.ts',
    [],
    npm(['tsx'], 'node --import tsx --test src/'),
    'node:test',
    'price.test.ts',
    false,
  ],
  ['AVA', 'price.js', [], npm(['ava']), 'AVA', 'price.test.js', false],
  [
    'Jasmine by its own file',
    'src/price.js',
    ['spec/support/jasmine.json'],
    npm([]),
    'Jasmine',
    'spec/price.spec.js',
    false,
  ],
  ['Vitest by its own file', 'src/price.ts', ['vitest.config.mts'], npm([]), 'Vitest', 'src/price.test.ts', false],
  [
    'the test is there, beside it',
    'src/price.ts',
    ['src/price.spec.ts'],
    npm(['jest']),
    'Jest',
    'src/price.spec.ts',
    true,
  ],
  [
    'the test is there, in __tests__',
    'src/price.ts',
    ['src/__tests__/price.test.ts'],
    npm(['jest']),
    'Jest',
    'src/__tests__/price.test.ts',
    true,
  ],
  [
    'the test is there, in __tests__ under its own name',
    'src/price.js',
    ['src/__tests__/price.js'],
    npm(['jest']),
    'Jest',
    'src/__tests__/price.js',
    true,
  ],
  [
    'the test is there, in a mirror',
    'src/shop/price.ts',
    ['test/shop/price.test.ts'],
    npm(['mocha']),
    'Mocha',
    'test/shop/price.test.ts',
    true,
  ],
  [
    'the test is there, in a mirror with src',
    'src/shop/price.ts',
    ['tests/src/shop/price.test.ts'],
    npm(['mocha']),
    'Mocha',
    'tests/src/shop/price.test.ts',
    true,
  ],
  [
    'as the others: .spec beside',
    'src/price.ts',
    ['src/cart.ts', 'src/cart.spec.ts'],
    npm(['vitest']),
    'Vitest',
    'src/price.spec.ts',
    false,
  ],
  [
    'as the others: __tests__',
    'src/a/price.ts',
    ['src/b/cart.ts', 'src/b/__tests__/cart.test.ts'],
    npm(['jest']),
    'Jest',
    'src/a/__tests__/price.test.ts',
    false,
  ],
  [
    'as the others: a mirror',
    'src/a/price.ts',
    ['src/b/cart.ts', 'tests/b/cart.spec.ts'],
    npm(['vitest']),
    'Vitest',
    'tests/a/price.spec.ts',
    false,
  ],
  [
    'as the others: all in one folder',
    'src/a/price.ts',
    ['src/b/cart.ts', 'test/cart.test.ts'],
    npm(['mocha']),
    'Mocha',
    'test/price.test.ts',
    false,
  ],
  [
    'as most of the others',
    'src/price.ts',
    ['src/a.ts', 'src/a.test.ts', 'src/b.ts', 'src/b.spec.ts', 'src/c.ts', 'src/c.spec.ts'],
    npm(['jest']),
    'Jest',
    'src/price.spec.ts',
    false,
  ],
  [
    'as others look that belong to nothing',
    'src/price.ts',
    ['test/login-flow.spec.ts'],
    npm(['mocha']),
    'Mocha',
    'test/price.spec.ts',
    false,
  ],
  [
    'of two index files, that of its folder',
    'src/a/index.ts',
    ['src/index.ts', 'test/index.test.ts'],
    npm(['mocha']),
    'Mocha',
    'test/a/index.test.ts',
    false,
  ],
  [
    'a package in a repository of several',
    'packages/shop/src/price.ts',
    [
      'packages/cart/src/cart.ts',
      'packages/cart/test/cart.test.ts',
      'packages/cart/package.json',
      'packages/shop/package.json',
    ],
    { ...npm(['vitest']), 'packages/shop/package.json': '{"devDependencies":{"mocha":"1"}}' },
    'Mocha',
    'packages/shop/test/price.test.ts',
    false,
  ],
  [
    'a package without a framework of its own',
    'packages/shop/price.ts',
    [],
    { ...npm(['vitest']), 'packages/shop/package.json': '{}' },
    'Vitest',
    'packages/shop/price.test.ts',
    false,
  ],
  ['a component', 'src/Price.vue', ['src/main.ts'], npm(['vitest']), 'Vitest', 'src/Price.test.ts', false],
  [
    'a test is its own target',
    'src/price.test.ts',
    ['src/price.ts'],
    npm(['vitest']),
    'Vitest',
    'src/price.test.ts',
    true,
  ],
  ['nothing tells of a framework', 'src/price.ts', [], npm(['typescript']), undefined, 'src/price.test.ts', false],
  ['declarations have no tests', 'src/price.d.ts', [], npm(['vitest']), undefined, undefined, false],
  // Python
  [
    'pytest in pyproject.toml',
    'shop/price.py',
    [],
    { 'pyproject.toml': '[tool.pytest.ini_options]\n' },
    'pytest',
    'tests/test_price.py',
    false,
  ],
  [
    'pytest in tox.ini',
    'src/shop/price.py',
    [],
    { 'tox.ini': '[testenv]\ncommands = pytest {posargs}\n' },
    'pytest',
    'tests/test_price.py',
    false,
  ],
  ['pytest in setup.cfg', 'price.py', [], { 'setup.cfg': '[tool:pytest]\n' }, 'pytest', 'tests/test_price.py', false],
  ['pytest by conftest.py', 'price.py', ['conftest.py'], {}, 'pytest', 'tests/test_price.py', false],
  [
    'unittest',
    'price.py',
    [],
    { 'tox.ini': 'commands = python -m unittest discover' },
    'unittest',
    'tests/test_price.py',
    false,
  ],
  [
    'as the others: beside',
    'shop/price.py',
    ['shop/cart.py', 'shop/test_cart.py'],
    { 'pytest.ini': '' },
    'pytest',
    'shop/test_price.py',
    false,
  ],
  [
    'as the others: x_test.py',
    'shop/price.py',
    ['shop/cart.py', 'shop/cart_test.py'],
    { 'pytest.ini': '' },
    'pytest',
    'shop/price_test.py',
    false,
  ],
  [
    'as the others: a folder of tests in each package',
    'shop/price.py',
    ['cart/cart.py', 'cart/tests/test_cart.py'],
    { 'pytest.ini': '' },
    'pytest',
    'shop/tests/test_price.py',
    false,
  ],
  [
    'as the others: a mirror without the name of the package',
    'src/shop/a/price.py',
    ['src/shop/b/cart.py', 'tests/b/test_cart.py'],
    { 'pytest.ini': '' },
    'pytest',
    'tests/a/test_price.py',
    false,
  ],
  [
    'as the others: beside the folder of the sources',
    'backend/app/price.py',
    ['backend/app/cart.py', 'backend/tests/test_cart.py'],
    { 'pytest.ini': '' },
    'pytest',
    'backend/tests/test_price.py',
    false,
  ],
  ['nothing tells of a framework', 'price.py', [], {}, undefined, 'tests/test_price.py', false],
  // Go, Rust
  ['Go', 'shop/price.go', [], { 'go.mod': 'module example.com/shop\n' }, 'Go testing', 'shop/price_test.go', false],
  [
    'Go, the test is there',
    'shop/price.go',
    ['shop/price_test.go'],
    { 'go.mod': 'require github.com/stretchr/testify v1.9.0' },
    'Go testing with testify',
    'shop/price_test.go',
    true,
  ],
  [
    'Rust, in the file itself',
    'src/price.rs',
    [],
    { 'Cargo.toml': '[package]\n' },
    "Rust's #[test] functions",
    'src/price.rs',
    true,
  ],
  // JVM
  [
    'JUnit 5 of Gradle',
    'src/main/java/shop/Price.java',
    [],
    { 'build.gradle': gradle5 },
    'JUnit 5',
    'src/test/java/shop/PriceTest.java',
    false,
  ],
  [
    'JUnit 4 of Maven',
    'src/main/java/shop/Price.java',
    [],
    { 'pom.xml': junit4 },
    'JUnit 4',
    'src/test/java/shop/PriceTest.java',
    false,
  ],
  [
    'TestNG of a module',
    'core/src/main/kotlin/shop/Price.kt',
    [],
    { 'core/build.gradle.kts': 'tasks.test { useTestNG() }' },
    'TestNG',
    'core/src/test/kotlin/shop/PriceTest.kt',
    false,
  ],
  [
    'JUnit 5 of a catalogue of versions',
    'app/src/main/java/Price.java',
    [],
    {
      'app/build.gradle.kts': 'plugins { java }',
      'gradle/libs.versions.toml': 'junit = { module = "org.junit.jupiter:junit-jupiter" }',
    },
    'JUnit 5',
    'app/src/test/java/PriceTest.java',
    false,
  ],
  [
    'as the others: PriceTests',
    'src/main/java/shop/Price.java',
    ['src/main/java/shop/Cart.java', 'src/test/java/shop/CartTests.java'],
    { 'pom.xml': junit4 },
    'JUnit 4',
    'src/test/java/shop/PriceTests.java',
    false,
  ],
  [
    'Java tests of Kotlin code',
    'src/main/kotlin/Price.kt',
    ['src/test/java/PriceTest.kt'],
    { 'build.gradle': gradle5 },
    'JUnit 5',
    'src/test/java/PriceTest.kt',
    true,
  ],
  // Ruby, PHP
  ['RSpec', 'lib/shop/price.rb', ['.rspec'], { Gemfile: 'gem "rake"' }, 'RSpec', 'spec/shop/price_spec.rb', false],
  [
    'RSpec of Rails',
    'app/models/price.rb',
    ['app/models/cart.rb', 'spec/models/cart_spec.rb'],
    { Gemfile: "gem 'rspec-rails'" },
    'RSpec',
    'spec/models/price_spec.rb',
    false,
  ],
  [
    'RSpec with the folder of the library',
    'lib/price.rb',
    ['lib/cart.rb', 'spec/lib/cart_spec.rb'],
    { Gemfile: 'gem "rspec"' },
    'RSpec',
    'spec/lib/price_spec.rb',
    false,
  ],
  ['Minitest', 'lib/price.rb', [], { Gemfile: 'gem "minitest"' }, 'Minitest', 'test/price_test.rb', false],
  [
    'Minitest by its other name',
    'lib/price.rb',
    ['lib/cart.rb', 'test/test_cart.rb'],
    {},
    'Minitest',
    'test/test_price.rb',
    false,
  ],
  ['Ruby without a sign', 'lib/price.rb', [], { Gemfile: 'gem "rake"' }, undefined, undefined, false],
  [
    'PHPUnit',
    'src/Shop/Price.php',
    [],
    { 'composer.json': '{"require-dev":{"phpunit/phpunit":"^11"}}' },
    'PHPUnit',
    'tests/Shop/PriceTest.php',
    false,
  ],
  [
    'PHPUnit by its own file',
    'src/Price.php',
    ['src/Cart.php', 'tests/Unit/CartTest.php'],
    { 'phpunit.xml.dist': '<phpunit/>' },
    'PHPUnit',
    'tests/Unit/PriceTest.php',
    false,
  ],
  [
    'Pest',
    'app/Models/Price.php',
    [],
    { 'composer.json': '{"require-dev":{"pestphp/pest":"^3","phpunit/phpunit":"^11"}}' },
    'Pest',
    'tests/Unit/Models/PriceTest.php',
    false,
  ],
  // .NET
  [
    'xUnit.net',
    'src/Shop/Models/Price.cs',
    ['src/Shop/Shop.csproj'],
    { 'tests/Shop.Tests/Shop.Tests.csproj': xunit },
    'xUnit.net',
    'tests/Shop.Tests/Models/PriceTests.cs',
    false,
  ],
  [
    'the tests of the project, not of the whole',
    'Shop/Price.cs',
    ['Shop/Shop.csproj', 'Shop.IntegrationTests/Shop.IntegrationTests.csproj', 'Shop.UnitTests/Shop.UnitTests.csproj'],
    {},
    undefined,
    'Shop.UnitTests/PriceTests.cs',
    false,
  ],
  ['.NET without a project of tests', 'Shop/Price.cs', ['Shop/Shop.csproj'], {}, undefined, undefined, false],
  // C and C++
  [
    'GoogleTest',
    'src/price.cpp',
    ['src/CMakeLists.txt'],
    { 'CMakeLists.txt': 'find_package(GTest REQUIRED)' },
    'GoogleTest',
    'tests/price_test.cpp',
    false,
  ],
  [
    'Catch2, as the others',
    'src/price.cpp',
    ['src/cart.cpp', 'tests/test_cart.cpp'],
    { 'CMakeLists.txt': 'find_package(Catch2 3 REQUIRED)' },
    'Catch2',
    'tests/test_price.cpp',
    false,
  ],
  [
    'a header, in the extension of the project',
    'include/price.h',
    ['src/cart.cc', 'src/cart_unittest.cc'],
    { 'CMakeLists.txt': 'gtest_main' },
    'GoogleTest',
    'include/price_unittest.cc',
    false,
  ],
  ['C without a sign', 'price.c', [], { 'CMakeLists.txt': 'project(shop)' }, undefined, undefined, false],
  // Shell, and what nobody knows
  ['Bats', 'bin/price.sh', ['bin/cart.sh', 'test/cart.bats'], {}, 'Bats', 'test/price.bats', false],
  ['a shell script without tests', 'price.sh', [], {}, undefined, undefined, false],
  ['a language without rules', 'price.cob', ['price.test.ts'], npm(['jest']), undefined, undefined, false],
];

function targetOf(source: string, files: readonly string[], manifests: Manifests) {
  return testTarget(source, {
    files: [source, ...files, ...Object.keys(manifests)],
    manifests: new Map(Object.entries(manifests)),
  });
}

describe('the test file of a source file', () => {
  for (const [title, source, files, manifests, framework, path, existing] of rows) {
    it(`${source}: ${title}`, () => {
      const found = targetOf(source, files, manifests);
      assert.deepEqual(
        { framework: found.framework, path: found.path, existing: found.existing },
        { framework, path, existing },
      );
    });
  }

  it('has the nearest test of the project as its example, never itself, and none where there is none', () => {
    const files = ['src/a/cart.ts', 'src/a/cart.test.ts', 'src/b/tax.test.ts', 'test/other.test.ts'];
    assert.equal(targetOf('src/b/price.ts', files, npm(['jest'])).example, 'src/b/tax.test.ts');
    assert.equal(targetOf('src/a/cart.ts', files, npm(['jest'])).example, 'src/b/tax.test.ts');
    assert.equal(targetOf('src/price.ts', [], npm(['jest'])).example, undefined);
  });

  it('takes no test of another language for an example', () => {
    assert.equal(targetOf('src/price.py', ['src/price.test.ts', 'web/a.spec.js'], {}).example, undefined);
  });

  it('does not take long where there are many files', () => {
    const files = Array.from(
      { length: 20_000 },
      (_, at) => `src/p${at % 50}/q${at % 7}/file${at >> 1}${at % 2 ? '.test' : ''}.ts`,
    );
    assert.equal(targetOf('src/p1/price.ts', files, npm(['jest'])).path, 'src/p1/price.test.ts');
  });
});

describe('a file that describes a project', () => {
  it('is known by its name', () => {
    const names = ['package.json', 'a/pyproject.toml', 'Shop.Tests/Shop.Tests.csproj', 'b/build.gradle.kts', '.rspec'];
    assert.deepEqual(names.filter(isManifest), names);
    assert.deepEqual(['package-lock.json', 'src/package.ts', 'README.md'].filter(isManifest), []);
  });
});
