import * as assert from 'node:assert/strict';
import type { CompletionRequest, PrivacyTerms } from '../../src/core/engine/ports';
import { termsAt } from '../../src/core/privacy/policy';
import { toChatRequestBody } from '../../src/openrouter/chatRequest';
import { onePixel, picture } from '../support/pictures';

const request: CompletionRequest = {
  model: 'vendor/model:free',
  messages: [{ role: 'user', content: 'Why?' }],
  maxPrice: { prompt: 0, completion: 0 },
};

/** The field `provider` behind the guard, byte for byte. */
function providerFor(terms: PrivacyTerms): string {
  const body = toChatRequestBody({ ...request, terms });
  const [, provider] = /^.*"provider":\{"max_price":\{"prompt":0,"completion":0\}(.*?)\}\}$/.exec(body) ?? [];
  assert.ok(provider !== undefined, body);
  return provider;
}

describe('The body of a request to OpenRouter', () => {
  const open =
    '{"model":"vendor/model:free","messages":[{"role":"user","content":"Why?"}],"stream":true,' +
    '"provider":{"max_price":{"prompt":0,"completion":0}}}';

  it('says nothing about privacy where nothing was chosen', () => {
    assert.equal(toChatRequestBody(request), open);
    assert.equal(toChatRequestBody({ ...request, terms: {} }), open);
    assert.equal(toChatRequestBody({ ...request, terms: termsAt('open') }), open);
    assert.equal(
      toChatRequestBody({ ...request, terms: { denyTraining: false, zeroRetention: false, only: [], ignore: [] } }),
      open,
    );
  });

  // OpenRouter API reference 9.1.
  const rows: readonly (readonly [PrivacyTerms, string])[] = [
    [termsAt('noTraining'), ',"data_collection":"deny"'],
    [termsAt('zeroRetention'), ',"data_collection":"deny","zdr":true'],
    [{ zeroRetention: true }, ',"zdr":true'],
    [{ only: ['Nvidia', 'deepinfra/turbo'] }, ',"only":["Nvidia","deepinfra/turbo"]'],
    [{ ignore: ['Google AI Studio'] }, ',"ignore":["Google AI Studio"]'],
    [
      { denyTraining: true, zeroRetention: true, only: ['a'], ignore: ['b'] },
      ',"data_collection":"deny","zdr":true,"only":["a"],"ignore":["b"]',
    ],
  ];
  for (const [terms, fields] of rows) {
    it(`says ${fields.slice(1)}`, () => assert.equal(providerFor(terms), fields));
  }

  // OpenRouter API reference 8 and 17.4.
  it('holds pictures as data addresses behind the text, in their message only', () => {
    const content = [
      { type: 'text', text: 'Which? [picture: a.png] [picture: b.jpg]' } as const,
      { ...picture('a.png'), width: 1, height: 1 },
      { ...picture('b.jpg'), mediaType: 'image/jpeg', data: '/9j/4AAQ' } as const,
    ];
    const messages = [
      { role: 'user', content },
      { role: 'assistant', content: 'The first.' },
    ] as const;
    const parts =
      '[{"type":"text","text":"Which? [picture: a.png] [picture: b.jpg]"},' +
      `{"type":"image_url","image_url":{"url":"data:image/png;base64,${onePixel}"}},` +
      '{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,/9j/4AAQ"}}]';
    assert.equal(
      toChatRequestBody({ ...request, messages }),
      open.replace('"content":"Why?"}', `"content":${parts}},{"role":"assistant","content":"The first."}`),
    );
  });

  // OpenRouter API reference 8 and 17.3.
  it('asks for a form of answer to the letter, and leaves it to the service to ignore it', () => {
    const schema = { name: 'notes', schema: { type: 'object', additionalProperties: false } };
    assert.equal(
      toChatRequestBody({ ...request, schema }),
      open.replace(
        /}$/,
        ',"response_format":{"type":"json_schema","json_schema":{"name":"notes","strict":true,' +
          '"schema":{"type":"object","additionalProperties":false}}}}',
      ),
    );
    assert.ok(!toChatRequestBody({ ...request, schema }).includes('require_parameters'));
  });

  it('keeps the agreed price beside them, and what else was asked for', () => {
    const body: unknown = JSON.parse(
      toChatRequestBody({
        ...request,
        maxPrice: { prompt: 0.2, completion: 1.5 },
        effort: 'low',
        terms: { denyTraining: true },
      }),
    );
    assert.deepEqual(body, {
      model: 'vendor/model:free',
      messages: [{ role: 'user', content: 'Why?' }],
      stream: true,
      provider: { max_price: { prompt: 0.2, completion: 1.5 }, data_collection: 'deny' },
      reasoning: { effort: 'low' },
    });
  });
});
