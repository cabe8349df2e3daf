import type { Memento } from 'vscode';

/** The editor's memory for a workspace or a user; gives back what was kept until it is closed. */
export function memory(): Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the editor's own type has the caller say what was kept
    get: <T>(key: string, otherwise?: T) => (values.get(key) as T | undefined) ?? otherwise,
    update: async (key: string, value: unknown) => {
      if (value === undefined) values.delete(key);
      // As the editor does: what is kept is JSON.
      else values.set(key, JSON.parse(JSON.stringify(value)));
    },
  };
}
