import assert from 'node:assert/strict';
import { toCommands } from '../../src/webview/shared/markdown/shell';

describe('what is typed of a session in a terminal', () => {
  for (const [session, typed] of [
    ['ls -l\ncat a', 'ls -l\ncat a'],
    ['$ ls \\\n> -l\ntotal 0', 'ls \\\n-l'],
    ['me@host:~/src$ make\nok', 'make'],
    ['PS C:\\> dir', 'dir'],
    ['C:\\Users\\me> dir\n 1 file', 'dir'],
  ] as const) {
    it(`is ${JSON.stringify(typed)} of ${JSON.stringify(session)}`, () => {
      assert.equal(toCommands(session), typed);
    });
  }

  it('is found in time in a line that only looks like a prompt', () => {
    const line = `a@${'a'.repeat(400_000)}`;
    assert.equal(toCommands(line), line);
  });
});
