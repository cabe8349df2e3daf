import * as vscode from 'vscode';
import { commands, panels } from '../contributions';

/** The tab, made in the part that is loaded when somebody first opens it. */
interface Browser extends vscode.Disposable {
  show(): Promise<void>;
  /** Fills a tab that the editor brought back after a restart. */
  revive(panel: vscode.WebviewPanel): Promise<void>;
}

/** Browse Free Models. */
export function registerModelBrowser(load: () => Promise<Browser>): vscode.Disposable {
  let loading: Promise<Browser> | undefined;
  let disposed = false;
  const browser = (): Promise<Browser> => {
    loading ??= load().then((loaded) => {
      if (disposed) loaded.dispose();
      return loaded;
    });
    return loading;
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand(commands.browseModels, async () => (await browser()).show()),
    vscode.window.registerWebviewPanelSerializer(panels.models, {
      deserializeWebviewPanel: async (panel: vscode.WebviewPanel) => (await browser()).revive(panel),
    }),
    {
      dispose: () => {
        disposed = true;
        void loading?.then((loaded) => loaded.dispose());
      },
    },
  );
}
