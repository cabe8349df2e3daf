import * as vscode from 'vscode';

/** Of what nobody chose by themselves. Characters; a line of a file that a program wrote may be longer than that. */
const LONGEST = 12_000;
/** Where that is more: so many on each side of the place that is meant. */
const AROUND = 3000;

/** Whether a range is short enough for who only pointed at something in it. */
export function isShort(document: vscode.TextDocument, { start, end }: vscode.Range): boolean {
  return document.offsetAt(end) - document.offsetAt(start) <= LONGEST;
}

/** A range, or what of it is around a place in it where it is too long; never with half of a character at its ends. */
export function bounded(document: vscode.TextDocument, range: vscode.Range, place: vscode.Range): vscode.Range {
  if (isShort(document, range)) return range;
  const text = document.getText();
  const first = Math.max(document.offsetAt(range.start), document.offsetAt(place.start) - AROUND);
  const last = Math.min(document.offsetAt(range.end), document.offsetAt(place.start) + AROUND);
  const start = isInsidePair(text, first) ? first - 1 : first;
  const end = isInsidePair(text, last) ? last + 1 : last;
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** Between the halves of a character that takes two UTF-16 code units. */
function isInsidePair(text: string, offset: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(offset - 1, offset + 1));
}
