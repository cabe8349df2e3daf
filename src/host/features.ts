import * as vscode from 'vscode';
import type { Clock, Log } from '../core/engine/ports';
import type { FromPage } from '../protocol/messages';
import type { FromModelsPage } from '../protocol/models';
import type { Assistant } from './assistant';
import { Chats } from './chat/chats';
import type { ConversationStore } from './chat/conversationStore';
import type { Commanded, Commands } from './commands';
import { commands, views } from './contributions';
import { createExplanations, type Explanations } from './explain/explain';
import { ModelBrowser } from './models/browse/modelBrowser';
import { modelCommands } from './models/switchModel';
import { showNetworkDiagnostics } from './network/diagnostics';
import { ThemeColours } from './chat/themeColours';
import { deletables, type StoredData } from './privacy/deletables';
import { deleteData } from './privacy/deleteData';
import { setPrivacyLevel } from './privacy/setPrivacyLevel';
import { createShowSent } from './privacy/showSent';
import { showQuota } from './quota/quotaDetails';
import { addProvider } from './servers/addProvider';
import { signInCommands } from './signIn/signIn';

export interface FeatureParts {
  readonly assistant: Assistant;
  /** Where the user's data is, for deleting it. */
  readonly data: StoredData;
  readonly conversations: ConversationStore;
  readonly extensionUri: vscode.Uri;
  /** Of the extension. */
  readonly version: string;
  /** The checks of what pages say; in another bundle. */
  readonly pageChecks: () => Promise<{
    readonly parseFromPage: (message: unknown) => FromPage | undefined;
    readonly parseFromModelsPage: (message: unknown) => FromModelsPage | undefined;
  }>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Everything a person uses; made when something of it is first needed. */
export interface Features extends Commanded, vscode.Disposable {
  readonly chats: Chats;
  readonly explanations: Explanations;
  readonly models: ModelBrowser;
  /** Resolves when answers under way have ended and are saved; after `dispose`. */
  settled(): Promise<void>;
}

export function createFeatures(parts: FeatureParts): Features {
  const { assistant, extensionUri, pageChecks, clock, log } = parts;
  const explanations = createExplanations(assistant, log);
  const theme = new ThemeColours(log);
  const chats = new Chats({
    chat: {
      assistant,
      store: parts.conversations,
      colours: () => theme.colours(),
      retryElsewhere: (turnId) => explanations.retry(turnId),
      clock,
      log,
    },
    pages: { extensionUri, parsePageMessage: async () => (await pageChecks()).parseFromPage, log },
    compare: (question) => comparisons.show(question),
    onDidChangeColours: theme.onDidChange,
  });
  const models = new ModelBrowser({
    assistant,
    extensionUri,
    parsePageMessage: async () => (await pageChecks()).parseFromModelsPage,
    clock,
    log,
  });
  const picks = modelCommands(assistant);
  const signIn = signInCommands(assistant);
  const showSent = createShowSent(assistant);
  const others: Commands = {
    [commands.openChat]: () => vscode.commands.executeCommand(`${views.chat}.focus`),
    [commands.showQuota]: () => showQuota(assistant),
    [commands.browseModels]: () => models.show(),
    [commands.addProvider]: () => addProvider(assistant),
    [commands.networkDiagnostics]: () => showNetworkDiagnostics(assistant, parts.version),
    [commands.setPrivacyLevel]: () => setPrivacyLevel(assistant),
    [commands.deleteData]: () => deleteData(deletables(parts.data, assistant, () => chats.forget())),
  };
  return {
    chats,
    explanations,
    models,
    commands: {
      ...chats.commands,
      ...explanations.commands,
      ...picks.commands,
      ...signIn.commands,
      ...showSent.commands,
      ...others,
    },
    async settled() {
      await Promise.all([chats.settled(), explanations.settled()]);
    },
    dispose() {
      for (const part of [chats, theme, explanations, models, picks, signIn, showSent]) part.dispose();
    },
  };
}
