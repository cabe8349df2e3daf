import type { Memento } from 'vscode';
import { type PrivacyLevel, stricterLevel } from '../../core/privacy/policy';
import { timesForgotten } from './forgetting';
import type { PrivacySettings } from './privacySettings';

const CHOICE = 'privacy.level';
const MARK = 'privacy.confidential';

interface Kept {
  readonly level: PrivacyLevel;
  readonly forgotten: number;
}

export interface LevelInForce {
  readonly level: PrivacyLevel;
  readonly confidential: boolean;
}

/** What the user chose for this workspace; kept on this machine, so that no repository can bring it along. */
export class LevelChoice {
  private readonly workspace: Memento;
  private readonly user: Memento;

  constructor(workspace: Memento, user: Memento) {
    this.workspace = workspace;
    this.user = user;
  }

  /**
   * The user's choice for this workspace goes before the user's own level, also when it is laxer; the folder's settings
   * and the mark are the least there must be, whoever chose what.
   */
  inForce({ level, folderLevel, confidential }: Rules): LevelInForce {
    const marked = confidential || this.marked;
    const chosen = this.chosen(level) ?? level;
    return { level: stricterLevel(chosen, leastLevel(folderLevel, marked)), confidential: marked };
  }

  /** @param level without one, the user's own is in force here again. */
  async choose(level: PrivacyLevel | undefined): Promise<void> {
    const kept = level === undefined ? undefined : ({ level, forgotten: timesForgotten(this.user) } satisfies Kept);
    await this.workspace.update(CHOICE, kept);
  }

  async mark(confidential: boolean): Promise<void> {
    await this.workspace.update(MARK, confidential ? true : undefined);
  }

  async forget(): Promise<void> {
    await this.choose(undefined);
    await this.mark(false);
  }

  private get marked(): boolean {
    return this.workspace.get<boolean>(MARK) === true;
  }

  private chosen(own: PrivacyLevel): PrivacyLevel | undefined {
    const kept = this.workspace.get<Kept>(CHOICE);
    if (kept === undefined || kept.forgotten === timesForgotten(this.user)) return kept?.level;
    // Forgotten from another workspace: nobody looked at this one, so that it does not get laxer by that.
    return stricterLevel(kept.level, own);
  }
}

type Rules = Pick<PrivacySettings, 'level' | 'folderLevel' | 'confidential'>;

/** What the folder's settings and the mark ask for at least. */
export function leastLevel(folderLevel: PrivacyLevel, confidential: boolean): PrivacyLevel {
  return confidential ? stricterLevel(folderLevel, 'zeroRetention') : folderLevel;
}
