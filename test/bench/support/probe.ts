// Runs alone in a fresh process: loads one bundle as the editor would, activates it if asked, and prints what it took.
import { existsSync } from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { contextStub, vscodeStub } from './vscodeStub';

export const probeArgument = 'probe';

/** Milliseconds. */
export interface Probed {
  readonly load: number;
  /** `activate()` until it returns. */
  readonly activate: number;
  /** CPU of what it started, such as opening the ledger, after it had returned. */
  readonly after: number;
}

/** Long enough for what `activate` starts, shorter than the wait for the network part. */
const afterwards = 800;

/** Of a failure only the message: a stack shows the line, and a bundle is one long line. */
export function probe(bundle: string, storageFolder: string | undefined): void {
  measure(bundle, storageFolder).then(
    (probed) => process.stdout.write(JSON.stringify(probed), () => process.exit(0)),
    (error: unknown) => process.stdout.write(String(error), () => process.exit(1)),
  );
}

/** @param storageFolder where given, the bundle is activated and keeps its files there. */
async function measure(bundle: string, storageFolder: string | undefined): Promise<Probed> {
  const stub = vscodeStub();
  const loader: { _load: (request: string, ...rest: unknown[]) => unknown } = Object(Module);
  const load = loader._load.bind(Module);
  loader._load = (request, ...rest) => (request === 'vscode' ? stub : load(request, ...rest));

  const started = performance.now();
  const extension: { activate(context: object): unknown } = require(bundle);
  const loaded = performance.now();
  if (storageFolder === undefined) return { load: loaded - started, activate: 0, after: 0 };
  const context = contextStub(path.dirname(path.dirname(bundle)), storageFolder);
  const before = performance.now();
  extension.activate(context);
  const activate = performance.now() - before;
  const cpu = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, afterwards));
  const { user, system } = process.cpuUsage(cpu);
  // Else something in it failed without a word, and the time means nothing.
  if (!existsSync(path.join(storageFolder, 'ledger.sqlite'))) throw new Error('the activation opened no ledger');
  return { load: loaded - started, activate, after: (user + system) / 1000 };
}
