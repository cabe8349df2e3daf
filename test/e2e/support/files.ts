import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** All files below a folder, as paths relative to it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(path.join(folder, name), { throwIfNoEntry: false })?.isFile(),
  );
}

/**
 * Those of them that hold the text, in any of the encodings programs here write. The editor goes on writing meanwhile:
 * when a file was moved away under our eyes, all are looked at again.
 */
export function filesHolding(folder: string, text: string): string[] {
  const forms = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
  for (let tries = 0; tries < 10; tries++) {
    const contents = filesBelow(folder).map((name) => ({ name, content: contentOf(path.join(folder, name)) }));
    if (contents.some(({ content }) => content === undefined)) continue;
    return contents
      .filter(({ content }) => forms.some((form) => content?.includes(form) === true))
      .map(({ name }) => name);
  }
  throw new Error(`the files below ${folder} do not stay still`);
}

function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (existsSync(file)) throw error;
    return undefined;
  }
}
