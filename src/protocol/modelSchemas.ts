import * as z from 'zod';
import type { FromModelsPage } from './models';
import { id } from './schemas';

const fromModelsPage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('refresh') }),
  z.strictObject({ type: z.literal('problemAction') }),
  z.strictObject({ type: z.literal('pin'), model: id }),
  z.strictObject({ type: z.literal('pinForTask'), model: id }),
  z.strictObject({ type: z.literal('openPage'), model: id }),
  z.strictObject({ type: z.literal('endpoints'), model: id }),
  z.strictObject({
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
  z.strictObject({ type: z.literal('seenNews') }),
  z.strictObject({ type: z.literal('openPaidSetting') }),
  z.strictObject({ type: z.literal('setPrivacyLevel') }),
]);

/** Checks a message of the page `Browse Free Models`; undefined when it is none of ours. */
export function parseFromModelsPage(message: unknown): FromModelsPage | undefined {
  const parsed = fromModelsPage.safeParse(message);
  return parsed.success ? parsed.data : undefined;
}
