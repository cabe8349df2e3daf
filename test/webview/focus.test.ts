import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import type { ChatStatus, ToPage, TurnView } from '../../src/protocol/messages';
import { launchBrowser } from '../launch/browser';
import { type ChatPage, type ChatPageOptions, openChatPage } from './chatPage';
import { bySomeoneElse, finished, manyTurns, ready, switched, waiting } from './scenes';

function snapshot(turns: readonly TurnView[], more: Partial<Extract<ToPage, { type: 'snapshot' }>> = {}): ToPage {
  return { type: 'snapshot', status: ready, turns, draft: '', ...more };
}

const busy: ChatStatus = { ...ready, busy: true };
const failed: TurnView = { ...finished, id: 'f1', state: 'failed', answer: '', failure: { sentence: 'Broken.' } };

describe('whoever goes on where the page changes under the hand', function () {
  this.timeout(60_000);
  let browser: Browser;
  let chat: ChatPage;

  async function open(options: ChatPageOptions = {}): Promise<void> {
    await chat?.page.context().close();
    chat = await openChatPage(browser, options);
  }

  before(async () => {
    browser = await launchBrowser();
  });

  beforeEach(async () => {
    await open();
  });

  afterEach(async () => {
    assert.deepEqual(await chat.violations(), []);
  });

  after(async () => {
    await browser.close();
  });

  const box = (): Locator => chat.page.getByRole('textbox', { name: 'Ask Tollfree' });
  const button = (name: string): Locator => chat.page.getByRole('button', { name, exact: true });
  const alerts = (): Locator => chat.page.getByRole('alert');
  const kinds = async (): Promise<readonly string[]> => (await chat.newlyPosted()).map(({ type }) => type);
  const focused = async (): Promise<string> =>
    chat.page.evaluate(
      '(document.activeElement === document.body ? "nothing" : document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent)',
    );
  /** The clicks of one double click, with what the host says between. */
  const clickTwice = async (target: Locator, ...between: readonly ToPage[]): Promise<void> => {
    const place = await target.boundingBox();
    assert.ok(place !== null);
    const [x, y] = [place.x + place.width / 2, place.y + place.height / 2];
    await chat.page.mouse.click(x, y);
    await chat.send(...between);
    await chat.page.mouse.down({ clickCount: 2 });
    await chat.page.mouse.up({ clickCount: 2 });
    await chat.settle();
  };

  describe('with a double click', () => {
    it('does not stop the answer that the first click asked for', async () => {
      await chat.send(snapshot([finished]));
      await box().fill('Why?');
      await chat.newlyPosted();
      await clickTwice(button('Send'), { type: 'status', status: busy }, { type: 'turn', turn: waiting });
      assert.deepEqual(await kinds(), ['send']);
    });

    it('does not send what is typed when the first click stopped an answer', async () => {
      await chat.send(snapshot([finished, waiting], { status: busy }));
      await box().fill('What I write next');
      await chat.newlyPosted();
      await clickTwice(
        button('Stop'),
        { type: 'status', status: ready },
        { type: 'turn', turn: { ...waiting, state: 'stopped' } },
      );
      assert.deepEqual(await kinds(), ['stop']);
      assert.equal(await box().inputValue(), 'What I write next');
    });
  });

  describe('by keyboard never falls out of the page', () => {
    const stopped: TurnView = { ...finished, state: 'stopped', cut: true };
    const cases: Readonly<Record<string, readonly [string, ToPage, readonly ToPage[]]>> = {
      'stops an answer': ['Stop', snapshot([waiting], { status: busy }), [{ type: 'status', status: ready }]],
      'cancels a wait': [
        'Cancel',
        snapshot([{ ...waiting, waiting: { why: 'retry', left: 9000 } }], { status: busy }),
        [
          { type: 'status', status: ready },
          { type: 'turn', turn: { ...waiting, state: 'stopped' } },
        ],
      ],
      retries: [
        'Retry · 1 request',
        snapshot([failed]),
        [
          { type: 'status', status: busy },
          { type: 'turn', turn: waiting },
        ],
      ],
      'goes on': [
        'Continue · 1 request',
        snapshot([stopped]),
        [
          { type: 'status', status: busy },
          { type: 'turn', turn: waiting },
        ],
      ],
      'dismisses the banner': [
        'Dismiss',
        snapshot([bySomeoneElse], { status: { ...ready, banner: switched } }),
        [{ type: 'status', status: ready }],
      ],
      'dismisses news': [
        'Dismiss news',
        snapshot([], { status: { ...ready, news: 'One is new.' } }),
        [{ type: 'status', status: ready }],
      ],
    };
    for (const [name, [label, first, then]] of Object.entries(cases)) {
      it(`who ${name}`, async () => {
        await chat.send(first);
        await button(label).press('Enter');
        await chat.send(...then);
        await chat.settle();
        assert.notEqual(await focused(), 'nothing');
      });
    }

    it('who jumps to the latest', async () => {
      await chat.send(snapshot(manyTurns(40)));
      await chat.page.evaluate("document.querySelector('[role=log]').scrollTop = 0");
      await chat.settle();
      await button('Jump to Latest').press('Enter');
      await chat.settle();
      assert.equal(await focused(), 'Conversation');
    });

    it('who edits a question of a conversation that is left', async () => {
      await chat.send(snapshot([finished], { conversation: 'a' }));
      await button('Edit').press('Enter');
      await chat.send(snapshot([], { conversation: 'b' }));
      await chat.settle();
      assert.notEqual(await focused(), 'nothing');
    });

    it('but is not moved where it was on nothing', async () => {
      await chat.send(snapshot([finished, waiting], { status: busy }));
      await button('Stop').focus();
      await chat.page.getByTestId('progress').click();
      assert.equal(await focused(), 'Conversation');
    });
  });

  it('recalls on past a question that ends in a mention', async () => {
    await chat.send(snapshot([], { recent: ['first', 'what is in #app.ts'] }));
    await box().click();
    await chat.newlyPosted();
    await chat.page.keyboard.press('ArrowUp');
    await chat.settle();
    assert.equal(await box().inputValue(), 'what is in #app.ts');
    assert.deepEqual(await kinds(), []);
  });

  it('comes back to a place of the conversation it belongs to, and to no other', async () => {
    await open({ saved: { scrollTop: 3.5, conversation: 'a' } });
    await chat.send(snapshot(manyTurns(30), { conversation: 'b' }));
    await chat.settle();
    const gap: number = await chat.page.evaluate(
      "(({ scrollHeight, clientHeight, scrollTop }) => scrollHeight - clientHeight - scrollTop)(document.querySelector('[role=log]'))",
    );
    assert.ok(gap < 2, String(gap));
  });

  it('follows the first answer though the empty page was scrolled', async () => {
    await open({ height: 300 });
    await chat.send(snapshot([]));
    for (const top of [1000, 0]) {
      await chat.page.evaluate(`document.querySelector('[role=log]').scrollTop = ${top}`);
      await chat.settle();
    }
    await chat.send({ type: 'turn', turn: { ...waiting, state: 'streaming', answer: 'x\n\n'.repeat(100) } });
    await chat.settle();
    const gap: number = await chat.page.evaluate(
      "(({ scrollHeight, clientHeight, scrollTop }) => scrollHeight - clientHeight - scrollTop)(document.querySelector('[role=log]'))",
    );
    assert.ok(gap < 2, String(gap));
  });

  it('finds a question again that was being edited when another conversation was shown', async () => {
    await chat.send(snapshot([finished], { conversation: 'a' }));
    await button('Edit').click();
    await chat.page.keyboard.type(' More words.');
    await chat.send(snapshot([], { conversation: 'b' }));
    await chat.send(snapshot([finished], { conversation: 'a' }));
    const edit = chat.page.getByRole('textbox', { name: 'Edit question' });
    assert.match(await edit.inputValue({ timeout: 2000 }), / More words\.$/);
  });

  it('hears that it was copied, each time', async () => {
    await chat.send(snapshot([finished]));
    await chat.page.evaluate(`
      window.heard = [];
      new MutationObserver(() => { window.heard.push(document.querySelector('[role=status]').textContent.trim()); })
        .observe(document.querySelector('[role=status]'), { childList: true, characterData: true, subtree: true });
    `);
    for (let times = 0; times < 3; times++) {
      await button('Copy Answer').click();
      await chat.settle();
    }
    assert.deepEqual(await chat.page.evaluate('window.heard'), ['Copied.', 'Copied.', 'Copied.']);
  });

  it('hears a failure when it comes, and not again when the page or the conversation comes back', async () => {
    await chat.send(snapshot([failed]));
    assert.equal(await alerts().count(), 0);
    await chat.send({ type: 'turn', turn: waiting });
    await chat.send({ type: 'turn', turn: { ...waiting, state: 'failed', failure: { sentence: 'Broken.' } } });
    assert.equal(await alerts().count(), 1);
    await chat.send(snapshot([finished], { conversation: 'b' }));
    await chat.send(
      snapshot([{ ...waiting, state: 'failed', failure: { sentence: 'Broken.' } }], { conversation: 'a' }),
    );
    assert.equal(await alerts().count(), 0);
  });

  it('gets the last words of one conversation not back in another by undoing', async () => {
    await chat.send(snapshot([finished], { conversation: 'a' }));
    await box().click();
    await chat.page.keyboard.type('of a');
    await chat.send(snapshot([bySomeoneElse], { conversation: 'b', draft: 'of b' }));
    assert.equal(await box().inputValue(), 'of b');
    await chat.page.keyboard.press('Control+Z');
    await chat.settle();
    assert.equal(await box().inputValue(), 'of b');
  });

  it('sees where the keyboard is where the system forces its colours', async () => {
    await chat.send(snapshot([finished]));
    await chat.page.emulateMedia({ forcedColors: 'active' });
    await box().focus();
    const styles = async (): Promise<string> =>
      chat.page.evaluate("getComputedStyle(document.querySelector('.composer-box')).outlineStyle");
    assert.equal(await styles(), 'solid');
    await button('Edit').focus();
    assert.equal(await styles(), 'none');
  });

  it('keeps the keys of the edited question from the editor', async () => {
    await chat.send(snapshot([finished]));
    await chat.page.evaluate(
      "window.keys = []; window.addEventListener('keydown', ({ key }) => window.keys.push(key))",
    );
    await button('Edit').click();
    await chat.page.keyboard.press('Escape');
    assert.deepEqual(await chat.page.evaluate('window.keys'), []);
  });

  it('reads a few reasons and not a thousand where a thousand files do not go', async () => {
    await chat.send(snapshot([finished]));
    await chat.page.evaluate(`(() => {
      const data = new DataTransfer();
      for (let at = 0; at < 1000; at++) data.items.add(new File(['a\\0b'], 'file' + at + '.bin'));
      document.querySelector('textarea').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    })()`);
    while (!(await chat.page.getByTestId('hint').innerText()).includes('file0')) await chat.settle();
    assert.ok((await chat.page.getByTestId('hint').innerText()).length < 400);
  });

  it('keeps the page alive where a small file holds a huge picture', async () => {
    await chat.send(snapshot([finished], { status: { ...ready, seesPictures: true } }));
    // Header of a PNG of 16,000 by 16,000 in one bit, with lines of zeros.
    const size: number = await chat.page.evaluate(`(async () => {
      const side = 16000;
      const crcs = Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n >>> 0; });
      const crc = (bytes) => { let c = 0xffffffff; for (const b of bytes) c = crcs[(c ^ b) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };
      const chunk = (type, data) => { const out = new Uint8Array(12 + data.length); const v = new DataView(out.buffer); v.setUint32(0, data.length);
        out.set(new TextEncoder().encode(type), 4); out.set(data, 8); v.setUint32(8 + data.length, crc(out.subarray(4, 8 + data.length))); return out; };
      const head = new Uint8Array(13); const v = new DataView(head.buffer); v.setUint32(0, side); v.setUint32(4, side); head[8] = 1;
      const raw = new Uint8Array((side / 8 + 1) * side);
      const packed = new Uint8Array(await new Response(new Blob([raw]).stream().pipeThrough(new CompressionStream('deflate'))).arrayBuffer());
      const file = new File([new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', packed), chunk('IEND', new Uint8Array(0))], 'bomb.png', { type: 'image/png' });
      window.decoded = 0;
      const real = window.createImageBitmap; window.createImageBitmap = (...all) => { window.decoded++; return real(...all); };
      const data = new DataTransfer(); data.items.add(file);
      document.querySelector('textarea').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
      return file.size;
    })()`);
    assert.ok(size < 100_000);
    while (!(await chat.page.getByTestId('hint').innerText()).includes('bomb.png is too large.')) await chat.settle();
    assert.equal(await chat.page.evaluate('window.decoded'), 0);
  });
});
