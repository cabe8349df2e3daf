import assert from 'node:assert/strict';
import { createScrubber } from '../../../src/core/privacy/createScrubber';
import { knownValues } from '../../../src/core/privacy/knownValues';
import type { Scrubber } from '../../../src/core/privacy/scrubber';
import { afterKey, disguises, matching, numbers, placeholderOf, scrubberWith } from './scrubbing';

const shape = /^SECRET_API_KEY_[2-9][2-9ACDFGHJKMNPQRTVWXY]{5}$/;

function restored(scrubber: Scrubber, text: string): string {
  return scrubber.restore(text).text;
}

describe('scrubbing', () => {
  it('puts a placeholder that names the kind in the place of a secret, and says where', () => {
    const { text, replacements } = scrubberWith(afterKey).scrub('a key=hunter2-9f and');
    const [replacement] = replacements;
    assert.ok(replacement !== undefined);
    assert.match(replacement.placeholder, shape);
    assert.equal(text, `a key=${replacement.placeholder} and`);
    assert.deepEqual(replacements, [{ placeholder: replacement.placeholder, kind: 'API_KEY', at: 6, lines: 0 }]);
  });

  it('gives the same value the same placeholder, and another value another', () => {
    const scrubber = scrubberWith(afterKey);
    const one = placeholderOf(scrubber, 'first-value');
    assert.equal(placeholderOf(scrubber, 'first-value'), one);
    assert.notEqual(placeholderOf(scrubber, 'other-value'), one);
    assert.equal(scrubber.known, 2);
  });

  it('counts the line breaks of what it takes out', () => {
    const block = matching(/BEGIN[^]*?END/g, 'PRIVATE_KEY');
    const { replacements } = scrubberWith(block).scrub('x\nBEGIN\r\na\rb\nEND y BEGIN END');
    assert.deepEqual(
      replacements.map(({ at, lines }) => [at, lines]),
      [
        [2, 3],
        [30, 0],
      ],
    );
  });

  it('replaces a value it has seen once wherever it stands, before, later and in other texts', () => {
    const scrubber = scrubberWith(afterKey);
    const placeholder = placeholderOf(scrubber, 'hunter2-9f');
    assert.equal(
      scrubber.scrub('say "hunter2-9f" twice: hunter2-9f').text,
      `say "${placeholder}" twice: ${placeholder}`,
    );
    const { text } = scrubberWith(afterKey).scrub('qwertz-77 then key=qwertz-77');
    assert.ok(!text.includes('qwertz-77'));
  });

  it('replaces a short value only where a detector finds it', () => {
    const scrubber = scrubberWith(afterKey);
    const { text } = scrubber.scrub('key=12345 and 12345');
    assert.match(text, /^key=SECRET_API_KEY_\w{6} and 12345$/);
    assert.match(scrubber.scrub('key=123456 and 123456').text, /^key=SECRET\w+ and SECRET\w+$/);
  });

  it('also replaces a value in its JSON form and in addresses, and restores each form exactly', () => {
    const scrubber = scrubberWith(afterKey);
    const value = String.raw`p"ss\w/rd&`;
    const plain = placeholderOf(scrubber, value);
    const text = `{"password":${JSON.stringify(value)}} https://x/?p=${encodeURIComponent(value)} ${value}`;
    const scrubbed = scrubber.scrub(text);
    assert.equal(scrubbed.replacements.length, 3);
    assert.equal(new Set(scrubbed.replacements.map(({ placeholder }) => placeholder)).size, 3);
    assert.equal(scrubbed.replacements[2]?.placeholder, plain);
    assert.equal(restored(scrubber, scrubbed.text), text);
  });

  it('also replaces a value that was found in its JSON form, or in that of addresses, as it is', () => {
    const scrubber = scrubberWith(afterKey);
    placeholderOf(scrubber, String.raw`a\"b\nc-quoted`);
    placeholderOf(scrubber, 'pass%2Fword%20x');
    assert.equal(scrubber.scrub('a"b\nc-quoted, pass/word x').replacements.length, 2);
  });

  it('also replaces a value that another program has written its own way', () => {
    const value = 'p/ä"ss!w+rd';
    for (const form of [
      // encodeURIComponent, the same in small digits, and with all that RFC 3986 reserves.
      'p%2F%C3%A4%22ss!w%2Brd',
      'p%2f%c3%a4%22ss!w%2brd',
      'p%2F%C3%A4%22ss%21w%2Brd',
      // JSON of PHP and of Python.
      String.raw`p\/ä\"ss!w+rd`,
      String.raw`p/\u00e4\"ss!w+rd`,
      // The accent apart from its letter, as file systems write it.
      'p/a\u0308"ss!w+rd',
    ]) {
      const scrubber = scrubberWith(afterKey);
      placeholderOf(scrubber, value);
      const { text, replacements } = scrubber.scrub(`<${form}>`);
      assert.equal(replacements.length, 1, form);
      assert.match(text, /^<SECRET_API_KEY_\w{6}>$/, form);
      assert.equal(restored(scrubber, text), `<${form}>`);
    }
  });

  it('also replaces a value of several lines that has the other kind of line breaks', () => {
    const scrubber = scrubberWith(matching(/BEGIN[^]*?END/g, 'PRIVATE_KEY'));
    scrubber.scrub('BEGIN\r\nabc\r\nEND');
    scrubber.alsoFind([]);
    assert.equal(scrubber.scrub('> BEGIN\nabc\nEND').replacements.length, 1);
    const other = scrubberWith(matching(/BEGIN[^]*?END/g, 'PRIVATE_KEY'));
    other.scrub('BEGIN\nabc\nEND-');
    const found = other.scrub(String.raw`{"key":"BEGIN\r\nabc\r\nEND"} BEGIN`);
    assert.equal(found.replacements.length, 1);
    assert.match(found.text, /^\{"key":"SECRET_\w+"\} BEGIN$/);
  });

  it('also replaces long lines of such a value by themselves', () => {
    const scrubber = scrubberWith(matching(/BEGIN[^]*?END/g, 'PRIVATE_KEY'));
    const line = 'MIIEowIBAAKCAQEAx'.repeat(3);
    scrubber.scrub(`BEGIN\n${line}\nshort\nEND`);
    const text = `+ BEGIN\n+ ${line}\n+ short`;
    const scrubbed = scrubber.scrub(text).text;
    assert.match(scrubbed, /^\+ BEGIN\n\+ SECRET_PRIVATE_KEY_\w{6}\n\+ short$/);
    assert.equal(restored(scrubber, scrubbed), text);
  });

  it('replaces each of many values that became known one after the other, in any later text', () => {
    const scrubber = scrubberWith(afterKey);
    const values = Array.from({ length: 300 }, (_, at) => `value-${(at * 7919) % 1009}-x`);
    const placeholders = values.map((value) => placeholderOf(scrubber, value));
    assert.equal(new Set(placeholders).size, 300);
    assert.equal(scrubber.scrub(values.join(' ')).text, placeholders.join(' '));
  });

  it('replaces findings that overlap as one, under the kind of the first, and one inside another as the longer', () => {
    const partly = scrubberWith(matching(/abcdef/g, 'FIRST'), matching(/defghi/g, 'SECOND'));
    const { text, replacements } = partly.scrub('<abcdefghi>');
    assert.match(text, /^<SECRET_FIRST_\w{6}>$/);
    assert.equal(replacements.length, 1);
    assert.equal(restored(partly, text), '<abcdefghi>');
    const inside = scrubberWith(matching(/word/g, 'INNER'), matching(/pass-word-1/g, 'OUTER'));
    assert.match(inside.scrub('<pass-word-1>').text, /^<SECRET_OUTER_\w{6}>$/);
    // What was found inside the longer one is known by itself from then on.
    assert.match(partly.scrub('defghi').text, /^SECRET_SECOND_\w{6}$/);
  });

  it('makes a kind fit into a placeholder', () => {
    const kinds = ['aws s3-key', '__x__', '42', 'A_VERY_LONG_KIND_THAT_GOES_ON_AND_ON'];
    const made = kinds.map((kind) => scrubberWith(matching(/hidden/g, kind)).scrub('hidden').replacements[0]?.kind);
    assert.deepEqual(made, ['AWS_S_KEY', 'X', 'PRIVATE', 'A_VERY_LONG_KIND_THAT_GO']);
  });

  it('never takes half of a character', () => {
    const scrubber = createScrubber({ random: numbers(), detect: () => [{ start: 1, end: 4, kind: 'A' }] });
    assert.match(scrubber.scrub('😀ab😀').text, /^SECRET_A_\w{6}ab😀$|^SECRET_A_\w{6}😀$/);
    assert.match(scrubber.scrub('a12😀').text, /^aSECRET_A_\w{6}$/);
  });

  it('finds what it is told later, and what it is told first besides', () => {
    const scrubber = scrubberWith(afterKey);
    assert.equal(scrubber.scrub('of .env: swordfish').replacements.length, 0);
    scrubber.alsoFind([knownValues(new Map([['swordfish', 'ENV_PASSWORD']]))]);
    assert.match(scrubber.scrub('of .env: swordfish').text, /^of \.env: SECRET_ENV_PASSWORD_\w{6}$/);
    scrubber.alsoFind([]);
    assert.equal(scrubber.scrub('key=other-1, swordfish').replacements.length, 2);
  });

  it('never gives out an ID that stands in a text, also when chance gives only that', () => {
    const same = createScrubber({ random: () => 0.5, detect: afterKey });
    const taken = placeholderOf(createScrubber({ random: () => 0.5, detect: afterKey }), 'first-value');
    const id = taken.slice(-6);
    const text = `SECRET_GITHUB_TOKEN_${id} key=first-value`;
    const scrubbed = same.scrub(text);
    assert.equal(scrubbed.replacements.length, 1);
    assert.ok(scrubbed.text.startsWith(`SECRET_GITHUB_TOKEN_${id} key=SECRET_API_KEY_`), 'what is from before stays');
    assert.ok(!scrubbed.text.endsWith(id));
    assert.equal(restored(same, scrubbed.text), text);
  });

  it('replaces text that looks like a living placeholder, so that it comes back as it was', () => {
    const scrubber = scrubberWith(afterKey);
    const placeholder = placeholderOf(scrubber, 'hunter2-9f');
    for (const disguise of disguises) {
      const text = `what is ${disguise(placeholder)}, ${disguise(placeholder)}x?`;
      const scrubbed = scrubber.scrub(text);
      assert.match(scrubbed.text, /^what is SECRET_LITERAL_\w{6}, SECRET_LITERAL_\w{6}x\?$/);
      assert.equal(restored(scrubber, scrubbed.text), text);
    }
  });

  it('takes no placeholder of an earlier session for a secret', () => {
    const scrubber = scrubberWith(afterKey);
    assert.equal(scrubber.scrub('key=SECRET_API_KEY_4K3X9Q').text, 'key=SECRET_API_KEY_4K3X9Q');
  });

  it('forgets everything but which IDs it gave out', () => {
    const scrubber = createScrubber({ random: () => 0.5, detect: afterKey });
    const placeholder = placeholderOf(scrubber, 'hunter2-9f');
    scrubber.forget();
    assert.equal(scrubber.known, 0);
    assert.deepEqual(scrubber.restore(`x ${placeholder}`), { text: `x ${placeholder}`, lost: [placeholder] });
    assert.equal(scrubber.scrub('hunter2-9f').text, 'hunter2-9f');
    assert.notEqual(placeholderOf(scrubber, 'another-1'), placeholder);
  });
});

