import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { type Conversation, newConversation } from '../../core/conversation/conversation';
import { unreachable } from '../../core/errors';
import type { SlashAction } from '../../core/tasks/slash';
import type { Commanded, Commands } from '../commands';
import { commands, contextKeys, internalCommands, views } from '../contributions';
import { chooseModel } from '../models/chooseModel';
import { filesMeant, linesMeant } from './attaching';
import { Chat, type ChatHome, type ChatParts } from './chat';
import type { Surface } from './chatScreen';
import { ChatTab } from './chatTab';
import type { Attachment } from '../../core/conversation/message';
import type { ConversationEntry } from './conversationStore';
import { copyConversation, exportConversation } from './exporting';
import { showHistory } from './history';
import { PageLink, type PageLinkParts } from './pageLink';

/** As many questions as the arrow keys go back. */
const MOST_RECENT = 100;

export interface ChatsParts {
  readonly chat: ChatParts;
  readonly pages: PageLinkParts;
  /** Asks several models the same. */
  readonly compare: (question: string) => Promise<void>;
  /** Variables of the theme for code are others. */
  readonly onDidChangeColours: vscode.Event<Readonly<Record<string, string>>>;
}

/** The chats of this window: one in the side panel and any number in editor tabs, each with a conversation of its own. */
export class Chats implements ChatHome, Commanded, vscode.WebviewViewProvider, vscode.Disposable {
  private readonly parts: ChatsParts;
  private readonly subscription: vscode.Disposable;
  private readonly tabs = new Set<ChatTab>();
  /** Of tabs that were closed while an answer came: what is paid for comes to its end, and can be shown again. */
  private readonly ending = new Set<Chat>();
  private inSide: Chat;
  private sideSurface: Surface | undefined;
  /** The tab that was used last, while nothing was done in the side panel since. */
  private tabInUse: ChatTab | undefined;
  private questions: readonly string[] = [];

  constructor(parts: ChatsParts) {
    this.parts = parts;
    this.inSide = new Chat(parts.chat, this, 'latest');
    this.subscription = parts.onDidChangeColours((colours) => {
      for (const chat of this.all) chat.screen.post({ type: 'theme', colours });
    });
  }

  /** The chat in the side panel. */
  get side(): Chat {
    return this.inSide;
  }

  /** The chat that was used last: what commands of the palette are about. */
  get active(): Chat {
    return this.tabInUse?.chat ?? this.inSide;
  }

  get recent(): readonly string[] {
    return this.questions;
  }

  get commands(): Commands {
    const { assistant } = this.parts.chat;
    return {
      [commands.newChat]: () => this.active.newChat(),
      [commands.stop]: () => (this.active.busy ? [this.active] : this.all).forEach((chat) => chat.stop()),
      [commands.retryWithPinned]: () => this.retryWithPinned(),
      [commands.acknowledgeSwitch]: () => assistant.acknowledgeSwitch(),
      [commands.addFileToChat]: (uri?: unknown, uris?: unknown) => this.active.attachAll(filesMeant(uri, uris)),
      [commands.addSelectionToChat]: () => this.active.attachAll(linesMeant()),
      [commands.showHistory]: () => this.showHistory(this.active),
      [commands.renameChat]: () => this.rename(this.active),
      [commands.exportChat]: () => this.export(this.active),
      [commands.copyChat]: () => this.copy(this.active),
      [commands.deleteChat]: () => this.delete(this.active),
      [commands.openChatInEditor]: () => this.openInEditor(),
      [internalCommands.sideNewChat]: () => this.inSide.newChat(),
      [internalCommands.sideStop]: () => this.inSide.stop(),
      [internalCommands.sideHistory]: () => this.showHistory(this.inSide),
      [internalCommands.sideRename]: () => this.rename(this.inSide),
      [internalCommands.sideCopy]: () => this.copy(this.inSide),
      [internalCommands.sideExport]: () => this.export(this.inSide),
      [internalCommands.sideDelete]: () => this.delete(this.inSide),
    };
  }

  /** @param state what the page of before left with the editor. */
  async resolveWebviewView(view: vscode.WebviewView, state?: unknown): Promise<void> {
    const link = new PageLink(view.webview);
    const surface: Surface = { link, reveal: revealSide };
    this.sideSurface = surface;
    this.inSide.screen.connect(surface);
    view.onDidDispose(() => {
      link.close();
      this.inSide.screen.disconnect(surface);
      if (this.sideSurface === surface) this.sideSurface = undefined;
    });
    // The chat behind it may be another by then.
    const owner = {
      restore: () => this.restoreSide(conversationOf(state)),
      receive: (message: Parameters<Chat['receive']>[0]) => {
        if (message.type !== 'ready') this.tabInUse = undefined;
        this.inSide.receive(message);
      },
    };
    await link.open(owner, this.parts.pages);
    this.prepare();
  }

