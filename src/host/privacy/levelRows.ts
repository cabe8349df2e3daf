import type { Model } from '../../core/catalogue/model';
import { shortName } from '../../core/catalogue/names';
import { plural } from '../../core/format';
import { levelWords, policyWords, type PrivacyLevel, privacyLevels } from '../../core/privacy/policy';
import type { LevelCount } from './privacyDesk';

/** What the list of Set Privacy Level… shows, in order; plain data. */
export type LevelRow = { readonly label: string; readonly description?: string; readonly detail?: string } & (
  | { readonly type: 'heading' }
  | { readonly type: 'level'; readonly level: PrivacyLevel; readonly current: boolean }
  | { readonly type: 'mark'; readonly confidential: boolean }
  | { readonly type: 'switchModel' }
);

export interface LevelView {
  readonly levels: readonly LevelCount[];
  /** In force now. */
  readonly level: PrivacyLevel;
  /** What the folder's settings or its mark ask for at least. */
  readonly least: PrivacyLevel;
  readonly confidential: boolean;
  /** By the folder's or the user's settings, not by a mark of this list. */
  readonly confidentialBySettings: boolean;
  readonly pinned: Model | undefined;
}

/** Models that a row names at most. */
const MOST_NAMED = 3;

const whatIsSent: Readonly<Record<PrivacyLevel, string>> = {
  open: 'no terms are sent',
  noTraining: 'sends data_collection: deny',
  zeroRetention: 'sends data_collection: deny, zdr: true',
  localOnly: 'nothing leaves this machine',
};

/** The four levels with what each sends, leaves and removes; then what else can be done. */
export function levelRows(view: LevelView): readonly LevelRow[] {
  const { pinned, levels, level, confidential, confidentialBySettings } = view;
  const rows: LevelRow[] = [];
  const now = levels.find((each) => each.level === level);
  if (pinned !== undefined && now !== undefined && removes(now, pinned)) {
    rows.push({
      type: 'switchModel',
      label: `${levelWords[level]} keeps your pinned model ${shortName(pinned.id)} out`,
      detail: 'Switch Pinned Model…',
    });
  }
  rows.push({ type: 'heading', label: 'Level' }, ...levels.map((count) => levelRow(count, view)));
  rows.push({ type: 'heading', label: 'This workspace' });
  rows.push({
    type: 'mark',
    label: confidential ? 'Mark This Workspace as Not Confidential' : 'Mark This Workspace as Confidential',
    detail: markDetail(confidential, confidentialBySettings),
    confidential: !confidential,
  });
  return rows;
}

function levelRow(count: LevelCount, view: LevelView): LevelRow {
  const { level } = count;
  const current = level === view.level;
  return {
    type: 'level',
    label: levelWords[level],
    description: [whatIsSent[level], current ? 'in force' : ''].filter((note) => note !== '').join(' · '),
    detail: detailOf(count, view),
    level,
    current,
  };
}

function detailOf(count: LevelCount, { least, confidential, pinned }: LevelView): string {
  const isTooLax = privacyLevels.indexOf(count.level) < privacyLevels.indexOf(least);
  const because = confidential ? 'this workspace is confidential' : "this folder's settings ask for more";
  const notes = [
    isTooLax ? `not in force here: ${because}` : '',
    leftWords(count),
    removedWords(count, pinned),
    count.level === 'open' ? 'asks before the first who may keep or train' : '',
  ];
  return notes.filter((note) => note !== '').join(' · ');
}

/** `8 of 16 free models: 4 known to keep to it, 4 not known until asked`. */
function leftWords({ left, unknown, removed }: LevelCount): string {
  const all = left + removed.length;
  if (all === 0) return 'the list of models is not there yet';
  const counted = `${left} of ${plural(all, 'free model')}`;
  if (unknown === 0) return counted;
  const known = left - unknown;
  return known === 0
    ? `${counted}, whether ${left === 1 ? 'it keeps' : 'they keep'} to it is not known until asked`
    : `${counted}: ${known} known to keep to it, ${unknown} not known until asked`;
}

/** By name when they are few; a pinned model is always named. */
function removedWords(count: LevelCount, pinned: Model | undefined): string {
  const { removed, level } = count;
  const losesPinned = pinned !== undefined && removes(count, pinned);
  const yours = losesPinned ? `removes your pinned model ${shortName(pinned.id)}` : '';
  if (removed.length === 0 || removed.length > MOST_NAMED) return yours;
  const others = removed
    .filter(({ model }) => model.id !== pinned?.id)
    .map(({ model, policy }) =>
      level === 'localOnly' ? shortName(model.id) : `${shortName(model.id)} (${policyWords[policy]})`,
    );
  if (others.length === 0) return yours;
  return losesPinned ? `${yours}, and ${others.join(', ')}` : `removes ${others.join(', ')}`;
}

function removes({ removed }: LevelCount, pinned: Model): boolean {
  return removed.some(({ model }) => model.id === pinned.id);
}

function markDetail(confidential: boolean, bySettings: boolean): string {
  if (!confidential) return 'At least Zero Retention; no consent; secrets always replaced';
  return bySettings
    ? 'The settings of this folder say so, and only they can change it: tollfree.privacy.confidential'
    : 'The level is what you chose again, and consent has to be given anew';
}
