import * as vscode from 'vscode';
import { coalesced } from '../coalesce';
import type { ExplainSubject } from './explainSubject';
import { type PlacedNote, PlacedNotes } from './placedNotes';
import { plainLine } from './plainLine';

/** Until then the editor moves what it shows by itself. */
const drawAfter = 200;

/** The notes of explanations, dim behind the lines they are about. */
export class LineNotes implements vscode.Disposable {
  private readonly placed = new Map<ExplainSubject, { readonly turnId: string; readonly notes: PlacedNotes }>();
  private readonly decoration = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 2em', fontStyle: 'italic' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly drawing = coalesced(() => this.draw(), drawAfter);
  private readonly subscription: vscode.Disposable;
  private readonly subjects: () => Iterable<ExplainSubject>;

  constructor(subjects: () => Iterable<ExplainSubject>) {
    this.subjects = subjects;
    this.subscription = vscode.Disposable.from(
      this.decoration,
      this.drawing,
      vscode.workspace.onDidChangeTextDocument((event) => {
        const uri = event.document.uri.toString();
        for (const [subject, { notes }] of this.placed) {
          if (subject.target.document.uri.toString() !== uri) continue;
          notes.follow(event);
          this.drawing.later();
        }
      }),
      vscode.window.onDidChangeVisibleTextEditors(() => {
        if (this.placed.size > 0) this.drawing.later();
      }),
    );
  }

  /** What explanations there are, or what they say, is another. */
  update(): void {
    const subjects = new Set(this.subjects());
    for (const subject of this.placed.keys()) if (!subjects.has(subject)) this.placed.delete(subject);
    for (const subject of subjects) this.place(subject);
    this.draw();
  }

  /** The notes of an explanation that stand at lines now. */
  of(subject: ExplainSubject, document: vscode.TextDocument): readonly PlacedNote[] {
    return this.placed.get(subject)?.notes.in(document) ?? [];
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private place(subject: ExplainSubject): void {
    const { shown } = subject;
    const known = this.placed.get(subject);
    if (shown === undefined || shown.turn.id === known?.turnId) return;
    this.placed.delete(subject);
    // While the answer was written, the code may have become another: nobody knows then which lines the notes are about.
    if (shown.explanation === undefined || subject.isChanged) return;
    const shift = subject.range.start.line + 1 - shown.code.startLine;
    const notes = new PlacedNotes(subject.target.document, shown.explanation.notes, shift);
    this.placed.set(subject, { turnId: shown.turn.id, notes });
  }

  private draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const byLine = new Map<number, string[]>();
      for (const subject of this.placed.keys()) {
        if (!subject.showsNotes || subject.target.document.uri.toString() !== document.uri.toString()) continue;
        for (const { note, line } of this.of(subject, document)) {
          byLine.set(line, [...(byLine.get(line) ?? []), note.text]);
        }
      }
      const options = Array.from(byLine, ([line, texts]): vscode.DecorationOptions => {
        const { end } = document.lineAt(line).range;
        return {
          range: new vscode.Range(end, end),
          renderOptions: { after: { contentText: plainLine(texts.join(' · ')) } },
        };
      });
      editor.setDecorations(this.decoration, options);
    }
  }
}
