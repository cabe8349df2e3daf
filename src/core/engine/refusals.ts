import { type Model, serverOf } from '../catalogue/model';
import type { Failure, FailureKind } from '../errors';

/**
 * What the row says of a failure. Of the gates only those are remembered that stay closed whatever is asked; the others
 * are about the text, or the user may open them any time.
 */
export function rememberedAs(failure: Failure, { id, free }: Model): FailureKind {
  // The guard left no offer of it: what the catalogue calls free is not any more.
  if (failure.kind === 'notFree' && free) return 'gone';
  // Whoever runs a server adds or loads a model in a minute; asking it again takes nothing scarce.
  if (failure.kind === 'gone' && serverOf(id) !== undefined) return 'service';
  if (failure.kind !== 'gate' || failure.why === 'harness' || failure.why === 'region') return failure.kind;
  return failure.why === 'guardrail' || failure.why === 'terms' ? 'moderation' : 'service';
}

/** Whether the service never saw the request, so that it does not count. */
export function wasNotSent(failure: Failure): boolean {
  if (failure.kind === 'network') return !failure.sent;
  if (failure.kind === 'unauthorized') return failure.sent === false;
  return failure.kind === 'noKey' || failure.kind === 'badAddress' || failure.kind === 'unknownModel';
}
