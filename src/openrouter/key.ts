import * as z from 'zod';
import type { KeyInfo, SignedIn } from '../core/service';
import { isSendableKey } from './requestHeaders';

const amount = z.number().optional().catch(undefined);
const text = z.string().min(1).optional().catch(undefined);
const count = z.number().min(0);

const keySchema = z.object({
  data: z.object({
    label: text,
    creator_user_id: text,
    limit: z.number().min(0).optional().catch(undefined),
    limit_remaining: amount,
    limit_reset: text,
    usage_daily: amount,
    expires_at: text,
    free_model_daily_requests: z.object({ limit: count, used: count }).optional().catch(undefined),
  }),
});

/** The answer of `GET /key` (OpenRouter API reference 6); `undefined` if it is something else. Missing means not known. */
export function toKeyInfo(body: unknown): KeyInfo | undefined {
  const parsed = keySchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { label, creator_user_id: account, free_model_daily_requests: daily, usage_daily: spent } = parsed.data.data;
  const { limit, limit_remaining: remaining, limit_reset: resets } = parsed.data.data;
  const expiresAt = Date.parse(parsed.data.data.expires_at ?? '');
  return {
    ...(account === undefined ? {} : { account }),
    // Refused requests count too, so more than the limit can be used.
    ...(daily === undefined ? {} : { freeRequests: daily }),
    ...(label === undefined ? {} : { label }),
    ...(limit === undefined
      ? {}
      : {
          spending: {
            limit,
            ...(remaining === undefined ? {} : { remaining: Math.max(0, remaining) }),
            ...(resets === undefined ? {} : { resets }),
          },
        }),
    ...(spent === undefined ? {} : { spentToday: Math.max(0, spent) }),
    ...(Number.isNaN(expiresAt) ? {} : { expiresAt }),
  };
}

const signedInSchema = z.object({ key: z.string(), user_id: text });

/** The answer of `POST /auth/keys` (reference 16); `undefined` if it holds no usable key. */
export function toSignedIn(body: unknown): SignedIn | undefined {
  const parsed = signedInSchema.safeParse(body);
  if (!parsed.success || !isSendableKey(parsed.data.key)) return undefined;
  const { key, user_id: account } = parsed.data;
  return { key, ...(account === undefined ? {} : { account }) };
}
