import type * as vscode from 'vscode';
import type { Detector } from '../../core/privacy/secret';

/** Values of the workspace's `.env` files; they stay in memory and are only used to be replaced. */
export interface EnvValues extends vscode.Disposable {
  /** Finds them in a text; reads the files on first use and again after they changed. */
  detector(): Promise<Detector>;
  readonly onDidChange: vscode.Event<void>;
}
