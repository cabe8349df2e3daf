import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { applyChanges } from '../../../src/core/edits/changes';
import { followChanges, followSpan } from '../../../src/core/edits/follow';

describe('what moves with edits', () => {
  //            0123 4567 89
  const text = 'aaa\nbbb\nccc\n';
  const second = { start: 4, end: 8 };

  const after = (edit: { start: number; end: number; text: string }): string => {
    const { start, end } = followSpan(second, edit);
    return applyChanges(text, [edit]).slice(start, end);
  };

  it('is a stretch of lines with what is typed inside', () => {
    assert.equal(after({ start: 0, end: 1, text: 'xyz' }), 'bbb\n');
    assert.equal(after({ start: 5, end: 6, text: 'BBB' }), 'bBBBb\n');
    assert.equal(after({ start: 8, end: 9, text: '' }), 'bbb\n');
  });

  it('is not the line that is put in front of it, but what is typed at its beginning', () => {
    assert.equal(after({ start: 4, end: 4, text: 'new\n' }), 'bbb\n');
    assert.equal(after({ start: 4, end: 4, text: '// ' }), '// bbb\n');
  });

  it('takes in what an edit over its borders left', () => {
    assert.equal(after({ start: 2, end: 6, text: 'X' }), 'Xb\n');
    assert.equal(after({ start: 6, end: 10, text: 'X' }), 'bbX');
  });

  it('is no change in whose place something was typed', () => {
    const change = { start: 4, end: 7, text: 'new' };
    assert.equal(followChanges([change], { start: 5, end: 5, text: 'x' }), undefined);
    assert.equal(followChanges([change], { start: 0, end: 5, text: '' }), undefined);
    assert.deepEqual(followChanges([change], { start: 7, end: 7, text: 'x' }), [change]);
    assert.deepEqual(followChanges([change], { start: 4, end: 4, text: 'x' }), [{ start: 5, end: 8, text: 'new' }]);
  });

  it('makes the same of the rest of the text in whichever order', () => {
    const place = fc
      .tuple(fc.nat(12), fc.nat(4))
      .map(([start, length]) => ({ start, end: Math.min(12, start + length) }));
    const edit = fc.record({ place, text: fc.string({ maxLength: 3, unit: fc.constantFrom('x', 'y', '\n') }) });
    fc.assert(
      fc.property(edit, edit, (one, other) => {
        const change = { ...one.place, text: one.text };
        const typed = { ...other.place, text: other.text };
        const moved = followChanges([change], typed);
        if (moved === undefined) return;
        const [first] = moved;
        assert.ok(first);
        // What the change replaces is what it was made for, and all that was typed is still there.
        assert.equal(applyChanges(text, [typed]).slice(first.start, first.end), text.slice(change.start, change.end));
        const result = applyChanges(applyChanges(text, [typed]), moved);
        const grown = typed.text.length - (typed.end - typed.start) + change.text.length - (change.end - change.start);
        assert.equal(result.length, text.length + grown);
        assert.ok(result.includes(typed.text) && result.includes(change.text));
      }),
    );
  });
});
