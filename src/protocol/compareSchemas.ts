import * as z from 'zod';
import type { FromComparePage } from './compare';
import { failureActions, id, ofAnswers, text } from './schemas';

const fromComparePage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('draft'), text }),
  z.strictObject({ type: z.literal('chooseModels') }),
  z.strictObject({ type: z.literal('removeModel'), model: id }),
  z.strictObject({ type: z.literal('compare'), text }),
  z.strictObject({ type: z.literal('stop'), turnId: id.exactOptional() }),
  z.strictObject({ type: z.literal('retry'), turnId: id }),
  z.strictObject({ type: z.literal('best'), model: id.exactOptional() }),
  z.strictObject({ type: z.literal('pinBest') }),
  z.strictObject({ type: z.literal('keepTalking') }),
  z.strictObject({ type: z.literal('action'), action: z.enum(failureActions) }),
  ...ofAnswers,
  z.strictObject({ type: z.literal('answerQuestion'), turnId: id, answer: z.enum(['once', 'workspace', 'no']) }),
]);

/** Checks a message of the page that compares models; undefined when it is none of ours. */
export function parseFromComparePage(message: unknown): FromComparePage | undefined {
  const parsed = fromComparePage.safeParse(message);
  return parsed.success ? parsed.data : undefined;
}
