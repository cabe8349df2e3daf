import assert from 'node:assert/strict';
import { putInto } from '../../src/host/commit/messageBox';

/** Answers each message with the next of these. */
function reader(...answers: readonly (string | undefined)[]) {
  const told: { readonly sentence: string; readonly choices: readonly string[] }[] = [];
  return {
    told,
    tell: async (_weight: string, sentence: string, ...choices: readonly string[]) => {
      told.push({ sentence, choices });
      return answers[told.length - 1];
    },
  };
}

describe('the box of the commit message', () => {
  it('is filled without a word where it was empty and there is nothing to say', async () => {
    const box = { value: '' };
    const person = reader();
    await putInto(box, 'Add eggs', undefined, person);
    assert.equal(box.value, 'Add eggs');
    assert.deepEqual(person.told, []);
  });

  it('offers what else can be done beside the way back', async () => {
    const box = { value: 'wip' };
    const person = reader('Show');
    let shown = 0;
    const act = async (): Promise<void> => void (shown += 1);
    await putInto(box, 'Add eggs', 'Cut.', person, { label: 'Show', act });
    assert.deepEqual([box.value, shown, person.told[0]?.choices], ['Add eggs', 1, ['Undo', 'Show']]);
  });

  it('gives back exactly what stood there', async () => {
    const written = '  wip: eggs\r\n\n# not done \t';
    const box = { value: written };
    const person = reader('Undo');
    await putInto(box, 'Add eggs', 'By a model.', person);
    assert.equal(box.value, written);
    assert.deepEqual(person.told[0], { sentence: 'By a model.', choices: ['Undo'] });
  });

  it('keeps what was written after the message, when the message is undone', async () => {
    const box = { value: 'wip' };
    const person = reader('Undo', 'Undo');
    const { tell } = person;
    person.tell = async (...given) => {
      // The message is edited before it is undone.
      if (person.told.length === 0) box.value = 'Add eggs and ham';
      return tell(...given);
    };
    await putInto(box, 'Add eggs', 'By a model.', person);
    assert.equal(box.value, 'Add eggs and ham');
    assert.equal(person.told.length, 3);
  });

  it('offers nothing to undo where nothing was lost', async () => {
    const box = { value: '' };
    const person = reader();
    await putInto(box, 'Add eggs', 'Left out: a.lock.', person);
    assert.deepEqual(person.told, [{ sentence: 'Left out: a.lock.', choices: [] }]);
  });
});
