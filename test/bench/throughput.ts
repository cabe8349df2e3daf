// A 10,000-chunk stream: the engine's events against bare undici with the bare parser, which looks into no event.
import { createParser } from 'eventsource-parser';
import { runProgram } from '../launch/program';
import { type AnswerServer, serveIfAsked, startAnswerServer } from './support/answerServer';
import { type Engine, createEngine } from './support/engine';
import { conclude, judge, median, print, spread } from './support/figures';
import { askBare, closeBare } from './support/peer';

const warmUp = 40;
const counted = 100;
const chunks = 10_000;

interface Cost {
  readonly wall: number;
  /** Of this process alone; tells whether the server, and not the reader, set the pace. */
  readonly cpu: number;
}

async function timed(read: () => Promise<number>): Promise<Cost> {
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  const seen = await read();
  const wall = performance.now() - before;
  const { user, system } = process.cpuUsage(cpuBefore);
  if (seen < chunks) throw new Error(`only ${seen} of ${chunks} chunks arrived`);
  return { wall, cpu: (user + system) / 1000 };
}

async function throughEngine(engine: Engine): Promise<number> {
  let seen = 0;
  for await (const event of engine.ask()) {
    if (event.type === 'text') seen += 1;
    if (event.type === 'failed') throw new Error(`the engine failed: ${JSON.stringify(event.failure)}`);
  }
  return seen;
}

/** @param look what is done with the data of each event; nothing, or only what nobody can do without. */
async function throughParser(server: AnswerServer, look: (data: string) => void): Promise<number> {
  let seen = 0;
  const parser = createParser({
    onEvent(event) {
      seen += 1;
      look(event.data);
    },
  });
  const decoder = new TextDecoder();
  for await (const piece of await askBare(server.long)) parser.feed(decoder.decode(piece, { stream: true }));
  return seen;
}

if (!serveIfAsked()) {
  runProgram(async () => {
    const server = await startAnswerServer(__filename);
    const engine = createEngine(server.long);
    const contestants = {
      engine: async () => throughEngine(engine),
      bare: async () => throughParser(server, () => {}),
      parsed: async () => throughParser(server, (data) => void (data === '[DONE]' || JSON.parse(data))),
    };
    const costs = { engine: [] as Cost[], bare: [] as Cost[], parsed: [] as Cost[] };
    for (let round = 0; round < warmUp + counted; round++) {
      const order = ['engine', 'bare', 'parsed'] as const;
      for (const name of round % 2 === 0 ? order : order.toReversed()) {
        const cost = await timed(contestants[name]);
        if (round >= warmUp) costs[name].push(cost);
      }
    }
    const wall = (name: keyof typeof costs): number[] => costs[name].map((cost) => cost.wall);
    const cpu = (name: keyof typeof costs): number => median(costs[name].map((cost) => cost.cpu));
    const perSecond = (name: keyof typeof costs): string =>
      `${Math.round((chunks / median(wall(name))) * 1000).toLocaleString('en')} chunks/s`;
    const ratio = median(wall('bare')) / median(wall('engine'));
    print(`measured: question → end of an answer of ${chunks} chunks; ${counted} rounds, taken in turn`);
    print(`engine, all events:                 ${spread(wall('engine'))}; ${cpu('engine').toFixed(0)} ms of CPU`);
    print(`bare undici and parser:             ${spread(wall('bare'))}; ${cpu('bare').toFixed(0)} ms of CPU`);
    print(`bare undici, parser and JSON.parse: ${spread(wall('parsed'))}; ${cpu('parsed').toFixed(0)} ms of CPU`);
    print(
      `throughput: engine ${perSecond('engine')}, bare undici and parser ${perSecond('bare')}, ` +
        `${judge('throughput', `ratio ${ratio.toFixed(2)}`, '≥ 0.5', ratio >= 0.5)}, ` +
        `of CPU ${(cpu('bare') / cpu('engine')).toFixed(2)}, ` +
        `with JSON.parse in the peer ${(median(wall('parsed')) / median(wall('engine'))).toFixed(2)}`,
    );
    conclude('throughput');
    await Promise.all([engine.close(), closeBare()]);
  });
}
