import { declaredFunction } from './readCode';

type Describe = (parts: string[]) => string;

/** Shapes of a line, most telling first, with the sentence for each. */
const shapes: readonly [RegExp, Describe][] = [
  [/^(?:\/\/|#(?!include)|\/\*|\*|--)\s*(.*)$/, ([text]) => `is a comment: “${text}”`],
  [/^(?:import|from|use|using|#include|require)\b\s*(.*)$/, ([what]) => `brings in ${code(what)}`],
  [/^(?:export\s+)?(?:class|struct|interface|enum|type)\s+(\w+)/, ([name]) => `declares the type ${code(name)}`],
  [
    /^for\s*\(\s*(?:const|let|var|auto&?)\s+(.+?)\s+(?:of|in|:)\s+(.+?)\)\s*\{?/,
    ([item, list]) => `loops over ${code(list)}, calling each item ${code(item)}`,
  ],
  [/^for\s+(.+?)\s+in\s+(.+?)\s*[:{]/, ([item, list]) => `loops over ${code(list)}, calling each item ${code(item)}`],
  [
    /^for\s*\((.*?);(.*?);(.*)\)/,
    ([start, until, step]) =>
      `loops: starts with ${code(start)}, goes on while ${code(until)}, and does ${code(step)} after each round`,
  ],
  [/^while\s*\(?(.+?)\)?\s*[:{]?$/, ([test]) => `repeats while ${code(test)} holds`],
  [/^(?:\}\s*)?(?:else\s+if|elif)\s*\(?(.+?)\)?\s*[:{]?$/, ([test]) => `otherwise asks whether ${code(test)}`],
  [/^(?:\}\s*)?else\b/, () => 'is what happens in every other case'],
  [
    /^if\s*\((.+)\)\s*return\b\s*(.*?);?$/,
    ([test, value]) => `returns ${value === '' ? 'at once' : code(value)} when ${code(test)}`,
  ],
  [/^if\s*\((.+?)\)\s*(?:throw|raise)\s+(.+?);?$/, ([test, what]) => `gives up with ${code(what)} when ${code(test)}`],
  [/^if\s*\((.+?)\)\s*([^\s{].*?);?$/, ([test, then]) => `does ${code(then)} when ${code(test)}`],
  [/^if\s*\(?(.+?)\)?\s*[:{]?$/, ([test]) => `asks whether ${code(test)}`],
  [/^(?:switch|match)\s*\(?(.+?)\)?\s*[:{]$/, ([value]) => `chooses by ${code(value)}`],
  [
    /^(?:case\s+(.+?)|default)\s*:/,
    ([value]) => (value === undefined ? 'is the case when nothing fits' : `is the case ${code(value)}`),
  ],
  [/^return\b\s*(.*?);?$/, ([value]) => (value === '' ? 'returns without a value' : `returns ${code(value)}`)],
  [/^(?:throw|raise)\s+(.*?);?$/, ([what]) => `gives up with ${code(what)}`],
  [/^try\b/, () => 'tries what may fail'],
  [/^(?:\}\s*)?(?:catch|except|rescue)\b/, () => 'deals with a failure'],
  [/^(?:\}\s*)?finally\b/, () => 'happens in any case'],
  [
    /^(?:export\s+)?(?:const|let|var|val|mut)\s+(?:mut\s+)?([\w{}[\], ]+?)\s*(?::[^=]+)?=\s*(.+?);?$/,
    ([name, value]) => `gives the name ${code(name)} to ${code(value)}`,
  ],
  [
    /^([\w.[\]]+)\s*([-+*/%&|^]|\*\*|<<|>>|\?\?)=\s*(.+?);?$/,
    ([name, operator, value]) => `changes ${code(name)} by ${code(`${operator} ${value}`)}`,
  ],
  [/^([\w.[\]]+)\s*:?=\s*([^=].*?);?$/, ([name, value]) => `sets ${code(name)} to ${code(value)}`],
  [
    /^(?:await\s+)?([\w.]+)\((.*)\);?$/,
    ([name, given]) => (given === '' ? `calls ${code(name)}` : `calls ${code(name)} with ${code(given)}`),
  ],
];

function code(text: string | undefined): string {
  return `\`${(text ?? '').replaceAll('`', "'").trim()}\``;
}

/** One sentence on a line of code, or undefined for lines that only close a block. */
export function describeLine(line: string): string | undefined {
  const text = line.trim();
  if (text === '' || /^[\])};,]+$/.test(text) || text === 'end') return undefined;
  const declared = declaredFunction(line);
  if (declared !== undefined) {
    const { name, parameters } = declared;
    return parameters.length === 0
      ? `declares ${code(name)}, which takes no parameters`
      : `declares ${code(name)}, which takes ${parameters.map((parameter) => code(parameter)).join(', ')}`;
  }
  for (const [shape, describe] of shapes) {
    const match = shape.exec(text);
    if (match !== null) return describe(match.slice(1));
  }
  return `holds ${code(text)}`;
}
