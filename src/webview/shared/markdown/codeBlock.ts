import checkIcon from '@vscode/codicons/src/icons/check.svg';
import copyIcon from '@vscode/codicons/src/icons/copy.svg';
import applyIcon from '@vscode/codicons/src/icons/diff.svg';
import insertIcon from '@vscode/codicons/src/icons/insert.svg';
import newFileIcon from '@vscode/codicons/src/icons/new-file.svg';
import runIcon from '@vscode/codicons/src/icons/terminal.svg';
import { highlight, isKnownLanguage } from '../highlight/highlight';
import { createIcon } from '../icons/drawing';
import { isShell, toCommands } from './shell';

/** What a reader can do with a block of code in an answer; the language is as its fence names it, or empty. */
export interface AnswerActions {
  copy(text: string): void;
  /** Puts it where the cursor is. */
  insert(text: string): void;
  /** Proposes it as a change of a file. */
  apply(text: string, language: string): void;
  newFile(text: string, language: string): void;
  /** Hands the commands, without prompts and what they printed, to a terminal. Only for languages of shells. */
  run(commands: string): void;
}

/** Longer code stays plain: colouring it would cost more than it helps. */
const maxLines = 2000;
const linesBetween = 10;
const millisecondsBetween = 100;
const confirmationTime = 1500;
/** Long code gets its colours in pieces of at least so many lines, which end at an empty line, or else have twice as many. */
const pieceLines = 100;
/** Milliseconds of colouring after which a task makes room for others. */
const longestTask = 8;

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** Where a piece of at least so many lines ends: the same however the text goes on, or undefined if it is too early to tell. */
function findPieceEnd(text: string, start: number, lines: number): number | undefined {
  let at = start;
  for (let line = 1; line <= 2 * lines; line++) {
    const end = text.indexOf('\n', at) + 1;
    if (end === 0) return undefined;
    if (line >= lines && end === at + 1) return end;
    at = end;
  }
  return at;
}

function createButton(label: string, icon: string, run: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'icon-button';
  button.title = label;
  button.setAttribute('aria-label', label);
  button.append(createIcon(icon));
  button.addEventListener('click', run);
  return button;
}

/** A block of code that can grow. Text is only ever appended; colours come when it closes, and now and then before. */
export class CodeBlock {
  readonly element = document.createElement('div');
  readonly language: string;
  readonly #code = document.createElement('code');
  /** The start of the code, up to this character, has its final colours. */
  #settled = 0;
  /** What has colours that the code after it may still change. */
  #unsettled: readonly ChildNode[] = [];
  /** The end of the code that has no colours yet. */
  #plain = document.createTextNode('');
  #text = '';
  #lines = 0;
  #linesColoured = 0;
  #lastColoured = 0;
  #pause = millisecondsBetween;
  #closed = false;

  constructor(info: string, actions: AnswerActions) {
    this.language = /^\S*/.exec(info)?.[0] ?? '';
    this.element.className = 'code-block';
    const head = document.createElement('div');
    head.className = 'code-head';
    const name = document.createElement('span');
    name.className = 'code-language';
    name.textContent = this.language === '' ? 'text' : this.language;
    const copy = createButton('Copy', copyIcon, () => {
      actions.copy(this.#text);
      confirm(copy);
    });
    head.append(
      name,
      copy,
      createButton('Insert at Cursor', insertIcon, () => {
        actions.insert(this.#text);
      }),
      createButton('Apply to File…', applyIcon, () => {
        actions.apply(this.#text, this.language);
      }),
      createButton('New File', newFileIcon, () => {
        actions.newFile(this.#text, this.language);
      }),
    );
    if (isShell(this.language)) {
      head.append(
        createButton('Run in Terminal…', runIcon, () => {
          actions.run(toCommands(this.#text));
        }),
      );
    }
    const pre = document.createElement('pre');
    pre.dir = 'ltr';
    // It scrolls sideways, also by keyboard.
    pre.tabIndex = 0;
    if (isKnownLanguage(this.language)) this.#code.className = `language-${this.language}`;
    this.#code.append(this.#plain);
    pre.append(this.#code);
    this.element.append(head, pre);
  }

  get text(): string {
    return this.#text;
  }

  /** @param complete whether nothing more will come. */
  setText(text: string, complete: boolean): void {
    if (text.startsWith(this.#text)) {
      this.#add(text.slice(this.#text.length));
    } else {
      this.#text = '';
      this.#lines = 0;
      this.#linesColoured = 0;
      this.#settled = 0;
      this.#unsettled = [];
      this.#plain = document.createTextNode('');
      this.#code.replaceChildren(this.#plain);
      this.#add(text);
    }
    if (complete) this.close();
    else this.#colourIfDue();
  }

  append(text: string): void {
    this.#add(text);
    this.#colourIfDue();
  }

  #add(text: string): void {
    if (text === '') return;
    this.#closed = false;
    this.#text += text;
    this.#lines += countLines(text);
    this.#plain.appendData(text);
  }

  #colourIfDue(): void {
    const due = this.#lines - this.#linesColoured >= linesBetween && this.#lines < maxLines;
    if (due && performance.now() - this.#lastColoured >= this.#pause) this.#colour(this.#text.lastIndexOf('\n') + 1);
  }

  /** Nothing more will come: the colours can be final. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#lines < maxLines) this.#finishColours();
  }

  readonly #finishColours = (): void => {
    if (this.#closed && !this.#colour(this.#text.length)) setTimeout(this.#finishColours);
  };

  /** Gives colours to the code up to this character. @returns false if time ran out before. */
  #colour(end: number): boolean {
    const started = performance.now();
    const fresh = document.createDocumentFragment();
    const spent = (): number => performance.now() - started;
    let settled = this.#settled;
    let lines = pieceLines;
    let to = findPieceEnd(this.#text, settled, lines);
    while (to !== undefined && to <= end && spent() < longestTask) {
      const coloured = highlight(this.#text.slice(settled, to), this.language);
      if (coloured === undefined) return true;
      if (coloured.isClosed) {
        fresh.append(coloured.nodes);
        settled = to;
        lines = pieceLines;
      } else {
        // A comment that goes on, say: together with more of the code it can be coloured for good.
        lines *= 2;
      }
      to = findPieceEnd(this.#text, settled, lines);
    }
    const isWhole = to === undefined || to > end;
    const rest = isWhole ? highlight(this.#text.slice(settled, end), this.language) : undefined;
    if (isWhole && rest === undefined) return true;
    for (const node of this.#unsettled) node.remove();
    this.#unsettled = [...(rest?.nodes.childNodes ?? [])];
    fresh.append(...this.#unsettled);
    this.#settled = settled;
    this.#linesColoured = this.#lines;
    const plain = document.createTextNode(this.#text.slice(isWhole ? end : settled));
    this.#plain.replaceWith(fresh, plain);
    this.#plain = plain;
    this.#lastColoured = performance.now();
    // A long block may take at most a tenth of the time.
    this.#pause = Math.max(millisecondsBetween, 10 * spent());
    return isWhole;
  }
}

function confirm(button: HTMLButtonElement): void {
  button.replaceChildren(createIcon(checkIcon));
  button.title = 'Copied';
  setTimeout(() => {
    button.replaceChildren(createIcon(copyIcon));
    button.title = 'Copy';
  }, confirmationTime);
}
