import { existsSync, globSync } from 'node:fs';
import path from 'node:path';

/** The project's folder: the nearest one above this bundle that holds the lock file, wherever in `out/` the bundle is. */
function findRoot(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, 'package-lock.json'))) {
    const above = path.dirname(folder);
    if (above === folder) throw new Error(`no package-lock.json above ${__dirname}`);
    folder = above;
  }
  return folder;
}

const root = findRoot();

/** An absolute path in the project. */
export function inRoot(...parts: string[]): string {
  return path.join(root, ...parts);
}

/** An absolute path in the cache beside the project: editors, installed packages, folders of running editors. */
export function inCache(...parts: string[]): string {
  return inRoot('.vscode-test', ...parts);
}

/** Bundled test files below `out/` that match the pattern, as absolute paths in a stable order. */
export function findBundles(pattern: string, exclude: readonly string[] = []): string[] {
  const cwd = inRoot('out');
  return globSync(pattern, { cwd, exclude })
    .toSorted()
    .map((file) => path.join(cwd, file));
}
