import assert from 'node:assert/strict';
import type { FilePart, FileRef, Message } from '../../src/core/conversation/message';
import { writeOut } from '../../src/core/conversation/writeOut';
import { applyChanges } from '../../src/core/edits/changes';
import type { AnswerForm, EditTask } from '../../src/core/edits/edit';
import { placeEdit } from '../../src/core/edits/placing/placeEdit';
import { readAnswer } from '../../src/core/edits/reading/readAnswer';
import { commitMessages, readCommitMessage } from '../../src/core/tasks/commit';
import { completeMessages } from '../../src/core/tasks/complete';
import { docsMessages } from '../../src/core/tasks/docs';
import { editMessages, fixMessages } from '../../src/core/tasks/edit';
import type { EditPrompt } from '../../src/core/tasks/editPrompt';
import { fitDiff } from '../../src/core/tasks/fitDiff';
import { readCompletion } from '../../src/core/tasks/readCompletion';
import { repairMessages } from '../../src/core/tasks/repair';
import { testsMessages } from '../../src/core/tasks/tests';
import { writeAnswer } from './practice/writeAnswer';
import { parseChatRequest } from './service/chatRequest';
import { pinned } from './testClient';

function answerTo(messages: readonly Message[]): string {
  const request = parseChatRequest({ model: pinned, messages: writeOut(messages) });
  assert.ok(!('status' in request));
  return writeAnswer(request);
}

interface Case {
  name: string;
  languageId: string;
  base: string;
  form?: AnswerForm;
}

function promptFor({ name, languageId, base, form = 'replacement' }: Case, task: EditTask['task']): EditPrompt {
  const file: FileRef = { name, how: 'selected' };
  return {
    task: { task, file, languageId, base, scope: { start: 0, end: base.length }, form },
    code: { type: 'file', file, text: base, languageId, startLine: 1 },
    context: [],
  };
}

/** The whole text after what the product makes of the answer. */
function applied({ task }: EditPrompt, messages: readonly Message[]): string {
  const placed = placeEdit(readAnswer(answerTo(messages), task, true), task);
  assert.ok('changes' in placed, JSON.stringify(placed));
  return applyChanges(task.base, placed.changes);
}

const total = 'export function total(prices: number[], rate = 0.2) {\n  return sum(prices) * (1 + rate);\n}\n';
const typescript: Case = { name: 'src/price.ts', languageId: 'typescript', base: total };
const python: Case = { name: 'price.py', languageId: 'python', base: 'def total(prices):\n    return sum(prices)\n' };
const method: Case = { name: 'a.java', languageId: 'java', base: '  int add(int a) {\n    return a;\n  }\n' };

