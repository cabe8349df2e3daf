import * as vscode from 'vscode';
import type { FilePart } from '../../../core/conversation/message';
import { withoutPlaces } from '../../context/machinePaths';
import { terminalText } from './terminalText';

/** In UTF-16 code units, of one command; the end of it says what went wrong. */
const LARGEST = 200_000;

interface Run {
  /** Grows, so that the newest is known without a clock. */
  readonly number: number;
  command: string;
  raw: string;
  isCut: boolean;
  exitCode?: number;
}

/** What the last command in each terminal wrote, from when it was first asked to watch; nothing of it is stored. */
export class TerminalOutputs implements vscode.Disposable {
  private readonly runs = new Map<vscode.Terminal, Run>();
  private readonly byExecution = new WeakMap<vscode.TerminalShellExecution, Run>();
  private subscription: vscode.Disposable | undefined;
  private count = 0;

  /** What is run from now on can be attached. */
  watch(): void {
    this.subscription ??= vscode.Disposable.from(
      vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) => this.follow(terminal, execution)),
      vscode.window.onDidEndTerminalShellExecution(({ execution, exitCode }) => {
        const run = this.byExecution.get(execution);
        if (run === undefined) return;
        // By then the shell has said what it really ran.
        run.command = execution.commandLine.value;
        if (exitCode !== undefined) run.exitCode = exitCode;
      }),
      vscode.window.onDidCloseTerminal((terminal) => this.runs.delete(terminal)),
    );
  }

  /** The last command of the terminal in front, else of any. @returns as a sentence why there is nothing. */
  read(): FilePart | string {
    const front = vscode.window.activeTerminal;
    const newest = [...this.runs.values()].toSorted((a, b) => b.number - a.number)[0];
    const run = (front && this.runs.get(front)) ?? newest;
    if (run === undefined) return front === undefined || front.shellIntegration ? nothingRun : cannotTell;
    const isCut = run.isCut || run.raw.length > LARGEST;
    const raw = run.raw.slice(-LARGEST);
    const output = terminalText(isCut ? raw.slice(raw.indexOf('\n') + 1) : raw).trimEnd();
    const text = [
      `$ ${run.command}`,
      ...(isCut ? ['[the beginning is left out]'] : []),
      // What a quick command writes together with its beginning, the editor does not pass on.
      output === '' ? '[no output was seen]' : output,
      ...(run.exitCode === undefined ? [] : [`[ended with code ${run.exitCode}]`]),
    ].join('\n');
    const file = { name: 'terminal output', how: 'attached' } as const;
    return { type: 'file', file, text: withoutPlaces(text), languageId: 'text', startLine: 1 };
  }

  dispose(): void {
    this.subscription?.dispose();
    this.runs.clear();
  }

  private follow(terminal: vscode.Terminal, execution: vscode.TerminalShellExecution): void {
    this.count += 1;
    const run: Run = { number: this.count, command: execution.commandLine.value, raw: '', isCut: false };
    this.runs.set(terminal, run);
    this.byExecution.set(execution, run);
    collect(run, execution.read()).catch(() => {
      // The terminal went away; what came is kept.
    });
  }
}

async function collect(run: Run, written: AsyncIterable<string>): Promise<void> {
  for await (const piece of written) {
    run.raw += piece;
    // Not for every piece: cutting copies all of it.
    if (run.raw.length <= 2 * LARGEST) continue;
    run.raw = run.raw.slice(-LARGEST);
    run.isCut = true;
  }
}

const nothingRun =
  'Nothing was run in a terminal since the chat was opened. Run the command again, or copy its output and paste it here.';
const cannotTell =
  'This terminal does not tell what runs in it (shell integration). Copy its output and paste it here.';
