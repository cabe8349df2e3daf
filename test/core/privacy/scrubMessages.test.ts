import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { FilePart, Message, Part } from '../../../src/core/conversation/message';
import { contentOf, writeOut } from '../../../src/core/conversation/writeOut';
import { scrubMessages } from '../../../src/core/privacy/scrubMessages';
import { picture } from '../../support/pictures';
import { afterKey, matching, scrubberWith } from './scrubbing';

function file(text: string, more: Partial<FilePart> = {}): FilePart {
  return {
    type: 'file',
    file: { name: 'app.ts', how: 'attached' },
    text,
    languageId: 'typescript',
    startLine: 1,
    ...more,
  };
}

function textOf(message: Message | undefined): string {
  return message === undefined ? '' : contentOf(message);
}

const question: readonly Message[] = [
  { role: 'system', content: 'You help.' },
  { role: 'user', content: 'What is hunter2-9f?' },
];

describe('scrubbing messages', () => {
  it('writes them out as they are where nothing is secret, or where nothing is to be replaced', () => {
    const messages: readonly Message[] = [...question, { role: 'user', content: [file('key=hunter2-9f')] }];
    assert.deepEqual(scrubMessages(question, scrubberWith(afterKey)), {
      messages: writeOut(question),
      replaced: [],
      files: [],
      pictures: [],
    });
    const whole = scrubMessages(messages, undefined);
    assert.deepEqual(whole.messages, writeOut(messages));
    assert.deepEqual(whole.replaced, []);
    assert.deepEqual(whole.files, [{ name: 'app.ts', startLine: 1, lines: 1, bytes: 14 }]);
  });

  it('replaces in the names of pictures, and nothing in what they show', () => {
    const shown = { ...picture('hunter2-9f.png'), data: 'hunter2-9f', width: 2, height: 1 };
    const messages: readonly Message[] = [
      { role: 'user', content: 'key=hunter2-9f' },
      { role: 'user', content: [{ type: 'text', text: 'See ' }, shown] },
    ];
    const { messages: sent, pictures, replaced } = scrubMessages(messages, scrubberWith(afterKey));
    const [{ placeholder } = { placeholder: '' }] = replaced;
    const name = `${placeholder}.png`;
    assert.deepEqual(sent.at(-1)?.content, [
      { type: 'text', text: `See [picture: ${name}]` },
      { ...shown, name },
    ]);
    // 10 characters without padding are 7 bytes and a half, which is none.
    assert.deepEqual(pictures, [{ name, bytes: 7, width: 2, height: 1 }]);
    assert.deepEqual(scrubMessages(messages, undefined).messages.at(-1)?.content, [
      { type: 'text', text: 'See [picture: hunter2-9f.png]' },
      shown,
    ]);
  });

  it('explains placeholders in a first message of any form', () => {
    const messages: readonly Message[] = [
      { role: 'system', content: [{ type: 'text', text: 'You help.' }] },
      { role: 'user', content: 'key=hunter2-9f' },
    ];
    assert.match(textOf(scrubMessages(messages, scrubberWith(afterKey)).messages[0]), /^You help\.\n\nSome values /);
  });

  it('replaces what is found in one message in all of them, also before it, and counts the places', () => {
    const messages: readonly Message[] = [
      ...question,
      { role: 'assistant', content: 'A password.' },
      { role: 'user', content: 'key=hunter2-9f key=other-77' },
    ];
    const { messages: sent, replaced } = scrubMessages(messages, scrubberWith(afterKey));
    assert.match(textOf(sent[1]), /^What is SECRET_API_KEY_\w{6}\?$/);
    const [first, second] = replaced;
    assert.deepEqual(
      replaced.map(({ kind, times }) => [kind, times]),
      [
        ['API_KEY', 2],
        ['API_KEY', 1],
      ],
    );
    assert.equal(sent[1]?.content, `What is ${first?.placeholder}?`);
    assert.equal(sent[3]?.content, `key=${first?.placeholder} key=${second?.placeholder}`);
  });

  it('says once what placeholders are, at the end of the first system message', () => {
    const messages: readonly Message[] = [
      { role: 'system', content: [{ type: 'text', text: 'You help.' }] },
      { role: 'user', content: 'key=hunter2-9f' },
      { role: 'system', content: 'More.' },
    ];
    const scrubber = scrubberWith(afterKey);
    const { messages: sent } = scrubMessages(messages, scrubber);
    assert.deepEqual(
      sent.map(({ role }) => role),
      ['system', 'user', 'system'],
    );
    assert.match(textOf(sent[0]), /^You help\.\n\nSome values .*SECRET_<KIND>_<ID>.* guess them\.$/);
    assert.equal(sent[2]?.content, 'More.');
    // Nothing in the sentence is a placeholder itself.
    assert.deepEqual(scrubber.restore(textOf(sent[0])).lost, []);
    const again = scrubMessages(messages, scrubber);
    assert.deepEqual(again.messages, sent);
  });

  it('makes a system message of its own where there is none', () => {
    const { messages: sent } = scrubMessages([{ role: 'user', content: 'key=hunter2-9f' }], scrubberWith(afterKey));
    assert.deepEqual(
      sent.map(({ role }) => role),
      ['system', 'user'],
    );
    assert.match(textOf(sent[0]), /^Some values /);
  });

  it('finds a secret that begins in one text and ends in the next', () => {
    const parts: readonly Part[] = ['ke', 'y=hun', 'ter2-9f!'].map((text) => ({ type: 'text', text }));
    const { messages: sent } = scrubMessages([{ role: 'user', content: parts }], scrubberWith(afterKey));
    assert.match(textOf(sent[1]), /^key=SECRET_API_KEY_\w{6}$/);
  });

  it('replaces also in the names and the languages of files', () => {
    const scrubber = scrubberWith(matching(/hunter2-9f/g, 'API_KEY'));
    const named = file('x', { file: { name: 'hunter2-9f.ts', how: 'selected' }, languageId: 'hunter2-9f' });
    const { messages: sent, files, replaced } = scrubMessages([{ role: 'user', content: [named] }], scrubber);
    assert.ok(!JSON.stringify([sent, files]).includes('hunter2'));
    assert.equal(replaced[0]?.times, 2);
    assert.equal(files[0]?.name, `${replaced[0]?.placeholder}.ts`);
  });

  it('keeps line numbers true where lines were taken out', () => {
    const key = 'BEGIN\nabc\nEND';
    const scrubber = scrubberWith(matching(/BEGIN[^]*?END/g, 'PRIVATE_KEY'));
    const part = file(`one\n${key}\nfive`, { startLine: 9, numbered: true });
    const { messages: sent, files, replaced } = scrubMessages([{ role: 'user', content: [part] }], scrubber);
    const placeholder = replaced[0]?.placeholder;
    assert.equal(
      sent[1]?.content,
      `lines 9–13 of app.ts:\n\n\`\`\`typescript\n 9 | one\n10 | ${placeholder}\n13 | five\n\`\`\``,
    );
    // Counted by hand: two texts of four, two line breaks, the placeholder's 7 + 11 + 1 + 6.
    assert.deepEqual(files, [{ name: 'app.ts', startLine: 9, lines: 5, bytes: 3 + 1 + 25 + 1 + 4 }]);
  });

  it('counts bytes in UTF-8 after replacing', () => {
    const texts = ['aé€😀', '\uD800x', 'x\uDC00', ''];
    const { files } = scrubMessages([{ role: 'user', content: texts.map((text) => file(text)) }], scrubberWith());
    assert.deepEqual(
      files.map(({ bytes }) => bytes),
      texts.map((text) => Buffer.byteLength(text, 'utf8')),
    );
  });

  it('lets no secret out, for any conversation, in no part of it', () => {
    const secret = fc.stringMatching(/^zq[a-zA-Z0-9"\\/+=]{8,20}$/);
    /** Where a secret is put into a text, and whether it can be recognised there. */
    const place = fc.record({
      which: fc.nat(9),
      known: fc.boolean(),
      before: fc.constantFrom('', 'a ', '\n', '`', '😀', 'SECRET_'),
    });
    const text = fc.tuple(fc.array(place, { maxLength: 4 }), fc.constantFrom('', ' end', '\n', '\r\n'));
    const part = fc.record({
      isFile: fc.boolean(),
      text,
      name: fc.option(fc.nat(9)),
      numbered: fc.boolean(),
      startLine: fc.nat(2000),
    });
    const message = fc.record({
      role: fc.constantFrom('system', 'user', 'assistant'),
      parts: fc.array(part, { maxLength: 4 }),
      plain: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 5 }),
        fc.array(message, { maxLength: 5 }),
        (secrets, shapes) => {
          const put = (which: number): string => secrets[which % secrets.length] ?? '';
          const write = ([places, end]: readonly [
            readonly { which: number; known: boolean; before: string }[],
            string,
          ]): string =>
            places.map(({ which, known, before }) => `${before}${known ? 'key=' : ''}${put(which)}\n`).join('') + end;
          const messages = shapes.map(({ role, parts, plain }): Message => ({
            role,
            content: plain
              ? parts.map((each) => write(each.text)).join('')
              : parts.map(({ isFile, text: written, name, ...rest }): Part =>
                  isFile
                    ? file(write(written), {
                        ...rest,
                        file: { name: name === null ? 'a.ts' : `${put(name)}.ts`, how: 'attached' },
                      })
                    : { type: 'text', text: write(written) },
                ),
          }));
          const scrubber = scrubberWith(afterKey);
          // Each was recognised somewhere: in this request, in the last message of all.
          messages.push({ role: 'user', content: secrets.map((each) => `key=${each} `).join('') });
          const { messages: sent, files, replaced } = scrubMessages(messages, scrubber);
          const out = [...sent.map(contentOf), ...files.map(({ name }) => name)];
          for (const each of out) for (const value of secrets) assert.ok(!each.includes(value), each);
          assert.ok(replaced.length >= 1);
          // And all comes back.
          const restored = sent.map((each) => ({ role: each.role, content: scrubber.restore(contentOf(each)).text }));
          const [notice, ...others] =
            restored.at(0)?.content.startsWith('Some values') === true ? restored : [undefined, ...restored];
          const expected = writeOut(messages);
          assert.equal(others.length, expected.length);
          for (const [at, wanted] of expected.entries()) {
            const { role } = wanted;
            const content = contentOf(wanted);
            assert.equal(others[at]?.role, role);
            const isNoticed =
              notice === undefined && role === 'system' && at === expected.findIndex((each) => each.role === 'system');
            if (isNoticed) assert.ok(others[at]?.content.startsWith(content));
            else assert.equal(others[at]?.content, content);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
