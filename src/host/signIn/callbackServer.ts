import { randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';

/** How the browser came back. `nothing`: it brought no code, for instance because the user said no there. */
export type CallbackEnd = { readonly how: 'code'; readonly code: string } | { readonly how: 'nothing' | 'gaveUp' };

export interface CallbackServer {
  /** On this machine only; its last part is random, since no `state` comes back (OpenRouter API reference 16). */
  readonly address: string;
  readonly end: Promise<CallbackEnd>;
}

const pageHead = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Tollfree</title>';

/**
 * Waits on a free port of 127.0.0.1 for the browser to bring the code of a sign-in. Takes one visit, then closes.
 * @param signal gives up.
 */
export async function waitForBrowser(signal: AbortSignal): Promise<CallbackServer> {
  const secret = randomBytes(24).toString('base64url');
  let finish: (end: CallbackEnd) => void = () => {};
  const end = new Promise<CallbackEnd>((resolve) => {
    finish = resolve;
  });
  let visited = false;
  const server = createServer((request, response) => {
    // What is no address, such as `//`, is not ours either.
    const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
    // A forwarded address may have something in front.
    const here = url?.pathname.split('/').at(-1) === secret;
    if (url === null || !here || visited) return answer(response, 404, 'There is nothing here.');
    if (request.method !== 'GET') return answer(response, 405, 'There is nothing here.');
    visited = true;
    const code = url.searchParams.get('code');
    if (code === null || code === '') {
      answer(response, 400, 'The sign-in brought no code. Go back to your editor to try again.');
      finish({ how: 'nothing' });
    } else {
      answer(response, 200, 'Tollfree has what it needs. You can close this tab and go back to your editor.');
      finish({ how: 'code', code });
    }
    // What is being answered is still sent.
    server.close();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server has no port');
  const giveUp = (): void => {
    finish({ how: 'gaveUp' });
    server.close();
    server.closeAllConnections();
  };
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  return { address: `http://127.0.0.1:${bound.port}/${secret}`, end };
}

function answer(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    // The code is in the address.
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(`${pageHead}<p>${sentence}</p></html>`);
}
