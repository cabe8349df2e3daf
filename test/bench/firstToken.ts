// From the server's write of the first token to the moment it is seen: by whoever reads the engine's events, against
// whoever reads the bytes with bare undici.
import { runProgram } from '../launch/program';
import { type AnswerServer, serveIfAsked, startAnswerServer } from './support/answerServer';
import { textMark } from './support/answers';
import { type Engine, createEngine } from './support/engine';
import { conclude, judge, median, milliseconds, print, spread } from './support/figures';
import { askBare, closeBare } from './support/peer';

const warmUp = 200;
const counted = 1500;

function since(stamp: string, seen: bigint): number {
  return Number(seen - BigInt(stamp)) / 1e6;
}

async function throughEngine(engine: Engine): Promise<number> {
  let latency = Number.NaN;
  for await (const event of engine.ask()) {
    if (event.type === 'text' && Number.isNaN(latency)) latency = since(event.text, process.hrtime.bigint());
    if (event.type === 'failed') throw new Error(`the engine failed: ${JSON.stringify(event.failure)}`);
  }
  return latency;
}

async function throughBareUndici(server: AnswerServer): Promise<number> {
  let latency = Number.NaN;
  for await (const piece of await askBare(server.first)) {
    if (!Number.isNaN(latency)) continue;
    const seen = process.hrtime.bigint();
    const [, text] = new TextDecoder().decode(piece).split(textMark);
    if (text !== undefined) latency = since(text.slice(0, text.indexOf('"')), seen);
  }
  return latency;
}

if (!serveIfAsked()) {
  runProgram(async () => {
    const server = await startAnswerServer(__filename);
    const engine = createEngine(server.first);
    const seen = { engine: [] as number[], bare: [] as number[] };
    for (let round = 0; round < warmUp + counted; round++) {
      const engineFirst = round % 2 === 0;
      const early = engineFirst ? await throughEngine(engine) : await throughBareUndici(server);
      const late = engineFirst ? await throughBareUndici(server) : await throughEngine(engine);
      if (round < warmUp) continue;
      seen.engine.push(engineFirst ? early : late);
      seen.bare.push(engineFirst ? late : early);
    }
    const [ours, bare] = [median(seen.engine), median(seen.bare)];
    print(`measured: the server's write of the first token → it is seen; ${counted} pairs, taken in turn`);
    print(`engine, event \`text\`: ${spread(seen.engine)}`);
    print(`bare undici, bytes:   ${spread(seen.bare)}`);
    print(
      `first token: engine ${milliseconds(ours)}, bare undici ${milliseconds(bare)}, ` +
        `${judge('first token, ratio', `ratio ${(ours / bare).toFixed(2)}`, '≤ 1.1', ours / bare <= 1.1)}, ` +
        judge('first token, difference', `difference ${milliseconds(ours - bare)}`, '< 1 ms', ours - bare < 1),
    );
    conclude('first token');
    await Promise.all([engine.close(), closeBare()]);
  });
}
