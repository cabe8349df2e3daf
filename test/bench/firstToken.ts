// From the server's write of the first token to the moment it is seen: by whoever reads the engine's events, against
// whoever reads the bytes with bare undici.
import { runProgram } from '../launch/program';
import { pauses, serveIfAsked, startAnswerServer } from './support/answerServer';
import { textMark } from './support/answers';
import { type Engine, createEngine } from './support/engine';
import { conclude, judge, median, milliseconds, print, spread } from './support/figures';
import { askBare, closeBare, readBare, textOf } from './support/peer';
import { type Contestant, contestant, inTurn } from './support/turns';

const rounds = { warmUp: 200, counted: 1000 };

/** Times of one answer, in milliseconds. */
interface Sight {
  /** From the write of the first token. */
  readonly token: number;
  /** From the question. */
  readonly question: number;
}

/** Catches the moment at which the first token is seen. */
class Watch {
  readonly #asked = process.hrtime.bigint();
  #sight: Sight | undefined;

  /** @param text of the first token: when it was written, see `answerServer.ts`. */
  see(text: string, at = process.hrtime.bigint()): void {
    this.#sight ??= { token: Number(at - BigInt(text)) / 1e6, question: Number(at - this.#asked) / 1e6 };
  }

  get sight(): Sight {
    if (this.#sight === undefined) throw new Error('the answer had no text');
    return this.#sight;
  }
}

async function throughEngine(engine: Engine): Promise<Sight> {
  const watch = new Watch();
  for await (const event of engine.ask()) {
    if (event.type === 'text') watch.see(event.text);
    if (event.type === 'failed') throw new Error(`the engine failed: ${JSON.stringify(event.failure)}`);
  }
  return watch.sight;
}

async function throughBareUndici(baseUrl: string): Promise<Sight> {
  const watch = new Watch();
  for await (const piece of await askBare(baseUrl)) {
    const at = process.hrtime.bigint();
    const [, text = ''] = Buffer.from(piece).toString('latin1').split(textMark);
    const [stamp = ''] = text.split('"', 1);
    if (stamp !== '') watch.see(stamp, at);
  }
  return watch.sight;
}

async function throughParser(baseUrl: string): Promise<Sight> {
  const watch = new Watch();
  await readBare(baseUrl, (data) => {
    const text = textOf(data);
    if (text !== '') watch.see(text);
  });
  return watch.sight;
}

if (!serveIfAsked()) {
  runProgram(async () => {
    const server = await startAnswerServer(__filename);
    const door = createEngine(server.first);
    const engine = contestant(async () => throughEngine(door));
    const bare = contestant(async () => throughBareUndici(server.first));
    const parsed = contestant(async () => throughParser(server.first));
    await inTurn(rounds, [engine, bare, parsed]);

    const token = ({ results }: Contestant<Sight>): number[] => results.map((sight) => sight.token);
    const fromQuestion = ({ results }: Contestant<Sight>): number => median(results.map((sight) => sight.question));
    const ratio = median(token(engine)) / median(token(bare));
    const difference = median(token(engine)) - median(token(bare));
    print(`measured: the server's write of the first token → it is seen; ${rounds.counted} rounds, taken in turn`);
    print(`engine, event \`text\`:                   ${spread(token(engine))}`);
    print(`bare undici, bytes that hold the token: ${spread(token(bare))}`);
    print(`bare undici, parser, JSON.parse → text: ${spread(token(parsed))}`);
    print(
      `first token: engine ${milliseconds(median(token(engine)))}, bare undici ${milliseconds(median(token(bare)))}, ` +
        `${judge('first token, ratio', `ratio ${ratio.toFixed(2)}`, '≤ 1.1', ratio <= 1.1)}, ` +
        judge('first token, difference', `difference ${milliseconds(difference)}`, '< 1 ms', difference < 1),
    );
    const asked = { engine: fromQuestion(engine), bare: fromQuestion(bare) };
    print(
      `beside it: ratio ${(median(token(engine)) / median(token(parsed))).toFixed(2)} to the peer that has the text ` +
        `as well; from the question on, with a service that thinks for ${pauses.beforeToken} ms: ` +
        `ratio ${(asked.engine / asked.bare).toFixed(2)}, difference ${milliseconds(asked.engine - asked.bare)}`,
    );
    conclude('first token');
    await Promise.all([door.close(), closeBare()]);
  });
}
