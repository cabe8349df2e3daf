import type {
  ChatStatus,
  ModelView,
  OutgoingView,
  QuestionView,
  SwitchView,
  ToPage,
  TurnView,
} from '../../src/protocol/messages';

export const pinned: ModelView = {
  id: 'nvidia/nemotron-3-ultra:free',
  shortName: 'nemotron-3-ultra',
  summary: 'coding 39.6 · 1M context · tools',
};

export const other: ModelView = {
  id: 'google/gemma-4-31b-it:free',
  shortName: 'gemma-4-31b',
  summary: 'coding 21.0 · 262k context · tools · images',
};

export const ready: ChatStatus = {
  state: 'ready',
  busy: false,
  pin: pinned,
  quota: { label: '31 of 50 free requests left today', level: 'normal' },
  price: { next: '1 request, up to 3 if the model is busy', again: '1 request' },
};

export const switched: SwitchView = {
  turnId: 't2',
  headline: 'Answered by gemma-4-31b, not nemotron-3-ultra: busy upstream.',
  losses: ['Coding index 39.6 → 21.0', 'context 1M → 262k', 'may train on prompts'],
  direction: 'lower',
  pinned,
  served: other,
  ways: ['retryWithPinned', 'pinServed', 'neverSwitch'],
};

/** The pinned model is no longer there. */
export const gone: SwitchView = {
  ...switched,
  headline: 'Answered by gemma-4-31b, not nemotron-3-ultra: no longer offered for free.',
  ways: ['pickNew', 'pinServed', 'neverSwitch'],
};

/** The pinned model itself, from a provider that serves it with fewer bits. */
export const fewerBits: SwitchView = {
  ...switched,
  headline: 'Answered by nemotron-3-ultra: a provider with fewer bits than its best one served it.',
  losses: ['Quantization bf16 → nvfp4'],
  served: pinned,
  ways: ['retryWithPinned'],
};

const answer = `The function **debounces** its argument: it waits until calls stop for \`wait\` milliseconds.

## How it works

1. Each call clears the timer of the call before.
2. Only the last timer runs out, and *then* \`fn\` is called.
   - with the last arguments
   - and with \`this\` of that call

\`\`\`ts
export function debounce<A extends unknown[]>(fn: (...args: A) => void, wait = 300) {
  let timer: ReturnType<typeof setTimeout> | undefined; // none yet
  return (...args: A): void => {
    clearTimeout(timer);
    timer = setTimeout(() => fn(...args), wait);
  };
}
\`\`\`

> A leading call is never made: nothing happens before the first pause.

| Option | Default | Meaning |
| :----- | ------: | :------ |
| \`fn\` | – | what is called in the end |
| \`wait\` | 300 | milliseconds of silence before the call |

- [x] cancels the pending call
- [ ] flushes on unload

See [the documentation](https://developer.mozilla.org/docs/Web/API/setTimeout) for the timer.
`;

export const finished: TurnView = {
  id: 't1',
  question: 'What does this function do?\n\nexport function debounce(fn, wait) { … }',
  state: 'done',
  answer,
  reasoning: 'The user shows a debounce function. I should explain the timer first and then show a typed version.',
  served: {
    model: 'nvidia/nemotron-3-ultra-20260901:free',
    shortName: 'nemotron-3-ultra',
    provider: 'Nvidia',
    details: ['first token 1.2 s', '412 + 361 tokens', '1 request'],
  },
};

export const bySomeoneElse: TurnView = {
  id: 't2',
  question: 'And how would I test it?',
  state: 'done',
  answer:
    'Use fake timers:\n\n```ts\nclock.tick(299);\nassert.equal(calls, 0);\nclock.tick(1);\nassert.equal(calls, 1);\n```\n',
  reasoning: '',
  switched,
  served: {
    model: 'google/gemma-4-31b-it:free',
    shortName: 'gemma-4-31b',
    provider: 'Google AI Studio',
    details: ['first token 2.8 s', '640 + 58 tokens', '2 requests'],
  },
};

export const waiting: TurnView = {
  id: 't3',
  question: 'Is there one in the standard library?',
  state: 'waiting',
  answer: '',
  reasoning: '',
  waiting: { why: 'minuteQuota', left: 22_800 },
};

const streaming: TurnView = {
  id: 't3',
  question: 'Is there one in the standard library?',
  state: 'streaming',
  answer:
    'No, but most projects write it in **five lines**:\n\n```js\nfunction debounce(fn, wait) {\n  let timer;\n  return (...a',
  reasoning: 'Short question.',
  served: { model: pinned.id, shortName: pinned.shortName, provider: 'Nvidia', details: ['first token 0.9 s'] },
};

const failed: TurnView = {
  id: 't4',
  question: 'Write it in Rust.',
  state: 'failed',
  answer: 'A `tokio` version keeps a handle of the task that sleeps',
  reasoning: '',
  failure: {
    sentence: 'The answer was cut off by the service. What came is kept.',
    action: 'retry',
  },
  served: { model: pinned.id, shortName: pinned.shortName, provider: 'Nvidia', details: ['first token 1.0 s'] },
};

