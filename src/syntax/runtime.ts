import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Language as Compiled, Parser } from '@vscode/tree-sitter-wasm';

/** Loads the runtime with the first grammar, and each grammar once. A failed load is not tried again: files do not come back. */
export class Runtime {
  private readonly folder: string;
  private readonly grammars = new Map<string, Promise<Compiled>>();
  private started: Promise<void> | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  grammar(name: string): Promise<Compiled> {
    let loaded = this.grammars.get(name);
    if (loaded === undefined) this.grammars.set(name, (loaded = this.load(name)));
    return loaded;
  }

  private async load(name: string): Promise<Compiled> {
    this.started ??= Parser.init({ locateFile: (file) => path.join(this.folder, file) });
    const [bytes] = await Promise.all([readFile(path.join(this.folder, `tree-sitter-${name}.wasm`)), this.started]);
    return Compiled.load(bytes);
  }
}
