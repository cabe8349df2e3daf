import { type Model, findModel, serverOf } from '../../core/catalogue/model';
import { shortName } from '../../core/catalogue/names';
import { otherServersModels, similarModel } from '../../core/catalogue/rank';
import { modelSummary } from '../../core/catalogue/summary';
import { isCut, type LeftOut, type Turn } from '../../core/conversation/conversation';
import { leftOutSentence } from '../../core/conversation/fit';
import { provenanceDetails, provenanceFacts } from '../../core/conversation/provenance';
import { type SwitchNotice, describeSwitch } from '../../core/engine/switch';
import { describeFailure } from '../../core/errors';
import { formatTime, plural } from '../../core/format';
import { levelWords, policyWords } from '../../core/privacy/policy';
import type { Question } from '../../core/privacy/questions';
import type {
  BlockedView,
  ChatStatus,
  ModelView,
  Notice,
  OfferView,
  OutgoingView,
  PrivacyView,
  QuestionView,
  QuotaView,
  ServedView,
  SwitchView,
  TurnView,
  WaitingView,
  WarningView,
} from '../../protocol/messages';
import type { ActionPrice, Assistant, AssistantState } from '../assistant';
import { askLabel, buttonPrice, priceText } from '../priceText';
import type { PrivacyDesk } from '../privacy/privacyDesk';
import { type QuestionSurroundings, questionView } from '../privacy/questionText';
import { switchWays } from '../switchWays';
import { partText } from './outgoing';

/** What is known of the data policies of models, by now. */
type PolicyOf = Assistant['policyOf'];

/** What the chat itself knows beside the shared state. */
export interface ChatFacts {
  /** An answer is under way. */
  readonly busy: boolean;
  readonly price: ActionPrice;
  /** What the next question would send, in tokens. */
  readonly promptTokens: () => number;
  readonly policyOf: PolicyOf;
  /** Undefined until it is loaded. */
  readonly desk: Pick<PrivacyDesk, 'keptOut' | 'questionFor'> | undefined;
  /** The window has a folder. */
  readonly hasFolder: boolean;
  readonly outgoing: OutgoingView | undefined;
  /** Of the conversation; empty as long as nothing was asked. */
  readonly title: string;
  /** The name of the conversation that it branched off. */
  readonly origin: string | undefined;
}

/** What the page shows around the transcript, computed from what is known. */
export function chatStatus(state: AssistantState, facts: ChatFacts, now: number): ChatStatus {
  const { busy, price, promptTokens, policyOf, desk, outgoing, title, origin } = facts;
  const phase = phaseOf(state, now);
  const problem = problemOf(state, desk, now);
  const pin = pinView(state, policyOf);
  const proposal = proposalOf(state, now);
  const blocked = phase === 'ready' ? blockedOf(state, price, now) : undefined;
  const warnings = warningsOf(state);
  const privacy = privacyView(state);
  // What a turn asks stands at the turn, and is not asked twice.
  const consent = phase === 'ready' && !busy && problem === undefined ? consentOf(state, facts) : undefined;
  const { lastSwitch, meter, news } = state;
  return {
    state: phase,
    busy,
    ...(problem === undefined ? {} : { problem }),
    ...(pin === undefined ? {} : { pin }),
    ...(proposal === undefined ? {} : { proposal: modelView(proposal, policyOf) }),
    // What the user's own server is asked counts nowhere.
    ...(meter === undefined || (pin !== undefined && serverOf(pin.id) !== undefined)
      ? {}
      : { quota: quotaView(meter) }),
    ...(lastSwitch === undefined ? {} : { banner: switchView(lastSwitch.notice, lastSwitch.turnId, state, policyOf) }),
    ...(pin === undefined ? {} : { price: { next: priceText(price, promptTokens), again: buttonPrice(price) } }),
    ...(blocked === undefined ? {} : { blocked }),
    ...(warnings.length === 0 ? {} : { warnings }),
    ...(news === undefined ? {} : { news: newsText(news, now) }),
    ...(outgoing === undefined ? {} : { outgoing }),
    ...(privacy === undefined ? {} : { privacy }),
    ...(consent === undefined ? {} : { consent }),
    ...(state.privacy === undefined ? {} : { level: levelLabel(state.privacy) }),
    ...(pinnedOf(state)?.capabilities.images === true ? { seesPictures: true } : {}),
    ...(title === '' ? {} : { title }),
    ...(origin === undefined ? {} : { origin: { title: origin } }),
  };
}

