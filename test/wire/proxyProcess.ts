import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { classifyTransportError } from '../../src/wire/classify';
import type { Failure } from '../../src/core/errors';
import { readBody } from '../../src/wire/readBody';
import { TransportError } from '../../src/wire/transport';
import { createUndiciTransport } from '../../src/wire/undiciTransport';
import { portOf } from './localServer';

/** What a process that stands beside the tests has to be. */
export type Job =
  /** A proxy that opens tunnels to the names it knows, each to a port of this machine. */
  | {
      readonly kind: 'proxy';
      readonly knows: Readonly<Record<string, number>>;
      /** Wants these credentials (`user:password`). */
      readonly credentials?: string;
    }
  /** Asks for this address over a proxy, trusting what Node trusts here. */
  | { readonly kind: 'ask'; readonly url: string; readonly proxy: string };

/** What a proxy tells of each tunnel that it was asked for. */
export interface Asked {
  readonly target: string;
  readonly status: number;
  readonly headers: readonly string[];
}

export type Answer = { readonly text: string } | { readonly failure: Failure };

const variable = 'TOLLFREE_PROXY_JOB';

/** The job of this process, if it is not the test run. */
export function ownJob(): Job | undefined {
  const text = process.env[variable];
  // Only `start` below sets it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return text === undefined ? undefined : (JSON.parse(text) as Job);
}

function start(bundle: string, job: Job, env: NodeJS.ProcessEnv = {}): ChildProcess {
  return fork(bundle, [], { env: { ...process.env, ...env, [variable]: JSON.stringify(job) }, execArgv: [] });
}

export interface ProxyProcess {
  readonly port: number;
  readonly pid: number;
  /** The tunnels it was asked for, in order. */
  readonly asked: Asked[];
  close(): Promise<void>;
}

export async function startProxy(
  bundle: string,
  job: Omit<Extract<Job, { kind: 'proxy' }>, 'kind'>,
): Promise<ProxyProcess> {
  const child = start(bundle, { kind: 'proxy', ...job });
  const asked: Asked[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the proxy ended with ${code}`)));
    child.on('message', (message: number | Asked) => {
      if (typeof message === 'number') resolve(message);
      else asked.push(message);
    });
  });
  return {
    port,
    pid: child.pid ?? 0,
    asked,
    async close() {
      child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** Asks from a process of its own, which reads its trusted certificates at its start. */
export async function askElsewhere(
  bundle: string,
  job: Omit<Extract<Job, { kind: 'ask' }>, 'kind'>,
  env: NodeJS.ProcessEnv,
): Promise<Answer> {
  const child = start(bundle, { kind: 'ask', ...job }, env);
  const answer = await new Promise<Answer>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)));
    child.once('message', (message: Answer) => resolve(message));
  });
  child.disconnect();
  return answer;
}

/** Runs in the other process. */
export async function work(job: Job): Promise<void> {
  // What was started must not outlive who started it.
  process.once('disconnect', () => process.exit(0));
  if (job.kind === 'ask') tell(await ask(job));
  else beProxy(job);
}

function tell(message: number | Asked | Answer): void {
  process.send?.(message);
}

async function ask({ url, proxy }: Extract<Job, { kind: 'ask' }>): Promise<Answer> {
  const transport = createUndiciTransport({
    proxySettings: () => ({ proxy, env: {} }),
    systemCertificates: () => false,
  });
  try {
    const { signal } = new AbortController();
    return {
      text:
        (await readBody(await transport.request({ method: 'GET', url: new URL(url), headers: {}, signal }), 1000)) ??
        '',
    };
  } catch (error) {
    if (error instanceof TransportError) return { failure: classifyTransportError(error) };
    throw error;
  }
}

function beProxy({ knows, credentials }: Extract<Job, { kind: 'proxy' }>): void {
  const wanted = credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`;
  const server = createServer((request, response) => {
    // Without a tunnel: a plain http address.
    tell({ target: request.url ?? '', status: 407, headers: Object.keys(request.headers) });
    response.writeHead(407, { 'proxy-authenticate': 'Basic' }).end('who are you?');
  });
  server.on('connect', (request, socket) => {
    const target = request.url ?? '';
    const port = knows[target];
    const status =
      wanted !== undefined && request.headers['proxy-authorization'] !== wanted ? 407 : port === undefined ? 502 : 200;
    tell({ target, status, headers: Object.keys(request.headers) });
    socket.on('error', () => socket.destroy());
    if (status !== 200 || port === undefined) {
      socket.end(`HTTP/1.1 ${status} No\r\nProxy-Authenticate: Basic\r\nContent-Length: 2\r\n\r\nno`);
      return;
    }
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket);
      socket.pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  server.listen(0, '127.0.0.1', () => tell(portOf(server)));
}
