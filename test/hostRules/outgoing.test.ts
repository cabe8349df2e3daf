import assert from 'node:assert/strict';
import type { FilePart, ImagePart, Message } from '../../src/core/conversation/message';
import type { FileVerdict } from '../../src/core/privacy/questions';
import {
  Outgoing,
  type OutgoingFacts,
  type OutgoingParts,
  type ReadAttachment,
  judged,
  outgoingView,
  partText,
  partsThatGo,
  tokensView,
  withheld,
} from '../../src/host/chat/outgoing';
import type { Preview } from '../../src/host/privacy/privacyDesk';

function part(name: string, rest: Partial<FilePart> = {}): FilePart {
  const file = { name, how: 'attached' } as const;
  return { type: 'file', file, text: 'one\ntwo', languageId: 'typescript', startLine: 1, ...rest };
}

function attachment(id: string, of: FilePart): ReadAttachment {
  return { id, file: of.file, part: of };
}

const app = part('src/app.ts');
const env = part('.env', { file: { name: '.env', uri: 'file:///w/.env', how: 'selected' }, startLine: 3 });
const go: FileVerdict = { may: 'go' };
const kept: FileVerdict = { may: 'not', rule: '.gitignore: dist/' };
const nothing: Preview = { bytes: 400, replaced: [], lost: 0, files: [] };
const facts: OutgoingFacts = { attachments: [], preview: nothing, earlier: 0, scrubs: true, tokens: undefined };
const view = (change: Partial<OutgoingFacts>) => outgoingView({ ...facts, ...change });

describe('what goes with the next question', () => {
  it('is not spoken of where only the question goes', () => {
    assert.equal(view({}), undefined);
  });

  it('is said in one line', () => {
    const preview: Preview = {
      bytes: 12_288,
      replaced: [
        { placeholder: 'SECRET_GITHUB_TOKEN_AAAAAA', kind: 'GITHUB_TOKEN', times: 3 },
        { placeholder: 'SECRET_GITHUB_TOKEN_BBBBBB', kind: 'GITHUB_TOKEN', times: 1 },
        { placeholder: 'SECRET_PRIVATE_KEY_CCCCCC', kind: 'PRIVATE_KEY', times: 1 },
      ],
      lost: 0,
      files: [{ part: app, bytes: 1229, lines: 340 }],
    };
    const attachments = [{ ...attachment('a', app), verdict: go }];
    assert.deepEqual(view({ preview, attachments, earlier: 4 }), {
      line: '1 file · 340 lines · 12 KB · 3 secrets replaced · with 4 earlier answers',
      files: [{ id: 'a', name: 'src/app.ts', detail: '340 lines · 1.2 KB' }],
      replaced: ['2 × GitHub token', '1 × private key'],
    });
  });

  it('counts a file once that goes again with an earlier question', () => {
    const files = [app, part('src/app.ts'), env].map((one) => ({ part: one, bytes: 7, lines: 2 }));
    assert.match(view({ preview: { ...nothing, files } })?.line ?? '', /^2 files · 6 lines · 400 B$/);
  });

  it('says that earlier answers go along', () => {
    assert.equal(view({ earlier: 1 })?.line, '400 B · with 1 earlier answer');
  });

  it('names the lines of a selection, and says where it is asked first', () => {
    const attachments = [{ ...attachment('a', env), verdict: { may: 'ifAsked', rule: '.env*' } as const }];
    assert.deepEqual(view({ attachments })?.files, [{ id: 'a', name: '.env', detail: 'lines 3–4 · 7 B · asks first' }]);
  });

  it('keeps in the turn what stayed here, and why', () => {
    const file = { name: '.env', how: 'attached' } as const;
    const sent = part('a.ts');
    assert.deepEqual(
      withheld([
        { id: '1', file, verdict: { may: 'not', rule: 'file that holds secrets: .env' } },
        { id: '2', file: sent.file, part: sent, verdict: { may: 'go' } },
        { id: '3', file: { ...file, name: 'b.bin' }, problem: 'not a text', verdict: { may: 'go' } },
      ]),
      ['.env: file that holds secrets: .env', 'b.bin: not a text'],
    );
  });

  it('says why something does not go', () => {
    const unread: ReadAttachment = { id: 'b', file: { name: 'a.png', how: 'attached' }, problem: 'It is not text.' };
    const attachments = [
      { ...attachment('a', app), verdict: kept },
      { ...unread, verdict: go },
    ];
    assert.deepEqual(view({ attachments })?.files, [
      { id: 'a', name: 'src/app.ts', detail: '', problem: 'Does not go: .gitignore: dist/' },
      { id: 'b', name: 'a.png', detail: '', problem: 'It is not text.' },
    ]);
  });

  it('warns where replacing is off, and where values are gone', () => {
    assert.match(view({ scrubs: false })?.warning ?? '', /switched off/);
    assert.equal(
      view({ preview: { ...nothing, lost: 2 } })?.warning,
      '2 placeholders stand for values of an earlier session; the model gets only them.',
    );
    assert.match(view({ preview: { ...nothing, lost: 1 } })?.warning ?? '', /^1 placeholder stands for a value/);
  });

  it('is what can be read and may leave, and nothing without a verdict', async () => {
    const unread: ReadAttachment = { id: 'c', file: { name: 'a.png', how: 'attached' }, problem: 'It is not text.' };
    const attachments = [attachment('a', app), attachment('b', env), unread, attachment('d', part('late.ts'))];
    const verdicts: readonly FileVerdict[] = [kept, { may: 'ifAsked', rule: '.env*' }, go];
    assert.deepEqual(partsThatGo(await judged(attachments, { check: async () => verdicts })), [env]);
  });
});

