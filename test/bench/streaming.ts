// An answer of 5,000 lines with 60 blocks of code at 200 tokens a second, in a transcript of 500 turns: our page against three
// other ways to show Markdown while it comes, in the same browser. Frames follow each other faster than the 33 ms they come in.
import { build } from 'esbuild';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import type { TurnView } from '../../src/protocol/messages';
import { ensureBrowser } from '../launch/browser';
import { inRoot } from '../launch/paths';
import { runProgram } from '../launch/program';
import { openChatPage } from '../webview/chatPage';
import { ready } from '../webview/scenes';
import { conclude, judge, median, milliseconds, print, quantile } from './support/figures';
import { answerOf, longAnswer, toFrames, toTokens } from './support/streaming/answer';

/**
 * Of ways whose cost grows with the square of the length, only this many updates at each of so many places are timed, evenly
 * over the length; the text between comes at once. What an update costs grows evenly with the length, so few places are enough.
 */
const places = 5;
const updates = 2;
/** Milliseconds between frames at least, so that our page, which paces itself, shows each of them. */
const pace = 6;
/** What is kept of a turn that is not drawn: its article with its heading and the heading's text, and its empty body. */
const nodesPerPlace = 4;
const sizes = [1000, 2000, 5000, 10_000, 20_000];

const driver = `
  // The browser's sums have what runs in a callback, but neither what follows an await nor the protocol's own calls.
  const channel = new MessageChannel();
  const soon = (run) => new Promise((resolve) => {
    channel.port1.onmessage = () => { run?.(); resolve(); };
    channel.port2.postMessage(0);
  });
  window.drive = async (pieces, pace, give) => {
    const long = [];
    const frames = [];
    const observer = new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) long.push(duration); });
    observer.observe({ type: 'longtask' });
    for (const piece of pieces) {
      const before = performance.now();
      await soon(() => give(piece));
      await soon();
      await new Promise(requestAnimationFrame);
      await soon();
      const spent = performance.now() - before;
      frames.push(spent);
      if (spent < pace) await new Promise((resolve) => setTimeout(resolve, pace - spent));
    }
    await new Promise((resolve) => setTimeout(resolve, pieces.length > 100 ? 300 : 0));
    observer.disconnect();
    return { long, frames };
  };
`;

interface Drive {
  readonly long: readonly number[];
  readonly frames: readonly number[];
}

class Meter {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async of(page: Page): Promise<Meter> {
    const session = await page.context().newCDPSession(page);
    // The thread's own time: what others do on the machine does not count.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new Meter(session);
  }

  async #read(): Promise<ReadonlyMap<string, number>> {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    return new Map(metrics.map(({ name, value }) => [name, value]));
  }

  /** Milliseconds of script, style and layout. */
  async cost(): Promise<number> {
    const metrics = await this.#read();
    const names = ['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'];
    return 1000 * names.reduce((sum, name) => sum + (metrics.get(name) ?? 0), 0);
  }

  /** Bytes in use and nodes, after the garbage is gone. */
  async memory(): Promise<{ readonly heap: number; readonly nodes: number }> {
    for (let round = 0; round < 3; round++) await this.#session.send('HeapProfiler.collectGarbage');
    const metrics = await this.#read();
    return { heap: metrics.get('JSHeapUsedSize') ?? 0, nodes: metrics.get('Nodes') ?? 0 };
  }
}

function toTurn(id: string, state: TurnView['state'], answer: string): TurnView {
  return { id, question: `Question ${id}?`, state, answer, reasoning: '' };
}

const busy = { ...ready, busy: true };

/** Our page with this many earlier turns, and a new one whose answer is about to come. */
async function openOurs(browser: Browser, earlier: number): Promise<{ page: Page; meter: Meter }> {
  const chat = await openChatPage(browser, { also: driver });
  const short = answerOf(150);
  const turns = Array.from({ length: earlier }, (_, index) => toTurn(`e${index}`, 'done', short));
  await chat.send(
    { type: 'snapshot', status: busy, turns, draft: '' },
    { type: 'turn', turn: toTurn('new', 'streaming', '') },
  );
  await chat.page.waitForTimeout(500);
  return { page: chat.page, meter: await Meter.of(chat.page) };
}

