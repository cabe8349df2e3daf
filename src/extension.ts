import * as vscode from 'vscode';
import type { Ledger, Log } from './core/engine/ports';
import type { Service } from './core/service';
import type { Assistant } from './host/assistant';
import { ChatView } from './host/chat/chatView';
import { type StoredConversations, workspaceConversations } from './host/chat/conversationStore';
import { systemClock } from './host/clock';
import { registerExplain } from './host/explain/explain';
import { Keys } from './host/keys';
import { createLog } from './host/log';
import { registerModelCommands } from './host/models/switchModel';
import { registerQuotaMeter } from './host/quota/quotaMeter';
import { Session } from './host/session';
import { registerSignIn } from './host/signIn/signIn';

/** How long after activation the network part is loaded, so that neither start-up nor the first question waits for it. */
const IDLE = 3000;
/** Our honest identity towards the service (OpenRouter API reference 2). */
const PROJECT = 'https://github.com/tollfree/tollfree';

/** What tests reach; nothing in normal use. */
export interface TestHandle {
  readonly assistant: Assistant;
  readonly chat: ChatView;
}

/** Builds everything by hand, in order. Nothing here reads from the network. */
export function activate(context: vscode.ExtensionContext): TestHandle | undefined {
  const channel = vscode.window.createOutputChannel('Tollfree', { log: true });
  const log = createLog(channel);
  const clock = systemClock;
  /** Files opened later; closed last, after all who write to them. */
  const opened: vscode.Disposable[] = [];
  const keys = new Keys(context.secrets, context.globalState);
  const session = new Session({
    keys,
    clock,
    log,
    openLedger: () => openLedger(context.globalStorageUri, log, opened),
    connect: (baseUrl, key) => connect(context, log, baseUrl, key),
  });
  const explanations = registerExplain(session, log);
  const chat = new ChatView({
    assistant: session,
    store: workspaceConversations(
      () => openConversations(context.globalStorageUri, opened),
      context.workspaceState,
      clock,
      log,
    ),
    extensionUri: context.extensionUri,
    parsePageMessage: async () => (await loadNetwork()).parseFromPage,
    retryElsewhere: (turnId) => explanations.retry(turnId),
    clock,
    log,
  });
  const idle = setTimeout(() => {
    loadNetwork().catch((error: unknown) => log.warn('network part: cannot be loaded', { message: String(error) }));
  }, IDLE);
  context.subscriptions.push(
    session,
    chat,
    registerQuotaMeter(session),
    registerModelCommands(session),
    registerSignIn(session),
    explanations,
    { dispose: () => clearTimeout(idle) },
    { dispose: () => vscode.Disposable.from(...opened).dispose() },
    channel,
  );
  session.start().catch((error: unknown) => {
    // The editor would not show it.
    log.warn('start failed', { message: String(error) });
    void vscode.window.showErrorMessage(`Tollfree could not open its files: ${String(error)}`);
  });
  return context.extensionMode === vscode.ExtensionMode.Test ? { assistant: session, chat } : undefined;
}

/** Everything is disposed through the context's subscriptions. */
export function deactivate(): void {}

/** The second bundle; see `esbuild.mjs`. */
function loadNetwork(): Promise<typeof import('./network')> {
  return import('./network');
}

async function connect(
  context: vscode.ExtensionContext,
  log: Log,
  baseUrl: string,
  apiKey: () => Promise<string | undefined>,
): Promise<Service> {
  const { createNetwork } = await loadNetwork();
  const manifest: { readonly version?: unknown } = context.extension.packageJSON;
  const http = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('http');
  const network = createNetwork({
    baseUrl,
    apiKey,
    attribution: {
      referer: PROJECT,
      title: 'Tollfree',
      categories: ['ide-extension'],
      version: String(manifest.version),
    },
    now: () => systemClock.now(),
    log,
    proxySettings: () => ({
      proxy: http().get<string>('proxy') ?? '',
      noProxy: http().get<string[]>('noProxy') ?? [],
      env: process.env,
    }),
    systemCertificates: () => http().get<boolean>('systemCertificates') ?? true,
  });
  context.subscriptions.push({ dispose: () => void network.close() });
  return network.service;
}

async function openLedger(folder: vscode.Uri, log: Log, owner: vscode.Disposable[]): Promise<Ledger> {
  const { openLedgerFile } = await import('./storage');
  const now = systemClock.now();
  const open = (file: string): Ledger => {
    const { ledger, movedAside } = openLedgerFile(file, now);
    owner.push({ dispose: () => ledger.close() });
    if (movedAside !== undefined) {
      log.warn('ledger: damaged, a new one was made');
      void vscode.window.showWarningMessage(
        `Tollfree's count of requests was damaged and starts anew. The old file is kept as ${movedAside}.`,
      );
    }
    return ledger;
  };
  try {
    return open(vscode.Uri.joinPath(folder, 'ledger.sqlite').fsPath);
  } catch (error) {
    // Counting for this window alone is worse than counting for all, and better than no help at all. It is said.
    log.warn('ledger: cannot be opened', { message: String(error) });
    void vscode.window.showWarningMessage(
      `Tollfree cannot open its count of requests (${String(error)}). Until that is mended it counts this window only.`,
    );
    return open(':memory:');
  }
}

async function openConversations(folder: vscode.Uri, owner: vscode.Disposable[]): Promise<StoredConversations> {
  const { openConversationsFile } = await import('./storage');
  const file = vscode.Uri.joinPath(folder, 'conversations.sqlite').fsPath;
  const conversations = openConversationsFile(file, systemClock.now());
  owner.push({ dispose: () => conversations.close() });
  return conversations;
}
