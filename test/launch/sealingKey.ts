// Loaded into VS Code's web server before its own code (`node --require`), for the one request that it leaves to whoever
// hosts it: POST /mint-key, the server's half of the key with which the browser seals secrets. Without an answer, the
// editor forgets typed keys at every reload.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import http, { type RequestListener, type Server } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

const keyLength = 32;

/** The same half at every start, else what was sealed before could not be opened. */
function keyHalf(file: string): Buffer {
  const kept = existsSync(file) ? readFileSync(file) : undefined;
  if (kept?.length === keyLength) return kept;
  const made = randomBytes(keyLength);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, made, { mode: 0o600 });
  return made;
}

const file = process.env['TOLLFREE_SEALING_KEY'];
delete process.env['TOLLFREE_SEALING_KEY'];
if (file !== undefined) {
  const key = keyHalf(file);
  const { createServer } = http;
  const answerFirst = (server: Server): Server => {
    const listeners = server.listeners('request');
    server.removeAllListeners('request');
    const answer: RequestListener = (request, response) => {
      if (request.method === 'POST' && request.url?.split('?')[0] === '/mint-key') response.end(key);
      else for (const listener of listeners) listener.call(server, request, response);
    };
    return server.on('request', answer);
  };
  Object.assign(http, {
    createServer: (...options: Parameters<typeof createServer>) => answerFirst(createServer(...options)),
  });
  syncBuiltinESMExports();
}
