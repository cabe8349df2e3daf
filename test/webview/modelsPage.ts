import type { Browser, Locator, Page } from 'playwright-core';
import type { FromModelsPage, ToModelsPage } from '../../src/protocol/models';
import { type ChatPageOptions, ChatPage, openChatPage } from './chatPage';
import { type ModelsScene, savedQuery } from './modelsScenes';

/** The page Browse Free Models, under the product's own policy, with a stand-in for the editor. */
export class ModelsPage {
  readonly page: Page;
  private readonly inner: ChatPage;

  constructor(inner: ChatPage) {
    this.inner = inner;
    this.page = inner.page;
  }

  async send(...messages: readonly ToModelsPage[]): Promise<void> {
    await this.page.evaluate(`for (const message of ${JSON.stringify(messages)}) window.postMessage(message, '*')`);
    await this.inner.settle();
  }

  /** What the page posted since the last call. */
  async newlyPosted(): Promise<readonly FromModelsPage[]> {
    await this.inner.settle();
    return this.page.evaluate('window.posted.splice(0)');
  }

  async show({ messages, presses = [], answers = [] }: ModelsScene): Promise<void> {
    await this.send(...messages);
    for (const name of presses) await this.button(name).click();
    if (answers.length > 0) await this.send(...answers);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** The ids of what is listed, in order. */
  async ids(): Promise<readonly string[]> {
    return this.page.evaluate('[...document.querySelectorAll(".models .id")].map((id) => id.textContent)');
  }

  async count(): Promise<string> {
    return this.page.evaluate('document.querySelector(".count").textContent');
  }

  /** What the keyboard is on, by its name. */
  async focused(): Promise<string> {
    return this.page.evaluate(
      'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent',
    );
  }

  async settle(): Promise<void> {
    return this.inner.settle();
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

export async function openModelsPage(
  browser: Browser,
  { query, ...options }: Omit<ChatPageOptions, 'files'> & Pick<ModelsScene, 'query'> = {},
): Promise<ModelsPage> {
  const saved = query === undefined ? {} : { saved: savedQuery(query) };
  return new ModelsPage(await openChatPage(browser, { width: 1100, ...saved, ...options, files: 'models' }));
}
