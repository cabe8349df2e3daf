import * as z from 'zod';
import type { FromComparePage } from './compare';
import { id } from './schemas';

/** More than anybody types; a page that sends more is not ours. */
const text = z.string().max(4_000_000);
/** As a fence names it. */
const language = z.string().max(100);

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
  z.strictObject({
    type: z.literal('action'),
    action: z.enum([
      'signIn',
      'enterKey',
      'switchModel',
      'openPrivacySettings',
      'setPrivacyLevel',
      'openCredits',
      'openLimits',
      'openBudget',
      'useLocal',
      'networkDiagnostics',
      'acknowledgeCost',
      'reload',
    ]),
  }),
  z.strictObject({ type: z.literal('copy'), text }),
  z.strictObject({ type: z.literal('insert'), text }),
  z.strictObject({ type: z.literal('applyCode'), text, language }),
  z.strictObject({ type: z.literal('newFile'), text, language }),
  z.strictObject({ type: z.literal('runCode'), text }),
  z.strictObject({ type: z.literal('openLink'), url: z.string().max(8000) }),
  z.strictObject({ type: z.literal('answerQuestion'), turnId: id, answer: z.enum(['once', 'workspace', 'no']) }),
  z.strictObject({ type: z.literal('showSent'), turnId: id }),
]);

/** Checks a message of the page that compares models; undefined when it is none of ours. */
export function parseFromComparePage(message: unknown): FromComparePage | undefined {
  const parsed = fromComparePage.safeParse(message);
  return parsed.success ? parsed.data : undefined;
}
