import { type Catalogue, type Model, serverOf } from '../catalogue/model';
import { shortName } from '../catalogue/names';
import { hasFewerBits } from '../catalogue/quantization';
import { unreachable } from '../errors';
import { type DataPolicy, isLaxer, policyWords } from '../privacy/policy';
import { formatTokens } from '../format';

/** The served model is not the pinned one: what changed, why, and what is worse (design, promise 1 and section 5). */
export interface SwitchNotice {
  /** Ids as in the catalogue; `served` as the response gave it when the catalogue does not know it. */
  readonly pinned: string;
  readonly served: string;
  readonly cause: SwitchCause;
  readonly direction: Direction;
  readonly losses: readonly Loss[];
}

/** Who or what caused it. All but `service` and `router` are steps of our own ladder. */
export type SwitchCause =
  | LadderCause
  | 'service'
  | 'router'
  /** Same model, from a provider that serves it with fewer bits. */
  | 'provider'
  /** The day's requests are used up, and the user agreed to a model that does not count. */
  | 'dayQuota';

export type LadderCause =
  | 'busy'
  | 'cooling'
  | 'gone'
  | 'privacy'
  | 'capability'
  | 'gate'
  | 'empty'
  | 'overflow'
  /** It did not begin to answer within the user's own bound. */
  | 'slow'
  /** The user's privacy level keeps it out. */
  | 'level';

/** `unknown` is shown as "not known to be as good". */
export type Direction = 'lower' | 'higher' | 'equal' | 'unknown';

export type Loss =
  | { readonly what: 'codingIndex' | 'context' | 'outputLimit'; readonly from: number; readonly to: number }
  | { readonly what: 'quantization'; readonly from: string; readonly to: string }
  /** A stricter policy replaced by a laxer one; unknown counts as training. */
  | { readonly what: 'dataPolicy'; readonly from: DataPolicy; readonly to: DataPolicy }
  /** The pinned model runs on this machine, the served one does not. */
  | { readonly what: 'tools' | 'images' | 'structuredOutput' | 'leavesMachine' };

/**
 * Finds the catalogue's entry for the model a response names, among those of the server that was asked.
 * @param asked tried first, because a free model and its paid twin may share a canonical slug.
 */
export function matchServed(catalogue: Catalogue, served: string, asked: Model): Model | undefined {
  if (isServedBy(asked, served)) return asked;
  const server = serverOf(asked.id);
  return catalogue.models.find((model) => serverOf(model.id) === server && isServedBy(model, served));
}

/**
 * Whether a response's `model` means this entry: its id, its canonical slug, or that slug with `:free`
 * (OpenRouter API reference 9.4).
 */
export function isServedBy(model: Model, served: string): boolean {
  if (served === model.id || served === model.canonicalSlug) return true;
  return model.id.endsWith(':free') && served === `${model.canonicalSlug}:free`;
}

/** How a model is, or could be, served; missing where not known. */
interface Serving {
  readonly quantization?: string | undefined;
  readonly policy?: DataPolicy | undefined;
}

/** How the pinned model could be served at best, and how the answer was. */
interface Servings {
  readonly pinned?: Serving;
  readonly served?: Serving;
}

/**
 * The notice for an answer of `served` where `pinned` was wanted.
 * @param servedEntry the catalogue's entry for it, if it has one.
 * @param userLadder the user's own order, which decides the direction before any number does.
 */
export function switchNotice(
  pinned: Model,
  served: string,
  servedEntry: Model | undefined,
  cause: SwitchCause,
  userLadder: readonly string[],
  servings: Servings = {},
): SwitchNotice {
  const fewerBits = hasFewerBits(servings.pinned?.quantization, servings.served?.quantization);
  return {
    pinned: pinned.id,
    served: servedEntry?.id ?? served,
    cause,
    direction: servedEntry === undefined ? 'unknown' : directionOf(pinned, servedEntry, userLadder, fewerBits),
    losses: [
      ...(servedEntry === undefined ? [] : lossesOf(pinned, servedEntry, servings)),
      ...policyLoss(servings.pinned?.policy, servings.served?.policy),
    ],
  };
}

/** First that decides: the user's ladder, the bits of the same model, the coding index; else unknown (design, section 5). */
function directionOf(pinned: Model, served: Model, userLadder: readonly string[], fewerBits: boolean): Direction {
  const pinnedAt = userLadder.indexOf(pinned.id);
  const servedAt = userLadder.indexOf(served.id);
  if (pinnedAt >= 0 && servedAt >= 0 && pinnedAt !== servedAt) return servedAt > pinnedAt ? 'lower' : 'higher';
  if (pinned.id === served.id) return fewerBits ? 'lower' : 'equal';
  if (pinned.codingIndex === undefined || served.codingIndex === undefined) return 'unknown';
  if (served.codingIndex === pinned.codingIndex) return 'equal';
  return served.codingIndex < pinned.codingIndex ? 'lower' : 'higher';
}

