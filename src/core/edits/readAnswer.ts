import { isSameFile, pathAlone, pathInComment } from './answerPath';
import type { Block, EditProblem, EditTask, ReadAnswer } from './edit';
import { type Fenced, type Fences, readFences } from './fences';
import { importMask } from './importLines';
import { bareLines, isBlank, isTelling, type LineRange } from './lines';
import { placesOf } from './place';
import { scopeLines } from './scopeLines';
import { hasSearchMarks, readSearchReplace } from './searchReplace';
import { endsAsCounted, looksLikeDiff, readDiff } from './unifiedDiff';

/** The base as it is needed to understand an answer. */
interface Asked {
  readonly task: EditTask;
  readonly finished: boolean;
  readonly texts: readonly string[];
  readonly range: LineRange;
  /** The lines of the scope, without white space at both ends; none is blank. */
  readonly scope: readonly string[];
  readonly all: ReadonlySet<string>;
}

/** Candidates for the code that was asked for. */
interface Candidate {
  readonly lines: readonly string[];
  readonly path?: string;
  readonly language: string;
  readonly closed: boolean;
}

/**
 * What a model's answer says to do, in whatever form it came: fenced blocks, SEARCH and REPLACE, a diff, code without a fence,
 * code in JSON. Understood is what can be understood in one way only.
 * @param finished whether the model ended by itself; false when it was cut off.
 */
export function readAnswer(answer: string, task: EditTask, finished: boolean): ReadAnswer {
  const { texts, from, to } = scopeLines(task);
  const asked: Asked = {
    task,
    finished,
    texts,
    range: { from, to },
    scope: texts.slice(from, to).flatMap((line) => (isBlank(line) ? [] : [line.trim()])),
    all: new Set(texts.map((line) => line.trim())),
  };
  const text = answer
    .replaceAll(/\r\n?/g, '\n')
    .replace(/^[\uFEFF\u200B\u2060\s]*(?=\S)/, (lead) => lead.replaceAll(/[\uFEFF\u200B\u2060]|^\n+/g, ''));
  const said = withoutThoughts(text, task);
  if (said === undefined) return none({ kind: finished ? 'noCode' : 'cutOff' });
  return readText(said, asked, true);
}

function none(problem: EditProblem): ReadAnswer {
  return { form: 'none', problem };
}

