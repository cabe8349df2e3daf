/** Up and down go from row to row and stay at the same button; with Home and End, to the first and the last. */
export function stepThrough(event: KeyboardEvent): void {
  const { target, key, currentTarget } = event;
  if (!(target instanceof HTMLElement) || !(currentTarget instanceof HTMLElement)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const rows = [...currentTarget.children];
  const from = rows.findIndex((row) => row.contains(target));
  const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: rows.length - 1 }[key];
  const row = to === undefined ? undefined : rows[to];
  if (row === undefined) return;
  event.preventDefault();
  focusRow(row, target.dataset['action']);
}

/** Puts the keyboard on the button of a row that does this, else on its first one. */
export function focusRow(row: Element, action = 'pin'): void {
  const button = row.querySelector(`[data-action="${action}"]`) ?? row.querySelector('button');
  if (button instanceof HTMLElement) button.focus();
}
