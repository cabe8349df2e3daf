import * as vscode from 'vscode';
import { panels } from '../contributions';
import type { Chat } from './chat';
import type { Surface } from './chatScreen';
import { PageLink, type PageLinkParts } from './pageLink';

/** A chat in a tab of the editor area. */
export class ChatTab implements Surface {
  readonly link: PageLink;
  readonly chat: Chat;
  private readonly panel: vscode.WebviewPanel;
  private used: () => void = () => {};

  constructor(panel: vscode.WebviewPanel, chat: Chat) {
    this.panel = panel;
    this.chat = chat;
    this.link = new PageLink(panel.webview);
    panel.iconPath = new vscode.ThemeIcon('comment-discussion');
    chat.screen.connect(this);
    this.nameIt();
  }

  static create(): vscode.WebviewPanel {
    return vscode.window.createWebviewPanel(panels.chat, 'Chat', vscode.ViewColumn.Active);
  }

  async open(parts: PageLinkParts): Promise<void> {
    const { chat } = this;
    const receive = (message: Parameters<Chat['receive']>[0]): void => {
      if (message.type !== 'ready') this.used();
      chat.receive(message);
    };
    await this.link.open({ restore: () => chat.restore(), receive }, parts);
    this.nameIt();
  }

  onDidClose(listener: () => void): void {
    this.panel.onDidDispose(() => {
      this.link.close();
      this.chat.screen.disconnect(this);
      listener();
    });
  }

  onDidUse(listener: () => void): void {
    this.panel.onDidChangeViewState(() => {
      if (this.panel.active) listener();
    });
    this.used = listener;
  }

  nameIt(): void {
    // The editor keeps it over a restart.
    const { tabTitle } = this.chat;
    this.panel.title = tabTitle === '' ? 'New Chat' : tabTitle;
  }

  reveal(): Promise<void> {
    this.panel.reveal();
    return Promise.resolve();
  }
}
