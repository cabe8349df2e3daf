/** An example of GitHub's specification of its Markdown (version 0.29-gfm), with the HTML that it asks for. */
export interface GfmExample {
  readonly number: number;
  readonly markdown: string;
  readonly html: string;
}

/** Sections 4.10, tables, and 5.3, task list items. */
export const gfmExamples: readonly GfmExample[] = [
  {
    number: 198,
    markdown: '| foo | bar |\n| --- | --- |\n| baz | bim |\n',
    html: '<table><thead><tr><th>foo</th><th>bar</th></tr></thead><tbody><tr><td>baz</td><td>bim</td></tr></tbody></table>',
  },
  {
    number: 199,
    markdown: '| abc | defghi |\n:-: | -----------:\nbar | baz\n',
    html:
      '<table><thead><tr><th align="center">abc</th><th align="right">defghi</th></tr></thead>' +
      '<tbody><tr><td align="center">bar</td><td align="right">baz</td></tr></tbody></table>',
  },
  {
    number: 200,
    markdown: '| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |\n',
    html:
      '<table><thead><tr><th>f|oo</th></tr></thead>' +
      '<tbody><tr><td>b <code>|</code> az</td></tr><tr><td>b <strong>|</strong> im</td></tr></tbody></table>',
  },
  {
    number: 201,
    markdown: '| abc | def |\n| --- | --- |\n| bar | baz |\n> bar\n',
    html:
      '<table><thead><tr><th>abc</th><th>def</th></tr></thead><tbody><tr><td>bar</td><td>baz</td></tr></tbody></table>' +
      '<blockquote><p>bar</p></blockquote>',
  },
  {
    number: 202,
    markdown: '| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar\n',
    html:
      '<table><thead><tr><th>abc</th><th>def</th></tr></thead>' +
      '<tbody><tr><td>bar</td><td>baz</td></tr><tr><td>bar</td><td></td></tr></tbody></table><p>bar</p>',
  },
  { number: 203, markdown: '| abc | def |\n| --- |\n| bar |\n', html: '<p>| abc | def |\n| --- |\n| bar |</p>' },
  {
    number: 204,
    markdown: '| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |\n',
    html:
      '<table><thead><tr><th>abc</th><th>def</th></tr></thead>' +
      '<tbody><tr><td>bar</td><td></td></tr><tr><td>bar</td><td>baz</td></tr></tbody></table>',
  },
  {
    number: 205,
    markdown: '| abc | def |\n| --- | --- |\n',
    html: '<table><thead><tr><th>abc</th><th>def</th></tr></thead></table>',
  },
  {
    number: 279,
    markdown: '- [ ] foo\n- [x] bar\n',
    html:
      '<ul><li><input disabled="" type="checkbox"> foo</li>' +
      '<li><input checked="" disabled="" type="checkbox"> bar</li></ul>',
  },
  {
    number: 280,
    markdown: '- [x] foo\n  - [ ] bar\n  - [x] baz\n- [ ] bim\n',
    html:
      '<ul><li><input checked="" disabled="" type="checkbox"> foo' +
      '<ul><li><input disabled="" type="checkbox"> bar</li><li><input checked="" disabled="" type="checkbox"> baz</li></ul></li>' +
      '<li><input disabled="" type="checkbox"> bim</li></ul>',
  },
];
