import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { lexer } from 'marked';
import { type Conversation, type Turn, newTurn } from '../../../src/core/conversation/conversation';
import {
  type ExportedConversation,
  exportJson,
  exportMarkdown,
  turnMarkdown,
} from '../../../src/core/conversation/export';
import type { TurnRecord } from '../../../src/core/engine/events';
import type { SwitchNotice } from '../../../src/core/engine/switch';
import { gemma, nemotron, noon } from '../../support/fakes';

const record: TurnRecord = {
  turnId: 'a',
  requests: 2,
  outcome: 'answered',
  startedAt: noon,
  firstTokenAt: noon + 1200,
  endedAt: noon + 5000,
  usage: { promptTokens: 412, completionTokens: 61, reasoningTokens: 22, cost: 0 },
  finishReason: 'stop',
  replaced: 1,
};
const notice: SwitchNotice = {
  pinned: nemotron.id,
  served: gemma.id,
  cause: 'busy',
  direction: 'lower',
  losses: [{ what: 'codingIndex', from: 39.6, to: 21 }],
};
const source = { model: gemma.id, provider: 'Google', quantization: 'bf16', policy: 'mayTrain' } as const;
const file = { name: 'src/app.ts', uri: 'file:///home/me/work/src/app.ts', how: 'selected' } as const;
const part = {
  type: 'file',
  file,
  text: 'const a = 1;\nconst b = 2;',
  languageId: 'typescript',
  startLine: 12,
} as const;

const turn = (rest: Partial<Turn> = {}): Turn => ({
  ...newTurn('turn-1', 'Why?', noon),
  state: 'done',
  answer: 'Because.',
  ...rest,
});
const conversation = (...turns: readonly Turn[]): Conversation => ({
  id: 'c-1',
  createdAt: noon,
  turns,
});
const whole = turn({
  attachments: [part],
  withheld: ['.env: file that holds secrets: .env'],
  reasoning: 'Hm.\n\nWell.',
  source,
  switched: notice,
  record: { ...record, source, switched: notice },
  chosen: nemotron.id,
  leftOut: { count: 3, firstSent: 'turn-0', model: nemotron.id, window: 32_768 },
});

describe('a conversation as Markdown', () => {
  it('is a title and a time, and each question with its answer', () => {
    const two = conversation(turn({ question: 'Why?\n\nReally?' }), turn({ answer: '', state: 'stopped' }));
    assert.equal(
      exportMarkdown(two, 'About a_b'),
      [
        String.raw`# About a\_b`,
        '2026-11-22T12:00:00.000Z · 2 questions',
        '---',
        '**Question** · 2026-11-22T12:00:00.000Z',
        '> Why?\n>\n> Really?',
        '**Answer**',
        'Because.',
        '---',
        '**Question** · 2026-11-22T12:00:00.000Z',
        '> Why?',
        '**Answer**',
        '*No answer.*',
        '*Stopped before its end.*\n',
      ].join('\n\n'),
    );
  });

  it('says what went along, what did not, who answered, and instead of whom', () => {
    assert.equal(
      turnMarkdown(whole),
      [
        '**Question** · 2026-11-22T12:00:00.000Z',
        '> Why?',
        'Attached, without the texts: `src/app.ts`, lines 12–13',
        'Not sent: .env: file that holds secrets: .env',
        '*3 earlier questions and answers were not sent: they do not fit into the 33k window of nemotron-3-ultra.*',
        '**Answer**',
        'Because.',
        '*Answered by gemma-4-31b, not nemotron-3-ultra: busy upstream.*',
        '`google/gemma-4-31b-it:free` · Google · bf16 · may train on prompts · first token 1.2 s · 16 tokens/s · 412 + 61 tokens · 2 requests · 1 secret replaced',
      ].join('\n\n'),
    );
  });

  it('has what was thought only when it is asked for, and no text of a file', () => {
    assert.ok(!turnMarkdown(whole).includes('Hm.'));
    assert.ok(turnMarkdown(whole, { withReasoning: true }).includes('**Thinking**\n\n> Hm.\n>\n> Well.\n\n**Answer**'));
    assert.ok(!turnMarkdown(whole, { withReasoning: true }).includes('const a'));
  });

  it('names a file that is called like Markdown', () => {
    const named = turn({ attachments: [{ ...part, text: 'a', file: { ...file, name: 'a`b\n# c' } }] });
    assert.match(turnMarkdown(named), /texts: `` a`b # c ``, line 12$/m);
  });

  const marks: readonly (readonly [what: string, rest: Partial<Turn>, mark: RegExp])[] = [
    ['a stopped one', { state: 'stopped' }, /^\*Stopped before its end\.\*$/m],
    ['a failed one', { state: 'failed', failure: { kind: 'cut' } }, /^\*\w.*\*$/m],
    ['one that is under way', { state: 'streaming' }, /^\*Not finished yet\.\*$/m],
    ['one that hit a limit', { record: { ...record, finishReason: 'length' } }, /^\*Cut before its end\.\*$/m],
    ['one that was asked again', { superseded: true }, /^\*Asked again later/m],
  ];
  for (const [what, rest, mark] of marks) {
    it(`marks ${what}`, () => {
      assert.doesNotMatch(turnMarkdown(turn({ record })), mark);
      assert.match(turnMarkdown(turn(rest)), mark);
    });
  }

  it('tells all that happened to an answer, and what a service said as mere words', () => {
    const failure = { kind: 'service', status: 418, message: 'see [this](http://x.test) <b>' } as const;
    const text = turnMarkdown(turn({ state: 'failed', failure, switched: notice }));
    assert.ok(text.includes(String.raw`\[this\](http://x.test) \<b\>`), text);
    assert.match(text, /busy upstream\.\*\\\n\*The service said/);
  });

  it('closes a block that a cut answer left open, and changes nothing else of an answer', () => {
    const answer = '# Big\n\n```ts\nconst a = 1;\n';
    const text = exportMarkdown(conversation(turn({ answer, state: 'stopped' }), turn()), 'T');
    assert.ok(text.includes('# Big\n\n```ts\nconst a = 1;\n```\n\n*Stopped'), text);
    const kept = '  indented\r\n\r\n* a\n\n\n';
    assert.ok(turnMarkdown(turn({ answer: kept })).includes(`**Answer**\n\n${kept}`));
  });

  it('keeps its form whatever the answers are', () => {
    const line = fc.constantFrom(
      '# A',
      '---',
      '===',
      'text',
      '',
      '```js',
      '```',
      '~~~',
      '````',
      '- a',
      '  - b',
      '1. c',
      '> d',
      '> ```',
      '<!-- e',
      '-->',
      '<script>',
      '</div>',
      '<div>',
      '    code',
      '  ```',
      '| a | b |',
      '|---|---|',
      '**',
      '`',
    );
    const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 4 }), (pairs) => {
        const turns = pairs.map(([question, answer]) => turn({ question, answer: `a\n\n${answer}` }));
        const markdown = exportMarkdown(conversation(...turns), 'T');
        const labels = lexer(markdown).filter(
          (token) => token.type === 'paragraph' && /^\*\*(?:Question|Answer)\*\*/.test(token.raw),
        );
        assert.equal(labels.length, 2 * turns.length, markdown);
      }),
      { numRuns: 1000 },
    );
  });
});

