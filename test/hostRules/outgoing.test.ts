import assert from 'node:assert/strict';
import type { FilePart, Message } from '../../src/core/conversation/message';
import type { FileVerdict } from '../../src/core/privacy/questions';
import {
  Outgoing,
  type OutgoingFacts,
  type OutgoingParts,
  type ReadAttachment,
  judged,
  outgoingView,
  partsThatGo,
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
const env = part('.env', { file: { name: '.env', how: 'selected' }, startLine: 3 });
const go: FileVerdict = { may: 'go' };
const kept: FileVerdict = { may: 'not', rule: '.gitignore: dist/' };
const nothing: Preview = { bytes: 400, replaced: [], lost: 0, files: [] };
const facts: OutgoingFacts = { attachments: [], preview: nothing, earlier: 0, scrubs: true };
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
      next: () => ({ messages: [{ role: 'user', content: draft }], earlier: 0 }),
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
