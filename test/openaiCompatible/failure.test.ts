import * as assert from 'node:assert/strict';
import type { Failure } from '../../src/core/errors';
import { classifyServerFailure, classifyStreamError, notOpenRouters } from '../../src/openaiCompatible/failure';
import { now } from './support/clients';

const facts = { server: 'box', now };

/** OpenAI's error body. */
function openAi(message: string, type = 'invalid_request_error', code: string | null = null): string {
  return JSON.stringify({ error: { message, type, param: null, code } });
}

describe('A refusal of another server', () => {
  const judge = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Failure =>
    classifyServerFailure({ status, headers, body, ...facts });

  const rows: readonly (readonly [title: string, status: number, body: string, Failure])[] = [
    [
      'OpenAI, wrong key',
      401,
      openAi('Incorrect API key provided: sk-abcdefgh.', 'invalid_request_error', 'invalid_api_key'),
      { kind: 'unauthorized', message: 'Incorrect API key provided: [key].' },
    ],
    ['a key without the right', 403, openAi('No access'), { kind: 'unauthorized', message: 'No access' }],
    ['vLLM, wrong key', 401, '{"error":"Unauthorized"}', { kind: 'unauthorized', message: 'Unauthorized' }],
    ['credit used up', 402, openAi('Balance is 0'), { kind: 'payment', cause: 'balance', message: 'Balance is 0' }],
    [
      'vLLM, unknown model',
      404,
      '{"object":"error","message":"The model `qwen` does not exist.","type":"NotFoundError","code":404}',
      { kind: 'gone', reason: 'invalidId', message: 'The model `qwen` does not exist.' },
    ],
    [
      'Ollama, unknown model',
      404,
      `{"error":"model 'qwen3:8b' not found"}`,
      { kind: 'gone', reason: 'invalidId', message: "model 'qwen3:8b' not found" },
    ],
    [
      'LiteLLM, unknown model',
      400,
      openAi('Invalid model name passed in model=qwen. Call `/v1/models` to view available models'),
      {
        kind: 'gone',
        reason: 'invalidId',
        message: 'Invalid model name passed in model=qwen. Call `/v1/models` to view available models',
      },
    ],
    ['a wrong address', 404, '404 page not found', { kind: 'service', status: 404, message: '404 page not found' }],
    ['FastAPI, a wrong address', 404, '{"detail":"Not Found"}', { kind: 'service', status: 404, message: 'Not Found' }],
    [
      'FastAPI, a wrong request',
      422,
      '{"detail":[{"loc":["body","messages"],"msg":"field required","type":"value_error"}]}',
      { kind: 'service', status: 422, message: 'field required' },
    ],
    [
      'OpenAI, too long',
      400,
      openAi("This model's maximum context length is 8192 tokens.", 'invalid_request_error', 'context_length_exceeded'),
      { kind: 'overflow', message: "This model's maximum context length is 8192 tokens." },
    ],
    [
      'llama.cpp, too long',
      400,
      '{"error":{"code":400,"message":"request (9412 tokens) exceeds the available context size (8192 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":9412,"n_ctx":8192}}',
      {
        kind: 'overflow',
        message: 'request (9412 tokens) exceeds the available context size (8192 tokens), try increasing it',
      },
    ],
    [
      'Ollama, too long, one error inside another',
      400,
      JSON.stringify({
        error:
          '{"error":{"code":400,"message":"request (8889 tokens) exceeds the available context size (4096 tokens)","type":"exceed_context_size_error"}}',
      }),
      { kind: 'overflow', message: 'request (8889 tokens) exceeds the available context size (4096 tokens)' },
    ],
    [
      'Ollama, no tools',
      400,
      '{"error":"registry.ollama.ai/library/gemma:2b does not support tools"}',
      { kind: 'capability', missing: 'tools', message: 'registry.ollama.ai/library/gemma:2b does not support tools' },
    ],
    [
      'Ollama, no thinking',
      400,
      `{"error":"\\"llama3\\" does not support thinking"}`,
      { kind: 'capability', missing: 'parameters', message: '"llama3" does not support thinking' },
    ],
    [
      'Groq, no form of answer',
      400,
      openAi('This model does not support response format `json_schema`.'),
      {
        kind: 'capability',
        missing: 'structuredOutput',
        message: 'This model does not support response format `json_schema`.',
      },
    ],
    [
      'vLLM, a schema that its grammars cannot hold',
      400,
      '{"object":"error","message":"The provided JSON schema contains features not supported by xgrammar.","type":"BadRequestError","code":400}',
      {
        kind: 'capability',
        missing: 'structuredOutput',
        message: 'The provided JSON schema contains features not supported by xgrammar.',
      },
    ],
    [
      'llama.cpp, the same, found out late',
      500,
      '{"error":{"code":500,"message":"Failed to initialize samplers: failed to parse grammar","type":"server_error"}}',
      {
        kind: 'capability',
        missing: 'structuredOutput',
        message: 'Failed to initialize samplers: failed to parse grammar',
      },
    ],
    [
      'an Ollama that does not know forms yet',
      400,
      '{"error":"json: cannot unmarshal object into Go struct field ChatRequest.format of type string"}',
      {
        kind: 'capability',
        missing: 'structuredOutput',
        message: 'json: cannot unmarshal object into Go struct field ChatRequest.format of type string',
      },
    ],
    [
      'a limit that names a form',
      429,
      openAi('Too many json_schema requests'),
      { kind: 'busy', status: 429, message: 'Too many json_schema requests', provider: 'box' },
    ],
    [
      'Ollama, too little memory: asking again does not make it more',
      500,
      '{"error":"model requires more system memory (5.6 GiB) than is available (2.1 GiB)"}',
      {
        kind: 'service',
        status: 500,
        message: 'model requires more system memory (5.6 GiB) than is available (2.1 GiB)',
      },
    ],
    [
      'llama.cpp, still loading',
      503,
      '{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}',
      { kind: 'busy', status: 503, message: 'Loading model', provider: 'box' },
    ],
    [
      'plain text',
      500,
      'Internal Server Error',
      { kind: 'busy', status: 500, message: 'Internal Server Error', provider: 'box' },
    ],
    ['nothing at all', 502, '', { kind: 'busy', status: 502, message: 'status 502', provider: 'box' }],
    ['not made for this', 501, openAi('no'), { kind: 'service', status: 501, message: 'no' }],
    [
      'credit used up in the form of a limit',
      429,
      openAi('You exceeded your current quota', 'insufficient_quota', 'insufficient_quota'),
      { kind: 'payment', cause: 'balance', message: 'You exceeded your current quota' },
    ],
    [
      'a filter',
      400,
      openAi('The prompt was filtered', 'invalid_request_error', 'content_filter'),
      { kind: 'moderation', reasons: [], message: 'The prompt was filtered' },
    ],
    ['a time-out', 408, '', { kind: 'timeout', phase: 'service' }],
    ['a body too large', 413, 'Payload Too Large', { kind: 'tooLargeForService', message: 'Payload Too Large' }],
    ['a redirect', 301, '', { kind: 'service', status: 301, message: 'status 301' }],
    ['a login page', 403, '<html><body>Sign in</body></html>', { kind: 'malformed', status: 403, what: 'html' }],
    [
      'a reverse proxy before nothing',
      502,
      '<html><head><title>502 Bad Gateway</title></head></html>',
      { kind: 'busy', status: 502, message: 'status 502', provider: 'box' },
    ],
  ];
  for (const [title, status, body, failure] of rows) {
    it(title, () => assert.deepEqual(judge(status, body), failure));
  }

  const openRouters: readonly string[] = [
    'Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day',
    'Rate limit exceeded: free-models-per-min.',
    'Too many requests, please try again 20 seconds later',
  ];
  for (const message of openRouters) {
    it(`is never OpenRouter's quota: ${message}`, () => {
      const body = JSON.stringify({
        error: { message, code: 429, metadata: { limit_source: 'openrouter_free_tier_daily' } },
      });
      assert.deepEqual(judge(429, body, { 'retry-after': '30' }), {
        kind: 'busy',
        status: 429,
        message,
        provider: 'box',
        retryAfterMs: 30_000,
      });
    });
  }

  it('inside a stream is judged by its own code', () => {
    assert.deepEqual(
      classifyStreamError({ code: 400, message: 'the prompt is longer than the context length' }, facts),
      {
        kind: 'overflow',
        message: 'the prompt is longer than the context length',
      },
    );
    assert.deepEqual(classifyStreamError('llama runner process has terminated', facts), {
      kind: 'busy',
      status: 500,
      message: 'llama runner process has terminated',
      provider: 'box',
    });
  });

  it('is no quota or gate of OpenRouter where the reader of streams took it for one', () => {
    const again: readonly (readonly [Failure, Failure['kind']])[] = [
      [{ kind: 'dayQuota', resetAt: now, known: 'service' }, 'busy'],
      [{ kind: 'minuteQuota', resetAt: now }, 'busy'],
      [{ kind: 'payment', cause: 'balance', message: 'no credit' }, 'payment'],
      [{ kind: 'gate', why: 'other', message: 'forbidden' }, 'unauthorized'],
      [{ kind: 'unauthorized', message: 'wrong key' }, 'unauthorized'],
      [{ kind: 'busy', status: 500, message: 'exceeds the available context size' }, 'overflow'],
      [{ kind: 'malformed', status: 200, what: 'json' }, 'malformed'],
      [{ kind: 'overflow' }, 'overflow'],
    ];
    for (const [failure, kind] of again) assert.equal(notOpenRouters(failure, facts).kind, kind);
  });
});