/** `Open`, `No Training · confidential`. */
function levelLabel({ level, confidential }: NonNullable<AssistantState['privacy']>): string {
  return confidential ? `${levelWords[level]} · confidential` : levelWords[level];
}

/** The id that the chat asks: its own pin, else the common one. */
function pinOf(state: AssistantState): string | undefined {
  return state.taskPins.get('chat') ?? state.pin;
}

function pinnedOf(state: AssistantState): Model | undefined {
  const pin = pinOf(state);
  return pin === undefined || state.catalogue === undefined ? undefined : findModel(state.catalogue, pin);
}

function phaseOf(state: AssistantState, now: number): ChatStatus['state'] {
  const pin = pinOf(state);
  // Another server needs no key of OpenRouter's; without a pin it is one of the models to choose from.
  const keyless = pin === undefined ? ownModels(state, now).length > 0 : serverOf(pin) !== undefined;
  if (!keyless && (state.key === 'none' || state.failure?.kind === 'unauthorized')) return 'needsKey';
  if (pinnedOf(state) !== undefined) return 'ready';
  if (serverFailure(state) !== undefined) return 'offline';
  if (state.catalogue === undefined) return state.failure === undefined ? 'starting' : 'offline';
  return 'needsPin';
}

/** Models of the user's own servers, those of this machine first, then the best. */
function ownModels({ catalogue }: AssistantState, now: number): readonly Model[] {
  if (catalogue === undefined) return [];
  const staysHere = (model: Model): number => Number(model.staysHere === true);
  return otherServersModels(catalogue, [], now).toSorted((a, b) => staysHere(b) - staysHere(a));
}

/** Why the server of the pinned model can not be asked for its models. */
function serverFailure(state: AssistantState): AssistantState['failure'] {
  const name = serverOf(pinOf(state) ?? '');
  return state.servers.find(({ settings }) => settings.name === name)?.failure;
}

function problemOf(state: AssistantState, desk: ChatFacts['desk'], now: number): Notice | undefined {
  const pin = pinOf(state);
  if (state.meter?.costAlarm !== undefined) {
    return describeFailure({ kind: 'unexpectedCost', ...state.meter.costAlarm }, undefined, now);
  }
  const isOwn = serverOf(pin ?? '') !== undefined;
  const known = pinnedOf(state) !== undefined;
  // What is wrong with OpenRouter does not concern who asks a server of their own, and the other way round.
  const failure = isOwn ? serverFailure(state) : state.failure;
  if (failure !== undefined && !(isOwn && known)) return describeFailure(failure, pin, now, 'questionAndAnswer');
  if (state.catalogue !== undefined && pin !== undefined && !known) {
    const similar = similarModel(state.catalogue, pin, now)?.id;
    const unknown = { kind: 'unknownModel', model: pin, ...(similar === undefined ? {} : { similar }) } as const;
    return describeFailure(unknown, pin, now);
  }
  const pinned = pinnedOf(state);
  // Said before anything is sent.
  const keptOut = pinned === undefined ? undefined : desk?.keptOut(pinned);
  return keptOut === undefined ? undefined : describeFailure(keptOut, pin, now);
}

/** Nothing where nothing is asked of anybody. */
function privacyView({ privacy }: AssistantState): PrivacyView | undefined {
  if (privacy === undefined || (privacy.level === 'open' && !privacy.confidential)) return undefined;
  const level = privacy.level === 'open' ? '' : levelWords[privacy.level];
  return { level, confidential: privacy.confidential };
}

function consentOf(state: AssistantState, { desk, hasFolder }: ChatFacts): QuestionView | undefined {
  const question = consentQuestion(state, desk);
  return question === undefined ? undefined : questionView(question, { scrubs: scrubs(state), hasFolder });
}

/** What the next question would wait for. */
export function consentQuestion(state: AssistantState, desk: ChatFacts['desk']): Question | undefined {
  const pinned = pinnedOf(state);
  return pinned === undefined ? undefined : desk?.questionFor(pinned);
}

/** As long as nobody knows better secrets are replaced. */
function scrubs({ privacy }: AssistantState): boolean {
  return privacy?.scrubs ?? true;
}