const refused: TurnView = {
  id: 't5',
  question: 'And in Zig?',
  state: 'failed',
  answer: '',
  reasoning: '',
  failure: {
    sentence: 'nemotron-3-ultra is busy at Nvidia (“Provider returned error”). Your own quota is not the reason.',
    action: 'switchModel',
  },
};

/** Failed, with something else that could be asked. */
export const offered: TurnView = {
  ...refused,
  id: 't7',
  question: 'And in Ada?',
  offer: {
    headline: 'Ask gemma-4-31b instead?',
    losses: ['Coding index 39.6 → 21.0', 'context 1M → 262k'],
    label: 'Ask gemma-4-31b · 1 request',
  },
};

export const blocked: ChatStatus = {
  ...ready,
  quota: { label: '0 of 50 free requests left today', level: 'exhausted' },
  blocked: {
    sentence:
      "Today's 50 free requests are used up. Nothing is sent until 01:00; another free model would not help, the limit is for the whole account.",
    standIn: { model: '@ollama/qwen3:8b', label: 'Ask ollama/qwen3:8b · stays on this machine' },
  },
};

const mayTrain = 'nemotron-3-ultra: whoever runs it may keep what you send and train on it. Send to such models?';

/** Nothing was sent yet. */
export const consent: QuestionView = {
  sentence: mayTrain,
  once: 'Send this once',
  workspace: 'Always in this workspace',
  no: 'Do not send',
};

export const asking: TurnView = {
  id: 't8',
  question: 'What is wrong here?',
  state: 'waiting',
  answer: '',
  reasoning: '',
  waiting: { why: 'question', question: consent },
  attachments: ['src/app.ts, lines 3–9', 'src/server/configuration/defaults.production.ts'],
};

export const asksForFile: TurnView = {
  ...asking,
  id: 't9',
  waiting: {
    why: 'question',
    question: {
      sentence:
        '“.env” never goes by itself (file that holds secrets: .env*). Send the selected lines? Secrets in it are replaced.',
      once: 'Send these lines',
      no: 'Do not send',
    },
  },
  attachments: ['.env, lines 3–9'],
};

export const outgoing: OutgoingView = {
  line: '2 files · 347 lines · 14 KB · 3 secrets replaced · with 4 earlier answers',
  files: [
    { id: 'attachment-1', name: 'src/app.ts', detail: 'lines 3–9 · 0.2 KB' },
    { id: 'attachment-2', name: 'src/server/configuration/defaults.production.ts', detail: '340 lines · 12 KB' },
    { id: 'attachment-3', name: '.env', detail: '', problem: 'Does not go: file that holds secrets: .env*' },
  ],
  replaced: ['2 × GitHub token', '1 × private key'],
};

export const masked: TurnView = {
  ...finished,
  id: 't10',
  attachments: ['deploy/settings.yaml'],
  answer: 'The token `SECRET_GITHUB_TOKEN_4K3X9Q` is read twice.',
  lost: 2,
  sent: true,
  served: {
    model: 'nvidia/nemotron-3-ultra-20260901:free',
    shortName: 'nemotron-3-ultra',
    provider: 'Nvidia',
    details: ['may train on prompts', 'first token 1.2 s', '412 + 361 tokens', '1 request', '3 secrets replaced'],
  },
};

/** The level leaves the pinned model out. */
export const keptOut: ChatStatus = {
  ...ready,
  privacy: { level: 'Zero Retention', confidential: true },
  problem: {
    sentence:
      'Your privacy level “Zero Retention” keeps nemotron-3-ultra out: may train on prompts. It leaves 3 models. Nothing was sent.',
    action: 'setPrivacyLevel',
  },
};

const stopped: TurnView = {
  id: 't6',
  question: 'مرحبا، ما هو التأجيل؟',
  state: 'stopped',
  answer: 'التأجيل يعني انتظار `300` مللي ثانية قبل استدعاء الدالة',
  reasoning: '',
  served: { model: pinned.id, shortName: pinned.shortName, details: [] },
};

/** All that is known about an answer, for who opens it. */
export const detailed: TurnView = {
  ...bySomeoneElse,
  served: {
    model: 'google/gemma-4-31b-it:free',
    shortName: 'gemma-4-31b',
    provider: 'Google AI Studio',
    details: ['may train on prompts', 'first token 2.8 s', '640 + 58 tokens', '2 requests'],
    facts: [
      { label: 'Served by', value: 'google/gemma-4-31b-it:free' },
      { label: 'Provider', value: 'Google AI Studio' },
      { label: 'Quantization', value: 'not known' },
      { label: 'Data policy', value: 'keeps prompts, may train on them' },
      { label: 'First token', value: '2.8 s' },
      { label: 'Speed', value: '61 tokens a second' },
      { label: 'Requests', value: '2: nvidia/nemotron-3-ultra:free was busy' },
    ],
  },
  sent: true,
};

