import { type Catalogue, findModel, type Model, serverOf } from '../../core/catalogue/model';
import { shortName } from '../../core/catalogue/names';
import { ableFreeModels, isExpired } from '../../core/catalogue/rank';
import { modelSummary } from '../../core/catalogue/summary';
import { describeFailure, type FailureAction } from '../../core/errors';
import { formatTime } from '../../core/format';
import { type DataPolicy, levelWords, policyWords, type PrivacyLevel } from '../../core/privacy/policy';
import type { Assistant, AssistantState } from '../assistant';
import { serverSentence } from '../servers/serverRows';

/** What the quick pick lists, in order; plain data. */
export type ModelRow =
  | { readonly type: 'heading'; readonly label: string }
  | {
      readonly type: 'model';
      readonly id: string;
      readonly label: string;
      readonly detail: string;
      readonly pinned: boolean;
      /** By the privacy level in force. */
      readonly keptOut?: true;
    }
  | { readonly type: 'problem'; readonly sentence: string; readonly action: FailureAction };

type Shown = Pick<
  AssistantState,
  'catalogue' | 'pin' | 'failure' | 'cooling' | 'blocked' | 'news' | 'servers' | 'paid' | 'privacy'
> &
  Partial<Pick<AssistantState, 'key' | 'meter'>>;

/** Data policies, as far as they are known. */
type Policies = Pick<Assistant, 'policyOf' | 'keptOut'>;

/**
 * The pinned model first, then what can be asked now, then the user's own servers, then what is cooling, then what the
 * account's settings exclude, then what the privacy level keeps out; each best first. Without a key, and when the day is
 * used up, the own servers are what can be asked now.
 * @param pin the model that is pinned for what the list is for.
 */
export function modelRows(state: Shown, now: number, policies: Policies, pin = state.pin): readonly ModelRow[] {
  const { catalogue, failure, cooling, blocked } = state;
  const rows: ModelRow[] = [];
  if (failure !== undefined) {
    const { sentence, action } = describeFailure(failure, pin, now);
    rows.push({ type: 'problem', sentence, action: action ?? 'retry' });
  }
  if (pin !== undefined) rows.push({ type: 'heading', label: 'Pinned' }, pinnedRow(pin, state, now, policies));
  const others = catalogue === undefined ? [] : ableFreeModels(catalogue, now).filter(({ id }) => id !== pin);
  const section = (label: string, models: readonly Model[]): void => {
    if (models.length > 0)
      rows.push({ type: 'heading', label }, ...models.map((model) => row(model, state, now, policies)));
  };
  const unblocked = others.filter(({ id }) => !blocked.has(id));
  const left = unblocked.filter((model) => policies.keptOut(model) === undefined);
  const allowed = left.filter(({ id }) => serverOf(id) === undefined);
  const ownServers = (): void =>
    section(
      'Your own servers',
      left.filter(({ id }) => serverOf(id) !== undefined),
    );
  const ownFirst = state.key === 'none' || state.meter?.day.remaining === 0;
  if (ownFirst) ownServers();
  section(
    'Free now',
    allowed.filter(({ id }) => !cooling.has(id)),
  );
  if (!ownFirst) ownServers();
  section(
    'Cooling: refused just now',
    allowed.filter(({ id }) => cooling.has(id)),
  );
  section(
    'Blocked for your account',
    others.filter(({ id }) => blocked.has(id)),
  );
  section(
    'Kept out by your privacy level',
    unblocked.filter((model) => !left.includes(model)),
  );
  for (const { settings, failure: problem } of state.servers) {
    if (problem === undefined) continue;
    // In the words of that server: its key is not OpenRouter's.
    const { action } = describeFailure(problem, `@${settings.name}/*`, now);
    rows.push({ type: 'problem', sentence: serverSentence(problem, settings.name, now), action: action ?? 'retry' });
  }
  return rows;
}

function row(model: Model, state: Shown, now: number, policies: Policies, pinned = false): ModelRow {
  const { cooling, blocked, news, privacy } = state;
  const until = cooling.get(model.id);
  const removed = policies.keptOut(model);
  const { expiresOn, ...others } = model;
  const endsSoon = expiresOn !== undefined && isExpired(model, now + warnAhead);
  const notes = [
    until === undefined ? '' : `not before ${formatTime(until, now)}`,
    blocked.has(model.id) ? 'excluded by your OpenRouter settings' : '',
    removed === undefined || privacy === undefined ? '' : keptOutWords(privacy.level, removed),
    news?.appeared.includes(model.id) === true ? 'new' : '',
    model.staysHere === true ? 'stays on this machine' : '',
    model.free ? '' : 'costs money',
    endsSoon ? `ends soon, on ${expiresOn}` : '',
    modelSummary(endsSoon ? others : model),
    removed === undefined ? policyText(policies.policyOf(model)) : '',
  ];
  const detail = notes.filter((note) => note !== '').join(' · ');
  const out = removed === undefined ? {} : ({ keptOut: true } as const);
  return { type: 'model', id: model.id, label: shortName(model.id), detail, pinned, ...out };
}

/** With what is known of the model, which is the reason, unless the level is about the place. */
function keptOutWords(level: PrivacyLevel, policy: DataPolicy): string {
  const place = level === 'localOnly' ? 'not on this machine, ' : '';
  return `kept out by ${levelWords[level]}: ${place}${policyWords[policy]}`;
}

function policyText(policy: DataPolicy | undefined): string {
  return policy === undefined ? '' : policyWords[policy];
}

/** In milliseconds. */
const warnAhead = 14 * 24 * 60 * 60_000;

function pinnedRow(pin: string, state: Shown, now: number, policies: Policies): ModelRow {
  const model = state.catalogue === undefined ? undefined : findModel(state.catalogue, pin);
  if (model?.free === true || (model !== undefined && state.paid)) return row(model, state, now, policies, true);
  return { type: 'model', id: pin, label: shortName(pin), detail: whyNot(model, state.catalogue), pinned: true };
}

function whyNot(model: Model | undefined, catalogue: Catalogue | undefined): string {
  if (catalogue === undefined) return 'the catalogue is not there yet';
  return model === undefined ? 'not in the catalogue' : 'not free, so nothing is sent to it';
}
