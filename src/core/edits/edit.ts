/*
 * From an answer to a change, step by step: `reading/` (what does it say to do?), `placing/` (where in the file, and is that
 * what was asked?), `rebase.ts` (the file went on meanwhile), `judge.ts` (is it still code?); `checkAnswer.ts` runs them.
 * `text/` has what is known of lines, indentation and imports; `chat/` is for code of the chat, which goes by no task.
 */
import type { FileRef } from '../conversation/message';
import type { Change, Span } from '../span';

/** What may be changed, and how: decided before a model is asked. */
export interface EditTask {
  readonly task: 'fix' | 'edit' | 'docs' | 'tests';
  readonly file: FileRef;
  readonly languageId: string;
  /** The whole file as it was when the model was asked; line breaks as they are. */
  readonly base: string;
  /** What may be changed; whole lines. Empty for a new file. */
  readonly scope: Span;
  /** Which form the model is asked for; what comes may be another. */
  readonly form: AnswerForm;
}

/**
 * `replacement`: one block with the new text of the scope. `blocks`: SEARCH and REPLACE, anywhere in the scope, and in the
 * file's imports. `file`: one block with a whole new file.
 */
export type AnswerForm = 'replacement' | 'blocks' | 'file';

/** What an answer says to do, as it was written. */
export type ReadAnswer =
  /** `open`: nothing shows that it was written to its end, like a fence that closes it. */
  | { readonly form: 'replacement'; readonly code: string; readonly open?: true }
  | { readonly form: 'blocks'; readonly blocks: readonly Block[] }
  /** Nothing that could be done. */
  | { readonly form: 'none'; readonly problem: EditProblem };

export interface Block {
  /** As the answer names it. */
  readonly path?: string;
  readonly search: string;
  readonly replace: string;
}

/** An answer as changes of the base, placed and checked as text; `judge.ts` checks it as code. */
export interface PlacedEdit {
  readonly changes: readonly Change[];
  /** Not as it was asked, and mended without a doubt: for a person, as a sentence. */
  readonly mended: readonly string[];
}

/** Why an answer is not made into a change. */
export type EditProblem =
  /** Prose only. */
  | { readonly kind: 'noCode' }
  /** A block with nothing in it, for code that was to be changed: it is to go, or the model had nothing to say. */
  | { readonly kind: 'emptied' }
  /** The answer, or its last block, has no end. */
  | { readonly kind: 'cutOff' }
  /** Several blocks, and none of them can be told to be the one. */
  | { readonly kind: 'several'; readonly count: number }
  /** Not in the file: neither as it is, nor with other white space. `text`: its first line. */
  | { readonly kind: 'notFound'; readonly text: string }
  /** It is in the file more than once. */
  | { readonly kind: 'ambiguous'; readonly text: string; readonly places: number }
  /** It changes what was not asked; lines counted from 1. */
  | { readonly kind: 'outside'; readonly line: number }
  /** `// … existing code …` would delete code. `text`: the line. */
  | { readonly kind: 'placeholder'; readonly text: string }
  /** It is about another file than the one that was asked about. */
  | { readonly kind: 'otherFile'; readonly path: string }
  | { readonly kind: 'unchanged' }
  /** It is no valid code any more; lines of the new text, counted from 1. */
  | { readonly kind: 'syntax'; readonly line?: number }
  /** It was to add comments only. */
  | { readonly kind: 'notOnlyComments' }
  /** Characters that cannot be seen, or turn the direction of writing; `character`: `U+202E`. */
  | { readonly kind: 'hidden'; readonly character: string; readonly line: number }
  /** The code is not in the language: prose, or a diff of a diff. */
  | { readonly kind: 'notCode' }
  /** What it changes was changed meanwhile; lines of the current text, counted from 1. */
  | { readonly kind: 'drifted'; readonly line: number };

/** What is no reason to refuse, and a reason to look. */
export type EditWarning =
  /** Called, and neither declared in the file nor known from what was sent. */
  | { readonly kind: 'unknownNames'; readonly names: readonly string[] }
  /** Many lines go, and few come. */
  | { readonly kind: 'deletes'; readonly lines: number }
  /** Links that come in with it. */
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  /** No grammar, or too long: it could not be read as code. */
  | { readonly kind: 'notParsed' };
