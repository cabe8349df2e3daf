import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../launch/browser';
import { type ComparePage, openComparePage } from './comparePage';
import { busy, comparison, done, failed, models, ready, streaming, switched, waiting } from './compareScenes';

const { nemotron, gemma, qwen } = models;

describe('comparing models in the page', function () {
  this.timeout(60_000);
  let browser: Browser;
  let compare: ComparePage;

  before(async () => {
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
  });
  beforeEach(async () => {
    compare = await openComparePage(browser);
    assert.deepEqual(await compare.newlyPosted(), [{ type: 'ready' }]);
  });
  afterEach(async () => {
    assert.deepEqual(await compare.violations(), []);
    await compare.close();
  });

  const submit = 'Compare · 2 requests';
  const columnsOf = async (): Promise<readonly string[]> =>
    compare.page.getByRole('heading', { level: 3 }).allTextContents();

  it('tells the price first, and asks only when there is something to ask', async () => {
    await compare.send({ type: 'snapshot', status: ready, draft: '' });
    assert.match(await compare.page.getByTestId('price').innerText(), /^2 requests, up to 4 .* 31 left today/);
    assert.equal(await compare.page.getByRole('status').innerText(), 'Write a question first.');
    await compare.button(submit).click({ force: true });
    assert.deepEqual(await compare.newlyPosted(), []);
    await compare.question.fill('Why?');
    await compare.button(submit).click();
    assert.deepEqual(await compare.newlyPosted(), [{ type: 'compare', text: 'Why?' }]);
    await compare.question.press('Control+Enter');
    assert.deepEqual(await compare.newlyPosted(), [{ type: 'compare', text: 'Why?' }]);
  });

  it('says why nothing can be asked, what helps, and asks nothing', async () => {
    const sentence = 'This takes 2 requests, and none is left today.';
    const problem = { sentence, action: { id: 'openBudget', label: 'Change Budget' } } as const;
    await compare.send({ type: 'snapshot', status: { ...ready, problem }, draft: 'Why?' });
    assert.match(await compare.page.getByRole('status').innerText(), /none is left today/);
    await compare.button(submit).click({ force: true });
    await compare.question.press('Control+Enter');
    assert.deepEqual(await compare.newlyPosted(), []);
    await compare.button('Change Budget').click();
    assert.deepEqual(await compare.newlyPosted(), [{ type: 'action', action: 'openBudget' }]);
  });

  it('removes a model by keyboard and leaves the focus where one can go on', async () => {
    await compare.send({ type: 'snapshot', status: ready, draft: '' });
    await compare.button('Remove gemma-4-31b-it').press('Enter');
    assert.deepEqual(await compare.newlyPosted(), [{ type: 'removeModel', model: gemma.id }]);
    assert.equal(await compare.focused(), 'Choose Models…');
    await compare.page.keyboard.press('Enter');
    assert.deepEqual(await compare.newlyPosted(), [{ type: 'chooseModels' }]);
  });

  it('takes a question from elsewhere and gets the focus; keeps nothing with the editor', async () => {
    await compare.send({ type: 'snapshot', status: ready, draft: '' }, { type: 'draft', text: 'From the chat' });
    assert.equal(await compare.question.inputValue(), 'From the chat');
    assert.equal(await compare.question.evaluate('document.activeElement.id'), 'question');
    assert.equal(await compare.saved(), undefined);
  });

  it('lets each column stream and end by itself, and stops each or all', async () => {
    await compare.send(
      { type: 'snapshot', status: busy, draft: 'Why?' },
      { type: 'comparison', comparison: comparison([waiting(nemotron), waiting(gemma), waiting(qwen)]) },
      { type: 'column', column: streaming(nemotron, { answer: 'One ' }) },
      { type: 'column', column: failed(gemma) },
      { type: 'delta', turnId: 'turn-nemotron3ultra550ba55b', text: '**two**', reasoning: 'Hm.' },
    );
    assert.deepEqual(await columnsOf(), [nemotron.shortName, gemma.shortName, qwen.shortName]);
    const first = compare.column(nemotron.shortName);
    assert.match(await first.innerText(), /One two/);
    assert.match(await first.innerText(), /Thought · 3 characters/);
    assert.equal(await first.getAttribute('aria-busy'), 'true');
    assert.match(await compare.column(gemma.shortName).getByTestId('failure').innerText(), /is busy/);
    assert.match(await compare.column(qwen.shortName).innerText(), /Asking @ollama/);
    await compare.button(`Stop ${qwen.shortName}`).click();
    await compare.button('Stop All').click();
    await compare.button('Retry · 1 request').click();
    assert.deepEqual(await compare.newlyPosted(), [
      { type: 'stop', turnId: 'turn-ollamaqwen38b' },
      { type: 'stop' },
      { type: 'retry', turnId: 'turn-gemma431bit' },
    ]);
  });

  it('shows what a column waits for where it waits, and sends the answer for that turn', async () => {
    const question = { sentence: 'May it?', once: 'Send this once', no: 'Do not send' };
    const asking = waiting(gemma, { waiting: { why: 'question', question } });
    const minute = waiting(nemotron, { waiting: { why: 'minuteQuota', left: 20_000 } });
    await compare.send({ type: 'snapshot', status: busy, draft: '', comparison: comparison([minute, asking]) });
    assert.match(await compare.column(nemotron.shortName).innerText(), /Waiting (20|19) s for the minute limit/);
    await compare.column(nemotron.shortName).getByRole('button', { name: 'Cancel' }).click();
    await compare.column(gemma.shortName).getByRole('button', { name: 'Send this once' }).click();
    assert.deepEqual(await compare.newlyPosted(), [
      { type: 'stop', turnId: minute.turn.id },
      { type: 'answerQuestion', turnId: asking.turn.id, answer: 'once' },
    ]);
  });

  it('keeps the keyboard at an answer, and at the choice between them, where a button goes away', async () => {
    const question = { sentence: 'May it?', once: 'Send this once', no: 'Do not send' };
    const asking = waiting(gemma, { waiting: { why: 'question', question } });
    await compare.send({
      type: 'snapshot',
      status: busy,
      draft: '',
      comparison: comparison([done(nemotron, '0.8 s'), asking]),
    });
    await compare.button('Send this once').press('Enter');
    await compare.send({ type: 'column', column: waiting(gemma) });
    assert.equal(await compare.focused(), `Stop ${gemma.shortName}`);
    const candidates = [nemotron.id];
    const best = { model: nemotron.id };
    await compare.send({ type: 'verdict', verdict: { candidates, best, pin: 'Pin it' } });
    await compare.button('Pin it').press('Enter');
    await compare.send({ type: 'verdict', verdict: { candidates, best, pinned: 'Pinned.' } });
    assert.equal(await compare.focused(), 'Keep Talking with It');
  });

  it('names who really answered and warns of another than was asked', async () => {
    await compare.send({
      type: 'snapshot',
      status: ready,
      draft: '',
      comparison: comparison([done(nemotron, '0.8 s'), switched(gemma)]),
    });
    const other = compare.column(gemma.shortName);
    assert.match(await other.getByTestId('switch-note').innerText(), /Answered by nemotron.*, not gemma/);
    assert.match(await other.getByTestId('served-by').innerText(), /nemotron-3-ultra/);
    assert.equal(await compare.column(nemotron.shortName).getByTestId('switch-note').count(), 0);
    await other.getByRole('button', { name: 'Details' }).click();
    assert.match(await other.innerText(), /Whole time\s+4\.2 s/);
  });

  it('does with code what the chat does', async () => {
    await compare.send({
      type: 'snapshot',
      status: ready,
      draft: '',
      comparison: comparison([done(nemotron, '0.8 s'), failed(gemma)]),
    });
    const code =
      'with open("data.txt", encoding="utf-8") as file:\n    for line in file:\n        print(line.rstrip("\\n"))';
    const press = async (name: string): Promise<void> =>
      compare.column(nemotron.shortName).getByRole('button', { name, exact: true }).click();
    await press('Copy');
    await press('Insert at Cursor');
    await press('Apply to File…');
    await press('New File');
    assert.deepEqual(await compare.newlyPosted(), [
      { type: 'copy', text: code },
      { type: 'insert', text: code },
      { type: 'applyCode', text: code, language: 'python' },
      { type: 'newFile', text: code, language: 'python' },
    ]);
    await press(`Copy the answer of ${nemotron.shortName}`);
    const [whole] = await compare.newlyPosted();
    assert.ok(whole?.type === 'copy' && whole.text.startsWith('Iterate over the file object'));
  });

  it('opens a link of an answer through the host only', async () => {
    const column = done(nemotron, '0.8 s');
    const answer = 'See [the manual](https://example.org/manual).';
    const linked = { ...column, turn: { ...column.turn, answer } };
    await compare.send({ type: 'snapshot', status: ready, draft: '', comparison: comparison([linked, failed(gemma)]) });
    await compare.newlyPosted();
    // Where the editor listens for links that it opens by itself.
    await compare.page.evaluate(
      'document.addEventListener("click", () => window.violations.push("the click got out"))',
    );
    await compare.page.getByRole('link', { name: 'the manual' }).click();
    assert.deepEqual(await compare.newlyPosted(), [{ type: 'openLink', url: 'https://example.org/manual' }]);
  });

  it('asks which is best by keyboard, and then what to do about it', async () => {
    const columns = [done(nemotron, '0.8 s', 'first'), failed(gemma), done(qwen, '1.9 s')];
    const candidates = [nemotron.id, qwen.id];
    await compare.send({ type: 'snapshot', status: ready, draft: '', comparison: comparison(columns, { candidates }) });
    const group = compare.page.getByRole('radiogroup', { name: 'Which answer is best?' });
    assert.deepEqual(await group.locator('label').allInnerTexts(), [nemotron.shortName, qwen.shortName, 'None']);
    assert.equal(await compare.button('Keep Talking with It').count(), 0);
    await group.getByRole('radio', { name: nemotron.shortName }).focus();
    await compare.page.keyboard.press('ArrowDown');
    await compare.page.keyboard.press('ArrowDown');
    assert.deepEqual(await compare.newlyPosted(), [{ type: 'best', model: qwen.id }, { type: 'best' }]);
    await compare.send({ type: 'verdict', verdict: { candidates, best: { model: qwen.id }, pin: 'Pin qwen' } });
    assert.match(await compare.column(qwen.shortName).innerText(), /Best answer/);
    await compare.button('Pin qwen').click();
    await compare.button('Keep Talking with It').click();
    assert.deepEqual(await compare.newlyPosted(), [{ type: 'pinBest' }, { type: 'keepTalking' }]);
  });

  it('announces start, waiting, switch, failure and end of each column, and no text as it comes', async () => {
    await compare.send(
      { type: 'snapshot', status: busy, draft: '' },
      { type: 'comparison', comparison: comparison([waiting(nemotron), waiting(gemma), waiting(qwen)]) },
      { type: 'column', column: streaming(nemotron, { answer: 'One ' }) },
      { type: 'delta', turnId: 'turn-nemotron3ultra550ba55b', text: 'two', reasoning: '' },
      { type: 'column', column: waiting(gemma, { waiting: { why: 'minuteQuota', left: 9000 } }) },
      { type: 'column', column: waiting(gemma, { waiting: { why: 'minuteQuota', left: 8000 } }) },
      { type: 'column', column: failed(gemma) },
      { type: 'column', column: waiting(qwen, { state: 'done', answer: 'One two three' }) },
      { type: 'column', column: waiting(gemma, { id: 'turn-again' }) },
    );
    assert.deepEqual(await compare.said(), [
      'Asking 3 models…',
      'gemma-4-31b-it waits for the minute limit.',
      'gemma-4-31b-it failed: gemma-4-31b-it is busy at Google AI Studio (“rate-limited upstream”). Your own quota is not the reason.',
      '@ollama/qwen3:8b is done, 3 words.',
      'gemma-4-31b-it is asked again.',
    ]);
  });

  it('stands side by side where there is room, else one below the other', async () => {
    const tops = async (): Promise<readonly number[]> =>
      compare.page.evaluate(
        '[...document.querySelectorAll("article")].map((one) => Math.round(one.getBoundingClientRect().top))',
      );
    await compare.send({
      type: 'snapshot',
      status: ready,
      draft: '',
      comparison: comparison([done(nemotron, '1.0 s'), failed(gemma), failed(qwen)]),
    });
    assert.equal(new Set(await tops()).size, 1);
    await compare.page.setViewportSize({ width: 400, height: 800 });
    assert.equal(new Set(await tops()).size, 3);
  });
});
