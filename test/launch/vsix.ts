import { createVSIX } from '@vscode/vsce';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './paths';

/** Packs the product that was built before into a `.vsix`; everything is bundled, so nothing is resolved or asked. */
export async function packVsix(file: string): Promise<void> {
  if (!existsSync(inRoot('dist', 'extension.js')))
    throw new Error('dist/extension.js is missing; build first (npm run build)');
  mkdirSync(path.dirname(file), { recursive: true });
  await createVSIX({
    cwd: inRoot(),
    packagePath: file,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: true,
  });
}
