import type { SuggestionView } from '../../../protocol/messages';
import type { ChatSession } from '../session';
import { type Word, putWord, wordAt } from './word';

/** Lines moved by PageUp and PageDown. */
const page = 8;
/** Milliseconds without a new answer before a screen reader hears how many there are. */
const sayPause = 400;

/** The list of suggestions for the word at the caret. It opens by typing only, not by walking through the text. */
export class Suggesting {
  items: readonly SuggestionView[] = [];
  active = 0;
  #word: Word | undefined;
  /** The word for which Escape was pressed begins here. */
  #closed: number | undefined;
  /** The items are still those of an earlier query. */
  #stale = false;
  /** Enter was pressed while they were. */
  #takeFirst = false;
  #said: ReturnType<typeof setTimeout> | undefined;
  readonly #session: ChatSession;
  readonly #box: () => HTMLTextAreaElement | null;
  readonly #redraw: () => void;

  constructor(session: ChatSession, box: () => HTMLTextAreaElement | null, redraw: () => void) {
    this.#session = session;
    this.#box = box;
    this.#redraw = redraw;
  }

  /** After each change of the text. */
  typed(): void {
    const word = this.#atCaret();
    if (word?.start !== this.#closed) this.#closed = undefined;
    this.#takeFirst = false;
    if (word === undefined || this.#closed !== undefined) {
      this.close();
      return;
    }
    this.#word = word;
    this.#stale = true;
    this.#session.suggest(word.trigger, word.query, (items) => {
      this.#show(items);
    });
  }

  /** After each change of the selection: outside the word there is nothing to choose. */
  moved(): void {
    if (this.#word === undefined) return;
    const word = this.#atCaret();
    if (word?.start !== this.#word.start) this.close();
    else if (word.query !== this.#word.query) this.typed();
  }

  close(): void {
    const wasOpen = this.items.length > 0;
    this.#word = undefined;
    this.items = [];
    this.#session.forgetSuggestions();
    clearTimeout(this.#said);
    if (wasOpen) this.#redraw();
  }

  take(item: SuggestionView): void {
    const box = this.#box();
    const word = this.#word;
    if (box === null || word === undefined) return;
    this.close();
    putWord(box, word, item);
    this.#session.post({ type: 'choose', id: item.id });
  }

  /** @returns whether the key was for the list. */
  press({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
    const last = this.items.length - 1;
    if (last < 0 || shiftKey || ctrlKey || altKey || metaKey) return false;
    switch (key) {
      case 'ArrowDown':
        return this.#activate(this.active === last ? 0 : this.active + 1);
      case 'ArrowUp':
        return this.#activate(this.active === 0 ? last : this.active - 1);
      case 'PageDown':
        return this.#activate(Math.min(last, this.active + page));
      case 'PageUp':
        return this.#activate(Math.max(0, this.active - page));
      case 'Home':
        return this.#activate(0);
      case 'End':
        return this.#activate(last);
      case 'Escape':
        this.#closed = this.#word?.start;
        this.close();
        return true;
      case 'Enter':
      case 'Tab': {
        const item = this.items[this.active];
        if (key === 'Enter' && !this.#stale && item !== undefined && this.#isWhole(item)) {
          // A command that stands there whole is meant as it stands.
          this.close();
          this.#session.post({ type: 'choose', id: item.id });
          return false;
        }
        if (this.#stale) this.#takeFirst = true;
        else if (item !== undefined) this.take(item);
        return true;
      }
      default:
        return false;
    }
  }

  #isWhole({ kind, text }: SuggestionView): boolean {
    return kind === 'command' && this.#word !== undefined && text === `${this.#word.trigger}${this.#word.query}`;
  }

  #activate(index: number): true {
    this.active = index;
    this.#redraw();
    return true;
  }

  #show(items: readonly SuggestionView[]): void {
    this.items = items;
    this.active = 0;
    this.#stale = false;
    const [first] = items;
    if (this.#takeFirst && first !== undefined) {
      this.take(first);
      return;
    }
    this.#redraw();
    clearTimeout(this.#said);
    this.#said = setTimeout(() => {
      this.#session.say(items.length === 1 ? '1 suggestion' : `${items.length} suggestions`);
    }, sayPause);
  }

  #atCaret(): Word | undefined {
    const box = this.#box();
    // A selection is not a word that is being typed.
    if (box === null || box.selectionStart !== box.selectionEnd) return undefined;
    return wordAt(box.value, box.selectionStart);
  }
}
