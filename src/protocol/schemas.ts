import * as z from 'zod';
import type { FromPage } from './messages';

/** More than anybody types; a page that sends more is not ours. */
const text = z.string().max(4_000_000);

/** Of a turn or a model: something, on one line, without characters that cannot be seen. */
export const id = z
  .string()
  .max(400)
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u);

const fromPage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('send'), text, instead: id.exactOptional() }),
  z.strictObject({ type: z.literal('stop') }),
  z.strictObject({ type: z.literal('newChat') }),
  z.strictObject({ type: z.literal('draft'), text }),
  z.strictObject({ type: z.literal('retry'), turnId: id }),
  z.strictObject({ type: z.literal('continue'), turnId: id }),
  z.strictObject({ type: z.literal('askInstead'), turnId: id }),
  z.strictObject({ type: z.literal('pin'), model: id }),
  z.strictObject({ type: z.literal('neverSwitch') }),
  z.strictObject({ type: z.literal('dismissBanner') }),
  z.strictObject({ type: z.literal('seenNews') }),
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
      'showQuota',
      'browseModels',
      'openSettings',
    ]),
  }),
  z.strictObject({ type: z.literal('copy'), text }),
  z.strictObject({ type: z.literal('insert'), text }),
  z.strictObject({ type: z.literal('openLink'), url: z.string().max(8000) }),
  z.strictObject({ type: z.literal('attach') }),
  z.strictObject({ type: z.literal('detach'), id }),
  z.strictObject({
    type: z.literal('answerQuestion'),
    turnId: id.exactOptional(),
    answer: z.enum(['once', 'workspace', 'no']),
  }),
  z.strictObject({ type: z.literal('showSent'), turnId: id }),
]);

/** Checks a message of the page; undefined when it is none of ours. */
export function parseFromPage(message: unknown): FromPage | undefined {
  const parsed = fromPage.safeParse(message);
  return parsed.success ? parsed.data : undefined;
}
