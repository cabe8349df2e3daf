import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { openableLink } from '../../src/core/links';
import type { ChatStatus, FromPage, ToPage, TurnView } from '../../src/protocol/messages';
import type { BrowseEntry, ToModelsPage } from '../../src/protocol/models';
import { launchBrowser } from '../launch/browser';
import { families, long, representative, vectors } from '../support/xss';
import { inProject, openHarness, report } from './browserPage';
import { type ChatPage, openChatPage } from './chatPage';
import { calm, entries } from './modelsScenes';
import { bySomeoneElse, finished, offered, ready, scenes } from './scenes';

/** Longer ones are cut at random places. */
const short = vectors.filter((text) => text.length <= 400);

function batches<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** A single word in camel case is one of the protocol's own names, or an id of these scenes. */
const protocolName = /^[a-z][A-Za-z\d]*$/;

/** The same with the text in the place of every text that the page shows. */
function poisoned<Value>(value: Value, text: string): Value {
  const json = JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'string' && !protocolName.test(inner) ? text : inner,
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only texts were changed, and none that tells types apart
  return JSON.parse(json) as Value;
}

function answered(answer: string, at: number): TurnView {
  return { ...finished, id: `t${at}`, answer };
}

/** Of a longer conversation only what is near the view is drawn. */
const drawnWhole = 20;

const place = ' ';

/** A turn that shows everything a turn can have. */
const fullTurn: TurnView = {
  ...finished,
  ...bySomeoneElse,
  ...offered,
  state: 'failed',
  question: place,
  answer: place,
  reasoning: place,
  progress: place,
  attachments: [place],
  lost: 1,
  sent: true,
  chosen: place,
  superseded: true,
  leftOut: { count: 1, sentence: place },
  served: {
    model: place,
    shortName: place,
    provider: place,
    details: [place],
    facts: [{ label: place, value: place }],
  },
};

