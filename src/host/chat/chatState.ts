import { type Model, findModel } from '../../core/catalogue/model';
import { shortName } from '../../core/catalogue/names';
import { similarModel } from '../../core/catalogue/rank';
import { modelSummary } from '../../core/catalogue/summary';
import type { Turn } from '../../core/conversation/conversation';
import { provenanceDetails } from '../../core/conversation/provenance';
import { type SwitchNotice, describeSwitch } from '../../core/engine/switch';
import { describeFailure } from '../../core/errors';
import { formatTime, plural } from '../../core/format';
import type {
  ChatStatus,
  ModelView,
  Notice,
  QuotaView,
  ServedView,
  SwitchView,
  TurnView,
} from '../../protocol/messages';
import type { AssistantState } from '../assistant';

/** What the page shows around the transcript, computed from what is known. */
export function chatStatus(state: AssistantState, busy: boolean, now: number): ChatStatus {
  const problem = problemOf(state, now);
  const { pinned, proposal, lastSwitch, meter } = state;
  return {
    state: phaseOf(state),
    busy,
    ...(problem === undefined ? {} : { problem }),
    ...(pinned === undefined ? {} : { pin: modelView(pinned) }),
    ...(proposal === undefined ? {} : { proposal: modelView(proposal) }),
    ...(meter === undefined ? {} : { quota: quotaView(meter) }),
    ...(lastSwitch === undefined ? {} : { banner: switchView(lastSwitch.notice, lastSwitch.turnId, state) }),
  };
}

function phaseOf(state: AssistantState): ChatStatus['state'] {
  if (state.key === 'none' || state.failure?.kind === 'unauthorized') return 'needsKey';
  if (state.catalogue === undefined) return state.failure === undefined ? 'starting' : 'offline';
  return state.pinned === undefined ? 'needsPin' : 'ready';
}

function problemOf(state: AssistantState, now: number): Notice | undefined {
  if (state.meter?.costAlarm !== undefined) {
    return describeFailure({ kind: 'unexpectedCost', ...state.meter.costAlarm }, undefined, now);
  }
  if (state.failure !== undefined) return describeFailure(state.failure, state.pin, now);
  if (state.catalogue !== undefined && state.pin !== undefined && state.pinned === undefined) {
    const similar = similarModel(state.catalogue, state.pin, now)?.id;
    const failure = { kind: 'unknownModel', model: state.pin, ...(similar === undefined ? {} : { similar }) } as const;
    return describeFailure(failure, state.pin, now);
  }
  return undefined;
}

function quotaView(meter: NonNullable<AssistantState['meter']>): QuotaView {
  const { used, limit, remaining } = meter.day;
  const label =
    limit === undefined || remaining === undefined
      ? `${plural(used, 'request')} today`
      : `${remaining} of ${limit} free requests left today`;
  return { label, level: meter.level };
}

export function modelView(model: Model): ModelView {
  return { id: model.id, shortName: shortName(model.id), summary: modelSummary(model) };
}

/** A model the catalogue may not know is still named. */
function namedView(id: string, state: AssistantState): ModelView {
  const model = state.catalogue === undefined ? undefined : findModel(state.catalogue, id);
  return model === undefined ? { id, shortName: shortName(id), summary: 'not in the catalogue' } : modelView(model);
}

function switchView(notice: SwitchNotice, turnId: string, state: AssistantState): SwitchView {
  return {
    turnId,
    ...describeSwitch(notice),
    direction: notice.direction,
    pinned: namedView(notice.pinned, state),
    served: namedView(notice.served, state),
  };
}

/** A turn as the page shows it. */
export function turnView(turn: Turn, state: AssistantState, now: number): TurnView {
  const progress = progressOf(turn, now);
  const served = servedView(turn);
  const asked = turn.switched?.served ?? turn.source?.model ?? turn.asking ?? state.pin;
  return {
    id: turn.id,
    question: turn.question,
    state: turn.state,
    answer: turn.answer,
    reasoning: turn.reasoning,
    ...(progress === undefined ? {} : { progress }),
    ...(served === undefined ? {} : { served }),
    ...(turn.switched === undefined ? {} : { switched: switchView(turn.switched, turn.id, state) }),
    ...(turn.failure === undefined ? {} : { failure: describeFailure(turn.failure, asked, now) }),
  };
}

function progressOf(turn: Turn, now: number): string | undefined {
  if (turn.state !== 'waiting') return undefined;
  if (turn.waiting !== undefined) {
    const time = formatTime(turn.waiting.until, now);
    return turn.waiting.why === 'minuteQuota'
      ? `Waiting for the minute limit until ${time}`
      : `Busy, asking once more at ${time}`;
  }
  return turn.asking === undefined ? 'Getting ready…' : `Asking ${shortName(turn.asking)}…`;
}

function servedView(turn: Turn): ServedView | undefined {
  if (turn.source === undefined) return undefined;
  const { model, provider } = turn.source;
  return {
    model,
    shortName: shortName(turn.switched?.served ?? model),
    ...(provider === undefined ? {} : { provider }),
    details: provenanceDetails(turn),
  };
}
