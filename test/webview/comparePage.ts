import type { Browser, Locator, Page } from 'playwright-core';
import type { FromComparePage, ToComparePage } from '../../src/protocol/compare';
import { type ChatPageOptions, ChatPage, openChatPage } from './chatPage';

/** The page that compares models, under the product's own policy, with a stand-in for the editor. */
export class ComparePage {
  readonly page: Page;
  private readonly inner: ChatPage;

  constructor(inner: ChatPage) {
    this.inner = inner;
    this.page = inner.page;
  }

  async send(...messages: readonly ToComparePage[]): Promise<void> {
    await this.page.evaluate(`for (const message of ${JSON.stringify(messages)}) window.postMessage(message, '*')`);
    await this.inner.settle();
  }

  /** What the page posted since the last call, without what is typed, which comes a moment later anyway. */
  async newlyPosted(): Promise<readonly FromComparePage[]> {
    await this.inner.settle();
    const messages: readonly FromComparePage[] = await this.page.evaluate('window.posted.splice(0)');
    return messages.filter(({ type }) => type !== 'draft');
  }

  async posted(): Promise<readonly FromComparePage[]> {
    return this.page.evaluate('window.posted');
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  get question(): Locator {
    return this.page.getByRole('textbox', { name: 'Question to compare' });
  }

  column(name: string): Locator {
    return this.page.getByRole('article', { name, exact: true });
  }

  /** All that screen readers were told and is still there. */
  async said(): Promise<readonly string[]> {
    return this.page.evaluate('[...document.querySelectorAll("[role=log] p")].map((line) => line.textContent)');
  }

  /** What the keyboard is on, by its name. */
  async focused(): Promise<string> {
    return this.page.evaluate(
      'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent',
    );
  }

  async saved(): Promise<unknown> {
    return this.inner.saved();
  }

  async violations(): Promise<readonly string[]> {
    return this.inner.violations();
  }

  /** How far the page is wider than its window, in pixels. */
  async overflow(): Promise<number> {
    return this.inner.overflow();
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

export async function openComparePage(
  browser: Browser,
  options: Omit<ChatPageOptions, 'files'> = {},
): Promise<ComparePage> {
  return new ComparePage(await openChatPage(browser, { width: 1200, ...options, files: 'compare' }));
}
