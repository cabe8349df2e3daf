/** Only these; a theme says nothing about the rest of the page. */
const isOurs = (name: string): boolean => /^--code-[a-z-]+$/.test(name);

/** Sets the variables of the editor's theme, and takes back those that are no longer named. */
export function applyTheme(colours: Readonly<Record<string, string>>): void {
  const { style } = document.documentElement;
  for (const name of Array.from(style)) if (isOurs(name) && !Object.hasOwn(colours, name)) style.removeProperty(name);
  for (const [name, colour] of Object.entries(colours)) if (isOurs(name)) style.setProperty(name, colour);
}
