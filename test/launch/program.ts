import { endChildrenAtExit } from './processes';

/** Runs a command of the project: its number is the exit code, its failure one line, and its children end with it. */
export function runProgram(main: () => Promise<number | void>): void {
  endChildrenAtExit();
  main().then(
    (code) => process.exit(code ?? 0),
    (error: unknown) => {
      console.error(`tollfree: ${error instanceof Error ? error.message : String(error)}`);
      process.exit(1);
    },
  );
}
