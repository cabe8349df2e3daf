import assert from 'node:assert/strict';
import type { SentRequest } from '../../../src/core/privacy/sent';
import { sentText } from '../../../src/core/privacy/sentText';

const request: SentRequest = {
  turnId: 'turn-1',
  n: 2,
  task: 'chat',
  at: 0,
  model: 'a/b:free',
  address: 'https://openrouter.ai/api/v1/chat/completions',
  headers: { authorization: 'Bearer ••••', accept: 'text/event-stream' },
  body: '{"model":"a/b:free","messages":[{"role":"user","content":"x // y"}]}',
  replaced: [{ placeholder: 'SECRET_GITHUB_TOKEN_4K3X9Q', kind: 'GITHUB_TOKEN', times: 2 }],
  files: [{ name: 'src/a.ts', startLine: 12, lines: 29, bytes: 1229 }],
};

/** What stands below the comments. */
function bodyOf(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('//'))
    .join('\n');
}

describe('what was sent, to be read', () => {
  it('says where it went, what was replaced and which files it held', () => {
    const text = sentText(request, 'today', 68);
    for (const part of [
      'request 2 of this answer',
      'POST https://openrouter.ai/api/v1/chat/completions',
      'authorization: Bearer ••••',
      '1 secret replaced:',
      'SECRET_GITHUB_TOKEN_4K3X9Q  GitHub token, 2 times',
      'src/a.ts, lines 12–40, 1.2 KB',
      '68 bytes',
    ]) {
      assert.ok(text.includes(part), `${part} in\n${text}`);
    }
  });

  it('holds the body to the character but for the space between its parts', () => {
    assert.equal(JSON.stringify(JSON.parse(bodyOf(sentText(request, 'today', 68)))), request.body);
  });

  it('shows the messages once more with their line breaks', () => {
    const body = JSON.stringify({ messages: [{ role: 'user', content: 'lines 1–2 of a.ts:\n\nx();\ny();' }] });
    const text = sentText({ ...request, body }, 'today', 1);
    assert.ok(text.endsWith('// ── user ──\n// lines 1–2 of a.ts:\n//\n// x();\n// y();\n'), text);
    assert.equal(JSON.stringify(JSON.parse(bodyOf(text))), body);
  });

  it('names the pictures, and says that the body tells their size only', () => {
    const url = 'data:image/png;base64,<… 123 KB>';
    const content = [
      { type: 'text', text: 'What is it?\n\n[picture: a.png]' },
      { type: 'image_url', image_url: { url } },
    ];
    const body = JSON.stringify({ messages: [{ role: 'user', content }] });
    const pictures = [
      { name: 'a.png', bytes: 126_000, width: 640, height: 480 },
      { name: 'b.gif', bytes: 900 },
    ];
    const text = sentText({ ...request, body, pictures, omitted: 167_000 }, 'today', 168_000);
    assert.ok(
      text.includes('// 2 pictures in it:\n//   a.png, 640 × 480 pixels, 123 KB\n//   b.gif, 900 B\n//\n'),
      text,
    );
    assert.match(
      text,
      /168000 bytes\..*\n\/\/ The content of pictures, which cannot be read, is shown by its size\.\n/,
    );
    assert.ok(text.endsWith('// ── user ──\n// What is it?\n//\n// [picture: a.png]\n'), text);
    assert.equal(JSON.stringify(JSON.parse(bodyOf(text))), body);
    assert.ok(!sentText(request, 'today', 68).includes('icture'));
  });

  it('shows as it is what indenting would change', () => {
    for (const body of ['{"a": 1}', 'not JSON', '{"a":1.0}']) {
      assert.equal(bodyOf(sentText({ ...request, body }, 'today', 1)).trim(), body);
    }
  });

  it('says so where nothing was found and no file was in it', () => {
    const text = sentText({ ...request, replaced: [], files: [] }, 'today', 1);
    assert.ok(text.includes('No secrets were found in it.') && text.includes('No file was in it.'), text);
  });
});
