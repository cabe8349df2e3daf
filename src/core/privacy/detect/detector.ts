import type { Detector, Secret } from '../secret';
import { assignments } from './assignments';
import { calls } from './calls';
import { CandidateScan } from './candidates';
import { accounts, commandLines } from './commandLine';
import { addresses, connectionKeys, networks, passFiles, userTokens } from './connectionStrings';
import { type Finding, type Report, ranks } from './finder';
import { authorizations, basics, bearers, cookies } from './headers';
import { jwks } from './jwks';
import { jwts } from './jwts';
import { keys } from './keys';
import { pemBlocks, puttyKeys } from './privateKeys';
import { romanceNames } from './romance';
import { secretlintRules } from './secretlintRules';
import { findFirstSection, sections } from './sections';
import { middles, shapes } from './shapes';
import { tables } from './tables';
import { otherWebhooks, webhooks } from './webhooks';
import { wholeEnd } from './wholeValues';

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
  networks,
  webhooks,
  otherWebhooks,
  bearers,
  authorizations,
  basics,
  cookies,
  commandLines,
  calls,
  passFiles,
  accounts,
  jwks,
  sections,
  tables,
  romanceNames,
  assignments,
]);

/**
 * Finds keys, tokens, passwords and private keys. Linear in the length of the text; the same for the same text. Each
 * finding covers the value alone, without name and quotes.
 */
export const findSecrets: Detector = (text) => {
  const found: Finding[] = [];
  const report: Report = (finding) => {
    const isWhole = finding.rank === ranks.address || finding.rank === ranks.privateKey || finding.kind === 'PASSWORD';
    found.push(isWhole ? finding : { ...finding, end: wholeEnd(text, finding.start, finding.end) });
  };
  findFirstSection(text, report);
  scan.run(text, report);
  return withoutOverlaps(found);
};

/** Of findings that overlap the surest names what any of them covers: the form of a key may tell of less than the whole value. */
function withoutOverlaps(found: readonly Finding[]): readonly Secret[] {
  const sorted = found.toSorted((one, other) => one.start - other.start || other.end - one.end);
  const kept: Finding[] = [];
  for (const finding of sorted) {
    const last = kept.at(-1);
    if (last === undefined || last.end <= finding.start) {
      kept.push(finding);
      continue;
    }
    const surest = finding.rank > last.rank ? finding : last;
    kept[kept.length - 1] = { ...surest, start: last.start, end: Math.max(last.end, finding.end) };
  }
  return kept.map(({ start, end, kind }) => ({ start, end, kind }));
}
