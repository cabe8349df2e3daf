/** A source file with what a rule must not trip over blanked out. Positions are the same in both texts. */
export interface SourceText {
  readonly original: string;
  /** Comments, and the insides of strings, templates and regular expressions, are spaces. */
  readonly code: string;
}

export interface Import {
  /** As written; `undefined` if it is computed. */
  readonly specifier: string | undefined;
  /** `typeOnly`: gone after compilation. `lazy`: an `import()` or `require()` somewhere in the code. */
  readonly kind: 'static' | 'typeOnly' | 'lazy';
  /** Between `import` and `from`, blanks included. */
  readonly clause: string;
  readonly position: number;
}

/** After these a slash begins a regular expression, else it divides (or closes a tag). */
const beforeRegex = /(?:^|[([{,;:=!&|?+*%~^]|=>|\b(?:return|typeof|case|in|of|void|delete|throw|await|yield))\s*$/;

/** One pass over the text; enough of TypeScript and TSX for the purpose, and loud where it gets lost. */
export function readSource(original: string): SourceText {
  const code = original.split('');
  /** For each template we are inside of, how many braces are open in its current `${`. */
  const templates: number[] = [];
  let at = 0;

  const blank = (from: number, to: number): void => {
    for (let index = from; index < to; index += 1) if (code[index] !== '\n') code[index] = ' ';
  };
  const skipTo = (end: number): void => {
    const target = end === -1 ? original.length : end;
    blank(at, target);
    at = target;
  };
  /** From behind the opening backtick, or behind the brace that ends a `${`. */
  const template = (): void => {
    const start = at;
    while (at < original.length && original[at] !== '`' && !original.startsWith('${', at))
      at += original[at] === '\\' ? 2 : 1;
    if (at >= original.length) throw new Error('a template without end: the reader of sources got lost');
    blank(start, at);
    if (original[at] === '`') {
      at += 1;
    } else {
      at += 2;
      templates.push(0);
    }
  };

  while (at < original.length) {
    const character = original[at];
    const depth = templates.at(-1);
    if (original.startsWith('//', at)) {
      skipTo(original.indexOf('\n', at));
    } else if (original.startsWith('/*', at)) {
      const end = original.indexOf('*/', at + 2);
      skipTo(end === -1 ? -1 : end + 2);
    } else if (character === "'" || character === '"') {
      const end = endOfLiteral(original, at, character);
      blank(at + 1, end);
      at = end + 1;
    } else if (character === '`') {
      at += 1;
      template();
    } else if (character === '/' && beforeRegex.test(lineUntil(code, at))) {
      const end = endOfRegex(original, at);
      blank(at + 1, end);
      at = end + 1;
    } else if (character === '}' && depth === 0) {
      templates.pop();
      at += 1;
      template();
    } else {
      if (depth !== undefined && character === '{') templates.push((templates.pop() ?? 0) + 1);
      if (depth !== undefined && character === '}') templates.push((templates.pop() ?? 0) - 1);
      at += 1;
    }
  }
  return { original, code: code.join('') };
}

/** What stands before the position in its line, or in the line above if that is nothing. */
function lineUntil(code: readonly string[], position: number): string {
  let start = position;
  while (start > 0 && code[start - 1] !== '\n') start -= 1;
  const before = code.slice(start, position).join('');
  return before.trim() === '' && start > 0 ? lineUntil(code, start - 1) : before;
}

/** The closing quote; at the end of the line at the latest, as for an apostrophe in the text of a tag. */
function endOfLiteral(text: string, start: number, quote: string): number {
  let at = start + 1;
  while (at < text.length && text[at] !== quote && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function endOfRegex(text: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '[') inClass = true;
    else if (text[at] === ']') inClass = false;
    else if (text[at] === '/' && !inClass) return at;
  }
  // Not closed in its line, so it was no regular expression.
  return start;
}

const statement = /\b(?:import|export)\b(?<clause>\s*(?:type\b)?[\s\w$,{}*]*?)\bfrom\s*(?<quote>["'])/g;
const bare = /\bimport\s*(?<quote>["'])/g;
const call = /(?<typeOnly>\btypeof\s+)?\b(?:import|require)\s*\(\s*(?<quote>["'`])?/g;

/** Every import, re-export, `import()` and `require()` of a file. */
export function importsOf({ original, code }: SourceText): Import[] {
  const imports: Import[] = [];
  for (const match of code.matchAll(statement)) {
    const clause = match.groups?.['clause'] ?? '';
    const typeOnly = /^\s*type\s*(?:[{*]|[\w$]+\s*$)/.test(clause);
    imports.push({ ...found(match), kind: typeOnly ? 'typeOnly' : 'static', clause });
  }
  for (const match of code.matchAll(bare)) imports.push({ ...found(match), kind: 'static', clause: '' });
  for (const match of code.matchAll(call)) {
    const typeOnly = match.groups?.['typeOnly'] !== undefined;
    imports.push({ ...found(match), kind: typeOnly ? 'typeOnly' : 'lazy', clause: '' });
  }
  return imports.sort((one, other) => one.position - other.position);

  function found(match: RegExpExecArray): { specifier: string | undefined; position: number } {
    const quote = match.groups?.['quote'];
    const start = match.index + match[0].length;
    const specifier = quote === undefined ? undefined : original.slice(start, original.indexOf(quote, start));
    return { specifier: specifier?.includes('${') === true ? undefined : specifier, position: match.index };
  }
}

export function lineAt({ original }: SourceText, position: number): number {
  return original.slice(0, position).split('\n').length;
}
