import { createHash } from 'node:crypto';
import { asObject } from './chatRequest';
import type { ServiceError } from './errors';
import { serviceError } from './errors';
import type { ServiceState } from './state';
import { maskKey } from './state';

/** GET /key (OpenRouter API reference 6). */
export function describeKey(state: ServiceState, key: string): object {
  const { account } = state;
  const used = state.quota.reportedDay(state.clock.now());
  const spent = account.totalUsage;
  return {
    data: {
      label: maskKey(key),
      limit: account.keyLimit,
      limit_remaining: account.keyLimit === null ? null : Math.max(0, account.keyLimit - spent),
      limit_reset: null,
      include_byok_in_limit: false,
      usage: spent,
      usage_daily: spent,
      usage_weekly: spent,
      usage_monthly: spent,
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
      expires_at: null,
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
export function describeCredits(state: ServiceState): object | ServiceError {
  const { account } = state;
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

/** POST /auth/keys: exchanges a sign-in code for a key (16). A code works once and for ten minutes. */
export function exchangeCode(state: ServiceState, body: unknown): object | ServiceError {
  const { code, code_verifier: verifier, code_challenge_method: method } = asObject(body);
  if (method !== undefined && method !== null && method !== 'S256' && method !== 'plain') {
    return serviceError(400, 'Invalid code_challenge_method');
  }
  const invalid = serviceError(403, 'Invalid code or code_verifier');
  const issued = typeof code === 'string' ? state.codes.get(code) : undefined;
  if (issued === undefined || typeof code !== 'string') return invalid;
  if (issued.expires <= state.clock.now()) return serviceError(403, 'Authorization code expired');
  if (issued.challenge !== undefined) {
    if (typeof verifier !== 'string') return invalid;
    const hashed = createHash('sha256').update(verifier).digest('base64url');
    if ((issued.method === 'plain' ? verifier : hashed) !== issued.challenge) return invalid;
  }
  state.codes.delete(code);
  return { key: state.newKey(), user_id: state.account.userId };
}
