import type { EditProblem, EditTask, ReadAnswer } from '../edit';
import { isBlank, isTelling } from '../text/lines';
import { firstLinePath, isSameFile, pathAlone } from './answerPath';
import { type Asked, none } from './asked';
import { type Candidate, choose } from './choose';
import { fromDiff } from './diffAnswer';
import type { Fenced, Fences } from './fences';
import { isProse } from './sentence';
import { looksLikeDiff } from './unifiedDiff';

/** What is in a block that is wrapped in JSON or a tag once more; undefined where it is not. */
export type Unwrap = (text: string) => ReadAnswer | undefined;

/**
 * What an answer with fenced blocks says to do: its diffs, or the one block that is the code that was asked for.
 * @param fences with at least one block.
 */
export function readFenced(fences: Fences, asked: Asked, unwrap: Unwrap): ReadAnswer {
  const problem = faultOf(fences, asked);
  if (problem !== undefined) return none(problem);
  const { task } = asked;
  const { blocks } = fences;
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
  const [only, ...more] = blocks;
  const inside = only?.language === 'json' && more.length === 0 ? unwrap(only.lines.join('\n')) : undefined;
  if (inside !== undefined) return inside;
  const named = blocks.map((block) => candidateIn(block, asked));
  const ours = named.filter((one) => !isAside(one, task) && one.lines.some((line) => !isBlank(line)));
  if (ours.length === 0) return none(faultOfEmpty(named, asked));
  const fitting = ours.filter(({ path }) => path === undefined || isSameFile(path, task.file.name));
  const stranger = ours.find((one) => !fitting.includes(one));
  const hasOwn = fitting.some(({ path }) => path !== undefined);
  if (stranger?.path !== undefined && !hasOwn) {
    return none({ kind: 'otherFile', path: stranger.path });
  }
  return choose(fitting, asked);
}

function candidateIn(block: Fenced, { all }: Asked): Candidate {
  const { path, rest } = firstLinePath(block.lines, all);
  const name = block.path ?? path ?? pathAlone(block.before);
  return {
    lines: rest,
    language: block.language,
    closed: block.closed,
    ...(name === undefined ? {} : { path: name }),
  };
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

/** Why blocks are no code of which all that are not aside are empty. */
function faultOfEmpty(blocks: readonly Candidate[], { task, scope }: Asked): EditProblem {
  if (blocks.some((one) => isAside(one, task))) return { kind: 'notCode' };
  const isRemoval = task.task === 'edit' && scope.length > 0 && blocks.every(({ closed }) => closed);
  return { kind: isRemoval ? 'emptied' : 'noCode' };
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
