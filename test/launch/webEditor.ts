import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installDebianPackages } from './browser';
import { removeLeftovers } from './leftovers';
import { inCache } from './paths';
import { runCommand } from './processes';

/** The npm package that ships a complete VS Code server with its web workbench, and the VS Code inside it. */
const editor = {
  version: '4.139.1',
  integrity: 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
} as const;

const stampName = 'complete.json';

async function npm(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const script = process.env['npm_execpath'];
  const [command, ...first] = script?.endsWith('.js') === true ? [process.execPath, script] : ['npm'];
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const result = await runCommand(command, [...first, ...args, ...quiet], { cwd, env, timeout: 900_000 });
  if (result.code !== 0) throw new Error(`npm ${args.slice(0, 2).join(' ')} failed:\n${result.output.trim()}`);
  return result.output;
}

async function unpack(folder: string): Promise<void> {
  await npm(['pack', `code-server@${editor.version}`], folder);
  const tarball = path.join(folder, `code-server-${editor.version}.tgz`);
  const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (integrity !== editor.integrity) throw new Error(`the downloaded editor is not the expected one: ${integrity}`);
  // By name, without a drive letter: tar takes "C:" for a machine.
  const result = await runCommand('tar', ['-xzf', path.basename(tarball), '--strip-components=1'], { cwd: folder });
  if (result.code !== 0) throw new Error(`tar could not unpack the editor:\n${result.output.trim()}`);
  rmSync(tarball);
}

/**
 * Compiles the two native modules without which the extension host is slow to get ready. Both use Node's stable binary
 * interface, so the headers of another Node serve; those of the system are taken first, as they need no download.
 */
async function compileNativeModules(folder: string): Promise<void> {
  const tools = ['g++', 'make', 'python3'];
  const absent: string[] = [];
  for (const tool of tools) if ((await runCommand(tool, ['--version'])).code !== 0) absent.push(tool);
  if (absent.length > 0) await installDebianPackages(absent.join(', '), absent);
  const headers = ['/usr', '/usr/local'].find((prefix) => existsSync(`${prefix}/include/node/node_api.h`));
  const env = headers === undefined ? process.env : { ...process.env, npm_config_nodedir: headers };
  try {
    await npm(['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], folder, env);
  } catch (error) {
    console.error(
      `tollfree: going on without the editor's native modules, which only makes it slower: ${String(error)}`,
    );
  }
}

/** The folder of a VS Code server that is ready to start: reused where it is there, set up where not. */
export async function ensureWebEditor(): Promise<string> {
  const folder = inCache(`web-${editor.version}`);
  const server = path.join(folder, 'lib', 'vscode');
  if (existsSync(path.join(folder, stampName))) return server;

  console.error('tollfree: setting up a VS Code web server, once, about a minute …');
  const started = Date.now();
  mkdirSync(inCache(), { recursive: true });
  removeLeftovers(inCache(), /^web-.*\.(\d+)\.partial$/);
  // Two runs may do this at once: each works in a folder of its own, and the first rename to the final name wins.
  const partial = inCache(`web-${editor.version}.${process.pid}.partial`);
  const inPartial = path.join(partial, 'lib', 'vscode');
  mkdirSync(partial);
  try {
    await unpack(partial);
    await npm(['install', '--omit=dev', '--ignore-scripts'], inPartial);
    await npm(['install', '--omit=dev', '--ignore-scripts'], path.join(inPartial, 'extensions'));
    await compileNativeModules(inPartial);
    const seconds = Math.round((Date.now() - started) / 1000);
    writeFileSync(path.join(partial, stampName), JSON.stringify({ ...editor, seconds }));
    if (existsSync(folder) && !existsSync(path.join(folder, stampName)))
      rmSync(folder, { recursive: true, force: true });
    if (!existsSync(folder)) renameSync(partial, folder);
    console.error(`tollfree: the editor is set up (${seconds} s)`);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return server;
}
