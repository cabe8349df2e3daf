import { type RecordedRequest, type Simulator, type SimulatorOptions, startSimulator } from '../../simulator';
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../../support/workbench';
import { ChatPage } from './chatPage';

/** How long a person would wait for a request to go off, in milliseconds. */
const patience = 15_000;

/** The best free model of the simulator's catalogue, and one that is worse in each number. */
export const ultra = 'nvidia/nemotron-3-ultra-550b-a55b:free';
export const gemma = 'google/gemma-4-31b-it:free';

export interface DeskOptions extends WorkbenchOptions {
  readonly simulator?: SimulatorOptions;
  /** Where the extension finds the service, when that is not the simulator itself. */
  readonly address?: (simulator: Simulator) => string;
  /** Whether the person has agreed to be kept and trained on in this workspace. Default: where somebody can be asked. */
  readonly agrees?: boolean;
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

  /** The request to a model that a step of the person causes; fails where none comes. */
  async requestAfter(step: () => Promise<void>): Promise<RecordedRequest> {
    const arrived = this.simulator.nextRequest('/chat/completions');
    await step();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no request was sent')), patience);
    });
    return Promise.race([arrived, late]).finally(() => clearTimeout(timer));
  }

  async close(): Promise<void> {
    await this.workbench.close();
    await this.simulator.close();
  }
}

/** Keeps a picture of the window whenever a test of this group fails, and ends what it left running. */
export function watchDesk(desk: () => Desk | undefined): void {
  afterEach(async function tidyFailure() {
    const { currentTest } = this;
    const open = desk();
    if (currentTest?.state !== 'failed' || open === undefined) return;
    const name = currentTest
      .fullTitle()
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-');
    await open.workbench.screenshot(`failed-${name.slice(0, 80)}`);
    const stop = open.chat.button('Stop');
    if (await stop.isVisible()) await stop.click();
  });
}

/** Opens a desk with a key in the environment and a pinned model; options may take either away. */
export async function openDesk(options: DeskOptions = {}): Promise<Desk> {
  const simulator = await startSimulator(options.simulator);
  try {
    const baseUrl = options.address?.(simulator) ?? simulator.url;
    const settings = { 'tollfree.openRouter.baseUrl': baseUrl, 'tollfree.model': ultra, ...options.settings };
    // A known language and time zone, so that times in sentences can be foretold.
    const local = { LC_ALL: 'en_GB.UTF-8', TZ: 'Europe/Berlin' };
    const env = { OPENROUTER_API_KEY: simulator.key, ...local, ...options.env };
    const workbench = await openWorkbench({ ...options, settings, env });
    try {
      const chat = new ChatPage(await workbench.openChat());
      // Enter sends nothing before it is known what to send it to.
      await chat.frame.getByText('Starting…').waitFor({ state: 'hidden' });
      if (options.agrees ?? (settings['tollfree.model'] !== '' && env.OPENROUTER_API_KEY !== undefined)) {
        await chat.agree();
      }
      return new Desk(simulator, workbench, chat);
    } catch (error) {
      await workbench.close();
      throw error;
    }
  } catch (error) {
    await simulator.close();
    throw error;
  }
}
