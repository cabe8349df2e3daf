import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { door, fails, type RecordedRequest, says } from '../simulator';
import { eventually } from '../support/eventually';
import { type Desk, openDesk, watchDesk } from './support/desk';
import { chatBodyOf, lastMessageOf } from './support/sent';

const calendar = String.raw`const date = /^(\d{4})-(\d\d)-(\d\d)$/u;

/** Days, as texts. */
export class Calendar {
  private readonly days: string[] = [];

  add(text: string): boolean {
    if (!date.test(text)) return false;
    this.days.push(text);
    return true;
  }
}

export const first: number = new Calendar();
`;

function instructionsOf(request: RecordedRequest): string {
  return chatBodyOf(request).messages[0]?.content ?? '';
}

describe('A person says what is to be explained, and how', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({
      viewport: { width: 1500, height: 1000 },
      // So that what stands in a terminal is text of the page.
      settings: { 'terminal.integrated.gpuAcceleration': 'off' },
    });
    writeFileSync(path.join(desk.workbench.workspaceDir, 'src', 'calendar.ts'), calendar);
    await desk.workbench.openFile('calendar.ts');
    await desk.workbench.editor().locator('.squiggly-error').waitFor();
  });
  after(() => desk.close());
  watchDesk(() => desk);

  const thread = (): Locator => desk.workbench.page.locator('.review-widget').last();
  const head = (): Locator => thread().locator('.review-title');
  const asked = (): number => desk.simulator.counts().inference;
  const ended = async (): Promise<void> =>
    thread()
      .getByText(/tokens · 1 request$/)
      .last()
      .waitFor();
  const close = async (): Promise<void> => {
    await thread().getByRole('button', { name: 'Close Thread' }).click();
    await thread().waitFor({ state: 'detached' });
  };
  const settle = (settings: Readonly<Record<string, unknown>>): void => {
    mkdirSync(path.join(desk.workbench.workspaceDir, '.vscode'), { recursive: true });
    writeFileSync(path.join(desk.workbench.workspaceDir, '.vscode', 'settings.json'), JSON.stringify(settings));
  };

  /** The rows of Explain…, each as `label description`. */
  async function offered(line: number, column: number): Promise<string[]> {
    const { workbench } = desk;
    await workbench.goToLine(line, column);
    await workbench.runCommand('Tollfree: Explain…');
    await workbench.quickInput().getByText('Explain (1/2)').waitFor();
    const rows = await workbench.quickPickRows().all();
    return Promise.all(
      rows.map(async (row) => (await row.locator('.label-name, .label-description').allInnerTexts()).join(' ')),
    );
  }

  async function pick(what: string | RegExp, how: string): Promise<void> {
    await desk.workbench.pick(what);
    await desk.workbench.quickInput().getByText('Explain (2/2)').waitFor();
    await desk.workbench.pick(how);
  }

  it('is offered what stands at the cursor: a regular expression, which is explained for a beginner', async () => {
    const { workbench } = desk;
    assert.deepEqual(await offered(1, 20), [
      String.raw`Regular Expression /^(\d{4})-(\d\d)-(\d\d)$/u`,
      'File src/calendar.ts 15 lines',
    ]);
    await workbench.screenshot('explain-what');
    await workbench.pick('Regular Expression');
    await workbench.quickInput().getByText('Explain (2/2)').waitFor();
    await workbench.screenshot('explain-how');
    const request = await desk.requestAfter(() => workbench.pick('For a Beginner'));
    assert.match(lastMessageOf(request), /Explain the regular expression in line 1 of src\/calendar\.ts:/);
    assert.match(instructionsOf(request), /They are new to programming/);
    await ended();
    await close();
  });

  it('has a class explained in German, from a method of it', async () => {
    const { workbench } = desk;
    assert.deepEqual(await offered(8, 5), [
      'Function add lines 7–11',
      'Class Calendar lines 4–12',
      'File src/calendar.ts 15 lines',
    ]);
    await pick('Class Calendar', 'In Another Language…');
    await workbench.typeInQuickInput('German');
    const request = await desk.requestAfter(() => workbench.page.keyboard.press('Enter'));
    assert.match(lastMessageOf(request), /Explain the type `Calendar` in lines 4–12 of src\/calendar\.ts:/);
    assert.match(instructionsOf(request), /Write in German;/);
    await ended();
    await close();
  });

  it('is offered a problem as a quick fix, and sees it explained below its line', async () => {
    const { simulator, workbench } = desk;
    simulator.script(says('A calendar **is no number**: line 14 declares one and gets the other.'));
    await workbench.goToLine(14, 15);
    const action = workbench.page.getByRole('option', { name: /^Explain This Problem with Tollfree · 1 request/ });
    // While TypeScript goes on reading, the list may close again.
    await eventually(async () => {
      await workbench.page.keyboard.press('Escape');
      await workbench.page.keyboard.press('ControlOrMeta+.');
      await action.waitFor({ timeout: 3000 });
    });
    await workbench.screenshot('explain-quick-fix');
    const request = await desk.requestAfter(() => action.click());
    const message = lastMessageOf(request);
    assert.match(message, /line 14: error ts\(2322\): Type 'Calendar' is not assignable to type 'number'\./);
    assert.match(message, /14 \| export const first: number = new Calendar\(\);/);
    await thread().getByText('A calendar is no number').waitFor();
    await ended();
    await workbench.screenshot('explain-problem');
    await close();
  });

  it('has the stack trace in the clipboard explained, where it leads, with the calls before it', async () => {
    const { workbench } = desk;
    const at = (file: string): string => path.join(workbench.workspaceDir, 'src', file);
    const trace = [
      "TypeError: Cannot read properties of undefined (reading 'push')",
      `    at Calendar.add (${at('calendar.ts')}:9:15)`,
      `    at median (${at('numbers.ts')}:30:9)`,
      '    at node:internal/main/run_main_module:36:49',
    ].join('\n');
    await workbench.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(trace)})`);
    const rows = await offered(2, 1);
    assert.deepEqual(rows.at(-1), 'Stack Trace in the Clipboard 2 calls');
    const request = await desk.requestAfter(() => pick('Stack Trace in the Clipboard', 'As the Settings Say'));
    const message = lastMessageOf(request);
    assert.match(message, /Explain the stack trace with lines 7–11 of src\/calendar\.ts:/);
    assert.ok(message.includes('Cannot read properties of undefined'));
    assert.ok(message.includes('const upper = sorted[half];'));
    await thread()
      .getByText(/Sent along: .*median \(numbers\.ts:30\)/)
      .waitFor();
    await workbench.screenshot('explain-trace');
    await close();
    await workbench.page.evaluate('navigator.clipboard.writeText("")');
  });

  it('has terminal output explained: where it names code below that, and what is selected there in the chat', async () => {
    const { chat, workbench } = desk;
    await workbench.runCommand('Terminal: Create New Terminal');
    const terminal = workbench.page.locator('.terminal-wrapper.active .xterm');
    await terminal.waitFor();
    await terminal.locator('.xterm-helper-textarea').focus();
    // The editor passes nothing on of what a command writes in its first moment.
    await workbench.page.keyboard.type('sleep 1 && echo "src/calendar.ts:9:5 - error" && echo heron-$((40+2))\n');
    await workbench.page.locator('.codicon-terminal-decoration-success').first().waitFor();
    const request = await desk.requestAfter(() => workbench.runCommand('Tollfree: Explain Terminal Output'));
    assert.match(lastMessageOf(request), /\nsrc\/calendar\.ts:9:5 - error\nheron-42\n/);
    assert.match(lastMessageOf(request), /with lines 7–11 of src\/calendar\.ts:/);
    await ended();
    await workbench.screenshot('explain-terminal');
    await close();

    const written = await terminal
      .locator('.xterm-rows > div', { hasText: /^heron-42/ })
      .last()
      .boundingBox();
    assert.ok(written);
    await workbench.page.mouse.dblclick(written.x + 12, written.y + written.height / 2);
    await terminal.click({ button: 'right' });
    const item = workbench.page.getByRole('menuitem', { name: 'Explain Terminal Selection' });
    await item.waitFor();
    await workbench.screenshot('explain-terminal-menu');
    const inChat = await desk.requestAfter(() => item.click());
    assert.match(lastMessageOf(inChat), /^line 1 of output:\n\n```text\nheron-42\n```\n\nWhat happened here\?/);
    await chat.transcript.getByText('What happened here?').waitFor();
    await workbench.runCommand('View: Toggle Panel Visibility');
  });

  it('has Explain above functions and classes by a setting, and by two more in German and for a beginner', async () => {
    const { workbench } = desk;
    const lens = workbench.page.locator('.codelens-decoration a', { hasText: 'Explain · 1 request' });
    assert.equal(await lens.count(), 0);
    const before = asked();
    settle({
      'tollfree.explain.codeLens': true,
      'tollfree.explain.language': 'German',
      'tollfree.explain.audience': 'beginner',
    });
    await lens.first().waitFor();
    await workbench.screenshot('explain-lens');
    assert.equal(asked(), before);
    const request = await desk.requestAfter(() => lens.nth(1).click());
    assert.match(lastMessageOf(request), /Explain the function `add` in lines 7–11 of src\/calendar\.ts:/);
    assert.match(instructionsOf(request), /They are new to programming[^]*Write in German;/);
    await ended();
    await close();
    settle({});
    await lens.first().waitFor({ state: 'detached' });
  });

  it('closes it while it is written: the request ends', async () => {
    const { simulator, workbench } = desk;
    const gate = door();
    simulator.script(says(['First the date, ', 'then the day.'], { hold: { afterPieces: 1, until: gate.opened } }));
    await workbench.goToLine(8, 5);
    const request = await desk.requestAfter(() => workbench.runCommand('Tollfree: Explain Selection'));
    await thread().getByText('First the date,').waitFor();
    await close();
    await eventually(() => assert.equal(request.aborted, true));
    gate.open();
  });

  it('works with the keyboard alone, from the command to a further question', async () => {
    const { simulator, workbench } = desk;
    const { keyboard } = workbench.page;
    await workbench.goToLine(9, 5);
    simulator.script(says('It adds a day.'));
    await keyboard.press('F1');
    await workbench.quickInput().waitFor();
    await keyboard.type('Tollfree: Explain Selection');
    await workbench.quickPickRows().first().filter({ hasText: 'Explain Selection' }).waitFor();
    await desk.requestAfter(() => keyboard.press('Enter'));
    await thread().getByText('It adds a day.').waitFor();
    await ended();
    await keyboard.press('Shift+Alt+F9');
    await workbench.page.locator('.review-widget:focus-within').waitFor();
    // Over the link to what was sent, into the reply box.
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await workbench.page.locator('.review-widget .comment-form:focus-within').waitFor();
    await keyboard.type('Only one?');
    await thread().locator('.comment-form .view-line', { hasText: 'Only one?' }).waitFor();
    await workbench.screenshot('explain-keyboard');
    const request = await desk.requestAfter(() => keyboard.press('ControlOrMeta+Enter'));
    assert.deepEqual(
      chatBodyOf(request)
        .messages.slice(2)
        .map(({ content }) => content),
      ['It adds a day.', 'Only one?'],
    );
    await thread().getByText('You asked: Only one?').waitFor();
    await ended();
    await close();
  });

  it('waits for the minute limit in the thread, and without a network says so there', async () => {
    const { simulator, workbench } = desk;
    simulator.script(fails({ kind: 'minuteQuota', resetInMs: 4000 }));
    simulator.script(says('It adds a day, late.'));
    await workbench.goToLine(8, 5);
    await workbench.runCommand('Tollfree: Explain Selection');
    await thread()
      .getByText(/^Waiting \d s for the minute limit…$/)
      .waitFor();
    await workbench.screenshot('explain-minute');
    await thread().getByText('It adds a day, late.').waitFor();
    await close();
    for (let tries = 0; tries < 2; tries++) simulator.script(fails({ kind: 'noResponse' }));
    await workbench.runCommand('Tollfree: Explain Selection');
    await head().getByText('Not explained').waitFor();
    await thread()
      .getByText(/No connection to 127\.0\.0\.1:\d+.* The request may have been counted\.$/)
      .waitFor();
    await workbench.screenshot('explain-offline');
    await close();
  });

  it('is told that a whole file is too long, and has the function at the cursor explained instead', async () => {
    const { workbench } = desk;
    const filler = Array.from(
      { length: 5800 },
      (_, at) => `export const value${at} = ${at} * 2; // twice, in line ${at}`,
    );
    const big = ['export function half(value: number): number {', '  return value / 2;', '}', ...filler].join('\n');
    writeFileSync(path.join(workbench.workspaceDir, 'src', 'big.ts'), big);
    settle({ 'tollfree.model': 'google/gemma-3-27b-it:free', 'tollfree.fallback': 'never' });
    await workbench.statusBar().filter({ hasText: 'gemma-3-27b' }).waitFor();
    const before = asked();
    await workbench.openFile('big.ts');
    await offered(2, 3);
    await pick('File src/big.ts', 'As the Settings Say');
    await thread()
      .getByText(/About \d+k tokens are \d+k too many for gemma-3-27b/)
      .waitFor();
    await workbench.screenshot('explain-too-long');
    assert.equal(asked(), before);
    const request = await desk.requestAfter(() => thread().getByText('Explain the Function at the Cursor').click());
    assert.match(lastMessageOf(request), /Explain the function `half` in lines 1–3 of src\/big\.ts:/);
    await workbench.page.locator('.review-widget').nth(1).waitFor();
  });

  it('has used up the day: the thread says until when, and asking once more costs nothing', async () => {
    const { simulator, workbench } = desk;
    simulator.script(fails({ kind: 'dayQuota' }));
    await workbench.openFile('calendar.ts');
    await workbench.goToLine(8, 5);
    await desk.requestAfter(() => workbench.runCommand('Tollfree: Explain Selection'));
    await head().getByText('Not explained').waitFor();
    await thread()
      .getByText(/Today's 50 free requests are used up\. Nothing is sent until \d\d:\d\d;/)
      .waitFor();
    await workbench.screenshot('explain-day');
    const before = asked();
    await close();
    await workbench.runCommand('Tollfree: Explain Selection');
    await thread().getByText("Today's 50 free requests are used up.").waitFor();
    assert.equal(asked(), before);
  });
});