describe('what is attached as one', () => {
  const group = { name: 'src/', ignored: 2, leftOut: '3 files left out: more does not fit' };
  const files = [part('src/a.ts'), part('src/b.ts', { text: 'one' }), part('src/late.ts')];
  const read = files.map((of): ReadAttachment => ({ ...attachment('g', of), group }));
  const judging = (...verdicts: readonly FileVerdict[]) => judged(read, { check: async () => verdicts });

  it('has one chip, which says what goes and what stays here', async () => {
    const attachments = await judging(go, go, kept);
    const detail = '2 files · 3 lines · 10 B · 3 files ignored · 3 files left out: more does not fit';
    assert.deepEqual(view({ attachments })?.files, [{ id: 'g', name: 'src/', detail }]);
    assert.deepEqual(partsThatGo(attachments), files.slice(0, 2));
    assert.deepEqual(withheld(attachments), ['src/: 3 files ignored · 3 files left out: more does not fit']);
  });

  it('is never asked about file by file', async () => {
    assert.deepEqual(partsThatGo(await judging({ may: 'ifAsked', rule: '.env*' }, go, go)), files.slice(1));
  });

  it('says why nothing of it goes', async () => {
    assert.deepEqual(view({ attachments: await judging(kept, kept, kept) })?.files, [
      { id: 'g', name: 'src/', detail: '', problem: 'Does not go: .gitignore: dist/' },
    ]);
    const problem = 'There are no text files in it.';
    const empty: ReadAttachment = {
      id: 'g',
      file: { name: 'src/', how: 'selected' },
      problem,
      group: { name: 'src/', ignored: 0 },
    };
    const attachments = await judged([empty], { check: async () => [go] });
    assert.deepEqual(view({ attachments })?.files, [{ id: 'g', name: 'src/', detail: '', problem }]);
    assert.deepEqual(withheld(attachments), [`src/: ${problem}`]);
  });
});

describe('a picture that is attached', () => {
  // Six bytes.
  const picture: ImagePart = {
    type: 'image',
    name: 'screen.png',
    mediaType: 'image/png',
    data: 'aGVsbG8h',
    width: 1024,
    height: 768,
  };
  const file = { name: 'media/screen.png', uri: 'file:///w/media/screen.png', how: 'attached' } as const;

  it('tells its size and is counted', () => {
    const attachments = [{ id: 'p', file, part: picture, verdict: go }];
    assert.deepEqual(view({ attachments }), {
      line: '1 picture · 400 B',
      files: [{ id: 'p', name: 'screen.png', picture: true, detail: '1024 × 768 · 6 B' }],
      replaced: [],
    });
    assert.equal(partText(picture), 'screen.png');
  });

  it('says why it does not go', () => {
    const problem = 'Does not go: nemotron-3-ultra cannot see pictures';
    const attachments = [{ id: 'p', file, problem, isPicture: true, verdict: go } as const];
    assert.deepEqual(view({ attachments })?.files, [
      { id: 'p', name: 'media/screen.png', picture: true, detail: '', problem },
    ]);
    assert.deepEqual(withheld(attachments), ['media/screen.png: nemotron-3-ultra cannot see pictures']);
    const ignored = [{ id: 'p', file, part: picture, verdict: kept }];
    assert.equal(view({ attachments: ignored })?.files[0]?.problem, 'Does not go: .gitignore: dist/');
    assert.deepEqual(partsThatGo(ignored), []);
  });
});

