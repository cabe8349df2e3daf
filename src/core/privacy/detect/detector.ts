import type { Detector, Secret } from '../secret';
import { assignments } from './assignments';
import { CandidateScan } from './candidates';
import { commandLines } from './commandLine';
import { addresses, connectionKeys, userTokens, webhooks } from './connectionStrings';
import type { Finding } from './finder';
import { authorizations, basics, bearers, cookies } from './headers';
import { jwts } from './jwts';
import { keys } from './keys';
import { pemBlocks, puttyKeys } from './privateKeys';
import { secretlintRules } from './secretlintRules';
import { middles, shapes } from './shapes';

const scan = new CandidateScan([
  keys,
  middles,
  shapes,
  ...secretlintRules,
  pemBlocks,
  puttyKeys,
  jwts,
  addresses,
  userTokens,
  connectionKeys,
  webhooks,
  bearers,
  authorizations,
  basics,
  cookies,
  commandLines,
  assignments,
]);

/**
 * Finds keys, tokens, passwords and private keys. Linear in the length of the text; the same for the same text. Each
 * finding covers the value alone, without name and quotes.
 */
export const findSecrets: Detector = (text) => {
  const found: Finding[] = [];
  scan.run(text, (finding) => {
    found.push(finding);
  });
  return withoutOverlaps(found);
};

/** Of findings that overlap the surest stays, then the longest. */
function withoutOverlaps(found: readonly Finding[]): readonly Secret[] {
  if (found.length === 0) return [];
  const sorted = found.toSorted((one, other) => one.start - other.start || other.end - one.end);
  const kept: Finding[] = [];
  for (const finding of sorted) {
    for (;;) {
      const last = kept.at(-1);
      if (last === undefined || last.end <= finding.start) {
        kept.push(finding);
        break;
      }
      if (!isBetter(finding, last)) break;
      kept.pop();
    }
  }
  return kept.map(({ start, end, kind }) => ({ start, end, kind }));
}

function isBetter(one: Finding, other: Finding): boolean {
  if (one.rank !== other.rank) return one.rank > other.rank;
  return one.end - one.start > other.end - other.start;
}
