import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { tasks } from '../../src/core/tasks/task';
import { readConfiguration } from '../../src/host/configuration';
import { settings } from '../../src/host/contributions';
import { activatedExtension, gemma, nemotron, setSetting } from './support';

/** What is set for the user; the workspace of the tests has nothing of its own here. */
const set = async (key: string, value: unknown): Promise<void> => setSetting(key, value);

describe('the settings of single tasks', () => {
  const keys = [settings.fallback, settings.taskFallback, settings.taskModels, settings.model];
  afterEach(async () => {
    for (const key of keys) {
      await set(key, undefined);
      await setSetting(key, undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  const usual = {
    chat: 'announce',
    explain: 'announce',
    fix: 'never',
    edit: 'never',
    tests: 'ask',
    docs: 'ask',
    commit: 'ask',
    complete: 'never',
    compare: 'never',
  };

  it('let each task do what it does by itself when nothing is set (design, section 5)', () => {
    assert.deepEqual(readConfiguration().fallback, usual);
  });

  it('change what all others do, and not what edits and completions do, by the common setting', async () => {
    for (const policy of ['announce', 'ask', 'never']) {
      await set(settings.fallback, policy);
      assert.deepEqual(readConfiguration().fallback, {
        chat: policy,
        explain: policy,
        fix: 'never',
        edit: 'never',
        tests: policy,
        docs: policy,
        commit: policy,
        complete: 'never',
        compare: 'never',
      });
    }
  });

  it('change edits and completions by their own setting, which goes before the common one for all', async () => {
    await set(settings.fallback, 'announce');
    await set(settings.taskFallback, { fix: 'announce', edit: 'ask', complete: 'announce', commit: 'never' });
    assert.partialDeepStrictEqual(readConfiguration().fallback, {
      chat: 'announce',
      fix: 'announce',
      edit: 'ask',
      complete: 'announce',
      commit: 'never',
      tests: 'announce',
    });
  });

  it('offer nobody another model for a completion, and compare what was chosen only', async () => {
    await set(settings.taskFallback, { complete: 'ask', compare: 'announce' });
    assert.deepEqual(readConfiguration().fallback, usual);
  });

  it('take no words they do not know', async () => {
    await set(settings.fallback, 'always');
    await set(settings.taskFallback, { fix: 'always', edit: true, chat: null });
    assert.deepEqual(readConfiguration().fallback, usual);
  });

  it('pin a model for each task that may have its own; all others use the common one', async () => {
    const { assistant } = await activatedExtension();
    await set(settings.model, nemotron);
    assert.deepEqual([...new Set(tasks.map((task) => assistant.pinOf(task)))], [nemotron]);
    const own = Object.fromEntries(tasks.map((task) => [task, `vendor/${task}:free`]));
    await set(settings.taskModels, { ...own, compare: 'vendor/compare:free', docs: '', other: gemma });
    const { taskModels } = readConfiguration();
    assert.deepEqual(
      [...taskModels.keys()],
      tasks.filter((task) => task !== 'docs'),
    );
    assert.equal(assistant.pinOf('fix'), 'vendor/fix:free');
    assert.equal(assistant.pinOf('complete'), 'vendor/complete:free');
    assert.equal(assistant.pinOf('docs'), nemotron);
    assert.equal(assistant.pinOf('compare'), nemotron);
  });
});
