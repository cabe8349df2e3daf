import type { Attachment, FilePart, FileRef } from '../../core/conversation/message';
import type { ExplainStyle } from '../../core/tasks/explain';
import * as vscode from 'vscode';
import type { Assistant } from '../assistant';
import { withoutPlaces } from '../context/machinePaths';
import { subjectOfTrace } from '../context/traceSubject';
import type { Explanations } from './explanations';

/** In UTF-16 code units; what a program says last is what went wrong. */
const longest = 20_000;

/** The chat's own `/explain` asks what code is for. */
const aboutOutput =
  'What happened here? Name the line that says why, the likely causes, and what to look at or try next.';

export interface OutputParts {
  readonly assistant: Pick<Assistant, 'privacy'>;
  readonly askInChat: (question: string, attachments: readonly Attachment[]) => Promise<void>;
}

/**
 * Explains what a program wrote: where it names code of the workspace, in a thread there; else in the chat.
 * @param how `selected`: the user marked it, or copied it; else only a workspace that is trusted lets it go.
 */
export async function explainOutput(
  { text, how }: { readonly text: string; readonly how: FileRef['how'] },
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
  if (found === undefined) return askInChat(aboutOutput, [outputPart(withoutPlaces(said), how)]);
  const { uri, range: stands, subject: about, context } = found;
  const document = await vscode.workspace.openTextDocument(uri);
  await explanations.explain({ document, about, stands, context }, style);
}

function outputPart(text: string, how: FileRef['how']): FilePart {
  return { type: 'file', file: { name: 'output', how }, text, languageId: 'text', startLine: 1 };
}

function withoutBeginning(text: string): string {
  if (text.length <= longest) return text;
  const end = text.slice(-longest);
  return `[the beginning is left out]\n${end.slice(end.indexOf('\n') + 1)}`;
}
