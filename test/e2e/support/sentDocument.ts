import type { Workbench } from '../../support/workbench';

/** The whole text of the editor in front, as a person gets it by copying all of it. */
export async function copyAll(workbench: Workbench): Promise<string> {
  const { page } = workbench;
  await workbench.editor().locator('.view-line').first().click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+C');
  return String(await page.evaluate<unknown>('navigator.clipboard.readText()'));
}

/** What a document of Show What Was Sent says: the lines about the request, and its body. */
export function readSent(text: string): { readonly head: string; readonly body: unknown } {
  const lines = text.split(/\r?\n/);
  const isComment = (line: string): boolean => line.startsWith('//');
  const first = lines.findIndex((line) => !isComment(line));
  // Below the body its messages stand once more, as comments.
  const body = lines.slice(first).filter((line) => !isComment(line));
  return { head: lines.slice(0, first).join('\n'), body: JSON.parse(body.join('\n')) };
}
