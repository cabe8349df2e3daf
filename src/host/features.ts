import * as vscode from 'vscode';
import type { Clock, Log } from '../core/engine/ports';
import type { Syntax } from '../core/syntax';
import type { Comparisons } from '../core/usage/comparisons';
import type { FromComparePage } from '../protocol/compare';
import type { FromPage } from '../protocol/messages';
import type { FromModelsPage } from '../protocol/models';
import type { Assistant } from './assistant';
import { Chats } from './chat/chats';
import { CodeActions } from './chat/codeActions';
import type { ConversationStore } from './chat/conversationStore';
import type { Commanded, Commands } from './commands';
import { ComparisonTab } from './compare/comparisonTab';
import { commands, views } from './contributions';
import { createExplanations } from './explain/explain';
import { ModelBrowser } from './models/browse/modelBrowser';
import { modelCommands } from './models/switchModel';
import { showNetworkDiagnostics } from './network/diagnostics';
import { ThemeColours } from './chat/themeColours';
import { deletables, type StoredData } from './privacy/deletables';
import { deleteData } from './privacy/deleteData';
import { setPrivacyLevel } from './privacy/setPrivacyLevel';
import { createShowSent } from './privacy/showSent';
import { showQuota } from './quota/quotaDetails';
import { createEdits } from './edit/edits';
import { registerEditActions } from './edit/codeAction';
import { registerExplainActions } from './explain/explainActions';
import { createCommitMessages } from './commit/commitMessage';
import { createCompletion } from './complete/completion';
import { Proposals } from './proposals/proposals';
import { Threads } from './thread/threads';
import { addProvider } from './servers/addProvider';
import { signInCommands } from './signIn/signIn';

export interface FeatureParts {
  readonly assistant: Assistant;
  /** Where the user's data is, for deleting it. */
  readonly data: StoredData;
  /** Reads the structure of code; in another bundle. */
  readonly syntax: () => Promise<Syntax>;
  readonly conversations: ConversationStore;
  /** Where the verdicts of comparisons are kept. */
  readonly comparisons: () => Promise<Comparisons>;
  readonly extensionUri: vscode.Uri;
  /** Of the extension. */
  readonly version: string;
  /** The checks of what pages say; in another bundle. */
  readonly pageChecks: () => Promise<{
    readonly parseFromPage: (message: unknown) => FromPage | undefined;
    readonly parseFromComparePage: (message: unknown) => FromComparePage | undefined;
    readonly parseFromModelsPage: (message: unknown) => FromModelsPage | undefined;
  }>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Everything a person uses; made when something of it is first needed. */
export interface Features extends Commanded, vscode.Disposable {
  readonly chats: Chats;
  readonly threads: Threads;
  readonly models: ModelBrowser;
  readonly comparisons: ComparisonTab;
  /** Resolves when answers under way have ended and are saved; after `dispose`. */
  settled(): Promise<void>;
}

export function createFeatures(parts: FeatureParts): Features {
  const { assistant, extensionUri, pageChecks, clock, log } = parts;
  const { syntax } = parts;
  const threads = new Threads(assistant, log);
  const proposals = new Proposals();
  const theme = new ThemeColours(log);
  const code = new CodeActions(proposals);
  const colours = (): ReturnType<ThemeColours['colours']> => theme.colours();
  const comparisons = new ComparisonTab({
    assistant,
    extensionUri,
    parsePageMessage: async () => (await pageChecks()).parseFromComparePage,
    goOnWith: (conversation) => chats.goOnWith(conversation),
    code,
    evidence: parts.comparisons,
    colours,
    onDidChangeColours: theme.onDidChange,
    clock,
    log,
  });
  const chats = new Chats({
    chat: {
      assistant,
      store: parts.conversations,
      code,
      colours,
      retryElsewhere: (turnId) => threads.retry(turnId),
      clock,
      log,
    },
    pages: { extensionUri, parsePageMessage: async () => (await pageChecks()).parseFromPage, log },
    compare: (question) => comparisons.show(question),
    onDidChangeColours: theme.onDidChange,
  });
  const explanations = createExplanations({
    threads,
    assistant,
    syntax,
    goOnWith: (conversation) => chats.goOnWith(conversation),
    askInChat: (question, attachments) => chats.askAbout(question, attachments),
    log,
  });
  const edits = createEdits({ threads, assistant, syntax, proposals, log });
  const commitMessages = createCommitMessages({ assistant, log });
  const completion = createCompletion({ assistant, log, clock });
  const lightBulb = vscode.Disposable.from(registerExplainActions(assistant), registerEditActions(assistant));
  const models = new ModelBrowser({
    assistant,
    extensionUri,
    parsePageMessage: async () => (await pageChecks()).parseFromModelsPage,
    clock,
    log,
  });
  const forget = (): void => {
    chats.forget();
    comparisons.forget();
  };
  const picks = modelCommands(assistant);
  const signIn = signInCommands(assistant);
  const showSent = createShowSent(assistant);
  const others: Commands = {
    [commands.openChat]: () => vscode.commands.executeCommand(`${views.chat}.focus`),
    [commands.showQuota]: () => showQuota(assistant),
    [commands.browseModels]: () => models.show(),
    [commands.addProvider]: () => addProvider(assistant),
    [commands.networkDiagnostics]: () => showNetworkDiagnostics(assistant, parts.version),
    [commands.compareModels]: () => comparisons.show(''),
    [commands.setPrivacyLevel]: () => setPrivacyLevel(assistant),
    [commands.deleteData]: () => deleteData(deletables(parts.data, assistant, forget)),
  };
  return {
    chats,
    threads,
    models,
    comparisons,
    commands: {
      ...chats.commands,
      ...threads.commands,
      ...explanations.commands,
      ...picks.commands,
      ...signIn.commands,
      ...showSent.commands,
      ...edits.commands,
      ...proposals.commands,
      ...commitMessages.commands,
      ...completion.commands,
      ...others,
    },
    async settled() {
      await Promise.all([chats.settled(), comparisons.settled(), threads.settled()]);
    },
    dispose() {
      const inEditor = [lightBulb, explanations, edits, commitMessages, completion, threads, proposals];
      const elsewhere = [chats, comparisons, code, theme, models, picks, signIn, showSent];
      vscode.Disposable.from(...inEditor, ...elsewhere).dispose();
    },
  };
}
