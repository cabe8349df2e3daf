import type { FileRef } from '../../core/conversation/message';
import type { FileVerdict } from '../../core/privacy/questions';

/** Which files never go, whoever asks: `.gitignore`, `.tollfreeignore`, and files that hold secrets. */
export interface FileRules {
  /** One verdict for each file, in order. */
  check(files: readonly FileRef[]): Promise<readonly FileVerdict[]>;
}
