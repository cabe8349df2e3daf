// Runs in a page of its own: other ways to show the same answer, without colours and without a transcript around it.
import DOMPurify from 'dompurify';
import { marked } from 'marked';
import * as smd from 'streaming-markdown';

interface Way {
  /** Appends and shows. */
  append(text: string): void;
}

function createRoot(): HTMLElement {
  document.body.replaceChildren();
  const root = document.createElement('div');
  root.className = 'markdown';
  document.body.append(root);
  return root;
}

const ways: Record<string, () => Way> = {
  /** The whole text again: parsed, sanitised, replaced. */
  whole() {
    const root = createRoot();
    let source = '';
    return {
      append(text) {
        source += text;
        root.innerHTML = DOMPurify.sanitize(marked.parse(source, { async: false }));
      },
    };
  },

  /** As Streamdown does: the whole text cut into blocks, and each block whose text changed rendered anew from its text. */
  blocks() {
    const root = createRoot();
    const shown: string[] = [];
    let source = '';
    return {
      append(text) {
        source += text;
        for (const [index, token] of marked.lexer(source).entries()) {
          if (shown[index] === token.raw) continue;
          shown[index] = token.raw;
          const element = root.children[index] ?? root.appendChild(document.createElement('div'));
          element.innerHTML = DOMPurify.sanitize(marked.parse(token.raw, { async: false }));
        }
      },
    };
  },

  smd() {
    const parser = smd.parser(smd.default_renderer(createRoot()));
    return {
      append(text) {
        smd.parser_write(parser, text);
      },
    };
  },
};

let current: Way | undefined;

Object.assign(window, {
  begin(name: string) {
    current = ways[name]?.();
  },
  give(text: string) {
    current?.append(text);
  },
});
