import type { Behaviour, Match } from './behaviour';

/** The scripted behaviours not yet met, in the order in which they were given. */
export class Script {
  #lines: { match: Match; behaviour: Behaviour; left: number }[] = [];

  add(match: Match, behaviour: Behaviour): void {
    this.#lines.push({ match, behaviour, left: match.times ?? 1 });
  }

  /** The first line that fits, used up by one. */
  take(model: string, lastMessage: string): Behaviour | undefined {
    const line = this.#lines.find(({ match }) => {
      const modelFits = match.model === undefined || match.model === model;
      return modelFits && (match.lastMessage === undefined || lastMessage.includes(match.lastMessage));
    });
    if (line === undefined) return undefined;
    line.left -= 1;
    if (line.left <= 0) this.#lines = this.#lines.filter((other) => other !== line);
    return line.behaviour;
  }

  /** How many lines are waiting. */
  get pending(): number {
    return this.#lines.length;
  }

  clear(): void {
    this.#lines = [];
  }
}
