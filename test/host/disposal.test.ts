import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { activate } from '../../src/extension';

/** What the editor was asked for and not given back. */
class Ledger {
  readonly #live = new Map<string, number>();

  track<T extends vscode.Disposable>(name: string, resource: T): T {
    this.#live.set(name, (this.#live.get(name) ?? 0) + 1);
    let given = true;
    const dispose = resource.dispose.bind(resource);
    Object.defineProperty(resource, 'dispose', {
      value: () => {
        if (given) this.#live.set(name, (this.#live.get(name) ?? 0) - 1);
        given = false;
        dispose();
      },
    });
    return resource;
  }

  get taken(): readonly string[] {
    return [...this.#live.keys()];
  }

  get left(): readonly string[] {
    return [...this.#live].filter(([, count]) => count > 0).map(([name]) => name);
  }
}

/** Replaces functions of the editor's API until the given function is called. */
function replace(target: object, changes: Readonly<Record<string, (...args: never[]) => unknown>>): () => void {
  const originals = Object.keys(changes).map((name): [string, unknown] => [name, Reflect.get(target, name)]);
  Object.assign(target, changes);
  return () => {
    for (const [name, original] of originals) Reflect.set(target, name, original);
  };
}

/**
 * The editor runs the extension already. Its ids are taken, so registrations are only noted down; what can be there twice
 * is made under another name.
 */
function watchEditor(ledger: Ledger): () => void {
  const nothing = (name: string): vscode.Disposable => ledger.track(name, { dispose: () => {} });
  const { createStatusBarItem, createOutputChannel } = vscode.window;
  const { createCommentController } = vscode.comments;
  const restore = [
    replace(vscode.commands, { registerCommand: (id: string) => nothing(id) }),
    replace(vscode.languages, { registerCodeActionsProvider: () => nothing('code actions') }),
    replace(vscode.workspace, { onDidChangeConfiguration: () => nothing('configuration listener') }),
    replace(vscode.comments, {
      createCommentController: (id: string, label: string) =>
        ledger.track('comment controller', { ...createCommentController(`${id}.disposal`, label) }),
    }),
    replace(vscode.window, {
      registerWebviewViewProvider: (id: string) => nothing(`view ${id}`),
      registerWebviewPanelSerializer: (id: string) => nothing(`tab ${id}`),
      onDidChangeWindowState: () => nothing('window listener'),
      createStatusBarItem: (id: string, alignment?: vscode.StatusBarAlignment, priority?: number) =>
        ledger.track('status bar item', createStatusBarItem(`${id}.disposal`, alignment, priority)),
      createOutputChannel: (name: string) =>
        ledger.track('output channel', createOutputChannel(`${name} disposal`, { log: true })),
    }),
  ];
  return () => restore.forEach((undo) => undo());
}

describe('ending the extension', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tollfree-'));
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  it('gives back everything it took', async () => {
    const ledger = new Ledger();
    const extension = vscode.extensions.getExtension('tollfree.tollfree');
    assert.ok(extension);
    const memento: vscode.Memento = { get: () => undefined, keys: () => [], update: () => Promise.resolve() };
    const subscriptions: vscode.Disposable[] = [];
    const context: Partial<vscode.ExtensionContext> = {
      subscriptions,
      extension,
      extensionUri: extension.extensionUri,
      extensionMode: vscode.ExtensionMode.Test,
      globalStorageUri: vscode.Uri.file(folder),
      globalState: { ...memento, setKeysForSync: () => {} },
      workspaceState: memento,
      secrets: {
        get: () => Promise.resolve(undefined),
        keys: () => Promise.resolve([]),
        store: () => Promise.resolve(),
        delete: () => Promise.resolve(),
        onDidChange: () => ledger.track('secrets listener', { dispose: () => {} }),
      },
    };
    const restore = watchEditor(ledger);
    try {
      // Only what the extension uses is there; a use of anything else shows up as an error.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      assert.ok(activate(context as vscode.ExtensionContext));
    } finally {
      restore();
    }
    for (const name of ['tollfree.explain', 'tollfree.switchModel', 'tab tollfree.models', 'status bar item']) {
      assert.ok(ledger.taken.includes(name), `${name} was not even taken`);
    }
    for (const subscription of subscriptions.toReversed()) await subscription.dispose();
    assert.deepEqual(ledger.left, []);
  });
});
