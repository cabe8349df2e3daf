import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseEnvFile } from '../../../src/core/privacy/envFile';

/** Names with the values they may have. */
function read(...lines: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(parseEnvFile(lines.join('\n')).map(({ name, values }) => [name, values]));
}

describe('.env files are read', () => {
  it('line by line, with or without export, spaces and comments', () => {
    assert.deepEqual(read('# A=0', 'A=1', '', ' export  B = two ', 'C: 3', 'no value', 'D=', 'E.F-G=4'), {
      A: ['1'],
      B: ['two'],
      C: ['3'],
      D: [''],
      'E.F-G': ['4'],
    });
  });

  it('with Windows line ends and a byte order mark', () => {
    assert.deepEqual(parseEnvFile('\uFEFFA=one\r\nB="two"\r\n'), [
      { name: 'A', values: ['one'] },
      { name: 'B', values: ['two'] },
    ]);
  });

  it('with everything that a comment may be', () => {
    assert.deepEqual(read('A=x#y #z', 'B="x#y" # z', 'C=#x'), { A: ['x', 'x#y', 'x#y #z'], B: ['x#y'], C: ['', '#x'] });
  });

  it('with three kinds of quotes', () => {
    assert.deepEqual(read(`A="it's"`, `B='say "x"'`, 'C=`both \' and "`'), {
      A: ["it's"],
      B: ['say "x"'],
      C: ['both \' and "'],
    });
  });

  it('with escapes as written and as they are meant', () => {
    assert.deepEqual(read(String.raw`A="a\nb\"c\\d"`, String.raw`B='a\nb\'c'`), {
      A: [String.raw`a\nb\"c\\d`, 'a\nb"c\\d', String.raw`a\nb"c\d`],
      B: [String.raw`a\nb\'c`, String.raw`a\nb'c`],
    });
  });

  it('over several lines, which may also stand elsewhere in one', () => {
    assert.deepEqual(read('A="one', 'two"', 'B=3'), { A: ['one\ntwo', String.raw`one\ntwo`], B: ['3'] });
    assert.deepEqual(read('A="one\r', 'two"\r'), { A: ['one\r\ntwo', 'one\ntwo', String.raw`one\ntwo`] });
  });

  it('without losing a line to a forgotten quote', () => {
    assert.deepEqual(read('A="open', 'B=2', 'C="3"')['B'], ['2']);
    assert.deepEqual(read("A='open", 'B=2', 'C=3'), { A: ["'open"], B: ['2'], C: ['3'] });
  });

  it('with every value that is written plainly', () => {
    const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,9}$/);
    const value = fc.stringMatching(/^[A-Za-z0-9!%&/()=?+*~,;.:<>|@^_-]{1,30}$/);
    const quote = fc.constantFrom('', '"', "'", '`');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value, quote), { minLength: 1 }), (lines) => {
        const text = lines.map(([key, written, mark]) => `${key}=${mark}${written}${mark}`).join('\n');
        assert.deepEqual(
          parseEnvFile(text).map((variable) => [variable.name, variable.values[0]]),
          lines.map(([key, written]) => [key, written]),
        );
      }),
    );
  });
});
