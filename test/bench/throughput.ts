// A 10,000-chunk stream: the engine's events against bare undici with the bare parser, which looks into no event.
import { runProgram } from '../launch/program';
import { serveIfAsked, startAnswerServer } from './support/answerServer';
import { type Engine, createEngine } from './support/engine';
import { conclude, judge, median, print, spread } from './support/figures';
import { closeBare, readBare, textOf } from './support/peer';
import { type Contestant, contestant, inTurn } from './support/turns';

const rounds = { warmUp: 40, counted: 100 };
const chunks = 10_000;

/** Milliseconds. */
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

/** @param counts whether an event is one of those that were waited for. */
async function throughParser(baseUrl: string, counts: (data: string) => boolean): Promise<number> {
  let seen = 0;
  await readBare(baseUrl, (data) => {
    if (counts(data)) seen += 1;
  });
  return seen;
}

if (!serveIfAsked()) {
  runProgram(async () => {
    const server = await startAnswerServer(__filename);
    const door = createEngine(server.long);
    const engine = contestant(async () => timed(async () => throughEngine(door)));
    const bare = contestant(async () => timed(async () => throughParser(server.long, () => true)));
    const parsed = contestant(async () => timed(async () => throughParser(server.long, (data) => textOf(data) !== '')));
    await inTurn(rounds, [engine, bare, parsed]);

    const wall = ({ results }: Contestant<Cost>): number[] => results.map((cost) => cost.wall);
    const cpu = ({ results }: Contestant<Cost>): number => median(results.map((cost) => cost.cpu));
    const times = (one: Contestant<Cost>): string => `${spread(wall(one))}; CPU ${cpu(one).toFixed(1)} ms`;
    const perSecond = (one: Contestant<Cost>): string =>
      `${Math.round((chunks / median(wall(one))) * 1000).toLocaleString('en')} chunks/s`;
    const ratio = median(wall(bare)) / median(wall(engine));
    print(`measured: question → end of an answer of ${chunks} chunks; ${rounds.counted} rounds, taken in turn`);
    print(`engine, all events:                     ${times(engine)}`);
    print(`bare undici, parser:                    ${times(bare)}`);
    print(`bare undici, parser, JSON.parse → text: ${times(parsed)}`);
    print(
      `throughput: engine ${perSecond(engine)}, bare undici and parser ${perSecond(bare)}, ` +
        judge('throughput', `ratio ${ratio.toFixed(2)}`, '≥ 0.5', ratio >= 0.5),
    );
    print(
      `beside it: ratio of CPU ${(cpu(bare) / cpu(engine)).toFixed(2)}; ratio ` +
        `${(median(wall(parsed)) / median(wall(engine))).toFixed(2)} to the peer that has the text as well`,
    );
    conclude('throughput');
    await Promise.all([door.close(), closeBare()]);
  });
}
