import type { FileRef } from '../../core/conversation/message';
import type { FileVerdict } from '../../core/privacy/questions';
import type { FileRules } from './fileRules';

const restricted: FileVerdict = { may: 'not', rule: 'Restricted Mode: only what you type or select goes' };

export interface FileJudging {
  readonly rules: FileRules;
  /** Not in Restricted Mode. */
  readonly isTrusted: boolean;
  /** The user was asked about it and let it go. */
  readonly letGo: (file: FileRef) => boolean;
}

/** One verdict for each file, in order. */
export async function judgeFiles(
  files: readonly FileRef[],
  { rules, isTrusted, letGo }: FileJudging,
): Promise<readonly FileVerdict[]> {
  const verdicts = await rules.check(files);
  return files.map((file, at): FileVerdict => {
    // A file nobody judged does not go.
    const verdict = verdicts[at] ?? { may: 'not', rule: 'it could not be checked' };
    if (!isTrusted && file.how === 'attached') return restricted;
    return verdict.may === 'ifAsked' && letGo(file) ? { may: 'go' } : verdict;
  });
}
