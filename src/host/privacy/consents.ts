import type { Memento } from 'vscode';
import type { DataPolicy } from '../../core/privacy/policy';
import { timesForgotten } from './forgetting';

const KEY = 'privacy.consents';

/** What can be agreed to; whoever agrees to training agrees to keeping. Nobody knowing counts as training. */
type Consent = 'keeping' | 'training';

interface Kept {
  readonly consent: Consent;
  readonly forgotten: number;
}

/** What a policy needs the user to agree to. */
function neededFor(policy: DataPolicy): Consent | undefined {
  if (policy === 'noRetention') return undefined;
  return policy === 'keptNotTrained' ? 'keeping' : 'training';
}

/** Whether agreeing to one policy is agreeing to the other. */
export function includes(agreed: DataPolicy, policy: DataPolicy): boolean {
  return covers(neededFor(agreed), neededFor(policy));
}

/** The consent of this workspace; in a window without a folder, of that window. */
export class Consents {
  private readonly workspace: Memento;
  private readonly user: Memento;

  constructor(workspace: Memento, user: Memento) {
    this.workspace = workspace;
    this.user = user;
  }

  holds(policy: DataPolicy): boolean {
    return covers(this.given, neededFor(policy));
  }

  async give(policy: DataPolicy): Promise<void> {
    const consent = neededFor(policy);
    if (consent === undefined || this.holds(policy)) return;
    await this.workspace.update(KEY, { consent, forgotten: timesForgotten(this.user) } satisfies Kept);
  }

  async forget(): Promise<void> {
    await this.workspace.update(KEY, undefined);
  }

  private get given(): Consent | undefined {
    const kept = this.workspace.get<Kept>(KEY);
    return kept?.forgotten === timesForgotten(this.user) ? kept.consent : undefined;
  }
}

function covers(given: Consent | undefined, needed: Consent | undefined): boolean {
  return needed === undefined || given === 'training' || given === needed;
}
