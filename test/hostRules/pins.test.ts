import assert from 'node:assert/strict';
import type { Task } from '../../src/core/tasks/task';
import { type Pinned, Pins } from '../../src/host/models/pins';
import { memory } from '../support/memory';

/** What two windows share: the user's settings. */
class UserSettings {
  model: string | undefined;
  readonly taskModels = new Map<Task, string>();

  read(): Pinned {
    return { model: this.model, taskModels: this.taskModels };
  }

  async write(model: string | undefined, task?: Task): Promise<void> {
    if (task === undefined) this.model = model;
    else if (model === undefined) this.taskModels.delete(task);
    else this.taskModels.set(task, model);
  }
}

function open(settings: UserSettings, hasFolder = false): Pins {
  const shared = { read: () => settings.read(), write: settings.write.bind(settings), hasFolder: () => hasFolder };
  return new Pins(shared, memory());
}

describe('the pins of windows without a folder', () => {
  it('begin with the first pin ever, in all windows', async () => {
    const settings = new UserSettings();
    const [one, other] = [open(settings), open(settings)];
    await one.pin('a/a:free');
    assert.equal(one.read().model, 'a/a:free');
    assert.equal(other.read().model, 'a/a:free');
  });

  it('never change each other', async () => {
    const settings = new UserSettings();
    const [one, other] = [open(settings), open(settings)];
    await one.pin('a/a:free');
    await other.pin('b/b:free');
    assert.equal(one.read().model, 'a/a:free');
    assert.equal(other.read().model, 'b/b:free');
    assert.equal(settings.model, 'a/a:free');
  });

  it('are kept for single tasks, and given up again', async () => {
    const settings = new UserSettings();
    const [one, other] = [open(settings), open(settings)];
    await one.pin('a/a:free', 'explain');
    await other.pin('b/b:free', 'explain');
    assert.equal(one.read().taskModels.get('explain'), 'a/a:free');
    assert.equal(other.read().taskModels.get('explain'), 'b/b:free');
    await other.pin(undefined, 'explain');
    assert.equal(other.read().taskModels.get('explain'), undefined);
    assert.equal(one.read().taskModels.get('explain'), 'a/a:free');
    await other.pin('c/c:free', 'explain');
    assert.equal(other.read().taskModels.get('explain'), 'c/c:free');
  });

  it('are given up for a task by the window whose pin went to the settings', async () => {
    const settings = new UserSettings();
    const one = open(settings);
    await one.pin('a/a:free', 'explain');
    await one.pin(undefined, 'explain');
    assert.equal(one.read().taskModels.has('explain'), false);
  });

  it('can be changed after the user has taken the first one out of the settings', async () => {
    const settings = new UserSettings();
    const one = open(settings);
    await one.pin('a/a:free');
    await one.pin('b/b:free');
    settings.model = undefined;
    await one.pin('c/c:free');
    assert.equal(one.read().model, 'c/c:free');
  });
});

describe('the pins of a window with a folder', () => {
  it('are its own settings', async () => {
    const settings = new UserSettings();
    const pins = open(settings, true);
    await pins.pin('a/a:free');
    await pins.pin('b/b:free');
    await pins.pin('c/c:free', 'chat');
    assert.equal(settings.model, 'b/b:free');
    assert.deepEqual([...pins.read().taskModels], [['chat', 'c/c:free']]);
    await pins.pin(undefined, 'chat');
    assert.equal(settings.taskModels.size, 0);
  });
});
