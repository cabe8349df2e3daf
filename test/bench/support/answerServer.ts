// A server in a process of its own, so that its work is not in the loop that is measured. It speaks HTTP on plain
// sockets: what is written, and when, must be known exactly.
import { createServer, type Socket } from 'node:net';
import { startOwned } from '../../launch/processes';
import { closingEvents, comment, head, httpChunk, lastHttpChunk, longAnswer, textEvent } from './answers';

const argument = 'answer-server';

/** Milliseconds between the head of a `first` answer and its first token, and from there to its end. */
export const pauses = { beforeToken: 4, afterToken: 2 };

/** Base URLs below which the two kinds of answer are given. */
export interface AnswerServer {
  /** A comment, then after a pause one token whose text is the time it was written (`process.hrtime`, nanoseconds). */
  readonly first: string;
  /** 10,000 chunks as fast as the socket takes them. */
  readonly long: string;
}

/** Starts this very bundle again as a server; it ends with this process. */
export async function startAnswerServer(bundle: string): Promise<AnswerServer> {
  const child = startOwned(process.execPath, [bundle, argument], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (line: Buffer) => resolve(line.toString().trim()));
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { first: `http://127.0.0.1:${port}/first`, long: `http://127.0.0.1:${port}/long` };
}

/** True when this process was started to be the server; it then is. */
export function serveIfAsked(): boolean {
  if (process.argv[2] !== argument) return false;
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    onRequests(socket, (path) => (path.startsWith('/first') ? answerFirst(socket) : socket.write(longBytes())));
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address === 'object') console.log(address?.port);
  });
  return true;
}

/** Calls back with the path of each request once all of it is there. */
function onRequests(socket: Socket, answer: (path: string) => void): void {
  let received = '';
  socket.on('data', (bytes) => {
    received += bytes.toString('latin1');
    const headEnd = received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const bodyLength = Number(/\r\ncontent-length: *(\d+)/i.exec(received)?.[1] ?? 0);
    if (received.length < headEnd + 4 + bodyLength) return;
    const [, path = '/'] = received.split(' ', 2);
    received = '';
    answer(path);
  });
}

function answerFirst(socket: Socket): void {
  socket.write(head + httpChunk(comment));
  setTimeout(() => {
    socket.write(httpChunk(textEvent(String(process.hrtime.bigint()))));
    setTimeout(() => {
      socket.write(closingEvents.map(httpChunk).join('') + lastHttpChunk);
    }, pauses.afterToken);
  }, pauses.beforeToken);
}

let madeOnce: Buffer | undefined;

function longBytes(): Buffer {
  madeOnce ??= Buffer.from(head + longAnswer(10_000).map(httpChunk).join('') + lastHttpChunk);
  return madeOnce;
}
