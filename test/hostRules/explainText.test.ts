import assert from 'node:assert/strict';
import { applyEvent, newTurn, type Turn } from '../../src/core/conversation/conversation';
import type { TurnEvent, TurnRecord } from '../../src/core/engine/events';
import type { FailureAction } from '../../src/core/errors';
import type { SwitchNotice } from '../../src/core/engine/switch';
import type { DataPolicy } from '../../src/core/privacy/policy';
import { failureNote, questionNote, switchNote } from '../../src/host/thread/notes';
import { authorName, progressText, provenance, threadLabel } from '../../src/host/thread/turnText';

const words = { by: 'Explained by', failed: 'Not explained' };

const noon = 1_795_348_800_000;
const nemotron = 'nvidia/nemotron-3-ultra-550b-a55b:free';
const gemma = 'google/gemma-4-31b-it:free';
const switched: SwitchNotice = { pinned: nemotron, served: gemma, cause: 'busy', direction: 'lower', losses: [] };
const record: TurnRecord = {
  turnId: 't',
  requests: 2,
  outcome: 'answered',
  startedAt: noon,
  firstTokenAt: noon + 1200,
  endedAt: noon + 5000,
  usage: { promptTokens: 412, completionTokens: 61 },
};

function after(...events: readonly TurnEvent[]): Turn {
  return events.reduce(applyEvent, newTurn('t', '', noon));
}

const attempt = { type: 'attempt', n: 1, model: nemotron } as const;
const served = { type: 'served', source: { model: nemotron, provider: 'Nvidia' } } as const;
const text = { type: 'text', text: 'It adds.' } as const;
const question = {
  type: 'waiting',
  why: 'question',
  question: { about: 'consent', policy: 'unknown', model: gemma },
} as const;
const busy = { kind: 'busy', status: 429, message: 'busy' } as const;

describe('an explanation before its first word', () => {
  const rows: readonly (readonly [string, readonly TurnEvent[], string])[] = [
    ['gets ready', [], 'Getting ready…'],
    ['asks', [attempt], 'Asking nemotron-3-ultra…'],
    [
      'counts down to the minute limit',
      [{ type: 'waiting', until: noon + 22_400, why: 'minuteQuota' }],
      'Waiting 23 s for the minute limit…',
    ],
    [
      'counts down to a second try',
      [attempt, { type: 'waiting', until: noon + 1500, why: 'retry' }],
      'nemotron-3-ultra is busy; asking once more in 2 s…',
    ],
    ['waits for another answer', [{ type: 'waiting', why: 'queue' }], 'Waiting for another answer to end…'],
    ['waits for a decision', [attempt, question], 'Waiting for your decision…'],
    ['asks again once that is decided', [question, attempt], 'Asking nemotron-3-ultra…'],
    ['thinks', [attempt, served, { type: 'reasoning', text: 'hm' }], 'nemotron-3-ultra is thinking…'],
  ];
  for (const [name, events, expected] of rows) {
    it(`says that it ${name}`, () => assert.equal(progressText(after(...events), noon), expected));
  }
});

describe('the head of an explanation', () => {
  it('names the pinned model while nothing is known', () => {
    assert.equal(threadLabel(after(), nemotron, words), 'Asking nemotron-3-ultra…');
    assert.equal(threadLabel(after(), undefined, words), 'Tollfree');
  });

  it('does not say that a model is asked while another answer is waited for', () => {
    const waiting = after({ type: 'waiting', why: 'queue' });
    assert.equal(threadLabel(waiting, nemotron, words), 'Waiting to ask nemotron-3-ultra');
  });

  it('does not say that a model is asked while nobody agreed to it', () => {
    const file = { name: '.env', how: 'selected' } as const;
    const aboutFile = { ...question, question: { about: 'ignoredFile', file, rule: '.env' } } as const;
    assert.equal(threadLabel(after(aboutFile), nemotron, words), 'Before asking nemotron-3-ultra');
    assert.equal(threadLabel(after(aboutFile), undefined, words), 'Tollfree');
    assert.equal(threadLabel(after(question, attempt), nemotron, words), 'Asking nemotron-3-ultra…');
  });

  it('names the model that the question is about, which may be one that is stepped to', () => {
    assert.equal(threadLabel(after(question), nemotron, words), 'Before asking gemma-4-31b');
  });

  it('says what happens to what was sent, in the words of all lists', () => {
    const label = (policy: DataPolicy): string => {
      const source = { ...served.source, policy };
      return threadLabel(after(attempt, { ...served, source }, text), nemotron, words);
    };
    const start = 'Explained by nemotron-3-ultra · Nvidia · ';
    assert.equal(label('noRetention'), `${start}no retention`);
    assert.equal(label('keptNotTrained'), `${start}kept, not trained on`);
    assert.equal(label('mayTrain'), `${start}may train on prompts`);
    assert.equal(label('unknown'), `${start}data policy not known`);
  });

  it('names model and provider from the response', () => {
    assert.equal(threadLabel(after(attempt, served, text), nemotron, words), 'Explained by nemotron-3-ultra · Nvidia');
    assert.equal(authorName(after(attempt, served)), 'nemotron-3-ultra');
    assert.equal(authorName(after(attempt)), 'Tollfree');
  });

  it('names both models after a switch, also when the answer broke off', () => {
    const other = { type: 'served', source: { model: 'google/gemma-4-31b-it-20260402' }, switched } as const;
    const label = 'Answered by gemma-4-31b, not nemotron-3-ultra';
    assert.equal(threadLabel(after(attempt, other, text), nemotron, words), label);
    assert.equal(
      threadLabel(after(attempt, other, text, { type: 'failed', failure: busy, text: '', record }), nemotron, words),
      label,
    );
    assert.equal(authorName(after(attempt, other)), 'gemma-4-31b');
  });

  it('does not say that a model answered in its own place', () => {
    const fewerBits = { ...switched, served: nemotron, cause: 'provider' } as const;
    const label = threadLabel(after(attempt, { ...served, switched: fewerBits }, text), nemotron, words);
    assert.equal(label, 'Explained by nemotron-3-ultra · Nvidia');
  });

  it('forgets a model that failed before its first word', () => {
    const failed = after(attempt, served, { type: 'failed', failure: busy, text: '', record });
    assert.equal(threadLabel(failed, nemotron, words), 'Not explained');
  });
});

