// A place in the quota, over all windows: four processes reserve at once, against a bare insert of the same row.
import { runProgram } from '../launch/program';
import { conclude, judge, median, milliseconds, print, quantile } from './support/figures';
import { type Contestant, contestant, inTurn } from './support/turns';
import { type Load, runWriters, writeIfAsked } from './support/writers';

const rounds = { warmUp: 1, counted: 5 };
/** Of each writer and round; without a pause in between, which is more than people ask. */
const times = 2000;
/** Of each of four writers: 48 requests a day of 50, and 248 × 4 of 1000. */
const usualDay = 12;
const fullDay = 248;

function writers(load: Omit<Load, 'times'>): Contestant<readonly number[]> {
  return contestant(async () => runWriters(__filename, { times, ...load }));
}

function describe(name: string, values: readonly number[]): void {
  const shown = [median(values), quantile(values, 0.99), quantile(values, 0.999)].map(milliseconds);
  print(`${name}: median ${shown[0]}, p99 ${shown[1]}, p99.9 ${shown[2]}`);
}

if (!writeIfAsked()) {
  runProgram(async () => {
    const bare = writers({ kind: 'bare', writers: 4, perDay: usualDay });
    const reserve = writers({ kind: 'reserve', writers: 4, perDay: usualDay });
    const bareAlone = writers({ kind: 'bare', writers: 1, perDay: usualDay });
    const alone = writers({ kind: 'reserve', writers: 1, perDay: usualDay });
    const full = writers({ kind: 'reserve', writers: 4, perDay: fullDay });
    await inTurn(rounds, [bare, reserve, bareAlone, alone, full]);

    const of = ({ results }: Contestant<readonly number[]>): readonly number[] => results.flat();
    print(
      `measured: one reservation, in its own transaction; ${times} by each writer, ${rounds.counted} rounds in turn`,
    );
    describe('four writers, bare insert of the row      ', of(bare));
    describe('four writers, reservation                 ', of(reserve));
    describe('one writer, bare insert of the row        ', of(bareAlone));
    describe('one writer, reservation                   ', of(alone));
    describe('four writers, reservation, 1000 in the day', of(full));
    const typical = median(of(reserve));
    const slow = quantile(of(reserve), 0.99);
    const ratio = typical / median(of(bare));
    print(`median: ${judge('reservation median', milliseconds(typical), '< 1 ms', typical < 1)}`);
    print(`p99: ${judge('reservation p99', milliseconds(slow), '< 10 ms', slow < 10)}`);
    print(`to the bare insert: ${judge('reservation ratio', `ratio ${ratio.toFixed(2)}`, '≤ 3', ratio <= 3)}`);
    print(
      `beside it: ratio ${(median(of(alone)) / median(of(bareAlone))).toFixed(2)} with one writer, ` +
        `${(median(of(full)) / median(of(bare))).toFixed(2)} with up to 1000 requests in the day`,
    );
    conclude('reservation');
  });
}
