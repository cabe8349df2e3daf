import type { MarkedToken, Token, Tokens } from 'marked';
import { decodeReferences } from './entities';
import { maxDepth, toMarked } from './lex';
import { toOpenableUrl } from './links';

function withChildren(tag: 'strong' | 'em' | 'del', tokens: readonly Token[], depth: number): HTMLElement {
  const element = document.createElement(tag);
  appendInline(element, tokens, depth + 1);
  return element;
}

/** As marked itself writes an address: percent-encoded, and never twice. */
function encoded(href: string): string {
  try {
    return encodeURI(href).replaceAll('%25', '%');
  } catch {
    return href;
  }
}

/** A link that may be opened; anything else keeps its words and shows where it would have led. */
function createLink({ href, title, autolink }: Pick<Tokens.Link, 'href' | 'title' | 'autolink'>): HTMLElement {
  const address = encoded(autolink === true ? href : decodeReferences(href));
  const url = toOpenableUrl(address);
  // The address comes first, as it will be opened, with a host in ASCII: a title can not push it out of sight.
  const target = url ?? address;
  const hint = typeof title === 'string' && title !== '' ? `${target}\n${decodeReferences(title)}` : target;
  if (url === undefined) {
    const words = document.createElement('span');
    words.className = 'not-a-link';
    words.title = hint;
    return words;
  }
  const link = document.createElement('a');
  link.href = url;
  link.title = hint;
  return link;
}

/** A picture in a link, such as a badge, keeps its words: a click on a link leads where that link says. */
function unlinkWithin(link: HTMLElement): void {
  for (const inner of link.querySelectorAll('a')) {
    const words = document.createElement('span');
    words.className = inner.className;
    words.append(...inner.childNodes);
    inner.replaceWith(words);
  }
}

function createCheckbox(token: Tokens.Checkbox): HTMLElement {
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.disabled = true;
  box.defaultChecked = token.checked;
  box.setAttribute('aria-label', token.checked ? 'done' : 'not done');
  return box;
}

function toText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if ('tokens' in token && token.tokens !== undefined) return toText(token.tokens);
      if (token.type === 'br') return ' ';
      return 'text' in token && typeof token.text === 'string' ? decodeReferences(token.text) : token.raw;
    })
    .join('');
}

/** A picture is not loaded, as its address could carry the conversation away: it is a link that says so (style sheet). */
function createImageLink(token: Tokens.Image): HTMLElement {
  const link = createLink(token);
  link.classList.add('image-link');
  const words = toText(token.tokens);
  link.textContent = words === '' ? token.href : words;
  return link;
}

function toInlineNode(token: MarkedToken, depth: number): Node | string {
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      return withChildren(token.type, token.tokens, depth);
    case 'codespan': {
      const code = document.createElement('code');
      code.textContent = token.text;
      return code;
    }
    case 'br':
      return document.createElement('br');
    case 'link': {
      const link = createLink(token);
      if (token.autolink === true) link.textContent = token.text;
      else appendInline(link, token.tokens, depth + 1);
      unlinkWithin(link);
      return link;
    }
    case 'image':
      return createImageLink(token);
    case 'checkbox':
      return createCheckbox(token);
    case 'html':
      // Models put line breaks into table cells this way; all other markup is shown as it is written.
      return /^<br\s*\/?>$/i.test(token.raw) ? document.createElement('br') : token.text;
    case 'text':
      if (token.tokens !== undefined && token.tokens.length > 0) {
        const words = document.createElement('span');
        appendInline(words, token.tokens, depth + 1);
        return words;
      }
      return token.escaped === true ? token.text : decodeReferences(token.text);
    case 'escape':
      return token.text;
    case 'blockquote':
    case 'code':
    case 'def':
    case 'heading':
    case 'hr':
    case 'list':
    case 'list_item':
    case 'paragraph':
    case 'space':
    case 'table':
    default:
      // None of these stands inside a line.
      return token.raw;
  }
}

/** Puts what stands inside a line into the element. */
export function appendInline(parent: HTMLElement, tokens: readonly Token[], depth = 0): void {
  for (const token of tokens) {
    parent.append(depth >= maxDepth ? token.raw : toInlineNode(toMarked(token), depth));
  }
}
