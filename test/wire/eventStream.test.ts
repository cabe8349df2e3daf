import type { CompletionEvent } from '../../src/core/engine/ports';
import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createEventStreamReader } from '../../src/wire/eventStream';
import { fixture } from './fixture';

const now = Date.UTC(2026, 10, 22, 12, 0, 0);

function read(pieces: readonly Uint8Array[]): CompletionEvent[] {
  const reader = createEventStreamReader({ model: 'asked/model:free', now: () => now });
  return [...pieces.flatMap((piece) => [...reader.feed(piece)]), ...reader.end()];
}

function readText(text: string): CompletionEvent[] {
  return read([Buffer.from(text)]);
}

/** An event stream of the given chunks, without `[DONE]`. */
function streamOf(...chunks: readonly object[]): string {
  return chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('');
}

function delta(content: object, more: object = {}): object {
  return { model: 'a/b:free', provider: 'P', choices: [{ index: 0, delta: content, finish_reason: null }], ...more };
}

const source: CompletionEvent = { type: 'source', model: 'a/b:free', provider: 'P' };

// Written by hand from the transcripts of the OpenRouter API reference, 11.2 to 11.4.
const expected: Readonly<Record<string, readonly CompletionEvent[]>> = {
  normal: [
    { type: 'alive' },
    { type: 'alive' },
    { type: 'source', model: 'nvidia/nemotron-3-ultra-550b-a55b-20260604:free', provider: 'Nvidia' },
    { type: 'reasoning', text: 'The test fails ' },
    { type: 'reasoning', text: 'because of a typo.' },
    { type: 'alive' },
    { type: 'text', text: 'Rename `cuont` ' },
    { type: 'text', text: 'to `count`.' },
    { type: 'finish', reason: 'stop' },
    { type: 'usage', usage: { promptTokens: 388, completionTokens: 27, reasoningTokens: 12, cost: 0 } },
    { type: 'ended' },
  ],
  errorInTheMiddle: [
    { type: 'source', model: 'google/gemma-4-31b-it:free', provider: 'Google AI Studio' },
    { type: 'text', text: 'First open the set' },
    {
      type: 'failed',
      failure: {
        kind: 'busy',
        status: 502,
        message: 'JSON error injected into SSE stream',
        provider: 'Google AI Studio',
      },
    },
  ],
  errorAlone: [
    { type: 'alive' },
    { type: 'source', model: 'nvidia/nemotron-3.5-lightning:free', provider: 'Nvidia' },
    {
      type: 'failed',
      failure: {
        kind: 'busy',
        status: 503,
        message: 'Upstream error from Nvidia: Service temporarily overloaded',
        provider: 'Nvidia',
      },
    },
  ],
  toolCalls: [
    { type: 'source', model: 'cohere/north-mini-code:free', provider: 'Cohere' },
    { type: 'toolCall', index: 0, id: 'call_7Rb1', name: 'read_file', arguments: '' },
    { type: 'toolCall', index: 0, arguments: '{"path":"src/' },
    { type: 'toolCall', index: 0, arguments: 'app.ts"}' },
    { type: 'toolCall', index: 1, id: 'call_7Rb2', name: 'list_dir', arguments: '{"path":"."}' },
    { type: 'finish', reason: 'toolCalls' },
    { type: 'usage', usage: { promptTokens: 905, completionTokens: 44, cost: 0 } },
    { type: 'ended' },
  ],
};

