import * as vscode from 'vscode';
import type { Log } from './core/engine/ports';
import type { Comparisons } from './core/usage/comparisons';
import type { Assistant } from './host/assistant';
import { workspaceConversations } from './host/chat/conversationStore';
import { systemClock } from './host/clock';
import { hasFolder, readConfiguration, writeModel } from './host/configuration';
import { registerFeatures } from './host/featureHost';
import type { Features } from './host/features';
import { Keys } from './host/keys';
import { createLog } from './host/log';
import { catalogueFile } from './host/models/catalogueFile';
import { Pins } from './host/models/pins';
import { registerQuotaMeter } from './host/quota/quotaMeter';
import type { Emptied } from './host/privacy/movedAside';
import type { PrivacyFacts, PrivacyKeeping } from './host/privacy/privacyDesk';
import type { Connection } from './host/serviceConnection';
import { Session } from './host/session';
import type { StoredConversations } from './store/conversations';
import type { StoredLedger } from './store/ledger';

/** How long after activation the parts are loaded, so that neither start-up nor the first question waits for them. */
const IDLE = 3000;
/** Our honest identity towards the service (OpenRouter API reference 2). */
const PROJECT = 'https://github.com/tollfree/tollfree';

/** What tests reach; nothing in normal use. */
export interface TestHandle {
  readonly assistant: Assistant;
  readonly features: () => Promise<Features>;
}

/** Ends what is under way, before the files are closed. */
let shutDown: (() => Promise<void>) | undefined;

/** Builds everything by hand, in order. Nothing here reads from the network. */
export function activate(context: vscode.ExtensionContext): TestHandle | undefined {
  const channel = vscode.window.createOutputChannel('Tollfree', { log: true });
  /** Takes secrets out of what is logged, as soon as there is something that can. */
  let mask: ((text: string) => string) | undefined;
  const log = createLog(channel, (text) => mask?.(text) ?? text);
  const clock = systemClock;
  /** Files opened later; closed last, after all who write to them. */
  const opened: vscode.Disposable[] = [];
  // A window without a folder has no settings of its own: its choice of a key is the user's.
  const keys = new Keys(context.secrets, context.globalState, hasFolder() ? context.workspaceState : undefined);
  const ledger = once(() => openLedger(context.globalStorageUri, log, opened));
  const conversations = once(() => openConversations(context.globalStorageUri, log, opened));
  const syntax = once(async () => {
    const { openSyntax } = await import('./syntax');
    return openSyntax(vscode.Uri.joinPath(context.extensionUri, 'dist', 'syntax').fsPath, log);
  });
  const catalogueStore = catalogueFile(context.globalStorageUri, context.globalState);
  const session = new Session({
    keys,
    clock,
    log,
    openLedger: async () => (await ledger.get()).ledger,
    catalogueStore,
    pins: new Pins({ read: readConfiguration, write: writeModel, hasFolder }, context.workspaceState),
    connect: (baseUrl, key) => connect(context, log, keys, baseUrl, key),
    openPrivacy: async (facts) => {
      const privacy = await openPrivacy(context, log, facts);
      mask = (text) => privacy.scrubber.apart().scrub(text).text;
      return privacy;
    },
  });
  const meter = registerQuotaMeter(session);
  const features = once(async () => {
    const { createFeatures, meterTooltip } = await import('./onDemand');
    meter.tellAll(() => meterTooltip(session, clock.now()));
    return createFeatures({
      assistant: session,
      data: {
        keys,
        folder: context.globalStorageUri.fsPath,
        ledger: async () => kept(await ledger.get()),
        conversations: conversations.get,
        catalogue: catalogueStore,
        mementos: [context.workspaceState, context.globalState],
      },
      syntax: syntax.get,
      conversations: workspaceConversations(
        conversations.get,
        context.workspaceState,
        () => session.privacy(),
        clock,
        log,
      ),
      comparisons: async () => (await ledger.get()).comparisons,
      extensionUri: context.extensionUri,
      version: versionOf(context),
      pageChecks: loadNetwork,
      clock,
      log,
    });
  });
  const idle = setTimeout(() => {
    Promise.all([loadNetwork(), features.get(), session.privacy()]).catch((error: unknown) => {
      log.warn('parts: cannot be loaded', { message: String(error) });
    });
  }, IDLE);
  context.subscriptions.push(
    session,
    meter,
    registerFeatures(session, features.get),
    { dispose: () => clearTimeout(idle) },
    { dispose: () => vscode.Disposable.from(...opened).dispose() },
    channel,
  );
  shutDown = async () => {
    clearTimeout(idle);
    const used = await features.existing();
    used?.dispose();
    await Promise.all([session.shutDown(), used?.settled()]);
  };
  session.start().catch((error: unknown) => {
    // The editor would not show it.
    log.warn('start failed', { message: String(error) });
    void vscode.window.showErrorMessage(`Tollfree could not open its files: ${String(error)}`);
  });
  return context.extensionMode === vscode.ExtensionMode.Test
    ? { assistant: session, features: features.get }
    : undefined;
}

