/** Earlier questions for the arrow keys. Recalled text that was changed is text like any other. */
export class Recall {
  #entries: readonly string[] = [];
  /** −1: what was typed. */
  #at = -1;
  #typed = '';

  /**
   * @param text what is in the box.
   * @param entries newest first.
   * @returns the question before, or undefined where there is none, or where the text is the user's own.
   */
  earlier(text: string, entries: () => readonly string[]): string | undefined {
    if (!this.#recalled(text)) {
      if (text.trim() !== '') return undefined;
      this.#typed = text;
      this.#entries = entries();
      this.#at = -1;
    }
    const entry = this.#entries[this.#at + 1];
    if (entry !== undefined) this.#at++;
    return entry;
  }

  /** @returns the question after, and in the end what was typed before. */
  later(text: string): string | undefined {
    if (!this.#recalled(text)) return undefined;
    this.#at--;
    return this.#entries[this.#at] ?? this.#typed;
  }

  #recalled(text: string): boolean {
    return this.#entries[this.#at] === text;
  }
}

/**
 * Whether two places of the box's text stand on one line as it is shown, wrapping counted. A text area does not tell,
 * so a copy of it is laid out for a moment.
 */
export function onOneLine(box: HTMLTextAreaElement, from: number, to: number): boolean {
  const text = box.value;
  if (text.slice(from, to).includes('\n')) return false;
  const copy = document.createElement('div');
  copy.className = 'box-copy';
  copy.style.width = `${box.clientWidth}px`;
  // The end of the text, too, is before something.
  const node = document.createTextNode(`${text}\u200B`);
  copy.append(node);
  box.after(copy);
  const range = document.createRange();
  const topOf = (at: number): number | undefined => {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getClientRects()[0]?.top;
  };
  const same = topOf(from) === topOf(to);
  copy.remove();
  return same;
}
