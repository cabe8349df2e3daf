import assert from 'node:assert/strict';
import { contentOf } from '../../../src/core/conversation/writeOut';
import { type CodeToExplain, explainMessages } from '../../../src/core/tasks/explain';

const twoLines: CodeToExplain = {
  code: 'const a = 1;\nconst b = 2;',
  languageId: 'typescript',
  file: { name: 'sums.ts', uri: 'file:///home/me/work/sums.ts', how: 'selected' },
  startLine: 9,
};

function requestFor(code: Partial<CodeToExplain>): string {
  const request = explainMessages({ ...twoLines, ...code })[1];
  assert.equal(request?.role, 'user');
  return contentOf(request);
}

describe('the request for an explanation', () => {
  it('names file, language and lines, and numbers each line as in the file', () => {
    assert.equal(
      requestFor({}),
      'Explain lines 9–10 of sums.ts:\n\n```typescript\n 9 | const a = 1;\n10 | const b = 2;\n```',
    );
  });

  it('says "line" for one line', () => {
    assert.equal(
      requestFor({ code: 'x()', startLine: 7 }),
      'Explain line 7 of sums.ts:\n\n```typescript\n7 | x()\n```',
    );
  });

  it('counts lines alike for every line end', () => {
    assert.equal(requestFor({ code: 'a\r\nb\rc', startLine: 1 }).split('\n').slice(3, 6).join(), '1 | a,2 | b,3 | c');
  });

  it('sends nothing but the code, its file name and its language', () => {
    const [system, user, ...rest] = explainMessages(twoLines);
    assert.equal(system?.role, 'system');
    assert.ok(!contentOf(system).includes('sums.ts'));
    assert.equal(user?.role, 'user');
    assert.deepEqual(rest, []);
  });

  it('takes a fence that the code can not close', () => {
    const content = requestFor({ code: 'a\n````\nb' });
    assert.ok(content.includes('\n`````typescript\n'), content);
    assert.ok(content.endsWith('\n`````'), content);
  });
});

describe('a later question about the code', () => {
  it('comes after the request, the explanation and what was asked before', () => {
    const messages = explainMessages(twoLines, 'It sums.', [
      { question: 'Why?', answer: 'Because.' },
      { question: 'Really?', answer: '' },
    ]);
    assert.deepEqual(
      messages.slice(2).map((message) => `${message.role}: ${contentOf(message)}`),
      ['assistant: It sums.', 'user: Why?', 'assistant: Because.', 'user: Really?'],
    );
  });

  it('is joined with one that has no answer, so that roles alternate', () => {
    const messages = explainMessages(twoLines, '', [
      { question: 'Why?', answer: ' ' },
      { question: 'Really?', answer: '' },
    ]);
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['system', 'user'],
    );
    const [, asked] = messages;
    const joined = asked === undefined ? '' : contentOf(asked);
    assert.ok(joined.startsWith('Explain lines 9–10 of sums.ts'));
    assert.ok(joined.endsWith('Why?\n\nReally?'));
  });
});
