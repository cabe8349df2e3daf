import * as z from 'zod';
import type { FromModelsPage } from './models';

const model = z.string().max(400);

const fromModelsPage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('refresh') }),
  z.object({ type: z.literal('problemAction') }),
  z.object({ type: z.literal('pin'), model }),
  z.object({ type: z.literal('pinForTask'), model }),
  z.object({ type: z.literal('openPage'), model }),
  z.object({ type: z.literal('endpoints'), model }),
  z.object({
    type: z.literal('rank'),
    ranking: z.enum([
      'top-weekly',
      'programming',
      'roleplay',
      'marketing',
      'marketing/seo',
      'technology',
      'science',
      'translation',
      'legal',
      'finance',
      'health',
      'trivia',
      'academia',
    ]),
  }),
  z.object({ type: z.literal('seenNews') }),
  z.object({ type: z.literal('openPaidSetting') }),
]);

/** Checks a message of the page `Browse Free Models`; undefined when it is none of ours. */
export function parseFromModelsPage(message: unknown): FromModelsPage | undefined {
  const parsed = fromModelsPage.safeParse(message);
  return parsed.success ? parsed.data : undefined;
}
