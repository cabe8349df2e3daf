import * as z from 'zod';
import type { FromPage } from './messages';

/** More than anybody types; a page that sends more is not ours. */
const text = z.string().max(4_000_000);
const id = z.string().max(400);

const fromPage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('send'), text, instead: id.exactOptional() }),
  z.object({ type: z.literal('stop') }),
  z.object({ type: z.literal('newChat') }),
  z.object({ type: z.literal('draft'), text }),
  z.object({ type: z.literal('retry'), turnId: id }),
  z.object({ type: z.literal('continue'), turnId: id }),
  z.object({ type: z.literal('askInstead'), turnId: id }),
  z.object({ type: z.literal('pin'), model: id }),
  z.object({ type: z.literal('neverSwitch') }),
  z.object({ type: z.literal('dismissBanner') }),
  z.object({ type: z.literal('seenNews') }),
  z.object({
    type: z.literal('action'),
    action: z.enum([
      'signIn',
      'enterKey',
      'switchModel',
      'openPrivacySettings',
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
  z.object({ type: z.literal('copy'), text }),
  z.object({ type: z.literal('insert'), text }),
  z.object({ type: z.literal('openLink'), url: z.string().max(8000) }),
]);

/** Checks a message of the page; undefined when it is none of ours. */
export function parseFromPage(message: unknown): FromPage | undefined {
  const parsed = fromPage.safeParse(message);
  return parsed.success ? parsed.data : undefined;
}
