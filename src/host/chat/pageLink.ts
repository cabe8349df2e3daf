import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Log } from '../../core/engine/ports';
import type { FromPage, ToPage } from '../../protocol/messages';
import { chatHtml } from './chatHtml';

export interface PageLinkParts {
  readonly extensionUri: vscode.Uri;
  /** Gives the check of what the page says; in another bundle. */
  readonly parsePageMessage: () => Promise<(message: unknown) => FromPage | undefined>;
  readonly log: Log;
}

/** What stands behind a page of the chat. */
export interface PageOwner {
  /** Resolves when there is something to show. */
  restore(): Promise<void>;
  receive(message: FromPage): void;
}

/** The way to one page, in the side panel or in an editor tab, and back. */
export class PageLink {
  private readonly webview: vscode.Webview;
  /** A hidden page gets nothing; it asks for everything when it comes back. */
  private ready = false;
  private closed = false;

  constructor(webview: vscode.Webview) {
    this.webview = webview;
  }

  get isReady(): boolean {
    return this.ready;
  }

  async open(owner: PageOwner, { extensionUri, parsePageMessage, log }: PageLinkParts): Promise<void> {
    const { webview } = this;
    const dist = vscode.Uri.joinPath(extensionUri, 'dist');
    const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const [parse] = await Promise.all([parsePageMessage(), owner.restore()]);
    if (this.closed) return;
    webview.onDidReceiveMessage((raw: unknown) => {
      const message = parse(raw);
      if (message?.type === 'ready') this.ready = true;
      if (message === undefined) log.warn('page: message refused');
      else owner.receive(message);
    });
    webview.html = chatHtml({
      script: address('chat.js'),
      style: address('chat.css'),
      source: webview.cspSource,
      nonce: randomBytes(18).toString('base64'),
    });
  }

  post(message: ToPage): void {
    if (this.ready && !this.closed) void this.webview.postMessage(message);
  }

  /** The page is gone. */
  close(): void {
    this.closed = true;
    this.ready = false;
  }
}
