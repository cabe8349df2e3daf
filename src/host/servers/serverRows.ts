import type { ServerPreset } from '../../core/catalogue/servers';
import { describeFailure, type Failure } from '../../core/errors';
import { plural } from '../../core/format';
import type { FoundServer, ServerSettings } from '../../core/service';
import type { ServerState } from '../assistant';

/** What the list of Add Provider… shows, in order; plain data. */
export type ServerRow = { readonly label: string; readonly description?: string; readonly detail?: string } & (
  | { readonly type: 'heading' }
  | { readonly type: 'look' }
  | { readonly type: 'nothing' }
  | { readonly type: 'server'; readonly settings: ServerSettings }
  | { readonly type: 'new'; readonly preset: ServerPreset; readonly baseUrl: string }
);

/**
 * The servers there are, then the ways to add one.
 * @param found what was found on this machine; undefined while nobody looked.
 * @param now milliseconds since the epoch; only for times in sentences.
 */
export function serverRows(
  servers: readonly ServerState[],
  presets: readonly ServerPreset[],
  found: readonly FoundServer[] | undefined,
  now: number,
): readonly ServerRow[] {
  const rows: ServerRow[] = [];
  if (servers.length > 0) rows.push({ type: 'heading', label: 'Your servers' });
  for (const server of servers) {
    const { settings } = server;
    rows.push({
      type: 'server',
      label: settings.name,
      description: settings.baseUrl,
      detail: stateOf(server, now),
      settings,
    });
  }
  rows.push({ type: 'heading', label: 'On this machine' });
  if (found === undefined) {
    rows.push({
      type: 'look',
      label: 'Look for Servers on This Machine',
      detail: 'Asks the usual ports of this machine, nothing else',
    });
  } else rows.push(...foundRows(found, servers, presets));
  rows.push({ type: 'heading', label: 'Add' });
  for (const preset of presets) {
    rows.push({ type: 'new', label: preset.label, detail: preset.detail, preset, baseUrl: preset.baseUrl });
  }
  return rows;
}

function foundRows(
  found: readonly FoundServer[],
  servers: readonly ServerState[],
  presets: readonly ServerPreset[],
): readonly ServerRow[] {
  const fresh = found.filter(({ baseUrl }) => !servers.some(({ settings }) => sameAddress(settings.baseUrl, baseUrl)));
  const rows = fresh.flatMap(({ kind, baseUrl, models }): readonly ServerRow[] => {
    const preset = presets.find((one) => one.kind === kind);
    if (preset === undefined) return [];
    const names = models.length === 0 ? 'no models yet' : `${plural(models.length, 'model')}: ${models.join(', ')}`;
    return [{ type: 'new', label: preset.label, description: baseUrl, detail: names, preset, baseUrl }];
  });
  if (rows.length > 0) return rows;
  const known = found.length > 0;
  return [
    {
      type: 'nothing',
      label: known ? 'Nothing but what you have already' : 'No server answered on the usual ports',
      detail: known ? '' : 'Start one, or add its address below; press Enter to look again',
    },
  ];
}

/** A name that no server has yet: `ollama`, `ollama-2`… */
export function freeServerName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
}

/** The same server at another address. Who runs that one may do something else with what it is sent. */
export function movedTo(settings: ServerSettings, baseUrl: string): ServerSettings {
  if (sameAddress(settings.baseUrl, baseUrl)) return { ...settings, baseUrl };
  const { dataPolicy: _ofTheOther, ...others } = settings;
  return { ...others, baseUrl };
}

/** Tokens as a person types them: `32768`, `32 768`, `32k`. Undefined when it is no such number. */
export function tokensIn(text: string): number | undefined {
  const [, digits, thousand] = /^(\d+)(k?)$/i.exec(text.replaceAll(/[\s_,]/g, '')) ?? [];
  if (digits === undefined) return undefined;
  const tokens = Number(digits) * (thousand === '' ? 1 : 1024);
  return Number.isSafeInteger(tokens) && tokens > 0 ? tokens : undefined;
}

/** Why the models of a server could not be read. */
export function serverSentence(failure: Failure, name: string, now: number): string {
  if (failure.kind === 'network') {
    return `Nobody answers at ${failure.host} (${failure.code}). Is the server of “${name}” running?`;
  }
  if (failure.kind === 'timeout') return `The server of “${name}” did not answer in time.`;
  if (failure.kind === 'unauthorized') return `The server of “${name}” does not accept the key (“${failure.message}”).`;
  if (failure.kind === 'malformed') {
    return `What answers there is not a server of this kind (status ${failure.status}). Check the address of “${name}”.`;
  }
  if (failure.kind === 'service') {
    return `The server of “${name}” said: “${failure.message}” (status ${failure.status}).`;
  }
  return describeFailure(failure, undefined, now).sentence;
}

function stateOf({ settings, models, failure }: ServerState, now: number): string {
  if (failure !== undefined) return serverSentence(failure, settings.name, now);
  return models === undefined ? 'not asked yet' : plural(models, 'model');
}

function sameAddress(one: string, other: string): boolean {
  const plain = (address: string): string => address.replace(/\/+$/, '').replace('//localhost', '//127.0.0.1');
  return plain(one) === plain(other);
}
