// Runs the test files named as arguments; test.ts starts it as a process of its own, so that a crash or a hang of one
// level does not take the others with it.
import { runMocha } from './mocha';

const { TOLLFREE_RESULTS, TOLLFREE_GREP, TOLLFREE_TIMEOUT, TOLLFREE_REPORTER } = process.env;

runMocha({
  files: process.argv.slice(2),
  timeout: Number(TOLLFREE_TIMEOUT ?? 10_000),
  reporter: TOLLFREE_REPORTER ?? 'dot',
  grep: TOLLFREE_GREP,
  resultsFile: TOLLFREE_RESULTS,
}).then(
  // Ends even where a test left a timer or a socket behind.
  ({ failures }) => process.exit(failures === 0 ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
