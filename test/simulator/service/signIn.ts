import { createHash } from 'node:crypto';
import type { Holder, KeySettings, LimitReset } from '../accounts';
import { randomLetters } from '../random';
import { asObject } from './chatRequest';
import type { ServiceError } from './errors';
import { serviceError } from './errors';
import { escapeHtml, page } from './html';
import type { ServiceState, SignInCode } from './state';

const codeLifeMs = 600_000;

/** Hands out a code for POST /auth/keys: good once, for ten minutes (OpenRouter API reference 16). */
export function issueCode(
  state: ServiceState,
  holder: Holder,
  challenge: { value: string; method: 'S256' | 'plain' } | undefined,
  settings: KeySettings = {},
): string {
  const code = randomLetters(32, state.random);
  state.codes.set(code, { challenge, expires: state.clock.now() + codeLifeMs, holder, settings });
  return code;
}

/** POST /auth/keys: exchanges a sign-in code for a key (16). A code works once and for ten minutes. */
export function exchangeCode(state: ServiceState, body: unknown): object | ServiceError {
  const { code, code_verifier: verifier, code_challenge_method: method } = asObject(body);
  if (method !== undefined && method !== null && method !== 'S256' && method !== 'plain') {
    return serviceError(400, 'Invalid code_challenge_method');
  }
  const invalid = serviceError(403, 'Invalid code or code_verifier');
  const issued = typeof code === 'string' ? state.codes.get(code) : undefined;
  if (issued === undefined || typeof code !== 'string') return invalid;
  if (issued.expires <= state.clock.now()) return serviceError(403, 'Authorization code expired');
  if (issued.challenge !== undefined) {
    if (typeof verifier !== 'string') return invalid;
    const hashed = createHash('sha256').update(verifier).digest('base64url');
    if ((issued.challenge.method === 'plain' ? verifier : hashed) !== issued.challenge.value) return invalid;
  }
  state.codes.delete(code);
  return { key: state.accounts.newKey(issued.holder, issued.settings).text, user_id: issued.holder.account.userId };
}

/** What a sign-in asks for, or in `problem` why it cannot be: from the page's address, or from POST /auth/keys/code. */
function readAsked(query: URLSearchParams):
  | {
      challenge: SignInCode['challenge'];
      callback: URL | undefined;
      settings: KeySettings;
    }
  | { problem: string } {
  const value = query.get('code_challenge') ?? '';
  const method = query.get('code_challenge_method') ?? 'S256';
  if (method !== 'S256' && method !== 'plain') return { problem: 'Invalid code_challenge_method' };
  const address = query.get('callback_url') ?? '';
  if (address === '' && value === '') return { problem: 'code_challenge is required when there is no callback_url' };
  const callback = address === '' ? undefined : toCallback(address);
  if (address !== '' && callback === undefined) return { problem: 'Invalid callback_url' };
  const limit = Number(query.get('limit') ?? '');
  return {
    challenge: value === '' ? undefined : { value, method },
    callback,
    settings: limit > 0 ? { limit } : {},
  };
}

/** Https anywhere, http on this machine at any port, and the schemes of programs, which are undocumented but used (16). */
function toCallback(address: string): URL | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (['javascript:', 'data:', 'file:', 'blob:', 'about:'].includes(url.protocol)) return undefined;
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol !== 'http:' || here ? url : undefined;
}

/** An answer of the sign-in page: HTML, or where to go instead. */
export interface PageReply {
  status: number;
  html: string;
  location?: string;
}

/** GET /auth: asks; POST /auth, what its button does: goes back to the callback with a code, or shows the code (16). */
export function signInPage(
  state: ServiceState,
  method: string,
  query: URLSearchParams,
  form: URLSearchParams,
): PageReply {
  const asked = readAsked(query);
  if ('problem' in asked)
    return { status: 400, html: page('Authorize', `<p role="alert">${escapeHtml(asked.problem)}</p>`) };
  if (method === 'GET') return { status: 200, html: askPage(state, query, asked.callback) };
  const { all, first } = state.accounts;
  const holder = all.find(({ account }) => account.userId === form.get('account')) ?? first;
  const code = issueCode(state, holder, asked.challenge, asked.settings);
  if (asked.callback === undefined) return { status: 200, html: codePage(code) };
  asked.callback.searchParams.set('code', code);
  return { status: 303, html: '', location: asked.callback.href };
}

function askPage({ accounts }: ServiceState, query: URLSearchParams, callback: URL | undefined): string {
  const label = query.get('key_label');
  const options = accounts.all.map(({ account }) => `<option>${escapeHtml(account.userId)}</option>`).join('');
  return page(
    'Authorize Tollfree (practice server)',
    `<p>This stands in for the sign-in page of openrouter.ai. It makes a key that works on this server only.</p>
<form method="post">
${label === null ? '' : `<p>Name of the key: ${escapeHtml(label)}</p>`}
<p>${callback === undefined ? 'You get a code to copy.' : `Then you go back to ${escapeHtml(callback.origin === 'null' ? callback.protocol : callback.origin)}.`}</p>
<p><label>Account <select name="account">${options}</select></label></p>
<p><button type="submit">Authorize</button></p>
</form>`,
  );
}

function codePage(code: string): string {
  return page(
    'Authorized',
    `<p>Copy this code and paste it where you came from. It works once, for ten minutes.</p>
<p><label>Code <input readonly size="40" value="${code}"></label></p>`,
  );
}

/** POST /auth/keys/code: a code without a page, for a program that has a key already (16). */
export function createCode(state: ServiceState, holder: Holder, body: unknown): object | ServiceError {
  const asked = asObject(body);
  const query = new URLSearchParams();
  for (const name of ['callback_url', 'code_challenge', 'code_challenge_method', 'limit']) {
    const value = asked[name];
    if (typeof value === 'string' || typeof value === 'number') query.set(name, String(value));
  }
  const read = readAsked(query);
  if ('problem' in read) return serviceError(400, read.problem);
  if (read.callback === undefined) return serviceError(400, 'callback_url is required');
  const { usage_limit_type: reset, expires_at: expiresAt } = asked;
  const settings: KeySettings = {
    ...read.settings,
    ...(isReset(reset) ? { limitReset: reset } : {}),
    ...(typeof expiresAt === 'string' ? { expiresAt } : {}),
  };
  const id = issueCode(state, holder, read.challenge, settings);
  return { data: { id, app_id: 1, created_at: new Date(state.clock.now()).toISOString() } };
}

function isReset(value: unknown): value is LimitReset {
  return value === 'daily' || value === 'weekly' || value === 'monthly';
}
