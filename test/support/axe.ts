import { readFileSync } from 'node:fs';
import type { Frame, Page } from 'playwright-core';

/** Of axe's answer what is read here; its own types want a DOM. */
interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** What axe finds hard to read or to reach in a document, one line each. */
export async function findDefects(page: Page | Frame): Promise<string[]> {
  // The policy would bar a script tag; what the test driver evaluates is not under it.
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const results: AxeResults = await page.evaluate('axe.run(document)');
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.failureSummary ?? ''}`),
  );
}