describe('An event stream', function () {
  // Thousands of streams are read; a busy machine takes its time.
  this.timeout(60_000);
  for (const [name, events] of Object.entries(expected)) {
    const lineFeeds = fixture(`${name}.stream.txt`);
    for (const [ending, text] of [
      ['\\n', lineFeeds],
      ['\\r\\n', lineFeeds.replaceAll('\n', '\r\n')],
    ] as const) {
      it(`gives the events of the transcript “${name}” with ${ending}, in one piece and byte by byte`, () => {
        const bytes = Buffer.from(text);
        assert.deepEqual(read([bytes]), events);
        assert.deepEqual(read([...bytes].map((byte) => Uint8Array.of(byte))), events);
      });

      it(`gives the same events of “${name}” with ${ending} cut in two at every byte`, () => {
        const bytes = Buffer.from(text);
        for (let cut = 0; cut <= bytes.length; cut += 1) {
          assert.deepEqual(read([bytes.subarray(0, cut), bytes.subarray(cut)]), events, `cut at ${cut}`);
        }
      });
    }
  }

  it('gives the same events however it is cut, whatever the texts hold', () => {
    const texts = fc.array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"', '\\', '\n', '漢', '🙂', '","x":"')),
    );
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
    fc.assert(
      fc.property(texts, cuts, fc.boolean(), (deltas, places, returns) => {
        const text = `${streamOf(...deltas.map((content) => delta({ role: 'assistant', content })))}data: [DONE]\n\n`;
        const bytes = Buffer.from(returns ? text.replaceAll('\n', '\r\n') : text);
        const ends = [...places.map((place) => Math.floor(place * bytes.length)), bytes.length].sort((a, b) => a - b);
        const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
        const spoken = deltas.filter((content) => content !== '').map((content) => ({ type: 'text', text: content }));
        assert.deepEqual(read(pieces), [...(deltas.length > 0 ? [source] : []), ...spoken, { type: 'ended' }]);
      }),
    );
  });

  it('finishes once and reports the usage in all three forms of the usage chunk', () => {
    const usage = { prompt_tokens: 5, completion_tokens: 2, cost: 0 };
    const finish = { ...delta({}), choices: [{ index: 0, delta: { content: '' }, finish_reason: 'stop' }] };
    const last: readonly CompletionEvent[] = [
      source,
      { type: 'text', text: 'Hi' },
      { type: 'finish', reason: 'stop' },
      { type: 'usage', usage: { promptTokens: 5, completionTokens: 2, cost: 0 } },
      { type: 'ended' },
    ];
    for (const choices of [finish.choices, [], [{ index: 0, delta: {}, finish_reason: null }]]) {
      const usageChunk = { model: 'a/b:free', provider: 'P', choices, usage };
      assert.deepEqual(readText(streamOf(delta({ content: 'Hi' }), finish, usageChunk)), last);
    }
  });

  it('keeps what was not reported unknown instead of counting it as zero', () => {
    const events = readText(streamOf({ model: 'a/b:free', choices: [], usage: { prompt_tokens: 7, cost: null } }));
    assert.deepEqual(events[1], { type: 'usage', usage: { promptTokens: 7 } });
  });

  it('says again who answers when model or provider change, also back to what they were', () => {
    const from = (model: string, content: string) => ({ ...delta({ content }), model });
    const events = readText(
      streamOf(from('m/a', '1'), from('m/a', '2'), { model: 'm/b', choices: [] }, from('m/a', '3'), from('m/a', '4')),
    );
    assert.deepEqual(events, [
      { type: 'source', model: 'm/a', provider: 'P' },
      { type: 'text', text: '1' },
      { type: 'text', text: '2' },
      { type: 'source', model: 'm/b', provider: 'P' },
      { type: 'source', model: 'm/a', provider: 'P' },
      { type: 'text', text: '3' },
      { type: 'text', text: '4' },
      { type: 'ended' },
    ]);
  });

  it('reads reasoning under both names and falls back to its details only without plain text', () => {
    const details = [
      { type: 'reasoning.text', text: 'detail' },
      { type: 'reasoning.encrypted', data: 'x' },
    ];
    const events = readText(
      streamOf(
        delta({ reasoning: 'one', reasoning_details: details }),
        delta({ reasoning_content: 'two' }),
        delta({ reasoning_details: [...details, { type: 'reasoning.summary', summary: ' and sum' }] }),
        delta({ reasoning_details: 'odd' }),
      ),
    );
    assert.deepEqual(
      events.filter((event) => event.type === 'reasoning'),
      [
        { type: 'reasoning', text: 'one' },
        { type: 'reasoning', text: 'two' },
        { type: 'reasoning', text: 'detail and sum' },
      ],
    );
  });

  it('tells what the service says about its routing, once and before a failure', () => {
    const openrouter_metadata = {
      strategy: 'fallback',
      attempts: [
        { provider: 'Nvidia', model: 'a/b', status: 503 },
        { provider: 'P', model: 'a/b', status: 200 },
      ],
    };
    const routing: CompletionEvent = {
      type: 'routing',
      routing: {
        strategy: 'fallback',
        model: 'a/b',
        provider: 'P',
        failedAttempts: [{ provider: 'Nvidia', model: 'a/b', status: 503 }],
      },
    };
    const text: CompletionEvent = { type: 'text', text: 'Hi' };
    // In the last chunk, whose text has the frame of the ones before.
    const chunks = [
      delta({ content: 'Hi' }),
      delta({ content: 'Hi' }),
      delta({ content: 'Hi' }, { openrouter_metadata }),
    ];
    assert.deepEqual(readText(streamOf(...chunks)), [source, text, text, text, routing, { type: 'ended' }]);
    const error = { code: 502, message: 'Down' };
    assert.deepEqual(readText(streamOf(delta({ content: 'Hi' }), delta({}, { error, openrouter_metadata }))), [
      source,
      text,
      routing,
      { type: 'failed', failure: { kind: 'busy', status: 502, message: 'Down', provider: 'P' } },
    ]);
    for (const odd of [null, 'x', {}, { attempts: 'many' }]) {
      const events = readText(streamOf(delta({ content: 'Hi' }, { openrouter_metadata: odd })));
      assert.deepEqual(events, [source, text, { type: 'ended' }]);
    }
  });

  it('gives no event for empty text, missing choices, a missing delta and null content', () => {
    const events = readText(
      streamOf(delta({ content: '' }), { model: 'a/b:free' }, { choices: [{ index: 0 }] }, delta({ content: null })),
    );
    assert.deepEqual(events, [source, { type: 'ended' }]);
  });

  it('reads a whole tool call in one chunk, without index and with its arguments as an object', () => {
    const call = { id: 'c1', function: { name: 'f', arguments: { path: 'x' } } };
    const events = readText(streamOf(delta({ tool_calls: [call, { function: { name: 'g' } }] })));
    assert.deepEqual(events.slice(1, 3), [
      { type: 'toolCall', index: 0, id: 'c1', name: 'f', arguments: '{"path":"x"}' },
      { type: 'toolCall', index: 1, name: 'g', arguments: '' },
    ]);
  });

  it('ignores everything after [DONE] and after an error', () => {
    assert.deepEqual(readText(`data: [DONE]\n\n: late\n\n${streamOf(delta({ content: 'late' }))}`), [
      { type: 'ended' },
    ]);
    const error = { error: { code: 503, message: 'No' } };
    const events = readText(`${streamOf(error, delta({ content: 'late' }))}data: [DONE]\n\n`);
    assert.deepEqual(events, [{ type: 'failed', failure: { kind: 'busy', status: 503, message: 'No' } }]);
  });

  it('passes on the text beside an error before the error', () => {
    const chunk = { ...delta({ content: 'so far' }), error: { code: 429, message: 'Rate limit exceeded' } };
    assert.deepEqual(readText(streamOf(chunk)).slice(1), [
      { type: 'text', text: 'so far' },
      { type: 'failed', failure: { kind: 'busy', status: 429, message: 'Rate limit exceeded', provider: 'P' } },
    ]);
  });

  it('understands an error code that is a word, and an error inside the choice', () => {
    const word = { error: { code: 'server_error', message: 'Broken' } };
    assert.deepEqual(readText(streamOf(word)), [
      { type: 'failed', failure: { kind: 'busy', status: 500, message: 'Broken' } },
    ]);
    const inside = {
      choices: [
        {
          finish_reason: 'error',
          delta: { content: '' },
          error: { code: 'x', message: 'Down', metadata: { error_type: 'provider_unavailable' } },
        },
      ],
    };
    assert.deepEqual(readText(streamOf(inside)), [
      { type: 'failed', failure: { kind: 'busy', status: 502, message: 'Down' } },
    ]);
  });

  it('ends without a finish when it is cut, so that a cut answer can be told', () => {
    assert.deepEqual(readText(streamOf(delta({ content: 'half' }))), [
      source,
      { type: 'text', text: 'half' },
      { type: 'ended' },
    ]);
  });

  it('fails instead of skipping an event that is no JSON or not of the known shape', () => {
    const good = streamOf(delta({ content: 'a' }));
    const broken = readText(`${good}data: {"choices":[{"delta":{"content":"lost\n\n${good}`);
    assert.deepEqual(broken.at(-1), { type: 'failed', failure: { kind: 'malformed', status: 200, what: 'json' } });
    assert.equal(broken.length, 3);
    const shape = readText(streamOf({ choices: 'none' }));
    assert.deepEqual(shape, [{ type: 'failed', failure: { kind: 'malformed', status: 200, what: 'shape' } }]);
  });

  it('reads a JSON body that is called a stream as what it is, however it is cut', () => {
    const error = { code: 429, message: 'x', metadata: { limit_source: 'openrouter_free_tier_per_minute' } };
    const bytes = Buffer.from(
      ` ${JSON.stringify({ error, user_id: 'user_2xSampleSampleSampleSample1' }, undefined, 2)}\n\n`,
    );
    const failed = [{ type: 'failed', failure: { kind: 'minuteQuota', resetAt: now + 60_000 } }];
    assert.deepEqual(read([bytes]), failed);
    assert.deepEqual(read([...bytes].map((byte) => Uint8Array.of(byte))), failed);
  });

  it('reads the errors of an older llama.cpp, which stand in a field of their own', () => {
    const events = readText(`${streamOf(delta({ content: 'a' }))}error: {"code":503,"message":"Loading model"}\n\n`);
    const failure = { kind: 'busy', status: 503, message: 'Loading model', provider: 'P' };
    assert.deepEqual(events.slice(2), [{ type: 'failed', failure }]);
  });

  it('takes a refusal of the model for its answer', () => {
    const events = readText(streamOf(delta({ content: null, refusal: 'I will not.' })));
    assert.deepEqual(events.slice(1, 2), [{ type: 'text', text: 'I will not.' }]);
  });

  it('does not miss a cost that is written as a text', () => {
    const costOf = (cost: unknown): unknown => {
      const [event] = readText(streamOf({ choices: [], usage: { prompt_tokens: 3, cost } }));
      return event?.type === 'usage' ? event.usage : event;
    };
    assert.deepEqual(costOf('0.02'), { promptTokens: 3, cost: 0.02 });
    for (const odd of ['', 'cheap', '1 cent', null]) assert.deepEqual(costOf(odd), { promptTokens: 3 });
  });

  it('loses no text to an odd provider, an unknown finish reason or a blank after [DONE]', () => {
    const choices = [{ delta: { content: 'a' }, finish_reason: 'constructor' }];
    assert.deepEqual(readText(`${streamOf({ model: 'm', provider: { id: 5 }, choices })}data: [DONE] \n\n`), [
      { type: 'source', model: 'm' },
      { type: 'text', text: 'a' },
      { type: 'finish', reason: 'other' },
      { type: 'ended' },
    ]);
  });

  it('fails on an event without end instead of filling the memory', () => {
    const reader = createEventStreamReader({ model: 'm', now: () => now });
    const events: CompletionEvent[] = [...reader.feed(Buffer.from('data: '))];
    for (let round = 0; round < 40; round += 1) events.push(...reader.feed(Buffer.alloc(64 * 1024, 'x')));
    events.push(...reader.end());
    assert.deepEqual(events, [{ type: 'failed', failure: { kind: 'malformed', status: 200, what: 'shape' } }]);
  });

  it('tolerates a byte order mark, named events and unknown fields', () => {
    const text = `\uFEFFevent: message\nretry: soon\nfoo: bar\nid: 1\n${streamOf(delta({ content: 'a' }))}`;
    assert.deepEqual(readText(text), [source, { type: 'text', text: 'a' }, { type: 'ended' }]);
  });
});
