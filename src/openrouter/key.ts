import * as z from 'zod';

/** What the service says about a key (OpenRouter API reference 6). Missing means not known. */
export interface KeyInfo {
  /** The key, shortened by the service so that it can be shown. */
  readonly label?: string;
  /** Whose quota it is: limits are for the whole account. */
  readonly account?: string;
  /** Free requests of this UTC day, as the service enforces them; may lag by a minute. */
  readonly freeRequests?: { readonly limit: number; readonly used: number; readonly remaining: number };
  /** Spending limit of the key in credits (USD), if it has one. */
  readonly spendingLimit?: number;
  readonly spendingLimitRemaining?: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
  /** The account never bought credits. It does not tell the daily limit. */
  readonly isFreeTier?: boolean;
}

const number = z.number().optional().catch(undefined);
const text = z.string().min(1).optional().catch(undefined);

const keySchema = z.object({
  data: z.object({
    label: text,
    creator_user_id: text,
    limit: number,
    limit_remaining: number,
    expires_at: text,
    is_free_tier: z.boolean().optional().catch(undefined),
    free_model_daily_requests: z.object({ limit: z.number(), used: z.number() }).optional().catch(undefined),
  }),
});

/** The answer of `GET /key`; `undefined` if it is something else. */
export function toKeyInfo(body: unknown): KeyInfo | undefined {
  const parsed = keySchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { label, creator_user_id: account, limit, limit_remaining: left, is_free_tier: freeTier } = parsed.data.data;
  const daily = parsed.data.data.free_model_daily_requests;
  const expiresAt = Date.parse(parsed.data.data.expires_at ?? '');
  return {
    ...(label === undefined ? {} : { label }),
    ...(account === undefined ? {} : { account }),
    // Refused requests count too, so more than the limit can be used.
    ...(daily === undefined ? {} : { freeRequests: { ...daily, remaining: Math.max(0, daily.limit - daily.used) } }),
    ...(limit === undefined ? {} : { spendingLimit: limit }),
    ...(left === undefined ? {} : { spendingLimitRemaining: left }),
    ...(Number.isNaN(expiresAt) ? {} : { expiresAt }),
    ...(freeTier === undefined ? {} : { isFreeTier: freeTier }),
  };
}
