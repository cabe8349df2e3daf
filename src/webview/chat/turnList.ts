import { render, type VNode } from 'preact';
import type { TurnView } from '../../protocol/messages';
import { copyTurns } from './copyTurns';

/** What the reader opened in a turn; outlives the time in which it is not drawn. */
export interface Opened {
  reasoning?: boolean;
  facts?: boolean;
  /** The question as it is edited, once it was changed. */
  edit?: string | undefined;
}

export type DrawTurn = (turn: TurnView, opened: Opened, isLast: boolean) => VNode;

/** A turn's place in the transcript. Far from the view it has only its label and its height. */
export interface Slot {
  readonly article: HTMLElement;
  readonly body: HTMLElement;
  readonly opened: Opened;
  turn: TurnView;
  drawn: boolean;
  /** In pixels: measured when it was drawn last, or else guessed. */
  height: number;
}

/** Turns within so many heights of the view are drawn, and those a bit farther off are not taken away yet. */
const reach = 2;
const farther = 3;
/** A short conversation is drawn whole. */
const few = 20;
/** Turns in one box: where one of them grows, the others in other boxes are not laid out again. */
const groupSize = 50;
/** Time for drawing in one frame, in milliseconds: of what is in view, and of what may come into view. */
const urgent = 16;
const slice = 8;
/** After the last change of the width, in milliseconds. */
const calm = 200;

function countLines(text: string, perLine: number): number {
  let lines = text.length / perLine;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 0.7;
  return lines;
}

/** Pixels a turn will take, roughly. */
function guessHeight({ question, answer }: TurnView, width: number): number {
  const perLine = Math.max(20, width / 7);
  return Math.round(110 + 20 * (countLines(question, perLine) + countLines(answer, perLine)));
}

function isUnderWay({ state }: TurnView): boolean {
  return state === 'waiting' || state === 'streaming';
}

/** Whether an answer in it is not shown to its end yet. */
function isPartial({ body }: Slot): boolean {
  return body.querySelector('[data-partial]') !== null;
}

function createGroup(): HTMLElement {
  const group = document.createElement('div');
  group.className = 'turn-group';
  return group;
}

function createDivider(): HTMLElement {
  const divider = document.createElement('div');
  divider.className = 'divider';
  divider.dataset['testid'] = 'divider';
  divider.setAttribute('role', 'separator');
  divider.setAttribute('aria-label', 'Not sent with the last question: everything above');
  const words = document.createElement('span');
  words.textContent = 'Not sent with the last question';
  divider.append(words);
  return divider;
}

/**
 * The turns of a conversation, of which only those near the view are drawn, so that a thousand cost what ten do. Each is
 * a tree of its own: a word that comes touches no other. The browser's own scroll anchoring keeps what is read in place.
 */
export class TurnList {
  readonly #frame: HTMLElement;
  readonly #list: HTMLElement;
  readonly #divider = createDivider();
  readonly #observer: ResizeObserver;
  #draw: DrawTurn;
  #slots: readonly Slot[] = [];
  /** Of turns of other conversations, by id: questions that are being edited. */
  readonly #edited = new Map<string, Opened>();
  readonly #drawn = new Set<Slot>();
  /** Drawn, but a long answer in them is still being filled in: they keep their height till then. */
  readonly #partial = new Set<Slot>();
  /** How many turns the last question went without, as it is shown. */
  #outside = 0;
  #width: number;
  #scheduled = 0;
  #resized: ReturnType<typeof setTimeout> | undefined;

