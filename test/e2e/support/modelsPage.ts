import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from '../../support/workbench';

/** The tab `Free Models` as a person sees it. Everything is looked up anew when used, so it outlives a reload. */
export class ModelsPage {
  readonly frame: FrameLocator;
  readonly search: Locator;
  readonly rows: Locator;

  constructor(workbench: Workbench) {
    // A tab's document has no purpose in its address, the chat view's has.
    const ours = 'iframe.webview[src*="extensionId=tollfree.tollfree"]:not([src*="purpose="])';
    this.frame = workbench.page.frameLocator(ours).frameLocator('#active-frame');
    this.search = this.frame.getByRole('searchbox', { name: 'Search models' });
    this.rows = this.frame.getByRole('list', { name: 'Models' }).locator('> li');
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  row(id: string): Locator {
    return this.rows.filter({ has: this.frame.getByText(id, { exact: true }) });
  }

  /** The ids that are listed, from the top. */
  async ids(): Promise<readonly string[]> {
    // Rows far from view are not drawn, so they have no inner text.
    return this.rows.locator('.id').allTextContents();
  }

  async choose(filter: string, option: string): Promise<void> {
    await this.frame.getByRole('combobox', { name: filter }).selectOption({ label: option });
  }

  async toggle(capability: string): Promise<void> {
    await this.frame.locator('.chip', { hasText: capability }).click();
  }

  /** Waits until so many are shown, as the line above the list says it. */
  async shows(line: string): Promise<void> {
    await this.frame.getByText(line, { exact: true }).waitFor();
  }
}
