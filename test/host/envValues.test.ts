import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { systemClock } from '../../src/host/clock';
import { createEnvValues, type EnvValues } from '../../src/host/privacy/envValues';
import { eventually } from '../support/eventually';
import { FakeLog } from '../support/fakes';
import { setSetting } from './support';

/** Not a secret of anybody: put together here, so that the repository holds none. */
const secret = (number: number): string => ['q7Zt', '9xLm', `W2v${number}`].join('');

describe('values of the .env files of a workspace', () => {
  let folder: vscode.Uri;
  let values: EnvValues;
  let log: FakeLog;
  const write = (name: string, text: string | Uint8Array): Thenable<void> =>
    vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(folder, name),
      typeof text === 'string' ? new TextEncoder().encode(text) : text,
    );
  /** Which of the secrets are found in a text that holds ten of them. */
  const found = async (): Promise<readonly string[]> => {
    const text = Array.from({ length: 10 }, (_, number) => secret(number)).join('\n');
    return (await values.detector())(text).map(({ start, end }) => text.slice(start, end));
  };

  before(() => {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first);
    folder = first.uri;
  });
  beforeEach(() => {
    log = new FakeLog();
    values = createEnvValues({ clock: systemClock, log });
  });
  afterEach(async () => {
    values.dispose();
    await setSetting('files.exclude', undefined);
    for (const [name] of await vscode.workspace.fs.readDirectory(folder)) {
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, name), { recursive: true });
    }
  });

  it('are found in all folders, also where git or the settings hide them, but not in examples or packages', async () => {
    await setSetting('files.exclude', { '**/.env*': true });
    await write('.gitignore', '.env\n.env.*\n*.env\n');
    await write('.env', `A_KEY=${secret(0)}`);
    await write('.env.local', `A_KEY=${secret(1)}`);
    await write('a/b/.env', `A_KEY=${secret(2)}`);
    await write('a/prod.env', `A_KEY=${secret(3)}`);
    await write('.env.example', `A_KEY=${secret(4)}`);
    await write('a/.env.sample', `A_KEY=${secret(5)}`);
    await write('node_modules/a/.env', `A_KEY=${secret(6)}`);
    await write('a/settings.txt', `A_KEY=${secret(7)}`);
    await write('.env.large', `A_KEY=${secret(8)}\n#${'x'.repeat(64 * 1024)}`);
    await write('.env.folder/x', `A_KEY=${secret(9)}`);
    assert.deepEqual(await found(), [0, 1, 2, 3].map(secret));
    assert.deepEqual(log.lines, []);
  });

  it('are read again when a file came, changed or went', async () => {
    await write('.env', `A_KEY=${secret(0)}`);
    assert.deepEqual(await found(), [secret(0)]);
    let changes = 0;
    values.onDidChange(() => (changes += 1));
    await write('a/.env', `A_KEY=${secret(1)}`);
    await eventually(async () => assert.deepEqual(await found(), [secret(0), secret(1)]));
    assert.notEqual(changes, 0);
    await write('.env', `A_KEY=${secret(2)}`);
    await eventually(async () => assert.deepEqual(await found(), [secret(1), secret(2)]));
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, 'a', '.env'));
    await eventually(async () => assert.deepEqual(await found(), [secret(2)]));
  });
});
