import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { explanationMarkdown, notesSchema, readExplanation } from '../../../src/core/explain/notes';
import type { CodeToExplain } from '../../../src/core/tasks/explain';

/** Lines 10 to 15. */
const code: CodeToExplain = {
  code: [
    'function total(items) {',
    '  let sum = 0;',
    '  for (const item of items) sum += item.price;',
    '  return sum;',
    '}',
    'total(cart);',
  ].join('\n'),
  languageId: 'javascript',
  file: { name: 'cart.js', how: 'selected' },
  startLine: 10,
};

function answer(notes: readonly unknown[], rest: object = {}): string {
  return JSON.stringify({ summary: 'Adds up.', notes, caution: '', ...rest });
}

const good = { line: 11, endLine: 11, code: 'let sum', text: 'Begins at zero.' };

/** `11–12 text`, and how many were dropped. */
function shown(notes: readonly unknown[]): readonly (string | number)[] {
  const found = readExplanation(answer(notes), code, true);
  assert.ok(found);
  return [...found.notes.map(({ line, endLine, text }) => `${line}–${endLine} ${text}`), found.dropped];
}

describe('an explanation with notes', () => {
  it('is read from a clean answer', () => {
    assert.deepEqual(readExplanation(answer([good], { caution: 'No rounding.' }), code, true), {
      summary: 'Adds up.',
      notes: [{ line: 11, endLine: 11, text: 'Begins at zero.' }],
      caution: 'No rounding.',
      dropped: 0,
    });
  });

  const disguises: Readonly<Record<string, string>> = {
    'in a fence': `\`\`\`json\n${answer([good])}\n\`\`\``,
    'in a fence without a language': `\`\`\`\n${answer([good])}\n\`\`\``,
    'after prose': `Here is the explanation:\n\n\`\`\`json\n${answer([good])}\n\`\`\`\nI hope this helps {really}.`,
    'after prose with braces': `The code \`{ "a": 1 }\` is explained here: ${answer([good])}`,
    'inside another object': `{"explanation": ${answer([good])}}`,
    'with commas too many': `{"summary":"Adds up.","notes":[${JSON.stringify(good)},],"caution":"",}`,
    'with a line break in a text': answer([good]).replace('Adds up.', 'Adds up.\n'),
  };
  for (const [how, text] of Object.entries(disguises)) {
    it(`is read ${how}`, () => {
      const found = readExplanation(text, code, true);
      assert.equal(found?.summary, 'Adds up.');
      assert.deepEqual(found.notes, [{ line: 11, endLine: 11, text: 'Begins at zero.' }]);
    });
  }

  it('keeps signs that JSON would not allow, as in a regular expression', () => {
    assert.equal(
      readExplanation(String.raw`{"summary":"Matches \d+ \"x\" \u0041\/","notes":[]}`, code, true)?.summary,
      String.raw`Matches \d+ "x" A/`,
    );
  });

  it('is none where the answer is prose or other JSON', () => {
    const others = [
      'It adds up.',
      '',
      '   ',
      '{"error":"no"}',
      '{ let a = 1; }',
      '```json\n{"a": 1}\n```',
      '[1, 2]',
      '"summary"',
    ];
    for (const text of others) assert.equal(readExplanation(text, code, true), undefined, text);
  });

  it('is what came, of an answer that was cut off', () => {
    const cut = answer([good, { ...good, text: 'Never finished' }]).slice(0, -30);
    const found = readExplanation(cut, code, true);
    assert.deepEqual(found?.notes, [{ line: 11, endLine: 11, text: 'Begins at zero.' }]);
    assert.equal(found.dropped, 0);
  });
});

describe('an explanation that is being written', () => {
  const nothing = { summary: '', notes: [], dropped: 0 };

  it('is not taken for prose before it shows what it is', () => {
    for (const begun of [
      '',
      ' ',
      '{',
      '{\n  "',
      '{"sum',
      '{"summary"',
      '`',
      '``',
      '```',
      '```js',
      '```json',
      '```json\n',
      '```json\n{',
      '```\n{ ',
    ]) {
      assert.deepEqual(readExplanation(begun, code, false), nothing, begun);
    }
    assert.deepEqual(readExplanation('Here you are:\n```json\n{ "sum', code, false), nothing);
  });

  it('is prose as soon as it must be', () => {
    for (const begun of ['It', 'It adds `{a}`', '```js\nlet a;', '- step', '`sum` is']) {
      assert.equal(readExplanation(begun, code, false), undefined, begun);
    }
  });

  it('shows the summary as far as it came, and notes when they are complete', () => {
    assert.equal(readExplanation(String.raw`{"summary":"Adds \"all`, code, false)?.summary, 'Adds "all');
    assert.equal(readExplanation('{"summary":"Adds \\', code, false)?.summary, 'Adds');
    assert.equal(readExplanation(String.raw`{"summary":"Adds \u00`, code, false)?.summary, 'Adds');
    assert.equal(readExplanation(String.raw`{"summary":"A \ud83d`, code, false)?.summary, 'A');
    const whole = answer([good, { ...good, line: 13, endLine: 13, code: 'return sum', text: 'Gives it back.' }]);
    const second = whole.indexOf('Gives');
    assert.equal(readExplanation(whole.slice(0, second), code, false)?.notes.length, 1);
    assert.equal(readExplanation(whole.slice(0, whole.indexOf('}]')), code, false)?.notes.length, 1);
    assert.equal(readExplanation(whole.slice(0, whole.indexOf('}]') + 1), code, false)?.notes.length, 2);
  });
});

