import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { applyChanges } from '../../../src/core/edits/changes';
import type { EditProblem } from '../../../src/core/edits/edit';
import { hunksOf } from '../../../src/core/edits/hunks';
import { placeEdit } from '../../../src/core/edits/placing/placeEdit';
import { readAnswer } from '../../../src/core/edits/reading/readAnswer';
import { rebase } from '../../../src/core/edits/rebase';
import type { Change } from '../../../src/core/span';
import { type Shape, shapes, type TrueEdit } from '../../support/answerShapes';
import { expected, kinds, makeEdgeEdit, makeEdit, sources } from './generatedEdits';

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
  'more indentation': 0.6,
  'the first line without its indentation': 0.6,
  'blanks for tabs': 0.5,
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

/** Written out, or refused; white space at the ends of lines and blank lines aside, which change no code. */
function assertSame(edit: TrueEdit, outcome: Outcome, what: string): void {
  if ('kind' in outcome) return;
  const bare = (text: string): string =>
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => line.trimEnd())
      .join('\n');
  assert.equal(bare(applyChanges(edit.task.base, outcome.changes)), bare(expected(edit, '\n')), what);
}

/** What a model writes around a new version of the scope when it does not keep to the scope. */
const strays = fc.record({ before: fc.nat(6), after: fc.nat(6), inBlock: fc.boolean(), context: fc.nat(3) });

describe('answers about an edit at the edge of what may be changed', () => {
  const edits = seeds.map((which) => makeEdgeEdit(which)).filter((edit) => edit !== undefined);

  it('may hold what is around it', () => {
    let applied = 0;
    fc.assert(
      fc.property(edits, strays, (edit, { before, after, inBlock, context }) => {
        const { base, from, to } = edit;
        const above = base.slice(Math.max(0, from - before), from);
        const below = base.slice(to, to + after);
        const search = base.slice(Math.max(0, from - context), to + context);
        const text = inBlock
          ? [
              '<<<<<<< SEARCH',
              ...search,
              '=======',
              ...base.slice(Math.max(0, from - context - (before % 3)), from),
              ...edit.after,
              ...base.slice(to, to + context + (after % 3)),
              '>>>>>>> REPLACE',
            ].join('\n')
          : ['```', ...above, ...edit.after, ...below, '```'].join('\n');
        const outcome = placeEdit(readAnswer(text, edit.task, true), edit.task);
        if (!('kind' in outcome)) applied += 1;
        assertSame(edit, outcome, text);
      }),
      { numRuns: 800, seed: 8 },
    );
    assert.ok(applied >= 280, `${applied} of 800`);
  });

  it('are never taken for whole when they were cut off', () => {
    fc.assert(
      fc.property(edits, fc.constantFrom(...shapes), fc.nat(), fc.boolean(), (edit, shape, spot, atLine) => {
        const answer = shape.outcome === 'refused' ? undefined : shape.write(edit);
        if (answer === undefined || answer === '') return;
        const at = spot % answer.length;
        const cut = answer.slice(0, atLine ? answer.lastIndexOf('\n', at) + 1 : at);
        // Only its words were cut off, behind all of the code.
        assertSame(edit, placeEdit(readAnswer(cut, edit.task, false), edit.task), `${shape.name}: ${cut}`);
      }),
      { numRuns: 800, seed: 9 },
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

/** Every part alone: the base with its lines, and nothing else of the edit. */
function withParts(base: string, changes: readonly Change[], isTaken: (at: number) => boolean): string {
  return changes.reduceRight(
    (text, { start, end, text: by }, at) => (isTaken(at) ? text.slice(0, start) + by + text.slice(end) : text),
    base,
  );
}

describe('parts of an edit', () => {
  it('can be taken alone, taken back, and moved, in every selection', () => {
    let several = 0;
    fc.assert(
      fc.property(seeds, endings, fc.nat(), drifts, (which, ending, bits, list) => {
        const edit = makeEdit(which, ending);
        const placed = place(shapes[0] ?? assert.fail(), edit);
        if (placed === undefined || 'kind' in placed) return;
        const { base } = edit.task;
        const hunks = hunksOf(base, placed.changes);
        if (hunks.length > 1) several += 1;
        const isTaken = (at: number): boolean => ((bits >> at) & 1) === 1;
        const taken = hunks.flatMap(({ changes }, at) => (isTaken(at) ? changes : []));
        const result = applyChanges(base, taken);
        assert.equal(result, withParts(base, placed.changes, isTaken));
        assert.equal(applyChanges(result, reversed(base, taken)), base);
        // The others still fit, to where the first ones have moved them.
        const rest = hunks.flatMap(({ changes }, at) => (isTaken(at) ? [] : changes));
        const later = rebase(base, rest, result);
        if ('changes' in later && taken.length > 0)
          assert.equal(applyChanges(result, later.changes), applyChanges(base, placed.changes));
        if (ending !== '\n') return;
        const pieces = drifted(edit.base, list);
        const current = pieces.length === 0 ? '' : `${pieces.map(({ text }) => text).join('\n')}\n`;
        const moved = rebase(base, taken, current);
        if ('problem' in moved) return;
        assert.ok(byHand(edit, taken, pieces).includes(applyChanges(current, moved.changes)));
      }),
      { numRuns: 800, seed: 10 },
    );
    assert.ok(several >= 100, `${several} with more than one part`);
  });
});

describe('an edit of a file that changed meanwhile', () => {
  it('is right or refused, in whatever shape the answer came', () => {
    let done = 0;
    fc.assert(
      fc.property(seeds, fc.constantFrom(...shapes), drifts, (which, shape, list) => {
        const edit = makeEdit(which, '\n');
        const placed = place(shape, edit);
        if (placed === undefined || 'kind' in placed) return;
        const pieces = drifted(edit.base, list);
        const current = pieces.length === 0 ? '' : `${pieces.map(({ text }) => text).join('\n')}\n`;
        const moved = rebase(edit.task.base, placed.changes, current);
        if ('problem' in moved) return;
        done += 1;
        assert.ok(byHand(edit, placed.changes, pieces).includes(applyChanges(current, moved.changes)), shape.name);
      }),
      { numRuns: 800, seed: 11 },
    );
    assert.ok(done >= 150, `${done} moved`);
  });

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
