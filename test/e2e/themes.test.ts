import assert from 'node:assert/strict';
import { says } from '../simulator';
import { findDefects } from '../support/axe';
import { type Desk, gemma, openDesk, watchDesk } from './support/desk';

const answer = [
  'A **binary search** halves the range with each look, so it needs `log2(n)` of them.',
  '',
  '```ts',
  'export function find(sorted: readonly number[], wanted: number): number {',
  '  let low = 0; // first place that is possible',
  '  let high = sorted.length;',
  '  while (low < high) {',
  '    const middle = (low + high) >>> 1;',
  '    if (sorted[middle] === undefined) throw new Error(`no value at ${middle}`);',
  '    if (sorted[middle] < wanted) low = middle + 1;',
  '    else high = middle;',
  '  }',
  '  return low;',
  '}',
  '```',
  '',
  '| list | looks |',
  '| ---: | ----: |',
  '| 1000 | 10 |',
  '',
  '1. The list must be sorted.',
  '2. See [the article](https://example.com/search) for more.',
  '',
  '> It is wrong more often than one thinks.',
].join('\n');

/** By the editor's names, with what the document inside the view is told of them. */
const themes = [
  { name: 'Dark 2026', kind: 'vscode-dark' },
  { name: 'Light 2026', kind: 'vscode-light' },
  { name: 'Dark High Contrast', kind: 'vscode-high-contrast' },
  { name: 'Light High Contrast', kind: 'vscode-high-contrast-light' },
] as const;

describe('The chat in the themes of the editor', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ viewport: { width: 1500, height: 1150 } });
    const { chat, simulator, workbench } = desk;
    await workbench.openFile('numbers.ts');
    await workbench.selectLines(2, 12);
    simulator.script(says('It keeps a **running sum**.\n\n1. Line 3 checks `width`.', { servedBy: gemma }));
    await workbench.runCommand('Tollfree: Explain Selection');
    await workbench.page.locator('.review-widget').getByText('running sum').waitFor();
    simulator.script(says(answer, { servedBy: gemma, reasoning: 'They ask for the principle.' }));
    await chat.ask('How does a binary search work?');
    await chat.answered('How does a binary search work?');
    await chat.banner.waitFor();
  });
  after(() => desk.close());
  watchDesk(() => desk);

  for (const { name, kind } of themes) {
    it(`has nothing in it that is hard to read or to reach in the theme ${name}`, async () => {
      const { chat, workbench } = desk;
      await workbench.runCommand('Preferences: Color Theme');
      await workbench.typeInQuickInput(name);
      await workbench.pick(name);
      await chat.frame.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
      await workbench.quickInput().waitFor({ state: 'hidden' });
      await workbench.screenshot(`chat-${name.toLowerCase().replaceAll(' ', '-')}`);
      const frame = await (await chat.transcript.elementHandle())?.ownerFrame();
      assert.ok(frame);
      // The document is transparent; what is seen behind it is the side bar, of which axe knows nothing.
      await frame.evaluate('document.body.style.background = "var(--vscode-sideBar-background)"');
      assert.deepEqual(await findDefects(frame), []);
    });
  }
});
