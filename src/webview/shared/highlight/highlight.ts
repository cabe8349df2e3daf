import hljs from 'highlight.js/lib/core';
import { languages } from './languages';

/** Collects what highlight.js finds as elements, so that no HTML text comes to be. */
class ElementEmitter {
  readonly root = document.createDocumentFragment();
  #open: (DocumentFragment | HTMLElement)[] = [this.root];

  get #top(): DocumentFragment | HTMLElement {
    return this.#open.at(-1) ?? this.root;
  }

  // highlight.js 11 declares the first pair of names and calls both.
  readonly openNode = (name: string): void => {
    this.startScope(name);
  };

  readonly closeNode = (): void => {
    this.endScope();
  };

  startScope(name: string): void {
    const span = document.createElement('span');
    const [first = name, second] = name.split('.');
    span.className = second === undefined ? `hl-${first}` : `hl-${first} hl-${first}-${second}`;
    this.#top.append(span);
    this.#open.push(span);
  }

  endScope(): void {
    if (this.#open.length > 1) this.#open.pop();
  }

  addText(text: string): void {
    if (text !== '') this.#top.append(text);
  }

  /** Markup inside markup, such as CSS in HTML. highlight.js hands back an emitter it made by this class. */
  __addSublanguage(emitter: unknown, language: string): void {
    if (!(emitter instanceof ElementEmitter)) return;
    const span = document.createElement('span');
    if (language !== '') span.className = `hl-language-${language}`;
    span.append(emitter.root);
    this.#top.append(span);
  }

  finalize(): void {
    this.#open = [this.root];
  }

  toHTML(): string {
    return '';
  }
}

for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);
hljs.registerAliases(['vue', 'svelte'], { languageName: 'xml' });
hljs.registerAliases(['toml', 'editorconfig', 'properties'], { languageName: 'ini' });
hljs.registerAliases(['jsonc', 'json5'], { languageName: 'json' });
hljs.configure({ __emitter: ElementEmitter });

/** Whether there is a grammar for the name that a code fence gives. */
export function isKnownLanguage(name: string): boolean {
  return name !== '' && hljs.getLanguage(name) !== undefined;
}

export interface Coloured {
  /** The code as text and spans. */
  readonly nodes: DocumentFragment;
  /** Whether what follows is coloured alike with or without this code before it: nothing is open at its end. */
  readonly isClosed: boolean;
}

/** Undefined where the code can only be shown plain. */
export function highlight(code: string, language: string): Coloured | undefined {
  if (!isKnownLanguage(language)) return undefined;
  const { _emitter: emitter, _top: top }: { readonly _emitter: unknown; readonly _top?: object } = hljs.highlight(
    code,
    {
      language,
      ignoreIllegals: true,
    },
  );
  // Where a grammar fails, the library hands out what it has; colours must never cost a character.
  if (!(emitter instanceof ElementEmitter) || emitter.root.textContent !== code) return undefined;
  return { nodes: emitter.root, isClosed: top !== undefined && !('parent' in top) };
}
