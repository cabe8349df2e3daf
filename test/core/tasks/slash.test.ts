import assert from 'node:assert/strict';
import { parseSlash, promptOf, slashSuggestions, taskOf } from '../../../src/core/tasks/slash';

describe('words after a slash', () => {
  const rows: readonly (readonly [string, ReturnType<typeof parseSlash>])[] = [
    ['/fix the loop', { kind: 'task', task: 'fix', rest: 'the loop' }],
    ['  /fix\nthe loop\n  twice  ', { kind: 'task', task: 'fix', rest: 'the loop\n  twice' }],
    ['/tests', { kind: 'task', task: 'tests', rest: '' }],
    ['/tests ', { kind: 'task', task: 'tests', rest: '' }],
    ['/rename My own name', { kind: 'action', action: 'rename', rest: 'My own name' }],
    ['/new', { kind: 'action', action: 'new', rest: '' }],
    // What only looks like one stays what it is.
    ['/etc/hosts', undefined],
    ['/fix/it', undefined],
    ['/fixed it', undefined],
    ['/Fix it', undefined],
    ['/unknown word', undefined],
    ['/constructor', undefined],
    ['/', undefined],
    ['', undefined],
    ['please /fix it', undefined],
  ];
  for (const [text, meaning] of rows) {
    it(`${JSON.stringify(text)} means ${meaning === undefined ? 'nothing' : meaning.kind}`, () => {
      assert.deepEqual(parseSlash(text), meaning);
    });
  }

  it('become an instruction, followed by what was typed', () => {
    const bare = promptOf('/fix');
    assert.ok(!bare.includes('/fix'));
    assert.match(bare, /correct/);
    assert.equal(promptOf('/fix the loop\nand the rest'), `${bare}\n\nthe loop\nand the rest`);
    const prompts = ['explain', 'fix', 'tests', 'docs', 'review'].map((word) => promptOf(`/${word}`));
    assert.equal(new Set(prompts).size, 5);
  });

  it('that are none of ours are sent as they were typed', () => {
    for (const text of ['/etc/hosts is empty', '/new question', ' two  spaces ']) assert.equal(promptOf(text), text);
  });

  it('ask the model that is pinned for what is asked for, and the one of the chat for all else', () => {
    for (const task of ['explain', 'fix', 'tests', 'docs'] as const) assert.equal(taskOf(`/${task} this`), task);
    for (const text of ['/review', 'explain this', 'fix this', '/explaining', '/edit this', '/commit', '/new']) {
      assert.equal(taskOf(text), 'chat');
    }
  });

  it('are offered by how they begin, tasks first, each with a sentence', () => {
    const words = (typed: string): readonly string[] => slashSuggestions(typed).map(({ word }) => word);
    assert.deepEqual(words('re'), ['review', 'rename', 'retry']);
    assert.deepEqual(words('RE'), words('re'));
    assert.deepEqual(words('x'), []);
    const all = slashSuggestions('');
    assert.equal(all.length, 13);
    for (const { word, detail } of all) {
      assert.match(detail, /^[A-Z].*\.$/);
      assert.ok(parseSlash(`/${word}`), `${word} is offered and means nothing`);
    }
  });
});
