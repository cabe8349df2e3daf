import type { Slot } from './turnList';

/** The part of a turn that is selected. */
function selectedText(article: HTMLElement, selected: Range): string {
  const part = document.createRange();
  part.selectNodeContents(article);
  if (part.compareBoundaryPoints(Range.START_TO_START, selected) < 0) {
    part.setStart(selected.startContainer, selected.startOffset);
  }
  if (part.compareBoundaryPoints(Range.END_TO_END, selected) > 0)
    part.setEnd(selected.endContainer, selected.endOffset);
  return part.toString();
}

/** Fills in what is selected and not drawn, such as the middle of a long conversation after Select All: as Markdown. */
export function copyTurns(event: ClipboardEvent, slots: readonly Slot[]): void {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed || event.target instanceof HTMLTextAreaElement) return;
  const range = selection.getRangeAt(0);
  const selected = slots.filter(({ article }) => range.intersectsNode(article));
  if (selected.every(({ drawn }) => drawn)) return;
  const texts = selected.map(({ article, drawn, turn }) =>
    drawn && !selection.containsNode(article)
      ? selectedText(article, range)
      : [turn.question, turn.answer].filter(Boolean).join('\n\n'),
  );
  event.clipboardData?.setData('text/plain', texts.join('\n\n'));
  event.preventDefault();
}
