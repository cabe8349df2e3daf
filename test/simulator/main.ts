// npm run simulator: the simulator as a program. `--help` says how; README.md beside this file says the rest.
import { fstatSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { SimulatorOptions } from './index';
import { practiceAnswers, startSimulator } from './index';
import { applyScriptFile, BadScript, readScriptFile, toOptions } from './scriptFile';

const help = `A local OpenRouter, for practice and tests. It listens on 127.0.0.1 only and talks to nobody.

  npm run simulator -- [--port N] [--script FILE.json] [--practice] [--seed N]

  --port N       the port to listen on; default: any free one
  --script FILE  what it is to do: accounts, quota, models, and how each request ends (test/simulator/README.md)
  --practice     answers about what was asked, at the speed of a model, and is busy now and then
  --seed N       the same number gives the same random choices
  --help         this text

Its first line of output is JSON: {"url": base URL, "key": a key it accepts, "signIn": its sign-in page, "accounts": …}.
It ends with Ctrl-C, or with the program that started it.`;

async function main(): Promise<void> {
  const values = readArguments();
  if (values.help) {
    console.log(help);
    return;
  }
  // npm runs scripts in the project's folder; a relative name is meant from where the person stands.
  const given = values.script === undefined ? undefined : path.resolve(process.env['INIT_CWD'] ?? '.', values.script);
  const file = given === undefined ? {} : readScriptFile(given);
  const fromFile = toOptions(file);
  const options: SimulatorOptions = {
    ...fromFile,
    port: wholeNumber('--port', values.port),
    seed: values.seed === undefined ? (fromFile.seed ?? Date.now() % 1_000_000) : wholeNumber('--seed', values.seed),
    ...(values.practice ? { answer: practiceAnswers } : {}),
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
  const accounts = applyScriptFile(simulator, file);
  const { url, key, signInUrl: signIn } = simulator;
  process.stdout.write(`${JSON.stringify({ url, key, signIn, accounts })}\n`);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '0' },
        seed: { type: 'string' },
        practice: { type: 'boolean', default: false },
        script: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new BadScript(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new BadScript(`${name} wants a whole number, not "${text}".`);
  return Number(text);
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
  console.error(`simulator: ${error instanceof Error ? error.message : String(error)}`);
  // What the person gave us cannot be used; anything else is our own failure.
  process.exit(error instanceof BadScript ? 2 : 1);
});
