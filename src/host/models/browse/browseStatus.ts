import type { Endpoint } from '../../../core/catalogue/model';
import { shortName } from '../../../core/catalogue/names';
import type { CatalogueNews } from '../../../core/catalogue/news';
import { describeFailure, type Failure, type FailureAction } from '../../../core/errors';
import { formatTime, formatTokens, plural } from '../../../core/format';
import { taskNames } from '../../../core/tasks/task';
import type { BrowseStatus, EndpointView } from '../../../protocol/models';
import type { AssistantState } from '../../assistant';

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
  return describeFailure(failure, undefined, now).sentence.replace(/[.;] your question is kept\./i, '.');
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

export function endpointView(endpoint: Endpoint): EndpointView {
  const { provider, quantization, contextLength, maxOutputTokens, uptime, degraded } = endpoint;
  return {
    provider,
    degraded,
    ...(quantization === undefined ? {} : { quantization }),
    ...(contextLength === undefined ? {} : { context: formatTokens(contextLength) }),
    ...(maxOutputTokens === undefined ? {} : { output: formatTokens(maxOutputTokens) }),
    ...(uptime === undefined ? {} : { uptime: `${Math.round(uptime * 10) / 10} %` }),
  };
}