function pinView(state: AssistantState, policyOf: PolicyOf): ModelView | undefined {
  const pinned = pinnedOf(state);
  if (pinned !== undefined) return modelView(pinned, policyOf);
  const pin = pinOf(state);
  // As long as nobody knows better, a pin is believed: what is asked of it waits for the catalogue.
  if (pin === undefined || state.catalogue !== undefined) return undefined;
  return { id: pin, shortName: shortName(pin), summary: '' };
}

function proposalOf(state: AssistantState, now: number): Model | undefined {
  if (pinnedOf(state) !== undefined) return undefined;
  return state.key === 'none' ? (ownModels(state, now)[0] ?? state.proposal) : state.proposal;
}

function quotaView(meter: NonNullable<AssistantState['meter']>): QuotaView {
  const { used, limit, remaining } = meter.day;
  const label =
    limit === undefined || remaining === undefined
      ? `${plural(used, 'request')} today`
      : `${remaining} of ${limit} free requests left today`;
  return { label, level: meter.level };
}

/** While the day's requests are used up nothing that counts is sent (design, section 5). */
function blockedOf(state: AssistantState, price: ActionPrice, now: number): BlockedView | undefined {
  const until = blockedUntil(state, price);
  if (until === undefined) return undefined;
  const limit = state.meter?.day.limit;
  const failure = {
    kind: 'dayQuota',
    resetAt: until,
    known: 'counted',
    ...(limit === undefined ? {} : { limit }),
  } as const;
  const { sentence } = describeFailure(failure, undefined, now);
  const model = ownModels(state, now)[0]?.id;
  return model === undefined ? { sentence } : { sentence, standIn: { model, label: askLabel(model, state.catalogue) } };
}

/** When the chat may send again, in milliseconds since the epoch; undefined when it may now. */
export function blockedUntil({ meter }: AssistantState, price: ActionPrice): number | undefined {
  if (meter?.day.remaining !== 0 || price.uncounted === true || price.usd !== undefined) return undefined;
  return meter.day.blockedUntil ?? meter.day.resetAt;
}

function warningsOf(state: AssistantState): readonly WarningView[] {
  const problems = new Set([...state.settingsProblems, ...(state.privacy?.problems ?? [])]);
  const warnings: WarningView[] = Array.from(problems, (sentence) => ({ about: 'settings', sentence }));
  if (state.pinEndsOn !== undefined && state.pin !== undefined) {
    warnings.push({ about: 'pinEnds', sentence: `${shortName(state.pin)} ends on ${state.pinEndsOn}.` });
  }
  return warnings;
}

function newsText({ appeared, vanished, since }: NonNullable<AssistantState['news']>, now: number): string {
  const parts: string[] = [];
  if (appeared.length > 0) parts.push(plural(appeared.length, 'new free model'));
  if (vanished.length > 0)
    parts.push(`${appeared.length > 0 ? vanished.length : plural(vanished.length, 'free model')} gone`);
  return `${parts.join(', ')} since ${dayText(since, now)}.`;
}

/** `09:12` of today, `yesterday`, else the date. */
function dayText(at: number, now: number): string {
  const day = (time: number): string => new Date(time).toDateString();
  if (day(at) === day(now)) return formatTime(at, now);
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (day(at) === yesterday.toDateString()) return 'yesterday';
  return new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' }).format(at);
}

function modelView(model: Model, policyOf: PolicyOf): ModelView {
  const policy = policyOf(model);
  const words = policy === undefined ? [] : [policyWords[policy]];
  return { id: model.id, shortName: shortName(model.id), summary: [modelSummary(model), ...words].join(' · ') };
}

/** A model the catalogue may not know is still named. */
export function namedView(id: string, state: AssistantState, policyOf: PolicyOf): ModelView {
  const model = state.catalogue === undefined ? undefined : findModel(state.catalogue, id);
  if (model === undefined) return { id, shortName: shortName(id), summary: 'not in the catalogue' };
  return modelView(model, policyOf);
}

function switchView(notice: SwitchNotice, turnId: string, state: AssistantState, policyOf: PolicyOf): SwitchView {
  return {
    turnId,
    ...describeSwitch(notice),
    direction: notice.direction,
    pinned: namedView(notice.pinned, state, policyOf),
    served: namedView(notice.served, state, policyOf),
    ways: switchWays(notice),
  };
}