describe('the place of a note', () => {
  const at = (given: object): readonly (string | number)[] => shown([{ ...good, text: 'T', ...given }]);

  it('is the line it names, where what it quotes stands there', () => {
    assert.deepEqual(at({}), ['11–11 T', 0]);
    assert.deepEqual(at({ code: ' let   sum=0' }), ['11–11 T', 0]);
    assert.deepEqual(at({ code: '11 |   let sum' }), ['11–11 T', 0]);
    assert.deepEqual(at({ code: 'let sum…' }), ['11–11 T', 0]);
    assert.deepEqual(at({ code: 'sum = 0' }), ['11–11 T', 0]);
    assert.deepEqual(at({ code: 'let sum = 0;\n  for (const' }), ['11–11 T', 0]);
    assert.deepEqual(at({ line: 14, endLine: 14, code: '}' }), ['14–14 T', 0]);
    assert.deepEqual(at({ line: '11', endLine: '12' }), ['11–12 T', 0]);
  });

  it('goes to its end as far as the code goes', () => {
    assert.deepEqual(at({ endLine: 13 }), ['11–13 T', 0]);
    assert.deepEqual(at({ endLine: 99 }), ['11–15 T', 0]);
    assert.deepEqual(at({ endLine: 10 }), ['11–11 T', 0]);
    assert.deepEqual(at({ endLine: 11.5 }), ['11–11 T', 0]);
  });

  it('is where its quote stands, when that is one place only', () => {
    assert.deepEqual(at({ line: 2, endLine: 3 }), ['11–12 T', 0]);
    assert.deepEqual(at({ line: 12, endLine: 12, code: 'return sum;' }), ['13–13 T', 0]);
    assert.deepEqual(at({ line: 999, endLine: 999, code: 'item.price' }), ['12–12 T', 0]);
    assert.deepEqual(at({ line: -1, endLine: 'x', code: 'total(cart)' }), ['15–15 T', 0]);
    // In line 10 it is in the middle; line 15 begins with it.
    assert.deepEqual(at({ line: 12, code: 'total(' }), ['15–15 T', 0]);
  });

  it('is none where the quote does not tell, and the note is counted as left out', () => {
    assert.deepEqual(at({ code: 'const sum' }), [1]);
    assert.deepEqual(at({ code: '' }), [1]);
    assert.deepEqual(at({ code: ' … ' }), [1]);
    assert.deepEqual(at({ line: 10, code: '}' }), [1]);
    assert.deepEqual(at({ line: 14, code: 'sum' }), [1], 'in three lines');
    assert.deepEqual(at({ line: 99, code: '}' }), [1], 'too short to be moved');
    assert.deepEqual(at({ text: ' ' }), [1]);
    assert.deepEqual(at({ code: 12 }), [1]);
    assert.deepEqual(shown(['x', 1, null, [good], good]), ['11–11 Begins at zero.', 4]);
  });

  it('orders the notes; what is said twice is shown once', () => {
    const last = { line: 15, endLine: 15, code: 'total(cart)', text: 'Calls it.' };
    assert.deepEqual(shown([last, good, good]), ['11–11 Begins at zero.', '15–15 Calls it.', 0]);
  });

  it('counts a line break at the end as no further line', () => {
    const found = readExplanation(answer([{ ...good, endLine: 99 }]), { ...code, code: `${code.code}\r\n` }, true);
    assert.equal(found?.notes[0]?.endLine, 15);
  });
});