  constructor(frame: HTMLElement, list: HTMLElement, draw: DrawTurn) {
    this.#frame = frame;
    this.#list = list;
    this.#draw = draw;
    this.#width = list.clientWidth;
    frame.addEventListener('scroll', this.drawVisible, { passive: true });
    list.addEventListener('focusin', this.drawVisible);
    document.addEventListener('copy', this.#onCopy);
    this.#observer = new ResizeObserver(this.#onResize);
    this.#observer.observe(list);
    this.#observer.observe(frame);
  }

  dispose(): void {
    this.#frame.removeEventListener('scroll', this.drawVisible);
    this.#list.removeEventListener('focusin', this.drawVisible);
    document.removeEventListener('copy', this.#onCopy);
    this.#observer.disconnect();
    cancelAnimationFrame(this.#scheduled);
    clearTimeout(this.#resized);
    for (const slot of this.#drawn) render(null, slot.body);
  }

  /** @returns whether turns came or went, so that the place in the transcript has to be looked at again. */
  show(turns: readonly TurnView[], draw: DrawTurn): boolean {
    this.#draw = draw;
    const isSame = turns.length === this.#slots.length && turns.every(({ id }, at) => this.#slots[at]?.turn.id === id);
    if (!isSame) this.#rebuild(turns);
    for (const [at, turn] of turns.entries()) {
      const slot = this.#slots[at];
      if (slot === undefined || turn === slot.turn) continue;
      slot.turn = turn;
      this.#label(slot);
    }
    for (const slot of this.#drawn) this.#redraw(slot);
    for (const slot of this.#slots) if (!slot.drawn && (isUnderWay(slot.turn) || this.#isLast(slot))) this.#open(slot);
    this.#divide(!isSame);
    return !isSame;
  }

  /** The reader's place: 12.5 is halfway through the thirteenth turn. */
  get place(): number {
    const top = this.#frame.scrollTop;
    const at = Math.max(0, this.#firstBelow(top) - 1);
    const article = this.#slots[at]?.article;
    return article === undefined ? 0 : at + Math.min(0.999_999, (top - article.offsetTop) / article.offsetHeight);
  }

  /** Brings a place back into view. @returns false if there is no such turn. */
  goTo(place: number): boolean {
    const at = Math.max(0, Math.floor(place));
    const slot = this.#slots[at];
    if (slot === undefined) return false;
    if (!slot.drawn) this.#open(slot);
    const { article } = slot;
    const go = (): void => {
      this.#frame.scrollTop = article.offsetTop + (place - at) * article.offsetHeight;
    };
    go();
    this.drawVisible();
    go();
    return true;
  }

  /** Draws what is in view now; what is near follows in the next frames. */
  readonly drawVisible = (): void => {
    const started = performance.now();
    // What is drawn may be less high than was guessed, so that more comes into view.
    for (let slots = this.#undrawn(0); slots.length > 0; slots = this.#undrawn(0)) {
      for (const slot of slots) {
        this.#open(slot);
        if (performance.now() - started > urgent) {
          this.#schedule();
          return;
        }
      }
    }
    this.#scheduleIfNeeded();
  };

  #rebuild(turns: readonly TurnView[]): void {
    const before = new Map(this.#slots.map((slot) => [slot.turn.id, slot]));
    this.#slots = turns.map((turn) => {
      const known = before.get(turn.id);
      before.delete(turn.id);
      return known ?? this.#create(turn);
    });
    for (const slot of before.values()) {
      if (this.#drawn.delete(slot)) render(null, slot.body);
      this.#partial.delete(slot);
      if (slot.opened.edit !== undefined) this.#edited.set(slot.turn.id, slot.opened);
      slot.article.remove();
    }
    this.#divider.remove();
    for (const [at, { article }] of this.#slots.entries()) {
      const group = this.#list.children[Math.floor(at / groupSize)] ?? this.#list.appendChild(createGroup());
      const there = group.children[at % groupSize];
      // What stays is not moved: it would lose the focus.
      if (there !== article) group.insertBefore(article, there ?? null);
    }
    while (this.#list.lastElementChild?.childElementCount === 0) this.#list.lastElementChild.remove();
  }

  #create(turn: TurnView): Slot {
    const article = document.createElement('article');
    article.className = 'turn';
    const heading = document.createElement('h2');
    heading.className = 'visually-hidden';
    heading.textContent = 'Question';
    article.append(heading);
    const body = document.createElement('div');
    body.className = 'turn-body';
    const opened = this.#edited.get(turn.id) ?? (turn.edit === undefined ? {} : { edit: turn.edit });
    this.#edited.delete(turn.id);
    const slot = { article, body, opened, turn, drawn: false, height: guessHeight(turn, this.#width) };
    article.style.height = `${slot.height}px`;
    this.#label(slot);
    return slot;
  }

  #label({ article, turn }: Slot): void {
    const label = `Question: ${turn.question.slice(0, 80)}`;
    if (article.getAttribute('aria-label') !== label) article.setAttribute('aria-label', label);
  }

  /** Marks what the last question went without. */
  #divide(isNew: boolean): void {
    const left = this.#slots.at(-1)?.turn.leftOut;
    const first = this.#slots.findIndex(({ turn }) => turn.id === left?.firstSent);
    const at = left === undefined ? 0 : first === -1 ? this.#slots.length - 1 : first;
    const next = this.#slots[at]?.article;
    if (at === this.#outside && !isNew) return;
    this.#outside = at;
    if (at === 0 || next === undefined) this.#divider.remove();
    else next.before(this.#divider);
    for (const [index, { article }] of this.#slots.entries()) article.classList.toggle('outside', index < at);
  }

  #redraw(slot: Slot): void {
    render(this.#draw(slot.turn, slot.opened, this.#isLast(slot)), slot.body);
  }

  #isLast(slot: Slot): boolean {
    return slot === this.#slots.at(-1);
  }

  #open(slot: Slot): void {
    slot.drawn = true;
    this.#drawn.add(slot);
    slot.article.append(slot.body);
    this.#redraw(slot);
    // What grows at the end of the conversation is followed there.
    if (isPartial(slot) && !this.#isLast(slot) && !isUnderWay(slot.turn)) {
      slot.article.style.overflow = 'clip';
      this.#partial.add(slot);
    } else {
      slot.article.style.height = '';
    }
  }

  /** Gives it its own height. Where its end is in view, what stands below stays in place: the browser would keep its start. */
  #release(slot: Slot): void {
    const { article } = slot;
    const { scrollTop, clientHeight } = this.#frame;
    const start = article.offsetTop;
    const before = article.offsetHeight;
    article.style.height = '';
    article.style.overflow = '';
    this.#partial.delete(slot);
    const after = article.offsetHeight;
    const startsAbove = start < scrollTop && scrollTop < start + before;
    const endsInView = start + Math.min(before, after) < scrollTop + clientHeight;
    if (startsAbove && endsInView) this.#frame.scrollTop = scrollTop - before + after;
  }

  #close(slot: Slot): void {
    slot.drawn = false;
    this.#drawn.delete(slot);
    this.#partial.delete(slot);
    slot.article.style.overflow = '';
    render(null, slot.body);
    slot.body.remove();
    slot.article.style.height = `${slot.height}px`;
  }

  /** Index of the first turn whose start is below this place. */
  #firstBelow(top: number): number {
    let low = 0;
    let high = this.#slots.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#slots[middle]?.article.offsetTop ?? 0) > top) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Indices of the turns within so many heights of the view, the last one excluded. */
  #range(heights: number): readonly [number, number] {
    if (this.#slots.length <= few && heights > 0) return [0, this.#slots.length];
    const { scrollTop, clientHeight } = this.#frame;
    const around = heights * clientHeight;
    return [Math.max(0, this.#firstBelow(scrollTop - around) - 1), this.#firstBelow(scrollTop + clientHeight + around)];
  }

  /** From the end, where the newest is. */
  #undrawn(heights: number): readonly Slot[] {
    return this.#slots
      .slice(...this.#range(heights))
      .filter(({ drawn }) => !drawn)
      .toReversed();
  }

  #far(): readonly Slot[] {
    const near = new Set(this.#slots.slice(...this.#range(farther)));
    return [...this.#drawn].filter((slot) => !near.has(slot) && !this.#isHeld(slot));
  }

  /** What must not go, wherever it is: what changes, what has the keyboard, the ends of a selection, what is edited. */
  #isHeld(slot: Slot): boolean {
    const { article, turn } = slot;
    const selection = document.getSelection();
    return (
      this.#isLast(slot) ||
      isUnderWay(turn) ||
      article.querySelector('textarea') !== null ||
      [document.activeElement, selection?.anchorNode, selection?.focusNode].some((node) =>
        article.contains(node ?? null),
      )
    );
  }

  #scheduleIfNeeded(): void {
    if (this.#partial.size > 0 || this.#undrawn(reach).length > 0 || this.#far().length > 0) this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled === 0) this.#scheduled = requestAnimationFrame(this.#work);
  }

  readonly #work = (): void => {
    this.#scheduled = 0;
    for (const slot of this.#partial) if (!isPartial(slot)) this.#release(slot);
    this.drawVisible();
    const started = performance.now();
    const far = this.#far();
    // All are measured before the first of them goes.
    for (const slot of far) slot.height = slot.article.offsetHeight;
    for (const slot of far) this.#close(slot);
    for (const slot of this.#undrawn(reach)) {
      if (performance.now() - started > slice) break;
      this.#open(slot);
    }
    this.#scheduleIfNeeded();
  };

  readonly #onResize = (): void => {
    if (this.#list.clientWidth !== this.#width) {
      clearTimeout(this.#resized);
      this.#resized = setTimeout(this.#onNewWidth, calm);
    }
    this.#scheduleIfNeeded();
  };

  readonly #onNewWidth = (): void => {
    const width = this.#list.clientWidth;
    for (const slot of this.#slots) {
      if (slot.drawn) continue;
      slot.height = Math.round((slot.height * guessHeight(slot.turn, width)) / guessHeight(slot.turn, this.#width));
      slot.article.style.height = `${slot.height}px`;
    }
    this.#width = width;
  };

  readonly #onCopy = (event: ClipboardEvent): void => {
    copyTurns(event, this.#slots);
  };
}