/** Without what a model thought aloud before it answered; undefined when it never came to an end with it. */
function withoutThoughts(text: string, { base }: EditTask): string | undefined {
  const opening = /^\s*(?:<(think|thinking|thought|reasoning|reflection)>|\[(THINK)\])/i.exec(text);
  const name = opening?.[1] ?? opening?.[2] ?? 'think';
  const closing = new RegExp(String.raw`<\/${name}>|\[\/${name}\]`, 'i');
  const [first, ...others] = [...text.matchAll(new RegExp(closing, 'gi'))];
  if (first === undefined) return opening === null ? text : undefined;
  if (closing.test(base)) return text;
  // Another one behind may be part of the code, or of the thoughts.
  if (others.length > 0) return undefined;
  const rest = text.slice(first.index + first[0].length);
  // In the middle of a line of code it ends no thoughts.
  return opening === null && /^[^\n]*['"`)\]};]/.test(rest) ? text : rest;
}

function readText(text: string, asked: Asked, mayBeWrapped: boolean): ReadAnswer {
  if (text.trim() === '') return none({ kind: asked.finished ? 'noCode' : 'cutOff' });
  const wrapped = mayBeWrapped ? unwrapped(text, asked) : undefined;
  if (wrapped !== undefined) return typeof wrapped === 'string' ? readText(wrapped, asked, false) : wrapped;
  const lines = text.split('\n');
  // A base in the middle of a merge has such marks itself.
  if (hasSearchMarks(lines) && !hasSearchMarks(asked.texts)) {
    const read = readSearchReplace(lines);
    if (read === 'open') return none({ kind: 'cutOff' });
    if (read === 'broken') return none({ kind: 'notCode' });
    return fromBlocks(read.blocks, asked);
  }
  const fences = readFences(lines);
  if (fences.blocks.length === 0) return readBare(lines, asked);
  const problem = faultOf(fences, asked);
  if (problem !== undefined) return none(problem);
  return readBlocks(fences.blocks, asked, mayBeWrapped);
}

/** Why blocks cannot be taken for what they seem to be. */
function faultOf({ blocks, prose, endsWithBlock }: Fences, asked: Asked): EditProblem | undefined {
  const { finished, texts, task } = asked;
  const hasProse = prose.some((line) => !isBlank(line));
  const last = blocks.at(-1);
  if (!finished && !(endsWithBlock && last?.closed === true)) return { kind: 'cutOff' };
  if (last?.closed === false && last.lines.some((line) => isProse(line, asked))) return { kind: 'cutOff' };
  const isFence = (line: string): boolean => /^\s{0,3}(?:`{3,}|~{3,})/.test(line);
  const isMarkdown = task.languageId === 'markdown' || task.languageId === 'mdx';
  const hasFences = isMarkdown || texts.some(isFence);
  if (!hasFences) return blocks.some(({ lines }) => lines.some(isFence)) ? { kind: 'notCode' } : undefined;
  // A block of another language and words are a text of their own.
  const isText = ['', 'markdown', 'md', 'mdx', 'text'].includes(last?.language ?? '');
  const isKnown = last?.lines.some((line) => asked.scope.includes(line.trim()) && isTelling(line)) === true;
  if (isMarkdown && !isText && !isKnown && hasProse) return { kind: 'several', count: 1 };
  // Which fence closes which cannot be told when the code has some of the same length.
  return blocks.length > 1 || last?.closed === false ? { kind: 'several', count: blocks.length } : undefined;
}

const SHELL = new Set(['bash', 'sh', 'shell', 'zsh', 'console', 'shell-session', 'powershell', 'ps1', 'cmd', 'bat']);
const OTHER = new Set(['text', 'txt', 'output', 'plaintext', 'log', 'mermaid', 'json', 'diff', 'patch']);
const OF_TASK: Readonly<Record<string, readonly string[]>> = {
  shellscript: [...SHELL],
  powershell: ['powershell', 'ps1', 'pwsh'],
  bat: ['bat', 'cmd', 'batch'],
  json: ['json', 'text'],
  jsonc: ['json', 'jsonc'],
  plaintext: ['text', 'txt', 'plaintext'],
  markdown: ['text', 'plaintext'],
};

/** A block in a language that is surely another than the file's: a command to run, or what a program wrote. */
function isAside({ language }: { readonly language: string }, { languageId }: EditTask): boolean {
  return (
    (SHELL.has(language) || OTHER.has(language)) &&
    !(OF_TASK[languageId] ?? []).includes(language) &&
    language !== languageId
  );
}

function readBlocks(blocks: readonly Fenced[], asked: Asked, mayBeWrapped: boolean): ReadAnswer {
  const { task } = asked;
  const isDiff = ({ language, lines }: Fenced): boolean =>
    task.languageId !== 'diff' && (language === 'diff' || language === 'patch' || looksLikeDiff(lines));
  const diffs = blocks.filter(isDiff);
  if (diffs.length > 0) {
    const others = blocks.filter((block) => !isDiff(block) && !isAside(block, task));
    if (others.length > 0) return none({ kind: 'several', count: others.length + diffs.length });
    return fromDiff(
      diffs.flatMap(({ lines }) => lines),
      asked,
      diffs.every(({ closed }) => closed),
    );
  }
  if (mayBeWrapped && blocks.length === 1 && blocks[0]?.language === 'json') {
    const wrapped = unwrapped(blocks[0].lines.join('\n'), asked);
    if (wrapped !== undefined) return typeof wrapped === 'string' ? readText(wrapped, asked, false) : wrapped;
  }
  const named = blocks.map((block): Candidate => {
    const { path, rest } = firstLinePath(block.lines, asked);
    const name = block.path ?? path ?? pathAlone(block.before);
    return {
      lines: rest,
      language: block.language,
      closed: block.closed,
      ...(name === undefined ? {} : { path: name }),
    };
  });
  const ours = named.filter((one) => !isAside(one, task) && one.lines.some((line) => !isBlank(line)));
  if (ours.length === 0) return none({ kind: named.some((one) => isAside(one, task)) ? 'notCode' : 'noCode' });
  const fitting = ours.filter(({ path }) => path === undefined || isSameFile(path, task.file.name));
  const stranger = ours.find((one) => !fitting.includes(one));
  const hasOwn = fitting.some(({ path }) => path !== undefined);
  if (stranger?.path !== undefined && !hasOwn) {
    return none({ kind: 'otherFile', path: stranger.path });
  }
  return choose(fitting, asked);
}

/** The name of the file alone on the first line of code, where the base has no such line. */
function firstLinePath(
  lines: readonly string[],
  { all }: Asked,
): { readonly path?: string; readonly rest: readonly string[] } {
  const [first] = lines;
  const path = pathInComment(first);
  if (path === undefined || all.has(first?.trim() ?? '')) return { rest: lines };
  return { path, rest: lines.slice(1) };
}

function choose(candidates: readonly Candidate[], asked: Asked): ReadAnswer {
  const different = [
    ...new Map(
      candidates.map((one) => [
        one.lines
          .map((line) => line.trim())
          .join('\n')
          .trim(),
        one,
      ]),
    ).values(),
  ];
  // What is quoted as it is says nothing.
  const young = different.length > 1 ? different.filter(({ lines }) => !isQuote(lines, asked)) : different;
  const list = young.length > 0 ? young : different.slice(0, 1);
  const named = list.filter(({ path }) => path !== undefined);
  const [best, ...others] =
    named.length === 1 && list.length > 1
      ? [...named, ...list.filter((one) => !named.includes(one))]
      : ranked(list, asked);
  if (best === undefined) return none({ kind: 'noCode' });
  if (others.length > 0 && !isClear(best, others, asked)) return none({ kind: 'several', count: list.length });
  // The last one was cut off, whatever it was to be.
  if (best.closed && candidates.some(({ closed }) => !closed)) return none({ kind: 'cutOff' });
  return replacement(best.lines, asked, best.closed);
}

function ranked(list: readonly Candidate[], { scope }: Asked): readonly Candidate[] {
  const of = new Set(scope.filter((line) => isTelling(line)));
  const score = ({ lines }: Candidate): number => lines.filter((line) => of.has(line.trim())).length;
  return list
    .map((one) => ({ one, points: score(one) }))
    .sort((a, b) => b.points - a.points)
    .map(({ one }) => one);
}

/** The one begins as the scope does and has much of it; the others have nothing of it, and bring nothing in. */
function isClear(best: Candidate, others: readonly Candidate[], { scope, task }: Asked): boolean {
  const of = new Set(scope.filter((line) => isTelling(line)));
  const given = bareLines(best.lines.join('\n')).map((line) => line.trim());
  const kept = given.filter((line) => of.has(line)).length;
  if (given[0] !== scope[0] || of.size === 0 || kept * 2 < of.size) return false;
  return others.every(({ lines }) => {
    const full = lines.filter((line) => !isBlank(line));
    const mask = importMask(full, task.languageId);
    return !full.some((line) => of.has(line.trim())) && !mask.every(Boolean) && !mask.some(Boolean);
  });
}

function isQuote(lines: readonly string[], { texts }: Asked): boolean {
  const given = bareLines(lines.join('\n'));
  return placesOf(texts, given, given).length > 0;
}

function replacement(lines: readonly string[], asked: Asked, closed = true): ReadAnswer {
  const plain = withoutNumbers(lines, asked);
  if (plain === undefined) return none({ kind: 'notCode' });
  const code = unescaped(plain.join('\n').replace(/^\uFEFF/, ''), asked);
  if (code === undefined) return none({ kind: 'notCode' });
  return { form: 'replacement', code, ...(closed ? {} : { open: true }) };
}

const NUMBERED = /^\s*(\d+)(?:\s*[|│]|[:.)]|\t)( ?)(.*)$/;

/**
 * Without the line numbers that were copied from the question: where all lines have one, each by one more than that before.
 * @returns undefined: many have one, but not all, or not in order.
 */
function withoutNumbers(lines: readonly string[], { texts }: Asked): readonly string[] | undefined {
  const { length } = lines.filter((line) => !isBlank(line));
  const read = lines.map((line) => NUMBERED.exec(line));
  const count = read.filter((one) => one !== null).length;
  if (count === 0 || count * 2 < length || texts.filter((line) => NUMBERED.test(line)).length * 2 > texts.length)
    return lines;
  const full = read.slice(0, lines.findLastIndex((line) => !isBlank(line)) + 1);
  const numbers = full.map((one) => Number(one?.[1] ?? NaN));
  const isInOrder = numbers.every((number, at) =>
    at === 0 ? !Number.isNaN(number) : number === (numbers[at - 1] ?? NaN) + 1,
  );
  // One line of `1: "a"` may be code.
  if (!isInOrder) return undefined;
  const hasBlanks = full.every((one) => one?.[2] !== '' || one[3] === '');
  return full.map((one) => (hasBlanks ? '' : (one?.[2] ?? '')) + (one?.[3] ?? ''));
}

const ENTITY = /&(?:lt|gt|amp|quot|apos|#39|#x27|#34);/;
const MARKUP = new Set([
  'html',
  'xml',
  'xsl',
  'svg',
  'vue',
  'svelte',
  'markdown',
  'mdx',
  'javascriptreact',
  'typescriptreact',
  'php',
  'razor',
  'handlebars',
  'astro',
  'erb',
  'blade',
  'jsp',
  'twig',
  'django-html',
  'jinja-html',
  'restructuredtext',
  'plaintext',
]);
const SIGNS: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#34;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&#x27;': "'",
};

function unescape(text: string): string {
  return text.replaceAll(new RegExp(ENTITY, 'g'), (entity) => SIGNS[entity] ?? entity);
}

/**
 * With signs in place of HTML's entities, where the base has none of these and its lines come out by it.
 * @returns undefined: it cannot be told whether they are meant.
 */
function unescaped(code: string, { task, all }: Asked): string | undefined {
  if (!ENTITY.test(code) || ENTITY.test(task.base)) return code;
  const lines = code.split('\n').map((line) => line.trim());
  if (lines.some((line) => ENTITY.test(line) && all.has(unescape(line)))) {
    // Never only a part: a line of the base with a bare sign would speak against it.
    return lines.some((line) => /[<>&]/.test(line.replaceAll(new RegExp(ENTITY, 'g'), '')))
      ? undefined
      : unescape(code);
  }
  const showsBare = lines.some((line) => /[<>&]/.test(line) && !ENTITY.test(line) && all.has(line));
  return showsBare || MARKUP.has(task.languageId) ? code : undefined;
}

function fromBlocks(blocks: readonly Block[], asked: Asked): ReadAnswer {
  if (!asked.finished) return none({ kind: 'cutOff' });
  const done = blocks.map((block) => understood(block, asked));
  if (done.includes(undefined)) return none({ kind: 'notCode' });
  return { form: 'blocks', blocks: done.filter((block) => block !== undefined) };
}

/** A block without line numbers and entities that are not in the base. */
function understood(block: Block, asked: Asked): Block | undefined {
  const { texts } = asked;
  const isThere = (search: string): boolean => placesOf(texts, bareLines(search), []).length > 0;
  if (isThere(block.search) || block.search.trim() === '') return block;
  const [search, replace] = [block.search, block.replace].map((part) =>
    withoutNumbers(part.split('\n'), asked)?.join('\n'),
  );
  if (search !== undefined && search !== block.search && isThere(search)) {
    return replace === undefined || (replace === block.replace && replace.trim() !== '')
      ? undefined
      : { ...block, search, replace };
  }
  const bare = { search: unescape(block.search), replace: unescape(block.replace) };
  return !ENTITY.test(asked.task.base) && isThere(bare.search) ? { ...block, ...bare } : block;
}

function fromDiff(lines: readonly string[], asked: Asked, closed: boolean): ReadAnswer {
  if (!asked.finished || !(closed || endsAsCounted(lines) || endsAsScope(lines, asked)))
    return none({ kind: 'cutOff' });
  const parts = readDiff(lines);
  if (parts.length === 0) return none({ kind: 'notCode' });
  const isThere = (search: string): boolean =>
    search.trim() === '' || placesOf(asked.texts, bareLines(search), []).some(({ moved }) => !moved);
  const blocks = parts.map(({ search, replace, loose, isStrict, path }): Block | undefined => {
    const named = path === undefined ? {} : { path };
    // Lines with a blank in front, and lines as they stand: one of both must be in the file exactly.
    const isExact = isStrict && isThere(search);
    if (isThere(loose.search) && loose.search !== search) return isExact ? undefined : { ...loose, ...named };
    return isExact ? { search, replace, ...named } : undefined;
  });
  if (blocks.includes(undefined)) return none({ kind: 'notFound', text: parts[0]?.loose.search.split('\n')[0] ?? '' });
  return { form: 'blocks', blocks: blocks.filter((block) => block !== undefined) };
}

/** The last line is that of the scope, unchanged, and so are as many before it as the scope has. */
function endsAsScope(lines: readonly string[], { texts, range }: Asked): boolean {
  const own = texts.slice(range.from, range.to);
  const ends = own.at(-1);
  const last = lines.findLast((line) => !isBlank(line));
  if (ends === undefined || (last !== ` ${ends}` && last !== ends)) return false;
  const count = lines.filter((line) => line === last || line === `-${ends}`).length;
  return count === own.filter((line) => line === ends).length;
}

/** An answer without any fence: code from its first line to its last, with at most an announcement in front. */
function readBare(lines: readonly string[], asked: Asked): ReadAnswer {
  const { task, scope, finished } = asked;
  if (task.languageId !== 'diff' && looksLikeDiff(lines)) {
    const first = lines.findIndex((line) => /^(?:--- \S|@@|diff --git )/.test(line));
    const body = lines.slice(first);
    if (lines.slice(0, first).some((line) => /^[+-]/.test(line))) return none({ kind: 'notCode' });
    // Prose behind it would be taken for unchanged lines, and is not found then.
    return fromDiff(body, asked, false);
  }
  const start = scope.length === 0 ? 0 : lines.findIndex((line) => line.trim() === scope[0]);
  const isAnnounced = start > 0 && lines.slice(0, start).every((line) => isBlank(line) || isProse(line, asked));
  const { path, rest } = firstLinePath(isAnnounced ? lines.slice(start) : lines, asked);
  if (path !== undefined && !isSameFile(path, task.file.name)) return none({ kind: 'otherFile', path });
  const numbers = withoutNumbers(rest, asked) ?? rest;
  const full = numbers.filter((line) => !isBlank(line));
  const isText = ['markdown', 'plaintext', 'restructuredtext', 'latex'].includes(task.languageId);
  const there = full.filter((line) => asked.all.has(line.trim())).length;
  const isKnown = scope.length > 0 && there * 2 >= Math.min(full.length, scope.length);
  const isCode =
    scope.length === 0 && !isText && full.filter((line) => /[{}()[\];=<>:]/.test(line)).length * 2 > full.length;
  if (full.some((line) => isProse(line, asked)) || !(isKnown || isCode)) return none({ kind: 'noCode' });
  return finished ? replacement(rest, asked, scope.length === 0) : none({ kind: 'cutOff' });
}

/** A sentence, as none of the base is: words only, or an announcement. */
function isProse(line: string, { all, task }: Asked): boolean {
  const text = line.trim();
  if (text === '' || all.has(text)) return false;
  if (task.languageId === 'markdown' || task.languageId === 'plaintext')
    return /^(?:here(?:'s| is| are)|sure\b|certainly\b|i(?:'ve| have)\b|note:|explanation)/i.test(text);
  if (/^(?:\/\/|#|--|;|%|\/?\*|<!--|"|')/.test(text))
    return /^(?:#{1,6}|\*{2}|\*|-)\s*\**[A-Z][\w ]*\**:?$/.test(text) && !/^[#]/.test(text);
  return (
    /^(?:[-*•]|\d+[.)])?\s*\**[A-Z][\w'’`,()*/-]*(?:\s+[\w'’`",.()*/:–—-]+){2,}\s*[.:!?…]?\**$/.test(text) &&
    /[a-z]{2}/.test(text) &&
    !/[;{}=]$/.test(text)
  );
}

const CODE_KEYS = /^(?:code|replacement|new_?code|content|new_?text|updated_?code|result|text|source|file|output)$/i;

/**
 * What stands in JSON: code under a usual name, or edits with what to search for. Text to read on, a whole answer, or
 * undefined where it is not wrapped.
 */
function unwrapped(text: string, asked: Asked): string | ReadAnswer | undefined {
  const tag = /^\s*<(code|answer|replacement|output|file|result|updated_code)\b[^>]*>\n?([^]*?)\n?<\/\1>\s*$/i.exec(
    text,
  );
  if (tag?.[2] !== undefined && !asked.task.base.includes(`</${tag[1]}>`)) return tag[2];
  if (!/^\s*[{[]/.test(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const list: readonly unknown[] = Array.isArray(value)
    ? value
    : isRecord(value) && Array.isArray(value['edits'])
      ? value['edits']
      : [value];
  const blocks = list.map(blockIn);
  const isJson = asked.task.languageId.startsWith('json');
  if (blocks.length > 0 && !blocks.includes(undefined)) {
    return isJson
      ? undefined
      : fromBlocks(
          blocks.filter((block) => block !== undefined),
          asked,
        );
  }
  if (!isRecord(value)) return undefined;
  const found = Object.entries(value).filter(([key, each]) => CODE_KEYS.test(key) && typeof each === 'string');
  const [code] = found.map(([, each]) => each);
  if (found.length !== 1 || typeof code !== 'string') return undefined;
  // A JSON file may have such a key itself.
  if (isJson) return Object.keys(value).length === 1 ? none({ kind: 'notCode' }) : undefined;
  const path = ['path', 'file', 'filename'].map((key) => value[key]).find((each) => typeof each === 'string');
  if (typeof path === 'string' && path !== code && !isSameFile(path, asked.task.file.name))
    return none({ kind: 'otherFile', path });
  const plain = code.replaceAll(/\r\n?/g, '\n');
  return /^\s*[`~]{3}/.test(plain) || hasSearchMarks(plain.split('\n')) ? plain : replacement(plain.split('\n'), asked);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function blockIn(value: unknown): Block | undefined {
  if (!isRecord(value)) return undefined;
  const one = (...keys: readonly string[]): string | undefined =>
    keys.map((key) => value[key]).find((each) => typeof each === 'string');
  const search = one('search', 'old_string', 'old', 'find', 'before', 'old_text', 'oldText');
  const replace = one('replace', 'new_string', 'new', 'replacement', 'after', 'new_text', 'newText');
  if (search === undefined || replace === undefined) return undefined;
  const path = one('path', 'file', 'filename');
  return { search, replace, ...(path === undefined ? {} : { path }) };
}
