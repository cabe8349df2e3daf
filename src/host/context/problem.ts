import * as vscode from 'vscode';
import type { Problem } from '../../core/tasks/problem';
import { withoutPlaces } from './machinePaths';

const severities: Readonly<Record<vscode.DiagnosticSeverity, Problem['severity']>> = {
  [vscode.DiagnosticSeverity.Error]: 'error',
  [vscode.DiagnosticSeverity.Warning]: 'warning',
  [vscode.DiagnosticSeverity.Information]: 'information',
  [vscode.DiagnosticSeverity.Hint]: 'hint',
};

/** What the editor reports, without the editor. */
export function problemOf({ message, source, code, severity, range: { start, end } }: vscode.Diagnostic): Problem {
  const id = typeof code === 'object' ? code.value : code;
  return {
    message: withoutPlaces(message),
    ...(source === undefined ? {} : { source }),
    ...(id === undefined ? {} : { code: String(id) }),
    severity: severities[severity],
    line: start.line + 1,
    // One that ends where a line begins has nothing of it.
    endLine: end.character === 0 && end.line > start.line ? end.line : end.line + 1,
  };
}
