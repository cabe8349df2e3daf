import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { applyChanges } from '../../../src/core/edits/changes';
import type { EditProblem } from '../../../src/core/edits/edit';
import { hunksOf } from '../../../src/core/edits/hunks';
import { placeEdit } from '../../../src/core/edits/placeEdit';
import { readAnswer } from '../../../src/core/edits/readAnswer';
import { rebase } from '../../../src/core/edits/rebase';
import type { Change } from '../../../src/core/span';
import { type Shape, shapes, type TrueEdit } from '../../support/answerShapes';
import { expected, kinds, makeEdit, sources } from './generatedEdits';

type Outcome = { readonly changes: readonly Change[] } | EditProblem;

function place(shape: Shape, edit: TrueEdit): Outcome | undefined {
  const answer = shape.write(edit);
  return answer === undefined ? undefined : placeEdit(readAnswer(answer, edit.task, shape.finished ?? true), edit.task);
}

/** Backwards: what each change has put in its place goes, and what it took comes back. */
function reversed(base: string, changes: readonly Change[]): readonly Change[] {
  let shift = 0;
  return changes.map(({ start, end, text }) => {
    const back = { start: start + shift, end: start + shift + text.length, text: base.slice(start, end) };
    shift += text.length - (end - start);
    return back;
  });
}

function assertRight(shape: Shape, edit: TrueEdit, outcome: Outcome, ending: string): void {
  const { base } = edit.task;
  if ('kind' in outcome) {
    return;
  }
  assert.notEqual(shape.outcome, 'refused', `${shape.name} was applied`);
  const result = applyChanges(base, outcome.changes);
  assert.equal(result, expected(edit, ending), shape.name);
  assert.equal(applyChanges(result, reversed(base, outcome.changes)), base, 'undo gives back the exact text');
  assert.equal(
    applyChanges(
      base,
      hunksOf(base, outcome.changes).flatMap(({ changes }) => changes),
    ),
    result,
  );
}

const seeds = fc.record({ file: fc.nat(), start: fc.nat(), length: fc.nat(), spot: fc.nat(), kind: fc.nat() });
const endings = fc.constantFrom('\n', '\r\n');

/** The same for an answer of one shape, whatever the edit: at least so much of it comes through. */
const leastShare: Readonly<Record<string, number>> = {
  'the old code in front': 0.9,
  'a tag around it': 0.6,
  'no closing fence': 0.9,
  'a closing fence that sticks': 0.9,
  'no fence': 0.6,
  'a little SEARCH and REPLACE': 0.6,
  'other marks': 0.6,
  'long marks': 0.6,
  'a diff': 0.6,
  'the whole file': 0.9,
  'more than the scope': 0.6,
  'line numbers': 0.9,
  'line numbers with colons': 0.9,
  'no indentation': 0.5,
  'white space at the ends': 0.9,
};

describe('answers of every shape', () => {
  it('are about files of at least ten languages', () => {
    assert.ok(new Set(sources.map(({ languageId }) => languageId)).size >= 10);
  });

  for (const [at, shape] of shapes.entries()) {
    it(`${shape.outcome}: ${shape.name}, in each file`, () => {
      let applied = 0;
      let asked = 0;
      for (const [file] of sources.entries()) {
        for (const [kind] of kinds.entries()) {
          const edit = makeEdit(
            { file, start: 17 * file + 31 * kind + at, length: 7 * file + 5 * kind, spot: at + kind, kind },
            '\n',
          );
          const outcome = place(shape, edit);
          if (outcome === undefined) continue;
          asked += 1;
          if (!('kind' in outcome)) applied += 1;
          assertRight(shape, edit, outcome, '\n');
        }
      }
      const least = leastShare[shape.name];
      if (shape.outcome === 'applies') assert.ok(applied >= 0.85 * asked, `${applied} of ${asked}`);
      if (least !== undefined) assert.ok(applied >= least * asked, `${applied} of ${asked}`);
    });
  }

  it('are applied right or refused, whatever the edit', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...shapes), endings, (which, shape, ending) => {
        const edit = makeEdit(which, ending);
        const outcome = place(shape, edit);
        if (outcome !== undefined) assertRight(shape, edit, outcome, ending);
      }),
      { numRuns: 1500, seed: 6 },
    );
  });
});

