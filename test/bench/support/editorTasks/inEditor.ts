import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { commands, internalCommands } from '../../../../src/host/contributions';
import { eventually } from '../../../support/eventually';
import { connect, disconnect, type Setup } from '../../../host/support';
import type { EditorFigures } from './figures';
import { helperSource, linesOf, longSource, usedNames } from './source';

/** Together fewer than the requests of a minute; each at functions of their own, which the service has not looked at yet. */
const rounds = { warmUp: 3, counted: 15 };

/** Runs in the extension host: explains functions of a long file, and asks the language service about others in between. */
export async function measureInEditor(file: string): Promise<void> {
  const setup = await connect();
  try {
    const document = await openLongFile();
    const { assistant } = setup.handle;
    await assistant.prepare();
    await (await assistant.privacy()).agree('unknown');
    const figures: { ours: number[]; service: number[] } = { ours: [], service: [] };
    for (let round = 0; round < rounds.warmUp + rounds.counted; round++) {
      const service = await timeOfService(document, 2 + round * 20);
      const ours = await timeOfCommand(setup, document, 12 + round * 20);
      if (round < rounds.warmUp) continue;
      figures.service.push(service);
      figures.ours.push(ours);
    }
    writeFileSync(file, JSON.stringify(figures satisfies EditorFigures));
  } finally {
    await disconnect(setup);
  }
}

async function openLongFile(): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('there is no folder');
  const write = async (name: string, text: string): Promise<vscode.Uri> => {
    const uri = vscode.Uri.joinPath(folder.uri, name);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
    return uri;
  };
  await write('orders.ts', helperSource);
  const document = await vscode.workspace.openTextDocument(await write('totals.ts', longSource()));
  await vscode.window.showTextDocument(document);
  // The language service starts with the first file of its language.
  await eventually(async () => {
    const found = await definitionsAt(document, 1);
    if (found !== usedNames.length) throw new Error(`${found} of ${usedNames.length} names are known`);
  }, 60_000);
  return document;
}

/** How many of the names a function uses have a definition; asked for all at once, as for context. */
async function definitionsAt(document: vscode.TextDocument, at: number): Promise<number> {
  const { first, last } = linesOf(at);
  const range = new vscode.Range(first, 0, last, document.lineAt(last).text.length);
  const text = document.getText(range);
  const start = document.offsetAt(range.start);
  const found = await Promise.all(
    usedNames.map((name) =>
      vscode.commands.executeCommand<readonly unknown[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        document.positionAt(start + text.search(new RegExp(String.raw`\b${name}\b`))),
      ),
    ),
  );
  return found.filter(({ length }) => length > 0).length;
}

async function timeOfService(document: vscode.TextDocument, at: number): Promise<number> {
  const begun = performance.now();
  await definitionsAt(document, at);
  return performance.now() - begun;
}

async function timeOfCommand({ simulator, handle }: Setup, document: vscode.TextDocument, at: number): Promise<number> {
  const { first, last } = linesOf(at);
  const editor = await vscode.window.showTextDocument(document);
  editor.selection = new vscode.Selection(first, 0, last, document.lineAt(last).text.length);
  const { threads } = await handle.features();
  const arrived = simulator.nextRequest('/chat/completions');
  const begun = performance.now();
  const explained = vscode.commands.executeCommand(commands.explain);
  await arrived;
  const time = performance.now() - begun;
  await explained;
  await simulator.settled();
  await vscode.commands.executeCommand(internalCommands.threadClose);
  await threads.settled();
  return time;
}
