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

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
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

  setText(text: string): void {
    if (text.startsWith(this.#text)) {
      this.append(text.slice(this.#text.length));
      return;
    }
    this.#text = '';
    this.#lines = 0;
    this.#linesColoured = 0;
    this.#plain = document.createTextNode('');
    this.#code.replaceChildren(this.#plain);
    this.append(text);
  }

  append(text: string): void {
    if (text === '') return;
    this.#closed = false;
    this.#text += text;
    this.#lines += countLines(text);
    this.#plain.appendData(text);
    const due = this.#lines - this.#linesColoured >= linesBetween && this.#lines < maxLines;
    if (due && performance.now() - this.#lastColoured >= this.#pause) this.#colour(this.#text.lastIndexOf('\n') + 1);
  }

  /** Nothing more will come: the colours can be final. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#lines < maxLines) this.#colour(this.#text.length);
  }

  #colour(end: number): void {
    const started = performance.now();
    const coloured = highlight(this.#text.slice(0, end), this.language);
    this.#linesColoured = this.#lines;
    if (coloured === undefined) return;
    this.#plain = document.createTextNode(this.#text.slice(end));
    this.#code.replaceChildren(coloured, this.#plain);
    this.#lastColoured = performance.now();
    // A long block may take at most a tenth of the time.
    this.#pause = Math.max(millisecondsBetween, 10 * (this.#lastColoured - started));
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
