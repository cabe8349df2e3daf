const block = /[ \t\n]*(<\/?(?:p|ul|ol|li|blockquote|h\d|pre|table|thead|tbody|tr|td|th|hr|br)\b[^>]*>)[ \t\n]*/g;

function toAddress(href: string): string {
  // Percent-encoding is the writer's choice: the browser does it in the end.
  return URL.canParse(href) ? new URL(href).href : encodeURI(href).replaceAll('%25', '%');
}

function children(node: Node): string {
  return Array.from(node.childNodes, write).join('');
}

function writeLink(address: string, words: string): string {
  return `<a ${toAddress(address)}>${words}</a>`;
}

/** In code every character counts, but for the line end before its closing fence, which only HTML writes down. */
function writeCode(pre: Element, lastLineEnd: RegExp | string): string {
  const text = (pre.textContent ?? '').replace(lastLineEnd, '');
  const language = /language-(\S+)/.exec(pre.querySelector('code')?.className ?? '')?.[1] ?? '';
  return `<pre ${language}>${JSON.stringify(text).replaceAll(' ', '·').replaceAll('<', '‹')}</pre>`;
}

function write(node: Node): string {
  if (node instanceof Text) return node.data.replaceAll('<', '‹');
  if (!(node instanceof Element)) return '';
  const name = node.tagName.toLowerCase();
  if (node.matches('.code-block')) {
    const pre = node.querySelector('pre');
    const shown = node.querySelector('.code-language')?.textContent ?? '';
    return pre === null ? '' : writeCode(pre, '').replace('<pre >', shown === 'text' ? '<pre >' : `<pre ${shown}>`);
  }
  if (name === 'pre') return writeCode(node, /\n$/);
  if (node.matches('a, .not-a-link')) {
    const [ours] = node.getAttribute('title')?.split('\n') ?? [];
    return writeLink(
      node.matches('[data-theirs] *') ? (node.getAttribute('href') ?? '') : (ours ?? ''),
      children(node),
    );
  }
  if (name === 'img') {
    const source = node.getAttribute('src') ?? '';
    return writeLink(source, node.getAttribute('alt') || source);
  }
  if (name === 'span' || node.matches('.table-frame, .part, [data-root]')) return children(node);
  if (name === 'input') return node.hasAttribute('checked') ? '[x]' : '[ ]';
  const heading = /heading-(\d)/.exec(node.className)?.[1];
  const tag = heading === undefined ? name : `h${heading}`;
  const start = name === 'ol' ? ` ${node.getAttribute('start') ?? '1'}` : '';
  const align = /align-(\w+)/.exec(node.className)?.[1] ?? node.getAttribute('align') ?? '';
  return `<${tag}${start}${align}>${children(node)}</${tag}>`;
}

/** What a reader sees of a rendered answer, whoever rendered it: tags, addresses and words, without the page's own frame. */
export function normalise(root: Element): string {
  return (
    children(root)
      .replaceAll(block, '$1')
      .replaceAll(/[ \t\n]+/g, ' ')
      // Ours has a margin there.
      .replaceAll(/(<li>\[[ x]\]) /g, '$1')
      .trim()
  );
}