const address = { threadId: 'thread', turnId: 't' };
const labels = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/\[([^\]]+)\]\(command:/g)].map(([, label = '']) => label.replaceAll('\\', ''));

describe('the note of an explanation that waits for a decision', () => {
  const view = { sentence: 'Send `*` to [x](command:y)?', once: 'Send this once', no: 'Do not send' };
  const acts = (markdown: string): readonly unknown[] =>
    [...markdown.matchAll(/\(command:tollfree\.thread\.act\?([^)]+)\)/g)].map(([, query = '']) =>
      JSON.parse(decodeURIComponent(query)),
    );

  it('has an answer in each link, for this answer of this thread', () => {
    const markdown = questionNote({ ...view, workspace: 'Always in this workspace' }, address);
    assert.deepEqual(labels(markdown), ['Send this once', 'Always in this workspace', 'Do not send']);
    assert.deepEqual(acts(markdown), [
      ['thread', 't', 'answer.once'],
      ['thread', 't', 'answer.workspace'],
      ['thread', 't', 'answer.no'],
    ]);
  });

  it('offers nothing for good where there is no such answer', () => {
    assert.deepEqual(labels(questionNote(view, address)), ['Send this once', 'Do not send']);
  });

  it('shows a name of a file or model as it is, whatever it holds', () => {
    const [sentence = ''] = questionNote(view, address).split('\n\n');
    assert.equal(sentence, String.raw`$(shield) Send \`\*\` to \[x\]\(command:y\)?`);
  });
});

describe('the note of a failed explanation', () => {
  const lost: SwitchNotice = { ...switched, losses: [{ what: 'codingIndex', from: 39.6, to: 21 }] };
  const actions: Readonly<Record<FailureAction, string>> = {
    signIn: 'do signIn',
    enterKey: 'do enterKey',
    switchModel: 'do switchModel',
    retry: 'do retry',
    openPrivacySettings: 'do openPrivacySettings',
    openCredits: 'do openCredits',
    openLimits: 'do openLimits',
    openBudget: 'do openBudget',
    useLocal: 'do useLocal',
    networkDiagnostics: 'do networkDiagnostics',
    acknowledgeCost: 'do acknowledgeCost',
    setPrivacyLevel: 'do setPrivacyLevel',
  };
  const facts = { failure: busy, model: nemotron, offer: undefined, price: '1 request', labels: actions };

  it('has its action and a way to try again, at its price', () => {
    assert.deepEqual(labels(failureNote(facts, address, noon)), ['do switchModel', 'Retry · 1 request']);
    const cut = { ...facts, failure: { kind: 'cut' }, price: '' } as const;
    assert.deepEqual(labels(failureNote(cut, address, noon)), ['Retry']);
  });

  it('says that nothing was sent where nobody agreed, and how to go on', () => {
    const declined = { ...facts, failure: { kind: 'declined', about: 'consent' } } as const;
    const markdown = failureNote(declined, address, noon);
    assert.match(markdown, /nothing was sent/);
    assert.doesNotMatch(markdown, /question/, 'there may be none');
    assert.deepEqual(labels(markdown), ['do setPrivacyLevel', 'Retry · 1 request']);
    const ofFile = { ...facts, failure: { kind: 'declined', about: 'ignoredFile' } } as const;
    assert.deepEqual(labels(failureNote(ofFile, address, noon)), ['Retry · 1 request']);
  });

  it('offers another model with what is lost by it', () => {
    const offer = { notice: lost, label: 'Ask gemma-4-31b · 1 request' };
    const markdown = failureNote({ ...facts, offer }, address, noon);
    assert.ok(markdown.replaceAll('\\', '').includes('Ask gemma-4-31b instead? Coding index 39.6 → 21.0.'), markdown);
    assert.deepEqual(labels(markdown), ['Ask gemma-4-31b · 1 request', 'Pick Another…', 'Retry · 1 request']);
  });

  it('offers a new pin after a switch from a model that is gone, and no request to it', () => {
    assert.deepEqual(labels(switchNote({ ...switched, cause: 'gone' }, '1 request', address)), [
      'Pick a New Model…',
      'Pin gemma-4-31b',
      'Never switch',
    ]);
  });
});

describe('what stands beside the author', () => {
  it('is the provider, and the figures at the end', () => {
    assert.equal(provenance(after(attempt, served, text)), 'Nvidia');
    assert.equal(
      provenance(after(attempt, served, text, { type: 'finished', record })),
      'Nvidia · first token 1.2 s · 16 tokens/s · 412 + 61 tokens · 2 requests',
    );
  });

  it('says that an answer is not whole', () => {
    const stopped = { type: 'finished', record: { ...record, outcome: 'stopped' } } as const;
    const cut = { type: 'finished', record: { ...record, finishReason: 'length' } } as const;
    assert.match(provenance(after(served, text, stopped)), / · stopped$/);
    assert.match(provenance(after(served, text, cut)), /cut at its output limit/);
    assert.match(
      provenance(after(served, text, { type: 'failed', failure: busy, text: '', record })),
      / · incomplete$/,
    );
  });
});
