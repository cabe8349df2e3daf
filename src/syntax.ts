import { keepTrees } from './core/context/keepTrees';
import type { Log } from './core/engine/ports';
import type { Syntax } from './core/syntax';
import { createSyntax } from './syntax/createSyntax';

/** What reads the structure of code, a bundle of its own: loaded when a scope is looked for or an edit is checked. */
export function openSyntax(folder: string, log: Log): Syntax {
  return keepTrees(createSyntax(folder, log));
}
