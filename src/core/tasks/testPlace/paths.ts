/** The name of a file, with its extension; paths are relative here, with `/`. */
export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Without a slash at the end; empty for the workspace's own. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The folder itself, then those around it; the workspace's own last. */
export function upwards(folder: string): readonly string[] {
  const names = folder === '' ? [] : folder.split('/');
  return Array.from({ length: names.length + 1 }, (_, gone) => names.slice(0, names.length - gone).join('/'));
}

/** The base name without its last extension. */
export function stemOf(path: string): string {
  return baseOf(path).replace(/\.\w+$/, '');
}

/** A path in a folder, or the folder itself for an empty name. */
export function join(folder: string, name: string): string {
  return folder === '' || name === '' ? folder + name : `${folder}/${name}`;
}
