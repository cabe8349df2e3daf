import assert from 'node:assert/strict';
import { closingLine } from '../../../src/core/conversation/openBlock';

describe('what is still open at the end of a Markdown text', () => {
  const cases: readonly (readonly [what: string, markdown: string, closing: string | undefined])[] = [
    ['nothing in prose', 'One.\n\n- two\n- three\n\n> four', undefined],
    ['a fence', 'So:\n\n```ts\nconst a = 1;', '```'],
    ['nothing after a closed fence', '```ts\nconst a = 1;\n```\n', undefined],
    ['a longer fence, which a shorter one does not close', '````md\n```ts\n```\n', '````'],
    ['a fence of tildes, which backticks do not close', '~~~\n```\n', '~~~'],
    ['a second fence', '```\na\n```\n\n```\nb', '```'],
    ['a fence that a line with words does not close', '```\na\n``` js', '```'],
    ['nothing where backticks stand in a line', '``` not `a` fence', undefined],
    ['nothing in indented code', '    ```\n    a', undefined],
    ['a fence that may be in a list, indented as it is', 'a\n  ```js\n  b', '  ```'],
    ['nothing in a list, which ends at the next line', '- a\n\n  ```js\n  b', undefined],
    ['nothing in a numbered list', '1. ```js\n   b', undefined],
    ['nothing in a list in a list', '- a\n  - b\n    ```js\n    c', undefined],
    ['nothing in a quote', '> ```js\n> a', undefined],
    ['a fence that a list was left for', '- a\n\n```js\nb', '```'],
    ['a fence that begins where another was meant to end', '- ```js\n  a\n```\n', '```'],
    ['nothing where a quote ends its fence', '> ```js\n> a\n\nb', undefined],
    ['a comment', 'a\n\n<!-- b\n\nc', '-->'],
    ['nothing after a whole comment', '<!-- b -->\n\nc', undefined],
    ['a script', '<script>\n\na', '</script>'],
    ['nothing after a whole script', '<script>\na\n</script>', undefined],
    ['preformatted text', '<pre class="a">\n\nb', '</pre>'],
    ['a processing instruction', '<?php\n\necho 1;', '?>'],
    ['a declaration', '<!DOCTYPE html\n\n', '>'],
    ['character data', '<![CDATA[ a\n\n', ']]>'],
    ['nothing of HTML in a fence', '```html\n<!-- a\n```', undefined],
    ['nothing of a fence in a comment', '<!--\n```\n-->', undefined],
    ['a fence after the blank line that ends an element', '<div>\n```\n\n```\na', '```'],
    ['nothing where a tag alone on its line takes in a fence', '<b>\n```\n\na', undefined],
    ['a fence where such a tag goes on a paragraph', 'a\n<b>\n```\n\na', '```'],
    ['nothing in a list whose paragraph went on outside of it', '- a\nb\n  ```\n# c', undefined],
    ['a fence after a rule, which is no list', '* * *\n```\na', '```'],
    ['a fence after a Windows line break', '```\r\na\r\n```\r\n~~~\r\nb', '~~~'],
  ];
  for (const [what, markdown, closing] of cases) {
    it(`is ${what}`, () => {
      assert.equal(closingLine(markdown), closing);
    });
  }
});