  /** Fills a tab that the editor brought back after a restart. */
  async revive(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    await this.inSide.restore();
    const id = conversationOf(state);
    if (id !== undefined && id === this.inSide.conversation.id) return this.moveSideTo(panel);
    // What another tab shows is not shown twice.
    const isFree = id !== undefined && !this.all.some((chat) => chat.shows(id));
    await this.fill(panel, new Chat(this.parts.chat, this, isFree ? { id } : this.empty()));
  }

  /** Shows a conversation that begins with what was asked and answered elsewhere. */
  async goOnWith(conversation: Conversation): Promise<void> {
    await this.inSide.restore();
    this.inSide.begin(conversation);
    await this.inSide.focus();
  }

  /** Asks in the side panel, in the conversation that is shown there. */
  async askAbout(question: string, attachments: readonly Attachment[]): Promise<void> {
    await this.inSide.focus();
    if (await this.inSide.askAbout(question, attachments)) return;
    void vscode.window.showInformationMessage('The chat is still answering. Ask again when it has ended.');
  }

  typedElsewhere(draft: string, conversation: string): void {
    this.all.find((chat) => chat.conversation.id === conversation)?.type(draft);
  }

  asked(question: string): void {
    this.questions = [...this.questions.filter((one) => one !== question), question].slice(-MOST_RECENT);
  }

  async openConversation(id: string, chat: Chat): Promise<void> {
    const shown = this.all.find((one) => one.shows(id));
    if (shown !== undefined && this.ending.delete(shown)) {
      if (shown.busy) return this.fill(ChatTab.create(), shown);
      shown.close();
    } else if (shown !== undefined) return shown.focus();
    // Who left it a moment ago may still write down how its answer was stopped.
    await Promise.all(this.all.filter(({ writingTo }) => writingTo === id).map((one) => one.settled()));
    if (await chat.open(id)) return chat.focus();
    const entries = await this.parts.chat.store.list('');
    const isHeld = entries.some((entry) => entry.id === id && entry.heldElsewhere);
    void vscode.window.showInformationMessage(
      isHeld ? 'This chat is open in another window.' : 'This chat is not there any more.',
    );
  }

  async act(action: SlashAction, chat: Chat, rest: string): Promise<void> {
    switch (action) {
      case 'new':
        await chat.newChat();
        return rest === '' ? undefined : chat.offer(rest);
      case 'history':
        return this.showHistory(chat);
      case 'rename':
        return rest === '' ? this.rename(chat) : chat.rename(rest);
      case 'export':
        return this.export(chat);
      case 'compare':
        return this.parts.compare(rest);
      case 'model':
        return void vscode.commands.executeCommand(commands.switchModel);
      case 'privacy':
        return void vscode.commands.executeCommand(commands.setPrivacyLevel);
      case 'retry': {
        const last = chat.turns.at(-1);
        return last === undefined ? undefined : chat.retry(last.id);
      }
      default:
        return unreachable(action);
    }
  }

  async pickModel(title: string, without: string | undefined): Promise<string | undefined> {
    return chooseModel(this.parts.chat.assistant, title, without);
  }

  changed(chat: Chat): void {
    for (const tab of this.tabs) if (tab.chat === chat) tab.nameIt();
    void vscode.commands.executeCommand(
      'setContext',
      contextKeys.chatBusy,
      this.all.some(({ busy }) => busy),
    );
    void vscode.commands.executeCommand('setContext', contextKeys.sideBusy, this.inSide.busy);
  }

  /** Deletes a conversation for good, without asking. */
  async remove(id: string): Promise<void> {
    for (const chat of this.all) if (chat.conversation.id === id) chat.discard();
    await this.parts.chat.store.delete(id);
  }

  /** Leaves nothing of any conversation; for who deletes what is stored. */
  forget(): void {
    this.questions = [];
    for (const chat of this.all) chat.forget();
  }

  /** Resolves when answers under way have ended and are on the meter. */
  async settled(): Promise<void> {
    await Promise.all(this.all.map((chat) => chat.settled()));
  }

  dispose(): void {
    this.subscription.dispose();
    const { all } = this;
    // A tab that closes by itself is brought back after a reload.
    this.tabs.clear();
    for (const chat of all) {
      if (chat !== this.inSide) this.ending.add(chat);
      chat.dispose();
    }
    this.parts.chat.store.dispose();
  }

  private get all(): readonly Chat[] {
    return [this.inSide, ...Array.from(this.tabs, ({ chat }) => chat), ...this.ending];
  }

  private prepare(): void {
    const { assistant, log } = this.parts.chat;
    assistant.prepare().catch((error: unknown) => log.warn('chat', { what: 'prepare', message: String(error) }));
  }

  private empty(): Conversation {
    return newConversation(randomUUID(), this.parts.chat.clock.now());
  }

  /** With the conversation of before, unless it is in a tab, gone, or something else was begun meanwhile. */
  private async restoreSide(id: string | undefined): Promise<void> {
    await this.inSide.restore(id);
    // A tab that came back first may have taken the chat that was here, or made it take the latest conversation.
    const { inSide } = this;
    const isShown = id === undefined || this.all.some((chat) => chat.shows(id));
    if (!isShown && inSide.isAsRestored) await inSide.open(id);
    // The arrow keys go back to what was asked before the window was loaded anew, in a new chat too.
    for (const { question } of inSide.turns) this.asked(question);
  }

