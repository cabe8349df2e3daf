import assert from 'node:assert/strict';
import { type Turn, newTurn } from '../../../src/core/conversation/conversation';
import { createSealer } from '../../../src/core/conversation/sealed';
import { FakePrivacy } from '../../support/fakes';
import { picture } from '../../support/pictures';

const key = ['hidden', 'k3y7'].join('-');

function turn(rest: Partial<Turn>): Turn {
  return { ...newTurn('turn-1', 'Why?', 0), state: 'done', ...rest };
}

describe('a conversation as it is kept', () => {
  it('holds no secret in any of its texts', () => {
    const { scrubber } = new FakePrivacy();
    const file = { name: `${key}.ts`, uri: 'file:///w/a.ts', how: 'attached' } as const;
    const attachments = [{ type: 'file', file, text: `const a = '${key}';`, languageId: 'ts', startLine: 1 } as const];
    const failure = { kind: 'busy', status: 503, message: `cannot read ${key}` } as const;
    const texts = { question: `Why ${key}?`, answer: `Since ${key}.`, reasoning: `Hm, ${key}` };
    const sealed = createSealer(scrubber)([turn({ ...texts, attachments, failure })]);
    assert.ok(!JSON.stringify(sealed).includes(key), JSON.stringify(sealed));
    assert.equal(scrubber.restore(sealed[0]?.question ?? '').text, texts.question);
    assert.equal(sealed[0]?.attachments?.[0]?.file?.uri, file.uri, 'the rules about files need it');
  });

  it('holds none in the place of a file, in a refusal that names one, or in what a turn waits for', () => {
    const { scrubber } = new FakePrivacy();
    const file = { name: `${key}.env`, uri: `file:///w/${key}.env`, how: 'selected' } as const;
    const attachments = [{ type: 'file', file, text: 'A=1', languageId: 'ini', startLine: 1 } as const];
    const failure = { kind: 'ignoredFile', file: file.name, rule: `.gitignore: ${key}.env` } as const;
    const question = { about: 'ignoredFile', file, rule: '.gitignore: *.env' } as const;
    const turns = [
      turn({ state: 'failed', attachments, failure }),
      turn({ state: 'waiting', attachments, waiting: { why: 'question', question } }),
    ];
    const sealed = createSealer(scrubber)(turns);
    assert.ok(!JSON.stringify(sealed).includes(key), JSON.stringify(sealed));
    assert.match(sealed[0]?.attachments?.[0]?.file?.uri ?? '', /^file:\/\/\/w\/SECRET_\w+\.env$/);
  });

  it('keeps pictures as they are but for their names, without copying or reading them', () => {
    const { scrubber } = new FakePrivacy();
    const file = { name: `${key}.png`, uri: `file:///w/${key}.png`, how: 'attached' } as const;
    const pasted = { ...picture(`${key}.png`), data: key };
    const [sealed] = createSealer(scrubber)([turn({ attachments: [{ ...pasted, file }, pasted] })]);
    const [first, second] = sealed?.attachments ?? [];
    assert.match(JSON.stringify(first?.file), /"file:\/\/\/w\/SECRET_\w+\.png"/);
    assert.ok(first?.type === 'image' && second?.type === 'image');
    assert.deepEqual([first.data, second.data], [key, key]);
    assert.match(`${first.name} ${second.name}`, /^SECRET_(\w+)\.png SECRET_\1\.png$/);
    assert.equal(second.file, undefined);
  });

  it('holds no value that was found in a file, in an answer that is still being written', () => {
    const { scrubber } = new FakePrivacy();
    const value = 'swordfish';
    scrubber.alsoFind([
      (text) => {
        const at = text.indexOf(`pass=${value}`);
        return at === -1 ? [] : [{ start: at + 5, end: at + 5 + value.length, kind: 'PASSWORD' }];
      },
    ]);
    const file = { name: 'a.ini', how: 'attached' } as const;
    const attachments = [{ type: 'file', file, text: `pass=${value}`, languageId: 'ini', startLine: 1 } as const];
    const sealed = createSealer(scrubber)([turn({ state: 'streaming', attachments, answer: `It is ${value}` })]);
    assert.ok(!JSON.stringify(sealed).includes(value), JSON.stringify(sealed));
  });

  it('is sealed again when a value that stands in an earlier turn turns out to be secret', () => {
    const { scrubber } = new FakePrivacy();
    const seal = createSealer(scrubber);
    const earlier = turn({ question: 'What is swordfish?' });
    assert.equal(seal([earlier])[0]?.question, earlier.question);
    scrubber.alsoFind([
      (text) => {
        const start = text.indexOf('pass: swordfish');
        return start === -1 ? [] : [{ start: start + 6, end: start + 15, kind: 'PASSWORD' }];
      },
    ]);
    const later = turn({ id: 'turn-2', question: 'pass: swordfish' });
    const sealed = JSON.stringify(seal([earlier, later]));
    assert.ok(!sealed.includes('swordfish'), sealed);
  });

  it('remembers nothing of an answer that is still being written', () => {
    const { scrubber } = new FakePrivacy();
    const seal = createSealer(scrubber);
    for (const answer of ['Use hidden-k', 'Use hidden-k3y7', 'Use hidden-k3y7 there']) {
      const [sealed] = seal([turn({ state: 'streaming', answer })]);
      assert.ok(sealed !== undefined && !sealed.answer.includes('hidden'), sealed?.answer);
    }
    assert.equal(scrubber.known, 0);
  });

  it('is not gone through again while nothing changes', () => {
    const { scrubber } = new FakePrivacy();
    const seal = createSealer(scrubber);
    const turns = [turn({})];
    assert.equal(seal(turns)[0], seal(turns)[0]);
  });
});
