import type { Attachment, FilePart } from '../../core/conversation/message';
import { fitContext } from '../../core/context/fitContext';
import type { CodeToExplain, ExplainStyle, ExplainSubject } from '../../core/tasks/explain';
import { personAtWindow } from '../person';
import { canHoldThread, isCell } from '../thread/visible';
import type { Explanations } from './explanations';
import { styleWords } from './style';
import type { ExplainTarget } from './target';

export type AskInChat = (question: string, attachments: readonly Attachment[]) => Promise<void>;

/** Explains in a thread where the editor can show one, else in the chat. @param style other than the settings say. */
export async function explainAt(
  target: ExplainTarget,
  explanations: Explanations,
  askInChat: AskInChat,
  style?: ExplainStyle,
): Promise<void> {
  const { document, about, stands } = target;
  if (canHoldThread(document)) return explanations.explain(target, style);
  if (isCell(document)) {
    personAtWindow.mention('Tollfree: VS Code can show no explanation in a notebook cell, so this one is in the chat.');
  }
  const pieces = await explanations.gather(document, stands, about.problem === undefined ? 'explain' : 'fix');
  const { sent } = fitContext(pieces, [], undefined);
  await askInChat(questionOf(about, style), [...sent.map(({ part }) => part), codeInChat(about.code)]);
}

function questionOf({ problem, what, quoted = '' }: ExplainSubject, style: ExplainStyle | undefined): string {
  const said = problem?.message ?? (what === 'regex' ? quoted : '');
  return ['/explain', said, style === undefined ? '' : `(${styleWords(style)})`].filter(Boolean).join(' ');
}

/** Code as it goes along with a question of the chat. */
function codeInChat({ code, file, languageId, startLine }: CodeToExplain): FilePart {
  return { type: 'file', file, text: code, languageId, startLine };
}
