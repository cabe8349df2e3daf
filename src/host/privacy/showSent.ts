import { Buffer } from 'node:buffer';
import * as vscode from 'vscode';
import { shortName } from '../../core/catalogue/names';
import { plural } from '../../core/format';
import type { SentRequest } from '../../core/privacy/sent';
import { sentText } from '../../core/privacy/sentText';
import { taskNames } from '../../core/tasks/task';
import type { Assistant } from '../assistant';
import type { Commanded } from '../commands';
import { commands } from '../contributions';

/** Documents of this scheme exist as long as the window remembers the request. */
const SCHEME = 'tollfree-sent';

interface SentItem extends vscode.QuickPickItem {
  readonly request: SentRequest;
}

/** Show What Was Sent: the recent requests of this window, each as a document that cannot be changed. */
export function createShowSent(assistant: Pick<Assistant, 'privacy' | 'onDidChange'>): Commanded & vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  /** What the user had deleted does not stay in open editors. */
  const empty = async (): Promise<void> => {
    const shown = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === SCHEME);
    if (shown.length === 0 || (await assistant.privacy()).sent.length > 0) return;
    for (const { uri } of shown) changed.fire(uri);
  };
  const documents = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changed.event,
    async provideTextDocumentContent({ query }) {
      const { sent } = await assistant.privacy();
      const request = sent.find((each) => addressOf(each).query === query);
      if (request === undefined) return '// What was sent is not remembered any more.\n';
      return sentText(
        request,
        new Date(request.at).toLocaleString(),
        Buffer.byteLength(request.body) + (request.omitted ?? 0),
      );
    },
  });
  // A failed loading has said so elsewhere, and then nothing was sent.
  const subscription = assistant.onDidChange(() => void empty().catch(() => {}));
  return {
    commands: {
      [commands.showSent]: async (turnId?: unknown) => {
        const { sent } = await assistant.privacy();
        const wanted = typeof turnId === 'string' ? sent.filter((each) => each.turnId === turnId) : sent;
        if (wanted.length === 0) return tellNothing(turnId !== undefined);
        const request = wanted.length === 1 && typeof turnId === 'string' ? wanted[0] : await pick(wanted);
        if (request !== undefined) await open(request);
      },
    },
    dispose: () => vscode.Disposable.from(subscription, documents, changed).dispose(),
  };
}

async function pick(sent: readonly SentRequest[]): Promise<SentRequest | undefined> {
  const items = sent.map((request): SentItem => {
    const { at, task, model, replaced, files, pictures = [], n } = request;
    const names = [...files, ...pictures].map(({ name }) => name);
    return {
      request,
      label: `${new Date(at).toLocaleTimeString()} · ${taskNames[task]}`,
      description: n > 1 ? `${shortName(model)} · request ${n} of the answer` : shortName(model),
      detail: [
        names.length === 0 ? 'no file' : names.join(', '),
        replaced.length === 0 ? 'nothing replaced' : `${plural(replaced.length, 'secret')} replaced`,
      ].join(' · '),
    };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: 'What Was Sent',
    placeHolder: 'Requests of this window, newest first; nothing of them is kept on disk',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.request;
}

async function open(request: SentRequest): Promise<void> {
  const document = await vscode.workspace.openTextDocument(addressOf(request));
  await vscode.window.showTextDocument(await vscode.languages.setTextDocumentLanguage(document, 'jsonc'));
}

/** The path is what the tab says. */
function addressOf({ at, n, turnId, model }: SentRequest): vscode.Uri {
  const time = new Date(at).toLocaleTimeString().replaceAll(/[/\\]/g, '-');
  return vscode.Uri.from({ scheme: SCHEME, path: `/Sent ${time} ${shortName(model)}`, query: `${turnId}.${n}` });
}

function tellNothing(ofTurn: boolean): void {
  void vscode.window.showInformationMessage(
    ofTurn
      ? 'Nothing was sent for that answer, or it is not remembered any more: that lasts until the window is closed or reloaded.'
      : 'Nothing was sent from this window yet.',
  );
}
