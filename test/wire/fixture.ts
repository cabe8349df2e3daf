import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

/** The root of the checkout, wherever the bundled test lies below it. */
export function projectRoot(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, 'package-lock.json'))) folder = path.dirname(folder);
  return folder;
}

/** A transcript or body out of the OpenRouter API reference, sections 4 to 13. */
export function fixture(name: string): string {
  return readFileSync(path.join(projectRoot(), 'test', 'fixtures', 'wire', name), 'utf8');
}
