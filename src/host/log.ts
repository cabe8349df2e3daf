import type { LogOutputChannel } from 'vscode';
import type { Log, LogFacts } from '../core/engine/ports';

/** Anything that looks like a key is masked, whatever sentence it stands in. */
const KEY = /\b(?:sk|pk|rk)-[A-Za-z0-9_-]{8,}/g;

/**
 * A log over the editor's own channel; facts only, never prompt text, answers or keys.
 * @param mask takes out of a line what is known to be secret.
 */
export function createLog(channel: LogOutputChannel, mask: (text: string) => string = (text) => text): Log {
  return {
    info: (event, facts) => channel.info(mask(line(event, facts))),
    warn: (event, facts) => channel.warn(mask(line(event, facts))),
  };
}

export function line(event: string, facts: LogFacts = {}): string {
  const shown = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${String(value)}`);
  return [event, ...shown].join(' ').replace(KEY, 'sk-…');
}
