import type { FrameLocator, Locator } from 'playwright-core';

/** The chat view as a person sees it. Everything is looked up anew when used, so it outlives a reload. */
export class ChatPage {
  readonly frame: FrameLocator;
  readonly composer: Locator;
  readonly transcript: Locator;
  readonly banner: Locator;
  /** What is to be agreed to before the first question, above the composer. */
  readonly consent: Locator;

  constructor(frame: FrameLocator) {
    this.frame = frame;
    this.composer = frame.getByRole('textbox', { name: 'Ask Tollfree' });
    this.transcript = frame.getByRole('log');
    this.banner = frame.getByTestId('switch-banner');
    this.consent = frame.getByTestId('consent');
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  /** The newest turn with this question. */
  turn(question: string): Locator {
    return this.frame.getByRole('article', { name: `Question: ${question}` }).last();
  }

  /** The text of its answer, as far as it has come. */
  answer(question: string): Locator {
    return this.turn(question).locator('.markdown');
  }

  /** The line under an answer that says where it came from; present as soon as that is known. */
  servedBy(question: string): Locator {
    return this.turn(question).getByTestId('served-by');
  }

  failure(question: string): Locator {
    return this.turn(question).getByTestId('failure');
  }

  /** What a turn waits for before it sends anything. */
  waiting(question: string): Locator {
    return this.turn(question).getByTestId('question');
  }

  /** Agrees, for this workspace, that whoever answers may keep what is sent and train on it. */
  async agree(): Promise<void> {
    await this.consent.getByRole('button', { name: 'Always in this workspace' }).click();
    await this.consent.waitFor({ state: 'detached' });
  }

  /** Types a question and presses Enter. */
  async ask(question: string): Promise<void> {
    await this.composer.fill(question);
    await this.composer.press('Enter');
  }

  /** Waits until a turn has ended; its line then tells how many requests it took. */
  async answered(question: string): Promise<Locator> {
    const turn = this.turn(question);
    await turn
      .getByTestId('served-by')
      .filter({ hasText: /\d+ requests?|not counted/ })
      .waitFor();
    return turn;
  }
}
