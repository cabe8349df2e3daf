import type { EditTask, ReadAnswer } from '../edit';
import { isBlank } from '../text/lines';
import { type Asked, askedOf, none } from './asked';
import { readBare } from './bareAnswer';
import { fromBlocks } from './blockAnswer';
import { readFenced, type Unwrap } from './fencedAnswer';
import { readFences } from './fences';
import { hasSearchMarks, readSearchReplace } from './searchReplace';
import { unwrapped } from './wrapped';

/**
 * What a model's answer says to do, in whatever form it came: fenced blocks, SEARCH and REPLACE, a diff, code without a fence,
 * code in JSON. Understood is what can be understood in one way only.
 * @param finished whether the model ended by itself; false when it was cut off.
 */
export function readAnswer(answer: string, task: EditTask, finished: boolean): ReadAnswer {
  const text = answer
    .replaceAll(/\r\n?/g, '\n')
    .replace(/^[\uFEFF\u200B\u2060\s]*(?=\S)/, (lead) => lead.replaceAll(/[\uFEFF\u200B\u2060]|^\n+/g, ''));
  const said = withoutThoughts(text, task);
  if (said === undefined) return none({ kind: finished ? 'noCode' : 'cutOff' });
  return readText(said, askedOf(task, finished));
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

/** An answer that may be wrapped in JSON or a tag, as a whole or in its only block; only once. */
function readText(text: string, asked: Asked): ReadAnswer {
  const unwrap = (inner: string): ReadAnswer | undefined => {
    const wrapped = unwrapped(inner, asked);
    return typeof wrapped === 'string' ? readPlain(wrapped, asked, () => undefined) : wrapped;
  };
  return unwrap(text) ?? readPlain(text, asked, unwrap);
}

/** An answer by the form it has: marks of SEARCH and REPLACE, fences, or neither. */
function readPlain(text: string, asked: Asked, unwrap: Unwrap): ReadAnswer {
  if (isBlank(text)) return none({ kind: asked.finished ? 'noCode' : 'cutOff' });
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
  return readFenced(fences, asked, unwrap);
}
