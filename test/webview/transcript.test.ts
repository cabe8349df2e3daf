import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import type { ChatStatus, FromPage, ToPage, TurnView } from '../../src/protocol/messages';
import { launchBrowser } from '../launch/browser';
import { findDefects } from '../support/axe';
import { type ChatPage, openChatPage } from './chatPage';
import { arabic, bySomeoneElse, detailed, finished, leftOut, manyTurns, ready, superseded, waiting } from './scenes';

function snapshot(turns: readonly TurnView[], status: ChatStatus = ready): ToPage {
  return { type: 'snapshot', status, turns, draft: '' };
}

const busy: ChatStatus = { ...ready, busy: true };

describe('a person who reads a conversation', function () {
  this.timeout(60_000);
  let browser: Browser;
  let chat: ChatPage;

  before(async () => {
    browser = await launchBrowser();
  });

  beforeEach(async () => {
    chat = await openChatPage(browser);
  });

  afterEach(async () => {
    assert.deepEqual(await chat.violations(), []);
    await chat.page.context().close();
  });

  after(async () => {
    await browser.close();
  });

  const log = (): Locator => chat.page.getByRole('log', { name: 'Conversation' });
  const article = (at: number): Locator => chat.page.locator('article').nth(at);
  const isDrawn = async (at: number): Promise<boolean> => (await article(at).locator('.question').count()) === 1;
  const drawn = async (): Promise<number> => chat.page.locator('.turn-body').count();
  const nodes = async (): Promise<number> =>
    chat.page.evaluate(
      '(() => { const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL); let count = 0; while (walker.nextNode()) count++; return count; })()',
    );
  const inLog = async <Value>(expression: string): Promise<Value> =>
    chat.page.evaluate<Value>(`((log) => ${expression})(document.querySelector('[role=log]'))`);
  const gap = async (): Promise<number> => inLog('log.scrollHeight - log.clientHeight - log.scrollTop');
  const focused = async (): Promise<string> =>
    chat.page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent');
  const top = async (at: number): Promise<number> =>
    chat.page.evaluate(`document.querySelectorAll('article')[${at}].getBoundingClientRect().top`);

  /** Until all that is near the view is drawn and what is far is not. */
  async function calm(): Promise<void> {
    for (let before = -1, now = await drawn(); now !== before;) {
      before = now;
      for (let frames = 0; frames < 3; frames++) await chat.settle();
      now = await drawn();
    }
  }

  /** The test's own time limit ends a wait in vain. */
  async function until(condition: string): Promise<void> {
    while (!(await inLog<boolean>(condition))) await chat.settle();
  }

  async function scrollTo(place: number | 'end'): Promise<void> {
    await inLog(`{ log.scrollTop = ${place === 'end' ? 'log.scrollHeight' : place}; }`);
    await chat.settle();
  }

  async function pressed(button: Locator): Promise<readonly FromPage[]> {
    await chat.newlyPosted();
    await button.click();
    return chat.newlyPosted();
  }

  describe('of a thousand turns', () => {
    const turns = manyTurns(1000);

    beforeEach(async () => {
      await chat.send(snapshot(turns));
      await calm();
    });

    it('sees its end, and finds every turn by its name, while only those near the view are drawn', async () => {
      assert.ok((await gap()) < 2);
      assert.ok(await isDrawn(999));
      assert.ok(await chat.page.getByText('Question 999: what').isVisible());
      assert.equal(await chat.page.getByRole('article').count(), 1000);
      assert.equal(await chat.page.getByRole('heading', { name: 'Question', exact: true }).count(), 1000);
      assert.equal(await article(3).getAttribute('aria-label'), 'Question: Question 3: what does this function do?');
      assert.ok((await drawn()) < 40, String(await drawn()));
      assert.ok((await nodes()) < 6000, String(await nodes()));
    });

    it('has no more in the page after a walk through all of it and back', async () => {
      const height = await inLog<number>('log.scrollHeight');
      for (const walk of [1, -1]) {
        for (let step = 0; step <= 30; step++) {
          await scrollTo(Math.round((height * (walk === 1 ? 30 - step : step)) / 30));
          const seen: number = await inLog(
            `[...log.querySelectorAll('article')].filter((one) => {
              const { top, bottom } = one.getBoundingClientRect();
              const frame = log.getBoundingClientRect();
              return bottom > frame.top && top < frame.bottom && one.querySelector('.question') === null;
            }).length`,
          );
          assert.equal(seen, 0, `step ${step}`);
        }
      }
      await calm();
      assert.ok((await drawn()) < 40, String(await drawn()));
      assert.ok((await nodes()) < 6000, String(await nodes()));
    });

    it('keeps the place of what is read while turns above it get their height', async () => {
      await scrollTo(await inLog<number>('Math.round(log.scrollHeight / 2)'));
      await calm();
      for (let step = 0; step < 12; step++) {
        await log().hover();
        const at: number = await inLog(
          `[...log.querySelectorAll('article')].findIndex((one) => one.getBoundingClientRect().bottom > log.getBoundingClientRect().top)`,
        );
        const before = await top(at);
        const scrollTop = await inLog<number>('log.scrollTop');
        await inLog('{ log.scrollTop -= 300; }');
        for (let frames = 0; frames < 3; frames++) await chat.settle();
        assert.ok(scrollTop > 1000);
        assert.ok(Math.abs((await top(at)) - before - 300) < 2, `${before} → ${await top(at)} at step ${step}`);
      }
    });

    it('moves by keyboard from end to end and by pages', async () => {
      await log().focus();
      await chat.page.keyboard.press('Home');
      await until('log.scrollTop === 0');
      await calm();
      assert.ok(await isDrawn(0));
      assert.ok(!(await isDrawn(500)));
      await chat.page.keyboard.press('PageDown');
      await until('log.scrollTop > 300');
      await chat.page.keyboard.press('End');
      await until('log.scrollTop > 50_000');
      await calm();
      assert.ok((await gap()) < 25, String(await gap()));
      assert.equal(await chat.page.getByRole('button', { name: 'Jump to Latest' }).count(), 0);
    });

    it('jumps to the latest from the beginning', async () => {
      await scrollTo(0);
      await calm();
      await chat.page.getByRole('button', { name: 'Jump to Latest' }).click();
      await calm();
      assert.ok((await gap()) < 2, String(await gap()));
      assert.ok(await isDrawn(998));
    });

    it('never loses the keyboard: what has it stays, and the next turn is there for the Tab key', async () => {
      await scrollTo(0);
      await calm();
      await article(2).getByRole('button', { name: 'Copy Answer' }).focus();
      await scrollTo('end');
      await calm();
      assert.equal(await focused(), 'Copy Answer');
      assert.ok(await isDrawn(2));
      assert.ok(!(await isDrawn(9)));
      const owner = async (): Promise<number> =>
        chat.page.evaluate(
          '[...document.querySelectorAll("article")].indexOf(document.activeElement.closest("article"))',
        );
      let before = 2;
      for (let presses = 0; presses < 80; presses++) {
        await chat.page.keyboard.press('Tab');
        await chat.settle();
        const at = await owner();
        assert.ok(at === before || at === before + 1, `${before} → ${at}`);
        before = at;
      }
      assert.ok(before > 6, String(before));
    });

    it('copies all of it after Select All, also what is not drawn', async () => {
      await chat.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await log().focus();
      await chat.page.keyboard.press('ControlOrMeta+a');
      await chat.page.keyboard.press('ControlOrMeta+c');
      const text: string = await chat.page.evaluate('navigator.clipboard.readText()');
      for (const at of [0, 1, 500, 998, 999]) assert.ok(text.includes(`Question ${at}: what`), String(at));
      assert.ok(text.includes('| Option | Default | Meaning |'));
    });

    it('copies from the middle of one turn to the middle of another far away, and both stay', async () => {
      await chat.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await scrollTo(0);
      await calm();
      await chat.page.evaluate(`{
        const start = document.querySelectorAll('article')[1].querySelector('.question').firstChild;
        document.getSelection().setBaseAndExtent(start, 9, start, 9);
      }`);
      await scrollTo('end');
      await calm();
      await chat.page.evaluate(`{
        const start = document.getSelection().anchorNode;
        const end = document.querySelectorAll('article')[999].querySelector('.question').firstChild;
        document.getSelection().setBaseAndExtent(start, 9, end, 12);
      }`);
      await scrollTo(await inLog<number>('Math.round(log.scrollHeight / 2)'));
      await calm();
      assert.ok(await isDrawn(1));
      await log().focus();
      await chat.page.keyboard.press('ControlOrMeta+c');
      const text: string = await chat.page.evaluate('navigator.clipboard.readText()');
      assert.equal(text.slice(0, 29), '1: what does this function do');
      assert.ok(text.includes('Question 500: what does'));
      assert.equal(text.slice(-12), 'Question 999');
    });

    it('finds a turn as it was when it comes back: the same answer, and open what was opened', async () => {
      await scrollTo(0);
      await calm();
      const html = await article(0).locator('.markdown').innerHTML();
      await article(0).locator('summary').click();
      // What has the keyboard would stay.
      await chat.page.getByRole('textbox', { name: 'Ask Tollfree' }).click();
      await scrollTo('end');
      await calm();
      assert.ok(!(await isDrawn(0)));
      await scrollTo(0);
      await calm();
      assert.equal(await article(0).locator('.markdown').innerHTML(), html);
      assert.notEqual(await article(0).locator('details').getAttribute('open'), null);
    });

    it('loses nothing of a question that is being edited', async () => {
      await scrollTo(0);
      await calm();
      await article(1).hover();
      await article(1).getByRole('button', { name: 'Edit' }).click();
      await chat.page.getByRole('textbox', { name: 'Edit question' }).fill('Typed and not sent');
      await chat.page.getByRole('textbox', { name: 'Ask Tollfree' }).focus();
      await scrollTo('end');
      await calm();
      await chat.send({ type: 'turn', turn: { ...(turns[1] ?? finished), superseded: true } });
      await scrollTo(0);
      assert.equal(await chat.page.getByRole('textbox', { name: 'Edit question' }).inputValue(), 'Typed and not sent');
    });

    it('gets what changed in a turn out of view, and what comes for one', async () => {
      await chat.send(
        { type: 'turn', turn: { ...finished, id: 'n1', question: 'Another question', answer: 'Another answer.' } },
        { type: 'delta', turnId: 'n2', text: ' And more.', reasoning: '' },
      );
      assert.ok(!(await isDrawn(1)));
      assert.equal(await article(1).getAttribute('aria-label'), 'Question: Another question');
      await scrollTo(0);
      await calm();
      assert.equal(await article(1).locator('.markdown').innerText(), 'Another answer.');
      assert.match(await article(2).locator('.markdown').innerText(), /And more\.$/);
    });

    it('sees an answer that streams out of view when coming back to it, without being moved meanwhile', async () => {
      await chat.send({ type: 'turn', turn: { ...waiting, answer: 'First', state: 'streaming' } });
      await scrollTo(0);
      await calm();
      for (let piece = 0; piece < 20; piece++) {
        await chat.send({ type: 'delta', turnId: waiting.id, text: ` word${piece}\n\n`, reasoning: '' });
      }
      assert.equal(await inLog('log.scrollTop'), 0);
      assert.match(await article(1000).locator('.markdown').innerText(), /^First word0\s+word1\s[^]*word19$/);
      await chat.page.getByRole('button', { name: 'Jump to Latest' }).click();
      await chat.settle();
      assert.ok((await gap()) < 2);
    });

    it('sees nothing of one conversation in another, which is shown from its end', async () => {
      await scrollTo(0);
      await calm();
      await article(0).locator('summary').click();
      await chat.send(snapshot(manyTurns(500, 'other')));
      await calm();
      assert.equal(await chat.page.getByRole('article').count(), 500);
      assert.ok((await gap()) < 2, String(await gap()));
      await scrollTo(0);
      await calm();
      assert.equal(await article(0).locator('details').getAttribute('open'), null);
      await chat.send(snapshot([finished]));
      assert.equal(await chat.page.getByRole('article').count(), 1);
      await chat.send(snapshot([]));
      assert.equal(await chat.page.getByRole('article').count(), 0);
      await chat.page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
    });

    it('comes back to the place where it was left, though nothing above is measured yet', async () => {
      await scrollTo(0);
      await calm();
      for (let step = 1; step < 30; step++) await scrollTo(step * 700);
      await calm();
      const at: number = await inLog(
        `[...log.querySelectorAll('article')].findIndex((one) => one.getBoundingClientRect().bottom > log.getBoundingClientRect().top)`,
      );
      const before = await top(at);
      const saved = await chat.saved();
      await chat.page.context().close();
      chat = await openChatPage(browser, { saved });
      await chat.send(snapshot(turns));
      await calm();
      assert.ok(at > 5);
      assert.ok(Math.abs((await top(at)) - before) < 3, `turn ${at}: ${before} → ${await top(at)}`);
    });

    it('keeps the end in view in another width, and guesses the heights anew', async () => {
      const height = await inLog<number>('log.scrollHeight');
      await chat.page.setViewportSize({ width: 260, height: 800 });
      await until(`log.scrollHeight > ${height * 1.2}`);
      await calm();
      assert.ok((await gap()) < 2, String(await gap()));
    });

    it('has no defect that axe finds', async () => {
      assert.deepEqual(await findDefects(chat.page), []);
    });
  });

  it('keeps the place below a very long answer that is filled in when it comes near', async () => {
    const turns = manyTurns(40);
    const long = '## A\n\nWords **and** more.\n\n```ts\nconst a = 1;\n```\n\n- one\n- two\n\n'.repeat(1500);
    await chat.send(snapshot(turns.with(20, { ...(turns[20] ?? finished), answer: long })));
    await calm();
    assert.ok(!(await isDrawn(20)));
    await inLog("{ log.scrollTop = document.querySelectorAll('article')[21].offsetTop - 300; }");
    await chat.settle();
    await chat.settle();
    const before = await top(21);
    await article(20).locator('[data-partial]').waitFor({ state: 'attached' });
    await article(20).locator('[data-partial]').waitFor({ state: 'detached' });
    await calm();
    assert.equal(await article(20).locator('.code-block').count(), 1500);
    assert.ok(Math.abs((await top(21)) - before) < 2, `${before} → ${await top(21)}`);
  });

  describe('at a turn', () => {
    const tool = (name: string, at = 0): Locator => article(at).getByRole('button', { name, exact: true });

    it('copies the answer as Markdown, asks again, asks another model, branches', async () => {
      await chat.send(snapshot([finished]));
      assert.deepEqual(await pressed(tool('Copy Answer')), [{ type: 'copy', text: finished.answer }]);
      assert.deepEqual(await pressed(tool('Retry')), [{ type: 'retry', turnId: 't1' }]);
      assert.equal(await tool('Retry').getAttribute('title'), 'Retry · 1 request');
      assert.deepEqual(await pressed(tool('Retry with Another Model…')), [{ type: 'retryWith', turnId: 't1' }]);
      assert.deepEqual(await pressed(tool('Branch from Here')), [{ type: 'branch', turnId: 't1' }]);
    });

    it('is told why nothing can be asked while an answer is under way', async () => {
      await chat.send(snapshot([finished, waiting], busy));
      await chat.newlyPosted();
      for (const name of ['Edit', 'Retry', 'Retry with Another Model…', 'Branch from Here']) {
        assert.equal(await tool(name).getAttribute('aria-disabled'), 'true', name);
        assert.match((await tool(name).getAttribute('title')) ?? '', /: Wait for the answer, or stop it\.$/);
        await tool(name).focus();
        await chat.page.keyboard.press('Enter');
      }
      assert.deepEqual(await chat.newlyPosted(), []);
      assert.equal(await tool('Copy Answer').getAttribute('aria-disabled'), null);
      // What is under way has no answer to do anything with.
      assert.deepEqual(await article(1).getByRole('button').allInnerTexts(), ['', 'Cancel']);
    });

    it('finds the tools by keyboard and, under the pointer, by eye; those of the last turn always', async () => {
      await chat.send(snapshot([finished, bySomeoneElse]));
      const shown = async (at: number): Promise<string> =>
        chat.page.evaluate(
          `getComputedStyle(document.querySelectorAll('article')[${at}].querySelector('.tools')).opacity`,
        );
      await chat.page.mouse.move(0, 0);
      assert.equal(await shown(0), '0');
      assert.equal(await shown(1), '1');
      await article(0).hover();
      assert.equal(await shown(0), '1');
      await chat.page.mouse.move(0, 0);
      await tool('Copy Answer').focus();
      assert.equal(await shown(0), '1');
    });

    it('reads that an answer was asked for again, and can still read and copy it', async () => {
      await chat.send(snapshot([superseded, bySomeoneElse]));
      assert.equal(await article(0).getByTestId('superseded').innerText(), 'Asked again below');
      assert.deepEqual(
        await article(0)
          .locator('.tools')
          .last()
          .getByRole('button')
          .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label'))),
        ['Copy Answer', 'Branch from Here'],
      );
    });

    it('opens all that is known about an answer, also by keyboard', async () => {
      await chat.send(snapshot([detailed]));
      const facts = chat.page.getByTestId('facts');
      assert.ok(await facts.isHidden());
      assert.equal(await tool('Details').getAttribute('aria-expanded'), 'false');
      await tool('Details').focus();
      await chat.page.keyboard.press('Enter');
      assert.equal(await tool('Details').getAttribute('aria-expanded'), 'true');
      const pairs = await facts.locator('div').allInnerTexts();
      assert.deepEqual(
        pairs.slice(0, 2).map((pair) => pair.split(/\s*\n\s*/)),
        [
          ['Served by', 'google/gemma-4-31b-it:free'],
          ['Provider', 'Google AI Studio'],
        ],
      );
      assert.equal(pairs.length, detailed.served?.facts?.length);
    });

    it('has no details where nothing more is known', async () => {
      await chat.send(snapshot([finished]));
      assert.equal(await tool('Details').count(), 0);
    });

    it('sees what the model did not get, at the question and in the transcript, and whom the user chose', async () => {
      await chat.send(snapshot([finished, bySomeoneElse, leftOut]));
      assert.equal(await article(2).getByTestId('left-out').innerText(), leftOut.leftOut?.sentence);
      assert.equal(await article(2).getByTestId('chosen').innerText(), leftOut.chosen);
      const divider = chat.page.getByRole('separator', { name: 'Not sent with the last question: everything above' });
      assert.equal(await divider.innerText(), 'Not sent with the last question');
      const order = await chat.page.evaluate<string[]>(
        '[...document.querySelectorAll(".turn-group > *")].map((one) => one.tagName + (one.classList.contains("outside") ? " outside" : ""))',
      );
      assert.deepEqual(order, ['ARTICLE outside', 'DIV', 'ARTICLE', 'ARTICLE']);
      // All of it came along with the next question.
      await chat.send({ type: 'turn', turn: { ...finished, id: 't14' } });
      assert.equal(await divider.count(), 0);
      assert.equal(await chat.page.locator('.outside').count(), 0);
    });

    it('sees that nothing before the last question went along', async () => {
      const { leftOut: left, ...rest } = leftOut;
      const sentence = left?.sentence ?? '';
      await chat.send(snapshot([finished, bySomeoneElse, { ...rest, leftOut: { count: 2, sentence } }]));
      assert.equal(await chat.page.locator('.outside').count(), 2);
      assert.equal(
        await chat.page.locator('.divider + article').getAttribute('aria-label'),
        `Question: ${rest.question}`,
      );
    });

    it('reads right to left what is written so, but code from left to right', async () => {
      await chat.send(snapshot([arabic]));
      const direction = async (selector: string): Promise<string> =>
        chat.page.evaluate(`getComputedStyle(document.querySelector('article ${selector}')).direction`);
      assert.equal(await direction('.question'), 'rtl');
      assert.equal(await direction('.markdown p'), 'rtl');
      assert.equal(await direction('pre'), 'ltr');
    });
  });

  describe('who asks a question otherwise', () => {
    const editBox = (): Locator => chat.page.getByRole('textbox', { name: 'Edit question' });

    beforeEach(async () => {
      await chat.send(snapshot([finished, bySomeoneElse]));
      await article(0).getByRole('button', { name: 'Edit', exact: true }).focus();
      await chat.page.keyboard.press('Enter');
      await chat.newlyPosted();
    });

    it('has it in a box in its place, with the price, and reads what becomes of the conversation', async () => {
      assert.equal(await editBox().inputValue(), finished.question);
      assert.equal(await focused(), 'Edit question');
      await article(0).getByText('The conversation as it is stays in the history.').waitFor();
      assert.equal(await article(0).getByRole('button', { name: 'Send · 1 request' }).count(), 1);
    });

    it('sends it with Enter, after a new line with Shift+Enter, and goes on in the composer', async () => {
      await editBox().fill('One');
      await chat.page.keyboard.press('Shift+Enter');
      await chat.page.keyboard.type('two ');
      await chat.page.keyboard.press('Enter');
      assert.deepEqual(await chat.newlyPosted(), [{ type: 'edit', turnId: 't1', text: 'One\ntwo' }]);
      assert.equal(await editBox().count(), 0);
      assert.equal(await focused(), 'Ask Tollfree');
    });

    it('finds it again after the page was away, and nothing of it once it was given up', async () => {
      await editBox().fill('Half a ques');
      const told = (await chat.posted()).filter(({ type }) => type === 'editing');
      assert.deepEqual(told, [{ type: 'editing', turnId: 't1', text: 'Half a ques' }]);
      await chat.page.keyboard.press('Escape');
      assert.deepEqual((await chat.posted()).at(-1), { type: 'editing', turnId: 't1' });
      await chat.page.reload();
      await chat.send(snapshot([{ ...finished, edit: 'Half a ques' }, bySomeoneElse]));
      assert.equal(await editBox().inputValue(), 'Half a ques');
      assert.notEqual(await focused(), 'Edit question');
    });

    it('leaves it as it was with Escape, with the keyboard where it was', async () => {
      await editBox().fill('Nonsense');
      await chat.page.keyboard.press('Escape');
      assert.deepEqual(await chat.newlyPosted(), []);
      assert.equal(await article(0).locator('.question').innerText(), finished.question);
      assert.equal(await focused(), 'Edit');
    });

    it('cannot send nothing, nor while another answer is under way', async () => {
      const send = article(0).getByRole('button', { name: 'Send · 1 request' });
      await editBox().fill(' ');
      assert.ok(await send.isDisabled());
      await editBox().press('Enter');
      await editBox().fill('More');
      await chat.send({ type: 'status', status: busy });
      assert.ok(await send.isDisabled());
      await editBox().press('Enter');
      assert.deepEqual(await chat.newlyPosted(), []);
      await article(0).getByText('Wait for the answer, or stop it.').waitFor();
      assert.equal(await editBox().inputValue(), 'More');
    });

    it('does not send with the Enter that ends the word of an input method', async () => {
      await editBox().dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true });
      await editBox().dispatchEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true });
      assert.deepEqual(await chat.newlyPosted(), []);
    });

    it('has no defect that axe finds', async () => {
      assert.deepEqual(await findDefects(chat.page), []);
    });
  });

  describe('at the head', () => {
    it('reads what the conversation is called and where it comes from', async () => {
      const status = { ...ready, title: 'Debounce', origin: { title: 'Timers' } };
      await chat.send(snapshot([finished], status));
      const button = (name: string): Locator => chat.page.getByRole('button', { name, exact: true });
      assert.deepEqual(await pressed(button('Rename: Debounce')), [{ type: 'action', action: 'renameChat' }]);
      assert.deepEqual(await pressed(button('Branched from “Timers”')), [{ type: 'openOrigin' }]);
    });

    it('leaves the way to other conversations to the title of the view, and has no name before anything is asked', async () => {
      await chat.send(snapshot([]));
      assert.equal(await chat.page.getByRole('button', { name: /^Rename/ }).count(), 0);
      assert.equal(await chat.page.getByRole('button', { name: 'Chat History' }).count(), 0);
    });
  });

  it('has lines that can be read in a wide editor, in the middle', async () => {
    await chat.page.setViewportSize({ width: 1600, height: 800 });
    await chat.send(snapshot([finished]));
    const { x = 0, width = 0 } = (await article(0).boundingBox()) ?? {};
    assert.ok(width <= 760 && width > 600, String(width));
    assert.ok(Math.abs(x + width / 2 - 800) < 12, String(x + width / 2));
  });
});
