import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** Something in a file that can be emptied. */
export interface Emptied {
  count(): number | Promise<number>;
  deleteAll(): void | Promise<void>;
}

/**
 * What a file of our folder holds, together with damaged ones of its name that were moved aside: they are the user's data
 * as well. Throws what opening the file throws.
 */
export function withMovedAside(folder: string, name: string, open: () => Promise<Emptied>): () => Promise<Emptied> {
  const movedAside = async (): Promise<readonly string[]> =>
    (await readdir(folder)).filter((file) => file.startsWith(`${name}.broken-`));
  return async () => {
    const opened = await open();
    return {
      count: async () => (await opened.count()) + (await movedAside()).length,
      async deleteAll() {
        await opened.deleteAll();
        for (const file of await movedAside()) await rm(path.join(folder, file), { force: true });
      },
    };
  };
}
