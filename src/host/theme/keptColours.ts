import type { CodeColours } from '../../core/theme/codeColours';
import { type Coalesced, coalesced } from '../coalesce';

/** A change of theme is told several times: by its setting, and when it is shown. In milliseconds. */
const pause = 100;

interface KeptColoursParts {
  /** Must not reject. */
  readonly read: () => Promise<CodeColours>;
  /** They are others than were known before. */
  readonly changed: (colours: CodeColours) => void;
}

/** Colours that are read when first asked for, and read again when they are said to be outdated. */
export class KeptColours {
  private readonly parts: KeptColoursParts;
  private readonly again: Coalesced;
  private reading: Promise<CodeColours> | undefined;
  /** What everybody was told; undefined until somebody asked. */
  private told: CodeColours | undefined;
  /** Counts what came between; a reading of an earlier state says nothing any more. */
  private state = 0;

  constructor(parts: KeptColoursParts) {
    this.parts = parts;
    this.again = coalesced(() => void this.tell(), pause);
  }

  async colours(): Promise<CodeColours> {
    let state: number;
    let colours: CodeColours;
    do {
      state = this.state;
      this.reading ??= this.parts.read();
      colours = await this.reading;
    } while (state !== this.state);
    this.told ??= colours;
    return colours;
  }

  /** Does nothing as long as nobody has asked. */
  outdated(): void {
    if (this.reading === undefined && this.told === undefined) return;
    this.state += 1;
    this.reading = undefined;
    this.again.later();
  }

  dispose(): void {
    this.again.dispose();
  }

  private async tell(): Promise<void> {
    const before = this.told;
    const colours = await this.colours();
    if (before === undefined || areSame(before, colours)) return;
    this.told = colours;
    this.parts.changed(colours);
  }
}

function areSame(one: CodeColours, other: CodeColours): boolean {
  const entries = Object.entries(one);
  return entries.length === Object.keys(other).length && entries.every(([name, value]) => other[name] === value);
}
