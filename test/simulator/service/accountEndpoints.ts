import type { ApiKey, Holder } from '../accounts';
import { capOf } from '../accounts';
import type { ServiceError } from './errors';
import { serviceError } from './errors';
import type { ServiceState } from './state';
import { maskKey } from './state';

/** GET /key (OpenRouter API reference 6). */
export function describeKey({ accounts, clock }: ServiceState, key: ApiKey): object {
  const { account, quota } = key.holder;
  const used = quota.reportedDay(clock.now());
  const { limit, limitReset, expiresAt } = capOf(key);
  return {
    data: {
      label: maskKey(key.text),
      limit,
      limit_remaining: limit === null ? null : Math.max(0, limit - accounts.spentWith(key, limitReset ?? undefined)),
      limit_reset: limitReset,
      include_byok_in_limit: false,
      usage: accounts.spentWith(key),
      usage_daily: accounts.spentWith(key, 'daily'),
      usage_weekly: accounts.spentWith(key, 'weekly'),
      usage_monthly: accounts.spentWith(key, 'monthly'),
      byok_usage: 0,
      byok_usage_daily: 0,
      byok_usage_weekly: 0,
      byok_usage_monthly: 0,
      is_free_tier: account.totalCredits === 0,
      is_management_key: false,
      is_provisioning_key: false,
      creator_user_id: account.userId,
      organization_id: null,
      workspace_id: '0f4b6c1e-9a57-4d30-8a77-51c3f0c2d9aa',
      expires_at: expiresAt,
      allowed_data_regions: ['global'],
      free_model_daily_requests: {
        limit: account.dayLimit,
        remaining: Math.max(0, account.dayLimit - used),
        used,
      },
      rate_limit: { requests: -1, interval: '10s', note: 'This field is deprecated and safe to ignore.' },
    },
  };
}

/** GET /credits (7), or the refusal an ordinary key may get (3). */
export function describeCredits({ account }: Holder): object | ServiceError {
  if (!account.creditsForOrdinaryKey) return serviceError(403, 'Only management keys can perform this operation');
  return { data: { total_credits: account.totalCredits, total_usage: account.totalUsage } };
}

/** GET /generation?id= (7): 404 while the record is not there yet. */
export function describeGeneration(state: ServiceState, id: string): object | ServiceError {
  const generation = state.generations.get(id);
  if (generation === undefined || generation.readableFrom > state.clock.now()) {
    return serviceError(404, `Generation ${id} not found`);
  }
  return { data: generation.data };
}
