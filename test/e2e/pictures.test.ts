import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import * as z from 'zod';
import type { RecordedRequest } from '../simulator';
import { eventually } from '../support/eventually';
import { onePixel } from '../support/pictures';
import { type Desk, openDesk, ultra, watchDesk } from './support/desk';
import { copyAll } from './support/sentDocument';

/** Sees pictures; `ultra` does not. */
const seeing = 'nvidia/nemotron-3.5-super-vl:free';

/** A picture of 48 × 32 pixels, no two alike, put on the clipboard as a screenshot is. */
const copyPicture = `(async () => {
  const canvas = new OffscreenCanvas(48, 32);
  const context = canvas.getContext('2d');
  for (let x = 0; x < 48; x++) for (let y = 0; y < 32; y++) {
    context.fillStyle = 'rgb(' + [x * 5, y * 7, (x * y) % 256] + ')';
    context.fillRect(x, y, 1, 1);
  }
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': canvas.convertToBlob({ type: 'image/png' }) })]);
})()`;

const withPictures = z.object({
  model: z.string(),
  messages: z.array(
    z.object({
      role: z.string(),
      content: z.union([
        z.string(),
        z.array(
          z.union([
            z.object({ type: z.literal('text'), text: z.string() }),
            z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string() }) }),
          ]),
        ),
      ]),
    }),
  ),
});

/** The pictures of the last message, and what stands with them. */
function readLast(record: RecordedRequest): { readonly text: string; readonly urls: readonly string[] } {
  const content = withPictures.parse(record.body).messages.at(-1)?.content ?? '';
  if (typeof content === 'string') return { text: content, urls: [] };
  return {
    text: content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join(''),
    urls: content.flatMap((part) => (part.type === 'image_url' ? [part.image_url.url] : [])),
  };
}

/** Width and height out of the first chunk of a PNG (PNG specification, 11.2.1). */
function sizeOf(url: string): string {
  const bytes = Buffer.from(url.replace(/^data:image\/png;base64,/, ''), 'base64');
  assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
  return `${bytes.readUInt32BE(16)} × ${bytes.readUInt32BE(20)}`;
}

describe('A person shows a picture', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ settings: { 'tollfree.model': seeing } });
    const folder = path.join(desk.workbench.workspaceDir, 'media');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'dot.png'), Buffer.from(onePixel, 'base64'));
  });
  after(() => desk.close());
  watchDesk(() => desk);

  const chips = (): Locator => desk.chat.frame.getByRole('list', { name: 'Attached to the question' });
  const paste = async (): Promise<void> => {
    const { chat, workbench } = desk;
    // A page may write to the clipboard only while it has the keyboard.
    await workbench.page
      .locator('.part.titlebar')
      .first()
      .click({ position: { x: 3, y: 3 } });
    await workbench.page.evaluate(copyPicture);
    await chat.composer.focus();
    await chat.composer.press('ControlOrMeta+V');
  };
  const attachDot = async (): Promise<void> => {
    const { chat, workbench } = desk;
    await chat.button('Attach files or the selection').click();
    await workbench.typeInQuickInput('dot.png');
    await workbench.pick('dot.png');
    await workbench.page.keyboard.press('Enter');
    await workbench.quickInput().waitFor({ state: 'hidden' });
  };

  it('pastes it: a chip with its size, and the line below counts it', async () => {
    const { chat, workbench } = desk;
    await chat.composer.fill('What is in this picture?');
    await paste();
    await chips()
      .getByText(/image\.png 48 × 32 · [\d.]+ K?B/)
      .waitFor();
    await chat.frame
      .getByTestId('outgoing')
      .getByText(/^1 picture · /)
      .waitFor();
    await workbench.screenshot('picture-pasted');
    assert.equal(desk.simulator.counts().inference, 0);
  });

  it('sends it: the model gets the picture beside the words', async () => {
    const { chat } = desk;
    const request = await desk.requestAfter(() => chat.composer.press('Enter'));
    const { text, urls } = readLast(request);
    assert.match(text, /^What is in this picture\?/);
    assert.deepEqual(urls.map(sizeOf), ['48 × 32']);
    const turn = await chat.answered('What is in this picture?');
    await turn.getByRole('list', { name: 'Attached' }).getByText('image.png').waitFor();
    assert.equal(await chips().count(), 0);
  });

  it('reads what was sent: the picture is told by its size', async () => {
    const { chat, simulator, workbench } = desk;
    await chat.turn('What is in this picture?').getByRole('button', { name: 'What was sent' }).click();
    await workbench.editor().getByText('What Tollfree sent').waitFor();
    const text = await copyAll(workbench);
    assert.match(text, /data:image\/png;base64,<… [\d.]+ K?B>/);
    const { urls } = readLast(simulator.inferences.at(-1) ?? assert.fail());
    assert.ok(!text.includes((urls[0] ?? assert.fail()).slice(40, 140)));
    await workbench.screenshot('picture-sent');
    await workbench.runCommand('View: Close All Editors');
  });

  it('attaches one of the workspace: it goes as it is', async () => {
    const { chat } = desk;
    await attachDot();
    await chips()
      .getByText(/dot\.png 1 × 1 · \d+ B/)
      .waitFor();
    const request = await desk.requestAfter(() => chat.ask('Is it one pixel?'));
    assert.deepEqual(readLast(request).urls, [`data:image/png;base64,${onePixel}`]);
    await chat.answered('Is it one pixel?');
  });

  it('pins a model that sees none: that is said, the words stay, and no picture leaves', async () => {
    const { chat, workbench } = desk;
    await workbench.runCommand('Tollfree: Switch Pinned Model…');
    await workbench.typeInQuickInput(ultra);
    await workbench.pick('nemotron-3-ultra');
    await chat.button(/^Model: nemotron-3-ultra\. Switch…$/).waitFor();
    await chat.composer.fill('And in this one?');
    await paste();
    await chat.frame
      .getByTestId('hint')
      .getByText('nemotron-3-ultra cannot see pictures, so image.png was not attached.')
      .waitFor();
    assert.equal(await chat.composer.inputValue(), 'And in this one?');
    assert.equal(await chips().count(), 0);
    await attachDot();
    await chips().getByText('Does not go: nemotron-3-ultra cannot see pictures').waitFor();
    await workbench.screenshot('picture-unseen');
    const request = await desk.requestAfter(() => chat.composer.press('Enter'));
    assert.ok(!request.bodyText.includes('image_url'));
    assert.match(readLast(request).text, /^And in this one\?/);
    await chat.answered('And in this one?');
  });

  it('takes the picture up again with a model that sees', async () => {
    const { chat, workbench } = desk;
    await workbench.runCommand('Tollfree: Switch Pinned Model…');
    await workbench.typeInQuickInput(seeing);
    await workbench.pick('nemotron-3.5-super-vl');
    await chat.button(/^Model: nemotron-3\.5-super-vl\. Switch…$/).waitFor();
    const request = await desk.requestAfter(() => chat.ask('What was the first picture?'));
    await eventually(() => assert.match(request.bodyText, /data:image\/png;base64,/));
    await chat.answered('What was the first picture?');
  });
});
