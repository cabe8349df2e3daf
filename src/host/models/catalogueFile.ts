import * as vscode from 'vscode';
import type { Catalogue } from '../../core/catalogue/model';
import type { SeenModels } from '../../core/catalogue/news';
import { parseStoredCatalogue, storeCatalogue } from '../../core/catalogue/stored';
import type { CatalogueCache, CatalogueStore } from './catalogueKeeper';

const SEEN = 'catalogue.seen';

/** What another service offers is no news about this one. */
interface Seen extends SeenModels {
  readonly address: string;
}

/** The last catalogue, in a file all windows share, and what the user has seen of it. */
export function catalogueFile(folder: vscode.Uri, memory: vscode.Memento): CatalogueStore & CatalogueCache {
  const file = vscode.Uri.joinPath(folder, 'catalogue.json');
  /** One after another, so that what is deleted is not written again by a saving that was under way. */
  let last: Promise<void> = Promise.resolve();
  const inTurn = async (work: () => Promise<void>): Promise<void> => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
  return {
    async load(address): Promise<Catalogue | undefined> {
      try {
        const bytes = await vscode.workspace.fs.readFile(file);
        return parseStoredCatalogue(new TextDecoder().decode(bytes), address);
      } catch {
        // None yet, or not readable: the service has it.
        return undefined;
      }
    },
    save: async (catalogue, address) =>
      inTurn(async () => {
        // Whole or not at all, also when two windows write: each writes its own and the last one moved stays.
        const part = vscode.Uri.joinPath(folder, `catalogue.${process.pid}.part`);
        await vscode.workspace.fs.createDirectory(folder);
        await vscode.workspace.fs.writeFile(part, new TextEncoder().encode(storeCatalogue(catalogue, address)));
        await vscode.workspace.fs.rename(part, file, { overwrite: true });
      }),
    seen: (address) => {
      const kept = memory.get<Seen>(SEEN);
      return kept?.address === address ? kept : undefined;
    },
    markSeen: async (seen, address) => {
      await memory.update(SEEN, { ...seen, address } satisfies Seen);
    },
    async count(): Promise<number> {
      return ((await exists(file)) ? 1 : 0) + (memory.get(SEEN) === undefined ? 0 : 1);
    },
    forget: async () =>
      inTurn(async () => {
        await memory.update(SEEN, undefined);
        if (await exists(file)) await vscode.workspace.fs.delete(file);
      }),
  };
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
