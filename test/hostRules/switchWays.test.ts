import assert from 'node:assert/strict';
import type { SwitchCause } from '../../src/core/engine/switch';
import { switchWays } from '../../src/host/switchWays';
import { gemma, nemotron } from '../support/fakes';

describe('the ways on from a switch', () => {
  const usual = ['retryWithPinned', 'pinServed', 'neverSwitch'];
  const rows: readonly (readonly [SwitchCause, readonly string[]])[] = [
    ['busy', usual],
    ['cooling', usual],
    ['empty', usual],
    ['slow', usual],
    ['service', usual],
    // Asking a model that is gone would waste a request.
    ['gone', ['pickNew', 'pinServed', 'neverSwitch']],
    // The served model is the pinned one already, and no policy of ours decides over providers.
    ['provider', ['retryWithPinned']],
    ['router', ['pinServed', 'retryWithPinned']],
    // Nothing that counts is sent before the next day.
    ['dayQuota', ['pinServed']],
  ];
  for (const [cause, ways] of rows) {
    it(`after ${cause} are ${ways.join(', ')}`, () => {
      const notice = { pinned: nemotron.id, served: gemma.id, direction: 'lower', losses: [], cause } as const;
      assert.deepEqual(switchWays(notice), ways);
    });
  }
});