const giveOurs = `(text) => window.postMessage({ type: 'delta', turnId: 'new', text, reasoning: '' }, '*')`;

async function drive(page: Page, pieces: readonly string[], give: string, wait: number): Promise<Drive> {
  return page.evaluate<Drive>(`window.drive(${JSON.stringify(pieces)}, ${wait}, ${give})`);
}

async function measureOurs(browser: Browser, text: string, earlier: number): Promise<{ cost: number } & Drive> {
  const { page, meter } = await openOurs(browser, earlier);
  const before = await meter.cost();
  const seen = await drive(page, toFrames(text), giveOurs, pace);
  const cost = (await meter.cost()) - before;
  await page.context().close();
  return { cost, ...seen };
}

async function openOther(browser: Browser, way: string): Promise<{ page: Page; meter: Meter }> {
  const { outputFiles } = await build({
    entryPoints: [inRoot('test/bench/page/competitors.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    logLevel: 'warning',
  });
  const page = await browser.newPage({ viewport: { width: 400, height: 800 } });
  await page.setContent('<!doctype html><title>Other</title><body></body>');
  await page.addScriptTag({ content: driver + (outputFiles[0]?.text ?? '') });
  await page.evaluate(`window.begin(${JSON.stringify(way)})`);
  return { page, meter: await Meter.of(page) };
}

/** @returns milliseconds for all frames, from updates at regular places. */
async function sampleOther(browser: Browser, way: string, frames: readonly string[]): Promise<number> {
  const { page, meter } = await openOther(browser, way);
  let cost = 0;
  let given = 0;
  for (let place = 0; place < places; place++) {
    const at = Math.floor(((place + 0.5) * frames.length) / places);
    await drive(page, [frames.slice(given, at).join('')], 'window.give', 0);
    const before = await meter.cost();
    await drive(page, frames.slice(at, at + updates), 'window.give', 0);
    cost += (await meter.cost()) - before;
    given = at + updates;
  }
  await page.context().close();
  return (cost / (places * updates)) * frames.length;
}

async function measureSmd(browser: Browser, frames: readonly string[]): Promise<number> {
  const { page, meter } = await openOther(browser, 'smd');
  const before = await meter.cost();
  await drive(page, frames, 'window.give', 0);
  const cost = (await meter.cost()) - before;
  await page.context().close();
  return cost;
}

/** An hour at 200 tokens a second in 1,000 turns, and what the page holds at half time and at the end. */
async function measureMemory(browser: Browser): Promise<void> {
  const { page, meter } = await openOurs(browser, 0);
  const text = answerOf(720);
  const quarter = Math.ceil(text.length / 4);
  const pieces = [0, 1, 2, 3].map((index) => text.slice(index * quarter, (index + 1) * quarter));
  const give = `async (from, to, pieces, turn) => {
    for (let index = from; index < to; index++) {
      const id = 'm' + index;
      window.postMessage({ type: 'turn', turn: { ...turn, id, state: 'streaming' } }, '*');
      for (const text of pieces) {
        window.postMessage({ type: 'delta', turnId: id, text, reasoning: '' }, '*');
        await new Promise(requestAnimationFrame);
      }
      window.postMessage({ type: 'turn', turn: { ...turn, id, state: 'done', answer: pieces.join('') } }, '*');
      await new Promise(requestAnimationFrame);
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }`;
  const run = async (from: number, to: number): Promise<{ heap: number; nodes: number; drawn: number }> => {
    await page.evaluate(
      `(${give})(${from}, ${to}, ${JSON.stringify(pieces)}, ${JSON.stringify(toTurn('m', 'done', ''))})`,
    );
    const drawn = await page.locator('article > .turn-body').count();
    return { ...(await meter.memory()), drawn };
  };
  const half = await run(0, 500);
  const end = await run(500, 1000);
  await page.context().close();
  // The conversation itself is kept, once, and is no leak: a byte for each character, as it is all Latin.
  const own = end.heap - 500 * text.length;
  const heap = own / half.heap;
  const perDrawn = ({ nodes, drawn }: typeof half, turns: number): number =>
    (nodes - nodesPerPlace * (turns - drawn)) / drawn;
  const [nodesBefore, nodesAfter] = [perDrawn(half, 500), perDrawn(end, 1000)];
  const nodes = nodesAfter / nodesBefore;
  const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;
  print(`memory, an hour of streaming in 1,000 turns (${text.length} characters each), after 500 and after 1,000:`);
  print(
    `  heap ${megabytes(half.heap)}, ${megabytes(end.heap)}, less the text of 500 turns ${megabytes(own)}: ` +
      judge('heap', `${heap.toFixed(2)} times`, '≤ 1.1', heap <= 1.1),
  );
  print(
    `  nodes ${half.nodes} with ${half.drawn} turns drawn, ${end.nodes} with ${end.drawn}; less ${nodesPerPlace} for the place of ` +
      `each other turn, per drawn turn ${nodesBefore.toFixed(0)}, ${nodesAfter.toFixed(0)}: ` +
      judge('nodes', `${nodes.toFixed(2)} times`, '≤ 1.1', nodes <= 1.1),
  );
}

async function measureGrowth(browser: Browser): Promise<void> {
  const costs: number[] = [];
  for (const size of sizes) costs.push((await measureOurs(browser, answerOf(size), 0)).cost);
  const most = Math.max(...costs);
  print('script and layout time of an answer, by its length:');
  for (const [index, cost] of costs.entries()) {
    const bar = '█'.repeat(Math.max(1, Math.round((50 * cost) / most)));
    print(`  ${String(sizes[index]).padStart(6)} tokens ${milliseconds(cost).padStart(10)} ${bar}`);
  }
  const [, , , before = 0, last = 0] = costs;
  const ratio = last / before;
  print(`  20k to 10k tokens: ${judge('twice as long', `${ratio.toFixed(2)} times`, '≤ 2.3', ratio <= 2.3)}`);
}

runProgram(async () => {
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    // Frames as fast as they can be drawn.
    args: [
      '--disable-gpu',
      '--disable-frame-rate-limit',
      '--disable-gpu-vsync',
      '--no-first-run',
      '--disable-sync',
    ].concat(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  });
  const text = longAnswer();
  const frames = toFrames(text);
  print(
    `measured: ${text.split('\n').length.toLocaleString('en')} lines, about ${toTokens(text).toLocaleString('en')} tokens in ` +
      `${frames.length.toLocaleString('en')} frames of 33 ms, drawn at least ${pace} ms apart; script, style and layout time`,
  );
  const ours = await measureOurs(browser, text, 500);
  const longest = Math.max(0, ...ours.long);
  const frame = median(ours.frames);
  print(`our page, 500 turns before it: ${milliseconds(ours.cost)}`);
  print(
    `tasks over 50 ms: ${judge('long tasks', `${ours.long.length}, longest ${milliseconds(longest)}`, 'none', ours.long.length === 0)}`,
  );
  print(
    `frame: ${judge('frame', `median ${milliseconds(frame)}`, '< 16.7 ms', frame < 16.7)}, ` +
      `p99 ${milliseconds(quantile(ours.frames, 0.99))}`,
  );
  print(
    `the others: the answer alone, without colours; of the first two ${places * updates} updates are timed, ${updates} at each of ` +
      `${places} places spread evenly over the ${frames.length.toLocaleString('en')}, and scaled to all`,
  );
  const whole = await sampleOther(browser, 'whole', frames);
  const blocks = await sampleOther(browser, 'blocks', frames);
  const smd = await measureSmd(browser, frames);
  const against = (name: string, cost: number, goal: number): void => {
    const ratio = cost / ours.cost;
    print(
      `${name}: ${milliseconds(cost)}, ${judge(name, `${ratio.toFixed(1)} times ours`, `≥ ${goal}`, ratio >= goal)}`,
    );
  };
  against('marked, DOMPurify and innerHTML of the whole', whole, 20);
  against('blocks that changed, by marked and DOMPurify', blocks, 5);
  const toSmd = ours.cost / smd;
  print(
    `streaming-markdown: ${milliseconds(smd)}, ours ${judge('streaming-markdown', `${toSmd.toFixed(2)} times that`, '≤ 2.5', toSmd <= 2.5)}`,
  );
  await measureGrowth(browser);
  await measureMemory(browser);
  await browser.close();
  conclude('streaming');
});
