import type { Attachment, FilePart } from '../../core/conversation/message';
import type { ExplainStyle } from '../../core/tasks/explain';
import * as vscode from 'vscode';
import type { Assistant } from '../assistant';
import { subjectOfTrace } from '../context/traceSubject';
import type { Explanations } from './explanations';

/** In UTF-16 code units; what a program says last is what went wrong. */
const longest = 20_000;

export interface OutputParts {
  readonly assistant: Pick<Assistant, 'privacy'>;
  readonly askInChat: (question: string, attachments: readonly Attachment[]) => Promise<void>;
}

/**
 * Explains what a program wrote: where it names code of the workspace, in a thread there; else in the chat.
 * @param text as it was copied.
 */
export async function explainOutput(
  text: string,
  explanations: Explanations,
  { assistant, askInChat }: OutputParts,
  style?: ExplainStyle,
): Promise<void> {
  const said = withoutBeginning(text.trim());
  const desk = await assistant.privacy();
  const found = await subjectOfTrace(said, {
    syntax: await explanations.syntax(),
    check: (files) => desk.check(files),
  });
  if (found === undefined) return askInChat('/explain', [outputPart(said)]);
  const { uri, range: stands, subject: about, context } = found;
  const document = await vscode.workspace.openTextDocument(uri);
  await explanations.explain({ document, about, stands, context }, style);
}

function outputPart(text: string): FilePart {
  return { type: 'file', file: { name: 'output', how: 'selected' }, text, languageId: 'text', startLine: 1 };
}

function withoutBeginning(text: string): string {
  if (text.length <= longest) return text;
  const end = text.slice(-longest);
  return `[the beginning is left out]\n${end.slice(end.indexOf('\n') + 1)}`;
}
