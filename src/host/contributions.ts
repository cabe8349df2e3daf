/**
 * Every id the editor knows us by, and nothing spelled twice. `manifest.test.ts` holds this file against package.json,
 * both ways.
 */
export const views = { chat: 'tollfree.chat' } as const;
/** Editor tabs. */
export const panels = { models: 'tollfree.models', chat: 'tollfree.chatTab', compare: 'tollfree.compare' } as const;
export const containers = { tollfree: 'tollfree' } as const;
export const statusBarItems = { quota: 'tollfree.quota', completion: 'tollfree.completion' } as const;
/** The buttons of threads are not for `proposal`, and so it is named otherwise. */
export const commentControllers = {
  explain: 'tollfree.explain',
  edit: 'tollfree.edit',
  proposal: 'tollfree-proposal',
} as const;
export const submenus = { editor: 'tollfree.editor' } as const;

/** Commands a person finds in the palette. */
export const commands = {
  newChat: 'tollfree.newChat',
  openChat: 'tollfree.openChat',
  explain: 'tollfree.explain',
  explainAs: 'tollfree.explainAs',
  explainTerminal: 'tollfree.explainTerminal',
  fix: 'tollfree.fix',
  edit: 'tollfree.edit',
  generateTests: 'tollfree.generateTests',
  document: 'tollfree.document',
  commitMessage: 'tollfree.commitMessage',
  complete: 'tollfree.complete',
  completionStatus: 'tollfree.completionStatus',
  switchModel: 'tollfree.switchModel',
  enterApiKey: 'tollfree.enterApiKey',
  signOut: 'tollfree.signOut',
  showQuota: 'tollfree.showQuota',
  retryWithPinned: 'tollfree.retryWithPinned',
  acknowledgeSwitch: 'tollfree.acknowledgeSwitch',
  stop: 'tollfree.stop',
  refreshModels: 'tollfree.refreshModels',
  switchModelForTask: 'tollfree.switchModelForTask',
  signIn: 'tollfree.signIn',
  switchAccount: 'tollfree.switchAccount',
  addProvider: 'tollfree.addProvider',
  browseModels: 'tollfree.browseModels',
  networkDiagnostics: 'tollfree.networkDiagnostics',
  setPrivacyLevel: 'tollfree.setPrivacyLevel',
  showSent: 'tollfree.showSent',
  deleteData: 'tollfree.deleteData',
  addFileToChat: 'tollfree.addFileToChat',
  addSelectionToChat: 'tollfree.addSelectionToChat',
  showHistory: 'tollfree.showHistory',
  renameChat: 'tollfree.renameChat',
  exportChat: 'tollfree.exportChat',
  copyChat: 'tollfree.copyChat',
  deleteChat: 'tollfree.deleteChat',
  openChatInEditor: 'tollfree.openChatInEditor',
  compareModels: 'tollfree.compareModels',
  applyAccept: 'tollfree.applyAccept',
  applyReject: 'tollfree.applyReject',
  applyPart: 'tollfree.applyPart',
} as const;

/** Commands behind buttons and menus; hidden from the palette. */
export const internalCommands = {
  /** In the title of the side panel, which they are about, whatever was used last. */
  sideNewChat: 'tollfree.side.newChat',
  sideStop: 'tollfree.side.stop',
  sideHistory: 'tollfree.side.showHistory',
  sideRename: 'tollfree.side.rename',
  sideCopy: 'tollfree.side.copy',
  sideExport: 'tollfree.side.export',
  sideDelete: 'tollfree.side.delete',
  /** In the menu of a terminal in which something is selected; only menus know that. */
  terminalSelection: 'tollfree.terminal.explainSelection',
  /** Of threads under the code. */
  threadReply: 'tollfree.thread.reply',
  threadStop: 'tollfree.thread.stop',
  threadClose: 'tollfree.thread.close',
  threadRetry: 'tollfree.thread.retry',
  threadAgain: 'tollfree.thread.again',
  threadToChat: 'tollfree.thread.toChat',
  threadResolve: 'tollfree.thread.resolve',
  threadSent: 'tollfree.thread.showSent',
  /** Behind the links in a thread's own notes: what to do about a switch, a failure or a proposal. */
  threadAct: 'tollfree.thread.act',
} as const;

export const settings = {
  model: 'tollfree.model',
  ladder: 'tollfree.ladder',
  fallback: 'tollfree.fallback',
  baseUrl: 'tollfree.openRouter.baseUrl',
  taskModels: 'tollfree.taskModels',
  taskFallback: 'tollfree.taskFallback',
  providers: 'tollfree.providers',
  explainDetail: 'tollfree.explain.detail',
  explainAudience: 'tollfree.explain.audience',
  explainLanguage: 'tollfree.explain.language',
  explainNotes: 'tollfree.explain.notes',
  explainCodeLens: 'tollfree.explain.codeLens',
  completionEnabled: 'tollfree.completion.enabled',
  completionAutomatic: 'tollfree.completion.automatic',
  reserve: 'tollfree.quota.reserve',
  paidEnabled: 'tollfree.paid.enabled',
  dailyBudget: 'tollfree.paid.dailyBudget',
  effort: 'tollfree.reasoningEffort',
  outputTokens: 'tollfree.limits.outputTokens',
  firstToken: 'tollfree.limits.firstToken',
  silence: 'tollfree.limits.silence',
  answer: 'tollfree.limits.answer',
  atOnce: 'tollfree.limits.atOnce',
  taskLimits: 'tollfree.taskLimits',
  transport: 'tollfree.network.transport',
  level: 'tollfree.privacy.level',
  confidential: 'tollfree.privacy.confidential',
  scrub: 'tollfree.privacy.scrub',
  patterns: 'tollfree.privacy.patterns',
  emailAddresses: 'tollfree.privacy.emailAddresses',
  onlyProviders: 'tollfree.privacy.onlyProviders',
  ignoredProviders: 'tollfree.privacy.ignoredProviders',
} as const;

export const contextKeys = {
  /** An answer is being produced in the chat. */
  chatBusy: 'tollfree.chatBusy',
  /** In the side panel. */
  sideBusy: 'tollfree.sideBusy',
  /** The last answer came from another model than the pinned one and the user has not decided yet. */
  switched: 'tollfree.switched',
  hasKey: 'tollfree.hasKey',
} as const;

export type CommandId =
  | (typeof commands)[keyof typeof commands]
  | (typeof internalCommands)[keyof typeof internalCommands];
