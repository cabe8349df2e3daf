import * as z from 'zod';

/**
 * Only what we read of a chunk or of a whole answer, tolerant of the rest (OpenRouter API reference 10 and 11.1).
 * Fields of no weight for the answer are `unknown`, so that an odd value in them can not cost the user the text.
 */
const toolCallSchema = z.object({
  index: z.number().nullish(),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.unknown().optional() }).nullish(),
});

const deltaSchema = z.object({
  content: z.string().nullish(),
  refusal: z.string().nullish().catch(undefined),
  reasoning: z.string().nullish(),
  reasoning_content: z.string().nullish(),
  reasoning_details: z.unknown().optional(),
  tool_calls: z.array(toolCallSchema).nullish(),
});

export const chunkSchema = z.object({
  model: z.string().nullish(),
  provider: z.string().nullish().catch(undefined),
  choices: z
    .array(
      z.object({
        /** In a stream. */
        delta: deltaSchema.nullish(),
        /** In a whole answer. */
        message: deltaSchema.nullish(),
        finish_reason: z.string().nullish(),
        error: z.unknown().optional(),
      }),
    )
    .nullish(),
  usage: z.unknown().optional(),
  error: z.unknown().optional(),
  openrouter_metadata: z.unknown().optional(),
});

/** Prices are texts (reference 4.2), so a cost may be one too; missing it would miss the alarm. */
const amount = z.union([z.number(), z.string().regex(/\d/).transform(Number).pipe(z.number())]);

export const usageSchema = z.object({
  prompt_tokens: z.number().optional().catch(undefined),
  completion_tokens: z.number().optional().catch(undefined),
  cost: amount.optional().catch(undefined),
  completion_tokens_details: z
    .object({ reasoning_tokens: z.number().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

const reasoningDetailsSchema = z.array(
  z.object({ text: z.string().nullish().catch(undefined), summary: z.string().nullish().catch(undefined) }),
);

export type Chunk = z.infer<typeof chunkSchema>;
export type Delta = z.infer<typeof deltaSchema>;

/** The readable text of `reasoning_details`: texts and summaries; encrypted parts have none (reference 17.1). */
export function textOfReasoningDetails(details: unknown): string {
  const parsed = reasoningDetailsSchema.safeParse(details);
  if (!parsed.success) return '';
  return parsed.data.map((detail) => detail.text ?? detail.summary ?? '').join('');
}
