import type * as vscode from 'vscode';
import type { LineNote } from '../../core/explain/notes';
import type { Span } from '../../core/span';
import { followSpan } from '../thread/followSpan';

/** A note at the line where it stands now, counted from 0. */
export interface PlacedNote {
  readonly note: LineNote;
  readonly line: number;
  readonly endLine: number;
}

interface Following {
  readonly note: LineNote;
  /** Of its first line, as it was when the note came. */
  readonly text: string;
  span: Span | undefined;
  line: number;
}

/** Notes that move with their lines; one whose line is another now is not there until the line is what it was. */
export class PlacedNotes {
  private readonly following: readonly Following[];

  /** @param shift by how many lines the code stands lower than when it was sent. */
  constructor(document: vscode.TextDocument, notes: readonly LineNote[], shift: number) {
    this.following = notes.flatMap((note): Following[] => {
      const line = note.line - 1 + shift;
      if (line < 0 || line >= document.lineCount) return [];
      return [{ note, line, text: document.lineAt(line).text.trim(), span: spanOf(document, line) }];
    });
  }

  follow({ document, contentChanges }: Pick<vscode.TextDocumentChangeEvent, 'document' | 'contentChanges'>): void {
    for (const one of this.following) {
      // Other line breaks come without changes: lines stay, offsets do not.
      if (contentChanges.length === 0)
        one.span = one.line < document.lineCount ? spanOf(document, one.line) : undefined;
      else if (one.span !== undefined) {
        one.span = followSpan(one.span, contentChanges);
        if (one.span !== undefined) one.line = document.positionAt(one.span.start).line;
      }
    }
  }

  in(document: vscode.TextDocument): readonly PlacedNote[] {
    return this.following
      .filter(({ span, line, text }) => {
        return span !== undefined && line < document.lineCount && document.lineAt(line).text.trim() === text;
      })
      .map(({ note, line }) => {
        const endLine = Math.min(line + note.endLine - note.line, document.lineCount - 1);
        return { note, line, endLine };
      });
  }
}

/** Of what stands in a line: what is put before or after it is another line's. */
function spanOf(document: vscode.TextDocument, line: number): Span {
  const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(line);
  return {
    start: document.offsetAt(range.start.translate(0, firstNonWhitespaceCharacterIndex)),
    end: document.offsetAt(range.end),
  };
}
