import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A folder for each test of the surrounding suite, removed after it. Gives a path in it. */
export function temporaryFolder(): (...parts: string[]) => string {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'tollfree-store-'));
  });
  afterEach(() => {
    // A process that was just killed may take a moment to let go.
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  });
  return (...parts) => path.join(folder, ...parts);
}
