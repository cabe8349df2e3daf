import assert from 'node:assert/strict';
import { emailAddresses, kindOfPattern, patternProblem } from '../../../src/core/privacy/userPatterns';

function addressesIn(text: string): readonly string[] {
  return emailAddresses()(text).map(({ start, end }) => text.slice(start, end));
}

describe('e-mail addresses', () => {
  it('are found whole, in code, prose and lists', () => {
    assert.deepEqual(
      addressesIn('Mail ann.b+news@mail.example.org, or <bob@firma.example>. "c_d@x-y.co.uk"; e@f.io.'),
      ['ann.b+news@mail.example.org', 'bob@firma.example', 'c_d@x-y.co.uk', 'e@f.io'],
    );
    assert.deepEqual(addressesIn('mailto:jürgen.müller@bücher.example?subject=x'), ['jürgen.müller@bücher.example']);
    assert.deepEqual(addressesIn('a@b.example@c.example'), ['a@b.example']);
  });

  it('are not taken for what else has an @', () => {
    const others = [
      'lodash@4.17.21',
      '@scope/name@latest',
      'icon@2x.png',
      'git@github.com:a/b.git',
      'x@y.mean(axis)',
      '@Component.name',
      'a@b',
      'a @b.example',
      '.@b.example',
      'a@-b.example',
      'a@b..example',
      '@'.repeat(50),
    ];
    for (const other of others) assert.deepEqual(addressesIn(other), [], other);
  });
});

describe('a pattern of the user', () => {
  it('has a name and a text of at most a thousand characters', () => {
    assert.equal(patternProblem({ name: 'Number', pattern: 'x'.repeat(1000) }), undefined);
    assert.equal(patternProblem({ name: ' ', pattern: 'KD-' }), 'The pattern “KD-” has no name.');
    assert.equal(patternProblem({ name: 'Number', pattern: '' }), 'The pattern “Number” is empty.');
    assert.equal(
      patternProblem({ name: 'Number', pattern: 'x'.repeat(1001) }),
      'The pattern “Number” is too long: at most 1,000 characters are read.',
    );
  });

  it('names its kind', () => {
    const kinds = ['Customer number', '  Ümläut ', '客户', 'host-name 2', 'a name of more than twenty four letters'];
    assert.deepEqual(
      kinds.map((name) => kindOfPattern({ name, pattern: 'x' })),
      ['CUSTOMER_NUMBER', 'ML_UT', 'PRIVATE', 'HOST_NAME', 'A_NAME_OF_MORE_THAN_TWEN'],
    );
  });
});
