import assert from 'node:assert/strict';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { door, fails, says } from '../simulator';
import { eventually } from '../support/eventually';
import { ChatPage } from './support/chatPage';
import { type Desk, gemma, openDesk, watchDesk } from './support/desk';
import { chooseTheme, defectsIn, frameOf, kindsOfTheme, pictureOf } from './support/look';

const long = [
  '## Binary search',
  '',
  'A **binary search** halves the range with each look, so it needs `log2(n)` looks: $\\lceil \\log_2 n \\rceil$.',
  '',
  '$$\\sum_{i=0}^{n} 2^i = 2^{n+1} - 1$$',
  '',
  '```ts',
  'export function find(sorted: readonly number[], wanted: number): number {',
  '  let low = 0; // first place that is possible',
  '  let high = sorted.length;',
  '  while (low < high) {',
  '    const middle = (low + high) >>> 1;',
  '    if (sorted[middle] === undefined) throw new Error(`no value at ${middle}, which is longer than the panel is wide`);',
  '    if (sorted[middle] < wanted) low = middle + 1;',
  '    else high = middle;',
  '  }',
  '  return low;',
  '}',
  '```',
  '',
  '| list | looks | remark |',
  '| ---: | ----: | :----- |',
  '| 1000 | 10 | fits in a cache |',
  '| 1000000 | 20 | does not |',
  '',
  '1. The list must be sorted:',
  '   - by the same order,',
  '   - and without gaps',
  '     - of any kind.',
  '2. See [the article](https://example.com/search) for more.',
  '',
  '- [x] the empty list',
  '- [ ] a value that is there twice',
  '',
  '```mermaid',
  'graph TD',
  '  A[look] --> B{found?}',
  '```',
  '',
  '> It is wrong more often than one thinks.',
  '',
  'البحث الثنائي يقسم القائمة إلى نصفين في كل خطوة، ويحتاج إلى `log2(n)` خطوات.',
  '',
  '```sh',
  'npm test -- --grep "binary search"',
  '```',
].join('\n');

const asked = {
  long: 'How does a binary search work?',
  stopped: 'Count to a thousand.',
  failed: 'And what is a heap?',
  switched: 'Which one is stable?',
} as const;

/** Of comments and of strings, in the files of the editor's themes: `comment` and `string` of `dark_vs.json` and so on. */
const colours = {
  'Dark Modern': { comment: 'rgb(106, 153, 85)', text: 'rgb(206, 145, 120)' },
  'Light Modern': { comment: 'rgb(0, 128, 0)', text: 'rgb(163, 21, 21)' },
  'Dark High Contrast': { comment: 'rgb(124, 166, 104)', text: 'rgb(206, 145, 120)' },
  'Light High Contrast': { comment: 'rgb(81, 81, 81)', text: 'rgb(15, 74, 133)' },
} as const;

/** So high that the whole conversation is seen. */
const viewport = { width: 1400, height: 3300 };

