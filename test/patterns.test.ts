import assert from 'node:assert/strict';
import { compilePatterns } from '../src/patterns';
import type { UserPattern } from '../src/core/privacy/userPatterns';
import { countReads } from './support/countReads';

function compiled(pattern: string, more: Partial<UserPattern> = {}): ReturnType<typeof compilePatterns> {
  return compilePatterns([{ name: 'Customer number', pattern, ...more }]);
}

function found(pattern: string, text: string, more: Partial<UserPattern> = {}): readonly string[] {
  const { detectors, problems } = compiled(pattern, more);
  assert.deepEqual(problems, []);
  return detectors.flatMap((detector) => detector(text).map(({ start, end }) => text.slice(start, end)));
}

describe('the user’s patterns', () => {
  it('find what they match, under the kind of their name', () => {
    const { detectors } = compiled(String.raw`\bKD-\d{6}\b`);
    assert.deepEqual(detectors[0]?.('x KD-123456\nKD-1234567 KD-654321'), [
      { start: 2, end: 11, kind: 'CUSTOMER_NUMBER' },
      { start: 23, end: 32, kind: 'CUSTOMER_NUMBER' },
    ]);
  });

  it('find without regard to case where the user says so', () => {
    assert.deepEqual(found('acme', 'Acme ACME acme'), ['acme']);
    assert.deepEqual(found('acme', 'Acme ACME acme', { ignoreCase: true }), ['Acme', 'ACME', 'acme']);
  });

  it('find the first group alone if there is one', () => {
    assert.deepEqual(found(String.raw`customer[:=]\s*(\w+)`, 'customer: miller; customer=meyer'), ['miller', 'meyer']);
    assert.deepEqual(found('(?:KD)-([0-9]+)|XY-[0-9]+', 'KD-1234 XY-1234'), ['1234']);
  });

  it('replace nothing shorter than three characters', () => {
    assert.deepEqual(found(String.raw`\d+`, '1 12 123 1234'), ['123', '1234']);
  });

  it('are looked for line by line', () => {
    assert.deepEqual(found('^host .*$', 'x host a\nhost b\r\nhost c d'), ['host b', 'host c d']);
    assert.deepEqual(found(String.raw`abc\s+def`, 'abc\ndef'), []);
  });

  it('are read as JavaScript writes them', () => {
    assert.deepEqual(found(String.raw`\/srv\/(?<name>[a-z]+)`, '/srv/files'), ['files']);
    assert.deepEqual(found(String.raw`caf\u00e9`, 'un café'), ['café']);
  });

  it('find all of a long line, also where it is cut to be searched', () => {
    const numbers = Array.from({ length: 2000 }, (_, index) => `KD-${String(100_000 + index)}`);
    assert.deepEqual(found(String.raw`KD-\d{6}`, numbers.join(',')), numbers);
    const long = 'k'.repeat(1900);
    assert.deepEqual(found('k+', `${'x'.repeat(433)}${long}${'x'.repeat(900)}`), [long]);
  });

  it('find the whole of a match that is longer than what is searched at once', () => {
    const value = 'v4lue'.repeat(300);
    assert.deepEqual(found('token: ([^,]*)', `${'x'.repeat(480)} token: ${value}, ${'y'.repeat(900)}`), [value]);
    assert.deepEqual(found('token: (.*)', `${'x'.repeat(480)} token: ${value}, ${'y'.repeat(9000)}`), [
      `${value}, ${'y'.repeat(9000)}`,
    ]);
  });

  it('take the rest of a line for a match where finding each would take too long', () => {
    // About 330 steps: six searches in a line.
    const pattern = '(?:[^z]?){160}z|abc';
    assert.deepEqual(found(pattern, `${'abc '.repeat(20)}\nabc abc`), [
      'abc',
      'abc',
      'abc',
      'abc',
      'abc',
      'abc',
      'abc '.repeat(14),
      'abc',
      'abc',
    ]);
    assert.deepEqual(found('abc|q[^z]*z', 'abc '.repeat(170)).length, 170);
  });

  it('that can not be used say why, and leave the others in use', () => {
    const { detectors, problems } = compilePatterns([
      { name: 'A', pattern: 'a(?=b)' },
      { name: 'B', pattern: '(?<!a)b' },
      { name: 'C', pattern: String.raw`(a)\1` },
      { name: 'D', pattern: 'a[' },
      { name: 'E', pattern: 'a*' },
      { name: 'F', pattern: '' },
      { name: 'F2', pattern: String.raw`\b|abc` },
      { name: 'G', pattern: '(?:a?){1000}x' },
      { name: 'H', pattern: 'fine' },
    ]);
    assert.equal(detectors.length, 1);
    assert.deepEqual(problems, [
      'The pattern “A” is not used: looking ahead or behind, (?=…) or (?<=…), could take endless time.',
      'The pattern “B” is not used: looking ahead or behind, (?=…) or (?<=…), could take endless time.',
      String.raw`The pattern “C” is not used: repeating what a group found, \1, could take endless time.`,
      'The pattern “D” is not used: it can not be read, missing closing ]: `[`.',
      'The pattern “E” is not used: it also fits where there is no text at all.',
      'The pattern “F” is empty.',
      'The pattern “F2” is not used: it also fits where there is no text at all.',
      'The pattern “G” is not used: it repeats too much.',
    ]);
  });

  it('are a hundred at most', () => {
    const { detectors, problems } = compilePatterns(
      Array.from({ length: 103 }, (_, index) => ({ name: `N${index}`, pattern: `n${index}-` })),
    );
    assert.equal(detectors.length, 100);
    assert.deepEqual(problems, ['Only the first 100 patterns are used; there are 103.']);
  });

  describe('cost a number of steps that grows as the text, on one line and on many:', () => {
    const hostile: readonly (readonly [pattern: string, line: string, lines: number])[] = [
      ['(a+)+$', `${'a'.repeat(49)}!`, 4000],
      ['(a|aa)+$', `${'a'.repeat(49)}!`, 4000],
      ['([a-zA-Z]+)*[0-9]', 'abcdefghij'.repeat(5), 4000],
      [String.raw`(\w+\s?)+[!?]`, 'word and word and word and word and word and word ', 4000],
      ['(.*){20}[z0]', 'y'.repeat(50), 4000],
      // Each match is short, and each time the whole rest is searched for a longer one.
      ['xxx[^y]*y|xxx', 'x'.repeat(50), 400],
    ];
    for (const [pattern, line, lines] of hostile) {
      it(`${pattern} on ${(lines * line.length) / 1000} KB`, () => {
        for (const separator of ['', '\n']) {
          const { detectors, problems } = compiled(pattern);
          assert.deepEqual(problems, []);
          const cost = (times: number): number => {
            const text = Array.from({ length: times }, () => line).join(separator);
            return countReads(() => detectors[0]?.(text));
          };
          const small = cost(lines / 4);
          const large = cost(lines);
          assert.ok(small > 0);
          assert.ok(large <= 4.5 * small, `${large} steps after ${small}`);
        }
      });
    }
  });
});