/** Answers under way are ended, booked and saved first; the rest is disposed through the context's subscriptions. */
export async function deactivate(): Promise<void> {
  await shutDown?.();
}

/** Makes something on first need; a failure is tried again the next time. */
function once<T>(make: () => Promise<T>): {
  readonly get: () => Promise<T>;
  readonly existing: () => Promise<T | undefined>;
} {
  let made: Promise<T> | undefined;
  return {
    get() {
      made ??= make().catch((error: unknown) => {
        made = undefined;
        throw error;
      });
      return made;
    },
    existing: async () => made?.catch(() => undefined),
  };
}

/** The second bundle; see `esbuild.mjs`. */
function loadNetwork(): Promise<typeof import('./network')> {
  return import('./network');
}

function versionOf({ extension }: vscode.ExtensionContext): string {
  const manifest: { readonly version?: unknown } = extension.packageJSON;
  return String(manifest.version);
}

async function connect(
  context: vscode.ExtensionContext,
  log: Log,
  keys: Keys,
  baseUrl: string,
  apiKey: () => Promise<string | undefined>,
): Promise<Connection> {
  const { createNetwork } = await loadNetwork();
  const http = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('http');
  return createNetwork({
    baseUrl,
    apiKey,
    servers: () => readConfiguration().servers,
    serverKey: (server) => keys.serverKey(server),
    transport: () => readConfiguration().transport,
    // Looked up each time: the editor replaces it when its settings change.
    editorFetch: () => globalThis.fetch,
    attribution: {
      referer: PROJECT,
      title: 'Tollfree',
      categories: ['ide-extension'],
      version: versionOf(context),
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
}

async function openPrivacy(context: vscode.ExtensionContext, log: Log, facts: PrivacyFacts): Promise<PrivacyKeeping> {
  const [{ createPrivacy }, { createPrivateScrubber }] = await Promise.all([import('./onDemand'), import('./secrets')]);
  return createPrivacy({
    ...facts,
    scrubber: createPrivateScrubber(Math.random),
    patterns: () => import('./patterns'),
    workspace: context.workspaceState,
    user: context.globalState,
    clock: systemClock,
    log,
  });
}

interface OpenedLedger {
  readonly ledger: StoredLedger;
  readonly comparisons: Comparisons;
  /** Why it is in memory only: what the file holds stays there. */
  readonly unopened?: string;
}

/** For deleting: what is in memory only says nothing about the file. */
function kept({ ledger, unopened }: OpenedLedger): Emptied {
  if (unopened !== undefined) throw new Error(unopened);
  return ledger;
}

async function openLedger(folder: vscode.Uri, log: Log, owner: vscode.Disposable[]): Promise<OpenedLedger> {
  const { openLedgerFile } = await import('./storage');
  const now = systemClock.now();
  const open = (file: string): OpenedLedger => {
    const { ledger, comparisons, movedAside } = openLedgerFile(file, now);
    owner.push({ dispose: () => ledger.close() });
    if (movedAside !== undefined) {
      log.warn('ledger: damaged, a new one was made');
      void vscode.window.showWarningMessage(
        `Tollfree's count of requests was damaged and starts anew. The old file is kept as ${movedAside}.`,
      );
    }
    return { ledger, comparisons };
  };
  try {
    return open(vscode.Uri.joinPath(folder, 'ledger.sqlite').fsPath);
  } catch (error) {
    // Counting for this window alone is worse than counting for all, and better than no help at all. It is said.
    log.warn('ledger: cannot be opened', { message: String(error) });
    void vscode.window.showWarningMessage(
      `Tollfree cannot open its count of requests (${String(error)}). Until that is mended it counts this window only.`,
    );
    return { ...open(':memory:'), unopened: error instanceof Error ? error.message : String(error) };
  }
}

async function openConversations(
  folder: vscode.Uri,
  log: Log,
  owner: vscode.Disposable[],
): Promise<StoredConversations> {
  const { openConversationsFile } = await import('./storage');
  const file = vscode.Uri.joinPath(folder, 'conversations.sqlite').fsPath;
  const { conversations, movedAside } = openConversationsFile(file, systemClock.now());
  owner.push({ dispose: () => conversations.close() });
  if (movedAside !== undefined) {
    log.warn('conversations: damaged, a new file was made');
    void vscode.window.showWarningMessage(
      `Tollfree's file of conversations was damaged and starts anew. The old file is kept as ${movedAside}.`,
    );
  }
  return conversations;
}