describe('The look of the panel', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ viewport });
    const { chat, simulator, workbench } = desk;
    simulator.script(says(long, { reasoning: 'They ask for the principle. A short example in TypeScript will help.' }));
    await chat.ask(asked.long);
    await chat.answered(asked.long);
    simulator.script(says(['one ', 'two ', 'three '], { hold: { afterPieces: 2, until: door().opened } }));
    await chat.ask(asked.stopped);
    await chat.answer(asked.stopped).getByText('one two').waitFor();
    await chat.button('Stop').click();
    await chat.turn(asked.stopped).getByTestId('stopped').waitFor();
    simulator.script(fails({ kind: 'cut', afterPieces: 3 }, { text: ['A heap ', 'is a ', 'tree ', 'of'] }));
    await chat.ask(asked.failed);
    await chat.failure(asked.failed).waitFor();
    simulator.script(says('Merge sort is **stable**; heap sort is not.', { servedBy: gemma }));
    await chat.ask(asked.switched);
    await chat.answered(asked.switched);
    await chat.banner.waitFor();
    for (const question of [asked.long, asked.switched]) {
      await chat.turn(question).getByRole('button', { name: 'Details' }).click();
      await chat.turn(question).getByTestId('facts').waitFor();
    }
    await chat.turn(asked.long).locator('.reasoning summary').click();
    await workbench.openFile('numbers.ts');
    await workbench.runCommand('Tollfree: Add File to Chat');
  });
  after(() => desk.close());
  watchDesk(() => desk);

  const suggestions = (chat: ChatPage): Locator => chat.frame.getByRole('listbox', { name: 'Suggestions' });
  /** Types until the list is open; a change of theme had taken the keyboard away. */
  const mention = async (chat: ChatPage): Promise<void> => {
    await chat.composer.fill('');
    await chat.composer.pressSequentially('Compare with @re');
    await suggestions(chat)
      .getByRole('option', { name: /README\.md/ })
      .waitFor();
  };
  const sideBar = (): Locator => desk.workbench.page.locator('.part.auxiliarybar');
  const panel = (): FrameLocator => desk.workbench.chatFrame();

  const boxOf = async (locator: Locator): Promise<{ bottom: number; width: number; y: number }> => {
    const box = await locator.boundingBox();
    assert.ok(box);
    return { bottom: box.y + box.height, width: box.width, y: box.y + box.height / 2 };
  };
  /** Makes the side bar so wide, by its edge. */
  const narrow = async (width: number): Promise<void> => {
    const { mouse } = desk.workbench.page;
    const box = await sideBar().boundingBox();
    assert.ok(box);
    const sashes = await desk.workbench.page.locator('.monaco-sash.vertical').all();
    const edges = (await Promise.all(sashes.map((sash) => sash.boundingBox()))).map((sash) =>
      sash === null ? 0 : sash.x + sash.width / 2,
    );
    const edge = edges.toSorted((a, b) => Math.abs(a - box.x) - Math.abs(b - box.x))[0] ?? box.x;
    await mouse.move(edge, 700);
    await mouse.down();
    await mouse.move(edge + box.width - width, 700, { steps: 4 });
    await mouse.up();
    await eventually(async () => assert.ok(Math.abs((await boxOf(sideBar())).width - width) <= 3));
  };
  /** The buttons below the box stand side by side. */
  const onOneLine = async (chat: ChatPage): Promise<void> => {
    const buttons = await chat.frame.locator('.composer-foot button').all();
    assert.ok(buttons.length >= 4);
    const middles = await Promise.all(buttons.map(async (button) => (await boxOf(button)).y));
    assert.ok(Math.max(...middles) - Math.min(...middles) < 4, middles.join());
  };

  /** Nothing may be wider than what it stands in, unless that scrolls sideways by itself. */
  const overflowing = async (chat: ChatPage): Promise<unknown> =>
    (await frameOf(chat.transcript)).evaluate(`(() => {
      const root = document.documentElement;
      const out = [];
      for (const element of document.querySelectorAll('body *')) {
        if (element.closest('pre, .visually-hidden, .box-copy, svg')) continue;
        const { right, left, width } = element.getBoundingClientRect();
        if (width === 0) continue;
        let scroller = element.parentElement;
        while (scroller && !/auto|scroll|hidden/.test(getComputedStyle(scroller).overflowX)) scroller = scroller.parentElement;
        const inScroller = scroller && scroller !== document.querySelector('.scroll');
        if (!inScroller && (right > root.clientWidth + 1 || left < -1)) out.push(element.className || element.tagName);
      }
      return out;
    })()`);

  const colourOf = async (document: Frame | Page, selector: string): Promise<string> =>
    document.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).color`);

  for (const theme of kindsOfTheme) {
    it(`is whole in the theme ${theme.name}, with the colours that the editor gives to code`, async () => {
      const { chat, workbench } = desk;
      await chooseTheme(workbench, panel(), theme);
      const frame = await frameOf(chat.transcript);
      const { comment, text } = colours[theme.name];
      await eventually(async () => {
        assert.equal(await colourOf(frame, '.hl-comment'), comment);
        assert.equal(await colourOf(frame, '.hl-string'), text);
      });
      // The first line of the file beside it is a comment too.
      assert.equal(await colourOf(workbench.page, '.editor-instance .view-line span > span'), comment);
      await mention(chat);
      await pictureOf(workbench, sideBar(), `panel-${theme.name.toLowerCase().replaceAll(' ', '-')}`);
      assert.deepEqual(await overflowing(chat), []);
      assert.deepEqual(await defectsIn(frame, 'sideBar'), []);
    });
  }

  it('is whole in 220 pixels', async () => {
    const { chat, workbench } = desk;
    await workbench.page.setViewportSize({ width: 1400, height: 1150 });
    await chooseTheme(workbench, panel(), kindsOfTheme[0]);
    await narrow(220);
    await mention(chat);
    await pictureOf(workbench, sideBar(), 'panel-narrow');
    assert.deepEqual(await overflowing(chat), []);
    await onOneLine(chat);
    assert.deepEqual(await defectsIn(await frameOf(chat.transcript), 'sideBar'), []);
    await narrow(300);
    await onOneLine(chat);
  });

  it('is whole when all is twice as large', async () => {
    const { chat, workbench } = desk;
    // What a zoom of 200 % leaves of a window of 1500 by 1150 pixels.
    await workbench.page.setViewportSize({ width: 750, height: 575 });
    await chat.composer.press('Escape');
    await pictureOf(workbench, sideBar(), 'panel-zoomed');
    assert.deepEqual(await overflowing(chat), []);
    // The way to go on is there without scrolling.
    const { bottom } = await boxOf(chat.composer);
    assert.ok(bottom <= 575, `the composer ends at ${bottom}`);
    assert.deepEqual(await defectsIn(await frameOf(chat.transcript), 'sideBar'), []);
    await workbench.page.setViewportSize({ width: 1500, height: 1150 });
  });

  it('has nothing that moves where the user wants less motion', async () => {
    const { chat, simulator } = desk;
    const question = 'What is a trie?';
    simulator.script(fails({ kind: 'stall', afterPieces: 0 }));
    await chat.ask(question);
    await chat.turn(question).getByTestId('progress').waitFor();
    const frame = await frameOf(chat.transcript);
    assert.equal(await frame.evaluate('document.getAnimations().length'), 0);
    // As the editor marks it for everybody else.
    const moving = `document.body.classList.remove('vscode-reduce-motion'), document.getAnimations().length`;
    assert.equal(await frame.evaluate(moving), 1);
    await chat.button('Stop').click();
    await chat.turn(question).getByTestId('stopped').waitFor();
  });

  it('has lines that can be read in a wide editor', async () => {
    const { workbench } = desk;
    await workbench.runCommand('Tollfree: Open Chat in Editor');
    const ours = 'iframe.webview[src*="extensionId=tollfree.tollfree"]:not([src*="purpose="])';
    const tab = new ChatPage(workbench.page.frameLocator(ours).frameLocator('#active-frame'));
    await tab.composer.waitFor();
    await eventually(async () => assert.ok((await boxOf(tab.composer)).width <= 780));
    await pictureOf(workbench, workbench.page.locator('.part.editor'), 'panel-wide');
    assert.deepEqual(await overflowing(tab), []);
    assert.deepEqual(await defectsIn(await frameOf(tab.transcript), 'editor'), []);
  });
});
