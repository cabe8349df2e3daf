/** Names of code fences whose text is meant for a terminal. */
const shells = new Set(['sh', 'bash', 'shell', 'zsh', 'console', 'powershell', 'ps1', 'bat', 'cmd', 'fish']);

export function isShell(language: string): boolean {
  return shells.has(language.toLowerCase());
}

/** `$ `, `user@host:~$ `, `PS C:\> ` or `C:\> ` in front of what was typed. */
const prompt = /^\s*(?:[\w.-]+@[\w.-][^\s$]*)?\$ |^PS(?: [^>]*)?> |^[A-Za-z]:\\[^>]*> ?/;

/** What to type of a block that may show a session: without prompts, and without what was printed where there are any. */
export function toCommands(text: string): string {
  const lines = text.split('\n');
  if (!lines.some((line) => prompt.test(line))) return text;
  let continues = false;
  const typed = lines.flatMap((line) => {
    const isTyped = prompt.test(line);
    if (!isTyped && !continues) return [];
    const command = isTyped ? line.replace(prompt, '') : line.replace(/^> /, '');
    continues = command.endsWith('\\');
    return [command];
  });
  return typed.join('\n');
}
