import type { FoundServer, ServerKind } from '../core/service';
import type { Transport, TransportResponse } from '../wire/transport';
import { serverPresets } from '../core/catalogue/servers';
import { readBody } from '../wire/readBody';
import { headerOf, TransportError } from '../wire/transport';
import { idsOf } from './openAiModels';

/** vLLM listens here by default; it has no entry of its own among the presets. */
const OTHER_PORTS = [8000];
/** For one port with all that is asked of it; milliseconds. */
const PATIENCE = 1000;
const LARGEST_BODY = 4 * 1024 * 1024;

/**
 * Servers on the usual ports of this machine. To be called only when the user asks for it; nothing but those ports of
 * 127.0.0.1 is touched, with GET only. What does not speak OpenAI's form is not asked a second time.
 */
export async function findServers(transport: Transport, signal: AbortSignal): Promise<readonly FoundServer[]> {
  const ports = [...serverPresets.flatMap(({ port }) => (port === undefined ? [] : [port])), ...OTHER_PORTS];
  const found = await Promise.all(
    ports.map(async (port) => findAt(port, transport, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]))),
  );
  return found.filter((server) => server !== undefined);
}

async function findAt(port: number, transport: Transport, signal: AbortSignal): Promise<FoundServer | undefined> {
  const get = async (path: string): Promise<Got | undefined> =>
    getJson(new URL(path, `http://127.0.0.1:${port}`), transport, signal);
  const list = await get('/v1/models');
  if (list === undefined) return undefined;
  const models = idsOf(list.json);
  if (models.length === 0 && fieldOf(list.json, 'data') === undefined) return undefined;
  const kind = await kindOf(list, get);
  return { kind, baseUrl: `http://127.0.0.1:${port}${kind === 'ollama' ? '' : '/v1'}`, models };
}

/** Each of them has an endpoint that no other has. */
async function kindOf(list: Got, get: (path: string) => Promise<Got | undefined>): Promise<ServerKind> {
  if (/^llama\.cpp/i.test(headerOf(list.headers, 'server') ?? '')) return 'llamaCpp';
  const [version, own, props] = await Promise.all([get('/api/version'), get('/api/v0/models'), get('/props')]);
  if (typeof fieldOf(version?.json, 'version') === 'string') return 'ollama';
  // LM Studio answers every path with 200; so only what is said counts.
  if (Array.isArray(fieldOf(own?.json, 'data'))) return 'lmStudio';
  return fieldOf(props?.json, 'default_generation_settings') === undefined ? 'openai' : 'llamaCpp';
}

interface Got {
  readonly json: unknown;
  readonly headers: TransportResponse['headers'];
}

/** Nothing there, something else there, too slow: all the same. */
async function getJson(url: URL, transport: Transport, signal: AbortSignal): Promise<Got | undefined> {
  try {
    const headers = { accept: 'application/json', 'user-agent': 'tollfree' };
    const response = await transport.request({ method: 'GET', url, headers, signal, headersTimeout: PATIENCE });
    if (response.status !== 200) {
      response.discard();
      return undefined;
    }
    const body = await readBody(response, LARGEST_BODY);
    return body === undefined ? undefined : { json: JSON.parse(body) as unknown, headers: response.headers };
  } catch (error) {
    if (error instanceof TransportError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function fieldOf(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null
    ? new Map<string, unknown>(Object.entries(json)).get(name)
    : undefined;
}
