import Mocha from 'mocha';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

/** What the extension host prints first; the web editor's runner waits for it. */
export const testsBegin = 'tests begin';

const failedTest = z.object({ title: z.string(), message: z.string() });

export type FailedTest = Readonly<z.infer<typeof failedTest>>;

/** What a level's run leaves in the file named by `TOLLFREE_RESULTS`. */
export const testResults = z.object({
  passes: z.number(),
  failures: z.number(),
  pending: z.number(),
  failedTests: z.array(failedTest),
});

export type TestResults = Readonly<z.infer<typeof testResults>>;

export interface MochaRun {
  readonly files: readonly string[];
  readonly timeout: number;
  readonly reporter: string;
  readonly grep?: string | undefined;
  /** Where the results go, as JSON. */
  readonly resultsFile?: string | undefined;
}

/** Runs bundled test files with mocha in this process. */
export async function runMocha({ files, timeout, reporter, grep, resultsFile }: MochaRun): Promise<TestResults> {
  const mocha = new Mocha({ ui: 'bdd', timeout, reporter, color: false, forbidOnly: true });
  if (grep !== undefined && grep !== '') mocha.grep(grep);
  for (const file of files) mocha.addFile(file);
  const failedTests: FailedTest[] = [];
  const results = await new Promise<TestResults>((resolve) => {
    const runner = mocha.run(() => {
      const { passes, pending } = runner.stats ?? { passes: 0, pending: 0 };
      resolve({ passes, failures: failedTests.length, pending, failedTests });
    });
    // Failed hooks come this way too, while they are missing from the statistics' number of failed tests.
    runner.on('fail', (test, error: unknown) => {
      failedTests.push({ title: test.fullTitle(), message: error instanceof Error ? error.message : String(error) });
    });
  });
  if (resultsFile !== undefined) {
    mkdirSync(path.dirname(resultsFile), { recursive: true });
    writeFileSync(resultsFile, JSON.stringify(results));
  }
  return results;
}
