import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { Attachments } from '../../src/host/chat/attachments';
import type { Check } from '../../src/host/chat/mentions/gathered';
import { Mentions } from '../../src/host/chat/mentions/mentions';
import type { ReadAttachment } from '../../src/host/chat/outgoing';
import { eventually } from '../support/eventually';
import { closeEditors, openText, selectLines } from './support';

describe('mentions in a question', () => {
  let folder: vscode.Uri;
  let attachments: Attachments;
  let mentions: Mentions;
  let ignored: readonly string[] = [];
  const disposables: vscode.Disposable[] = [];
  const files: vscode.Uri[] = [];

  const check: Check = async (refs) =>
    refs.map(({ name }) =>
      ignored.some((end) => name.endsWith(end)) ? { may: 'not', rule: '.gitignore: it' } : { may: 'go' },
    );

  before(() => {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first, 'the window has no folder');
    folder = first.uri;
  });
  beforeEach(() => {
    ignored = [];
    attachments = new Attachments({ changed: () => {}, check, blindModel: () => undefined, refused: assert.fail });
    mentions = new Mentions({ attachments, check });
  });
  afterEach(async () => {
    mentions.dispose();
    attachments.dispose();
    for (const disposable of disposables.splice(0)) disposable.dispose();
    await closeEditors();
    for (const uri of files.splice(0)) await vscode.workspace.fs.delete(uri, { recursive: true });
  });

  async function file(name: string, content: string): Promise<vscode.Uri> {
    const uri = vscode.Uri.joinPath(folder, ...name.split('/'));
    await vscode.workspace.fs.writeFile(uri, Buffer.from(content));
    files.push(uri);
    return uri;
  }

  async function labels(query: string): Promise<readonly string[]> {
    return (await mentions.suggest('@', query)).map(({ label }) => label);
  }

  async function chosen(id: string): Promise<readonly ReadAttachment[]> {
    await mentions.choose(id);
    return attachments.read();
  }

  function textOf(read: ReadAttachment | undefined): string {
    assert.ok(read?.part?.type === 'file', read?.problem);
    return read.part.text;
  }

  it('begin with kinds of things, the selection and what is open', async () => {
    const editor = await openText('a\nb\nc');
    selectLines(editor, 2, 3);
    const items = await mentions.suggest('@', '');
    assert.deepEqual(
      items.slice(0, 5).map(({ text, opens }) => [text, opens]),
      [
        ['@problems', undefined],
        ['@terminal', undefined],
        ['@changes', undefined],
        ['@symbol:', true],
        ['@folder:', true],
      ],
    );
    assert.equal(items[5]?.label, 'Selection');
    assert.match(items[5].detail, /lines 2–3$/);
    assert.equal(items[6]?.id, `file:${editor.document.uri.toString()}`);
    assert.equal(textOf((await chosen('selection'))[0]), 'b\nc');
  });

  it('find files and folders by some of their letters, new ones too, and nothing that would not go', async () => {
    await file('mention-deep/inner/zebraStripes.ts', 'striped');
    files.splice(0, 1, vscode.Uri.joinPath(folder, 'mention-deep'));
    ignored = ['zebraSecret.ts'];
    await file('zebraSecret.ts', 'secret');
    await eventually(async () => assert.deepEqual(await labels('zebrastr'), ['zebraStripes.ts']));
    assert.ok(!(await labels('zebra')).includes('zebraSecret.ts'));
    await file('zebraLater.ts', 'later');
    await eventually(async () => assert.ok((await labels('zebra')).includes('zebraLater.ts')));
    const [item] = await mentions.suggest('#', 'zebrastr');
    assert.deepEqual([item?.detail, item?.text, item?.kind], ['mention-deep/inner', '#zebraStripes.ts', 'file']);
    assert.equal(textOf((await chosen(item?.id ?? ''))[0]), 'striped');
    attachments.take();
    const [found] = await mentions.suggest('@', 'folder:mention-de');
    assert.deepEqual([found?.label, found?.kind], ['mention-deep/', 'folder']);
    assert.equal((await chosen(found?.id ?? ''))[0]?.file.name, 'mention-deep/inner/zebraStripes.ts');
  });

  it('find symbols, and attach all their lines', async () => {
    const uri = await file('mention-symbols.txt', 'one\nfunction quagga\n  body\nend\nlast\n');
    await vscode.window.showTextDocument(uri);
    const whole = new vscode.Range(1, 0, 3, 3);
    const name = new vscode.Range(1, 9, 1, 15);
    disposables.push(
      vscode.languages.registerDocumentSymbolProvider(
        { pattern: '**/mention-symbols.txt' },
        {
          provideDocumentSymbols: () => [
            new vscode.DocumentSymbol('quagga', '', vscode.SymbolKind.Function, whole, name),
          ],
        },
      ),
      // Servers tell where the name stands, and some never answer.
      vscode.languages.registerWorkspaceSymbolProvider({
        provideWorkspaceSymbols: () => [
          new vscode.SymbolInformation(
            'quaggaElsewhere',
            vscode.SymbolKind.Class,
            'Zoo',
            new vscode.Location(uri, name),
          ),
        ],
      }),
    );
    await eventually(async () => {
      const found = await mentions.suggest('@', 'symbol:quagga');
      assert.deepEqual(
        found.map(({ label, detail }) => [label, detail]),
        [
          ['quagga', 'mention-symbols.txt'],
          ['quaggaElsewhere', 'Zoo · mention-symbols.txt'],
        ],
      );
    });
    const [item] = await mentions.suggest('@', 'quagga');
    assert.deepEqual([item?.label, item?.kind, item?.text], ['quagga', 'symbol', '@quagga']);
    assert.equal(textOf((await chosen(item?.id ?? ''))[0]), 'function quagga\n  body\nend');
  });

  it('do not wait for a language that never answers', async () => {
    disposables.push(
      vscode.languages.registerWorkspaceSymbolProvider({ provideWorkspaceSymbols: () => new Promise(() => {}) }),
    );
    const uri = await file('mentionAardvark.ts', 'here');
    await eventually(async () => {
      assert.deepEqual(
        (await mentions.suggest('@', 'mentionAard')).map(({ id }) => id),
        [`file:${uri.toString()}`],
      );
    });
  });

  it('of problems name place, kind and line of code, the worst first', async () => {
    const uri = await file('mention-problems.txt', 'const a: number =\n  "x";\nunused();\n');
    const hidden = await file('mention-hidden.txt', 'key');
    ignored = ['mention-hidden.txt'];
    const { Error: error, Warning: warning, Hint: hint } = vscode.DiagnosticSeverity;
    const at = (line: number, severity: vscode.DiagnosticSeverity, message: string) =>
      new vscode.Diagnostic(new vscode.Range(line, 2, line, 4), message, severity);
    const wrong = at(1, error, 'Not a number.');
    wrong.source = 'ts';
    wrong.code = 2322;
    const problems = vscode.languages.createDiagnosticCollection('mentions');
    disposables.push(problems);
    problems.set(uri, [at(2, warning, 'Not there.'), wrong, at(0, hint, 'Greyed out.')]);
    problems.set(hidden, [at(0, error, 'Hidden.')]);
    // A language server that another test woke up may have problems of its own.
    const others = (): number =>
      vscode.languages
        .getDiagnostics()
        .filter(([place]) => !place.path.includes('mention-'))
        .flatMap(([, found]) => found)
        .filter((found) => found.severity === error || found.severity === warning).length;
    await eventually(async () => {
      const all = await mentions.suggest('@', 'problems');
      assert.equal(all[0]?.detail, `${3 + others()} problems`);
    });
    const read = (await chosen('problems')).filter(({ file: { name } }) => name.startsWith('mention-'));
    assert.deepEqual(
      read.map(({ file: { name } }) => name),
      ['mention-problems.txt (problems)'],
    );
    assert.equal(read[0]?.file.uri, uri.toString());
    assert.deepEqual(read[0].group, { name: 'Problems', ignored: 1 });
    assert.equal(
      textOf(read[0]),
      [
        'line 2, column 3: error ts(2322): Not a number.',
        '    "x";',
        'line 3, column 3: warning: Not there.',
        '    unused();',
      ].join('\n'),
    );
  });

  it('of a task attach the selection where nothing else is attached', async () => {
    const editor = await openText('a\nb\nc');
    const items = await mentions.suggest('/', 'ex');
    assert.deepEqual(
      items.map(({ id, text, kind }) => [id, text, kind]),
      [
        ['command:explain', '/explain', 'command'],
        ['command:export', '/export', 'command'],
      ],
    );
    assert.deepEqual(await chosen('command:explain'), [], 'nothing was selected');
    selectLines(editor, 2);
    assert.deepEqual(await chosen('command:export'), [], 'it is no task');
    assert.equal(textOf((await chosen('command:explain'))[0]), 'b');
    selectLines(editor, 3);
    assert.equal((await chosen('command:explain')).length, 1);
  });

  it('that nobody was offered are nothing', async () => {
    const uri = await file('mention-never.txt', 'a');
    assert.deepEqual(await chosen(`file:${uri.toString()}`), []);
  });

  describe('of changes', () => {
    before(async function () {
      const git = vscode.extensions.getExtension('vscode.git');
      assert.ok(git, 'the editor has no Git extension');
    });

    it('are what git says, staged and not, and new files, without what is ignored', async () => {
      const top = vscode.Uri.joinPath(folder, 'mention-repository');
      await vscode.workspace.fs.createDirectory(top);
      files.push(top);
      const write = async (name: string, text: string): Promise<void> =>
        vscode.workspace.fs.writeFile(vscode.Uri.joinPath(top, name), Buffer.from(text));
      const run = (...args: readonly string[]): void => {
        const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
        execFileSync('git', [...who, ...args], { cwd: top.fsPath, stdio: 'ignore' });
      };
      run('init');
      await write('staged.txt', 'before\n');
      await write('changed.txt', 'before\n');
      await write('same.txt', 'same\n');
      await write('secret.env', 'KEY=1\n');
      run('add', '.');
      run('commit', '-m', 'first');
      await write('staged.txt', 'after\n');
      run('add', '.');
      await write('changed.txt', 'after\n');
      await write('new.txt', 'new\n');
      await write('secret.env', 'KEY=2\n');
      ignored = ['secret.env'];
      const git = vscode.extensions.getExtension<{
        getAPI(version: 1): { openRepository(root: vscode.Uri): Promise<unknown> };
      }>('vscode.git');
      const api = (await git?.activate())?.getAPI(1);
      assert.ok(await api?.openRepository(top), 'the repository could not be opened');
      await mentions.suggest('@', '');
      const read = await chosen('changes');
      assert.deepEqual(
        read.map(({ file: { name } }) => name),
        ['changed.txt', 'new.txt', 'staged.txt'].map((name) => `mention-repository/${name} (changes)`),
      );
      assert.match(textOf(read[0]), /^-before\n\+after$/m);
      assert.match(textOf(read[1]), /^--- \/dev\/null\n\+\+\+ b\/new\.txt\n@@ -0,0 \+1 @@\n\+new$/m);
      assert.match(textOf(read[2]), /^-before\n\+after$/m);
      assert.deepEqual(read[0]?.group, { name: 'Changes', ignored: 1 });
      assert.ok(read.every(({ part }) => part?.type === 'file' && part.languageId === 'diff'));
    });
  });

  it('of the terminal are what the last command wrote, without colours', async function () {
    attachments.watchTerminals();
    const terminal = vscode.window.createTerminal({ name: 'mentions', shellPath: '/bin/bash' });
    disposables.push(terminal);
    terminal.show(true);
    await eventually(() => assert.ok(terminal.shellIntegration, 'the shell does not say what it runs'));
    terminal.shellIntegration?.executeCommand(String.raw`sleep 1; printf '\033[31mred\033[0m\nlines\n'; false`);
    attachments.addSource('terminal');
    await eventually(async () => {
      const [read] = await attachments.read();
      assert.match(textOf(read), /^\$ sleep 1; printf .*\nred\nlines\n\[ended with code 1\]$/);
    });
  });
});
