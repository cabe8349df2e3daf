import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import { says } from '../simulator';
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

const themes = ['Default Dark Modern', 'Default Light Modern', 'Default High Contrast'] as const;

describe('The chat in the themes of the editor', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ settings: { 'tollfree.ladder': [gemma] } });
    desk.simulator.script(says(answer, { servedBy: gemma, reasoning: 'They ask for the principle.' }));
    await desk.chat.ask('How does a binary search work?');
    await desk.chat.answered('How does a binary search work?');
    await desk.workbench.openFile('numbers.ts');
    await desk.workbench.selectLines(2, 12);
    desk.simulator.script(
      says('It keeps a **running sum**, so that each value is looked at twice.\n\n1. Line 3 checks `width`.'),
    );
    await desk.workbench.runCommand('Tollfree: Explain Selection');
    await desk.workbench.page.locator('.review-widget').getByText('running sum').waitFor();
  });
  after(() => desk.close());
  watchDesk(() => desk);

  for (const theme of themes) {
    it(`has nothing in it that is hard to read or to reach: ${theme}`, async () => {
      const { chat, workbench } = desk;
      await workbench.runCommand('Preferences: Color Theme');
      await workbench.typeInQuickInput(theme);
      await workbench.pick(theme);
      await workbench.screenshot(`chat-${theme.toLowerCase().replaceAll(' ', '-')}`);
      const frame = await (await chat.transcript.elementHandle())?.ownerFrame();
      assert.ok(frame);
      await frame.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
      const results = await frame.evaluate<AxeResults>('axe.run()');
      const grave = results.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      assert.deepEqual(
        grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`),
        [],
      );
      assert.ok(results.passes.length > 10);
    });
  }
});
