import { Random } from '../random';
import type { Entry } from '../secrets';
import { applications } from './applications';
import { conversations } from './conversations';
import { pipelines } from './pipelines';
import { sessions } from './sessions';

/** How often a kind was met in a language: so that an entry draws the same, whatever else is added. */
const met = new Map<string, number>();

function turnOf(name: string): number {
  const turn = (met.get(name) ?? 0) + 1;
  met.set(name, turn);
  return turn;
}

/** All secrets of the second set, each drawn by its kind and place. */
export const entries: readonly Entry[] = [...pipelines, ...applications, ...sessions, ...conversations].map(
  ({ kind, medium, language, write }) => {
    const name = `second ${kind} ${language}`;
    const { provider, text, values } = write(new Random(`${name} ${turnOf(name)}`));
    return { kind, provider, medium, language, text, values };
  },
);
