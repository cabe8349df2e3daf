import * as z from 'zod';

/** What the part inside the editor hands to the one outside, in milliseconds, one for each round. */
export const editorFigures = z.object({
  /** From the command to the request's arrival at the service. */
  ours: z.array(z.number()),
  /** The language service alone: the definitions of the same names at another place, asked for at once. */
  service: z.array(z.number()),
});

export type EditorFigures = z.infer<typeof editorFigures>;

/** Where the inner part writes them. */
export const figuresVariable = 'TOLLFREE_BENCH_FIGURES';
