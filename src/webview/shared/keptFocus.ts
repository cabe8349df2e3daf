import { useEffect, useRef } from 'preact/hooks';

interface Held {
  readonly element: Element;
  /** What stood around it, nearest first. */
  readonly around: readonly Element[];
}

function ancestors(element: Element): readonly Element[] {
  const found: Element[] = [];
  for (let outer = element.parentElement; outer !== null; outer = outer.parentElement) found.push(outer);
  return found;
}

const isGone = (element: Element): boolean => !element.isConnected || element.matches(':disabled');

/**
 * Moves the keyboard on when what has it goes away or cannot be used any more: the browser would leave it nowhere. Looks
 * after each time its component is drawn; never moves it for somebody who clicked beside everything.
 * @param next from what stood around it and is still there, nearest first.
 */
export function useKeptFocus(next: (around: readonly Element[]) => HTMLElement | null): void {
  const held = useRef<Held | undefined>(undefined);
  useEffect(() => {
    const onIn = ({ target }: FocusEvent): void => {
      if (target instanceof Element) held.current = { element: target, around: ancestors(target) };
    };
    const onOut = ({ target, relatedTarget }: FocusEvent): void => {
      if (relatedTarget !== null || !(target instanceof Element)) return;
      // An element that is being removed is still there now, and not a moment later.
      queueMicrotask(() => {
        if (held.current?.element === target && !isGone(target)) held.current = undefined;
      });
    };
    document.addEventListener('focusin', onIn);
    document.addEventListener('focusout', onOut);
    return () => {
      document.removeEventListener('focusin', onIn);
      document.removeEventListener('focusout', onOut);
    };
  }, []);
  useEffect(() => {
    const { current } = held;
    const { activeElement } = document;
    if (current === undefined || !isGone(current.element)) return;
    if (activeElement !== document.body && activeElement !== current.element) return;
    held.current = undefined;
    if (document.hasFocus()) next(current.around.filter(({ isConnected }) => isConnected))?.focus();
  });
}
