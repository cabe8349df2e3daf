import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { says } from '../simulator';
import { eventually } from '../support/eventually';
import { type Desk, openDesk, watchDesk } from './support/desk';
import { lastMessageOf } from './support/sent';

const prices = [
  'export function gross(net: number, rate: number): number {',
  '  return Math.round(net * (1 + rate));',
  '}',
  '',
].join('\n');
const words = 'export function inWords(cents: number): string {\n  return `${cents / 100} €`;\n}\n';
const wordsTest = [
  "import { expect, it } from 'vitest';",
  "import { inWords } from '../src/words';",
  '',
  "it('says how much it is', () => {",
  "  expect(inWords(250)).toBe('2.5 €');",
  '});',
  '',
].join('\n');
const pricesTest = [
  "import { expect, it } from 'vitest';",
  "import { gross } from '../src/prices';",
  '',
  "it('adds the tax', () => {",
  '  expect(gross(100, 0.2)).toBe(120);',
  '});',
].join('\n');
const furtherTest = ["it('says that it is nothing', () => {", "  expect(inWords(0)).toBe('0 €');", '});', ''].join(
  '\n',
);

function fenced(code: string, info = 'ts'): string {
  return `\`\`\`${info}\n${code.trimEnd()}\n\`\`\``;
}

describe('A person has tests and documentation written', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk();
    const files = {
      'package.json': JSON.stringify({
        name: 'shop',
        scripts: { test: 'vitest run' },
        devDependencies: { vitest: '3.2.4' },
      }),
      'src/prices.ts': prices,
      'src/words.ts': words,
      'test/words.test.ts': wordsTest,
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(file(name)), { recursive: true });
      writeFileSync(file(name), text);
    }
  });
  after(() => desk.close());
  watchDesk(() => desk);

  const file = (name: string): string => path.join(desk.workbench.workspaceDir, name);
  const thread = (): Locator => desk.workbench.page.locator('.review-widget:visible').last();
  const link = (name: string): Locator => thread().getByRole('link', { name, exact: true });
  const diff = (name: string): Locator =>
    desk.workbench.page.locator('.tab.active', { hasText: `${name}: proposed by ` });
  const inFront = async (name: string): Promise<void> => {
    await eventually(async () => assert.ok((await desk.workbench.page.title()).startsWith(`${name} - `)));
  };
  /** What the document in front is, byte for byte, as saving it shows. */
  const holds = async (name: string, expected: string): Promise<void> => {
    await inFront(path.basename(name));
    await desk.workbench.page.keyboard.press('ControlOrMeta+S');
    await desk.workbench.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
    // While it is being saved it is no longer marked.
    await eventually(() => assert.equal(readFileSync(file(name), 'utf8'), expected));
  };
  const accept = async (name: string): Promise<void> => {
    await diff(name).waitFor();
    await link('Accept').click();
    await diff(name).waitFor({ state: 'detached' });
  };

  it('documents a function: an answer that changes code is refused, one with comments is proposed', async () => {
    const { simulator, workbench } = desk;
    await workbench.openFile('prices.ts');
    await workbench.goToLine(2);
    const documented = `/** The price with tax.\n * @param rate of the tax: 0.2 for 20 %. */\n${prices}`;
    simulator.script(says(fenced(documented.replace('Math.round(', 'Math.floor('))));
    const request = await desk.requestAfter(() => workbench.runCommand('Tollfree: Add Documentation'));
    assert.ok(lastMessageOf(request).includes(prices.trimEnd()));
    await thread().getByText('The answer changes code, and not only comments. Nothing was changed.').waitFor();
    await holds('src/prices.ts', prices);
    simulator.script(says(fenced(documented)));
    await desk.requestAfter(() => link('Retry · 1 request').click());
    await accept('prices.ts');
    await holds('src/prices.ts', documented);
    await workbench.page.keyboard.press('ControlOrMeta+Z');
    await holds('src/prices.ts', prices);
  });

  it('has a new file of tests made beside the others, in their framework, and nowhere else', async () => {
    const { simulator, workbench } = desk;
    await workbench.openFile('prices.ts');
    await workbench.goToLine(2);
    simulator.script(says(fenced(pricesTest, 'ts:../../prices.test.ts')));
    const request = await desk.requestAfter(() => workbench.runCommand('Tollfree: Generate Tests'));
    const message = lastMessageOf(request);
    for (const told of [prices.trimEnd(), wordsTest.trimEnd(), 'as the new file test/prices.test.ts']) {
      assert.ok(message.includes(told), `${told} in\n${message}`);
    }
    assert.match(request.bodyText, /Write them with Vitest/);
    await thread().getByText('The answer is about another file: “../../prices.test.ts”.').waitFor();
    assert.equal(existsSync(file('../../prices.test.ts')), false);

    simulator.script(says(`They test the rounding.\n\n${fenced(pricesTest)}`));
    await desk.requestAfter(() => link('Retry · 1 request').click());
    await diff('prices.test.ts').waitFor();
    await thread()
      .getByText(/^A new file with 6 lines: test\/prices\.test\.ts\. It is made when you accept it\./)
      .waitFor();
    await workbench.screenshot('proposal-new-file');
    assert.equal(existsSync(file('test/prices.test.ts')), false);
    await accept('prices.test.ts');
    await inFront('prices.test.ts');
    await eventually(() => assert.equal(readFileSync(file('test/prices.test.ts'), 'utf8').trimEnd(), pricesTest));
  });

  it('has tests added to the file that is there, and undone in one step', async () => {
    const { simulator, workbench } = desk;
    await workbench.openFile('src/words.ts');
    await workbench.goToLine(2);
    simulator.script(says(fenced(`${wordsTest}\n${furtherTest}`)));
    const request = await desk.requestAfter(() => workbench.runCommand('Tollfree: Generate Tests'));
    assert.match(lastMessageOf(request), /Add tests for it to (?:test\/)?words\.test\.ts\./);
    await diff('words.test.ts').waitFor();
    await thread()
      .getByText(/4 lines changed in 1 place\./)
      .waitFor();
    await workbench.screenshot('proposal-more-tests');
    assert.equal(readFileSync(file('test/words.test.ts'), 'utf8'), wordsTest);
    await accept('words.test.ts');
    await holds('test/words.test.ts', `${wordsTest}\n${furtherTest}`);
    await workbench.page.keyboard.press('ControlOrMeta+Z');
    await holds('test/words.test.ts', wordsTest);
  });
});