function parsed(text: string): ExportedConversation {
  const read: ExportedConversation = JSON.parse(text);
  return read;
}

describe('a conversation as JSON', () => {
  it('holds all that is known, in its own words, and nothing of this machine', () => {
    const text = exportJson(conversation(whole), 'About a_b', noon + 60_000);
    assert.deepEqual(JSON.parse(text), {
      tollfree: 1,
      title: 'About a_b',
      createdAt: '2026-11-22T12:00:00.000Z',
      exportedAt: '2026-11-22T12:01:00.000Z',
      turns: [
        {
          question: 'Why?',
          askedAt: '2026-11-22T12:00:00.000Z',
          attachments: [{ type: 'file', name: 'src/app.ts', language: 'typescript', startLine: 12, text: part.text }],
          notSent: ['.env: file that holds secrets: .env'],
          leftOut: { count: 3, model: nemotron.id, window: 32_768 },
          state: 'done',
          answer: 'Because.',
          reasoning: 'Hm.\n\nWell.',
          chosen: nemotron.id,
          served: { model: gemma.id, provider: 'Google', quantization: 'bf16', dataPolicy: 'mayTrain' },
          switched: {
            pinned: nemotron.id,
            served: gemma.id,
            cause: 'busy',
            direction: 'lower',
            losses: ['Coding index 39.6 → 21.0'],
          },
          finishReason: 'stop',
          tokens: { question: 412, answer: 61, reasoning: 22 },
          cost: 0,
          timeToFirstToken: 1200,
          wholeTime: 5000,
          requests: 2,
          secretsReplaced: 1,
        },
      ],
    });
  });

  it('has of a picture its name and its type only, in either form', () => {
    const picture = { type: 'image', name: 'a.png', mediaType: 'image/png', data: 'aGk=' } as const;
    const drawn = conversation(turn({ attachments: [picture] }));
    assert.deepEqual(parsed(exportJson(drawn, 'T', noon)).turns[0]?.attachments, [
      { type: 'picture', name: 'a.png', mediaType: 'image/png' },
    ]);
    const markdown = exportMarkdown(drawn, 'T');
    assert.ok(markdown.includes('Attached, without the texts: `a.png`, a picture'), markdown);
    assert.ok(!markdown.includes('aGk='));
  });

  it('leaves out what is not known', () => {
    const failed = turn({ state: 'failed', answer: '', failure: { kind: 'noPin' }, superseded: true });
    assert.deepEqual(parsed(exportJson(conversation(failed), 'T', noon)).turns, [
      {
        question: 'Why?',
        askedAt: '2026-11-22T12:00:00.000Z',
        state: 'failed',
        answer: '',
        superseded: true,
        failure: 'No model is pinned yet. Pick one. Your question is kept.',
      },
    ]);
  });

  it('gives every text back as it was', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, text, (question, answer, reasoning) => {
        const [back] = parsed(exportJson(conversation(turn({ question, answer, reasoning })), 'T', noon)).turns;
        assert.deepEqual([back?.question, back?.answer, back?.reasoning ?? ''], [question, answer, reasoning]);
      }),
    );
  });
});
