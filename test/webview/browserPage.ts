import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';

/** A file of the project, wherever the tests run from is its root. */
export function inProject(...parts: string[]): string {
  return path.join(process.cwd(), ...parts);
}

/** A page without an editor around it, with the script of `test/webview/page` that has this name. */
export async function openHarness(browser: Browser, script: string): Promise<Page> {
  const page = await browser.newPage();
  await page.setContent('<!doctype html><title>Harness</title><body></body>');
  await page.addScriptTag({ content: readFileSync(inProject('out', 'webview', 'page', `${script}.js`), 'utf8') });
  return page;
}

/** Runs one of the harness's reports; what it returns has the shape the caller names. */
export async function report<Result>(page: Page, name: string, argument?: unknown): Promise<Result> {
  const given = argument === undefined ? '' : `, ${JSON.stringify(argument)}`;
  return page.evaluate<Result>(`window.report(${JSON.stringify(name)}${given})`);
}
