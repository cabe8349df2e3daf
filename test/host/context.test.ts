import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ContextPiece } from '../../src/core/context/context';
import type { FileRef } from '../../src/core/conversation/message';
import type { FileVerdict } from '../../src/core/privacy/questions';
import type { Span } from '../../src/core/span';
import type { Scope, Syntax, SyntaxTree } from '../../src/core/syntax';
import { enclosingScopes } from '../../src/host/context/enclosing';
import { gatherContext } from '../../src/host/context/gatherContext';
import { subjectOfProblem, subjectsAt } from '../../src/host/context/subjects';
import { subjectOfTrace } from '../../src/host/context/traceSubject';
import { Trees } from '../../src/host/context/trees';
import { eventually } from '../support/eventually';
import { closeEditors, openText } from './support';

/** A language of its own, so that no other extension has a say. */
const LANGUAGE = 'plaintext';

/** Reads `fn NAME …{` to its `}` and `use …` as if there were a grammar; counts trees that nobody let go of. */
class FakeSyntax implements Syntax {
  open = 0;
  failing = false;

  supports(languageId: string): boolean {
    return languageId === LANGUAGE;
  }

  async parse(text: string, languageId: string): Promise<SyntaxTree | undefined> {
    if (this.failing) throw new Error('no grammar after all');
    this.open += 1;
    const scopes = Array.from(text.matchAll(/^( *)(fn|type) (\w+)[^{]*\{[^]*?^\1\}/gm), (found): Scope => {
      const { 0: whole, 1: indent = '', 2: word, 3: name, index } = found;
      const start = index + indent.length;
      return {
        start,
        end: index + whole.length,
        body: index + whole.indexOf('{'),
        kind: word === 'fn' ? 'function' : 'class',
        name,
      };
    });
    // Functions in a type, which the pattern above went over.
    for (const { start, end } of scopes.filter(({ kind }) => kind === 'class')) {
      for (const { 0: whole, 1: name, index } of text.slice(start, end).matchAll(/ +fn (\w+)[^{]*\{[^]*?^ {2}\}/gm)) {
        const indent = whole.search(/\S/);
        scopes.push({
          start: start + index + indent,
          end: start + index + whole.length,
          body: start + index + whole.indexOf('{'),
          kind: 'function',
          name,
        });
      }
    }
    const spans = (
      pattern: RegExp,
      within: Span = { start: 0, end: text.length },
    ): readonly { readonly name: string; readonly start: number; readonly end: number }[] =>
      Array.from(text.slice(within.start, within.end).matchAll(pattern), ({ 0: name, index }) => ({
        name,
        start: within.start + index,
        end: within.start + index + name.length,
      }));
    return {
      text,
      languageId,
      enclosing: ({ start, end }) =>
        scopes
          .filter((scope) => scope.start <= start && scope.end >= end)
          .toSorted((a, b) => a.end - a.start - (b.end - b.start)),
      outline: () => scopes,
      imports: () => spans(/^use .*$/gm),
      errors: () => 0,
      names: (span) => spans(/\b[a-z]\w{2,}(?=\()/g, span),
      calls: () => [],
      declared: () => new Set(scopes.flatMap(({ name }) => (name === undefined ? [] : [name]))),
      regexAt: (offset) => spans(/\/[^/\n]+\//g).find(({ start, end }) => start <= offset && offset <= end),
      codeOnly: () => '',
      after: async () => undefined,
      dispose: () => {
        this.open -= 1;
      },
    };
  }
}

/** Lets everything go but what is named so. */
function checkWithout(...ignored: readonly string[]): (files: readonly FileRef[]) => Promise<readonly FileVerdict[]> {
  return async (files) =>
    files.map(({ name }): FileVerdict => (ignored.includes(name) ? { may: 'not', rule: 'secret' } : { may: 'go' }));
}

const source = [
  'use money', // 1
  'use lists',
  '',
  'type Cart {',
  '  fn pay(card) {', // 5
  '    charge(card, total(1))',
  '    done()',
  '  }',
  '}',
  '', // 10
  'fn total(items,',
  '    rate) {',
  '  one',
  '  two',
  '  three', // 15
  '  four',
  '  five',
  '  six',
  '  seven',
  '}', // 20
];
const text = source.join('\n');
const patience = 10_000;

/** `kind title: startLine-lastLine`. */
function told(pieces: readonly ContextPiece[]): readonly string[] {
  return pieces.map(({ kind, title, part }) => {
    const last = part.startLine + part.text.split('\n').length - 1;
    return `${kind} ${title}: ${part.startLine}-${last}`;
  });
}

function line(number: number): vscode.Range {
  return new vscode.Range(number - 1, 0, number - 1, source[number - 1]?.length ?? 0);
}

describe('context of code in an editor', () => {
  let syntax: FakeSyntax;
  let document: vscode.TextDocument;
  let editor: vscode.TextEditor;
  const disposables: vscode.Disposable[] = [];
  const files: vscode.Uri[] = [];

  beforeEach(async () => {
    syntax = new FakeSyntax();
    editor = await openText(text, LANGUAGE);
    ({ document } = editor);
  });
  afterEach(async () => {
    for (const disposable of disposables.splice(0)) disposable.dispose();
    for (const file of files.splice(0)) await vscode.workspace.fs.delete(file, { recursive: true });
    assert.equal(syntax.open, 0, 'every tree is let go of');
  });
  after(closeEditors);

  const check = checkWithout();
  const gather = async (range: vscode.Range, given: object = {}): Promise<readonly ContextPiece[]> =>
    gatherContext(document, range, { purpose: 'explain', syntax, check, patience, ...given });

  async function write(name: string, content: string): Promise<vscode.Uri> {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
    files.push(uri);
    return uri;
  }

  /** Definitions by name. */
  function define(places: Readonly<Record<string, vscode.Location>>): void {
    const provider: vscode.DefinitionProvider = {
      provideDefinition: (from, at) => {
        const name = from.getText(from.getWordRangeAtPosition(at));
        return Object.hasOwn(places, name) ? places[name] : undefined;
      },
    };
    disposables.push(vscode.languages.registerDefinitionProvider(LANGUAGE, provider));
  }

  function report(...problems: readonly vscode.Diagnostic[]): void {
    const collection = vscode.languages.createDiagnosticCollection('context test');
    collection.set(document.uri, problems);
    disposables.push(collection);
  }

  it('is signatures around it, imports, and what is used', async () => {
    define({ total: new vscode.Location(document.uri, new vscode.Position(10, 3)) });
    const found = await gather(line(6));
    assert.deepEqual(told(found), [
      'enclosing function pay: 5-5',
      'enclosing class Cart: 4-4',
      'imports imports: 1-2',
      'definition total: 11-12',
    ]);
    assert.equal(found[3]?.part.text, 'fn total(items,\n    rate) {');
    assert.ok(found.every(({ part: { file } }) => file.how === 'attached' && file.uri === document.uri.toString()));
  });

  it('has nothing of what is asked about itself', async () => {
    define({ total: new vscode.Location(document.uri, new vscode.Position(10, 3)) });
    assert.deepEqual(told(await gather(new vscode.Range(3, 0, 19, 1))), ['imports imports: 1-2']);
  });

  it('reads definitions in other files of the workspace, and only those that may go', async () => {
    const uri = await write('bank.txt', 'fn charge(card) {\n  a\n}\n');
    const other = await write('context-kept.txt', 'fn done() {}\n');
    define({
      charge: new vscode.Location(uri, new vscode.Position(0, 3)),
      done: new vscode.Location(other, new vscode.Position(0, 3)),
    });
    const found = await gather(new vscode.Range(5, 0, 6, 10), { check: checkWithout('context-kept.txt') });
    const [definition, ...more] = found.filter(({ kind }) => kind === 'definition');
    assert.deepEqual(more, []);
    assert.equal(definition?.title, 'charge (bank.txt)');
    assert.equal(definition.part.file.name, 'bank.txt');
    assert.match(definition.part.text, /^fn charge\(card\) \{/);
    assert.ok(!vscode.workspace.textDocuments.some((open) => open.uri.path.endsWith('context-kept.txt')));
  });

  it('does not leave the workspace for a definition', async () => {
    const outside = vscode.Uri.joinPath(vscode.Uri.file(process.execPath), '..', 'LICENSES.txt');
    define({ charge: new vscode.Location(outside, new vscode.Position(0, 0)) });
    const found = await gather(line(6));
    assert.ok(found.every(({ kind }) => kind !== 'definition'));
  });

  it('has the problems near by, for who explains or edits', async () => {
    const near = new vscode.Diagnostic(
      new vscode.Range(4, 2, 4, 5),
      'No such card.',
      vscode.DiagnosticSeverity.Warning,
    );
    const far = new vscode.Diagnostic(new vscode.Range(18, 0, 18, 5), 'Far away.');
    const worst = new vscode.Diagnostic(new vscode.Range(5, 4, 5, 10), 'Not a function.');
    const hint = new vscode.Diagnostic(new vscode.Range(5, 4, 5, 10), 'Unused.', vscode.DiagnosticSeverity.Hint);
    report(near, far, worst, hint);
    const [problems] = await gather(line(6));
    assert.equal(problems?.title, '2 problems');
    assert.equal(
      problems.part.text,
      'line 6, column 5: error: Not a function.\n    charge(card, total(1))\nline 5, column 3: warning: No such card.\n    fn pay(card) {',
    );
    assert.match(problems.part.file.name, / \(problems\)$/);
    for (const purpose of ['fix', 'tests', 'docs']) {
      assert.ok(
        (await gather(line(6), { purpose })).every(({ kind }) => kind !== 'problems'),
        purpose,
      );
    }
  });

  it('is nothing of a file that the rules keep here', async () => {
    report(new vscode.Diagnostic(line(6), 'Wrong.'));
    const { path } = document.uri;
    assert.deepEqual(await gather(line(6), { check: checkWithout(path) }), []);
    const failing = async (): Promise<never> => Promise.reject(new Error('cannot read the rules'));
    assert.deepEqual(await gather(line(6), { check: failing }), []);
  });

  it('is nothing in Restricted Mode', async () => {
    assert.deepEqual(await gather(line(6), { isTrusted: false }), []);
  });

  it('is what came in time', async () => {
    let answer: (() => void) | undefined;
    const never = new Promise<undefined>((resolve) => {
      answer = () => resolve(undefined);
    });
    disposables.push(vscode.languages.registerDefinitionProvider(LANGUAGE, { provideDefinition: () => never }));
    const found = await gather(line(6), { patience: 1500 });
    answer?.();
    assert.deepEqual(told(found).slice(0, 3), [
      'enclosing function pay: 5-5',
      'enclosing class Cart: 4-4',
      'imports imports: 1-2',
    ]);
  });

  it('is less where a language extension or the grammar fails', async () => {
    const failing = (): never => {
      throw new Error('broken extension');
    };
    disposables.push(
      vscode.languages.registerDefinitionProvider(LANGUAGE, { provideDefinition: failing }),
      vscode.languages.registerDocumentSymbolProvider(LANGUAGE, { provideDocumentSymbols: failing }),
    );
    assert.equal((await gather(line(6))).length, 3);
    syntax.failing = true;
    assert.deepEqual(await gather(line(6)), []);
  });

  it('goes by the language service alone where there is no grammar', async () => {
    const range = new vscode.Range(4, 2, 7, 3);
    disposables.push(
      vscode.languages.registerDocumentSymbolProvider(LANGUAGE, {
        provideDocumentSymbols: () => [new vscode.DocumentSymbol('pay', '', vscode.SymbolKind.Method, range, range)],
      }),
    );
    define({ total: new vscode.Location(document.uri, new vscode.Range(10, 3, 11, 9)) });
    assert.deepEqual(told(await gather(line(6), { syntax: undefined })), [
      'enclosing function pay: 5-5',
      'definition total: 11-12',
    ]);
  });

  it('has what earlier cells of a notebook declare', async () => {
    const cell = (content: string, language = LANGUAGE): vscode.NotebookCellData =>
      new vscode.NotebookCellData(vscode.NotebookCellKind.Code, content, language);
    const data = new vscode.NotebookData([
      cell('use money\nfn charge(card) {\n  a\n}\nfn other() {\n  b\n}'),
      cell('fn total() {\n}', 'json'),
      cell('charge(1)'),
      cell('fn total() {\n}'),
    ]);
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
    const asked = notebook.cellAt(2).document;
    const range = new vscode.Range(0, 0, 0, 9);
    const found = await gatherContext(asked, range, { purpose: 'explain', syntax, check, patience });
    assert.deepEqual(told(found), ['imports imports (cell 1): 1-1', 'definition declared (cell 1): 2-2']);
    assert.match(found[1]?.part.file.name ?? '', / \(cell 1\)$/);
  });

  it('reads no file for whom nobody waits any more', async () => {
    const { uri } = (await openText('fn late {\n}\n')).document;
    const fake = new FakeSyntax();
    const trees = new Trees(fake);
    assert.equal(await trees.use(uri, () => 'read'), 'read');
    trees.dispose();
    assert.equal(await trees.use(uri, () => 'read'), undefined);
    await eventually(() => assert.equal(fake.open, 0, 'a tree is kept'));
  });

  describe('functions and classes around a place', () => {
    const around = async (at: vscode.Range): Promise<readonly string[]> =>
      (await enclosingScopes(document, at, syntax)).map(
        ({ kind, name, range: { start, end } }) => `${kind} ${name} ${start.line}:${start.character}-${end.line}`,
      );

    it('are those of the syntax tree where no language service knows', async () => {
      assert.deepEqual(await around(line(6)), ['function pay 4:0-7', 'class Cart 3:0-8']);
      assert.deepEqual(await around(line(1)), []);
    });

    it('are those of the language service where there is one, the innermost first', async () => {
      const symbol = (name: string, kind: vscode.SymbolKind, at: vscode.Range): vscode.SymbolInformation =>
        new vscode.SymbolInformation(name, kind, '', new vscode.Location(document.uri, at));
      disposables.push(
        vscode.languages.registerDocumentSymbolProvider(LANGUAGE, {
          provideDocumentSymbols: () => [
            symbol('Outer', vscode.SymbolKind.Class, new vscode.Range(2, 0, 9, 0)),
            symbol('inner', vscode.SymbolKind.Method, new vscode.Range(4, 2, 7, 3)),
            symbol('value', vscode.SymbolKind.Variable, new vscode.Range(5, 0, 5, 5)),
          ],
        }),
      );
      const at = new vscode.Range(5, 1, 5, 1);
      assert.deepEqual(await around(at), ['function inner 4:0-7', 'class Outer 2:0-9']);
    });
  });

  describe('what can be explained', () => {
    const choices = async (selection: vscode.Selection, isTrusted = true): Promise<readonly string[]> =>
      (await subjectsAt({ document, selection }, syntax, isTrusted)).map(
        ({ what, label, description }) => `${what}: ${label} (${description})`,
      );
    const cursor = (number: number, character = 0): vscode.Selection =>
      new vscode.Selection(number - 1, character, number - 1, character);

    it('is what stands at the cursor, the nearest first', async () => {
      report(
        new vscode.Diagnostic(new vscode.Range(5, 4, 5, 10), 'Not a function.\nReally.'),
        new vscode.Diagnostic(line(15), 'Elsewhere.'),
      );
      const name = document.uri.path;
      assert.deepEqual(await choices(cursor(6)), [
        'problem: Problem (Not a function.)',
        'function: Function pay (lines 5–8)',
        'class: Class Cart (lines 4–9)',
        `file: File ${name} (20 lines)`,
      ]);
      assert.deepEqual((await choices(new vscode.Selection(0, 0, 2, 0))).slice(0, 1), [
        'selection: Selection (lines 1–2)',
      ]);
    });

    it('is only the selection in Restricted Mode', async () => {
      assert.deepEqual(await choices(cursor(6), false), []);
      assert.deepEqual(await choices(new vscode.Selection(0, 0, 0, 3), false), ['selection: Selection (line 1)']);
    });

    it('is nothing in an empty text', async () => {
      ({ document } = await openText('\n', LANGUAGE));
      assert.deepEqual(await choices(cursor(1)), []);
    });

    it('is the regular expression at the cursor, with its whole line', async () => {
      ({ document } = await openText('let a = 1\n  let r = /a+b/ x\n', LANGUAGE));
      const [regex] = await subjectsAt({ document, selection: cursor(2, 12) }, syntax);
      const subject = regex?.subject();
      assert.equal(subject?.what, 'regex');
      assert.equal(subject.quoted, '/a+b/');
      assert.equal(subject.code.code, '  let r = /a+b/ x');
      assert.equal(subject.code.startLine, 2);
    });

    it('is a problem with the function around it, or the lines around it', async () => {
      const problem = new vscode.Diagnostic(
        new vscode.Range(5, 4, 5, 10),
        'Not a function.',
        vscode.DiagnosticSeverity.Warning,
      );
      problem.source = 'ts';
      problem.code = { value: 2349, target: vscode.Uri.parse('https://example.com') };
      const inside = await subjectOfProblem(document, problem, syntax);
      assert.deepEqual([inside.range.start.line, inside.range.end.line], [5, 5]);
      const { code, problem: known } = inside.subject();
      assert.equal(code.startLine, 5);
      assert.equal(code.code, source.slice(4, 8).join('\n'));
      assert.deepEqual(known, {
        message: 'Not a function.',
        source: 'ts',
        code: '2349',
        severity: 'warning',
        line: 6,
        endLine: 6,
      });
      const outside = await subjectOfProblem(document, new vscode.Diagnostic(line(1), 'No such package.'), undefined);
      assert.equal(outside.subject().code.code, 'use money\nuse lists');
    });
  });

  describe('a stack trace', () => {
    const trace = async (written: string, rules = check): ReturnType<typeof subjectOfTrace> =>
      subjectOfTrace(written, { syntax, check: rules });

    it('leads to the innermost call in the workspace, with its callers', async () => {
      const uri = await write('shop/cart.txt', text);
      const main = await write('main.txt', 'one\ntwo\nthree\n');
      const found = await trace(
        `Error: no card\n    at charge (/usr/lib/bank.txt:3:1)\n    at pay (${uri.fsPath}:6:5)\n    at Object.main (main.txt:2:1)\n    at gone (main.txt:99:1)\n`,
      );
      assert.ok(found);
      const { subject, context } = found;
      assert.equal(subject.what, 'trace');
      assert.equal(found.uri.toString(), uri.toString());
      assert.equal(found.range.start.line, 5);
      assert.equal(subject.code.startLine, 5);
      assert.equal(subject.code.code, source.slice(4, 8).join('\n'));
      assert.match(subject.quoted ?? '', /^Error: no card\n[^]*99:1\)$/);
      assert.deepEqual(
        context.map(({ kind, title, part: { file, startLine } }) => [kind, title, file.uri, startLine]),
        [['frame', 'Object.main (main.txt:2)', main.toString(), 1]],
      );
    });

    it('finds a file of Java by its package', async () => {
      const uri = await write('module/src/com/acme/Cart.java', text);
      const found = await trace('\tat com.acme.Cart.pay(Cart.java:6)');
      assert.equal(found?.uri.toString(), uri.toString());
    });

    it('never leaves the workspace, and opens nothing that the rules keep here', async () => {
      const uri = await write('context-kept.txt', text);
      const { path } = uri;
      const outside = [
        '../../../../../../etc/hosts.txt',
        `${path}/../../../../../../../../etc/hosts.txt`,
        '/etc/hosts.txt',
        '..\\..\\outside.txt',
        'a/../../outside.txt',
        '**/*.java',
      ];
      for (const written of outside) {
        assert.equal(await trace(`    at f (${written}:1:1)`), undefined, written);
      }
      assert.equal(await trace('  File "/etc/passwd", line 1, in x'), undefined);
      assert.equal(await trace(`    at f (${path}:1:1)`, checkWithout('context-kept.txt')), undefined);
      assert.equal(await trace('nothing of the kind'), undefined);
      const opened = vscode.workspace.textDocuments.map((one) => one.uri.path);
      assert.ok(
        opened.every((one) => !one.endsWith('context-kept.txt') && !one.startsWith('/etc/')),
        opened.join(),
      );
    });
  });
});
