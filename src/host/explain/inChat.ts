import type { FilePart } from '../../core/conversation/message';
import type { CodeToExplain } from '../../core/tasks/explain';

/** Code as it goes along with a question of the chat. */
export function codeInChat({ code, file, languageId, startLine }: CodeToExplain): FilePart {
  return { type: 'file', file, text: code, languageId, startLine };
}
