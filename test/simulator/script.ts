import type { Behaviour, Match } from './behaviour';

/** What scripts look at in a request. */
interface Asked {
  /** The id that is tried. */
  model: string;
  /** The text of each message. */
  messages: readonly string[];
  /** The name of the form that is asked for; empty: none. */
  form: string;
}

/** The scripted behaviours not yet met, in the order in which they were given. */
export class Script {
  #lines: { match: Match; behaviour: Behaviour; left: number }[] = [];

  add(match: Match, behaviour: Behaviour): void {
    this.#lines.push({ match, behaviour, left: match.times ?? 1 });
  }

  /** The first line that fits, used up by one. */
  take(asked: Asked): Behaviour | undefined {
    const line = this.#lines.find(({ match }) => fits(match, asked));
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

function fits({ model, lastMessage, anyMessage, form }: Match, asked: Asked): boolean {
  if (model !== undefined && model !== asked.model) return false;
  if (lastMessage !== undefined && asked.messages.at(-1)?.includes(lastMessage) !== true) return false;
  if (anyMessage !== undefined && !asked.messages.some((text) => text.includes(anyMessage))) return false;
  return form === undefined || form === (typeof form === 'boolean' ? asked.form !== '' : asked.form);
}
