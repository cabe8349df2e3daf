/** The lines of a text, counted from 0, and where they stand in it. */
export class TextLines {
  private readonly text: string;
  private readonly starts: readonly number[];

  constructor(text: string) {
    this.text = text;
    const breaks = text.matchAll(/\r\n|\r|\n/g);
    this.starts = [0, ...Array.from(breaks, ({ 0: { length }, index }) => index + length)];
  }

  get count(): number {
    return this.starts.length;
  }

  /** The line that an offset is in. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Never beyond the text. */
  offsetOf(line: number, character: number): number {
    return Math.min((this.starts[line] ?? this.text.length) + character, this.text.length);
  }

  /** Lines `first` to `last` without the last line break; as far as there are so many. */
  textOf(first: number, last: number): string {
    const end = last + 1 < this.starts.length ? this.starts[last + 1] : undefined;
    return this.text.slice(this.starts[first] ?? this.text.length, end).replace(/(?:\r\n|\r|\n)$/, '');
  }
}
