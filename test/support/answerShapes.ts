import type { EditTask } from '../../src/core/edits/edit';

/** An edit that is known to be right: lines of a file, and what becomes of them. */
export interface TrueEdit {
  readonly task: EditTask;
  readonly path: string;
  /** The whole file, without line breaks. */
  readonly base: readonly string[];
  /** The lines that may be changed: from, up to and not including, to. */
  readonly from: number;
  readonly to: number;
  /** What they become. */
  readonly after: readonly string[];
}

/** How a model writes an answer. */
export interface Shape {
  readonly name: string;
  /** `applies`: for an edit that keeps the first and the last line of its scope; `either`: where it cannot always be told. */
  readonly outcome: 'applies' | 'either' | 'refused';
  /** Missing: by itself. */
  readonly finished?: false;
  /** Undefined where the shape makes no sense for the edit. */
  readonly write: (edit: TrueEdit) => string | undefined;
}

const fence = '```';

function block(lines: readonly string[], info = '', marks = fence): string {
  return [`${marks}${info}`, ...lines, marks].join('\n');
}

function whole({ base, from, to, after }: TrueEdit): readonly string[] {
  return [...base.slice(0, from), ...after, ...base.slice(to)];
}

function scope({ base, from, to }: TrueEdit): readonly string[] {
  return base.slice(from, to);
}

