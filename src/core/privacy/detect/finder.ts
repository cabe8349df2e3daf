import type { Secret } from '../secret';

/** How sure a rule is of what a secret is: in an overlap the higher rank names it. */
export const ranks = { assignment: 1, context: 2, header: 3, address: 4, token: 5, key: 6, privateKey: 7 } as const;

export interface Finding extends Secret {
  readonly rank: number;
}

export type Report = (finding: Finding) => void;

/** One group of rules. It holds nothing that changes. */
export interface Finder {
  /** At least three characters each; in lower case unless `exactCase`. The finder is asked where one of them stands. */
  readonly literals: readonly string[];
  readonly exactCase?: boolean;
  /**
   * @param at where the literal begins.
   * @returns up to where it has dealt with the text; it is not asked about literals before that.
   */
  find(this: void, text: string, at: number, literal: string, report: Report): number;
  /** Asked about every run of at least 24 characters of `A-Za-z0-9_-`. */
  findInRun?(this: void, text: string, start: number, end: number, report: Report): void;
}
