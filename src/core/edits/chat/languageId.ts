/** What people write behind a fence, for what the editor calls otherwise. */
const aliases: Readonly<Record<string, string>> = {
  'c#': 'csharp',
  'c++': 'cpp',
  'f#': 'fsharp',
  'obj-c': 'objective-c',
  objectivec: 'objective-c',
  bash: 'shellscript',
  bat: 'bat',
  batch: 'bat',
  cc: 'cpp',
  cjs: 'javascript',
  cmd: 'bat',
  console: 'shellscript',
  cs: 'csharp',
  cxx: 'cpp',
  docker: 'dockerfile',
  fs: 'fsharp',
  golang: 'go',
  h: 'c',
  hpp: 'cpp',
  htm: 'html',
  js: 'javascript',
  jsx: 'javascriptreact',
  kt: 'kotlin',
  make: 'makefile',
  md: 'markdown',
  mjs: 'javascript',
  mts: 'typescript',
  patch: 'diff',
  pl: 'perl',
  ps: 'powershell',
  ps1: 'powershell',
  pwsh: 'powershell',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'shellscript',
  shell: 'shellscript',
  'shell-session': 'shellscript',
  svg: 'xml',
  tex: 'latex',
  ts: 'typescript',
  tsx: 'typescriptreact',
  vb: 'vb',
  yml: 'yaml',
  zsh: 'shellscript',
};

/**
 * The editor's id for the language that stands behind a fence; `plaintext` where the editor does not know it.
 * @param known ids of the editor.
 */
export function languageIdOf(fence: string, known: readonly string[]): string {
  const name = fence.trim().toLowerCase();
  const id = aliases[name] ?? name;
  return [id, name].find((one) => known.includes(one)) ?? 'plaintext';
}
