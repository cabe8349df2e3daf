import assert from 'node:assert/strict';
import { questionView } from '../../src/host/privacy/questionText';
import { nemotron } from '../support/fakes';

const usual = { scrubs: true, hasFolder: true };

describe('the question before anything is sent', () => {
  it('says that nobody knows what happens, and what that counts as', () => {
    const question = { about: 'consent', policy: 'unknown', model: nemotron.id } as const;
    assert.deepEqual(questionView(question, usual), {
      sentence:
        'nemotron-3-ultra: it is not known what happens to what you send, so it counts as training on it. Send to such models?',
      once: 'Send this once',
      workspace: 'Always in this workspace',
      no: 'Do not send',
    });
  });

  it('never says that something is not trained on where that is not known', () => {
    const sentenceOf = (policy: 'keptNotTrained' | 'mayTrain' | 'unknown'): string =>
      questionView({ about: 'consent', policy, model: nemotron.id }, usual).sentence;
    assert.match(sentenceOf('keptNotTrained'), /does not train/);
    for (const policy of ['mayTrain', 'unknown'] as const) {
      assert.doesNotMatch(sentenceOf(policy), /not train/);
      assert.match(sentenceOf(policy), /train on|training on/);
    }
  });

  it('is about the window where there is no folder', () => {
    const question = { about: 'consent', policy: 'mayTrain', model: nemotron.id } as const;
    assert.equal(questionView(question, { ...usual, hasFolder: false }).workspace, 'Always in this window');
  });

  it('names the rule that keeps a file back, and can be answered for these lines only', () => {
    const file = { name: '.env.local', uri: 'file:///w/.env.local', how: 'selected' } as const;
    const question = { about: 'ignoredFile', file, rule: 'file that holds secrets: .env.*' } as const;
    assert.deepEqual(questionView(question, usual), {
      sentence:
        '“.env.local” never goes by itself (file that holds secrets: .env.*). Send the selected lines? Secrets in it are replaced.',
      once: 'Send these lines',
      no: 'Do not send',
    });
    assert.match(questionView(question, { ...usual, scrubs: false }).sentence, /Replacing secrets is switched off\.$/);
  });
});
