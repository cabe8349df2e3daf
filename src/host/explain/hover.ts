import * as vscode from 'vscode';
import { escapeMarkdown } from '../../core/markdown';
import { authorName } from '../thread/turnText';
import { untrustedMarkdown } from '../thread/untrusted';
import type { ExplainSubject } from './explainSubject';
import type { LineNotes } from './lineNotes';

/** Of prose; the rest is in the thread. */
const longestProse = 600;

/**
 * Shows an explanation that is there, over the code it is about: the note of the line, else what the code is for. It never
 * asks a model.
 */
export function registerExplanationHover(
  subjects: () => Iterable<ExplainSubject>,
  notes: Pick<LineNotes, 'of'>,
): vscode.Disposable {
  return vscode.languages.registerHoverProvider('*', {
    provideHover(document, position) {
      const found = Array.from(subjects()).flatMap((subject) => hoverOf(subject, document, position, notes));
      // The one that was asked for last.
      return found.at(-1);
    },
  });
}

function hoverOf(
  subject: ExplainSubject,
  document: vscode.TextDocument,
  position: vscode.Position,
  notes: Pick<LineNotes, 'of'>,
): vscode.Hover[] {
  const { shown, range } = subject;
  if (shown === undefined || subject.target.document.uri.toString() !== document.uri.toString()) return [];
  const noted = notes
    .of(subject, document)
    .filter(({ line, endLine }) => position.line >= line && position.line <= endLine);
  const isInside = position.line >= range.start.line && position.line <= range.end.line;
  if (noted.length === 0 && (!isInside || subject.target.about.what === 'file')) return [];
  const said =
    noted.length > 0
      ? noted.map(({ note }) => note.text)
      : [shown.explanation?.summary ?? firstWords(shown.turn.answer)];
  if (said.every((text) => text === '')) return [];
  const changed = subject.isChanged ? ', before the code changed' : '';
  const head = new vscode.MarkdownString(`**Explained by ${escapeMarkdown(authorName(shown.turn))}**${changed}`);
  return [
    new vscode.Hover(
      [head, ...said.map(untrustedMarkdown)],
      noted.length > 0 ? document.lineAt(position).range : range,
    ),
  ];
}

/** The first paragraph, which says what the code is for. */
function firstWords(answer: string): string {
  const [paragraph = ''] = answer.trim().split(/\r?\n[ \t]*\r?\n/);
  return paragraph.length > longestProse ? `${paragraph.slice(0, longestProse).trimEnd()}…` : paragraph;
}
