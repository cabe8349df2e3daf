import { kinds } from './kinds';
import { others } from './others';
import { type Medium, type Place, places, spell } from './places';
import { Random } from './random';

/** A text with a secret in it. */
export interface Entry {
  /** What the secret is, e.g. `github-classic-token`. */
  readonly kind: string;
  /** Whether a provider hands it out, in its own form. */
  readonly provider: boolean;
  readonly medium: Medium;
  /** Language or format of the text. */
  readonly language: string;
  readonly text: string;
  /** What must not leave, wherever it stands in the text; of a key in lines, each line. */
  readonly values: readonly string[];
}

/** Each kind once and every second kind once more, each time in the next place that suits it. */
function ofProviders(): Entry[] {
  const anywhere = places;
  const byName = places.filter((place) => place.named);
  const next = new Map<readonly Place[], number>();
  const entries: Entry[] = [];
  for (const [at, { kind, name, telling, make }] of kinds.entries()) {
    for (let copy = 0; copy <= at % 2; copy += 1) {
      const suitable = telling ? anywhere : byName;
      const turn = next.get(suitable) ?? 0;
      next.set(suitable, turn + 1);
      const place = suitable[turn % suitable.length];
      if (place === undefined) throw new Error('there is no place');
      const value = make(new Random(`${kind} ${copy}`));
      const { medium, language } = place;
      entries.push({ kind, provider: true, medium, language, text: place.write(value, spell(name)), values: [value] });
    }
  }
  return entries;
}

function ofNobody(): Entry[] {
  return others.map(({ kind, medium, language, write }, at) => {
    const [text, ...values] = write(new Random(`${kind} ${language} ${at}`));
    return { kind, provider: false, medium, language, text, values };
  });
}

/** All secrets of the corpus. */
export const entries: readonly Entry[] = [...ofProviders(), ...ofNobody()];