describe('published attacks on pages', function () {
  this.timeout(180_000);
  let browser: Browser;
  let chat: ChatPage;
  let script: string;
  let atFirst: { readonly world: string; readonly skeleton: string };

  async function open(files?: 'models'): Promise<void> {
    chat = await openChatPage(browser, { also: script, height: 900, ...(files === undefined ? {} : { files }) });
    atFirst = { world: await report(chat.page, 'world'), skeleton: await report(chat.page, 'skeleton') };
  }

  /** Nothing ran, was asked for, or was even tried; and nothing of the page itself is another than before. */
  async function assertUnharmed(): Promise<void> {
    await chat.settle();
    assert.deepEqual(await report(chat.page, 'pageEscapes'), []);
    assert.deepEqual(await report(chat.page, 'ran'), []);
    assert.deepEqual(await chat.violations(), []);
    assert.deepEqual(chat.strangers, []);
    assert.equal(await report(chat.page, 'world'), atFirst.world);
    assert.equal(await report(chat.page, 'skeleton'), atFirst.skeleton);
    assert.equal(chat.page.frames().length, 1);
    assert.deepEqual(await chat.page.evaluate('Object.keys(Object.prototype)'), []);
  }

  before(async () => {
    browser = await launchBrowser();
    script = readFileSync(inProject('out', 'webview', 'page', 'xss.js'), 'utf8');
  });

  afterEach(async () => {
    await chat.page.context().close();
  });

  after(async () => {
    await browser.close();
  });

  describe('as answers', () => {
    beforeEach(async () => open());

    it('are more than 2,000, each family of them with its source', () => {
      assert.ok(vectors.length > 2000, String(vectors.length));
      for (const { name, source, vectors: own } of families) assert.ok(own.length >= 20 && source !== '', name);
    });

    it('come to nothing but the elements of Markdown, as Markdown, as HTML and within code', async () => {
      const texts = vectors.flatMap((text) => [
        text,
        `<div>\n${text}\n</div>`,
        `\`\`\`html\n${text}\n\`\`\``,
        `\`\`\`\`js\n${text}`,
      ]);
      for (const batch of batches(texts, 2000)) assert.deepEqual(await report(chat.page, 'whole', batch), []);
      await assertUnharmed();
    });

    it('come to the same when they arrive in two pieces, cut at every place', async () => {
      let cuts = 0;
      for (const texts of batches(short, 400)) {
        const { count, problems } = await report<{ count: number; problems: string[] }>(chat.page, 'cuts', { texts });
        assert.deepEqual(problems, []);
        cuts += count;
      }
      assert.ok(cuts > 100_000, String(cuts));
      await assertUnharmed();
    });

    it('come to the same when they arrive in many pieces, and when they are very long', async () => {
      const some = await report<{ count: number; problems: string[] }>(chat.page, 'cuts', {
        texts: vectors,
        random: 4,
      });
      assert.deepEqual(some.problems, []);
      const much = await report<{ count: number; problems: string[] }>(chat.page, 'cuts', { texts: long, random: 1 });
      assert.deepEqual(much.problems, []);
      await assertUnharmed();
    });
  });

  describe('in the chat', () => {
    beforeEach(async () => open());

    const snapshot = (status: ChatStatus, turns: readonly TurnView[] = [], draft = ''): ToPage => ({
      type: 'snapshot',
      status,
      turns,
      draft,
    });

    /** Sends each message and looks at the page after it, all in one call. */
    async function lookAfterEach(messages: readonly (ToPage | ToModelsPage)[]): Promise<readonly unknown[]> {
      return report(chat.page, 'lookAfterEach', messages);
    }

    it('stay text in the question, the thoughts, the answer, the names, the reasons and the offers of a turn', async () => {
      const turns = vectors.map((text, at) => Object.assign(poisoned(fullTurn, text), { id: `t${at}` }));
      const messages = batches(turns, drawnWhole).map((some) => snapshot(ready, some));
      assert.deepEqual(await lookAfterEach(messages), []);
      await chat.send(snapshot(ready, turns.slice(0, drawnWhole)));
      const { failure, offer, served, switched } = poisoned(fullTurn, '<b>x</b>');
      for (const part of [failure?.sentence, offer?.headline, served?.provider, switched?.losses[0]]) {
        assert.equal(part, '<b>x</b>');
      }
      await assertUnharmed();
    });

    it('stay text in every other place of every scene, and take nothing over', async () => {
      const all = Object.values(scenes);
      const messages = [
        ...vectors.map((text, at) => poisoned(all[at % all.length] ?? snapshot(ready), text)),
        ...representative.flatMap((text) => all.map((scene) => poisoned(scene, text))),
      ];
      assert.deepEqual(await lookAfterEach(messages), []);
      await assertUnharmed();
    });

    it('leave the page around an answer as it was, also while they arrive character by character', async () => {
      await chat.send(snapshot({ ...ready, busy: true }, [finished]));
      const layout = await report(chat.page, 'layout');
      const texts = families
        .flatMap((family) => family.vectors.filter((_, at) => at % 20 === 0))
        .map((text) => text.slice(0, 120));
      const streaming = texts.map((_, at): TurnView => ({
        id: `t${at}`,
        question: 'Why?',
        state: 'streaming',
        answer: '',
        reasoning: '',
      }));
      await chat.send(snapshot({ ...ready, busy: true }, streaming));
      assert.equal(await report(chat.page, 'layout'), layout);
      const problems = await report(chat.page, 'streamSideBySide', texts);
      assert.deepEqual(problems, []);
      assert.deepEqual(await report(chat.page, 'outOfFlow'), []);
      assert.equal(await report(chat.page, 'layout'), layout);
      const done = texts.map((text, at) => answered(text, at));
      await chat.send(snapshot({ ...ready, busy: true }, done));
      assert.deepEqual(await report(chat.page, 'outOfFlow'), []);
      assert.equal(await report(chat.page, 'layout'), layout);
      await assertUnharmed();
    });

    it('let no letter be drawn outside of its answer', async () => {
      // Marks that fonts pile up, 300 of them: over the question, and over the line that says who answered.
      const tall = `H${'\u0302'.repeat(300)} H${'\u0323'.repeat(300)}`;
      const neighbours = [chat.page.locator('.question'), chat.page.getByTestId('served-by')];
      const show = async (answer: string): Promise<readonly Buffer[]> => {
        await chat.send(snapshot(ready, [{ ...finished, reasoning: '', answer }]));
        return Promise.all(neighbours.map(async (neighbour) => neighbour.screenshot()));
      };
      assert.deepEqual(await show(tall), await show('H H'));
      await assertUnharmed();
    });

    it('show a picture as a link that says what it is, first where it leads, and load nothing', async () => {
      const answer = '![a map](https://b\u0430nk.example/p.png?q=1 "https://bank.example")';
      await chat.send(snapshot(ready, [{ ...finished, answer }]));
      const link = chat.page.getByRole('link', { name: 'Picture, not loaded: a map' });
      assert.equal(await link.getAttribute('title'), 'https://xn--bnk-6cd.example/p.png?q=1\nhttps://bank.example');
      await assertUnharmed();
      await chat.newlyPosted();
      await link.click();
      assert.deepEqual(await chat.newlyPosted(), [{ type: 'openLink', url: 'https://xn--bnk-6cd.example/p.png?q=1' }]);
      await assertUnharmed();
    });

    it('have their links opened by the host only, which takes what the page takes', async () => {
      const turns = vectors.map((text, at) => answered(text, at));
      await chat.newlyPosted();
      const posted = new Set<string>();
      for (const some of batches(turns, drawnWhole)) {
        await chat.send(snapshot(ready, some));
        await report(chat.page, 'clickAllLinks');
        const messages: readonly FromPage[] = await chat.newlyPosted();
        for (const message of messages) posted.add(message.type === 'openLink' ? message.url : message.type);
      }
      assert.ok(posted.size > 30, String(posted.size));
      for (const url of posted) {
        const expected = url.includes('attach=') ? undefined : url;
        assert.equal(openableLink(url), expected);
      }
      await assertUnharmed();
    });

    it('cannot be sent to the page by another site', async () => {
      // Without the script that stands in for `window.open`.
      await chat.page.context().close();
      chat = await openChatPage(browser);
      const { page } = chat;
      await page.context().route('https://evil.example/', async (route) => {
        await route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Evil</title>' });
      });
      await chat.send(snapshot(ready, [finished]));
      const opened = page.context().waitForEvent('page');
      await page.evaluate('void window.open("https://evil.example/")');
      const other = await opened;
      await other.waitForLoadState();
      await other.evaluate(`opener.postMessage(${JSON.stringify(snapshot(ready, [], 'Send this'))}, '*')`);
      await chat.settle();
      assert.equal(await page.getByRole('textbox').inputValue(), '');
      assert.equal(await page.getByRole('article').count(), 1);
    });
  });

  describe('in the list of models', () => {
    beforeEach(async () => open('models'));

    it('stay text in every name, description, figure, offer and notice', async () => {
      const [entry] = entries;
      assert.ok(entry !== undefined);
      const hostileEntry = (text: string, at: number): BrowseEntry => ({
        ...entry,
        ...poisoned(
          {
            name: ' ',
            shortName: ' ',
            author: ' ',
            authorName: ' ',
            description: ' ',
            context: ' ',
            output: ' ',
            price: ' ',
          },
          text,
        ),
        ends: { soon: true, words: text },
        id: `${text}${at}`,
        free: false,
        listed: true,
      });
      const lists = batches(vectors, 150).map((texts) => texts.map(hostileEntry));
      for (const models of lists) {
        const first = models[0]?.name ?? '';
        const status = {
          ...calm,
          paid: true,
          readAt: first,
          news: first,
          problem: { sentence: first, action: first },
          pin: models[0]?.id ?? '',
          taskPins: models.map(({ id, name }) => ({ model: id, task: name })),
          cooling: models.map(({ id, name }) => ({ model: id, until: name })),
        };
        const messages: readonly ToModelsPage[] = [
          { type: 'models', models },
          { type: 'status', status },
        ];
        assert.deepEqual(await report(chat.page, 'lookAfterEach', messages), []);
      }
      assert.deepEqual(await report(chat.page, 'openAllEndpoints'), []);
      await assertUnharmed();
    });
  });

  describe('for judges that are not ours', () => {
    it('leave nothing for a sanitiser to remove', async () => {
      await open();
      const page = await openHarness(browser, 'markdown');
      const { count, found } = await report<{ count: number; found: string[] }>(page, 'hostile', vectors);
      assert.deepEqual(found, []);
      assert.ok(count > vectors.length);
      await page.context().close();
    });

    it('do run in a page that takes their text for HTML', async () => {
      await open();
      const page = await browser.newPage();
      await page.route('**/*', async (route) => route.abort());
      await page.setContent('<!doctype html><body></body>');
      await page.addScriptTag({ content: script });
      const some = families.flatMap((family) => family.vectors.filter((_, at) => at % 9 === 0));
      const harmed = await report<number>(page, 'asHtml', some);
      assert.ok(harmed > 50, `${harmed} of ${some.length}`);
      await page.context().close();
    });
  });
});
