import { browseEntries } from '../../src/core/catalogue/browse';
import type { Capabilities } from '../../src/core/catalogue/model';
import type { BrowseEntry, BrowsePrivacy, BrowseStatus, EndpointView, ToModelsPage } from '../../src/protocol/models';
import { everything, type Query } from '../../src/webview/models/query';
import { catalogueOf, model, noon } from '../support/fakes';

const plain: Capabilities = { tools: true, images: false, structuredOutput: false, reasoning: 'none' };

function made(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 1000;
}

// Ids, windows and output limits are those of the OpenRouter API reference 19; words, dates and most figures are invented.
export const nemotron = model('nvidia/nemotron-3-ultra-550b-a55b:free', {
  name: 'NVIDIA: Nemotron 3 Ultra (free)',
  description:
    'A large open-weight mixture-of-experts model for long agent runs, trained for reasoning over whole repositories and for calling tools many times in a row.',
  contextLength: 1_000_000,
  maxOutputTokens: 65_536,
  codingIndex: 39.6,
  createdAt: made('2026-06-04'),
  capabilities: { ...plain, reasoning: 'optional' },
});
export const gemma = model('google/gemma-4-31b-it:free', {
  name: 'Google: Gemma 4 31B (free)',
  description: 'An open model of Google for text and pictures in more than a hundred languages.',
  contextLength: 262_144,
  maxOutputTokens: 32_768,
  codingIndex: 21,
  createdAt: made('2026-04-02'),
  capabilities: { ...plain, images: true, structuredOutput: true, reasoning: 'optional' },
});
export const inkling = model('thinkingmachines/inkling-2-small:free', {
  name: 'Thinking Machines: Inkling 2 Small (free)',
  description: 'Small, quick and always thinking first.',
  contextLength: 1_048_576,
  maxOutputTokens: 131_072,
  codingIndex: 33.1,
  createdAt: made('2026-10-28'),
  capabilities: { ...plain, images: true, reasoning: 'mandatory' },
});
export const hy3 = model('tencent/hy3:free', {
  name: 'Tencent: Hy3 (free)',
  description: 'A hybrid model for chat and code.',
  contextLength: 262_144,
  maxOutputTokens: 262_144,
  codingIndex: 23.5,
  createdAt: made('2026-05-19'),
  // Three days after the day of these scenes, 2026-11-22.
  expiresOn: '2026-11-25',
});
/** Nothing is known of it but that it is there. */
export const unknown = model('xingchen-agi/xing4.0-29b-a4b:free', {
  name: 'Xingchen AGI: Xing 4.0 29B A4B (free)',
  capabilities: { ...plain, tools: false },
});
export const local = model('@ollama/qwen3:8b', {
  name: 'qwen3:8b',
  contextLength: 32_768,
  staysHere: true,
  capabilities: plain,
});
export const paidNemotron = model('nvidia/nemotron-3-ultra-550b-a55b', {
  name: 'NVIDIA: Nemotron 3 Ultra',
  description: 'The same model from providers that are paid.',
  free: false,
  price: { prompt: 0.6, completion: 2.4 },
  contextLength: 1_000_000,
  maxOutputTokens: 65_536,
  codingIndex: 39.6,
  createdAt: made('2026-06-04'),
  capabilities: { ...plain, reasoning: 'optional' },
});
export const autoRouter = model('openrouter/auto', { name: 'Auto Router', free: false, contextLength: 2_000_000 });

export const entries = browseEntries(
  catalogueOf(unknown, gemma, paidNemotron, local, inkling, autoRouter, nemotron, hy3),
  noon,
);

export const calm: BrowseStatus = {
  loading: false,
  readAt: '11:42',
  paid: false,
  taskPins: [],
  cooling: [],
  blocked: [],
  appeared: [],
};

/** As a person left it who signed in, pinned one and asked a few. */
const lively: BrowseStatus = {
  ...calm,
  pin: nemotron.id,
  taskPins: [{ model: gemma.id, task: 'Explanations' }],
  cooling: [{ model: inkling.id, until: '12:01' }],
  blocked: [hy3.id],
  appeared: [inkling.id],
  news: 'Since Sat 09:30: 1 new free model: inkling-2-small. No longer offered for free: glm-5.2.',
};