function indentation(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function dedented(lines: readonly string[]): readonly string[] | undefined {
  const indent = indentation(lines[0] ?? '');
  if (indent === '' || lines.some((line) => line.trim() !== '' && !line.startsWith(indent))) return undefined;
  return lines.map((line) => (line.trim() === '' ? line : line.slice(indent.length)));
}

/** The part that differs, with some lines around it, of both sides. */
export function differing(
  edit: TrueEdit,
  around: number,
): { before: readonly string[]; after: readonly string[]; at: number } {
  const before = scope(edit);
  const { after } = edit;
  let head = 0;
  while (head < Math.min(before.length, after.length) && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(before.length, after.length) - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const start = Math.max(0, head - around);
  const end = Math.max(0, tail - around);
  return { before: before.slice(start, before.length - end), after: after.slice(start, after.length - end), at: start };
}

function searchReplace(edit: TrueEdit, around: number, marks: readonly [string, string, string]): string {
  const { before, after } = differing(edit, around);
  return [marks[0], ...before, marks[1], ...after, marks[2]].join('\n');
}

const usual = ['<<<<<<< SEARCH', '=======', '>>>>>>> REPLACE'] as const;

function diff(edit: TrueEdit, around: number, sign = ' '): readonly string[] {
  const { before, after } = differing(edit, 0);
  const all = scope(edit);
  const { at } = differing(edit, 0);
  const lead = all.slice(Math.max(0, at - around), at);
  const trail = all.slice(at + before.length, at + before.length + around);
  return [
    ...lead.map((line) => sign + line),
    ...before.map((line) => `-${line}`),
    ...after.map((line) => `+${line}`),
    ...trail.map((line) => sign + line),
  ];
}

function numbered(lines: readonly string[], first: number, separator: string): readonly string[] {
  return lines.map((line, at) => `${first + at}${separator}${line}`);
}

const applies = (name: string, write: Shape['write']): Shape => ({ name, outcome: 'applies', write });
const either = (name: string, write: Shape['write']): Shape => ({ name, outcome: 'either', write });
const refused = (name: string, write: Shape['write']): Shape => ({ name, outcome: 'refused', write });

/** Forms in which models answer; what they say is always the same edit, except where it is to be refused. */
export const shapes: readonly Shape[] = [
  applies('a fenced block', ({ after, task }) => block(after, task.languageId)),
  applies('a fence without a language', ({ after }) => block(after)),
  applies('tildes', ({ after }) => block(after, '', '~~~')),
  applies('a longer fence', ({ after, task }) => block(after, task.languageId, '`````')),
  applies(
    'prose before and after',
    ({ after }) => `Sure! Here is the code:\n\n${block(after)}\n\nI changed a line, and nothing else.`,
  ),
  applies(
    'a heading and a list of changes',
    ({ after }) => `## Solution\n\n${block(after)}\n\n### Changes\n- Renamed **one** thing\n- Kept the rest`,
  ),
  applies('a blank line at both ends', ({ after }) => block(['', ...after, '', ''])),
  applies('CRLF', ({ after }) => block(after).replaceAll('\n', '\r\n')),
  applies('a byte order mark', ({ after }) => `\uFEFF${block(after)}`),
  applies('the path behind the fence', ({ after, path }) => block(after, `ts:${path}`)),
  applies('the path as a title', ({ after, path }) => block(after, `ts title="${path}"`)),
  applies('the path in front', ({ after, path }) => `**${path}**\n\n${block(after)}`),
  applies('the path in a comment', ({ after, path }) => block([`// ${path}`, ...after])),
  applies('a command after it', ({ after, task }) =>
    task.languageId === 'shellscript' || task.languageId === 'powershell'
      ? undefined
      : `${block(after)}\n\nThen run:\n\n${block(['npm test'], 'bash')}`,
  ),
  either('the old code in front', (edit) => `Before:\n\n${block(scope(edit))}\n\nAfter:\n\n${block(edit.after)}`),
  applies('the same twice', ({ after }) => `${block(after)}\n\nAgain:\n\n${block(after)}`),
  applies(
    'thoughts in front',
    ({ after }) => `<think>\nI should change it.\n${block(['x'])}\n</think>\n\n${block(after)}`,
  ),
  applies('thoughts without a beginning', ({ after }) => `I should change it.\n</think>\n${block(after)}`),
  applies('JSON', ({ after }) => JSON.stringify({ code: after.join('\n') })),
  applies('JSON in a fence', ({ after }) =>
    block([JSON.stringify({ explanation: 'Done.', code: after.join('\n') })], 'json'),
  ),
  applies('JSON with edits', (edit) =>
    JSON.stringify({ edits: [{ search: scope(edit).join('\n'), replace: edit.after.join('\n') }] }),
  ),
  either('a tag around it', ({ after }) => `<code>\n${after.join('\n')}\n</code>`),
  applies('a block in a list', ({ after }) => `1. Change it:\n\n${block(after).replaceAll(/^(?=.)/gm, '   ')}`),
  applies('SEARCH and REPLACE of the whole scope', (edit) =>
    [usual[0], ...scope(edit), usual[1], ...edit.after, usual[2]].join('\n'),
  ),
  applies('SEARCH and REPLACE in a fence', (edit) =>
    block([usual[0], ...scope(edit), usual[1], ...edit.after, usual[2]]),
  ),
  applies('a diff of the whole scope', (edit) =>
    block([`--- a/${edit.path}`, `+++ b/${edit.path}`, '@@ -1,9 +1,9 @@', ...diff(edit, 999)], 'diff'),
  ),
  applies('a diff without a fence', (edit) =>
    [`--- a/${edit.path}`, `+++ b/${edit.path}`, '@@ -5 +5 @@', ...diff(edit, 999)].join('\n'),
  ),
  applies('a diff with its head only', (edit) =>
    block([`--- ${edit.path}`, `+++ ${edit.path}`, ...diff(edit, 999)], 'diff'),
  ),
  either('no closing fence', ({ after }) => `${fence}\n${after.join('\n')}\n`),
  either('a closing fence that sticks', ({ after }) => `${fence}\n${after.join('\n')}${fence}`),
  either('no fence', ({ after }) => after.join('\n')),
  either('no fence after an announcement', ({ after }) => `Here is the new version:\n\n${after.join('\n')}`),
  either('a little SEARCH and REPLACE', (edit) => searchReplace(edit, 2, usual)),
  either('a very little SEARCH and REPLACE', (edit) => searchReplace(edit, 0, usual)),
  either('other marks', (edit) => searchReplace(edit, 3, ['<<<<<<< ORIGINAL', '=======', '>>>>>>> UPDATED'])),
  either('long marks', (edit) => searchReplace(edit, 3, ['------- SEARCH', '=======', '+++++++ REPLACE'])),
  either('a diff', (edit) => block(['@@ -1,3 +1,3 @@', ...diff(edit, 3)], 'diff')),
  either('a diff with bare context', (edit) => block(diff(edit, 3, ''), 'diff')),
  either('the whole file', (edit) => block(whole(edit))),
  either('more than the scope', (edit) => {
    const { base, from, to, after } = edit;
    return block([...base.slice(Math.max(0, from - 4), from), ...after, ...base.slice(to, to + 4)]);
  }),
  either('line numbers', ({ after, from }) => block(numbered(after, from + 1, ' | '))),
  either('line numbers with colons', ({ after, from }) => block(numbered(after, from + 1, ': '))),
  either('no indentation', ({ after }) => {
    const lines = dedented(after);
    return lines === undefined ? undefined : block(lines);
  }),
  either('the first line without its indentation', ({ after }) =>
    block([(after[0] ?? '').trimStart(), ...after.slice(1)]),
  ),
  either('more indentation', ({ after }) => block(after.map((line) => (line === '' ? '' : `    ${line}`)))),
  either('blanks for tabs', ({ after }) =>
    after.some((line) => line.startsWith('\t'))
      ? block(after.map((line) => line.replace(/^\t+/, (tabs) => '    '.repeat(tabs.length))))
      : undefined,
  ),
  either('no indentation in SEARCH and REPLACE', (edit) => {
    const { before, after } = differing(edit, 2);
    const both = dedented([...before, ...after]);
    return both === undefined
      ? undefined
      : [usual[0], ...both.slice(0, before.length), usual[1], ...both.slice(before.length), usual[2]].join('\n');
  }),
  either('entities', ({ after }) =>
    block(after.map((line) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'))),
  ),
  either('white space at the ends', ({ after }) => block(after.map((line) => (line === '' ? '' : `${line}  `)))),
  either('half of it', ({ after }) => block(after.slice(0, Math.ceil(after.length / 2)))),
  either('the second half', ({ after }) => block(after.slice(Math.floor(after.length / 2)))),
  either('only the lines that differ', (edit) => {
    const part = differing(edit, 1).after;
    return part.length === edit.after.length ? undefined : block(part);
  }),
  refused('prose', () => 'I cannot help with that.'),
  refused('nothing', () => '  \n'),
  refused('an open thought', ({ after }) => `<think>\n${block(after)}`),
  refused('another file', ({ after }) => block(after, 'ts:somewhere/else.zig')),
  refused('a path outside', ({ after }) => block(['// ../../../etc/passwd.conf', ...after])),
  refused('a diff of another file', (edit) =>
    block(['--- a/other.zig', '+++ b/other.zig', '@@ -1 +1 @@', ...diff(edit, 3)], 'diff'),
  ),
  refused('a placeholder', ({ after }) =>
    after.length < 4 ? undefined : block([after[0] ?? '', '// ... existing code ...', ...after.slice(-1)]),
  ),
  refused('a direction mark', ({ after }) => block([...after.slice(0, 1), `x = "\u202E"`, ...after.slice(1)])),
  refused('the same as before', (edit) => block(scope(edit))),
  refused('a file in a fence in a file', ({ after, task }) =>
    task.languageId === 'markdown' ? undefined : block([...after.slice(0, 1), block(['x'], 'ts'), ...after.slice(1)]),
  ),
  { ...refused('a cut block', ({ after }) => `${fence}\n${after.slice(0, -1).join('\n')}`), finished: false },
  {
    ...refused('a cut block of SEARCH and REPLACE', (edit) =>
      searchReplace(edit, 1, usual).split('\n').slice(0, -1).join('\n'),
    ),
    finished: false,
  },
  { ...refused('a cut second block', ({ after }) => `${block(after)}\n\nAnd:\n${fence}\nfoo(`), finished: false },
];