describe('restoring', () => {
  it('recognises a placeholder whatever a model did to its case and separators, between any signs', () => {
    const scrubber = scrubberWith(afterKey);
    const placeholder = placeholderOf(scrubber, 'hunter2-9f');
    const surroundings = [
      '',
      ' ',
      '"',
      "'",
      '`',
      '“',
      '*',
      '**',
      '_',
      '$',
      'x',
      '9',
      '\\',
      'SECRET_',
      'secret',
      '\n',
      'é',
    ];
    for (const disguise of disguises) {
      for (const sign of surroundings) {
        assert.equal(restored(scrubber, sign + disguise(placeholder) + sign), `${sign}hunter2-9f${sign}`);
      }
    }
  });

  it('leaves alone what is not quite a living one', () => {
    const scrubber = scrubberWith(afterKey);
    const placeholder = placeholderOf(scrubber, 'hunter2-9f');
    const others = [
      placeholder.slice(0, -1),
      placeholder.replace('API', 'APP'),
      placeholder.replace('SECRET', 'SECRETS'),
      placeholder.replace('SECRET', 'SE_CRET'),
      placeholder.replaceAll('_', '__'),
      placeholder.replaceAll('_', ' '),
      `${placeholder.slice(0, -3)}-${placeholder.slice(-3)}`,
      placeholder.replace('K', '\u212A'),
    ];
    for (const other of others) assert.equal(restored(scrubber, other), other);
  });

  it('puts a value in as it is, whatever is in it', () => {
    const scrubber = scrubberWith(afterKey);
    const value = String.raw`$&$1"\'` + '`';
    assert.equal(restored(scrubber, `a "${placeholderOf(scrubber, value)}" b`), `a "${value}" b`);
  });

  it('reports placeholders of an earlier session, each once, and no ordinary words', () => {
    const scrubber = scrubberWith(afterKey);
    const alive = placeholderOf(scrubber, 'hunter2-9f');
    const text = [
      'SECRET_API_KEY_4K3X9Q',
      'secret_api_key_4k3x9q',
      String.raw`SECRET\_CLIENT\_SECRET\_5HHHHH`,
      alive,
      `SECRET_X_${alive}`,
      'secret-manager-2024-01, secretKey2nd, SECRET_KEY_BASE_64CHARS, MY_SECRET_A_4K3X9Q, SECRET_A_4K3X9QQ',
    ].join(' ');
    assert.deepEqual(scrubber.restore(text).lost, ['SECRET_API_KEY_4K3X9Q', 'SECRET_CLIENT_SECRET_5HHHHH']);
  });
});

