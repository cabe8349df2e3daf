import path from 'node:path';
import * as vscode from 'vscode';
import { applyChanges } from '../../core/edits/changes';
import { followChanges } from '../../core/edits/follow';
import { type Hunk, hunksOf } from '../../core/edits/hunks';
import { rebase } from '../../core/edits/rebase';
import type { Change } from '../../core/span';

/** A change that waits for a yes or no. */
export interface Offer {
  /** What is changed; an address: a file that is to be made. */
  readonly target: vscode.TextDocument | vscode.Uri;
  /** What it was when the changes were made for it; empty for a new file. */
  readonly base: string;
  /** In order, without overlaps; in the line breaks of the base. */
  readonly changes: readonly Change[];
  /** Who proposes it: `gemma-4-31b`. */
  readonly by: string;
  /** What to do when the text was changed just there: `Apply the code again to see it anew.` */
  readonly again: string;
  /** It is still there when its tab is closed, until it is withdrawn. */
  readonly stays?: boolean;
  /** Its own words about it; not trusted with anything. */
  readonly says?: string;
  /** What to know of it before deciding, as Markdown in our own words, and further links; stands in the difference. */
  readonly note?: () => { readonly facts: string; readonly ways: readonly string[] };
  /** Its state changed, or whether it was overtaken. */
  readonly onDidChange?: () => void;
}

/** A part that can be made alone, with the places of its changes in the list of all. */
export interface ProposalPart {
  readonly hunk: Hunk;
  readonly at: readonly number[];
}

/** `withdrawn`: another took its place, or what it belongs to is gone. */
export type ProposalState = 'open' | 'accepted' | 'partly' | 'rejected' | 'withdrawn';

/** In the address of the text before the change. */
const BEFORE = 'before';

/** An offer as it stands now: it moves with what is typed around it. */
export class Proposal {
  static readonly scheme = 'tollfree-proposed';

  readonly id: string;
  readonly offer: Offer;
  /** Of the text after the change. */
  readonly address: vscode.Uri;
  /** Of the text before it: as the file is now, without the threads that stand in it. */
  readonly addressBefore: vscode.Uri;
  /** Of a person's words for it: `sums.ts`. */
  readonly name: string;
  /** Which of the changes are wanted, by their place in the list; undefined: all. */
  wanted: ReadonlySet<number> | undefined;
  private currentState: ProposalState = 'open';
  private currentBase: string;
  private currentChanges: readonly Change[];
  private overtaken = false;

  constructor(id: string, offer: Offer) {
    this.id = id;
    this.offer = offer;
    this.currentBase = offer.base;
    this.currentChanges = offer.changes;
    this.name = path.posix.basename(this.uri.path);
    // A name that ends as a notebook's would open as a notebook.
    const shown = this.uri.scheme === 'vscode-notebook-cell' ? `${this.name}, cell` : this.name;
    this.address = vscode.Uri.from({ scheme: Proposal.scheme, path: `/${shown}`, query: id });
    this.addressBefore = this.address.with({ fragment: BEFORE });
  }

  get uri(): vscode.Uri {
    const { target } = this.offer;
    return target instanceof vscode.Uri ? target : target.uri;
  }

  get isNewFile(): boolean {
    return this.offer.target instanceof vscode.Uri;
  }

  get state(): ProposalState {
    return this.currentState;
  }

  /** What it changes was changed meanwhile. */
  get isOvertaken(): boolean {
    return this.overtaken;
  }

  get title(): string {
    return `${this.name}: proposed by ${this.offer.by}`;
  }

  get languageId(): string | undefined {
    const { target } = this.offer;
    return target instanceof vscode.Uri ? undefined : target.languageId;
  }

  /** The text it would be made in. */
  get base(): string {
    return this.currentBase;
  }

  /** How many parts could be made alone. */
  get hunkCount(): number {
    return hunksOf(this.currentBase, this.currentChanges).length;
  }

  get changes(): readonly Change[] {
    const { wanted } = this;
    return wanted === undefined ? this.currentChanges : this.currentChanges.filter((_change, at) => wanted.has(at));
  }

  /** What stands at one of its addresses. */
  textAt({ fragment }: vscode.Uri): string {
    return fragment === BEFORE ? this.currentBase : this.text;
  }

  /** The text it would be. */
  get text(): string {
    return applyChanges(this.currentBase, this.changes);
  }

  end(state: Exclude<ProposalState, 'open'>): void {
    this.currentState = state;
    this.wanted = undefined;
    this.offer.onDidChange?.();
  }

  /**
   * Moves with edits of the text, in the order in which they were made.
   * @param edits none: what became of the text is known, but not how.
   * @returns whether it is another, or stands elsewhere.
   */
  follow(edits: readonly Change[], current: string): boolean {
    const { currentBase: base, overtaken: was } = this;
    const moved = was ? undefined : followEdits(base, this.currentChanges, edits, current);
    if (moved === undefined) this.moveTo(current);
    else {
      this.currentBase = current;
      this.currentChanges = moved;
    }
    if (this.overtaken !== was) this.offer.onDidChange?.();
    return this.currentBase !== base || this.overtaken !== was;
  }

  /**
   * Brings it to a text that it was not made for; what was undone again does not stand in its way.
   * @returns whether it can be made there.
   */
  moveTo(current: string): boolean {
    if (current === this.currentBase) {
      this.overtaken = false;
      return true;
    }
    const moved = rebase(this.currentBase, this.currentChanges, current);
    // Changes have to stay the same ones while some of them are being chosen.
    this.overtaken = 'problem' in moved || moved.changes.length !== this.currentChanges.length;
    if ('changes' in moved && !this.overtaken) {
      this.currentBase = current;
      this.currentChanges = moved.changes;
    }
    return !this.overtaken;
  }

  /** Its parts, each with the places of its changes in the list. */
  parts(): readonly ProposalPart[] {
    const hunks = hunksOf(this.currentBase, this.currentChanges);
    this.currentChanges = hunks.flatMap(({ changes }) => changes);
    let next = 0;
    return hunks.map((hunk) => {
      const at = hunk.changes.map((_change, index) => next + index);
      next += at.length;
      return { hunk, at };
    });
  }
}

/** @returns undefined when only a comparison of the texts can tell where the changes go. */
function followEdits(
  base: string,
  changes: readonly Change[],
  edits: readonly Change[],
  current: string,
): readonly Change[] | undefined {
  // Other line breaks come without edits, and so does what became of a file while it was closed.
  if (edits.reduce((text, edit) => applyChanges(text, [edit]), base) !== current) return undefined;
  let moved: readonly Change[] | undefined = changes;
  for (const edit of edits) moved = moved === undefined ? undefined : followChanges(moved, edit);
  // What is typed into a line that changes, if only at its edge, would stick to the new lines.
  const isWhole = moved?.every((change, at) => areEdgesAlike([base, changes[at]], [current, change]));
  return isWhole === true ? moved : undefined;
}

type Placed = readonly [text: string, change: Change | undefined];

function areEdgesAlike([old, was]: Placed, [now, is]: Placed): boolean {
  if (was === undefined || is === undefined) return false;
  const isAtStart = (text: string, at: number): boolean => at === 0 || /[\r\n]/.test(text[at - 1] ?? '');
  const isAtEnd = (text: string, at: number): boolean => at === text.length || isAtStart(text, at);
  return isAtStart(old, was.start) === isAtStart(now, is.start) && isAtEnd(old, was.end) === isAtEnd(now, is.end);
}
