import type { Block, ReadAnswer } from '../edit';
import { isSameFile } from './answerPath';
import { type Asked, none } from './asked';
import { fromBlocks } from './blockAnswer';
import { replacement } from './replacement';
import { hasSearchMarks } from './searchReplace';

const CODE_KEYS = /^(?:code|replacement|new_?code|content|new_?text|updated_?code|result|text|source|file|output)$/i;

/**
 * What stands in JSON: code under a usual name, or edits with what to search for. Text to read on, a whole answer, or
 * undefined where it is not wrapped.
 */
export function unwrapped(text: string, asked: Asked): string | ReadAnswer | undefined {
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
