// The simulator as a program: node main.cjs [--port N] [--practice] [--seed N] [--script FILE.json]
// Prints one line of JSON when it is ready: {"url":"http://127.0.0.1:PORT/api/v1","key":"…"}
import { fstatSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ScriptLine, SimulatorOptions } from './index';
import { practiceAnswers, startSimulator } from './index';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      practice: { type: 'boolean', default: false },
      script: { type: 'string' },
    },
  });
  const options: SimulatorOptions = {
    port: wholeNumber('--port', values.port),
    seed: wholeNumber('--seed', values.seed),
    ...(values.practice ? { answer: practiceAnswers } : {}),
    ...(values.script === undefined ? {} : { script: readScript(values.script) }),
  };
  const simulator = await startSimulator(options);
  const stop = () => {
    simulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  stopWithParent(stop);
  process.stdout.write(`${JSON.stringify({ url: simulator.url, key: simulator.key })}\n`);
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`${name} wants a whole number, not "${text}"`);
  return Number(text);
}

/** A list of `{ "match": …, "behaviour": … }`, as `Behaviour` describes them. */
function readScript(file: string): ScriptLine[] {
  const lines: ScriptLine[] = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(lines) || !lines.every((line) => typeof line.behaviour === 'object')) {
    throw new TypeError(`${file} is no list of { match, behaviour }`);
  }
  return lines;
}

/** Ends with whoever started it: when its pipe to us closes, or, without a pipe, when it is gone. */
function stopWithParent(stop: () => void): void {
  const input = fstatSync(0);
  if (input.isFIFO() || input.isSocket()) {
    process.stdin.once('end', stop);
    process.stdin.once('error', stop);
    process.stdin.resume();
    return;
  }
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 1_000).unref();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