describe('A person edits in a folder that is not trusted', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ workspaceTrust: true, settings: { 'security.workspace.trust.startupPrompt': 'never' } });
  });
  after(() => desk.close());
  watchDesk(() => desk);

  it('sends nothing but what is selected', async () => {
    const { simulator, workbench } = desk;
    await workbench.openFile('retry.ts');
    await workbench.goToLine(1);
    await workbench.runCommand('Tollfree: Edit Selection…');
    await workbench.notifications().getByText('In Restricted Mode only what is selected is sent').waitFor();
    assert.equal(simulator.counts().inference, 0);
    const text = readFileSync(path.join(workbench.workspaceDir, 'src', 'retry.ts'), 'utf8');
    const [first = ''] = text.split('\n');
    await workbench.selectLines(1, 1);
    simulator.script(says(fenced(`// ${first}`)));
    await workbench.runCommand('Tollfree: Edit Selection…');
    await workbench.quickInput().getByText('You see the change before it is made').waitFor();
    await workbench.page.keyboard.type('Comment it out.');
    const request = await desk.requestAfter(() => workbench.page.keyboard.press('Enter'));
    const message = lastMessageOf(request);
    assert.ok(message.includes(first) && !message.includes(text.split('\n')[1] ?? '\n'), message);
  });
});
