import * as vscode from 'vscode';
import { readConfiguration } from '../configuration';
import { createEnvValues } from './envValues';
import { createFileRules } from './fileRules';
import type { PrivacyFacts } from './privacyDesk';
import { PrivacyKeeper, type PrivacyParts } from './privacyKeeper';
import { readPrivacySettings, writeLevel } from './privacySettings';

/** What only the composition root knows. */
type OpeningParts = PrivacyFacts & Pick<PrivacyParts, 'scrubber' | 'patterns' | 'workspace' | 'user' | 'clock' | 'log'>;

/** The keeper of privacy with the editor around it: settings, folders, trust, files. */
export function createPrivacy(parts: OpeningParts): PrivacyKeeper {
  const { workspace } = vscode;
  const { clock, log } = parts;
  // Reading settings is slow, and rows of lists ask for them.
  let settings = readPrivacySettings(workspace);
  let { baseUrl, servers } = readConfiguration();
  const env = createEnvValues({ clock, log });
  const keeper = new PrivacyKeeper({
    ...parts,
    env,
    files: createFileRules(),
    configuration: () => settings,
    writeLevel: async (level) => {
      await writeLevel(workspace, level);
      settings = readPrivacySettings(workspace);
    },
    address: () => baseUrl,
    ofServer: (wanted) => servers.find(({ name }) => name === wanted)?.dataPolicy,
    isTrusted: () => workspace.isTrusted,
  });
  const readAgain = (): void => {
    settings = readPrivacySettings(workspace);
    ({ baseUrl, servers } = readConfiguration());
    keeper.settingsChanged();
  };
  keeper.owns(
    env,
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('tollfree')) readAgain();
    }),
    workspace.onDidChangeWorkspaceFolders(readAgain),
    workspace.onDidGrantWorkspaceTrust(readAgain),
  );
  return keeper;
}
