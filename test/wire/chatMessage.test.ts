import * as assert from 'node:assert/strict';
import type { PlainMessage } from '../../src/core/conversation/message';
import { toChatMessage } from '../../src/wire/chatMessage';

// OpenRouter API reference 8 and 17.4.
describe('A message in the Chat Completions form', () => {
  const image = { type: 'image', name: 'a', data: 'AAAA', width: 1, height: 1 } as const;
  const rows: readonly (readonly [PlainMessage, string])[] = [
    [{ role: 'user', content: 'Why?' }, '{"role":"user","content":"Why?"}'],
    [{ role: 'system', content: [] }, '{"role":"system","content":[]}'],
    ...(['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const).map(
      (mediaType): readonly [PlainMessage, string] => [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'See' },
            { ...image, mediaType },
          ],
        },
        `{"role":"user","content":[{"type":"text","text":"See"},{"type":"image_url","image_url":{"url":"data:${mediaType};base64,AAAA"}}]}`,
      ],
    ),
  ];
  for (const [message, expected] of rows) {
    it(`is ${expected}`, () => assert.equal(JSON.stringify(toChatMessage(message)), expected));
  }
});
