import type { Memento } from 'vscode';
import { type Task, tasks } from '../../core/tasks/task';

const WINDOW = 'pins';

/** The pinned models: the common one, and those of single tasks. */
export interface Pinned {
  readonly model: string | undefined;
  readonly taskModels: ReadonlyMap<Task, string>;
}

export interface PinSettings {
  read(): Pinned;
  /** Writes to the workspace where there is one, else to the user's settings. */
  write(model: string | undefined, task?: Task): Promise<void>;
  /** Whether the window has a folder, whose settings are its own. */
  readonly hasFolder: () => boolean;
}

interface Kept {
  readonly model?: string;
  /** Empty: the common pin, whatever the user's settings say for the task. */
  readonly tasks?: Readonly<Partial<Record<Task, string>>>;
}

/**
 * Pins per workspace. A window without a folder has no settings of its own: only the first pin ever goes to the user's
 * settings; later ones stay in the window, so that two windows never change each other's.
 */
export class Pins {
  private readonly settings: PinSettings;
  private readonly window: Memento;

  constructor(settings: PinSettings, window: Memento) {
    this.settings = settings;
    this.window = window;
  }

  read(): Pinned {
    const told = this.settings.read();
    if (this.settings.hasFolder()) return told;
    const { model = told.model, tasks: own = {} } = this.kept();
    const merged = [...told.taskModels, ...entriesOf(own)];
    const common = new Set(merged.flatMap(([task, id]) => (id === '' ? [task] : [])));
    return { model, taskModels: new Map(merged.filter(([task]) => !common.has(task))) };
  }

  /** @param task for this task only; without a model it uses the common pin again. */
  async pin(model: string | undefined, task?: Task): Promise<void> {
    const told = this.settings.read();
    const kept = this.kept();
    // What the window keeps would go before what is written.
    const own = task === undefined ? kept.model : kept.tasks?.[task];
    const usual = task === undefined ? told.model : told.taskModels.get(task);
    const first = own === undefined && usual === undefined;
    if (this.settings.hasFolder() || (first && model !== undefined)) {
      await this.settings.write(model, task);
      return;
    }
    if (task !== undefined)
      await this.window.update(WINDOW, { ...kept, tasks: { ...kept.tasks, [task]: model ?? '' } });
    else if (model !== undefined) await this.window.update(WINDOW, { ...kept, model });
  }

  private kept(): Kept {
    return this.window.get<Kept>(WINDOW) ?? {};
  }
}

function entriesOf(kept: Partial<Record<Task, string>>): readonly (readonly [Task, string])[] {
  return tasks.flatMap((task) => {
    const model: unknown = kept[task];
    return typeof model === 'string' ? [[task, model] as const] : [];
  });
}
