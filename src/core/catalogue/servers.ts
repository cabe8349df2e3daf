import { type AddressProblem, checkAddress } from '../address';
import type { ServerKind, ServerSettings } from '../service';

/** What "Add Provider…" offers: a kind of server with what is usual for it. */
export interface ServerPreset {
  readonly kind: ServerKind;
  /** Proposed as `ServerSettings.name`. */
  readonly name: string;
  readonly label: string;
  /** One sentence or two about it. */
  readonly detail: string;
  /** Empty where only the user knows it. */
  readonly baseUrl: string;
  /** Without a key no question is sent. */
  readonly needsKey: boolean;
  /** The port it listens on by default; where servers are looked for when the user asks. */
  readonly port?: number;
}

export const serverPresets: readonly ServerPreset[] = [
  {
    kind: 'ollama',
    name: 'ollama',
    label: 'Ollama',
    baseUrl: 'http://127.0.0.1:11434',
    needsKey: false,
    port: 11434,
    detail: 'Models on this machine. Each request asks for the context it needs.',
  },
  {
    kind: 'llamaCpp',
    name: 'llamacpp',
    label: 'llama.cpp',
    baseUrl: 'http://127.0.0.1:8080/v1',
    needsKey: false,
    port: 8080,
    detail: 'Start llama-server first. Its context is set when it starts, with --ctx-size.',
  },
  {
    kind: 'lmStudio',
    name: 'lmstudio',
    label: 'LM Studio',
    baseUrl: 'http://127.0.0.1:1234/v1',
    needsKey: false,
    port: 1234,
    detail: 'Start the server in its Developer tab first. The context is set there.',
  },
  {
    kind: 'chutes',
    name: 'chutes',
    label: 'Chutes',
    baseUrl: 'https://llm.chutes.ai/v1',
    needsKey: true,
    detail: 'Needs a key of chutes.ai. What you send goes there; your plan pays for it.',
  },
  {
    kind: 'gateway',
    name: 'gateway',
    label: 'Self-Hosted Gateway',
    baseUrl: '',
    needsKey: false,
    detail: 'One address for many models, such as LiteLLM. It decides where a question goes.',
  },
  {
    kind: 'openai',
    name: 'server',
    label: 'Other OpenAI-Compatible Server',
    baseUrl: '',
    needsKey: false,
    detail: 'Any server that has /models and /chat/completions below one address.',
  },
];

export function presetOf(kind: ServerKind): ServerPreset | undefined {
  return serverPresets.find((preset) => preset.kind === kind);
}

/** Names that would be taken for something of OpenRouter's (`serverOf`). */
const takenNames: ReadonlySet<string> = new Set(['preset', 'openrouter']);

/**
 * What is wrong with an entry of the setting `tollfree.providers`, as a sentence for the user; undefined if nothing.
 * Takes anything in the fields, because settings are typed by hand. Whether two entries share a name is not seen here.
 */
export function checkServer(server: { readonly [Field in keyof ServerSettings]?: unknown }): string | undefined {
  const { name, kind, baseUrl } = server;
  if (typeof name !== 'string' || !/^[a-z0-9-]{1,20}$/.test(name)) {
    return 'The name must be 1 to 20 small letters, digits or hyphens.';
  }
  if (takenNames.has(name)) return `The name “${name}” is OpenRouter's own. Choose another.`;
  if (!serverPresets.some((preset) => preset.kind === kind)) {
    return `The kind must be one of ${serverPresets.map((preset) => preset.kind).join(', ')}.`;
  }
  if (typeof baseUrl !== 'string') return 'The address is missing.';
  const address = checkAddress(baseUrl);
  if (!address.ok) return addressSentences[address.problem];
  if (/\/chat\/completions\/?$/.test(address.url.pathname)) {
    return 'The address must end before /chat/completions.';
  }
  for (const [field, words] of limits) {
    const value = server[field];
    if (value !== undefined && !(typeof value === 'number' && Number.isSafeInteger(value) && value > 0)) {
      return `${words} must be a whole number above zero.`;
    }
  }
  return undefined;
}

const limits = [
  ['perMinute', 'Requests a minute'],
  ['perDay', 'Requests a day'],
  ['contextLength', 'The context length'],
] as const;

const addressSentences: Readonly<Record<AddressProblem, string>> = {
  notAnAddress: 'The address is not a web address.',
  notHttps: 'The address must begin with https, unless it is on this machine: a question is not sent in the open.',
  holdsCredentials: 'The address holds a user name or password. Enter a key instead, which is kept in secret storage.',
};
