import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { createFileRules, type FileRulesParts } from '../../src/host/privacy/fileRules';

const restricted = 'Restricted Mode sends only what you type or select';

describe('which files go', () => {
  let top: string;
  beforeEach(() => {
    top = mkdtempSync(path.join(realpathSync(tmpdir()), 'tollfree-files-'));
  });
  afterEach(() => rmSync(top, { recursive: true, force: true }));

  const at = (file: string): string => path.join(top, file);
  const uriOf = (file: string): string => vscode.Uri.file(at(file)).toString();
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      writeFileSync(at(name), text);
    }
  };
  const rules = (some: Partial<FileRulesParts> = {}): ReturnType<typeof createFileRules> =>
    createFileRules({
      folders: () => [vscode.Uri.file(at('work'))],
      isTrusted: () => true,
      ignoresCase: false,
      ...some,
    });
  /** Why whole files do not go without a question; undefined for those that do. */
  const against = async (
    uris: readonly string[],
    some: Partial<FileRulesParts> = {},
  ): Promise<readonly (string | undefined)[]> => {
    const verdicts = await rules(some).check(uris.map((uri) => ({ name: 'x', uri, how: 'attached' })));
    return verdicts.map((verdict) => (verdict.may === 'go' ? undefined : verdict.rule));
  };
  const againstFiles = (files: readonly string[], some: Partial<FileRulesParts> = {}) =>
    against(files.map(uriOf), some);
  const git = (folder: string, ...args: readonly string[]): void => {
    const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
    execFileSync('git', [...who, ...args], { cwd: at(folder), stdio: 'pipe' });
  };

  it('is asked about a selection, refused for a whole file', async () => {
    write({ 'work/.gitignore': 'dist/\n' });
    const verdicts = await rules().check([
      { name: 'a', uri: uriOf('work/dist/a.js'), how: 'selected' },
      { name: 'a', uri: uriOf('work/dist/a.js'), how: 'attached' },
      { name: '.env', uri: uriOf('work/.env'), how: 'selected' },
      { name: '.env', uri: uriOf('work/.env'), how: 'attached' },
      { name: 'b', uri: uriOf('work/src/b.js'), how: 'attached' },
      { name: 'typed', how: 'attached' },
    ]);
    assert.deepEqual(verdicts, [
      { may: 'ifAsked', rule: '.gitignore: dist/' },
      { may: 'not', rule: '.gitignore: dist/' },
      { may: 'ifAsked', rule: 'file that holds secrets: .env' },
      { may: 'not', rule: 'file that holds secrets: .env' },
      { may: 'go' },
      { may: 'go' },
    ]);
  });

  it('is only what was selected in Restricted Mode, and no file there talks its secrets free', async () => {
    write({ 'work/.tollfreeignore': '!.env\n' });
    const verdicts = await rules({ isTrusted: () => false }).check([
      { name: 'a', uri: uriOf('work/a.ts'), how: 'attached' },
      { name: 'a', uri: uriOf('work/a.ts'), how: 'selected' },
      { name: '.env', uri: uriOf('work/.env'), how: 'selected' },
    ]);
    assert.deepEqual(verdicts, [
      { may: 'not', rule: restricted },
      { may: 'go' },
      { may: 'ifAsked', rule: 'file that holds secrets: .env' },
    ]);
  });

  it('is not talked free by a repository outside the workspace, which nobody trusted', async () => {
    write({
      'other/.git/HEAD': '',
      'other/.gitignore': 'dist/\n',
      'other/.tollfreeignore': '!.env\n!dist/\n',
      'work/.tollfreeignore': '!.env\n',
    });
    assert.deepEqual(await againstFiles(['other/.env', 'other/dist/a.js', 'other/a.js', 'work/.env']), [
      'file that holds secrets: .env',
      '.gitignore: dist/',
      undefined,
      'file that holds secrets: .env, let go by .tollfreeignore',
    ]);
  });

  it('is asked about where a folder lets a file of secrets go: it may be anybody who wrote that line', async () => {
    write({ 'work/.tollfreeignore': '!.env\n!dist/\n', 'work/.gitignore': 'dist/\n' });
    const verdicts = await rules().check([
      { name: '.env', uri: uriOf('work/.env'), how: 'attached' },
      { name: '.env', uri: uriOf('work/.env'), how: 'selected' },
      { name: 'a.js', uri: uriOf('work/dist/a.js'), how: 'attached' },
    ]);
    const rule = 'file that holds secrets: .env, let go by .tollfreeignore';
    assert.deepEqual(verdicts, [{ may: 'ifAsked', rule }, { may: 'ifAsked', rule }, { may: 'go' }]);
  });

  it('is read from all folders down to the file', async () => {
    write({
      'work/.gitignore': '*.log\n',
      'work/.tollfreeignore': 'customers/\n!keep.log\n!*.example.pem\n',
      'work/a/.gitignore': '/gen\n!b.log\n',
      'work/a/b/.tollfreeignore': 'notes.txt\n',
      'work/.git/info/exclude': 'mine.txt\n',
    });
    const files = [
      'work/x.log',
      'work/a/b.log',
      'work/a/keep.log',
      'work/a/gen/x.ts',
      'work/a/b/gen',
      'work/a/b/notes.txt',
      'work/customers/1.txt',
      'work/a/mine.txt',
      'work/tls/server.pem',
      'work/tls/my.example.pem',
    ];
    assert.deepEqual(await againstFiles(files), [
      '.gitignore: *.log',
      undefined,
      undefined,
      'a/.gitignore: /gen',
      undefined,
      'a/b/.tollfreeignore: notes.txt',
      '.tollfreeignore: customers/',
      '.git/info/exclude: mine.txt',
      'file that holds secrets: *.pem',
      'file that holds secrets: *.pem, let go by .tollfreeignore',
    ]);
  });

  it('is read anew after every change', async () => {
    const one = rules();
    const ask = () => one.check([{ name: 'a', uri: uriOf('work/a.ts'), how: 'attached' }]);
    assert.deepEqual(await ask(), [{ may: 'go' }]);
    write({ 'work/.gitignore': 'a.*' });
    assert.deepEqual(await ask(), [{ may: 'not', rule: '.gitignore: a.*' }]);
    rmSync(at('work/.gitignore'));
    assert.deepEqual(await ask(), [{ may: 'go' }]);
  });

  it('follows the repository that a workspace is part of', async () => {
    write({ '.git/HEAD': '', '.gitignore': '*.log\n/work/out/\n', 'work/pack/.gitignore': '!a.log' });
    assert.deepEqual(await againstFiles(['work/a.log', 'work/out/x', 'work/pack/a.log', 'work/a.ts']), [
      '.gitignore: *.log',
      '.gitignore: /work/out/',
      undefined,
      undefined,
    ]);
  });

  it('leaves a workspace usable that its repository ignores as a whole', async () => {
    write({ '.git/HEAD': '', '.gitignore': '*\n', 'work/.gitignore': '*.log\n' });
    assert.deepEqual(await againstFiles(['work/a.ts', 'work/a.log', 'a.ts']), [
      undefined,
      '.gitignore: *.log',
      '.gitignore: *',
    ]);
  });

  it('follows both repositories where one is inside the other', async () => {
    write({
      'work/.git/HEAD': '',
      'work/.gitignore': '*.log\nvendor/\n',
      'work/sub/.git/HEAD': '',
      'work/sub/.git/info/exclude': 'b.txt\n',
      'work/vendor/x/.git/HEAD': '',
    });
    assert.deepEqual(await againstFiles(['work/sub/a.log', 'work/sub/b.txt', 'work/b.txt', 'work/vendor/x/a.ts']), [
      '.gitignore: *.log',
      'sub/.git/info/exclude: b.txt',
      undefined,
      '.gitignore: vendor/',
    ]);
  });

  it('knows the rules a worktree shares with its repository', async () => {
    mkdirSync(at('main'));
    git('main', 'init', '--quiet');
    git('main', 'commit', '--quiet', '--allow-empty', '--message', 'first');
    git('main', 'worktree', 'add', '--quiet', at('work'));
    write({ 'main/.git/info/exclude': 'mine.txt\n' });
    assert.deepEqual(await againstFiles(['work/a/mine.txt', 'work/a.txt']), ['.git/info/exclude: mine.txt', undefined]);
  });

  it('follows the nearest repository outside the workspace, and the list of secrets anywhere', async () => {
    write({ 'other/.git/HEAD': '', 'other/.gitignore': '*.log', 'loose/.gitignore': '*.log' });
    assert.deepEqual(await againstFiles(['other/a/b.log', 'loose/b.log', 'loose/id_rsa']), [
      '.gitignore: *.log',
      undefined,
      'file that holds secrets: id_rsa',
    ]);
  });

  it('is not led around by links, nor by the way a path is written', async function () {
    if (process.platform === 'win32') this.skip();
    write({ 'work/.gitignore': 'private/\n', 'work/private/a.txt': '', 'keys/server.key': '', 'work/src/x.ts': '' });
    symlinkSync(at('work/private/a.txt'), at('work/src/harmless.txt'));
    symlinkSync(at('keys/server.key'), at('work/src/notes.txt'));
    symlinkSync(at('work/src'), at('work/.ssh'));
    symlinkSync(at('work'), at('opened'));
    const files = ['src/harmless.txt', 'src/notes.txt', '.ssh/x.ts', 'src/x.ts'];
    const expected = [
      '.gitignore: private/',
      'file that holds secrets: *.key',
      'file that holds secrets: .ssh/',
      undefined,
    ];
    assert.deepEqual(await againstFiles(files.map((file) => `work/${file}`)), expected);
    const folders = () => [vscode.Uri.file(at('opened'))];
    assert.deepEqual(
      await againstFiles(
        files.map((file) => `opened/${file}`),
        { folders },
      ),
      expected,
    );
    const indirect = vscode.Uri.file(at('work')).with({
      path: `${vscode.Uri.file(at('work')).path}/src/../private/a.txt`,
    });
    assert.deepEqual(await against([indirect.toString()]), ['.gitignore: private/']);
  });

  it('is that of the file a text belongs to', async () => {
    write({ 'work/.gitignore': 'gen/\n', 'work/gen/a.ts': '', 'work/gen/b.ipynb': '' });
    const file = (name: string): vscode.Uri => vscode.Uri.file(at(name));
    const asked = [
      file('work/gen/a.ts').with({ scheme: 'git', query: JSON.stringify({ path: at('work/gen/a.ts'), ref: 'HEAD' }) }),
      file('work/gen/a.ts.git').with({ scheme: 'git', query: JSON.stringify({ path: at('work/.env'), ref: '' }) }),
      file('work/gen/a.ts').with({ scheme: 'git', query: 'not what is expected' }),
      file('work/gen/b.ipynb').with({ scheme: 'vscode-notebook-cell', fragment: 'W0sZmlsZQ==' }),
      file('work/gen/new.ts').with({ scheme: 'untitled' }),
      file('loose/.env').with({ scheme: 'untitled' }),
      file('work/gen.ts').with({ scheme: 'untitled' }),
      vscode.Uri.parse('untitled:Untitled-1'),
      vscode.Uri.parse('output:extension-output-x-#1-.env'),
    ];
    assert.deepEqual(await against(asked.map(String)), [
      '.gitignore: gen/',
      'file that holds secrets: .env',
      '.gitignore: gen/',
      '.gitignore: gen/',
      '.gitignore: gen/',
      'file that holds secrets: .env',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is none whose rules cannot be read', async function () {
    if (process.platform === 'win32') this.skip();
    write({ 'work/a/x.ts': '', 'work/b/.gitignore/x': '', 'work/b/x.ts': '' });
    symlinkSync(at('work/a/.gitignore'), at('work/a/.gitignore'));
    assert.deepEqual(await againstFiles(['work/a/x.ts', 'work/b/x.ts']), ['a/.gitignore cannot be read', undefined]);
    assert.deepEqual(await against(['a b:/x']), ['its address cannot be read']);
  });

  it('is told apart by capitals or not, as the file system does', async () => {
    write({ 'work/.gitignore': 'Gen/\n' });
    const folders = () => [vscode.Uri.file(at('WORK'))];
    assert.deepEqual(await againstFiles(['work/gen/a.ts']), [undefined]);
    assert.deepEqual(await againstFiles(['work/gen/a.ts'], { ignoresCase: true, folders }), ['.gitignore: Gen/']);
  });

  it('asks the window itself when nothing else is said', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, 'gen', 'a.ts').toString();
    const ignoreFile = vscode.Uri.joinPath(folder.uri, '.tollfreeignore');
    await vscode.workspace.fs.writeFile(ignoreFile, new TextEncoder().encode('gen/'));
    try {
      const verdicts = await createFileRules().check([{ name: 'a.ts', uri: file, how: 'attached' }]);
      assert.deepEqual(verdicts, [{ may: 'not', rule: '.tollfreeignore: gen/' }]);
    } finally {
      await vscode.workspace.fs.delete(ignoreFile);
    }
  });
});
