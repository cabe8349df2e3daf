import type { Outcome, PastOutcome } from '../core/engine/ports';
import type { FailureKind } from '../core/errors';
import { type Row, numberOf, textOf } from './sqlite';

const outcomes: Readonly<Record<Outcome, true>> = {
  answered: true,
  partial: true,
  failed: true,
  stopped: true,
  notSent: true,
};

const failureKinds: Readonly<Record<FailureKind, true>> = {
  noKey: true,
  notAsked: true,
  unauthorized: true,
  payment: true,
  minuteQuota: true,
  dayQuota: true,
  busy: true,
  network: true,
  timeout: true,
  gone: true,
  privacy: true,
  level: true,
  declined: true,
  ignoredFile: true,
  capability: true,
  gate: true,
  moderation: true,
  overflow: true,
  cut: true,
  empty: true,
  unexpectedCost: true,
  notFree: true,
  unknownModel: true,
  cooling: true,
  noPin: true,
  malformed: true,
  tooLargeForService: true,
  reserve: true,
  budget: true,
  bound: true,
  ledger: true,
  badAddress: true,
  defect: true,
  service: true,
};

/** Undefined for a row that a newer version wrote in words not known here. */
export function toPastOutcome(row: Row): PastOutcome | undefined {
  const { account, outcome, failure_kind: failureKind } = row;
  const endedAt = numberOf(row['ended_at']);
  const firstTokenAt = numberOf(row['first_token_at']);
  if (!isOneOf(outcomes, outcome) || endedAt === undefined) return undefined;
  return {
    outcome,
    endedAt,
    account: textOf(account) ?? '',
    ...(firstTokenAt === undefined ? {} : { firstTokenAt }),
    ...(isOneOf(failureKinds, failureKind) ? { failureKind } : {}),
  };
}

function isOneOf<Name extends string>(names: Readonly<Record<Name, true>>, value: unknown): value is Name {
  return typeof value === 'string' && Object.hasOwn(names, value);
}