describe('restoring piece by piece', () => {
  it('gives back each piece at once while nothing was ever replaced', () => {
    const restorer = scrubberWith(afterKey).restorer('text');
    assert.equal(restorer.push('this is SECRET_API'), 'this is SECRET_API');
    assert.equal(restorer.end(), '');
  });

  it('keeps back only what may become a living placeholder', () => {
    const scrubber = scrubberWith(afterKey);
    const placeholder = placeholderOf(scrubber, 'hunter2-9f');
    const after = (piece: string): string => scrubber.restorer('text').push(piece);
    assert.equal(after('nothing of it'), 'nothing of it');
    assert.equal(after('these'), 'the');
    assert.equal(after('a SECRET'), 'a ');
    assert.equal(after('a secrets'), 'a secret');
    assert.equal(after('a SECRET_API_'), 'a ');
    assert.equal(after('a SECRET_APP'), 'a SECRET_APP');
    assert.equal(after(`a ${placeholder.slice(0, -1)}`), 'a ');
    assert.equal(after(`a ${placeholder.slice(0, -6)}9999`), `a ${placeholder.slice(0, -6)}9999`);
    assert.equal(after(`a ${placeholder}`), 'a hunter2-9f');
    assert.equal(after(String.raw`a SECRET\_API` + '\\'), 'a ');
  });

  it('gives the rest at the end', () => {
    const scrubber = scrubberWith(afterKey);
    placeholderOf(scrubber, 'hunter2-9f');
    const restorer = scrubber.restorer('text');
    assert.equal(restorer.push('the SECRET_AP') + restorer.end(), 'the SECRET_AP');
    assert.equal(restorer.end(), '');
  });

  it('puts a value into a JSON string in JSON form', () => {
    const scrubber = scrubberWith(matching(/<[^>]*>/g, 'API_KEY'));
    const value = '<a"b\\c\nd\u0001>';
    const json = JSON.stringify({ arguments: scrubber.scrub(`x ${value} y`).text });
    const restorer = scrubber.restorer('jsonString');
    assert.deepEqual(JSON.parse(restorer.push(json) + restorer.end()), { arguments: `x ${value} y` });
  });

  it('never keeps back more than a placeholder takes, whatever comes', () => {
    const scrubber = scrubberWith(matching(/hidden/g, 'A'.repeat(24)));
    scrubber.scrub('hidden');
    for (const text of [
      'secret'.repeat(500),
      `secret${'a'.repeat(3000)}`,
      `secret${'\\_a'.repeat(1000)}`,
      'sec'.repeat(900),
    ]) {
      const restorer = scrubber.restorer('text');
      let given = 0;
      for (const [at, sign] of text.split('').entries()) {
        given += restorer.push(sign).length;
        // The mark, 24 letters and six signs, with up to three signs before each of 25.
        assert.ok(at + 1 - given <= 6 + 24 + 6 + 25 * 3);
      }
      assert.equal(given + restorer.end().length, text.length);
    }
  });
});