/** What is known about turns beside what they hold. */
export interface TurnFacts {
  readonly policyOf: PolicyOf;
  /** Undefined until it is loaded. */
  readonly desk: Pick<PrivacyDesk, 'scrubber' | 'sent'> | undefined;
  /** The window has a folder. */
  readonly hasFolder: boolean;
}

/** A turn as the page shows it. */
export function turnView(turn: Turn, state: AssistantState, facts: TurnFacts, now: number): TurnView {
  const { policyOf, desk, hasFolder } = facts;
  const waiting = waitingView(turn, { scrubs: scrubs(state), hasFolder }, now);
  const progress = waiting === undefined ? progressOf(turn) : undefined;
  const served = servedView(turn);
  const asked = turn.switched?.served ?? turn.source?.model ?? turn.asking ?? turn.chosen ?? pinOf(state);
  const offer = turn.superseded === true ? undefined : turn.offer;
  const lost = desk === undefined ? 0 : lostPlaceholders([turn.question, turn.answer], desk);
  const attached = [
    ...(turn.attachments ?? []).map(partText),
    ...(turn.withheld ?? []).map((file) => `not sent: ${file}`),
  ];
  return {
    id: turn.id,
    question: turn.question,
    state: turn.state,
    answer: turn.answer,
    reasoning: turn.reasoning,
    ...(progress === undefined ? {} : { progress }),
    ...(waiting === undefined ? {} : { waiting }),
    ...(served === undefined ? {} : { served }),
    ...(turn.switched === undefined ? {} : { switched: switchView(turn.switched, turn.id, state, policyOf) }),
    ...(turn.failure === undefined ? {} : { failure: describeFailure(turn.failure, asked, now, 'questionAndAnswer') }),
    ...(isCut(turn) ? { cut: true } : {}),
    ...(offer === undefined ? {} : { offer: offerView(offer, state) }),
    ...(attached.length === 0 ? {} : { attachments: attached }),
    ...(lost === 0 ? {} : { lost }),
    ...(desk?.sent.some(({ turnId }) => turnId === turn.id) === true ? { sent: true } : {}),
    ...(turn.leftOut === undefined ? {} : { leftOut: leftOutView(turn.leftOut) }),
    ...(turn.superseded === true ? { superseded: true } : {}),
    ...(turn.chosen === undefined ? {} : { chosen: `You chose ${shortName(turn.chosen)} for this answer.` }),
  };
}

function leftOutView(leftOut: LeftOut): NonNullable<TurnView['leftOut']> {
  const { count, firstSent } = leftOut;
  return { count, ...(firstSent === undefined ? {} : { firstSent }), sentence: leftOutSentence(leftOut) };
}

/** How many placeholders of an earlier session stand in these texts, each counted once. */
export function lostPlaceholders(texts: readonly string[], { scrubber }: Pick<PrivacyDesk, 'scrubber'>): number {
  const suspects = texts.filter((text) => /secret/i.test(text));
  return new Set(suspects.flatMap((text) => scrubber.restore(text).lost)).size;
}

function waitingView(
  { state, waiting }: Turn,
  surroundings: QuestionSurroundings,
  now: number,
): WaitingView | undefined {
  if (waiting === undefined || (state !== 'waiting' && state !== 'streaming')) return undefined;
  if (waiting.why === 'queue') return { why: 'queue' };
  if (waiting.why === 'question') return { why: 'question', question: questionView(waiting.question, surroundings) };
  return { why: waiting.why, left: Math.max(0, waiting.until - now) };
}

function progressOf({ state, asking }: Turn): string | undefined {
  if (state !== 'waiting') return undefined;
  return asking === undefined ? 'Getting ready…' : `Asking ${shortName(asking)}…`;
}

function offerView(notice: SwitchNotice, { catalogue }: AssistantState): OfferView {
  const { losses } = describeSwitch(notice);
  return {
    headline: `Ask ${shortName(notice.served)} instead?`,
    losses,
    label: askLabel(notice.served, catalogue),
  };
}

function servedView(turn: Turn): ServedView | undefined {
  if (turn.source === undefined) return undefined;
  const { model, provider } = turn.source;
  return {
    model,
    shortName: shortName(turn.switched?.served ?? model),
    ...(provider === undefined ? {} : { provider }),
    details: provenanceDetails(turn),
    facts: provenanceFacts(turn),
  };
}
