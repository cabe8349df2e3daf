/** Of this machine, as its file system writes them. */
export interface MachinePlaces {
  /** Folders that are open as the workspace. */
  readonly folders: readonly string[];
  /** Of the user; its path tells who that is. */
  readonly home: string;
}

/**
 * Takes out of what programs say where on this machine it happened: paths in a folder of the workspace become relative to
 * it, which is how models are told of files anyway, and the user's folder becomes `~`.
 */
export function withoutMachinePaths(text: string, { folders, home }: MachinePlaces): string {
  // A folder inside another one first.
  const ordered = [...folders].sort((a, b) => b.length - a.length);
  const relative = ordered.reduce((said, folder) => {
    const written = place(folder, String.raw`(?:[\\/]{1,2}|(?![\p{L}\p{N}_.\-]))`);
    return written === undefined ? said : said.replaceAll(written, (found) => (/[\\/]$/.test(found) ? '' : '.'));
  }, text);
  const own = place(home, String.raw`(?![\p{L}\p{N}_.\-])`);
  return own === undefined ? relative : relative.replaceAll(own, '~');
}

/** As it may be written: as an address, with other or doubled slashes; undefined for one that is everywhere. */
function place(path: string, end: string): RegExp | undefined {
  const parts = path.split(/[\\/]+/).filter((part) => part !== '');
  if (parts.length === 0) return undefined;
  const isWindows = /^[a-z]:$/i.test(parts[0] ?? '');
  const escaped = parts.map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
  const start = String.raw`(?<![\p{L}\p{N}_.~\-])(?:file:\/\/)?${isWindows ? String.raw`\/?` : String.raw`[\\/]`}`;
  return new RegExp(start + escaped.join(String.raw`[\\/]{1,2}`) + end, isWindows ? 'giu' : 'gu');
}