/** What a person does to the file meanwhile: lines of the base by their number, and lines of their own. */
interface Drift {
  readonly kind: 'inserts' | 'deletes' | 'changes' | 'copies';
  readonly at: number;
  readonly count: number;
}

const drifts = fc.array(
  fc.record<Drift>({
    kind: fc.constantFrom('inserts', 'deletes', 'changes', 'copies'),
    at: fc.nat(),
    count: fc.integer({ min: 1, max: 6 }),
  }),
  { minLength: 1, maxLength: 4 },
);

interface Piece {
  readonly text: string;
  /** The number of the base's line; undefined for a line that the person wrote. */
  readonly id: number | undefined;
}

function drifted(base: readonly string[], list: readonly Drift[]): readonly Piece[] {
  let pieces: readonly Piece[] = base.map((text, id) => ({ text, id }));
  for (const { kind, at, count } of list) {
    const spot = at % (pieces.length + 1);
    const range = pieces.slice(spot, spot + count);
    const own = Array.from({ length: count }, (_, index): Piece => ({
      text: `mine ${at % 7} ${index} 🎉`,
      id: undefined,
    }));
    if (kind === 'inserts') pieces = pieces.toSpliced(spot, 0, ...own);
    else if (kind === 'deletes') pieces = pieces.toSpliced(spot, count);
    else if (kind === 'changes') pieces = pieces.toSpliced(spot, count, ...own);
    else pieces = pieces.toSpliced(spot, 0, ...range);
  }
  return pieces;
}

/**
 * The edit done by hand on what the file has become: wherever its lines, or copies of them that the person made, stand
 * together; from the texts alone the one could be the other. None where a line that it needs is gone, or has company.
 */
function byHand({ base }: TrueEdit, changes: readonly Change[], pieces: readonly Piece[]): readonly string[] {
  const text = `${base.join('\n')}\n`;
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length - 1;
  let results: readonly (readonly Piece[])[] = [pieces];
  for (const change of changes.toReversed()) {
    const [first, last] = [lineOf(change.start), lineOf(change.end)];
    const lines = change.text
      .split('\n')
      .slice(0, -1)
      .map((line): Piece => ({ text: line, id: undefined }));
    results = results.flatMap((now) => {
      const wanted = Array.from({ length: last - first + 2 }, (_, index) => first - 1 + index);
      const places = Array.from({ length: now.length + 2 }, (_, index) => index - 1).filter((at) =>
        wanted.every((id, index) => {
          const piece = now[at + index];
          return id === -1 || id === base.length ? piece === undefined : piece?.id === id;
        }),
      );
      return places.map((at) => now.toSpliced(at + 1, last - first, ...lines));
    });
  }
  return results.map((result) => `${result.map((piece) => piece.text).join('\n')}\n`);
}

describe('an edit of a file that changed meanwhile', () => {
  it('is moved to where it belongs, or refused', () => {
    let moved = 0;
    let possible = 0;
    fc.assert(
      fc.property(seeds, drifts, fc.boolean(), (which, list, becomesWindows) => {
        const edit = makeEdit(which, '\n');
        const placed = place(shapes[0] ?? assert.fail(), edit);
        if (placed === undefined || 'kind' in placed) return;
        const pieces = drifted(edit.base, list);
        const current = pieces.length === 0 ? '' : `${pieces.map(({ text }) => text).join('\n')}\n`;
        const oracle = byHand(edit, placed.changes, pieces);
        const written = becomesWindows ? current.replaceAll('\n', '\r\n') : current;
        const result = rebase(edit.task.base, placed.changes, written);
        if (oracle.length > 0) possible += 1;
        if ('problem' in result) return;
        moved += 1;
        const done = applyChanges(written, result.changes).replaceAll('\r\n', '\n');
        assert.ok(oracle.includes(done), done);
        assert.equal(/(?<!\r)\n/.test(applyChanges(written, result.changes)), !becomesWindows);
      }),
      { numRuns: 1500, seed: 7 },
    );
    assert.ok(moved >= possible * 0.6, `${moved} of ${possible}`);
  });
});