describe('a text without a file', () => {
  it('is named without line numbers, which would be those of nothing', () => {
    const text = part('notes.txt', { file: { name: 'notes.txt', how: 'selected' } });
    assert.equal(partText(text), 'notes.txt');
    const attachments = [{ ...attachment('t', text), verdict: go }];
    assert.deepEqual(view({ attachments })?.files, [{ id: 't', name: 'notes.txt', detail: '2 lines · 7 B' }]);
    assert.equal(
      partText(part('a.ts', { file: { name: 'a.ts', uri: 'file:///a.ts', how: 'selected' }, startLine: 3 })),
      'a.ts, lines 3–4',
    );
  });
});

describe('tokens against the window', () => {
  it('are told as an estimate, with the window where it is known', () => {
    assert.match(tokensView(10, undefined, 0).label, /^about \d+ tokens$/);
    const { label, level, note } = tokensView(1004, { contextLength: 262_144 }, 0);
    assert.match(label, /^about [\d.,\s’]+ of 262k tokens$/u);
    // Above a thousand they are told in tens.
    assert.match(label.replaceAll(/\D+/g, ' ').trim(), /^1 ?\d\d0 262$/);
    assert.deepEqual([level, note], ['normal', undefined]);
  });

  it('say what stays out because it does not fit', () => {
    assert.deepEqual(
      [1, 12]
        .map((leftOut) => tokensView(10, { contextLength: 8192 }, leftOut))
        .map(({ level, note }) => [level, note]),
      [
        ['near', '1 earlier answer does not fit and stays out'],
        ['near', '12 earlier answers do not fit and stay out'],
      ],
    );
  });

  it('warn where the question does not fit by itself', () => {
    assert.equal(tokensView(8004, { contextLength: 8192 }, 3).level, 'over');
    // Room for an answer is half of a small window, and never more than the model writes.
    assert.equal(tokensView(4300, { contextLength: 8000 }, 0).level, 'over');
    assert.equal(tokensView(4300, { contextLength: 8000, maxOutputTokens: 2000 }, 0).level, 'normal');
    assert.equal(tokensView(8004, undefined, 0).level, 'normal');
  });
});

describe('looking ahead', () => {
  /** Previews end when the test says so. */
  function bench() {
    const waiting: (() => void)[] = [];
    const asked: (readonly Message[])[] = [];
    let draft = '';
    let changes = 0;
    const errors: unknown[] = [];
    const state = {
      level: 'open',
      confidential: false,
      scrubs: true,
      restricted: false,
      problems: [],
      version: 1,
    } as const;
    const parts: OutgoingParts = {
      read: async () => [],
      next: () => ({
        messages: [{ role: 'user', content: draft }],
        tokens: 1,
        earlier: 0,
        leftOut: 0,
        model: undefined,
      }),
      desk: async () => ({
        state,
        check: async () => [],
        preview: async (messages) => {
          asked.push(messages);
          await new Promise<void>((resolve) => waiting.push(resolve));
          if (draft === 'bad') throw new Error('no');
          return { ...nothing, lost: draft.length };
        },
      }),
      changed: () => (changes += 1),
      failed: (error) => errors.push(error),
    };
    const outgoing = new Outgoing(parts);
    return {
      outgoing,
      asked,
      errors,
      changes: () => changes,
      type: (text: string) => {
        draft = text;
        outgoing.refresh();
      },
      /** Lets the preview under way end. */
      end: async () => {
        while (waiting.length === 0) await new Promise(setImmediate);
        waiting.shift()?.();
        await new Promise(setImmediate);
      },
    };
  }

  it('shows the newest only, one at a time', async () => {
    const { outgoing, asked, changes, type, end } = bench();
    type('a');
    await new Promise(setImmediate);
    type('ab');
    type('abc');
    await end();
    assert.equal(changes(), 0);
    await end();
    assert.match(outgoing.view?.warning ?? '', /^3 placeholders/);
    assert.deepEqual(
      asked.map(([message]) => message?.content),
      ['a', 'abc'],
    );
    assert.equal(changes(), 1);
  });

  it('tells nobody where nothing changed', async () => {
    const { changes, type, end } = bench();
    type('ab');
    await end();
    type('cd');
    await end();
    assert.equal(changes(), 1);
  });

  it('goes on after a failure', async () => {
    const { outgoing, errors, changes, type, end } = bench();
    type('ab');
    await end();
    type('bad');
    await end();
    assert.equal(errors.length, 1);
    assert.equal(changes(), 2);
    assert.match(outgoing.view?.warning ?? '', /cannot be worked out now/, 'what was shown before is still there');
    type('good');
    await end();
    assert.match(outgoing.view?.warning ?? '', /^4 placeholders/);
  });
});
