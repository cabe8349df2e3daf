import assert from 'node:assert/strict';
import { type Desk, openDesk, watchDesk } from './support/desk';

describe('The list of models to pin', () => {
  let desk: Desk;
  before(async () => {
    desk = await openDesk();
  });
  after(() => desk.close());
  watchDesk(() => desk);

  it('shows the pinned model first, then the free ones, the best for code first, and no paid one', async () => {
    const { workbench } = desk;
    await workbench.runCommand('Tollfree: Switch Pinned Model…');
    await workbench.quickPickRows().first().filter({ hasText: 'nemotron-3-ultra' }).waitFor();
    await workbench.screenshot('switch-model');
    const rows = await workbench.quickPickRows().allInnerTexts();
    assert.match(rows[0] ?? '', /nvidia\/nemotron-3-ultra-550b-a55b:free/);
    assert.match(rows[0] ?? '', /coding 39\.6 · 1M context · tools/);
    const indices = rows.slice(1).flatMap((row) => Number(/coding (\d+\.?\d*)/.exec(row)?.[1] ?? Number.NaN));
    const known = indices.filter((index) => !Number.isNaN(index));
    assert.ok(known.length > 3, 'the list shows coding indices');
    assert.deepEqual(
      known,
      [...known].sort((a, b) => b - a),
    );
    assert.ok(rows.every((row) => !row.includes('openrouter/auto')));
    await workbench.page.keyboard.press('Escape');
  });
});
