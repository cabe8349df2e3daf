import type { MarkedToken, Token, Tokens } from 'marked';
import { type AnswerActions, CodeBlock } from './codeBlock';
import { decodeReferences } from './entities';
import { appendInline } from './inline';
import { isSilent, toMarked } from './lex';
import { mayHaveMath } from './math';

/** A block and what shows it, so that the next version of the block can change only what differs. */
export interface Mounted {
  token: Token;
  readonly element: HTMLElement;
  readonly code?: CodeBlock;
  /** Of a list its items, of an item or a quote its blocks. */
  children?: Mounted[];
}

/** Below the page's own heading, so that a page has one of the first level. */
const headingOffset = 1;

/**
 * Brings blocks from one version of the tokens to the next.
 * @param toParent what a block with this index is appended to.
 */
export function patch(
  toParent: (index: number) => HTMLElement,
  mounted: readonly Mounted[],
  tokens: readonly Token[],
  actions: AnswerActions,
  isTop = true,
): Mounted[] {
  const shown = tokens.filter((token) => !isSilent(token));
  const next = shown.map((token, index) => {
    const old = mounted[index];
    if (old !== undefined && update(old, token, actions)) return old;
    const fresh = create(toMarked(token), actions);
    // Each block of an answer finds its own direction, so that an answer may mix scripts.
    if (isTop && fresh.code === undefined) fresh.element.dir = 'auto';
    if (old === undefined) toParent(index).append(fresh.element);
    else old.element.replaceWith(fresh.element);
    return fresh;
  });
  for (const old of mounted.slice(shown.length)) old.element.remove();
  return next;
}

/** Marks code in these blocks as complete, so that it gets its final colours. */
export function close(mounted: readonly Mounted[]): void {
  for (const { code, children } of mounted) {
    code?.close();
    if (children !== undefined) close(children);
  }
}

function update(old: Mounted, next: Token, actions: AnswerActions): boolean {
  const token = toMarked(next);
  const before = toMarked(old.token);
  if (before.type !== token.type) return false;
  if (token.type === 'code' && before.type === 'code') {
    if ((token.lang ?? '') !== (before.lang ?? '') || old.code === undefined) return false;
    showCode(old.code, token);
  } else if (token.type === 'list' && before.type === 'list') {
    if (token.ordered !== before.ordered || token.start !== before.start || token.loose !== before.loose) return false;
    old.children = patch(() => old.element, old.children ?? [], token.items, actions, false);
  } else if (
    (token.type === 'blockquote' && before.type === 'blockquote') ||
    (token.type === 'list_item' && before.type === 'list_item' && token.task === before.task)
  ) {
    old.children = patch(() => old.element, old.children ?? [], token.tokens, actions, false);
  } else if (!isSame(before, token)) {
    return false;
  }
  old.token = token;
  return true;
}

/** A link whose definition came later, or a formula that was not closed, has the same text as before, but is another token. */
function isSame(before: Token, token: Token): boolean {
  if (before.raw !== token.raw) return false;
  return !(token.raw.includes('[') || mayHaveMath(token.raw)) || JSON.stringify(before) === JSON.stringify(token);
}

function create(token: MarkedToken, actions: AnswerActions): Mounted {
  switch (token.type) {
    case 'code': {
      const code = new CodeBlock(decodeReferences(token.lang ?? ''), actions);
      showCode(code, token);
      return { token, element: code.element, code };
    }
    case 'list': {
      const element = document.createElement(token.ordered ? 'ol' : 'ul');
      if (element instanceof HTMLOListElement && token.start !== 1 && token.start !== '') element.start = token.start;
      return { token, element, children: patch(() => element, [], token.items, actions, false) };
    }
    case 'list_item': {
      const element = document.createElement('li');
      if (token.task) element.className = 'task';
      return { token, element, children: patch(() => element, [], token.tokens, actions, false) };
    }
    case 'blockquote': {
      const element = document.createElement('blockquote');
      return { token, element, children: patch(() => element, [], token.tokens, actions, false) };
    }
    case 'heading': {
      const element = document.createElement(`h${Math.min(token.depth + headingOffset, 6)}`);
      element.className = `heading-${token.depth}`;
      return withInline(token, element, token.tokens);
    }
    case 'paragraph':
      return withInline(token, document.createElement('p'), token.tokens);
    case 'text':
      return withInline(token, document.createElement('span'), token.tokens ?? [{ ...token, tokens: [] }]);
    case 'checkbox':
      return withInline(token, document.createElement('span'), [token]);
    case 'table':
      return { token, element: createTable(token) };
    case 'hr':
      return { token, element: document.createElement('hr') };
    case 'html':
      return { token, element: plain(token.text.trimEnd()) };
    case 'br':
    case 'codespan':
    case 'def':
    case 'del':
    case 'em':
    case 'escape':
    case 'image':
    case 'link':
    case 'space':
    case 'strong':
    default:
      // None of these is a visible block.
      return { token, element: plain(token.raw) };
  }
}

function withInline(token: Token, element: HTMLElement, tokens: readonly Token[]): Mounted {
  appendInline(element, tokens);
  return { token, element };
}

/** Text shown as it was written, line by line. */
export function plain(text: string): HTMLElement {
  const element = document.createElement('p');
  element.className = 'as-written';
  element.textContent = text;
  return element;
}

function createTable({ header, rows }: Tokens.Table): HTMLElement {
  const table = document.createElement('table');
  const head = table.createTHead().insertRow();
  for (const cell of header) head.append(createCell('th', cell));
  const body = rows.length === 0 ? undefined : table.createTBody();
  for (const row of rows) {
    const line = body?.insertRow() ?? head;
    for (const cell of row) line.append(createCell('td', cell));
  }
  const frame = document.createElement('div');
  frame.className = 'table-frame';
  // It scrolls sideways, also by keyboard.
  frame.tabIndex = 0;
  frame.append(table);
  return frame;
}

function createCell(tag: 'th' | 'td', cell: Tokens.TableCell): HTMLElement {
  const element = document.createElement(tag);
  if (cell.align !== null) element.className = `align-${cell.align}`;
  appendInline(element, cell.tokens);
  return element;
}

/** Where a fenced block begins: its indentation, its fence and what is written beside it. */
export const fenceStart = /^( {0,3})(`{3,}|~{3,})([^\n]*)/;

/** The line that ends a block opened with this fence; as loose as the lexer's own rule. */
export function fenceEnd(fence: string): RegExp {
  return new RegExp(`^ {0,3}${fence}[~\`]* *$`);
}

function isClosed(token: Tokens.Code): boolean {
  const fence = fenceStart.exec(token.raw)?.[2];
  const lines = token.raw.trimEnd().split('\n');
  return fence !== undefined && lines.length > 1 && fenceEnd(fence).test(lines.at(-1) ?? '');
}

function showCode(code: CodeBlock, token: Tokens.Code): void {
  code.setText(token.text.replace(/\n$/, ''), isClosed(token));
}
