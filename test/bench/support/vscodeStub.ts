// As much of the editor's API as an activation touches; everything else answers with something harmless. What the real
// editor takes for its own part is measured there (`editor.ts`).
import { homedir } from 'node:os';
import path from 'node:path';

/** Can be called, constructed and read from; gives more of itself. */
function anything(): object {
  return new Proxy(function something(): void {}, {
    get: (target, name) => {
      // Nothing to wait for, and no text of its own.
      if (name === 'then') return undefined;
      if (name === Symbol.toPrimitive) return () => '';
      return name === 'prototype' ? target.prototype : anything();
    },
    set: () => true,
    apply: () => anything(),
    construct: () => anything(),
  });
}

const disposable = { dispose(): void {} };

class EventEmitter {
  readonly #listeners = new Set<(value: unknown) => void>();
  readonly event = (listener: (value: unknown) => void): typeof disposable => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  fire(value: unknown): void {
    for (const listener of this.#listeners) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

function uri(file: string): { readonly fsPath: string } {
  return { fsPath: file };
}

/** What `require('vscode')` gives. Bundles copy own properties and inherit the rest, so the rest is in the prototype. */
export function vscodeStub(): object {
  const known = {
    EventEmitter,
    Disposable: { from: () => disposable },
    ExtensionMode: { Production: 1, Development: 2, Test: 3 },
    Uri: {
      file: uri,
      joinPath: (base: { fsPath: string }, ...parts: string[]) => uri(path.join(base.fsPath, ...parts)),
    },
    workspace: {
      getConfiguration: () => ({ get: () => undefined, inspect: () => undefined }),
      onDidChangeConfiguration: () => disposable,
      workspaceFolders: [{ uri: uri(homedir()) }],
    },
  };
  return Object.assign(Object.create(new Proxy({}, { get: () => anything() })), known);
}

/** What `activate` gets. */
export function contextStub(extensionFolder: string, storageFolder: string): object {
  const nothing = async (): Promise<undefined> => undefined;
  const memory = { get: () => undefined, update: nothing, keys: () => [] };
  return {
    subscriptions: [],
    extensionMode: 1,
    extensionUri: uri(extensionFolder),
    globalStorageUri: uri(storageFolder),
    extension: { packageJSON: { version: '0.0.0' } },
    secrets: { keys: async () => [], get: nothing, store: nothing, delete: nothing, onDidChange: () => disposable },
    globalState: memory,
    workspaceState: memory,
  };
}
