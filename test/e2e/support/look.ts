import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Frame, FrameLocator, Locator } from 'playwright-core';
import { inRoot } from '../../launch/paths';
import { findDefects } from '../../support/axe';
import type { Workbench } from '../../support/workbench';

/** Themes of the editor by their names there, one of each kind, with what a document inside a view is told of them. */
export const kindsOfTheme = [
  { name: 'Dark Modern', kind: 'vscode-dark' },
  { name: 'Light Modern', kind: 'vscode-light' },
  { name: 'Dark High Contrast', kind: 'vscode-high-contrast' },
  { name: 'Light High Contrast', kind: 'vscode-high-contrast-light' },
] as const;

/** Chooses a theme in the editor's own list and waits until the document knows of it. */
export async function chooseTheme(
  workbench: Workbench,
  document: FrameLocator,
  { name, kind }: (typeof kindsOfTheme)[number],
): Promise<void> {
  await workbench.runCommand('Preferences: Color Theme');
  await workbench.typeInQuickInput(name);
  await workbench.pick(name);
  await document.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
  await workbench.quickInput().waitFor({ state: 'hidden' });
}

/** The document that something in a view belongs to. */
export async function frameOf(locator: Locator): Promise<Frame> {
  const frame = await (await locator.elementHandle())?.ownerFrame();
  assert.ok(frame);
  return frame;
}

/** What axe finds in a view. The document is transparent; `background` is what is seen behind it. */
export async function defectsIn(frame: Frame, background: 'sideBar' | 'editor'): Promise<string[]> {
  await frame.evaluate(`document.body.style.background = 'var(--vscode-${background}-background)'`);
  return findDefects(frame);
}

/** Keeps a picture of one view as `out/screenshots/NAME.png`. */
export async function pictureOf(workbench: Workbench, view: Locator, name: string): Promise<void> {
  const clip = await view.boundingBox();
  assert.ok(clip);
  const file = inRoot('out', 'screenshots', `${name}.png`);
  mkdirSync(path.dirname(file), { recursive: true });
  await workbench.page.screenshot({ path: file, clip });
}
