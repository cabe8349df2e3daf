import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import type { Browser, Locator } from 'playwright-core';
import type { FromPage, ToPage, TurnView } from '../../src/protocol/messages';
import { launchBrowser } from '../launch/browser';
import { findDefects } from '../support/axe';
import { inProject } from './browserPage';
import { type ChatPage, type ChatPageOptions, openChatPage } from './chatPage';
import { able, composerScenes, hostileSuggestions, suggestions, withTokens } from './composerScenes';
import { finished, ready } from './scenes';
import { themes } from './themes';

type Suggest = Extract<FromPage, { type: 'suggest' }>;

function snapshot(more: Partial<Extract<ToPage, { type: 'snapshot' }>> = {}): ToPage {
  return { type: 'snapshot', status: able, turns: [], draft: '', ...more };
}

describe('a person at the composer', function () {
  this.timeout(60_000);
  let browser: Browser;
  let chat: ChatPage;

  async function open(options: ChatPageOptions = {}): Promise<void> {
    await chat?.page.context().close();
    chat = await openChatPage(browser, options);
    await chat.send(snapshot());
    await box().click();
    await chat.newlyPosted();
  }

  before(async () => {
    browser = await launchBrowser();
    mkdirSync(inProject('out', 'screenshots'), { recursive: true });
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
  const list = (): Locator => chat.page.getByRole('listbox', { name: 'Suggestions' });
  const text = async (): Promise<string> => box().inputValue();
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await chat.page.keyboard.press(key);
  };
  const type = async (words: string): Promise<void> => {
    await chat.page.keyboard.type(words);
    await chat.settle();
  };
  const posted = async (kind: FromPage['type']): Promise<readonly FromPage[]> =>
    (await chat.posted()).filter((message) => message.type === kind);
  const lastSuggest = async (): Promise<Suggest> => {
    const asked = (await chat.posted()).findLast((message) => message.type === 'suggest');
    assert.ok(asked !== undefined, 'nothing was asked for');
    return asked;
  };
  /** Answers the newest question for suggestions. */
  const suggest = async (items = suggestions): Promise<void> => {
    await chat.send({ type: 'suggestions', request: (await lastSuggest()).request, items });
  };
  const active = async (): Promise<string> => {
    const id = await box().getAttribute('aria-activedescendant');
    if (id === null) return '';
    assert.equal(await chat.page.locator(`#${id}`).getAttribute('aria-selected'), 'true');
    assert.equal(await list().locator('[aria-selected=true]').count(), 1);
    return chat.page.locator(`#${id} .suggestion-label`).innerText();
  };
  const caret = async (): Promise<number> => chat.page.evaluate('document.activeElement.selectionStart');
  const said = async (words: string): Promise<void> =>
    chat.page.locator('[role=status]').getByText(words, { exact: true }).waitFor({ state: 'attached' });

  describe('who goes back to earlier questions', () => {
    const turn = (id: string, question: string): TurnView => ({ ...finished, id, question });

    beforeEach(async () => {
      await chat.send(
        snapshot({ recent: ['old', 'first', 'first'], turns: [turn('a', 'first'), turn('b', 'second')] }),
      );
    });

    it('finds those sent here, those of the conversation and those of before, each once', async () => {
      await type('mine');
      await press('Enter');
      const found: string[] = [];
      for (let count = 0; count < 6; count++) {
        await press('ArrowUp');
        found.push(await text());
      }
      assert.deepEqual(found, ['mine', 'second', 'first', 'old', 'old', 'old']);
    });

    it('comes forward again to what was typed before', async () => {
      await type('  ');
      await press('ArrowUp', 'ArrowUp');
      assert.equal(await text(), 'first');
      await press('ArrowDown');
      assert.equal(await text(), 'second');
      await press('ArrowDown');
      assert.equal(await text(), '  ');
      await press('ArrowDown');
      assert.equal(await text(), '  ');
    });

    it('keeps what was typed or changed: arrows then only move the caret', async () => {
      await type('typed');
      await press('ArrowUp');
      assert.equal(await text(), 'typed');
      await press('ControlOrMeta+A', 'Backspace', 'ArrowUp');
      assert.equal(await text(), 'second');
      await type('!');
      await press('ArrowUp', 'ArrowDown');
      assert.equal(await text(), 'second!');
    });

    it('walks through the lines of a recalled question before it leaves it', async () => {
      const wrapped = 'word '.repeat(60).trim();
      await chat.send(snapshot({ turns: [turn('a', 'one'), turn('b', `${wrapped}\nlast line`)] }));
      await press('ArrowUp');
      assert.match(await text(), /last line$/);
      await press('ArrowDown', 'ArrowUp');
      assert.match(await text(), /last line$/, 'a line further down, and back');
      await press('ArrowUp');
      assert.equal(await text(), 'one');
      await press('ArrowDown');
      assert.match(await text(), /last line$/);
      assert.equal(await caret(), wrapped.length + 10);
      await press('Home', 'ArrowUp');
      assert.match(await text(), /last line$/, 'the caret is on a wrapped line, which is not the first');
      assert.ok((await caret()) > 0);
    });

    it('can undo it', async () => {
      await press('ArrowUp', 'ControlOrMeta+Z');
      assert.equal(await text(), '');
    });

    it('can send what was found, as it is', async () => {
      await press('ArrowUp');
      await press('Enter');
      assert.deepEqual((await posted('send')).at(-1), { type: 'send', text: 'second' });
    });
  });

  describe('who mentions something', () => {
    for (const [typed, trigger, query] of [
      ['@', '@', ''],
      ['look at @app', '@', 'app'],
      ['see (#src/co', '#', 'src/co'],
      ['/fi', '/', 'fi'],
      ['one\n@x', '@', 'x'],
    ] as const) {
      it(`gets suggestions for ${JSON.stringify(typed)}`, async () => {
        await box().fill(typed);
        await chat.settle();
        const { request: _, ...asked } = await lastSuggest();
        assert.deepEqual(asked, { type: 'suggest', trigger, query });
      });
    }

    for (const typed of ['me@example.org', 'either/or', ' /fix', '# Heading', 'C#', '/usr/bin', 'a @x y']) {
      it(`gets none for ${JSON.stringify(typed)}`, async () => {
        await box().fill(typed);
        await chat.settle();
        assert.deepEqual(await posted('suggest'), []);
      });
    }

    it('asks once a frame, and the answer to an earlier question is not shown', async () => {
      await chat.page.evaluate(`
        const box = document.querySelector('textarea');
        for (const text of ['@', '@a', '@ap', '@app']) {
          box.value = text;
          box.setSelectionRange(text.length, text.length);
          box.dispatchEvent(new InputEvent('input', { bubbles: true }));
        }
      `);
      await chat.settle();
      assert.equal((await posted('suggest')).length, 1);
      const { request, query } = await lastSuggest();
      assert.equal(query, 'app');
      await chat.send({ type: 'suggestions', request: request - 1, items: suggestions });
      assert.equal(await list().count(), 0);
      await suggest();
      assert.equal(await list().getByRole('option').count(), suggestions.length);
    });

    it('moves through them by keyboard, round and round', async () => {
      await type('@');
      await suggest();
      assert.equal(await active(), 'app.ts');
      assert.equal(await box().getAttribute('aria-controls'), await list().getAttribute('id'));
      await press('ArrowDown');
      assert.equal(await active(), 'core');
      await press('ArrowUp', 'ArrowUp');
      assert.equal(await active(), suggestions.at(-1)?.label);
      await press('ArrowDown');
      assert.equal(await active(), 'app.ts');
      await press('End');
      assert.equal(await active(), suggestions.at(-1)?.label);
      await press('Home');
      assert.equal(await active(), 'app.ts');
      const [file] = suggestions;
      assert.ok(file !== undefined);
      const many = Array.from({ length: 30 }, (_, index) => ({
        ...file,
        id: `${index}`,
        label: `${index}`,
      }));
      await type('a');
      await suggest(many);
      await press('PageDown');
      assert.equal(await active(), '8');
      await press('PageDown', 'PageDown', 'PageDown');
      assert.equal(await active(), '29');
      assert.ok(
        await chat.page.evaluate<boolean>(`(() => {
          const option = document.querySelector('[aria-selected=true]').getBoundingClientRect();
          const list = document.querySelector('[role=listbox]').getBoundingClientRect();
          return option.top >= list.top && option.bottom <= list.bottom;
        })()`),
        'the active one is in view',
      );
      await press('PageUp');
      assert.equal(await active(), '21');
      assert.equal(await text(), '@a');
    });

    it('sends a command that stands there whole with one Enter, and completes one that does not', async () => {
      const command = {
        id: 'command:history',
        label: '/history',
        detail: '',
        kind: 'command',
        text: '/history',
      } as const;
      await type('/his');
      await suggest([command]);
      await press('Enter');
      assert.equal(await text(), '/history ');
      await box().fill('');
      await type('/history');
      await suggest([command]);
      await chat.newlyPosted();
      await press('Enter');
      assert.deepEqual(await chat.newlyPosted(), [
        { type: 'choose', id: command.id },
        { type: 'send', text: '/history' },
      ]);
    });

    for (const key of ['Enter', 'Tab']) {
      it(`takes one with ${key}, which neither sends nor leaves the box`, async () => {
        await type('Why does @ap');
        await suggest();
        await press(key);
        assert.equal(await text(), 'Why does @app.ts ');
        assert.deepEqual(await posted('choose'), [{ type: 'choose', id: 'file:src/app.ts' }]);
        assert.equal(await list().count(), 0);
        assert.equal(await box().getAttribute('aria-controls'), null);
        await type('fail?');
        assert.equal(await text(), 'Why does @app.ts fail?');
        await press('Enter');
        assert.deepEqual(await posted('send'), [{ type: 'send', text: 'Why does @app.ts fail?' }]);
      });
    }

    it('takes one with the mouse, and can undo it', async () => {
      await type('Why does @c fail?');
      await press(...Array.from({ length: 6 }, () => 'ArrowLeft'));
      await type('o');
      await suggest();
      await list().getByText('core').click();
      assert.equal(await text(), 'Why does @core/ fail?');
      assert.equal(await caret(), 'Why does @core/ '.length);
      assert.equal(await chat.page.locator(':focus').getAttribute('aria-label'), 'Ask Tollfree');
      assert.deepEqual(await posted('choose'), [{ type: 'choose', id: 'folder:src/core' }]);
      await press('ControlOrMeta+Z');
      assert.match(await text(), /^Why does @co? fail\?$/);
    });

    it('goes on where one opens more', async () => {
      await type('@sy');
      await suggest(suggestions.slice(2, 3));
      await press('Enter');
      assert.equal(await text(), '@symbol:');
      await chat.settle();
      assert.equal((await lastSuggest()).query, 'symbol:');
      assert.deepEqual(await posted('choose'), [{ type: 'choose', id: 'symbols' }]);
      await suggest(suggestions.slice(0, 1));
      assert.equal(await active(), 'app.ts');
    });

    it('filters by typing on; Enter waits for what belongs to all that was typed', async () => {
      await type('@');
      await suggest();
      await type('co');
      assert.equal(await list().count(), 1, 'it does not flicker');
      await press('Enter');
      assert.deepEqual(await posted('choose'), []);
      await suggest(suggestions.slice(1, 2));
      assert.deepEqual(await posted('choose'), [{ type: 'choose', id: 'folder:src/core' }]);
      assert.equal(await text(), '@core/ ');
    });

    it('closes it with Escape, for this word and not for the next', async () => {
      await type('@a');
      await suggest();
      await press('Escape');
      assert.equal(await list().count(), 0);
      const asked = (await posted('suggest')).length;
      await type('pp');
      assert.equal((await posted('suggest')).length, asked);
      await press('Enter');
      assert.deepEqual(await posted('send'), [{ type: 'send', text: '@app' }]);
      await type('@b');
      await suggest();
      assert.equal(await list().count(), 1);
    });

    it('closes it when the caret leaves the word, the focus leaves the box, or nothing fits', async () => {
      await type('x @a');
      await suggest();
      await press('ArrowLeft', 'ArrowLeft');
      await chat.settle();
      assert.equal(await list().count(), 0);
      await press('End');
      await type('p');
      await suggest();
      await chat.page.getByRole('button', { name: 'Send' }).focus();
      await chat.settle();
      assert.equal(await list().count(), 0);
      await box().focus();
      await type('p');
      await suggest([]);
      assert.equal(await list().count(), 0);
      await press('Enter');
      assert.equal((await posted('send')).length, 1);
    });

    it('closes it when the host puts another text into the box', async () => {
      await type('@a');
      await suggest();
      await chat.send({ type: 'draft', text: '', replaces: true });
      assert.equal(await list().count(), 0);
    });

    it('does not take one with the Enter that ends the word of an input method', async () => {
      await type('@に');
      await suggest();
      await box().dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true });
      await box().dispatchEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true });
      assert.deepEqual(await posted('choose'), []);
    });

    it('hears how many there are, once it is quiet', async () => {
      await type('@');
      await suggest();
      await said(`${suggestions.length} suggestions`);
      await type('a');
      await suggest(suggestions.slice(0, 1));
      await said('1 suggestion');
    });

    it('sees hostile names as the text they are', async () => {
      await type('@');
      await suggest(hostileSuggestions);
      assert.deepEqual(
        await list().locator('.suggestion-label').allTextContents(),
        hostileSuggestions.map(({ label }) => label),
      );
      assert.equal(await list().locator('img, script').count(), 0);
      assert.equal(await chat.overflow(), 0);
      await press('Enter');
      assert.equal(await text(), `${hostileSuggestions[0]?.text ?? ''} `);
    });
  });

  describe('who brings pictures and files', () => {
    /** Pastes or drops files that the page makes itself; each a JavaScript expression for a File. */
    const bring = async (kind: 'paste' | 'drop', files: string, more = '', target = 'textarea'): Promise<boolean> => {
      const prevented = await chat.page.evaluate<boolean>(`(async () => {
        const draw = async (width, height, type, alpha) => {
          const canvas = new OffscreenCanvas(width, height);
          const context = canvas.getContext('2d');
          if (!alpha) { context.fillStyle = 'red'; context.fillRect(0, 0, width, height); }
          return canvas.convertToBlob({ type });
        };
        const noise = async (side) => {
          const canvas = new OffscreenCanvas(side, side);
          const pixels = new ImageData(side, side);
          let seed = 1;
          for (let at = 0; at < pixels.data.length; at++) {
            seed = (seed * 48271) % 2147483647;
            pixels.data[at] = at % 4 === 3 ? 255 : seed % 256;
          }
          canvas.getContext('2d').putImageData(pixels, 0, 0);
          return canvas.convertToBlob();
        };
        const data = new DataTransfer();
        for (const file of [${files}]) data.items.add(await file);
        ${more}
        const event = '${kind}' === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
        return !document.querySelector('${target}').dispatchEvent(event);
      })()`);
      await chat.settle();
      return prevented;
    };
    const added = async (): Promise<FromPage> => {
      let found: FromPage | undefined;
      while (found === undefined) {
        await chat.settle();
        found = (await chat.posted()).find(({ type: kind }) => kind === 'addPicture' || kind === 'addText');
      }
      return found;
    };
    /** Width, height and type of what the base64 really holds. */
    const measured = async ({ data }: Extract<FromPage, { type: 'addPicture' }>): Promise<readonly [number, number]> =>
      chat.page.evaluate(`(async () => {
        const bytes = Uint8Array.from(atob(${JSON.stringify(data)}), (char) => char.charCodeAt(0));
        const { width, height } = await createImageBitmap(new Blob([bytes]));
        return [width, height];
      })()`);
    const hint = (): Locator => chat.page.getByTestId('hint');

    it('pastes a picture, which comes as PNG and in its size', async () => {
      assert.ok(
        await bring('paste', `draw(40, 20, 'image/png').then((b) => new File([b], 'shot.png', { type: b.type }))`),
      );
      const message = await added();
      assert.ok(message.type === 'addPicture');
      assert.deepEqual(
        [message.name, message.mediaType, message.width, message.height],
        ['shot.png', 'image/png', 40, 20],
      );
      assert.equal(Buffer.from(message.data, 'base64').toString('latin1', 1, 4), 'PNG');
      assert.deepEqual(await measured(message), [40, 20]);
    });

    it('gets a large one made smaller, to 1568 pixels on the long side', async () => {
      await bring(
        'drop',
        `draw(1000, 4000, 'image/jpeg').then((b) => new File([b], '', { type: b.type }))`,
        '',
        'main',
      );
      const message = await added();
      assert.ok(message.type === 'addPicture');
      assert.deepEqual(
        [message.name, message.mediaType, message.width, message.height],
        ['picture.png', 'image/jpeg', 392, 1568],
      );
      assert.deepEqual(await measured(message), [392, 1568]);
    });

    it('gets a PNG with much in it sent as JPEG', async () => {
      await bring('drop', `noise(800).then((b) => new File([b], 'noise.png', { type: b.type }))`);
      const message = await added();
      assert.ok(message.type === 'addPicture');
      assert.equal(message.mediaType, 'image/jpeg');
      assert.equal(Buffer.from(message.data, 'base64').readUInt16BE(0), 0xffd8);
    });

    it('is told that the model cannot see pictures, and loses nothing', async () => {
      const { seesPictures: _, ...blind } = able;
      await chat.send({ type: 'status', status: blind });
      await type('what is this?');
      await bring('paste', `draw(4, 4, 'image/png').then((b) => new File([b], 'shot.png', { type: b.type }))`);
      const words = 'nemotron-3-ultra cannot see pictures, so shot.png was not attached.';
      await hint().getByText(words).waitFor();
      await said(words);
      assert.equal(await text(), 'what is this?');
      assert.deepEqual(await posted('addPicture'), []);
      await type('!');
      assert.notEqual(await hint().innerText(), words);
    });

    it('is told of what is no picture, too large, or not text', async () => {
      const broken = `new File(['<svg/>'], 'a.png', { type: 'image/png' })`;
      const large = `new File(['x'.repeat(1000001)], 'b.txt', { type: 'text/plain' })`;
      const binary = `new File(['a\\0b'], 'c.bin')`;
      await bring('drop', `${broken}, ${large}, ${binary}`);
      await hint()
        .getByText(
          'a.png could not be read. b.txt is larger than 1 MB. Attach the part that matters instead. c.bin is not a text file.',
        )
        .waitFor();
      assert.deepEqual(await chat.newlyPosted(), []);
    });

    it('drops a text file, anywhere on the page', async () => {
      await bring('drop', `new File(['# Grüße'], 'notes.md')`, '', '[role=log]');
      assert.deepEqual(await added(), { type: 'addText', name: 'notes.md', text: '# Grüße' });
    });

    for (const [from, set] of [
      [
        "the editor's explorer",
        `data.setData('application/vnd.code.uri-list', 'file:///w/a.ts\\r\\nfile:///w/b'); data.setData('text/uri-list', 'file:///w/c');`,
      ],
      ["the editor's tabs", `data.setData('resourceurls', '["file:///w/a.ts","file:///w/b"]');`],
      ['the desktop', `data.setData('text/uri-list', '# two\\nfile:///w/a.ts\\nfile:///w/b');`],
    ] as const) {
      it(`drops what is dragged from ${from}`, async () => {
        assert.ok(await bring('drop', '', set));
        assert.deepEqual(await chat.newlyPosted(), [{ type: 'drop', uris: ['file:///w/a.ts', 'file:///w/b'] }]);
      });
    }

    it('drops a link or text into the box as anywhere else', async () => {
      const link = `data.setData('text/uri-list', 'https://example.org/');`;
      assert.equal(await bring('drop', '', link), false);
      assert.ok(await bring('drop', '', link, '[role=log]'), 'beside the box, a link must not open');
      assert.equal(await bring('drop', '', `data.setData('resourceurls', 'no JSON');`), false);
      assert.deepEqual(await chat.newlyPosted(), []);
    });

    it('pastes text as text, also where a picture of it comes along', async () => {
      const picture = `draw(4, 4, 'image/png').then((b) => new File([b], 'cells.png', { type: b.type }))`;
      assert.equal(await bring('paste', picture, `data.setData('text/plain', 'a\\tb');`), false);
      assert.equal(await bring('paste', '', `data.setData('text/plain', 'x'.repeat(100000));`), false);
      assert.deepEqual(await chat.newlyPosted(), []);
    });

    it('sees where to drop, as long as something is dragged over the page', async () => {
      const drag = async (kind: string, set: string): Promise<boolean> => {
        const prevented = await chat.page.evaluate<boolean>(`(() => {
          const data = new DataTransfer();
          ${set}
          const event = new DragEvent('${kind}', { dataTransfer: data, bubbles: true, cancelable: true });
          return !document.querySelector('main').dispatchEvent(event);
        })()`);
        await chat.settle();
        return prevented;
      };
      assert.equal(await drag('dragover', `data.setData('text/plain', 'words');`), false);
      assert.notEqual(await hint().innerText(), 'Drop to attach');
      const files = `data.items.add(new File(['x'], 'a.txt'));`;
      assert.ok(await drag('dragover', files));
      assert.equal(await hint().innerText(), 'Drop to attach');
      await chat.page.screenshot({ path: inProject('out', 'screenshots', 'composer-drag.png') });
      await drag('dragleave', files);
      assert.notEqual(await hint().innerText(), 'Drop to attach');
    });
  });

  describe('the foot', () => {
    it('leads to the model, the privacy level, the files and off, all by Tab', async () => {
      await type('x');
      const names = [
        'Model: nemotron-3-ultra. Switch…',
        'Privacy level: No Training. Change…',
        'Attach files or the selection',
        'Send',
      ];
      for (const name of names) {
        await press('Tab');
        const button = chat.page.locator(':focus');
        assert.equal(await button.getAttribute('aria-label'), name);
        assert.equal(await chat.page.evaluate('getComputedStyle(document.activeElement).outlineStyle'), 'solid');
        await press('Enter');
      }
      assert.deepEqual(await chat.newlyPosted(), [
        { type: 'action', action: 'switchModel' },
        { type: 'action', action: 'setPrivacyLevel' },
        { type: 'attach' },
        { type: 'send', text: 'x' },
      ]);
    });

    it('has no button for what is not known', async () => {
      const { pin: _pin, ...unpinned } = ready;
      await chat.send({ type: 'status', status: { ...unpinned, state: 'needsPin' } });
      assert.deepEqual(
        await chat.page.evaluate<readonly string[]>(
          `Array.from(document.querySelectorAll('form.composer button'), (one) => one.getAttribute('aria-label'))`,
        ),
        ['Attach files or the selection', 'Send'],
      );
    });
  });

  describe('the line below', () => {
    const tokens = (): Locator => chat.page.getByTestId('tokens');

    it('tells the tokens, in words when they are many, and with the box for who does not see it', async () => {
      assert.equal(await tokens().innerText(), 'about 1,240 of 262k tokens');
      assert.equal(await tokens().locator('.icon').count(), 0);
      const note = '12 earlier answers do not fit and stay out';
      await chat.send({
        type: 'status',
        status: withTokens({ label: 'about 240k of 262k tokens', level: 'near', note }),
      });
      assert.equal(await tokens().innerText(), `Full: about 240k of 262k tokens · ${note}`);
      assert.equal(await tokens().locator('.icon').count(), 1);
      assert.equal(await chat.page.locator('[role=status]').innerText(), '');
      await chat.send({ type: 'status', status: withTokens({ label: 'about 301k of 262k tokens', level: 'over' }) });
      assert.equal(await tokens().innerText(), 'Too long: about 301k of 262k tokens');
      await said('Too long: about 301k of 262k tokens');
      await chat.send({ type: 'status', status: withTokens({ label: 'about 302k of 262k tokens', level: 'over' }) });
      await said('Too long: about 301k of 262k tokens');
      assert.match(await chat.page.locator('#composer-hint').innerText(), /302k/);
    });

    it('keeps the box in its place while the numbers come and go', async () => {
      const top = async (): Promise<number> => (await box().boundingBox())?.y ?? 0;
      const before = await top();
      await chat.send({ type: 'status', status: ready });
      assert.equal(await top(), before);
      await chat.send({
        type: 'status',
        status: withTokens(
          { label: 'about 9 of 262k tokens', level: 'normal' },
          { line: '1 secret replaced', files: [], replaced: [] },
        ),
      });
      assert.equal(await top(), before);
      await chat.send({ type: 'status', status: { ...able, busy: true } });
      assert.equal(await top(), before);
    });
  });

  describe('who changes the conversation', () => {
    beforeEach(async () => {
      await chat.send(snapshot({ conversation: 'one' }));
    });

    it('finds the draft of the other one, and the last words stay with this one', async () => {
      await type('last words');
      await chat.send(snapshot({ conversation: 'two', draft: 'its own' }));
      assert.equal(await text(), 'its own');
      await chat.page.waitForTimeout(400);
      assert.deepEqual((await posted('draft')).at(-1), { type: 'draft', text: 'last words', conversation: 'one' });
      await type('!');
      await chat.waitForPosted({ type: 'draft', text: 'its own!', conversation: 'two' });
    });

    it('keeps what is typed when the same one is told again', async () => {
      await type('typed here');
      await chat.send(snapshot({ conversation: 'one', draft: 'older' }));
      assert.equal(await text(), 'typed here');
    });
  });

  it('gets the colours of the theme, and nothing else by that way', async () => {
    const names = async (): Promise<readonly string[]> =>
      chat.page.evaluate('Array.from(document.documentElement.style)');
    await chat.send({
      type: 'theme',
      colours: { '--code-keyword': '#ff0000', '--code-tag-name': 'red', '--text': 'red', background: 'red' },
    });
    assert.deepEqual(await names(), ['--code-keyword', '--code-tag-name']);
    await chat.send({ type: 'theme', colours: { '--code-keyword': '#00ff00' } });
    assert.deepEqual(await names(), ['--code-keyword']);
    assert.equal(
      await chat.page.evaluate(`document.documentElement.style.getPropertyValue('--code-keyword')`),
      '#00ff00',
    );
  });

  it('types without the transcript being drawn again', async () => {
    await open({
      also: `
        window.walks = 0;
        for (const name of ['map', 'slice', 'find', 'at']) {
          const own = Array.prototype[name];
          Array.prototype[name] = function (...given) {
            if (this.length === 500) window.walks++;
            return own.apply(this, given);
          };
        }`,
    });
    const turns = Array.from({ length: 500 }, (_, index) => ({ ...finished, id: `t${index}`, answer: 'Short.' }));
    await chat.send(snapshot({ turns }));
    const walks = async (): Promise<number> => chat.page.evaluate('window.walks');
    await chat.send({ type: 'status', status: { ...able, busy: true } });
    const before = await walks();
    assert.ok(before > 0, 'drawing the page looks at its turns');
    await box().click();
    await type('some words');
    assert.equal(await text(), 'some words');
    assert.equal(await walks(), before);
  });

  it('reads text from right to left where it is', async () => {
    const direction = async (): Promise<string> =>
      chat.page.evaluate(`getComputedStyle(document.querySelector('textarea')).direction`);
    await box().fill('لماذا؟');
    assert.equal(await direction(), 'rtl');
    await box().fill('why?');
    assert.equal(await direction(), 'ltr');
  });

  it('sees no motion where motion is unwanted', async () => {
    await chat.page.emulateMedia({ reducedMotion: 'reduce' });
    await type('@');
    await suggest();
    assert.equal(await chat.page.evaluate('document.getAnimations().length'), 0);
  });

  for (const theme of themes) {
    it(`sees it in the theme ${theme.name} without a defect that axe finds`, async () => {
      await open({ theme, height: 620 });
      for (const [name, message] of Object.entries(composerScenes)) {
        await chat.page.reload();
        await chat.settle();
        await chat.send(message);
        await chat.page.screenshot({ path: inProject('out', 'screenshots', `composer-${name}-${theme.name}.png`) });
        assert.deepEqual(await findDefects(chat.page), [], name);
      }
      await box().fill('Why does @');
      await chat.settle();
      await suggest();
      await press('ArrowDown');
      await chat.page.screenshot({ path: inProject('out', 'screenshots', `composer-list-${theme.name}.png`) });
      assert.deepEqual(await findDefects(chat.page), []);
    });
  }

  for (const [width, zoom] of [
    [220, 1],
    [220, 2],
    [1400, 1],
  ] as const) {
    it(`is never wider than ${width} pixels at ${zoom * 100} %`, async () => {
      await open({ width, zoom, height: 600 });
      for (const [name, message] of Object.entries(composerScenes)) {
        await chat.page.reload();
        await chat.settle();
        await chat.send(message);
        assert.equal(await chat.overflow(), 0, name);
        await chat.page.screenshot({ path: inProject('out', 'screenshots', `composer-${name}-${width}-${zoom}.png`) });
      }
      await box().fill('@');
      await chat.settle();
      await suggest([...suggestions, ...hostileSuggestions]);
      assert.equal(await chat.overflow(), 0);
      await chat.page.screenshot({ path: inProject('out', 'screenshots', `composer-list-${width}-${zoom}.png`) });
    });
  }
});