export const endpoints: readonly EndpointView[] = [
  { provider: 'Nvidia', quantization: 'nvfp4', context: '1M', output: '66k', uptime: '96.4 %', degraded: false },
  { provider: 'Chutes', uptime: '99 %', degraded: true },
];

/** At the level No Training: one model is kept out, one is another server's, of the rest the service is told. */
export const privacy: BrowsePrivacy = {
  level: 'No Training',
  terms: 'Your level is No Training: the service is told to send nothing to an endpoint that trains on prompts.',
  policies: [
    [nemotron.id, 'mayTrain'],
    [inkling.id, 'noRetention'],
    [hy3.id, 'keptNotTrained'],
    [gemma.id, 'keptNotTrained'],
    [local.id, 'noRetention'],
    [unknown.id, 'unknown'],
  ],
  keptOut: [nemotron.id],
};

export interface ModelsScene {
  readonly query?: Partial<Query>;
  readonly messages: readonly ToModelsPage[];
  /** Buttons that are pressed, by their names. */
  readonly presses?: readonly string[];
  /** Messages that answer what was pressed. */
  readonly answers?: readonly ToModelsPage[];
}

export function listOf(
  status: Partial<BrowseStatus> = {},
  models: readonly BrowseEntry[] = entries,
): readonly ToModelsPage[] {
  return [
    { type: 'models', models },
    { type: 'status', status: { ...calm, ...status } },
  ];
}

/** What the editor kept of a page that was left like this. */
export function savedQuery(query: Partial<Query>, scrollTop = 0): unknown {
  return { query: { ...everything, ...query }, scrollTop };
}

const offline =
  'No connection to openrouter.ai (ENOTFOUND). Nothing was sent and nothing was counted. This is the list of Fri 18:05.';

/** What a person may meet in the browser of models. */
export const modelsScenes: Readonly<Record<string, ModelsScene>> = {
  starting: { messages: [] },
  list: { messages: listOf() },
  lively: { messages: listOf(lively) },
  privacy: {
    query: { policy: 'allowed' },
    messages: [...listOf(lively), { type: 'privacy', privacy }],
  },
  'kept-out': {
    messages: [...listOf({ ...lively, blocked: [nemotron.id] }), { type: 'privacy', privacy }],
    presses: ['Endpoints of hy3'],
    answers: [
      {
        type: 'endpoints',
        model: hy3.id,
        endpoints: [
          { provider: 'Tencent', context: '262k', uptime: '99.9 %', degraded: false, policy: 'keptNotTrained' },
          { provider: 'Chutes', degraded: true, policy: 'unknown' },
        ],
      },
    ],
  },
  paid: {
    query: { price: 'all', abilities: ['tools', 'reasoning'], sort: 'context' },
    messages: listOf({ pin: nemotron.id }),
  },
  endpoints: {
    messages: listOf(),
    presses: ['Endpoints of nemotron-3-ultra', 'Endpoints of inkling-2-small', 'Endpoints of hy3'],
    answers: [
      { type: 'endpoints', model: nemotron.id, endpoints },
      { type: 'endpoints', model: hy3.id, problem: 'No connection to openrouter.ai (ENOTFOUND).' },
    ],
  },
  offline: {
    query: { use: 'science', sort: 'used' },
    messages: [
      ...listOf({ readAt: 'Fri 18:05', problem: { sentence: offline, action: 'Try Again' } }),
      { type: 'ranking', ranking: 'science', problem: 'No connection to openrouter.ai (ENOTFOUND).' },
    ],
  },
  'no-list': {
    messages: [
      {
        type: 'status',
        status: {
          loading: false,
          paid: false,
          taskPins: [],
          cooling: [],
          blocked: [],
          appeared: [],
          problem: { sentence: 'No connection to openrouter.ai (ENOTFOUND).', action: 'Try Again' },
        },
      },
    ],
  },
  nothing: { query: { text: 'zzzz', leastContext: 1_000_000 }, messages: listOf() },
};