describe('the bounds of an explanation', () => {
  it('cut what is too long, between characters', () => {
    const found = readExplanation(
      answer([{ ...good, text: '😀'.repeat(5000) }], { summary: 'x'.repeat(1e6) }),
      code,
      true,
    );
    assert.ok(found);
    assert.equal(found.summary.length, 8000);
    const text = found.notes[0]?.text ?? '';
    assert.ok(text.length <= 1500 && text.endsWith('😀…'), text.slice(-4));
  });

  it('keep a hundred notes', () => {
    const wrong = answer(Array.from({ length: 1000 }, () => ({ ...good, code: 'nowhere' })));
    assert.equal(readExplanation(wrong, code, true)?.dropped, 1000);
    const notes = Array.from({ length: 150 }, (_, index) => ({ ...good, text: `T${index}` }));
    const found = readExplanation(answer(notes), code, true);
    assert.equal(found?.notes.length, 100);
    assert.equal(found.dropped, 50);
  });

  it('hold for what is nested without end', () => {
    const deep = `{"summary":"S","notes":${'['.repeat(100_000)}`;
    assert.equal(readExplanation(deep, code, true)?.summary, 'S');
    assert.equal(readExplanation('{"'.repeat(100_000), code, true), undefined);
  });

  it('leave keys that are the language’s own without effect', () => {
    const found = readExplanation('{"__proto__":{"summary":"no"},"summary":"yes","notes":[]}', code, true);
    assert.equal(found?.summary, 'yes');
  });

  it('hold for every beginning of every answer', () => {
    const piece = fc.record(
      {
        line: fc.oneof(fc.integer({ min: 8, max: 17 }), fc.double(), fc.string({ maxLength: 3 })),
        endLine: fc.oneof(fc.integer({ min: 8, max: 17 }), fc.double()),
        code: fc.oneof(
          fc.constantFrom(...code.code.split('\n'), '}', 'sum', 'total(', ''),
          fc.string({ maxLength: 5 }),
        ),
        text: fc.string({ unit: 'binary', maxLength: 12 }),
      },
      { requiredKeys: [] },
    );
    const structured = fc
      .record(
        {
          summary: fc.string({ unit: 'binary' }),
          notes: fc.array(fc.oneof(piece, fc.jsonValue())),
          caution: fc.string(),
        },
        { requiredKeys: [] },
      )
      .map((value) => JSON.stringify(value));
    const wrapped = fc
      .tuple(
        fc.constantFrom('', '```json\n', 'Here:\n```json\n', '{"a":', 'x {'),
        structured,
        fc.constantFrom('', '\n```', ' {"', '\\'),
      )
      .map((parts) => parts.join(''));
    const signs = fc
      .array(
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          '"',
          ',',
          ':',
          '\\',
          '\n',
          '```',
          'json',
          '"summary"',
          '"notes"',
          '\\u00',
          '1',
          'null',
        ),
        { maxLength: 30 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.oneof(wrapped, signs, fc.string({ unit: 'binary' })),
        fc.nat(400),
        fc.boolean(),
        (text, cut, finished) => {
          const found = readExplanation(text.slice(0, cut), code, finished);
          for (const { line, endLine, text: said } of found?.notes ?? []) {
            assert.ok(Number.isInteger(line) && Number.isInteger(endLine));
            assert.ok(line >= 10 && endLine >= line && endLine <= 15, `${line}–${endLine}`);
            assert.notEqual(said, '');
          }
          if (found !== undefined) explanationMarkdown(found);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('an explanation as Markdown', () => {
  it('has summary, notes by line, what is easy to miss, and what was left out', () => {
    assert.equal(
      explanationMarkdown({
        summary: 'Adds up.',
        notes: [
          { line: 11, endLine: 11, text: 'Begins.\nAt zero.' },
          { line: 12, endLine: 13, text: 'Adds.' },
        ],
        caution: 'No rounding.',
        dropped: 2,
      }),
      [
        'Adds up.',
        '- **Line 11:** Begins.\n  At zero.\n- **Lines 12–13:** Adds.',
        '**Easy to miss:** No rounding.',
        '_2 notes left out: they do not fit the lines._',
      ].join('\n\n'),
    );
  });

  it('is only what there is', () => {
    assert.equal(explanationMarkdown({ summary: 'Adds up.', notes: [], dropped: 0 }), 'Adds up.');
    assert.equal(explanationMarkdown({ summary: '', notes: [], dropped: 0 }), '');
  });

  it('does not let an open block take in what follows', () => {
    const markdown = explanationMarkdown({
      summary: 'As in\n```js\na()',
      notes: [{ line: 1, endLine: 1, text: 'T' }],
      dropped: 0,
    });
    assert.equal(markdown, 'As in\n```js\na()\n```\n\n- **Line 1:** T');
  });
});

describe('the schema of notes', () => {
  /** Every object in it, with its path. */
  function objectsIn(
    schema: unknown,
    path = '$',
  ): readonly (readonly [path: string, schema: Record<string, unknown>])[] {
    if (typeof schema !== 'object' || schema === null) return [];
    const found = Object.entries(schema).flatMap(([key, value]) => objectsIn(value, `${path}.${key}`));
    return 'type' in schema && schema.type === 'object' ? [[path, { ...schema }], ...found] : found;
  }

  it('is one that strict servers take: every property required, no others allowed', () => {
    const objects = objectsIn(notesSchema.schema);
    assert.equal(objects.length, 2);
    for (const [path, { properties, required, additionalProperties }] of objects) {
      assert.equal(additionalProperties, false, path);
      assert.deepEqual(required, Object.keys(properties ?? {}), path);
    }
    assert.match(notesSchema.name, /^[\w-]{1,64}$/);
  });
});