/** Asked again; its answer stays to be read. */
export const superseded: TurnView = { ...finished, id: 't11', superseded: true };

/** Asked of a model of choice, with more before it than its window takes. */
export const leftOut: TurnView = {
  ...bySomeoneElse,
  id: 't12',
  question: 'And what did we say about timers?',
  chosen: 'Asked gemma-4-31b by your choice.',
  leftOut: {
    count: 1,
    firstSent: 't2',
    sentence: '1 earlier question did not fit into the window of gemma-4-31b and was left out.',
  },
};

/** Right to left, with code in it. */
export const arabic: TurnView = {
  ...finished,
  id: 't13',
  question: 'ما الفرق بين debounce و throttle؟',
  reasoning: '',
  answer:
    'الأول **ينتظر** حتى تتوقف الاستدعاءات، والثاني يستدعي `fn` مرة كل `wait` مللي ثانية:\n\n```js\nthrottle(fn, 300); // مرة واحدة\n```\n\n1. ينتظر\n2. يستدعي\n\n> لا يستدعي أبدا في البداية.\n',
};

/** A conversation of this many turns, each of them another. */
export function manyTurns(count: number, prefix = 'n'): readonly TurnView[] {
  return Array.from({ length: count }, (_, at) => ({
    ...finished,
    id: `${prefix}${at}`,
    question: `Question ${at}: what does this function do?`,
    reasoning: at % 5 === 0 ? finished.reasoning : '',
    answer: at % 3 === 0 ? answer : `Answer ${at}. ${'It waits until calls stop. '.repeat(at % 40)}`,
  }));
}

function snapshot(status: ChatStatus, turns: readonly TurnView[] = [], draft = ''): ToPage {
  return { type: 'snapshot', status, turns, draft };
}

/** What a person may meet, each as the message that brings it. */
export const scenes: Readonly<Record<string, ToPage>> = {
  'needs-key': snapshot({ state: 'needsKey', busy: false }),
  'needs-pin': snapshot({
    state: 'needsPin',
    busy: false,
    proposal: pinned,
    quota: { label: '50 of 50 free requests left today', level: 'normal' },
  }),
  offline: snapshot({
    state: 'offline',
    busy: false,
    problem: {
      sentence: 'No connection to openrouter.ai (ENOTFOUND). Nothing was sent and nothing was counted.',
      action: 'retry',
    },
  }),
  ready: snapshot(ready),
  details: snapshot({ ...ready, title: 'What does this function do?' }, [superseded, detailed]),
  'left-out': snapshot(
    {
      ...ready,
      title: 'Debounce, and how to test it in the browser',
      origin: { title: 'What does this function do?' },
    },
    [finished, bySomeoneElse, leftOut],
  ),
  'right-to-left': snapshot(
    { ...ready, title: arabic.question, privacy: { level: 'No Training', confidential: true } },
    [arabic],
  ),
  conversation: snapshot(ready, [finished]),
  banner: snapshot(
    { ...ready, banner: switched, quota: { label: '9 of 50 free requests left today', level: 'warning' } },
    [bySomeoneElse],
  ),
  'banner-gone': snapshot({ ...ready, banner: gone }, [{ ...bySomeoneElse, switched: gone }]),
  'banner-provider': snapshot({ ...ready, banner: fewerBits }, [{ ...finished, switched: fewerBits }]),
  offer: snapshot(ready, [finished, offered]),
  'day-limit': snapshot(blocked, [finished], 'A question that waits'),
  'good-to-know': snapshot({
    ...ready,
    warnings: [
      { about: 'settings', sentence: 'tollfree.ladder: openai/gpt-6 is not free, so it is passed over.' },
      { about: 'pinEnds', sentence: 'nemotron-3-ultra ends on 2026-12-31.' },
    ],
    news: '2 new free models, 1 gone since yesterday.',
  }),
  waiting: snapshot({ ...ready, busy: true }, [finished, waiting]),
  streaming: snapshot({ ...ready, busy: true }, [bySomeoneElse, streaming]),
  failures: snapshot(
    {
      ...ready,
      quota: { label: '0 of 50 free requests left today', level: 'exhausted' },
      problem: {
        sentence: 'The settings pin a model that the catalogue does not know. Nothing was sent.',
        action: 'switchModel',
      },
    },
    [failed, refused, stopped],
    'A question that waits\nin two lines',
  ),
  consent: snapshot({ ...ready, consent }),
  outgoing: snapshot({ ...ready, privacy: { level: 'No Training', confidential: false }, outgoing }, [masked], 'Why?'),
  'outgoing-warning': snapshot({
    ...ready,
    outgoing: {
      line: '',
      files: [],
      replaced: [],
      warning: '2 placeholders stand for values of an earlier session; the model gets only them.',
    },
  }),
  asks: snapshot({ ...ready, busy: true }, [masked, asking]),
  'asks-for-file': snapshot({ ...ready, busy: true, privacy: { level: '', confidential: true } }, [asksForFile]),
  'kept-out': snapshot(keptOut),
};
