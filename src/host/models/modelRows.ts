import { type Catalogue, findModel, type Model } from '../../core/catalogue/model';
import { shortName } from '../../core/catalogue/names';
import { ableFreeModels } from '../../core/catalogue/rank';
import { modelSummary } from '../../core/catalogue/summary';
import { describeFailure, type FailureAction } from '../../core/errors';
import { formatTime } from '../../core/format';
import type { AssistantState } from '../assistant';

/** What the quick pick lists, in order; plain data. */
export type ModelRow =
  | { readonly type: 'heading'; readonly label: string }
  | {
      readonly type: 'model';
      readonly id: string;
      readonly label: string;
      readonly detail: string;
      readonly pinned: boolean;
    }
  | { readonly type: 'problem'; readonly sentence: string; readonly action: FailureAction };

/** The pinned model first, then what can be asked now, then what is cooling; each best first. */
export function modelRows(
  { catalogue, pin, failure, cooling }: Pick<AssistantState, 'catalogue' | 'pin' | 'failure' | 'cooling'>,
  now: number,
): readonly ModelRow[] {
  const rows: ModelRow[] = [];
  if (failure !== undefined) {
    const { sentence, action } = describeFailure(failure, pin, now);
    rows.push({ type: 'problem', sentence, action: action ?? 'retry' });
  }
  if (pin !== undefined) rows.push({ type: 'heading', label: 'Pinned' }, pinnedRow(pin, catalogue, cooling, now));
  const others = catalogue === undefined ? [] : ableFreeModels(catalogue, now).filter(({ id }) => id !== pin);
  const section = (label: string, models: readonly Model[]): void => {
    if (models.length > 0) rows.push({ type: 'heading', label }, ...models.map((model) => row(model, cooling, now)));
  };
  section(
    'Free now',
    others.filter(({ id }) => !cooling.has(id)),
  );
  section(
    'Cooling: busy just now',
    others.filter(({ id }) => cooling.has(id)),
  );
  return rows;
}

function row(model: Model, cooling: AssistantState['cooling'], now: number, pinned = false): ModelRow {
  const until = cooling.get(model.id);
  const detail =
    until === undefined ? modelSummary(model) : `not before ${formatTime(until, now)} · ${modelSummary(model)}`;
  return { type: 'model', id: model.id, label: shortName(model.id), detail, pinned };
}

function pinnedRow(
  pin: string,
  catalogue: Catalogue | undefined,
  cooling: AssistantState['cooling'],
  now: number,
): ModelRow {
  const model = catalogue === undefined ? undefined : findModel(catalogue, pin);
  if (model?.free === true) return row(model, cooling, now, true);
  const reason = model === undefined ? 'not in the catalogue' : 'not free, so nothing is sent to it';
  const detail = catalogue === undefined ? 'the catalogue is not there yet' : reason;
  return { type: 'model', id: pin, label: shortName(pin), detail, pinned: true };
}
