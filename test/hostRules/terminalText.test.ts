import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { terminalText } from '../../src/host/chat/mentions/terminalText';

const ESC = '\u001B';

describe('the text of a terminal', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['colours go', `${ESC}[1;31merror${ESC}[0m: no`, 'error: no'],
    ['8-bit colours go', '\u009B31merror\u009B0m', 'error'],
    ['a title goes, ended by BEL', `${ESC}]0;my title\u0007npm test`, 'npm test'],
    ['a link keeps its words, ended by ST', `${ESC}]8;;https://example.org${ESC}\\here${ESC}]8;;${ESC}\\.`, 'here.'],
    ['marks of the shell go', `${ESC}]633;C\u0007out\r\n${ESC}]633;D;0\u0007`, 'out\n'],
    ['a device string goes', `a${ESC}Pq#0;2;0\nmore${ESC}\\b`, 'ab'],
    ['a title without an end takes its line only', `${ESC}]0;title\nnext`, '\nnext'],
    ['a cut sequence goes', `text${ESC}[3`, 'text'],
    ['a lone escape goes', `text${ESC}`, 'text'],
    ['character sets go', `${ESC}(Btext${ESC}=`, 'text'],
    ['line breaks are one character', 'a\r\nb\r\r\nc', 'a\nb\nc'],
    ['what was written over is gone', 'Downloading 10 %\rDownloading 100 %\ndone', 'Downloading 100 %\ndone'],
    ['what was not written over stays', '12345\rab', 'ab345'],
    ['an erased rest is gone', `Downloading 100 %\r${ESC}[Kdone`, 'done'],
    ['an erased line is gone', `Downloading${ESC}[2K\rdone`, 'done       '],
    ['backspaces step back', 'ab\b\bxy', 'xy'],
    ['a backspace stops at the beginning', '\b\bx', 'x'],
    ['tabs and other scripts stay', 'a\tbäöü 漢字 👍🏽', 'a\tbäöü 漢字 👍🏽'],
    ['other control characters go', 'a\u0000b\u0007c\u007Fd', 'abcd'],
  ];
  for (const [title, raw, text] of rows) it(title, () => assert.equal(terminalText(raw), text));

  /** Texts in which what matters is frequent. */
  const raw = fc
    .array(
      fc.oneof(
        fc.constantFrom(ESC, `${ESC}[`, `${ESC}]`, `${ESC}P`, `${ESC}\\`, '\u0007', '\u009B', '\u009C', '\u009D'),
        fc.constantFrom('\r', '\n', '\b', '\t', 'K', '2K', 'm', '0;1', ';', ' '),
        fc.string({ unit: 'binary', maxLength: 6 }),
      ),
    )
    .map((pieces) => pieces.join(''));

  it('never holds a control character but line breaks and tabs, and stays the same when it is gone through again', () => {
    fc.assert(
      fc.property(raw, (written) => {
        const text = terminalText(written);
        // oxlint-disable-next-line no-control-regex -- control characters are what it is about
        assert.doesNotMatch(text, /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/);
        assert.equal(terminalText(text), text);
      }),
    );
  });

  it('is any plain text as it is, whatever colours it has', () => {
    const plain = fc.string({ unit: 'grapheme' }).filter((text) => !/\p{Cc}/u.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(plain, fc.nat(255))), (pieces) => {
        const written = pieces.map(([text, colour]) => `${ESC}[38;5;${colour}m${text}${ESC}[0m`).join('\r\n');
        assert.equal(terminalText(written), pieces.map(([text]) => text).join('\n'));
      }),
    );
  });
});
