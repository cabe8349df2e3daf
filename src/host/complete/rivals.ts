/** Another extension that completes while one types. */
export interface Rival {
  readonly id: string;
  readonly name: string;
}

export const rivals: readonly Rival[] = [
  { id: 'GitHub.copilot', name: 'GitHub Copilot' },
  // The editor's own since both became one.
  { id: 'GitHub.copilot-chat', name: 'GitHub Copilot' },
  { id: 'Codeium.codeium', name: 'Windsurf (Codeium)' },
  { id: 'TabNine.tabnine-vscode', name: 'Tabnine' },
  { id: 'Supermaven.supermaven', name: 'Supermaven' },
  { id: 'Continue.continue', name: 'Continue' },
  { id: 'sourcegraph.cody-ai', name: 'Cody' },
  { id: 'AmazonWebServices.amazon-q-vscode', name: 'Amazon Q' },
  { id: 'Google.geminicodeassist', name: 'Gemini Code Assist' },
  { id: 'JetBrains.jetbrains-ai-assistant', name: 'JetBrains AI Assistant' },
  { id: 'GitLab.gitlab-workflow', name: 'GitLab Duo' },
  { id: 'Augment.vscode-augment', name: 'Augment' },
  { id: 'TabbyML.vscode-tabby', name: 'Tabby' },
  { id: 'ggml-org.llama-vscode', name: 'llama.vscode' },
  { id: 'VisualStudioExptTeam.vscodeintellicode', name: 'IntelliCode' },
];

export interface RivalFacts {
  /** Whether an extension is there, switched on and running. */
  readonly isActive: (id: string) => boolean;
  /** The setting `github.copilot.enable`: languages, and `*` for all others. */
  readonly copilotEnable: unknown;
  /** The editor has an account of GitHub; without one Copilot is there and does nothing. */
  readonly hasGitHub: boolean;
}

/** Who would answer at the same time, each once. */
export function activeRivals({ isActive, copilotEnable, hasGitHub }: RivalFacts): readonly Rival[] {
  const seen = new Set<string>();
  return rivals.filter(({ id, name }) => {
    if (!isActive(id) || seen.has(name)) return false;
    if (id.startsWith('GitHub.') && (!hasGitHub || isOff(copilotEnable))) return false;
    seen.add(name);
    return true;
  });
}

/** Off for all languages. */
function isOff(enable: unknown): boolean {
  if (typeof enable !== 'object' || enable === null || !('*' in enable) || enable['*'] !== false) return false;
  return !Object.values(enable).includes(true);
}

/** `GitHub Copilot completes here as well. …` */
export function rivalSentence(found: readonly Rival[]): string {
  const names = found.map(({ name }) => name);
  const last = names.at(-1) ?? '';
  const who = names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
  const does = names.length < 2 ? 'completes' : 'complete';
  return `${who} ${does} here as well. The editor asks all of them and shows one, so requests would be spent on completions that nobody sees.`;
}
