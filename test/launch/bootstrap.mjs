// The first thing every npm script runs: plain JavaScript without dependencies, for any Node from 20 on, on a bare clone.
// It installs what is missing, bundles, and hands over to out/launch/<what>.cjs under the Node that came with the project.
//   node test/launch/bootstrap.mjs start|test|bench|package|simulator [arguments]
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const inRoot = (...parts) => path.join(root, ...parts);
const windows = process.platform === 'win32';
const stamp = inRoot('node_modules', '.tollfree-installed');

function fail(sentence) {
  console.error(`tollfree: ${sentence}`);
  // Whoever reads only the last line of a test run must not be left without one.
  if (process.argv[2] === 'test') console.log('0 passed, 1 failed');
  process.exit(1);
}

function installIfNeeded() {
  const wanted = createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(projectNode())) return;
  console.error('tollfree: installing dependencies (npm ci) …');
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm?.endsWith('.js') ? [process.execPath, npm] : [windows ? 'npm.cmd' : 'npm'];
  const result = spawnSync(command, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    encoding: 'utf8',
    shell: windows && first.length === 0,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.error)
    fail(`npm is missing or cannot be started (${result.error.message}); install Node 20 or later with npm`);
  if (result.status !== 0) {
    console.error(result.stdout, result.stderr);
    fail('npm ci failed, see above');
  }
  if (!existsSync(projectNode()))
    fail('the "node" package did not install its binary; run npm ci without --ignore-scripts');
  writeFileSync(stamp, wanted);
}

function projectNode() {
  return inRoot('node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
}

/** Removes bundled tests, so that one whose source is gone does not go on passing. */
function removeOldTests() {
  if (!existsSync(inRoot('out'))) return;
  for (const file of readdirSync(inRoot('out'), { recursive: true, encoding: 'utf8' })) {
    if (/\.test\.cjs(\.map)?$/.test(file)) rmSync(inRoot('out', file), { force: true });
  }
}

/** Runs a script under the project's Node; resolves to its exit code. Signals go to the child, which tidies up. */
function run(script, args) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const front = [path.dirname(projectNode()), inRoot('node_modules', '.bin')].join(path.delimiter);
  const child = spawn(projectNode(), [script, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, [key]: `${front}${path.delimiter}${process.env[key] ?? ''}` },
  });
  // A terminal sends Ctrl-C to the whole group, so the child may get it twice; it must take that.
  const forward = (signal) => child.kill(signal);
  process.on('SIGINT', forward);
  process.on('SIGTERM', forward);
  return new Promise((resolve) => {
    child.on('error', (error) => fail(`cannot start ${path.relative(root, script)}: ${error.message}`));
    child.on('exit', (code, signal) => {
      process.off('SIGINT', forward);
      process.off('SIGTERM', forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

const [what, ...rest] = process.argv.slice(2);
if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Node 20 or later is needed, this is ${process.versions.node}`);
if (!what || !existsSync(inRoot('test', 'launch', `${what}.ts`))) fail(`nothing called "${what ?? ''}" to run`);
installIfNeeded();
removeOldTests();
const built = await run(inRoot('esbuild.mjs'), ['--tests']);
if (built !== 0) fail('the bundles could not be built, see above');
process.exitCode = await run(inRoot('out', 'launch', `${what}.cjs`), rest);
