import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { prepareEditor } from '../../../launch/editor';
import { inCache, inRoot } from '../../../launch/paths';
import { testSettings, writeSettings } from '../../../launch/settings';
import { type EditorFigures, editorFigures, figuresVariable } from './figures';

/** Starts a real editor that loads this bundle again, and gives what was measured there. */
export async function measureOutside(bundle: string): Promise<EditorFigures> {
  const editor = await prepareEditor();
  const folder = inCache('runs', `bench-${process.pid}`);
  const [workspace, userDataDir, results] = ['workspace', 'user', 'results'].map((name) => path.join(folder, name));
  if (workspace === undefined || userDataDir === undefined || results === undefined) throw new Error('no folders');
  for (const each of [workspace, results]) mkdirSync(each, { recursive: true });
  writeSettings(userDataDir, testSettings);
  const file = path.join(results, 'figures.json');
  try {
    await runTests({
      vscodeExecutablePath: editor.executable,
      extensionDevelopmentPath: inRoot(),
      extensionTestsPath: bundle,
      launchArgs: [workspace, `--user-data-dir=${userDataDir}`, `--extensions-dir=${path.join(folder, 'extensions')}`],
      extensionTestsEnv: { [figuresVariable]: file, TOLLFREE_EDITOR_LIMIT: '300', OPENROUTER_API_KEY: '' },
    });
    return editorFigures.parse(JSON.parse(readFileSync(file, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
