import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Model } from '../../../src/core/catalogue/model';
import type { ContextPiece } from '../../../src/core/context/context';
import { fitContext } from '../../../src/core/context/fitContext';
import type { FilePart, Message } from '../../../src/core/conversation/message';
import { estimateTokens, overflowOf } from '../../../src/core/conversation/size';

function part(text: string, startLine = 1, name = 'cart.ts'): FilePart {
  const file = { name, uri: `file:///work/${name}`, how: 'attached' } as const;
  return { type: 'file', file, text, languageId: 'typescript', startLine };
}

function piece(title: string, text: string, startLine = 1, name = 'cart.ts'): ContextPiece {
  return { kind: 'definition', title, part: part(text, startLine, name) };
}

/** Lines `from` to `to` of a file whose lines are all different. */
function lines(from: number, to: number): string {
  return Array.from({ length: to - from + 1 }, (_, index) => `const value${from + index} = ${from + index};`).join(
    '\n',
  );
}

function model(contextLength: number): Model {
  return {
    id: 'a/b',
    canonicalSlug: 'a/b',
    name: 'B',
    free: true,
    chat: true,
    capabilities: { tools: false, images: false, structuredOutput: false, reasoning: 'none' },
    contextLength,
  };
}

const asking: Message = { role: 'user', content: 'Explain.' };

/** `title startLine:lines`. */
function sent(pieces: readonly ContextPiece[]): readonly string[] {
  return pieces.map(({ title, part: { text, startLine } }) => `${title} ${startLine}:${text.split('\n').length}`);
}

describe('context that fits', () => {
  it('is all of it where there is room', () => {
    const pieces = [piece('a', lines(1, 3)), piece('b', lines(10, 12))];
    const fitted = fitContext(pieces, [asking], model(100_000));
    assert.deepEqual(fitted.sent, pieces);
    assert.deepEqual(fitted.leftOut, []);
    const apart = { type: 'text', text: '\n\n' } as const;
    const all = [asking, ...pieces.map((each): Message => ({ role: 'user', content: [each.part, apart] }))];
    assert.equal(fitted.tokens, estimateTokens(all));
  });

  it('is the best, and the beginning of what is too long', () => {
    const one = estimateTokens([{ role: 'user', content: [part(lines(1, 20))] }]);
    const pieces = [
      piece('a', lines(1, 20)),
      piece('b', lines(1, 400), 1, 'b.ts'),
      piece('c', lines(1, 20), 1, 'c.ts'),
    ];
    const fitted = fitContext(pieces, [asking], undefined, one * 3);
    assert.equal(fitted.sent.length, 2);
    const [a, b] = fitted.sent;
    assert.deepEqual(a, pieces[0]);
    assert.ok(b);
    const count = b.part.text.split('\n').length;
    assert.equal(b.part.text, lines(1, count), 'whole lines from its first');
    assert.equal(b.title, `b, until line ${count}`);
    assert.ok(count > 20, 'as much as there is room for');
    assert.deepEqual(fitted.leftOut, [pieces[2]]);
  });

  it('does not keep a small piece out because a larger one before it does not fit', () => {
    const pieces = [piece('long', 'x'.repeat(50_000), 1, 'x.ts'), piece('short', 'let a = 1;')];
    const fitted = fitContext(pieces, [asking], undefined, 100);
    assert.deepEqual(sent(fitted.sent), ['short 1:1']);
    assert.deepEqual(fitted.leftOut, [pieces[0]]);
  });

  it('never fills the window of a small model', () => {
    const small = model(2000);
    const fitted = fitContext([piece('a', lines(1, 1000))], [asking], small);
    assert.ok(fitted.sent.length === 1);
    const [{ part: going } = { part: part('') }] = fitted.sent;
    assert.equal(overflowOf(estimateTokens([asking, { role: 'user', content: [going] }]), small), undefined);
  });

  it('is nothing where the question alone fills the window', () => {
    const long: Message = { role: 'user', content: lines(1, 1000) };
    const fitted = fitContext([piece('a', lines(1, 3))], [long], model(2000));
    assert.deepEqual(fitted.sent, []);
    assert.equal(fitted.leftOut.length, 1);
  });

  it('says no line twice', () => {
    const pieces = [piece('a', lines(5, 10), 5), piece('inside', lines(6, 8), 6), piece('over', lines(1, 12), 1)];
    const fitted = fitContext(pieces, [asking], undefined);
    assert.deepEqual(sent(fitted.sent), ['a 5:6', 'over 1:4', 'over 11:2']);
    assert.equal(fitted.sent[2]?.part.text, lines(11, 12));
    assert.deepEqual(fitted.leftOut, []);
  });

  it('leaves out lines of the code that is asked about', () => {
    const code: Message = { role: 'user', content: [{ ...part(lines(3, 6), 3), numbered: true }] };
    const fitted = fitContext([piece('a', lines(1, 8)), piece('b', lines(3, 6), 3)], [code], undefined);
    assert.deepEqual(sent(fitted.sent), ['a 1:2', 'a 7:2']);
  });

  it('keeps other words at the same line, and the same words in another file', () => {
    const pieces = [piece('a', 'one\ntwo'), piece('problems', 'line 1: error\ntwo'), piece('b', 'one', 1, 'b.ts')];
    assert.deepEqual(sent(fitContext(pieces, [asking], undefined).sent), ['a 1:2', 'problems 1:1', 'b 1:1']);
  });

  it('leaves out what only closes brackets', () => {
    const pieces = [piece('a', 'class A {'), piece('b', 'class A {\n}')];
    assert.deepEqual(sent(fitContext(pieces, [asking], undefined).sent), ['a 1:1']);
  });

  it('keeps line breaks as they are', () => {
    const fitted = fitContext(
      [piece('a', 'one\r\ntwo\r\nthree\r\nfour')],
      [{ role: 'user', content: [part('one')] }],
      undefined,
    );
    assert.equal(fitted.sent[0]?.part.text, 'two\r\nthree\r\nfour');
    assert.equal(fitted.sent[0].part.startLine, 2);
  });

  it('never goes above its bounds, and never says other lines than there are', () => {
    const file = Array.from({ length: 60 }, (_, index) => `line ${index + 1} ${'word '.repeat((index * 7) % 30)}`);
    const some = fc
      .tuple(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 1, max: 40 }), fc.constantFrom('a.ts', 'b.ts'))
      .map(([from, count, name]) => piece('p', file.slice(from, from + count).join('\n'), from + 1, name));
    fc.assert(
      fc.property(
        fc.array(some, { maxLength: 8 }),
        fc.integer({ min: 0, max: 1500 }),
        fc.integer({ min: 100, max: 6000 }),
        (pieces, most, window) => {
          const small = model(window);
          const fitted = fitContext(pieces, [asking], small, most);
          const together: Message = {
            role: 'user',
            content: fitted.sent.flatMap((each) => [each.part, { type: 'text', text: '\n\n' } as const]),
          };
          const tokens = estimateTokens([together]);
          assert.ok(fitted.sent.length === 0 || tokens <= most, `${tokens} > ${most}`);
          if (fitted.sent.length > 0) assert.equal(overflowOf(estimateTokens([asking, together]), small), undefined);
          const seen = new Set<string>();
          for (const {
            part: {
              text,
              startLine,
              file: { name },
            },
          } of fitted.sent) {
            for (const [index, line] of text.split('\n').entries()) {
              assert.equal(line, file[startLine + index - 1]);
              assert.ok(!seen.has(`${name}:${startLine + index}`));
              seen.add(`${name}:${startLine + index}`);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
