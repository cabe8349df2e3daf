import type { ColumnView, CompareStatus, ComparisonView, ModelView, ToComparePage } from '../../src/protocol/compare';

const nemotron: ModelView = {
  id: 'nvidia/nemotron-3-ultra-550b-a55b:free',
  shortName: 'nemotron-3-ultra-550b-a55b',
  summary: 'coding 39.6 · 1M context · tools · may train on prompts',
};
const gemma: ModelView = {
  id: 'google/gemma-4-31b-it:free',
  shortName: 'gemma-4-31b-it',
  summary: 'coding 21 · 262k context · tools · images',
};
const qwen: ModelView = { id: '@ollama/qwen3:8b', shortName: '@ollama/qwen3:8b', summary: '33k context' };

export const models = { nemotron, gemma, qwen };

export const ready: CompareStatus = {
  models: [nemotron, gemma, qwen],
  price: '2 requests, up to 4 if models are busy · 31 left today · 1 not counted: your own servers',
  button: 'Compare · 2 requests',
  busy: false,
};

export const busy: CompareStatus = { ...ready, busy: true };

const question = 'How do I read a file line by line in Python without loading all of it?';

const answer = [
  'Iterate over the file object; it reads lazily, **one line at a time**:',
  '',
  '```python',
  'with open("data.txt", encoding="utf-8") as file:',
  '    for line in file:',
  '        print(line.rstrip("\\n"))',
  '```',
  '',
  '| way | memory |',
  '| --- | --- |',
  '| `for line in file` | one line |',
  '| `file.read()` | the whole file |',
  '',
  '- [x] closes the file',
  '- [ ] knows its length',
].join('\n');

/** A column before anything came. */
export function waiting(model: ModelView, turn: Partial<ColumnView['turn']> = {}): ColumnView {
  return {
    model,
    turn: {
      id: `turn-${model.shortName.replaceAll(/\W/g, '')}`,
      question,
      state: 'waiting',
      answer: '',
      reasoning: '',
      progress: `Asking ${model.shortName}…`,
      ...turn,
    },
    figures: [],
    retry: model === qwen ? 'Retry' : 'Retry · 1 request',
  };
}

export function streaming(model: ModelView, turn: Partial<ColumnView['turn']> = {}): ColumnView {
  return waiting(model, { state: 'streaming', answer: answer.slice(0, 180), ...turn });
}

export function done(model: ModelView, first: string, mark?: string): ColumnView {
  const fact = (label: string, value: string) => ({ label, value });
  const turn = {
    state: 'done',
    answer,
    reasoning: 'The user wants lines lazily. Iterating over the file object does it.',
    sent: true,
    served: {
      model: model.id,
      shortName: model.shortName,
      provider: 'Nvidia',
      details: ['nvfp4', `first token ${first}`, '61 tokens/s', '412 + 161 tokens', '1 request'],
      facts: [fact('Served by', model.id), fact('Provider', 'Nvidia'), fact('Whole time', '4.2 s')],
    },
  } as const;
  return {
    ...waiting(model, turn),
    figures: [
      { label: 'First token', value: first, ...(mark === undefined ? {} : { mark }) },
      { label: 'Speed', value: '61 tokens/s' },
      { label: 'Answer', value: '161 tokens' },
      { label: 'Requests', value: '1' },
    ],
  };
}

export function failed(model: ModelView): ColumnView {
  const sentence = `${model.shortName} is busy at Google AI Studio (“rate-limited upstream”). Your own quota is not the reason.`;
  return {
    ...waiting(model, { state: 'failed', failure: { sentence } }),
    figures: [
      { label: 'First token', value: 'not known' },
      { label: 'Speed', value: 'not known' },
      { label: 'Answer', value: 'not known' },
      { label: 'Requests', value: '2' },
    ],
  };
}

export function switched(model: ModelView): ColumnView {
  const column = done(model, '2.4 s');
  const { served } = column.turn;
  if (served === undefined) throw new Error('an answer without an origin');
  return {
    ...column,
    turn: {
      ...column.turn,
      served: { ...served, model: nemotron.id, shortName: nemotron.shortName },
      switched: {
        turnId: column.turn.id,
        headline: `Answered by ${nemotron.shortName}, not ${model.shortName}: chosen by the service.`,
        losses: ['coding index 21 → not known'],
        direction: 'unknown',
        pinned: model,
        served: nemotron,
        ways: ['pinServed'],
      },
    },
  };
}

export function comparison(
  columns: readonly ColumnView[],
  verdict: ComparisonView['verdict'] = { candidates: [] },
): ComparisonView {
  return { question, columns, verdict };
}

function snapshot(status: CompareStatus, draft: string, shown?: ComparisonView): ToComparePage {
  return { type: 'snapshot', status, draft, ...(shown === undefined ? {} : { comparison: shown }) };
}

const consent = {
  why: 'question',
  question: {
    sentence: 'gemma-4-31b-it: what you send may be kept and used for training. Send to such models?',
    once: 'Send this once',
    workspace: 'Always in this workspace',
    no: 'Do not send',
  },
} as const;

/** What the page can look like. */
export const compareScenes: Readonly<Record<string, readonly ToComparePage[]>> = {
  empty: [snapshot(ready, '')],
  'too-few': [
    snapshot(
      {
        ...ready,
        models: [nemotron],
        price: '1 request · 31 left today',
        button: 'Compare · 1 request',
        problem: { sentence: 'Choose at least two models to compare.' },
      },
      question,
    ),
  ],
  'no-key': [
    snapshot(
      {
        models: [],
        price: '',
        button: 'Compare',
        busy: false,
        problem: {
          sentence: 'Tollfree has no OpenRouter key yet. Sign in or enter a key. Your question is kept.',
          action: { id: 'signIn', label: 'Sign In with OpenRouter' },
        },
      },
      question,
    ),
  ],
  streaming: [
    snapshot(busy, question, comparison([streaming(nemotron), waiting(gemma, { waiting: consent }), waiting(qwen)])),
  ],
  limits: [
    snapshot(
      busy,
      question,
      comparison([
        waiting(nemotron, { waiting: { why: 'minuteQuota', left: 23_000 } }),
        waiting(gemma, { state: 'stopped' }),
        streaming(qwen),
      ]),
    ),
  ],
  judged: [
    snapshot(
      ready,
      question,
      comparison([done(nemotron, '0.8 s', 'first'), failed(gemma), switched(qwen)], {
        candidates: [nemotron.id, qwen.id],
        best: { model: nemotron.id },
        pin: 'Pin nemotron-3-ultra-550b-a55b',
      }),
    ),
  ],
};
