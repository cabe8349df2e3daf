import type { ChatMessage } from '../service/chatRequest';
import { commentIn } from './changeFiles';
import { completeLine } from './completeLine';
import { declarations } from './readCode';
import { writeTests } from './writeTests';

/** Code that went along with a task: what stands in front of it says what it is. */
interface SentCode {
  name: string;
  language: string;
  lines: string[];
}

/** What begins the instructions of each task of the product that wants an answer for a program. */
const tasks: readonly [beginning: string, answer: (asked: Asked) => string][] = [
  ['You correct problems in code', (asked) => change(asked, commentOnTop)],
  ['You change code for a programmer', (asked) => change(asked, commentOnTop)],
  ['You document code', (asked) => change(asked, documented)],
  ['You write tests', tests],
  ['You write the commit message', commitMessage],
  ['You complete code at the cursor', completion],
];

interface Asked {
  instructions: string;
  request: string;
}

/** The answer to a request of one of these tasks, in its form; undefined for everything else. */
export function doTask(messages: readonly ChatMessage[]): string | undefined {
  const instructions = messages.find(({ role }) => role === 'system')?.text ?? '';
  const request = messages.find(({ role }) => role === 'user')?.text ?? '';
  const [, answer] = tasks.find(([beginning]) => instructions.startsWith(beginning)) ?? [];
  return answer?.({ instructions, request });
}

const note = 'The practice server is no language model: it only adds a comment.';

