/**
 * One thing a program tells a terminal besides text (ECMA-48; xterm, control sequences): a control sequence (CSI), a
 * command string that ends with BEL or ST (OSC, DCS, SOS, PM, APC), or a short escape; in 7-bit and 8-bit form, also when
 * it is cut off. Every part stops at the next escape, so that any text is gone through once.
 */
const controls =
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  /(?:\u001B\[|\u009B)([0-?]*)[ -/]*([@-~]?)|(?:\u001B\]|\u009D)[^\u0007\n\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?|(?:\u001B[PX^_]|[\u0090\u0098\u009E\u009F])[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?|\u001B[ -/]*[0-~]?/g;

/**
 * What a terminal shows after a program wrote this: without colours, titles and marks, with lines that were written over
 * as they were last, e.g. a progress bar. Moving up and down is not followed. Only line breaks and tabs are left of all
 * control characters.
 */
export function terminalText(raw: string): string {
  const screen = new Lines();
  let end = 0;
  for (const { 0: whole, 1: parameter, 2: action, index } of raw.matchAll(controls)) {
    screen.write(raw.slice(end, index));
    if (action === 'K') screen.erase(parameter ?? '');
    end = index + whole.length;
  }
  screen.write(raw.slice(end));
  return screen.text;
}

/** Lines that are written from the left, each until a line break. */
class Lines {
  private done = '';
  private line: string[] = [];
  private column = 0;

  get text(): string {
    return this.done + this.line.join('');
  }

  write(text: string): void {
    for (const character of text) {
      if (character === '\n') {
        this.done += `${this.line.join('')}\n`;
        this.line = [];
        this.column = 0;
      } else if (character === '\r') this.column = 0;
      else if (character === '\b') this.column = Math.max(0, this.column - 1);
      else if (character === '\t' || !isControl(character)) {
        this.line[this.column] = character;
        this.column += 1;
      }
    }
  }

  /** @param what EL: nothing or `0` from here to the end, `1` from the beginning to here, `2` the whole line. */
  erase(what: string): void {
    if (what === '' || what === '0') this.line.length = this.column;
    else if (what === '1') this.line.fill(' ', 0, this.column + 1);
    else if (what === '2') this.line = Array.from({ length: this.column }, () => ' ');
  }
}

function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 || (code >= 0x7f && code < 0xa0);
}