describe('the practice answers to a task of the editor', () => {
  it('are the code with one comment more, in each form', () => {
    for (const form of ['replacement', 'blocks'] as const) {
      const prompt = promptFor({ ...typescript, form }, 'edit');
      assert.equal(
        applied(prompt, editMessages(prompt, 'Rename it, please.')),
        `// Changed by the practice server.\n${total}`,
        form,
      );
    }
  });

  it('keep the indentation, and come in the language', () => {
    const java = promptFor(method, 'edit');
    assert.equal(applied(java, editMessages(java, 'x')), `  // Changed by the practice server.\n${method.base}`);
    const script = promptFor(
      { name: 'a.sh', languageId: 'shellscript', base: '#!/bin/sh\necho a\necho a\n', form: 'blocks' },
      'edit',
    );
    assert.equal(
      applied(script, editMessages(script, 'x')),
      '#!/bin/sh\n# Changed by the practice server.\necho a\necho a\n',
    );
  });

  it('hold for a fix, and for a second try after it', () => {
    const prompt = promptFor(typescript, 'fix');
    const asked = fixMessages(prompt, [{ message: 'No.', severity: 'error', line: 2, endLine: 2 }]);
    assert.equal(applied(prompt, asked), `// Changed by the practice server.\n${total}`);
    const again = repairMessages(asked, 'Something else.', { kind: 'noCode' });
    assert.equal(applied(prompt, again), `// Changed by the practice server.\n${total}`);
  });

  it('say that nothing can be done where a language has no comments', () => {
    const prompt = promptFor({ name: 'a.json', languageId: 'json', base: '{}\n' }, 'edit');
    const read = readAnswer(answerTo(editMessages(prompt, 'x')), prompt.task, true);
    assert.deepEqual(read, { form: 'none', problem: { kind: 'noCode' } });
  });

  it('document the function in the style of its language', () => {
    const documented = (one: Case) => applied(promptFor(one, 'docs'), docsMessages(promptFor(one, 'docs')));
    assert.equal(documented(typescript), `/** total takes prices, rate. */\n${total}`);
    assert.equal(documented(python), 'def total(prices):\n    """total takes prices."""\n    return sum(prices)\n');
    assert.equal(documented({ ...typescript, form: 'blocks' }), `/** total takes prices, rate. */\n${total}`);
  });

  it('begin a new test file in the framework of the project', () => {
    const source: FilePart = promptFor(typescript, 'tests').code;
    const prompt = promptFor({ name: 'test/price.test.ts', languageId: 'typescript', base: '', form: 'file' }, 'tests');
    assert.equal(
      applied(prompt, testsMessages(prompt, { source, framework: 'Vitest', existing: false })).trimEnd(),
      [
        "import { describe, expect, it } from 'vitest';",
        "import { total } from '../src/price';",
        '',
        "describe('total', () => {",
        "  it('is there', () => {",
        '    expect(total).toBeDefined();',
        '  });',
        '});',
      ].join('\n'),
    );
  });

  it('leave the tests that are there, and mark where new ones would go', () => {
    const there = "import { it } from 'vitest';\n\nit('holds', () => {});\n";
    const prompt = promptFor({ name: 'price.test.ts', languageId: 'typescript', base: there, form: 'blocks' }, 'tests');
    const wish = { source: promptFor(typescript, 'tests').code, framework: 'Vitest', existing: true };
    assert.equal(applied(prompt, testsMessages(prompt, wish)), `// Changed by the practice server.\n${there}`);
  });

  it('name the files in a commit message, in the style of the history', () => {
    const file = (path: string, status: 'added' | 'modified') =>
      ({ path, status, diff: '@@ -1 +1 @@\n+New: fake.ts (+1 −0)\n', added: 1, removed: 0 }) as const;
    const files = [file('src/a.ts', 'added'), file('src/b.ts', 'modified'), file('package-lock.json', 'modified')];
    const message = (history: readonly string[]) => {
      const { changes } = fitDiff(files, [], undefined);
      return readCommitMessage(answerTo(commitMessages({ changes, history })));
    };
    assert.equal(message([]), 'Add a.ts, change b.ts, 1 more file');
    assert.equal(message(['fix: count', 'feat: add']), 'chore: add a.ts, change b.ts, 1 more file');
  });

  it('go on where the cursor is', () => {
    const completed = (file: string) => {
      const [before = '', after = ''] = file.split('|');
      const prompt = {
        file: { name: 'a.ts', how: 'selected' },
        languageId: 'typescript',
        before,
        after,
        context: [],
      } as const;
      return readCompletion(answerTo(completeMessages(prompt)), { before, after });
    };
    assert.equal(completed('const prices = load();\nconst sum = |\n'), 'load;');
    assert.equal(completed('const prices = load();\nshow(pri|'), 'ces');
    assert.equal(completed('const prices = load();\nshow(prices|'), ');');
    assert.equal(completed('const prices = load();\n|'), '// Changed by the practice server.');
    assert.equal(completed('const prices = load();\nshow(|);'), 'load');
    assert.equal(completed('show(prices|);'), undefined);
  });
});
