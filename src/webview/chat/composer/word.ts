import type { SuggestionView, Trigger } from '../../../protocol/messages';

/** A mention or a command while it is typed. */
export interface Word {
  readonly trigger: Trigger;
  readonly query: string;
  /** Where the trigger stands; the word ends at the caret. */
  readonly start: number;
  readonly end: number;
}

/** Longer ones name nothing. */
const longestQuery = 200;

/** The mention or command that ends at the caret: `@` or `#` where a word begins, `/` where the text begins. */
export function wordAt(text: string, caret: number): Word | undefined {
  const before = text.slice(0, caret);
  const found = /^(\/)([^\s/]*)$/.exec(before) ?? /(?<![^\s([{'"`])([@#])(\S*)$/.exec(before);
  const [whole = '', trigger, query = ''] = found ?? [];
  if ((trigger !== '@' && trigger !== '#' && trigger !== '/') || query.length > longestQuery) return undefined;
  return { trigger, query, start: caret - whole.length, end: caret };
}

/** Puts a suggestion in the place of the word, in a way that can be undone; the box hears of it like of typing. */
export function putWord(box: HTMLTextAreaElement, { start, end }: Word, { text, opens }: SuggestionView): void {
  const follows = /^[^\S\n]/.test(box.value.slice(end));
  replaceText(box, start, follows ? end + 1 : end, opens === true || text === '' ? text : `${text} `);
}

/** Like typing over a selection. */
export function replaceText(box: HTMLTextAreaElement, start: number, end: number, text: string): void {
  box.focus();
  box.setSelectionRange(start, end);
  // oxlint-disable-next-line typescript/no-deprecated -- the only way for which the browser's undo knows of the change
  document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
}
