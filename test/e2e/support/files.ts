import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** All files below a folder, as paths relative to it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(path.join(folder, name), { throwIfNoEntry: false })?.isFile(),
  );
}

/** Those of them that hold the text, in any of the encodings programs here write. */
export function filesHolding(folder: string, text: string): string[] {
  const forms = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
  return filesBelow(folder).filter((name) => {
    const content = readFileSync(path.join(folder, name));
    return forms.some((form) => content.includes(form));
  });
}
