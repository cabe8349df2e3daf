import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { isWindowGone, windowName } from '../../src/host/chat/windowName';

describe('the name of a window', () => {
  it('tells whether its process still lives', () => {
    const ended = spawnSync(process.execPath, ['-e', '']).pid;
    assert.equal(isWindowGone(windowName(ended, 'a-b-c', 'here'), 'here'), true);
    assert.equal(isWindowGone(windowName(process.pid, 'a-b-c', 'here'), 'here'), false);
    // Always there, and often somebody else's.
    assert.equal(isWindowGone(windowName(process.ppid, 'a-b-c', 'here'), 'here'), false);
  });

  it('tells nothing of another machine, nor when it is no such name', () => {
    const ended = spawnSync(process.execPath, ['-e', '']).pid;
    assert.equal(isWindowGone(windowName(ended, 'a-b-c', 'there'), 'here'), false);
    assert.equal(isWindowGone('something', 'here'), false);
  });
});
