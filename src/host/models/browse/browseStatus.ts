import type { Catalogue, Endpoint } from '../../../core/catalogue/model';
import { shortName } from '../../../core/catalogue/names';
import type { CatalogueNews } from '../../../core/catalogue/news';
import { describeFailure, type Failure, type FailureAction } from '../../../core/errors';
import { formatTime, formatTokens, plural } from '../../../core/format';
import { type DataPolicy, levelWords, type PrivacyLevel } from '../../../core/privacy/policy';
import { taskNames } from '../../../core/tasks/task';
import type { BrowsePrivacy, BrowseStatus, EndpointView } from '../../../protocol/models';
import type { Assistant, AssistantState } from '../../assistant';

/** So many names fit into one sentence. */
const NAMED = 4;

type Shown = Pick<
  AssistantState,
  'loading' | 'catalogue' | 'failure' | 'paid' | 'pin' | 'taskPins' | 'cooling' | 'blocked' | 'news'
>;

export interface BrowseSurroundings {
  /** What was new when the browser was opened, or since. */
  readonly appeared: ReadonlySet<string>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What stands on the button for it. */
  readonly labelOf: (action: FailureAction) => string;
}

/** What changes about the list of models while it is looked at. */
export function browseStatus(state: Shown, surroundings: BrowseSurroundings): BrowseStatus {
  const { appeared, now } = surroundings;
  const { catalogue, failure, paid, pin, news } = state;
  return {
    loading: state.loading,
    ...(catalogue === undefined ? {} : { readAt: formatTime(catalogue.readAt, now) }),
    ...(failure === undefined ? {} : { problem: problemOf(failure, catalogue?.readAt, surroundings) }),
    ...(news === undefined ? {} : { news: newsWords(news, now) }),
    paid,
    ...(pin === undefined ? {} : { pin }),
    taskPins: [...state.taskPins].map(([task, model]) => ({ model, task: taskNames[task] })),
    cooling: [...state.cooling]
      .filter(([, until]) => until > now)
      .map(([model, until]) => ({ model, until: formatTime(until, now) })),
    blocked: [...state.blocked],
    appeared: [...appeared],
  };
}

/** A failure in the words of a list: what was asked for here is no question. */
export function listFailure(failure: Failure, now: number): string {
  return describeFailure(failure, undefined, now).sentence;
}

function problemOf(
  failure: Failure,
  readAt: number | undefined,
  { now, labelOf }: BrowseSurroundings,
): NonNullable<BrowseStatus['problem']> {
  const { action = 'retry' } = describeFailure(failure, undefined, now);
  const kept = readAt === undefined ? '' : ` This is the list of ${formatTime(readAt, now)}.`;
  return {
    sentence: `${listFailure(failure, now)}${kept}`,
    // The list of models is what is open; there is no other.
    action: action === 'retry' || action === 'switchModel' ? 'Try Again' : labelOf(action),
  };
}

function newsWords({ appeared, vanished, since }: CatalogueNews, now: number): string {
  const parts = [
    appeared.length === 0 ? '' : `${plural(appeared.length, 'new free model')}: ${names(appeared)}.`,
    vanished.length === 0 ? '' : `No longer offered for free: ${names(vanished)}.`,
  ];
  return `Since ${formatTime(since, now)}: ${parts.filter(Boolean).join(' ')}`;
}

function names(ids: readonly string[]): string {
  const named = ids.slice(0, NAMED).map(shortName).join(', ');
  return ids.length <= NAMED ? named : `${named} and ${ids.length - NAMED} more`;
}

/**
 * What happens to what the models are sent.
 * @param level in force.
 */
export function browsePrivacy(
  level: PrivacyLevel,
  { models }: Catalogue,
  privacy: Pick<Assistant, 'policyOf' | 'keptOut'>,
): BrowsePrivacy {
  const policies: (readonly [string, DataPolicy])[] = [];
  const keptOut: string[] = [];
  for (const model of models.filter(({ chat }) => chat)) {
    const removed = privacy.keptOut(model);
    if (removed !== undefined) keptOut.push(model.id);
    const policy = removed ?? privacy.policyOf(model);
    if (policy !== undefined) policies.push([model.id, policy]);
  }
  const terms = termsWords[level];
  return { level: levelWords[level], ...(terms === undefined ? {} : { terms }), policies, keptOut };
}

const termsWords: Readonly<Record<PrivacyLevel, string | undefined>> = {
  open: undefined,
  noTraining: 'Your level is No Training: the service is told to send nothing to an endpoint that trains on prompts.',
  zeroRetention: 'Your level is Zero Retention: the service is told to send nothing to an endpoint that keeps prompts.',
  localOnly: 'Your level is Local Only: nothing is sent to any of them.',
};

/** @param policy of this endpoint; undefined while nothing is known of any. */
export function endpointView(endpoint: Endpoint, policy: DataPolicy | undefined): EndpointView {
  const { provider, quantization, contextLength, maxOutputTokens, uptime, degraded } = endpoint;
  return {
    provider,
    degraded,
    ...(quantization === undefined ? {} : { quantization }),
    ...(contextLength === undefined ? {} : { context: formatTokens(contextLength) }),
    ...(maxOutputTokens === undefined ? {} : { output: formatTokens(maxOutputTokens) }),
    ...(uptime === undefined ? {} : { uptime: `${Math.round(uptime * 10) / 10} %` }),
    ...(policy === undefined ? {} : { policy }),
  };
}
