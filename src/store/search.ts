import type { DatabaseSync } from 'node:sqlite';
import type { ConversationSummary } from '../core/conversation/kept';
import { textOf } from './sqlite';

/** Characters of an excerpt, about; and how many of them stand before the hit. */
const LENGTH = 120;
const BEFORE = 40;

/** What a conversation has to show for a query; undefined where it does not have all its words. */
export type Found = (conversation: Pick<ConversationSummary, 'meta'>) => { readonly excerpt?: string } | undefined;

/**
 * Looks for words in titles, questions and answers, whatever their case. SQLite's own `LIKE` knows the case of ASCII only.
 * @returns for a workspace and a query; undefined for a query without a word.
 */
export function createSearch(connection: DatabaseSync): (workspace: string, query: string) => Found | undefined {
  // Turns that are no JSON are no text to look through either.
  const texts = connection.prepare(
    `SELECT json_extract(turn, '$.question') AS question, json_extract(turn, '$.answer') AS answer FROM turns
     WHERE workspace = :workspace AND conversation = :id AND json_valid(turn) ORDER BY position, rowid`,
  );
  return (workspace, query) => {
    const words = query.split(/\s+/).filter(Boolean).map(matcher);
    if (words.length === 0) return undefined;
    return ({ meta: { id, title = '' } }) => {
      let missing = words.filter((word) => !word.test(title));
      let excerpt: string | undefined;
      for (const row of texts.iterate({ workspace, id })) {
        for (const text of [textOf(row['question']) ?? '', textOf(row['answer']) ?? '']) {
          missing = missing.filter((word) => !word.test(text));
          excerpt ??= firstHit(text, words);
        }
        if (missing.length === 0 && excerpt !== undefined) break;
      }
      if (missing.length > 0) return undefined;
      return excerpt === undefined ? {} : { excerpt };
    };
  };
}

function matcher(word: string): RegExp {
  return new RegExp(word.replace(/[\^$\\.*+?()[\]{}|/]/g, String.raw`\$&`), 'iu');
}

function firstHit(text: string, words: readonly RegExp[]): string | undefined {
  const hits = words.map((word) => text.search(word)).filter((at) => at !== -1);
  return hits.length === 0 ? undefined : excerptOf(text, Math.min(...hits));
}

/** Cut at words where there are some, with an ellipsis where something is left out. */
function excerptOf(text: string, hit: number): string {
  let start = Math.max(0, hit - BEFORE);
  if (start > 0) {
    const space = text.slice(start, hit).search(/\s/);
    start = wholeCharacter(text, space === -1 ? start : start + space);
  }
  let end = Math.min(text.length, start + LENGTH);
  if (end < text.length) {
    const rest = /\s\S*$/.exec(text.slice(hit, end));
    end = wholeCharacter(text, rest === null ? end : hit + rest.index);
  }
  const part = text.slice(start, end).replace(/\s+/g, ' ').trim();
  return `${start > 0 ? '…' : ''}${part}${end < text.length ? '…' : ''}`;
}

/** Not in the middle of a character that takes two places. */
function wholeCharacter(text: string, at: number): number {
  const isSecondHalf = /[\uDC00-\uDFFF]/.test(text.charAt(at)) && /[\uD800-\uDBFF]/.test(text.charAt(at - 1));
  return isSecondHalf ? at - 1 : at;
}
