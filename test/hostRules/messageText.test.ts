import assert from 'node:assert/strict';
import { labelText, messageText } from '../../src/host/messageText';

/** What the editor makes a link of in messages and in its status (`parseLinkedText` of VS Code 1.139). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

describe('what others say in a message of the editor', () => {
  for (const said of [
    'The service said: “[Fix it](command:workbench.action.terminal.new)” (status 500).',
    'In [a](command:b "c").ts',
    'See [here](https://example.org/x) and [there](file:///etc/passwd).',
    '[[a](command:b)](command:c)',
  ]) {
    it(`makes no link: ${said}`, () => {
      assert.match(said, link);
      assert.doesNotMatch(messageText(said), link);
    });
  }

  it('makes no sign, and stays as it is without either', () => {
    assert.equal(messageText('$(error) a $$(b)'), '$ (error) a $$ (b)');
    assert.equal(labelText('^a$(b)[c](d)'), '^a$ (b)[c](d)');
    assert.equal(messageText('2 lines (of 3) [a] cost $1.'), '2 lines (of 3) [a] cost $1.');
  });
});