  private async retryWithPinned(): Promise<void> {
    const turnId = this.parts.chat.assistant.state.lastSwitch?.turnId;
    const holder = this.all.find(({ turns }) => turns.some(({ id }) => id === turnId));
    await (holder ?? this.inSide).retryWithPinned();
  }

  /** The chat of the side panel goes on in a tab, with an answer that may be under way. */
  private async openInEditor(): Promise<void> {
    await this.inSide.restore();
    await this.moveSideTo(ChatTab.create());
  }

  private async moveSideTo(panel: vscode.WebviewPanel): Promise<void> {
    const moved = this.inSide;
    if (this.sideSurface !== undefined) moved.screen.disconnect(this.sideSurface);
    this.inSide = new Chat(this.parts.chat, this, this.empty());
    if (this.sideSurface !== undefined) {
      this.inSide.screen.connect(this.sideSurface);
      this.inSide.pageReady();
    }
    await this.fill(panel, moved);
  }

  private async fill(panel: vscode.WebviewPanel, chat: Chat): Promise<void> {
    const tab = new ChatTab(panel, chat);
    this.tabs.add(tab);
    this.tabInUse = tab;
    tab.onDidUse(() => {
      if (this.tabs.has(tab)) this.tabInUse = tab;
    });
    tab.onDidClose(() => this.closed(tab));
    await tab.open(this.parts.pages);
    this.prepare();
  }

  private closed(tab: ChatTab): void {
    if (!this.tabs.delete(tab)) return;
    if (this.tabInUse === tab) this.tabInUse = undefined;
    this.ending.add(tab.chat);
    this.changed(tab.chat);
    void this.end(tab.chat);
  }

  private async end(chat: Chat): Promise<void> {
    // A page that is closed at once leaves what is still being read.
    await Promise.allSettled([chat.restore()]);
    await chat.settled();
    if (this.ending.delete(chat)) chat.close();
  }

  private async showHistory(chat: Chat): Promise<void> {
    const { store } = this.parts.chat;
    await chat.restore();
    await showHistory(
      store,
      {
        open: (entry) => this.openConversation(entry.id, chat),
        rename: (entry) => this.renameEntry(entry),
        remove: (entry) => this.deleteEntry(entry),
        export: (entry) => this.exportEntry(entry),
      },
      chat.conversation.id,
    );
  }

  private async rename(chat: Chat): Promise<void> {
    const title = await askForTitle(chat.title);
    if (title !== undefined) chat.rename(title === '' ? undefined : title);
  }

  private async renameEntry(entry: ConversationEntry): Promise<void> {
    const shown = this.all.find(({ conversation }) => conversation.id === entry.id);
    if (shown !== undefined) return this.rename(shown);
    const title = await askForTitle(entry.title);
    if (title !== undefined) await this.parts.chat.store.rename(entry.id, title);
  }

  private async delete(chat: Chat): Promise<void> {
    if (chat.turns.length === 0 || !(await confirmDeleting(chat.title))) return;
    await this.remove(chat.conversation.id);
  }

  private async deleteEntry(entry: ConversationEntry): Promise<void> {
    if (await confirmDeleting(entry.title)) await this.remove(entry.id);
  }

  private async copy(chat: Chat): Promise<void> {
    if (chat.turns.length === 0) return tellEmpty();
    await copyConversation(chat.conversation, this.parts.chat.store);
  }

  private async export(chat: Chat): Promise<void> {
    const { store, clock } = this.parts.chat;
    if (chat.turns.length === 0) return tellEmpty();
    await exportConversation(chat.conversation, store, clock.now());
  }

  private async exportEntry({ id }: ConversationEntry): Promise<void> {
    const { store, clock } = this.parts.chat;
    const shown = this.all.find(({ conversation }) => conversation.id === id)?.conversation;
    const conversation = shown ?? (await store.read(id));
    if (conversation === undefined) return;
    await exportConversation(conversation, store, clock.now());
  }
}

async function revealSide(): Promise<void> {
  await vscode.commands.executeCommand(`${views.chat}.focus`);
}

function tellEmpty(): void {
  void vscode.window.showInformationMessage('Nothing was asked in this chat yet.');
}

/** Undefined: given up. Empty: the one made from the first question. */
async function askForTitle(title: string): Promise<string | undefined> {
  const given = await vscode.window.showInputBox({
    title: 'Rename Chat',
    value: title,
    prompt: 'Leave it empty to name it after its first question.',
  });
  return given?.trim();
}

async function confirmDeleting(title: string): Promise<boolean> {
  const detail = 'Its questions and answers are overwritten on this computer. This cannot be undone.';
  const chosen = await vscode.window.showWarningMessage(`Delete “${title}”?`, { modal: true, detail }, 'Delete');
  return chosen !== undefined;
}

/** What a page left with the editor. */
function conversationOf(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('conversation' in state)) return undefined;
  return typeof state.conversation === 'string' ? state.conversation : undefined;
}
