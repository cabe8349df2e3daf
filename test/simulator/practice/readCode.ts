/** Code found in a message. */
export interface Code {
  language: string;
  lines: CodeLine[];
}

export interface CodeLine {
  number: number;
  text: string;
}

/** A function or class and where it is declared. */
export interface Declaration {
  kind: 'function' | 'class';
  name: string;
  parameters: string[];
  line: number;
}

const fence = /(?:^|\n)(`{3,}|~{3,})([\w+#.-]*)[^\n]*\n([\s\S]*?)\n?\1/g;
const numbered = /^\s*(\d+)\s?[:|]\s?(.*)$/;
const looksLikeCode =
  /[;{}]\s*$|^\s*(?:function|def|class|const|let|var|import|export|return|if|for|while|public|private|fn|func|async|#include)\b|^\s*\w+\s*=\s*\S|^\s*\w[\w.]*\(.*\)\s*$/;

/** The longest fenced block of the text, or the stretch of it that looks like code. */
export function findCode(text: string): Code | undefined {
  const blocks = [...text.matchAll(fence)].map((match) => ({ tag: match[2] ?? '', body: match[3] ?? '' }));
  const longest = blocks.sort((a, b) => b.body.length - a.body.length)[0];
  if (longest !== undefined) return codeOf(longest.body, longest.tag);
  const lines = text.split('\n');
  const codeLines = lines.filter((line) => looksLikeCode.test(line));
  if (codeLines.length < 2) return undefined;
  const first = lines.findIndex((line) => looksLikeCode.test(line));
  const last = lines.findLastIndex((line) => looksLikeCode.test(line));
  return codeOf(lines.slice(first, last + 1).join('\n'), '');
}

/** The lines of a block; numbers in front of all of them are theirs, not the code's. */
export function codeOf(body: string, tag: string): Code {
  const raw = body.split('\n');
  const areNumbered = raw.every((line) => line.trim() === '' || numbered.test(line));
  const lines = raw.map((line, index) => {
    const match = areNumbered ? numbered.exec(line) : null;
    return match === null ? { number: index + 1, text: line } : { number: Number(match[1]), text: match[2] ?? '' };
  });
  return { language: tag === '' ? guessLanguage(body) : tag.toLowerCase(), lines };
}

const languageSigns: readonly [string, RegExp][] = [
  ['python', /^\s*(?:def |from \w+ import|elif |print\()/m],
  ['rust', /\bfn \w+|\blet mut\b|println!/],
  ['go', /^\s*(?:func |package )|:=/m],
  ['java', /\bpublic (?:static |final )*(?:class|void|int|String)\b/],
  ['c', /#include|\bint main\(/],
  ['typescript', /:\s*(?:string|number|boolean|void|unknown|readonly)\b|\binterface \w+/],
  ['javascript', /\b(?:function|const|let|=>)/],
];

/** The language the text seems to be written in. */
export function guessLanguage(text: string): string {
  return languageSigns.find(([, sign]) => sign.test(text))?.[0] ?? 'text';
}

const functionForms: readonly RegExp[] = [
  /\bfunction\s*\*?\s*(\w+)\s*(?:<[^>]*>)?\(([^)]*)\)?/,
  /^\s*(?:async\s+)?def\s+(\w+)\s*\(([^)]*)\)?/,
  /^\s*(?:pub\s+)?(?:async\s+)?fn\s+(\w+)\s*(?:<[^>]*>)?\(([^)]*)\)?/,
  /^\s*func\s+(?:\([^)]*\)\s*)?(\w+)\s*\(([^)]*)\)?/,
  /\b(?:const|let|var)\s+(\w+)\s*(?::[^=]+)?=\s*(?:async\s*)?\(([^)]*)\)\s*(?::[^=]+)?=>/,
  /\b(?:const|let|var)\s+(\w+)\s*=\s*(?:async\s+)?(\w+)\s*=>/,
  /^\s*(?:(?:public|private|protected|static|async|override|final|readonly)\s+)*(?:[\w<>[\]]+\s+)?(\w+)\s*\(([^)]*)\)\s*(?::\s*[^{]+)?\{\s*$/,
];
const notNames = new Set(['if', 'for', 'while', 'switch', 'catch', 'return', 'function', 'match', 'else']);

/** The function a line declares. */
export function declaredFunction(line: string): { name: string; parameters: string[] } | undefined {
  for (const form of functionForms) {
    const [, name, list] = form.exec(line) ?? [];
    if (name === undefined || notNames.has(name)) continue;
    return { name, parameters: parameterNames(list ?? '') };
  }
  return undefined;
}

function parameterNames(list: string): string[] {
  const words = list.split(',').map((part) =>
    part
      .trim()
      .replace(/[:=?].*$/s, '')
      .trim(),
  );
  return words.map((part) => /\w+$/.exec(part)?.[0] ?? '').filter((name) => name !== '' && name !== 'self');
}

/** All functions and classes of the code, in order. */
export function declarations(code: Code): Declaration[] {
  return code.lines.flatMap(({ text, number }): Declaration[] => {
    const className = /^\s*(?:export\s+)?(?:abstract\s+)?(?:class|struct|interface)\s+(\w+)/.exec(text)?.[1];
    if (className !== undefined) return [{ kind: 'class', name: className, parameters: [], line: number }];
    const found = declaredFunction(text);
    return found === undefined ? [] : [{ kind: 'function', ...found, line: number }];
  });
}

/** The texts in quotes, each once. */
export function quotedTexts(code: Code): string[] {
  const all = code.lines.flatMap(({ text }) =>
    [...text.matchAll(/(["'`])((?:\\.|(?!\1).)+)\1/g)].map((match) => match[2] ?? ''),
  );
  return [...new Set(all)];
}
