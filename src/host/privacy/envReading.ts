import type { Clock, Log } from '../../core/engine/ports';
import { envSecrets } from '../../core/privacy/envSecrets';
import { knownValues } from '../../core/privacy/knownValues';
import type { Detector } from '../../core/privacy/secret';

/** How long a question may wait for the files, in milliseconds. */
const patience = 2000;

interface EnvReadingParts {
  /** Contents of files, in batches: what is quickly found comes first. */
  readonly read: () => AsyncIterable<readonly string[]>;
  /** What a question went without is there now. */
  readonly changed: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** The values of `.env` files, read when first asked for and again when they are said to be outdated. */
export class EnvReading {
  private readonly parts: EnvReadingParts;
  private known: ReadonlyMap<string, string> = new Map();
  private detect: Detector = () => [];
  private reading: Promise<void> | undefined;
  /** Counts what came between; a reading of an earlier state says nothing any more. */
  private state = 0;
  private wentWithout = false;

  constructor(parts: EnvReadingParts) {
    this.parts = parts;
  }

  /** Waits for the files, but no longer than a question may: then it goes with what is there. */
  async detector(): Promise<Detector> {
    const { clock, log } = this.parts;
    const patient = new AbortController();
    const inTime = await Promise.race([
      this.upToDate().then(() => true),
      clock.sleep(patience, patient.signal).then(() => false),
    ]);
    patient.abort();
    if (!inTime) {
      this.wentWithout = true;
      log.warn('env values late', { waited: patience, values: this.known.size });
    }
    return this.detect;
  }

  /** What is known is used until the files were read again, which the next question does. */
  outdated(): void {
    this.state += 1;
    this.reading = undefined;
  }

  private async upToDate(): Promise<void> {
    let state: number;
    do {
      state = this.state;
      this.reading ??= this.read(state);
      await this.reading;
    } while (state !== this.state);
  }

  private async read(state: number): Promise<void> {
    const before = this.known;
    const texts: string[] = [];
    try {
      for await (const batch of this.parts.read()) {
        if (this.state !== state) return;
        texts.push(...batch);
        this.use(new Map([...before, ...envSecrets(texts)]));
      }
      if (this.state !== state) return;
      this.use(envSecrets(texts));
    } catch (error) {
      this.parts.log.warn('env values not read', { reason: error instanceof Error ? error.name : 'unknown' });
      if (this.state === state) this.reading = undefined;
    }
    if (this.wentWithout) this.parts.changed();
    this.wentWithout = false;
  }

  private use(values: ReadonlyMap<string, string>): void {
    this.known = values;
    this.detect = knownValues(values);
  }
}