/** Only what is worse, with numbers; what is not known on one side is left out. */
function lossesOf(pinned: Model, served: Model, servings: Servings): readonly Loss[] {
  const losses: Loss[] = [];
  const lower = (
    what: 'codingIndex' | 'context' | 'outputLimit',
    from: number | undefined,
    to: number | undefined,
  ): void => {
    if (from !== undefined && to !== undefined && to < from) losses.push({ what, from, to });
  };
  lower('codingIndex', pinned.codingIndex, served.codingIndex);
  lower('context', pinned.contextLength, served.contextLength);
  lower('outputLimit', pinned.maxOutputTokens, served.maxOutputTokens);
  for (const what of ['tools', 'images', 'structuredOutput'] as const) {
    if (pinned.capabilities[what] && !served.capabilities[what]) losses.push({ what });
  }
  const [from, to] = [servings.pinned?.quantization, servings.served?.quantization];
  if (from !== undefined && to !== undefined && hasFewerBits(from, to)) losses.push({ what: 'quantization', from, to });
  if (pinned.staysHere === true && served.staysHere !== true) losses.push({ what: 'leavesMachine' });
  return losses;
}

/** A stricter policy replaced by a laxer one is always a loss (design, section 5). */
function policyLoss(from: DataPolicy | undefined, to: DataPolicy | undefined): readonly Loss[] {
  return from !== undefined && to !== undefined && isLaxer(from, to) ? [{ what: 'dataPolicy', from, to }] : [];
}

/**
 * The banner's words: `Answered by gemma-4-31b, not nemotron-3-ultra: busy upstream.` and
 * `Coding index 39.6 → 21.0`, `context 1M → 262k`… (design, section 7).
 */
export function describeSwitch(notice: SwitchNotice): { headline: string; losses: readonly string[] } {
  const served = shortName(notice.served);
  const pinned = shortName(notice.pinned);
  const losses = notice.losses.map(describeLoss);
  if (notice.direction === 'unknown') losses.push('not known to be as good');
  // The pinned model did answer, only not as well as it could.
  const who = notice.cause === 'provider' ? served : `${served}, not ${pinned}`;
  return { headline: `Answered by ${who}: ${describeCause(notice.cause)}.`, losses: capitalised(losses) };
}

export function describeCause(cause: SwitchCause): string {
  switch (cause) {
    case 'busy':
      return 'busy upstream';
    case 'cooling':
      return 'busy a moment ago, not tried again yet';
    case 'gone':
      return 'no longer offered for free';
    case 'privacy':
      return 'excluded by your privacy settings at OpenRouter';
    case 'capability':
      return 'it cannot do what this needs';
    case 'gate':
      return 'it does not answer this app or region';
    case 'empty':
      return 'it gave an empty answer';
    case 'overflow':
      return 'the question is too long for it';
    case 'service':
      return 'the service chose another model';
    case 'router':
      return 'the router picks a model for each request';
    case 'provider':
      return 'a provider with fewer bits than its best one served it';
    case 'dayQuota':
      return "today's free requests are used up";
    case 'level':
      return 'your privacy level keeps it out';
    case 'slow':
      return 'it did not begin to answer in time';
    default:
      return unreachable(cause);
  }
}

function describeLoss(loss: Loss): string {
  switch (loss.what) {
    case 'codingIndex':
      return `coding index ${loss.from.toFixed(1)} → ${loss.to.toFixed(1)}`;
    case 'context':
      return `context ${formatTokens(loss.from)} → ${formatTokens(loss.to)}`;
    case 'outputLimit':
      return `answer limit ${formatTokens(loss.from)} → ${formatTokens(loss.to)}`;
    case 'tools':
      return 'no tools';
    case 'images':
      return 'no pictures';
    case 'structuredOutput':
      return 'no structured output';
    case 'quantization':
      return `quantization ${loss.from} → ${loss.to}`;
    case 'dataPolicy':
      return policyWords[loss.to];
    case 'leavesMachine':
      return 'what you ask leaves this machine';
    default:
      return unreachable(loss);
  }
}

function capitalised(parts: readonly string[]): readonly string[] {
  return parts.map((part, at) => (at === 0 ? part.charAt(0).toUpperCase() + part.slice(1) : part));
}
