import assert from 'node:assert/strict';
import type { Browser, Locator } from 'playwright-core';
import type { ChatStatus, FromPage, ToPage, TurnView } from '../../src/protocol/messages';
import { launchBrowser } from '../launch/browser';
import { type ChatPage, openChatPage } from './chatPage';
import { hostile } from './hostile';
import {
  asking,
  asksForFile,
  blocked,
  bySomeoneElse,
  consent,
  fewerBits,
  finished,
  gone,
  keptOut,
  masked,
  offered,
  other,
  outgoing,
  pinned,
  ready,
  scenes,
  switched,
  waiting,
} from './scenes';

function snapshot(status: ChatStatus = ready, turns: readonly TurnView[] = [], draft = ''): ToPage {
  return { type: 'snapshot', status, turns, draft };
}

const busy: ChatStatus = { ...ready, busy: true };

describe('a person at the chat page', function () {
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

  const box = (): Locator => chat.page.getByRole('textbox', { name: 'Ask Tollfree' });
  const button = (name: string | RegExp): Locator =>
    chat.page.getByRole('button', { name, exact: typeof name === 'string' });
  const banner = (): Locator => chat.page.getByTestId('switch-banner');
  const log = (): Locator => chat.page.getByRole('log', { name: 'Conversation' });
  const focused = async (): Promise<string> =>
    chat.page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent');

  async function pressed(name: string | RegExp): Promise<readonly FromPage[]> {
    await chat.newlyPosted();
    await button(name).click();
    return chat.newlyPosted();
  }

  it('is asked for a snapshot once, by a page that says it is ready', async () => {
    assert.deepEqual(await chat.posted(), [{ type: 'ready' }]);
  });

  describe('who types', () => {
    beforeEach(async () => {
      await chat.send(snapshot());
      await chat.newlyPosted();
    });

    it('sends with Enter, after which the box is empty and the host keeps nothing of it', async () => {
      await box().fill('  What is a monad?\n');
      await box().press('Enter');
      assert.deepEqual((await chat.posted()).slice(-2), [
        { type: 'send', text: 'What is a monad?' },
        { type: 'draft', text: '' },
      ]);
      assert.equal(await box().inputValue(), '');
    });

    it('gets a new line with Shift+Enter, and a box that grows with it', async () => {
      await box().click();
      const before = (await box().boundingBox())?.height ?? 0;
      await chat.page.keyboard.type('one');
      await chat.page.keyboard.press('Shift+Enter');
      await chat.page.keyboard.type('two');
      assert.equal(await box().inputValue(), 'one\ntwo');
      assert.deepEqual(await chat.newlyPosted(), []);
      const after = (await box().boundingBox())?.height ?? 0;
      assert.ok(after > before + 10, `${before} → ${after}`);
      await box().fill('line\n'.repeat(200));
      assert.ok(((await box().boundingBox())?.height ?? 0) <= 260);
      await box().fill('');
      assert.equal((await box().boundingBox())?.height, before);
    });

    it('does not send with the Enter that ends the word of an input method', async () => {
      await box().fill('にほん');
      await box().dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true });
      await box().dispatchEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true });
      assert.deepEqual(await chat.newlyPosted(), []);
      assert.equal(await box().inputValue(), 'にほん');
    });

    it('can not send nothing', async () => {
      assert.ok(await button('Send').isDisabled());
      await box().fill(' \n ');
      assert.ok(await button('Send').isDisabled());
      await box().press('Enter');
      assert.deepEqual(await chat.newlyPosted(), []);
    });

    it('sends with the button', async () => {
      await box().fill('x');
      assert.deepEqual(await pressed('Send'), [{ type: 'send', text: 'x' }]);
    });

    it('can stop an answer, and does not lose what is typed meanwhile', async () => {
      await chat.send({ type: 'status', status: busy }, { type: 'turn', turn: waiting });
      await box().fill('next question');
      await box().press('Enter');
      assert.deepEqual(await chat.newlyPosted(), []);
      assert.equal(await box().inputValue(), 'next question');
      assert.deepEqual(await pressed('Stop'), [{ type: 'stop' }]);
    });

    it('leaves nothing typed in what the editor writes to disk', async () => {
      await box().fill('a password: hunter2');
      await log().hover();
      await chat.page.mouse.wheel(0, -600);
      await chat.waitForPosted({ type: 'draft', text: 'a password: hunter2' });
      assert.doesNotMatch(JSON.stringify((await chat.saved()) ?? {}), /hunter2/);
    });

    it('finds the draft again after a reload, from the host and from nowhere else', async () => {
      await box().fill('half a quest');
      await chat.waitForPosted({ type: 'draft', text: 'half a quest' });
      const saved = await chat.saved();
      await chat.page.context().close();
      chat = await openChatPage(browser, { saved });
      assert.equal(await box().inputValue(), '');
      await chat.send(snapshot(ready, [], 'half a quest'));
      assert.equal(await box().inputValue(), 'half a quest');
    });

    for (const leaving of ['blur', 'pagehide']) {
      it(`hands over the last words at ${leaving}, once, and never an empty box before the first snapshot`, async () => {
        const leave = async (): Promise<void> =>
          chat.page.evaluate(`void window.dispatchEvent(new Event('${leaving}'))`);
        const before = (await chat.posted()).length;
        await leave();
        assert.equal((await chat.posted()).length, before);
        await box().fill('last words');
        await leave();
        await leave();
        assert.deepEqual((await chat.posted()).slice(before), [{ type: 'draft', text: 'last words' }]);
      });
    }

    it('gets a question back that could not be sent, above what was typed since', async () => {
      await box().fill('since');
      await chat.send({ type: 'draft', text: 'returned' });
      assert.equal(await box().inputValue(), 'returned\n\nsince');
    });
  });

  describe('who has no key yet', () => {
    it('is told what it takes, and comes to the sign-in by Enter with the question kept', async () => {
      await chat.send(snapshot({ state: 'needsKey', busy: false }));
      await chat.page.getByText('train on it').waitFor();
      assert.equal(await focused(), 'Sign In with OpenRouter');
      await box().fill('my question');
      await chat.newlyPosted();
      await box().press('Enter');
      assert.deepEqual(await chat.newlyPosted(), []);
      assert.equal(await box().inputValue(), 'my question');
      assert.equal(await focused(), 'Sign In with OpenRouter');
      await chat.page.keyboard.press('Enter');
      assert.deepEqual(await chat.newlyPosted(), [{ type: 'action', action: 'signIn' }]);
    });

    it('has other ways in, and can look around without a key', async () => {
      await chat.send(snapshot({ state: 'needsKey', busy: false }));
      for (const [name, action] of [
        ['Enter API Key…', 'enterKey'],
        ['Use a Local Model…', 'useLocal'],
        ['Browse Free Models', 'browseModels'],
      ] as const) {
        assert.deepEqual(await pressed(name), [{ type: 'action', action }]);
      }
    });

    it('is shown where keys are made', async () => {
      await chat.send(snapshot({ state: 'needsKey', busy: false }));
      await chat.newlyPosted();
      await chat.page.getByRole('link', { name: 'openrouter.ai/keys' }).click();
      assert.deepEqual(await chat.newlyPosted(), [{ type: 'openLink', url: 'https://openrouter.ai/keys' }]);
    });

    it('is told why the key was refused', async () => {
      await chat.send(
        snapshot({
          state: 'needsKey',
          busy: false,
          problem: { sentence: 'OpenRouter does not accept this key.', action: 'enterKey' },
        }),
      );
      await chat.page.getByRole('alert').filter({ hasText: 'does not accept this key' }).waitFor();
    });
  });

  describe('who has pinned nothing yet', () => {
    const needsPin: ChatStatus = { state: 'needsPin', busy: false, proposal: pinned };

    it('confirms the proposal with one Enter', async () => {
      await chat.send(snapshot(needsPin));
      await chat.newlyPosted();
      await chat.page.keyboard.press('Enter');
      assert.deepEqual(await chat.newlyPosted(), [{ type: 'pin', model: pinned.id }]);
      assert.match((await button(/^Use nemotron-3-ultra/).textContent()) ?? '', /coding 39\.6 · 1M context · tools/);
      assert.deepEqual(await pressed('Choose Another Model…'), [{ type: 'action', action: 'switchModel' }]);
    });

    it('keeps the question, and Enter leads to the choice', async () => {
      await chat.send(snapshot(needsPin, [], 'kept'));
      await chat.newlyPosted();
      await box().press('Enter');
      assert.deepEqual(await chat.newlyPosted(), []);
      assert.equal(await box().inputValue(), 'kept');
      assert.match(await focused(), /^Use nemotron-3-ultra/);
    });

    it('still gets to a choice when there is nothing to propose', async () => {
      await chat.send(snapshot({ state: 'needsPin', busy: false }));
      assert.deepEqual(await pressed('Choose a Model…'), [{ type: 'action', action: 'switchModel' }]);
    });
  });

  it('who is offline is told why and can try again', async () => {
    await chat.send(scenes['offline'] ?? snapshot());
    await chat.page.getByRole('alert').filter({ hasText: 'No connection to openrouter.ai' }).waitFor();
    assert.deepEqual(await pressed('Try Again'), [{ type: 'action', action: 'reload' }]);
  });

  it('who is ready finds something to begin with, which goes into the box and not off', async () => {
    await chat.send(snapshot());
    assert.deepEqual(await pressed(/undo my last commit/), []);
    assert.match(await box().inputValue(), /undo my last commit/);
    assert.equal(await focused(), 'Ask Tollfree');
    assert.deepEqual(await pressed('Switch Pinned Model…'), [{ type: 'action', action: 'switchModel' }]);
  });

  describe('while the host gets ready', () => {
    const { price: _price, quota: _quota, ...nothing } = ready;

    it('sends to a pinned model with Enter', async () => {
      await chat.send(snapshot({ ...nothing, state: 'starting' }));
      await chat.newlyPosted();
      await box().fill('early');
      await box().press('Enter');
      assert.deepEqual(await chat.newlyPosted(), [{ type: 'send', text: 'early' }]);
    });

    const pressEarly = async (): Promise<void> => {
      await chat.send(snapshot({ state: 'starting', busy: false }));
      await box().fill('early');
      await box().press('Enter');
      assert.equal(await box().inputValue(), 'early');
    };
    const sent = async (): Promise<readonly FromPage[]> =>
      (await chat.newlyPosted()).filter(({ type }) => type === 'send');

    it('keeps the question as long as nobody knows whom to ask, and sends it then', async () => {
      await pressEarly();
      assert.deepEqual(await sent(), []);
      await chat.send({ type: 'status', status: ready });
      assert.deepEqual(await sent(), [{ type: 'send', text: 'early' }]);
      await chat.send({ type: 'status', status: ready });
      assert.deepEqual(await sent(), []);
    });

    it('does not send a question that was changed meanwhile, or that nobody can answer', async () => {
      await pressEarly();
      await box().fill('early, but');
      await chat.send({ type: 'status', status: ready });
      assert.deepEqual(await sent(), []);
      await pressEarly();
      await chat.send({ type: 'status', status: { state: 'needsKey', busy: false } });
      await chat.send({ type: 'status', status: ready });
      assert.deepEqual(await sent(), []);
      assert.equal(await box().inputValue(), 'early');
    });
  });

  it('reads what a question takes before it is asked', async () => {
    await chat.send(snapshot());
    assert.equal(await chat.page.getByTestId('price').innerText(), '1 request, up to 3 if the model is busy');
    assert.match((await box().getAttribute('aria-describedby')) ?? '', /composer-hint/);
  });

  it('reads no price where a retry has none', async () => {
    await chat.send(snapshot({ ...ready, price: { next: 'not counted: your own server', again: '' } }, [offered]));
    assert.equal(await button('Retry').count(), 1);
  });

  describe('what will go', () => {
    const attached: ChatStatus = { ...ready, outgoing };
    const chips = (): Locator => chat.page.getByRole('list', { name: 'Attached to the question' });

    beforeEach(async () => {
      await chat.send(snapshot(attached));
      await chat.newlyPosted();
    });

    it('is chosen with a button beside the box', async () => {
      assert.deepEqual(await pressed('Attach files or the selection'), [{ type: 'attach' }]);
    });

    it('is listed with its size, and with the reason where it does not go', async () => {
      assert.deepEqual(await chips().getByRole('listitem').allInnerTexts(), [
        'src/app.ts lines 3–9 · 0.2 KB',
        'src/server/configuration/defaults.production.ts 340 lines · 12 KB',
        '.env Does not go: file that holds secrets: .env*',
      ]);
    });

    it('can be taken out by keyboard, which goes on at the next one and in the end to the box', async () => {
      await button('Remove src/app.ts').focus();
      await chat.page.keyboard.press('Enter');
      assert.deepEqual(await chat.newlyPosted(), [{ type: 'detach', id: 'attachment-1' }]);
      assert.equal(await focused(), 'Remove src/server/configuration/defaults.production.ts');
      const left = { ...outgoing, files: outgoing.files.slice(2) };
      await chat.send({ type: 'status', status: { ...ready, outgoing: left } });
      await button('Remove .env').focus();
      await chat.page.keyboard.press('Enter');
      assert.equal(await focused(), 'Ask Tollfree');
      await chat.send({ type: 'status', status: ready });
      assert.equal(await chips().count(), 0);
    });

    it('is said in one line, with what is replaced when it is opened', async () => {
      const line = chat.page.getByTestId('outgoing');
      assert.equal(await line.locator('summary').innerText(), outgoing.line);
      assert.ok(await chat.page.getByText('2 × GitHub token').isHidden());
      await line.locator('summary').focus();
      await chat.page.keyboard.press('Enter');
      assert.deepEqual(await line.getByRole('listitem').allInnerTexts(), ['2 × GitHub token', '1 × private key']);
      // It stays open while the numbers change.
      await chat.send({ type: 'status', status: { ...attached, outgoing: { ...outgoing, line: '3 files' } } });
      assert.ok(await chat.page.getByText('2 × GitHub token').isVisible());
    });

    it('is read with the box', async () => {
      const described = await box().getAttribute('aria-describedby');
      assert.match(await chat.page.locator(`#${String(described)}`).innerText(), /2 files · 347 lines/);
    });

    it('warns of what is not as one might think', async () => {
      await chat.send(scenes['outgoing-warning'] ?? snapshot());
      await chat.page.getByText('2 placeholders stand for values of an earlier session').waitFor();
    });
  });

  describe('before somebody gets it who may keep it', () => {
    it('is asked at the turn, with the keyboard at the first answer', async () => {
      await chat.send(snapshot(busy, [finished]));
      await box().focus();
      await chat.send({ type: 'turn', turn: asking });
      await chat.page.getByRole('group', { name: consent.sentence }).waitFor();
      assert.equal(await focused(), 'Send this once');
      assert.equal(await chat.page.getByRole('status').innerText(), consent.sentence);
      await chat.newlyPosted();
      await chat.page.keyboard.press('Enter');
      assert.deepEqual(await chat.newlyPosted(), [{ type: 'answerQuestion', turnId: 't8', answer: 'once' }]);
      const { waiting: _, ...decided } = asking;
      await chat.send({ type: 'turn', turn: { ...decided, progress: 'Asking nemotron-3-ultra…' } });
      assert.equal(await chat.page.getByTestId('question').count(), 0);
      assert.equal(await focused(), 'Ask Tollfree');
    });

    it('is asked without taking the keyboard from who writes on', async () => {
      await chat.send(snapshot(busy, [finished]));
      await box().fill('And then');
      await chat.send({ type: 'turn', turn: asking });
      assert.equal(await focused(), 'Ask Tollfree');
      assert.deepEqual(await pressed('Always in this workspace'), [
        { type: 'answerQuestion', turnId: 't8', answer: 'workspace' },
      ]);
      assert.deepEqual(await pressed('Do not send'), [{ type: 'answerQuestion', turnId: 't8', answer: 'no' }]);
      assert.deepEqual(await pressed('Stop'), [{ type: 'stop' }]);
    });

    it('has only the answers that make sense', async () => {
      await chat.send(snapshot(busy, [asksForFile]));
      assert.deepEqual(await chat.page.getByTestId('question').getByRole('button').allInnerTexts(), [
        'Send these lines',
        'Do not send',
      ]);
    });

    it('can decide before anything is asked, or ask first', async () => {
      await chat.send(snapshot({ ...ready, consent }));
      await chat.page.getByRole('group', { name: consent.sentence }).waitFor();
      assert.deepEqual(await pressed('Always in this workspace'), [{ type: 'answerQuestion', answer: 'workspace' }]);
      assert.deepEqual(await pressed('Set Privacy Level…'), [{ type: 'action', action: 'setPrivacyLevel' }]);
      await box().fill('Why?');
      await box().press('Enter');
      assert.deepEqual(await chat.newlyPosted(), [{ type: 'send', text: 'Why?' }]);
    });
  });

  describe('the privacy level', () => {
    it('stands at the top and leads to the choice', async () => {
      await chat.send(snapshot({ ...ready, privacy: { level: 'No Training', confidential: true } }));
      assert.deepEqual(await pressed('Privacy level: No Training · confidential, change'), [
        { type: 'action', action: 'setPrivacyLevel' },
      ]);
      await chat.send(snapshot({ ...ready, privacy: { level: '', confidential: true } }));
      assert.equal(await button('Privacy level: Confidential, change').count(), 1);
      await chat.send(snapshot(ready));
      assert.equal(await button(/^Privacy level/).count(), 0);
    });

    it('says that it keeps the pinned model out, with both ways on', async () => {
      await chat.send(snapshot(keptOut));
      const problem = chat.page.getByTestId('problem');
      assert.match(await problem.innerText(), /keeps nemotron-3-ultra out/);
      assert.deepEqual(await problem.getByRole('button').allInnerTexts(), [
        'Set Privacy Level…',
        'Switch Pinned Model…',
      ]);
    });
  });

  describe('what went', () => {
    it('stands under the question, and can be read', async () => {
      await chat.send(snapshot(ready, [masked, asking]));
      const along = chat.page.getByRole('list', { name: 'Attached', exact: true });
      assert.deepEqual(await along.first().getByRole('listitem').allInnerTexts(), ['deploy/settings.yaml']);
      assert.deepEqual(await pressed('What was sent'), [{ type: 'showSent', turnId: 't10' }]);
    });

    it('can be read also where nobody answered', async () => {
      await chat.send(snapshot(ready, [{ ...offered, sent: true }]));
      assert.equal(await button('What was sent').count(), 1);
      assert.equal(await chat.page.getByTestId('served-by').count(), 0);
    });

    it('has values that nobody knows any more', async () => {
      await chat.send(snapshot(ready, [masked]));
      assert.match(
        await chat.page.getByTestId('lost').innerText(),
        /^2 values were replaced before sending and are not/,
      );
      await chat.send({ type: 'turn', turn: { ...masked, lost: 1 } });
      assert.match(await chat.page.getByTestId('lost').innerText(), /^1 value was replaced before sending and is not/);
    });
  });

  describe('at the end of the day’s requests', () => {
    beforeEach(async () => {
      await chat.send(snapshot(blocked, [offered, { ...waiting, state: 'stopped' }]));
      await chat.newlyPosted();
    });

    it('is told until when, and sends nothing', async () => {
      assert.match(await chat.page.getByTestId('blocked').innerText(), /Nothing is sent until 01:00/);
      assert.match((await box().getAttribute('aria-describedby')) ?? '', /composer-blocked/);
      await box().fill('more');
      assert.ok(await button('Send').isDisabled());
      await box().press('Enter');
      assert.deepEqual(await chat.newlyPosted(), []);
      assert.equal(await box().inputValue(), 'more');
      for (const retry of await button('Retry · 1 request').all()) assert.ok(await retry.isDisabled());
    });

    it('comes by Enter to the model on this machine, which gets the question', async () => {
      await box().fill('more');
      await box().press('Enter');
      assert.equal(await focused(), 'Ask ollama/qwen3:8b · stays on this machine');
      await chat.page.keyboard.press('Enter');
      assert.deepEqual(await chat.newlyPosted(), [{ type: 'send', text: 'more', instead: '@ollama/qwen3:8b' }]);
      assert.equal(await box().inputValue(), '');
    });

    it('can still agree to what a failed turn offers', async () => {
      assert.deepEqual(await pressed('Ask gemma-4-31b · 1 request'), [{ type: 'askInstead', turnId: 't7' }]);
    });

    it('is offered to set up a model on this machine where there is none', async () => {
      const { standIn: _, ...alone } = blocked.blocked ?? { sentence: '' };
      await chat.send({ type: 'status', status: { ...blocked, blocked: alone } });
      assert.deepEqual(await pressed('Use a Local Model…'), [{ type: 'action', action: 'useLocal' }]);
    });

    it('goes on when the day is over', async () => {
      await box().fill('more');
      await chat.send({ type: 'status', status: ready });
      assert.deepEqual(await pressed('Send'), [{ type: 'send', text: 'more' }]);
    });
  });

  it('sees what could be asked instead of a model that failed, and what is lost by it', async () => {
    await chat.send(snapshot(ready, [offered]));
    const words = 'Ask gemma-4-31b instead? Coding index 39.6 → 21.0, context 1M → 262k.';
    assert.equal(await chat.page.getByTestId('offer').innerText(), words);
    assert.deepEqual(await pressed('Ask gemma-4-31b · 1 request'), [{ type: 'askInstead', turnId: 't7' }]);
    assert.deepEqual(await pressed('Pick Another…'), [{ type: 'action', action: 'switchModel' }]);
    assert.equal(await button('Switch Pinned Model…').count(), 0);
    await chat.send({ type: 'status', status: busy });
    assert.ok(await button('Ask gemma-4-31b · 1 request').isDisabled());
  });

  it('is told quietly what is good to know, with what can be done about it', async () => {
    await chat.send(scenes['good-to-know'] ?? snapshot());
    assert.match(await chat.page.getByTestId('warning').first().innerText(), /not free, so it is passed over/);
    assert.deepEqual(await pressed('Open Settings'), [{ type: 'action', action: 'openSettings' }]);
    assert.deepEqual(await pressed('Pick Another…'), [{ type: 'action', action: 'switchModel' }]);
    assert.match(await chat.page.getByTestId('news').innerText(), /^2 new free models, 1 gone since yesterday\./);
    assert.deepEqual(await pressed('Browse'), [{ type: 'action', action: 'browseModels' }]);
    assert.deepEqual(await pressed('Dismiss news'), [{ type: 'seenNews' }]);
    assert.equal(await chat.page.getByRole('alert').count(), 0);
  });

  it('sees the pin and the quota, and gets to both', async () => {
    await chat.send(snapshot());
    assert.deepEqual(await pressed('Pinned model nemotron-3-ultra, switch'), [
      { type: 'action', action: 'switchModel' },
    ]);
    assert.deepEqual(await pressed('31 of 50 free requests left today'), [{ type: 'action', action: 'showQuota' }]);
  });

  describe('who was answered by another model', () => {
    beforeEach(async () => {
      await chat.send(snapshot({ ...ready, banner: switched }, [bySomeoneElse]));
    });

    it('is told with the numbers, at the top and at the answer', async () => {
      assert.equal(await banner().getAttribute('role'), 'alert');
      const words =
        'Answered by gemma-4-31b, not nemotron-3-ultra: busy upstream. Coding index 39.6 → 21.0, context 1M → 262k, may train on prompts.';
      assert.equal(await banner().locator('.switch-words').innerText(), words);
      assert.equal(await chat.page.getByTestId('switch-note').innerText(), words);
    });

    it('has the four ways on', async () => {
      assert.deepEqual(await pressed('Retry with pinned · 1 request'), [{ type: 'retry', turnId: 't2' }]);
      assert.deepEqual(await pressed('Pin gemma-4-31b'), [{ type: 'pin', model: other.id }]);
      assert.deepEqual(await pressed('Never switch'), [{ type: 'neverSwitch' }]);
      assert.deepEqual(await pressed('Dismiss'), [{ type: 'dismissBanner' }]);
    });

    it('is led to a new pin when the pinned model is gone, and not to a request in vain', async () => {
      await chat.send({ type: 'status', status: { ...ready, banner: gone } });
      assert.deepEqual(await pressed('Pick a New Model…'), [{ type: 'action', action: 'switchModel' }]);
      assert.deepEqual(await pressed('Pin gemma-4-31b'), [{ type: 'pin', model: other.id }]);
      assert.equal(await button(/^Retry with pinned/).count(), 0);
    });

    it('is not offered to pin what is pinned, when only the provider was another', async () => {
      await chat.send({ type: 'status', status: { ...ready, banner: fewerBits } });
      assert.match(await banner().innerText(), /Quantization bf16 → nvfp4/);
      assert.equal(await button(/^Pin /).count(), 0);
      assert.deepEqual(await pressed('Retry with pinned · 1 request'), [{ type: 'retry', turnId: 't2' }]);
    });

    it('keeps the banner until the host takes it away, and the note at the answer for good', async () => {
      await chat.send({ type: 'status', status: { ...busy, banner: switched } });
      assert.ok(await button('Retry with pinned · 1 request').isDisabled());
      await chat.send({ type: 'status', status: ready });
      assert.equal(await banner().count(), 0);
      assert.equal(await chat.page.getByTestId('switch-note').count(), 1);
    });

    it('reads that an unknown model may be worse', async () => {
      await chat.send({
        type: 'status',
        status: { ...ready, banner: { ...switched, direction: 'unknown', losses: [] } },
      });
      assert.match(await banner().innerText(), /not known to be as good/);
    });
  });

  it('reads under each answer who gave it', async () => {
    await chat.send(snapshot(ready, [finished, bySomeoneElse]));
    assert.deepEqual(await chat.page.getByTestId('served-by').allTextContents(), [
      'Answered by nemotron-3-ultra · Nvidia · first token 1.2 s · 412 + 361 tokens · 1 request',
      'Answered by gemma-4-31b · Google AI Studio · first token 2.8 s · 640 + 58 tokens · 2 requests',
    ]);
    assert.equal(await chat.page.getByTestId('served-by').first().getAttribute('title'), finished.served?.model);
  });

  it('sees each failure with its action, and what a retry costs', async () => {
    await chat.send(scenes['failures'] ?? snapshot());
    const failures = chat.page.getByTestId('failure');
    assert.match(await failures.nth(0).innerText(), /cut off by the service/);
    await chat.newlyPosted();
    await failures.nth(0).getByRole('button', { name: 'Retry · 1 request' }).click();
    assert.deepEqual(await chat.newlyPosted(), [{ type: 'retry', turnId: 't4' }]);
    await failures.nth(1).getByRole('button', { name: 'Switch Pinned Model…' }).click();
    assert.deepEqual(await chat.newlyPosted(), [{ type: 'action', action: 'switchModel' }]);
    await failures.nth(1).getByRole('button', { name: 'Retry · 1 request' }).click();
    assert.deepEqual(await chat.newlyPosted(), [{ type: 'retry', turnId: 't5' }]);
    await chat.page.getByTestId('stopped').getByRole('button', { name: 'Retry · 1 request' }).click();
    assert.deepEqual(await chat.newlyPosted(), [{ type: 'retry', turnId: 't6' }]);
    assert.match(await failures.nth(0).locator('xpath=..').innerText(), /A tokio version keeps a handle/);
  });

  it('can have the last answer go on where it was cut, told what that costs, but none before', async () => {
    const cut = { ...waiting, answer: 'One, two,', cut: true } as const;
    const failure = { sentence: 'Cut off.', action: 'retry' } as const;
    const failed = { ...cut, id: 'x1', state: 'failed', failure } as const;
    const more = chat.page.getByRole('button', { name: 'Continue · 1 request' });
    await chat.send(snapshot(ready, [{ ...failed, id: 'x0' }, failed]));
    await chat.newlyPosted();
    assert.equal(await more.count(), 1);
    await more.click();
    assert.deepEqual(await chat.newlyPosted(), [{ type: 'continue', turnId: 'x1' }]);
    await chat.send(snapshot(ready, [{ ...cut, id: 'x2', state: 'stopped' }]));
    await more.click();
    await chat.send(snapshot(ready, [{ ...cut, id: 'x3', state: 'done' }]));
    await chat.page.getByText('reached its length limit').waitFor();
    await more.click();
    assert.deepEqual(await chat.newlyPosted(), [
      { type: 'continue', turnId: 'x2' },
      { type: 'continue', turnId: 'x3' },
    ]);
  });

  it('hears the failure of the question just asked as an alert, but not those of before', async () => {
    await chat.send(scenes['failures'] ?? snapshot());
    assert.equal(await chat.page.getByTestId('failure').and(chat.page.getByRole('alert')).count(), 0);
    await chat.send({ type: 'turn', turn: { ...waiting, state: 'failed', failure: { sentence: 'Broken.' } } });
    assert.equal(await chat.page.getByTestId('failure').and(chat.page.getByRole('alert')).count(), 1);
  });

  describe('while an answer streams', () => {
    const { waiting: _, ...asked } = waiting;

    beforeEach(async () => {
      await chat.send(snapshot(busy, [finished]), { type: 'turn', turn: waiting });
    });

    async function stream(text: string, size = 7): Promise<void> {
      const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
      await chat.send(
        ...pieces.map((piece): ToPage => ({ type: 'delta', turnId: waiting.id, text: piece, reasoning: '' })),
      );
    }

    const lastAnswer = (): Locator => chat.page.locator('article').last().locator('.markdown');

    it('it says what it waits for, then shows the text, and hides what it waited for', async () => {
      assert.match(await chat.page.getByTestId('progress').innerText(), /^Waiting \d+ s for the minute limit/);
      assert.equal(await log().getAttribute('aria-busy'), 'true');
      await stream('Some **bold** text and `co');
      assert.equal(await chat.page.getByTestId('progress').count(), 0);
      assert.equal(await lastAnswer().innerText(), 'Some bold text and co');
      assert.equal(await lastAnswer().locator('code').innerText(), 'co');
    });

    it('it counts down by itself, and can be cancelled', async () => {
      const progress = chat.page.getByTestId('progress');
      await chat.send({ type: 'turn', turn: { ...waiting, waiting: { why: 'retry', left: 2500 } } });
      await progress.getByText('Busy; asking once more in 3 s').waitFor();
      await progress.getByText('Busy; asking once more in 1 s').waitFor();
      assert.equal(await chat.page.getByRole('status').innerText(), 'Busy; asking once more in 3 s.');
      assert.deepEqual(await pressed('Cancel'), [{ type: 'stop' }]);
    });

    it('it says that another answer goes first, without a time', async () => {
      await chat.send({ type: 'turn', turn: { ...waiting, waiting: { why: 'queue' } } });
      assert.match(await chat.page.getByTestId('progress').innerText(), /^Waiting for another answer to end/);
      assert.deepEqual(await pressed('Cancel'), [{ type: 'stop' }]);
    });

    it('the page changes once a frame for all the pieces that came in it', async () => {
      await chat.page.evaluate(`{
        window.changes = 0;
        const count = () => { window.framesDrawn++; requestAnimationFrame(count); };
        window.framesDrawn = 0;
        requestAnimationFrame(count);
        new MutationObserver(() => window.changes++).observe(document.querySelector('.content'), { childList: true, subtree: true, characterData: true });
        for (let index = 0; index < 200; index++)
          window.postMessage({ type: 'delta', turnId: 't3', text: 'word ', reasoning: '' }, '*');
      }`);
      await chat.settle();
      assert.equal((await lastAnswer().innerText()).trim().split(' ').length, 200);
      const changes: number = await chat.page.evaluate('window.changes');
      const frames: number = await chat.page.evaluate('window.framesDrawn');
      // Each message is a task of its own.
      assert.ok(changes >= 1 && changes <= frames, `${changes} changes in ${frames} frames`);
    });

    it('ends with the same page as an answer that is there at once', async () => {
      await stream(finished.answer, 3);
      await chat.send({ type: 'turn', turn: { ...asked, state: 'done', answer: finished.answer } });
      const streamed = await lastAnswer().innerHTML();
      const atOnce = await chat.page.locator('article').first().locator('.markdown').innerHTML();
      assert.equal(streamed, atOnce);
      assert.equal(await log().getAttribute('aria-busy'), 'true');
      await chat.send({ type: 'status', status: ready });
      assert.equal(await log().getAttribute('aria-busy'), 'false');
    });

    it('survives answers that mean harm, under the policy', async () => {
      await stream(hostile.join('\n\n'), 50);
      await chat.send({ type: 'turn', turn: { ...asked, state: 'done', answer: hostile.join('\n\n') } });
      assert.equal(await lastAnswer().locator('script, img, iframe, style, form, object').count(), 0);
    });

    it('keeps the newest text in view until the reader scrolls up, and again on request', async () => {
      const gap = async (): Promise<number> =>
        chat.page.evaluate(
          '(() => { const log = document.querySelector("[role=log]"); return log.scrollHeight - log.clientHeight - log.scrollTop; })()',
        );
      await stream('line\n\n'.repeat(60), 60);
      assert.ok((await gap()) < 2);
      await log().hover();
      await chat.page.mouse.wheel(0, -600);
      await button('Jump to Latest').waitFor();
      const before = await gap();
      await stream('more\n\n'.repeat(30), 60);
      assert.ok((await gap()) > before);
      await button('Jump to Latest').click();
      await chat.settle();
      assert.ok((await gap()) < 2);
      assert.equal(await button('Jump to Latest').count(), 0);
      await stream('more\n\n'.repeat(30), 60);
      assert.ok((await gap()) < 2);
    });

    it('a screen reader hears the start and the end, and no text between', async () => {
      const status = chat.page.getByRole('status');
      assert.equal(await log().getAttribute('aria-live'), 'off');
      assert.equal(await status.innerText(), 'Waiting 23 s for the minute limit.');
      await stream('one two three four');
      assert.equal(await status.innerText(), 'Waiting 23 s for the minute limit.');
      await chat.send({ type: 'turn', turn: { ...asked, state: 'done', answer: 'one two three four' } });
      assert.equal(await status.innerText(), 'Answer complete, 4 words.');
    });

    it('thinking is folded, with its length', async () => {
      await chat.send({ type: 'delta', turnId: waiting.id, text: '', reasoning: 'x'.repeat(1234) });
      assert.match(
        await chat.page.locator('article').last().locator('summary').innerText(),
        /^Thinking · 1,234 characters$/,
      );
      assert.equal(await chat.page.locator('article').last().locator('details').getAttribute('open'), null);
      await stream('Answer.');
      assert.match(await chat.page.locator('article').last().locator('summary').innerText(), /^Thought · /);
    });

    it('another answer in its place is shown from its beginning', async () => {
      await stream('The first try was long.');
      await chat.send({ type: 'turn', turn: { ...asked, state: 'streaming', answer: 'The second.' } });
      assert.equal(await lastAnswer().innerText(), 'The second.');
    });
  });

  it('copies and inserts code exactly, also by keyboard', async () => {
    await chat.send(snapshot(ready, [bySomeoneElse]));
    const code = 'clock.tick(299);\nassert.equal(calls, 0);\nclock.tick(1);\nassert.equal(calls, 1);';
    assert.deepEqual(await pressed('Copy'), [{ type: 'copy', text: code }]);
    assert.equal(await chat.page.getByRole('status').innerText(), 'Copied.');
    await button('Insert at Cursor').focus();
    await chat.page.keyboard.press('Enter');
    assert.deepEqual(await chat.newlyPosted(), [{ type: 'insert', text: code }]);
  });

  it('opens a link of an answer through the host only', async () => {
    await chat.send(snapshot(ready, [finished]));
    await chat.newlyPosted();
    await chat.page.evaluate('document.addEventListener("click", () => window.violations.push("the click got out"))');
    await chat.page.getByRole('link', { name: 'the documentation' }).click();
    const opened = { type: 'openLink', url: 'https://developer.mozilla.org/docs/Web/API/setTimeout' };
    assert.deepEqual(await chat.newlyPosted(), [opened]);
    await chat.page.getByRole('link', { name: 'the documentation' }).click({ button: 'middle' });
    assert.deepEqual(await chat.newlyPosted(), [opened]);
    assert.match(chat.page.url(), /^https:\/\/page\.test\/$/);
  });

  it('gets the focus into the box when the host wishes it', async () => {
    await chat.send(snapshot(ready, [finished]));
    await log().focus();
    await chat.send({ type: 'focusComposer' });
    assert.equal(await focused(), 'Ask Tollfree');
  });

  it('is read from its start while there is nothing but what to do next, and from its end with an answer', async () => {
    const top = async (): Promise<number> => chat.page.evaluate('document.querySelector("[role=log]").scrollTop');
    await chat.page.setViewportSize({ width: 260, height: 520 });
    await chat.send(snapshot({ ...ready, state: 'needsKey' }));
    const hidden: number = await chat.page.evaluate(
      '(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(document.querySelector("[role=log]"))',
    );
    assert.ok(hidden > 24);
    assert.equal(await top(), 0);
    await chat.send(snapshot(ready, [{ ...finished, answer: 'line\n\n'.repeat(200) }]));
    assert.ok((await top()) > 1000);
  });

  it('comes back to the place in the transcript where it was left', async () => {
    const long = { ...finished, answer: 'line\n\n'.repeat(200) };
    await chat.send(snapshot(ready, [long]));
    await log().hover();
    await chat.page.mouse.wheel(0, -900);
    await button('Jump to Latest').waitFor();
    const top: number = await chat.page.evaluate('document.querySelector("[role=log]").scrollTop');
    const saved = await chat.saved();
    await chat.page.context().close();
    chat = await openChatPage(browser, { saved });
    await chat.send(snapshot(ready, [long]));
    assert.ok(Math.abs((await chat.page.evaluate<number>('document.querySelector("[role=log]").scrollTop')) - top) < 2);
    await button('Jump to Latest').waitFor();
  });

  it('sees no motion where motion is unwanted', async () => {
    await chat.send(snapshot(busy, [waiting]));
    const motion = async (): Promise<string> =>
      chat.page.evaluate('getComputedStyle(document.querySelector(".spinning")).animationName');
    assert.equal(await motion(), 'spin');
    await chat.page.evaluate('document.body.classList.add("vscode-reduce-motion")');
    assert.equal(await motion(), 'none');
    await chat.page.evaluate('document.body.classList.remove("vscode-reduce-motion")');
    await chat.page.emulateMedia({ reducedMotion: 'reduce' });
    assert.equal(await motion(), 'none');
  });
});
