import * as vscode from 'vscode';
import type { Conversation } from '../../core/conversation/conversation';
import type { Attachment } from '../../core/conversation/message';
import type { Commanded, Commands } from '../commands';
import { codeInEditor } from '../context/codeInEditor';
import { editorInFront } from '../context/editorInFront';
import { subjectOfProblem } from '../context/subjects';
import { commands, internalCommands } from '../contributions';
import { ExplainLenses } from './codeLens';
import { ExplainAs } from './explainAs';
import { explainAt } from './inChat';
import { Explanations, type ExplanationsParts } from './explanations';
import { TerminalExplainer } from './terminal';

export interface ExplainParts extends ExplanationsParts {
  /** Shows a conversation in the chat. */
  readonly goOnWith: (conversation: Conversation) => Promise<void>;
  /** Asks in the chat, for what has no place in an editor. */
  readonly askInChat: (question: string, attachments: readonly Attachment[]) => Promise<void>;
}

/** All that explains code where it stands: commands, notes at the lines, hover and code lenses. */
export function createExplanations(parts: ExplainParts): Commanded & vscode.Disposable {
  const { threads, assistant } = parts;
  const explanations = new Explanations(parts);
  const lenses = new ExplainLenses(assistant, () => explanations.syntax());
  const terminal = new TerminalExplainer(explanations, parts);
  const explainAs = new ExplainAs(explanations, parts);
  const toChat = async (thread?: vscode.CommentThread): Promise<void> => {
    const conversation = threads.of(thread)?.conversation();
    if (conversation !== undefined && conversation.turns.length > 0) await parts.goOnWith(conversation);
  };
  const all: Commands = {
    [commands.explain]: (uri?: unknown, range?: unknown, problem?: unknown) =>
      explain(explanations, parts, given(uri, range, problem)),
    [commands.explainAs]: () => explainAs.choose(),
    [commands.explainTerminal]: () => terminal.explain(false),
    [internalCommands.terminalSelection]: () => terminal.explain(true),
    [internalCommands.threadToChat]: toChat,
  };
  return { commands: all, dispose: () => vscode.Disposable.from(explanations, lenses, terminal).dispose() };
}

interface Given {
  readonly uri?: vscode.Uri;
  readonly range?: vscode.Range;
  readonly problem?: vscode.Diagnostic;
}

/** What a command was handed: by a menu, a code action or lens, or a key binding with anything in it. */
function given(uri: unknown, range: unknown, problem: unknown): Given {
  return {
    ...(uri instanceof vscode.Uri ? { uri } : {}),
    ...(range instanceof vscode.Range ? { range } : {}),
    ...(problem instanceof vscode.Diagnostic ? { problem } : {}),
  };
}

/** The given problem or range, else the selection, else the function or class around the cursor. */
async function explain(
  explanations: Explanations,
  { askInChat }: Pick<ExplainParts, 'askInChat'>,
  { uri, range, problem }: Given,
): Promise<void> {
  const front = editorInFront();
  const document =
    uri !== undefined && range !== undefined ? await vscode.workspace.openTextDocument(uri) : front?.document;
  const selection =
    front !== undefined && front.document === document ? front.selection : new vscode.Selection(0, 0, 0, 0);
  if (document === undefined) return tellNothing();
  const syntax = await explanations.syntax();
  if (problem !== undefined && vscode.workspace.isTrusted) {
    const choice = await subjectOfProblem(document, problem, syntax);
    return explainAt({ document, about: choice.subject(), stands: choice.range }, explanations, askInChat);
  }
  const found = await codeInEditor({ document, selection }, { given: range, syntax });
  if (found === undefined) return tellNothing();
  const { what, name, code, range: stands } = found;
  const about = { what, code, ...(name === undefined ? {} : { name }) };
  return explainAt({ document, about, stands }, explanations, askInChat);
}

function tellNothing(): void {
  void vscode.window.showInformationMessage('Select the code that Tollfree is to explain.');
}
