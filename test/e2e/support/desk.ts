import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator';
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../../support/workbench';
import { ChatPage } from './chatPage';

/** The best free model of the simulator's catalogue, and one that is worse in each number. */
export const ultra = 'nvidia/nemotron-3-ultra-550b-a55b:free';
export const gemma = 'google/gemma-4-31b-it:free';

export interface DeskOptions extends WorkbenchOptions {
  readonly simulator?: SimulatorOptions;
  /** Where the extension finds the service, when that is not the simulator itself. */
  readonly address?: (simulator: Simulator) => string;
}

/** A person's desk: the workbench with the package installed, its chat open, and the service behind it. */
export class Desk {
  readonly simulator: Simulator;
  readonly workbench: Workbench;
  readonly chat: ChatPage;

  constructor(simulator: Simulator, workbench: Workbench, chat: ChatPage) {
    this.simulator = simulator;
    this.workbench = workbench;
    this.chat = chat;
  }

  async close(): Promise<void> {
    await this.workbench.close();
    await this.simulator.close();
  }
}

/** Opens a desk with a key in the environment and a pinned model; options may take either away. */
export async function openDesk(options: DeskOptions = {}): Promise<Desk> {
  const simulator = await startSimulator(options.simulator);
  try {
    const baseUrl = options.address?.(simulator) ?? simulator.url;
    const workbench = await openWorkbench({
      ...options,
      settings: { 'tollfree.openRouter.baseUrl': baseUrl, 'tollfree.model': ultra, ...options.settings },
      // A known language and time zone, so that times in sentences can be foretold.
      env: { OPENROUTER_API_KEY: simulator.key, LC_ALL: 'en_GB.UTF-8', TZ: 'Europe/Berlin', ...options.env },
    });
    try {
      return new Desk(simulator, workbench, new ChatPage(await workbench.openChat()));
    } catch (error) {
      await workbench.close();
      throw error;
    }
  } catch (error) {
    await simulator.close();
    throw error;
  }
}
