import type { Locator } from 'playwright-core';
import type { Workbench } from '../../support/workbench';

/** The list of earlier conversations as a person sees it, once it is open. */
export class HistoryList {
  private readonly workbench: Workbench;

  constructor(workbench: Workbench) {
    this.workbench = workbench;
  }

  /** Opens it from the command palette. */
  async open(): Promise<void> {
    await this.workbench.runCommand('Tollfree: Chat History…');
    await this.shown();
  }

  async shown(): Promise<void> {
    await this.workbench.quickInput().getByText('Chat History', { exact: true }).waitFor();
  }

  row(title: string): Locator {
    return this.workbench.quickPickRows().filter({ hasText: title });
  }

  /** What the conversations are called, from the top; without the day that may stand beside one. */
  async titles(): Promise<readonly string[]> {
    const rows = this.workbench.quickPickRows();
    await rows.first().waitFor();
    return rows.locator('.quick-input-list-rows > .quick-input-list-row:first-child .label-name').allInnerTexts();
  }

  async take(title: string): Promise<void> {
    await this.row(title).first().click();
    await this.workbench.quickInput().waitFor({ state: 'hidden' });
  }

  /** Presses one of the buttons at the end of a row. */
  async press(title: string, button: 'Rename…' | 'Export…' | 'Delete…'): Promise<void> {
    const row = this.row(title).first();
    await row.hover();
    await row.getByRole('button', { name: button }).click();
  }

  async close(): Promise<void> {
    await this.workbench.page.keyboard.press('Escape');
    await this.workbench.quickInput().waitFor({ state: 'hidden' });
  }
}
