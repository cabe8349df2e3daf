import assert from 'node:assert/strict';
import { type ModelSettings, ladderProblems } from '../../src/host/models/settingsProblems';
import { catalogueOf, gemma, nemotron, paidNemotron } from '../support/fakes';

function problems(settings: Partial<ModelSettings>): readonly string[] {
  const catalogue = catalogueOf(nemotron, gemma, paidNemotron);
  return ladderProblems({ ladder: [], taskModels: new Map(), catalogue, paid: false, ...settings });
}

describe('models in the settings', () => {
  it('are fine when they are free and there', () => {
    assert.deepEqual(problems({ ladder: [gemma.id], taskModels: new Map([['explain', nemotron.id]]) }), []);
  });

  it('are refused in the ladder when they cost money, also with paid models on', () => {
    const sentence = `${paidNemotron.id} in tollfree.ladder is not free; the ladder never leads to a paid model.`;
    assert.deepEqual(problems({ ladder: [paidNemotron.id] }), [sentence]);
    assert.deepEqual(problems({ ladder: [paidNemotron.id], paid: true }), [sentence]);
  });

  it('are refused for a task when they cost money, unless paid models are on', () => {
    const taskModels = new Map([['explain', paidNemotron.id]] as const);
    assert.match(problems({ taskModels })[0] ?? '', /“explain”.*not free and is refused/);
    assert.deepEqual(problems({ taskModels, paid: true }), []);
  });

  it('are named when the catalogue does not have them', () => {
    assert.match(problems({ ladder: ['a/typo:free'] })[0] ?? '', /^a\/typo:free in tollfree.ladder is not in/);
    assert.match(problems({ taskModels: new Map([['chat', 'a/typo:free']]) })[0] ?? '', /“chat”.*not in the catalogue/);
  });

  it('of a server of the user are left alone: it may be off just now', () => {
    assert.deepEqual(problems({ ladder: ['@ollama/qwen3:8b'] }), []);
  });

  it('are not judged without a catalogue', () => {
    assert.deepEqual(problems({ ladder: [paidNemotron.id], catalogue: undefined }), []);
  });
});
