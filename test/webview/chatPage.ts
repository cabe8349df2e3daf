import { existsSync, readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { chatHtml } from '../../src/host/chat/chatHtml';
import type { FromPage, ToPage } from '../../src/protocol/messages';
import { inProject } from './browserPage';
import { type Theme, themes, toStyleSheet } from './themes';

const origin = 'https://page.test';

/** Stands in for the editor: keeps what the page posts and saves, and counts what the policy forbids. */
const editor = `
  window.posted = [];
  window.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    window.violations.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample);
  });
  window.addEventListener('error', (event) => { window.violations.push('error ' + event.message); });
  window.acquireVsCodeApi = () => {
    let state = window.savedState;
    return {
      postMessage: (message) => { window.posted.push(structuredClone(message)); },
      getState: () => state,
      setState: (next) => { state = window.savedState = structuredClone(next); return next; },
    };
  };
`;

export interface ChatPageOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly saved?: unknown;
  /** Another page of the product than the chat, by the name of its files. */
  readonly files?: 'models' | 'compare';
  /** Twice as large, as at 200 %. */
  readonly zoom?: number;
  /** A script of a test, which runs before the page's own. */
  readonly also?: string;
}

function ownScript(name: string): string {
  return `<script nonce="page" src="/${name}.js"></script>`;
}

/** The product's own page and style sheet under the product's own policy, with a stand-in for the editor. */
export class ChatPage {
  readonly page: Page;
  /** Addresses asked for that are not the page's own, and windows it opened. */
  readonly strangers: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('popup', (popup) => {
      this.strangers.push(`window ${popup.url()}`);
    });
  }

  async send(...messages: readonly ToPage[]): Promise<void> {
    await this.page.evaluate(`for (const message of ${JSON.stringify(messages)}) window.postMessage(message, '*')`);
    // Messages come in a task of their own, and what they change is drawn in a later frame.
    await this.settle();
  }

  async settle(): Promise<void> {
    await this.page.evaluate(
      'new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0))), 20))',
    );
  }

  async posted(): Promise<readonly FromPage[]> {
    return this.page.evaluate('window.posted');
  }

  /** What the page posted since the last call, without what is being typed, which is told with every change. */
  async newlyPosted(): Promise<readonly FromPage[]> {
    const messages: readonly FromPage[] = await this.page.evaluate('window.posted.splice(0)');
    return messages.filter(({ type }) => type !== 'draft' && type !== 'editing');
  }

  /** Waits until the page has posted exactly this; the test's own time limit ends a wait in vain. */
  async waitForPosted(message: FromPage): Promise<void> {
    const wanted = JSON.stringify(message);
    while (!(await this.posted()).some((posted) => JSON.stringify(posted) === wanted)) await this.settle();
  }

  async violations(): Promise<readonly string[]> {
    return this.page.evaluate('window.violations');
  }

  async saved(): Promise<unknown> {
    return this.page.evaluate('window.savedState');
  }

  /** How far the page is wider than its window, in pixels. */
  async overflow(): Promise<number> {
    return this.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  }
}

export async function openChatPage(browser: Browser, options: ChatPageOptions = {}): Promise<ChatPage> {
  const theme = options.theme ?? themes[0];
  if (theme === undefined) throw new Error('there is no theme');
  const name = options.files ?? 'chat';
  const script = inProject('dist', `${name}.js`);
  if (!existsSync(script)) throw new Error(`dist/${name}.js is missing: build first`);
  const context = await browser.newContext({
    viewport: { width: options.width ?? 400, height: options.height ?? 800 },
    deviceScaleFactor: options.zoom ?? 1,
  });
  const page = await context.newPage();
  const saved = options.saved === undefined ? '' : `window.savedState = ${JSON.stringify(options.saved)};`;
  const files: Readonly<Record<string, { readonly type: string; readonly body: string }>> = {
    '/theme.css': { type: 'text/css', body: toStyleSheet(theme) },
    [`/${name}.css`]: { type: 'text/css', body: readFileSync(inProject('dist', `${name}.css`), 'utf8') },
    '/editor.js': { type: 'text/javascript', body: saved + editor },
    '/also.js': { type: 'text/javascript', body: options.also ?? '' },
    [`/${name}.js`]: { type: 'text/javascript', body: readFileSync(script, 'utf8') },
    '/': {
      type: 'text/html',
      // The product's own skeleton and policy, with the page's own origin where the host has the editor's.
      body: chatHtml({ script: `/${name}.js`, style: `/${name}.css`, source: origin, nonce: 'page' })
        .replace('<link', '<link rel="stylesheet" href="/theme.css">\n<link')
        .replace('<body>', `<body class="${theme.bodyClass}">`)
        .replace('<script', `${ownScript('editor')}\n${ownScript('also')}\n<script`),
    },
  };
  const chat = new ChatPage(page);
  await page.route('**/*', async (route) => {
    const address = route.request().url();
    const file = address.startsWith(`${origin}/`) ? files[new URL(address).pathname] : undefined;
    if (file === undefined) {
      chat.strangers.push(address);
      await route.abort();
    } else await route.fulfill({ contentType: `${file.type}; charset=utf-8`, body: file.body });
  });
  await page.goto(`${origin}/`);
  await chat.settle();
  return chat;
}
