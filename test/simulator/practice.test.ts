import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { manualClock, practiceAnswers, practiceModels, startSimulator } from './index';
import { fillSchema } from './practice/fillSchema';
import { standInNotice, writeAnswer, writeForm } from './practice/writeAnswer';
import { onePixel } from '../support/pictures';
import { seededRandom } from './random';
import { parseChatRequest } from './service/chatRequest';
import { gemma, pinned, postChat } from './testClient';

const source = [
  'export function total(prices: number[], taxRate = 0.2): number {',
  '  let sum = 0;',
  '  for (const price of prices) {',
  '    if (price < 0) throw new RangeError("negative price");',
  '    sum += price;',
  '  }',
  '  return sum * (1 + taxRate);',
  '}',
].join('\n');
const explain = `Explain this code.\n\n\`\`\`typescript\n${source}\n\`\`\``;

interface Turn {
  role: string;
  content: string | readonly object[];
}

function answerTo(...messages: Turn[]): string {
  const request = parseChatRequest({ model: pinned, messages });
  assert.ok(!('status' in request));
  return writeAnswer(request);
}

const user = (content: string): Turn => ({ role: 'user', content });
const assistant = (content: string): Turn => ({ role: 'assistant', content });

describe('the practice answers', () => {
  it('explain the code that was sent: function, parameters, loop, return and texts', () => {
    const text = answerTo(user(explain));
    for (const told of [
      '`total`',
      '`prices`',
      '`taxRate`',
      'loops over `prices`',
      'returns `sum * (1 + taxRate)`',
      '“negative price”',
    ]) {
      assert.ok(text.includes(told), `${told} in\n${text}`);
    }
    assert.ok(text.includes('- **Line 3** loops over `prices`, calling each item `price`.'));
    assert.ok(text.includes('```typescript\ntotal(prices, taxRate)\n```'));
  });

  it('count the pictures, and take their names for no words of the person', () => {
    const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${onePixel}` } };
    const content = [{ type: 'text', text: 'Compare logos.\n\n[picture: a.png]\n\n[picture: b.png]' }, image, image];
    const text = answerTo({ role: 'user', content });
    assert.ok(text.includes('I got 2 pictures;'), text);
    assert.ok(text.includes('You asked about **compare, logos**.') && !text.includes('picture:'), text);
    assert.ok(!answerTo(user('Compare logos.')).includes('icture'));
  });

  it('explain other languages and code without a fence', () => {
    const python = answerTo(
      user('What is this?\n\ndef greet(name):\n    while name:\n        print("hi", name)\n    return name'),
    );
    for (const told of ['`greet`', '`name`', 'repeats while `name` holds', '“hi”', 'Python', '```python']) {
      assert.ok(python.includes(told), `${told} in\n${python}`);
    }
  });

  it('keep the line numbers they were sent', () => {
    const text = answerTo(user('Explain:\n```js\n41: const limit = 3;\n42: return limit;\n```'));
    assert.ok(text.includes('**Line 41** gives the name `limit` to `3`'));
    assert.ok(text.includes('**Line 42** returns `limit`'));
  });

  it('answer questions with their words, headings, a list, a table and code in the language asked for', () => {
    const text = answerTo(user('How do I debounce a search box in Rust?'));
    assert.ok(text.includes('## How do I debounce a search box in Rust?'));
    for (const told of ['**debounce, search, rust**', '1. look at', '| debounce | 1 |', '```rust\nfn debounce']) {
      assert.ok(text.includes(told), `${told} in\n${text}`);
    }
  });

  it('take the turn before into account', () => {
    const text = answerTo(user(explain), assistant('…'), user('Why does it throw on a negative price?'));
    assert.ok(text.includes('Before this you sent “Explain this code.”'));
    assert.ok(text.includes('throw new RangeError("negative price")'));
  });

  describe('asked to change a file', () => {
    const config = [
      'export const region = "eu-1";',
      'export const token = "SECRET_GITHUB_TOKEN_4K3X9Q";',
      '// `SECRET_AWS_KEY_7M2P5R` and ```fences```',
      '',
    ].join('\n');
    /** As Tollfree writes a file out. */
    const sent = (name: string, language: string, text: string, fence = '```') =>
      `lines 1–${text.split('\n').length} of ${name}:\n\n${fence}${language}\n${text}\n${fence}\n\n`;

    it('give all of it back with a comment on top, placeholders and all', () => {
      const text = answerTo(user(`${sent('config.ts', 'typescript', config, '````')}Change this file, please.`));
      assert.ok(text.includes(`\n\n\`\`\`\`typescript\n// Changed by the practice server.\n${config}\n\`\`\`\``), text);
      assert.ok(text.includes('`config.ts`'));
    });

    it('comment in the language of the file', () => {
      const changed = (language: string, text: string) => {
        const answer = answerTo(user(`${sent('file', language, text)}Please rewrite it.`));
        return answer.split('\n').slice(-text.split('\n').length - 2, -1);
      };
      assert.deepEqual(changed('dotenv', 'KEY=SECRET_ENV_VALUE_9Z8Y7X'), [
        '# Changed by the practice server.',
        'KEY=SECRET_ENV_VALUE_9Z8Y7X',
      ]);
      assert.deepEqual(changed('shellscript', '#!/bin/sh\necho'), [
        '#!/bin/sh',
        '# Changed by the practice server.',
        'echo',
      ]);
      assert.deepEqual(changed('css', 'a {}'), ['/* Changed by the practice server. */', 'a {}']);
      // JSON has none.
      assert.deepEqual(changed('json', '{}'), ['```json', '{}']);
    });

    it('leave line numbers out, and change each of several files', () => {
      const numbered = sent('b.py', 'python', ' 9 | x = 1\n10 |   y = 2');
      const text = answerTo(user(`${sent('a.ts', 'typescript', 'let a;')}${numbered}Add a comment.`));
      assert.ok(text.includes('```typescript\n// Changed by the practice server.\nlet a;\n```'));
      assert.ok(text.includes('```python\n# Changed by the practice server.\nx = 1\n  y = 2\n```'), text);
    });

    it('still have the file of an earlier message', () => {
      const first = user(`${sent('a.ts', 'typescript', 'let a;')}What is this?`);
      const text = answerTo(first, assistant('…'), user('And now rename it.'));
      assert.ok(text.includes('// Changed by the practice server.\nlet a;'));
    });

    it('explain it where no change is asked for', () => {
      for (const question of ['What does this change?', 'Explain how to edit this.', 'Why rename it?']) {
        const text = answerTo(user(`${sent('edit.ts', 'typescript', 'let a = 1;')}${question}`));
        assert.ok(!text.includes('Changed by'), question);
        assert.ok(text.includes('**Line 1** gives the name `a` to `1`'), text);
      }
      const named = answerTo(user('Explain line 1 of edit.ts:\n\n```typescript\n1 | let a = 1;\n```'));
      assert.ok(!named.includes('Changed by'));
    });

    it('name the question, not the file, when asked about it later', () => {
      const first = user(`${sent('a.ts', 'typescript', 'let a;')}What is this?`);
      assert.ok(answerTo(first, assistant('…'), user('Why?')).includes('Before this you sent “What is this?”'));
    });
  });

  it('say that they are a stand-in in the first answer of a conversation only', () => {
    assert.ok(answerTo(user('Hello there')).startsWith(standInNotice));
    assert.match(standInNotice, /stand-in/);
    assert.ok(!answerTo(user('Hello'), assistant('Hi'), user('And now?')).includes('stand-in'));
  });

  it('fill the schema of a structured answer', () => {
    const notes = { type: 'object', properties: { line: { type: 'integer', minimum: 7 }, note: { type: 'string' } } };
    const schema = {
      type: 'object',
      properties: { notes: { type: 'array', items: notes }, kind: { enum: ['a', 'b'] } },
    };
    assert.deepEqual(fillSchema(schema, 'Text.'), { notes: [{ line: 7, note: 'Text.' }], kind: 'a' });
  });

  it('fill it with a note for each line of the code that was sent, where it wants notes by line', () => {
    const note = {
      type: 'object',
      properties: {
        line: { type: 'integer' },
        endLine: { type: 'integer' },
        code: { type: 'string' },
        text: { type: 'string' },
      },
    };
    const schema = {
      type: 'object',
      properties: { summary: { type: 'string' }, notes: { type: 'array', items: note } },
    };
    const request = parseChatRequest({
      model: 'cohere/north-mini-code:free',
      messages: [user('Explain:\n\n```typescript\n12 | let a = 1;\n13 |   return a;\n```')],
      response_format: { type: 'json_schema', json_schema: { name: 'notes', strict: true, schema } },
    });
    assert.ok(!('status' in request));
    const filled: { summary: string; notes: object[] } = JSON.parse(writeForm(request));
    assert.match(filled.summary, /stand-in/);
    assert.deepEqual(filled.notes, [
      { line: 12, endLine: 12, code: 'let a = 1;', text: 'Gives the name `a` to `1`.' },
      { line: 13, endLine: 13, code: 'return a;', text: 'Returns `a`.' },
    ]);
  });

  it('come at about 40 tokens a second, half a second to two after the headers', () => {
    const answer = practiceAnswers({ clock: manualClock(0), random: seededRandom(5) });
    const request = parseChatRequest({ model: pinned, messages: [user('Hello')] });
    assert.ok(!('status' in request));
    const [model] = practiceModels();
    assert.ok(model !== undefined);
    for (let count = 0; count < 20; count += 1) {
      const { firstPieceMs = 0, pieceMs, comments } = answer(request, model);
      assert.ok(firstPieceMs >= 500 && firstPieceMs < 2000, String(firstPieceMs));
      assert.deepEqual([pieceMs, comments], [1000 / 40, 1]);
    }
  });

  it('find the asked model busy now and then, never at first, and answer from another one meanwhile', async () => {
    const clock = manualClock(1_795_356_307_000);
    const quick: typeof practiceAnswers = (tools) => {
      const slow = practiceAnswers(tools);
      const answer = () => ({ text: 'quick' });
      return slow.attempted === undefined ? answer : Object.assign(answer, { attempted: slow.attempted });
    };
    const simulator = await startSimulator({
      clock,
      seed: 11,
      answer: quick,
      account: { minuteLimit: 1000, dayLimit: 1000 },
    });
    const statuses: number[] = [];
    try {
      for (let count = 0; count < 40; count += 1) {
        const reply = await postChat(simulator);
        statuses.push(reply.status);
        if (reply.status === 429) {
          assert.equal(JSON.parse(reply.text).error.metadata.limit_source, 'upstream_provider_shared_pool');
          assert.equal((await postChat(simulator)).status, 429, 'a second try meets it too');
          assert.equal((await postChat(simulator, { model: gemma })).status, 200);
          clock.advance(25_000);
        }
      }
    } finally {
      await simulator.close();
    }
    assert.equal(statuses[0], 200);
    const busy = statuses.filter((status) => status === 429).length;
    // Every 4th to 6th attempt, one of them being that of the other model.
    assert.ok(busy >= 7 && busy <= 13, `${busy} of 40`);
    assert.ok(!statuses.join().includes('429,429'));
  });

  it('run as a program that says where it is, in practice with 50 a day and 20 a minute, and end with their parent', async () => {
    const program = spawn(process.execPath, [path.join(__dirname, 'main.cjs'), '--practice', '--seed', '3'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line]: Buffer[] = await once(program.stdout, 'data');
    const ready: { url: string; key: string } = JSON.parse(String(line));
    assert.match(ready.url, /^http:\/\/127\.0\.0\.1:\d+\/api\/v1$/);
    const headers = { authorization: `Bearer ${ready.key}` };
    const key: { data: { free_model_daily_requests: object } } = JSON.parse(
      await (await fetch(`${ready.url}/key`, { headers })).text(),
    );
    assert.deepEqual(key.data.free_model_daily_requests, { limit: 50, remaining: 50, used: 0 });
    program.stdin.end();
    const [code]: unknown[] = await once(program, 'exit');
    assert.equal(code, 0);
  });
});