function sentAs(label: string, request: string): SentCode | undefined {
  const start = request.indexOf(`${label}, line`);
  if (start === -1) return undefined;
  const part = /lines? \d+(?:–\d+)? of ([^\n]+):\n\n(`{3,})([\w+#.-]*)\n([\s\S]*?)\n\2(?=\n|$)/.exec(
    request.slice(start),
  );
  const [, name = '', , language = '', body = ''] = part ?? [];
  return part === null ? undefined : { name, language, lines: body.split('\n') };
}

/** A line that comes in, in front of the one at `at`. */
interface NewLine {
  at: number;
  text: string;
}

function change({ instructions, request }: Asked, find: (code: SentCode) => NewLine | undefined): string {
  const code = sentAs('The code to change', request);
  const line = code === undefined ? undefined : find(code);
  if (code === undefined || line === undefined) return 'The practice server can only add comments, and here it cannot.';
  return withLine(code, line, instructions);
}

function withLine({ language, lines }: SentCode, { at, text }: NewLine, instructions: string): string {
  if (!instructions.includes('one SEARCH/REPLACE block for each place')) {
    return `${note}\n\n${fenced(language, [...lines.slice(0, at), text, ...lines.slice(at)])}`;
  }
  // So many lines that they are there only once.
  const whole = lines.join('\n');
  let end = at + 1;
  while (end < lines.length && whole.split(lines.slice(at, end).join('\n')).length > 2) end += 1;
  const search = lines.slice(at, end);
  const block = ['<<<<<<< SEARCH', ...search, '=======', text, ...search, '>>>>>>> REPLACE'];
  return `${note}\n\n${fenced(language, block)}`;
}

/** Above the first line that holds something, but after the one that says what runs or reads the file. */
function commentOnTop({ language, lines }: SentCode): NewLine | undefined {
  const comment = commentIn(language);
  const at = lines.findIndex((line) => line.trim() !== '' && !/^(?:#!|<\?)/.test(line));
  if (comment === undefined || at === -1) return undefined;
  return { at, text: indentOf(lines[at]) + comment };
}

const docMarks: readonly [mark: (text: string) => string, languages: string][] = [
  [
    (text) => `/** ${text} */`,
    'typescript typescriptreact javascript javascriptreact java kotlin scala php c cpp groovy',
  ],
  [(text) => `/// ${text}`, 'rust swift dart csharp fsharp'],
  [(text) => `// ${text}`, 'go'],
  [(text) => `# ${text}`, 'ruby shellscript'],
];

/** The first function or class gets a sentence; in Python as the first statement of its body. */
function documented(code: SentCode): NewLine | undefined {
  const { language, lines } = code;
  const [first] = declarations({
    language,
    lines: lines.map((text, index) => ({ number: index, text })),
  });
  if (first === undefined) return commentOnTop(code);
  const { name, parameters, line: at, kind } = first;
  const takes = parameters.length === 0 ? 'no parameters' : parameters.join(', ');
  const sentence = kind === 'class' ? `${name} is documented here.` : `${name} takes ${takes}.`;
  if (language === 'python' && lines[at]?.trimEnd().endsWith(':') === true && lines[at + 1] !== undefined) {
    return { at: at + 1, text: `${indentOf(lines.slice(at + 1).find((line) => line.trim() !== ''))}"""${sentence}"""` };
  }
  const [mark] = docMarks.find(([, languages]) => languages.split(' ').includes(language)) ?? [];
  const comment = mark?.(sentence) ?? commentIn(language);
  return comment === undefined ? undefined : { at, text: indentOf(lines[at]) + comment };
}

function tests({ instructions, request }: Asked): string {
  const there = sentAs('The test file so far', request) ?? sentAs('The file that the tests go into', request);
  if (there !== undefined) {
    const line = commentOnTop(there);
    if (line !== undefined) return withLine(there, line, instructions);
  }
  const source = sentAs('The code to test', request);
  if (source === undefined) return 'The practice server sees no code to test.';
  const { name, language, lines } = source;
  const code = { language, lines: lines.map((text, index) => ({ number: index + 1, text })) };
  const file = /as the new file ([^\n]+)\.\n/.exec(request)?.[1] ?? 'test';
  const framework = /Write them with ([^\n,]+?)(?:, in the style of the example)?\.\n/.exec(instructions)?.[1] ?? '';
  const text = writeTests({ source: name, file, framework, code });
  return `The practice server is no language model: this is only a beginning.\n\n${fenced(language, text.split('\n'))}`;
}

const verbs: Readonly<Record<string, string>> = { New: 'Add', Changed: 'Change', Deleted: 'Delete', Renamed: 'Rename' };

/** `Add a.ts, change b.ts and 2 more files`; names in texts of diffs do not count. */
function commitMessage({ instructions, request }: Asked): string {
  const bare = request.replaceAll(/\n(`{3,})[\w+#.-]*\n[\s\S]*?\n\1(?=\n|$)/g, '');
  const files = [...bare.matchAll(/^(?:- )?(New|Changed|Deleted|Renamed): (.+?) \(\+\d+ −\d+\)/gm)];
  const named = files
    .slice(0, 2)
    .map(([, what = '', path = '']) => `${verbs[what] ?? 'Change'} ${path.split('/').at(-1) ?? path}`);
  const more = files.length - named.length;
  const all = [...named, ...(more > 0 ? [`${more} more file${more === 1 ? '' : 's'}`] : [])];
  const words = all.join(', ').replaceAll(/, (Add|Change|Delete|Rename) /g, (found) => found.toLowerCase());
  const subject = words === '' ? 'Change what is staged' : words;
  return instructions.includes('is a Conventional Commit') ? `chore: ${subject.toLowerCase()}` : subject;
}

function completion({ instructions, request }: Asked): string {
  const marker = /The cursor is marked (<\w+>)\./.exec(instructions)?.[1] ?? '<CURSOR>';
  const sent = sentAs(`With the cursor marked ${marker}`, request);
  const [before = '', after = ''] = (sent?.lines.join('\n') ?? '').split(marker);
  const text = completeLine(before, after, commentIn(sent?.language ?? '') ?? '');
  return fenced(sent?.language ?? '', text === '' ? [] : [text]);
}

function indentOf(line = ''): string {
  return /^\s*/.exec(line)?.[0] ?? '';
}

function fenced(language: string, lines: readonly string[]): string {
  const longest = Math.max(0, ...(lines.join('\n').match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return [`${fence}${language}`, ...lines, fence].join('\n');
}
