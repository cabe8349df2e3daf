import * as z from 'zod';
import type { FromPage } from './messages';

/** More than anybody types; a page that sends more is not ours. */
export const text = z.string().max(4_000_000);

/** As a fence names it. */
const language = z.string().max(1000);

/** Characters of base64; the page makes larger pictures smaller. */
const MOST_PICTURE = 8_000_000;

/** Of a turn or a model: something, on one line, without characters that cannot be seen. */
export const id = z
  .string()
  .max(400)
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u);

/** What can be done about failures, wherever they are shown. */
export const failureActions = [
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
] as const;

/** What every page that shows answers says of them. */
export const ofAnswers = [
  z.strictObject({ type: z.literal('copy'), text }),
  z.strictObject({ type: z.literal('insert'), text }),
  z.strictObject({ type: z.literal('applyCode'), text, language }),
  z.strictObject({ type: z.literal('newFile'), text, language }),
  z.strictObject({ type: z.literal('runCode'), text }),
  z.strictObject({ type: z.literal('openLink'), url: z.string().max(8000) }),
  z.strictObject({ type: z.literal('showSent'), turnId: id }),
] as const;

const fromPage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('send'), text, instead: id.exactOptional() }),
  z.strictObject({ type: z.literal('stop') }),
  z.strictObject({ type: z.literal('newChat') }),
  z.strictObject({ type: z.literal('draft'), text, conversation: id.exactOptional() }),
  z.strictObject({ type: z.literal('retry'), turnId: id }),
  z.strictObject({ type: z.literal('continue'), turnId: id }),
  z.strictObject({ type: z.literal('askInstead'), turnId: id }),
  z.strictObject({ type: z.literal('pin'), model: id }),
  z.strictObject({ type: z.literal('neverSwitch') }),
  z.strictObject({ type: z.literal('dismissBanner') }),
  z.strictObject({ type: z.literal('seenNews') }),
  z.strictObject({
    type: z.literal('action'),
    action: z.enum([...failureActions, 'showQuota', 'browseModels', 'openSettings', 'renameChat']),
  }),
  ...ofAnswers,
  z.strictObject({ type: z.literal('retryWith'), turnId: id }),
  z.strictObject({ type: z.literal('edit'), turnId: id, text }),
  z.strictObject({ type: z.literal('editing'), turnId: id, text: text.exactOptional() }),
  z.strictObject({ type: z.literal('branch'), turnId: id }),
  z.strictObject({ type: z.literal('openOrigin') }),
  z.strictObject({
    type: z.literal('suggest'),
    request: z.int().min(0),
    trigger: z.enum(['@', '#', '/']),
    query: z.string().max(400),
  }),
  z.strictObject({ type: z.literal('choose'), id: z.string().max(8000) }),
  z.strictObject({ type: z.literal('drop'), uris: z.array(z.string().max(8000)).max(1000) }),
  z.strictObject({
    type: z.literal('addPicture'),
    name: z.string().max(400),
    mediaType: z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/gif']),
    data: z
      .string()
      .max(MOST_PICTURE)
      .regex(/^[A-Za-z0-9+/]+={0,2}$/),
    width: z.int().min(1).max(100_000),
    height: z.int().min(1).max(100_000),
  }),
  z.strictObject({ type: z.literal('addText'), name: z.string().max(400), text }),
  z.strictObject({ type: z.literal('attach') }),
  z.strictObject({ type: z.literal('detach'), id }),
  z.strictObject({
    type: z.literal('answerQuestion'),
    turnId: id.exactOptional(),
    answer: z.enum(['once', 'workspace', 'no']),
  }),
]);

/** Checks a message of the page; undefined when it is none of ours. */
export function parseFromPage(message: unknown): FromPage | undefined {
  const parsed = fromPage.safeParse(message);
  return parsed.success ? parsed.data : undefined;
}
