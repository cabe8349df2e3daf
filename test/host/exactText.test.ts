import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import * as vscode from 'vscode';
import { systemClock } from '../../src/host/clock';
import { createCompletion } from '../../src/host/complete/completion';
import { commands } from '../../src/host/contributions';
import { door, says } from '../simulator/index';
import { eventually } from '../support/eventually';
import { AtWork, hoverAt } from './atWork';
import { selectLines, setSetting } from './support';

/** What is proposed for a text, made, saved, and taken back. */
interface Kind {
  readonly name: string;
  readonly text: string;
  /** The editor itself makes all line breaks of a file the same when it saves it. */
  readonly whenSaved?: string;
}

/** In each the second line says `2`, of which an answer makes `3`. */
const kinds: readonly Kind[] = [
  { name: 'Windows line breaks', text: 'let a = 1;\r\nlet b = 2;\r\nlet c = 4;\r\n' },
  {
    name: 'mixed line breaks',
    text: 'let a = 1;\r\nlet b = 2;\nlet c = 4;\r\nlet d = 5;\r\n',
    whenSaved: 'let a = 1;\r\nlet b = 2;\r\nlet c = 4;\r\nlet d = 5;\r\n',
  },
  { name: 'tabs', text: 'function f() {\n\t\tlet b = 2;\t\n\t\treturn b;\n}\n' },
  { name: 'emoji', text: "let a = '👩‍👩‍👧🇩🇪';\nlet b = '𝒳👍🏽' + 2 + '😀';\nlet c = '😀';\n" },
  { name: 'combining marks', text: "let a = 'e\u0301';\nlet b = 'n\u0303o\u0308' + 2;\nlet c = '한글';\n" },
  { name: 'right-to-left text', text: "let שלום = 'مرحبا';\nlet עולם = 'بالعالم' + 2;\nlet c = '‏';\n" },
  { name: 'a byte-order mark', text: '\uFEFFlet a = 1;\nlet b = 2;\nlet c = 4;\n' },
  { name: 'no line break at the end', text: 'let a = 1;\nlet b = 2;' },
  { name: 'Unicode’s own line breaks', text: "let a = 'x\u0085y';\nlet b = 'x\u2028y' + 2; // \u2029\nlet c = 4;\n" },
  { name: 'blank lines with spaces', text: 'let a = 1;\nlet b = 2;\n   \n\t\n\nlet c = 4;\n\n\n' },
];

const fence = (code: string, language = 'javascript'): string => `It is three.\n\n\`\`\`${language}\n${code}\n\`\`\``;

describe('in a text with', () => {
  let work: AtWork;
  // The editor would take out the line breaks that only Unicode knows.
  before(() => setSetting('editor.unusualLineTerminators', 'off'));
  after(() => setSetting('editor.unusualLineTerminators', undefined));
  beforeEach(async () => {
    work = await AtWork.begin();
  });
  afterEach(() => work.end());

  for (const [index, { name, text, whenSaved = text }] of kinds.entries()) {
    it(`${name} a line is explained and changed, and undone to the last byte`, async () => {
      const uri = await work.file(`exact-${index}.js`, text);
      const bytes = async (): Promise<string> => Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
      const editor = await vscode.window.showTextDocument(uri);
      const { document } = editor;
      const before = document.getText();
      const line = document.lineAt(1).text;

      selectLines(editor, 2);
      await work.answered('It is two.', commands.explain);
      assert.ok(work.message.includes(`2 | ${line.trimEnd()}`), work.message);
      const where = new vscode.Range(1, 0, 1, line.trimEnd().length);
      assert.deepEqual(work.thread.range, where);
      assert.match(await hoverAt(document, 2), /It is two\./);
      assert.doesNotMatch(await hoverAt(document, 1), /It is two\./);

      selectLines(editor, 2);
      await work.answered(fence(line.replace('2', '3')), commands.edit);
      assert.equal(await work.proposed(), before.replace('2', '3'));
      await work.click('Accept');
      assert.equal(document.getText(), before.replace('2', '3'));
      await document.save();
      assert.equal(await bytes(), whenSaved.replace('2', '3'));
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), before);
      await document.save();
      assert.equal(await bytes(), whenSaved);
    });
  }

  it('nothing in it, nothing is explained, and code is put in and taken out again', async () => {
    const uri = await work.file('exact-empty.js', '');
    const { document } = await vscode.window.showTextDocument(uri);
    await work.run(commands.explain);
    await work.run(commands.explainAs);
    assert.equal(work.sent, 0);
    work.instruction = 'Add a sum.';
    await work.answered(fence('export const sum = (a, b) => a + b;'), commands.edit);
    assert.equal((await work.proposed()).trimEnd(), 'export const sum = (a, b) => a + b;');
    await work.click('Accept');
    assert.equal(document.getText().trimEnd(), 'export const sum = (a, b) => a + b;');
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), '');
  });

  it('the same words twice in a line, the ones that were meant are explained', async () => {
    const { document } = await vscode.window.showTextDocument(
      await work.file('exact-twice.js', 'f(x) + g(1) + f(x);\n'),
    );
    await work.answered('The first.', commands.explain, document.uri, new vscode.Range(0, 0, 0, 4));
    await work.answered('The second.', commands.explain, document.uri, new vscode.Range(0, 14, 0, 18));
    assert.equal(work.sent, 2);
    assert.deepEqual(work.thread.range, new vscode.Range(0, 14, 0, 18));
    assert.ok(work.shown.includes('The second.'));
  });
});

/** A module of 2 MB and more than 20,000 lines, in Windows line breaks and with emoji. */
function largeModule(): string {
  const lines: string[] = ["import { log } from './log';", ''];
  for (let at = 0; lines.length < 24_000; at += 1) {
    lines.push(`/** Says “😀” ${at} times. ${'-'.repeat(140)} */`, `export function say${at}(count) {`);
    lines.push(
      `  const words = '😀'.repeat(count + ${at});`,
      `  log(words, '${'x'.repeat(260)}');`,
      '  return words;',
      '}',
      '',
    );
  }
  return lines.join('\r\n');
}

describe('in a file of 2 MB', () => {
  let work: AtWork;
  let completion: ReturnType<typeof createCompletion>;
  beforeEach(async () => {
    work = await AtWork.begin();
    const { assistant } = work.setup.handle;
    const log = { info: () => {}, warn: assert.fail };
    completion = createCompletion({ assistant, log, clock: systemClock });
  });
  afterEach(async () => {
    completion.dispose();
    await work.end();
  });

  const completed = async (document: vscode.TextDocument, at: vscode.Position): Promise<readonly unknown[]> => {
    const context = { triggerKind: vscode.InlineCompletionTriggerKind.Invoke, selectedCompletionInfo: undefined };
    const { token } = new vscode.CancellationTokenSource();
    const items = await completion.provideInlineCompletionItems(document, at, context, token);
    return items.map(({ insertText }) => insertText);
  };

  describe('with 24,000 lines', () => {
    const large = largeModule();
    const last = Math.floor(23_998 / 7);
    let editor: vscode.TextEditor;
    let line: number;

    beforeEach(async () => {
      assert.ok(Buffer.byteLength(large) > 1_900_000);
      editor = await vscode.window.showTextDocument(await work.file('large.js', large));
      const { document } = editor;
      line = document.positionAt(document.getText().indexOf(`function say${last - 3}(`)).line + 2;
      editor.selection = new vscode.Selection(line, 8, line, 8);
    });

    it('the function around the cursor is explained, and little else goes', async () => {
      const answer = JSON.stringify({
        summary: 'Says words.',
        notes: [{ line, endLine: line, code: 'const words', text: 'Repeats.' }],
        caution: '',
      });
      await work.answered(answer, commands.explain);
      assert.ok(work.message.includes(`function say${last - 3}(count)`));
      assert.ok(!work.message.includes(`function say${last - 4}(count)`));
      assert.ok(work.message.length < 10_000, String(work.message.length));
      assert.deepEqual(work.thread.range?.end, new vscode.Position(line + 2, 1));
      assert.match(await hoverAt(editor.document, line), /Repeats\./);
      assert.match(await hoverAt(editor.document, line + 1), /Says words\./);
    });

    it('an edit moves with what is typed above, and one undo takes it back', async () => {
      const { document } = editor;
      const old = `const words = '😀'.repeat(count + ${last - 3});`;
      const gate = door();
      const answer = fence(`  const words = '😀👍'.repeat(count + ${last - 3});`);
      work.setup.simulator.script(
        says([answer.slice(0, 20), answer.slice(20)], { hold: { afterPieces: 1, until: gate.opened } }),
      );
      selectLines(editor, line);
      const done = work.run(commands.edit);
      await eventually(() => assert.match(work.shown.join(), /It is/));
      const typed = new vscode.WorkspaceEdit();
      typed.insert(document.uri, new vscode.Position(2, 0), '// 😀\r\n');
      assert.ok(await vscode.workspace.applyEdit(typed));
      const before = document.getText();
      gate.open();
      await done;
      assert.ok(work.message.length < 10_000, String(work.message.length));
      await work.click('Accept');
      assert.ok(document.getText() === before.replace(old, old.replace('😀', '😀👍')), 'it is another text');
      await vscode.commands.executeCommand('undo');
      assert.ok(document.getText() === before, 'it is another text');
    });

    it('a completion gets what is around the cursor', async () => {
      const { document } = editor;
      work.setup.simulator.script(says('```js\n;\n```'));
      assert.deepEqual(await completed(document, document.lineAt(line).range.end), [';']);
      assert.ok(work.message.includes(`function say${last - 3}(count)`));
      assert.ok(work.message.length < 20_000, String(work.message.length));
    });
  });

  describe('with lines and no blank one', () => {
    it('the lines around the cursor are explained, not all of them', async () => {
      const rows = Array.from({ length: 22_000 }, (_, at) => `${at},${'value,'.repeat(15)}end`).join('\n');
      const editor = await vscode.window.showTextDocument(await work.file('large.csv', rows));
      editor.selection = new vscode.Selection(11_000, 3, 11_000, 3);
      await work.answered('Values.', commands.explain);
      assert.ok(work.message.includes('\n11001 | 11000,value'), work.message.slice(0, 200));
      assert.ok(work.message.length < 20_000, String(work.message.length));
      assert.match(await hoverAt(editor.document, 11_001), /Values\./);
    });
  });

  describe('in one line', () => {
    const call = "say('😀', 12);";
    const oneLine = `!function(){${call.repeat(150_000)}}();`;
    const middle = '!function(){'.length + call.length * 70_000;
    let editor: vscode.TextEditor;
    let document: vscode.TextDocument;

    beforeEach(async () => {
      assert.ok(oneLine.length > 2_000_000);
      // In a language that nobody reads as code.
      editor = await vscode.window.showTextDocument(await work.file('line.plain', oneLine));
      ({ document } = editor);
    });

    it('what is selected is explained', async () => {
      editor.selection = new vscode.Selection(0, middle, 0, middle + call.length);
      await work.answered('It calls.', commands.explain);
      assert.ok(work.message.includes(`1 | ${call}\n`), work.message.slice(0, 300));
      assert.ok(work.message.length < 2000, String(work.message.length));
      assert.deepEqual(work.thread.range, new vscode.Range(0, middle, 0, middle + call.length));
      assert.ok(work.shown.includes('It calls.'));
    });

    it('what is around the cursor is explained, and no half of a character goes', async () => {
      for (const at of [middle, middle + 5, middle + 6, middle + 7]) {
        editor.selection = new vscode.Selection(0, at, 0, at);
        await work.answered('It calls.', commands.explain);
        assert.ok(work.message.includes(call));
        assert.ok(!/[\p{Surrogate}\uFFFD]/u.test(work.message));
        assert.ok(work.message.length < 20_000, String(work.message.length));
      }
    });

    it('a problem is explained with what is around it', async () => {
      const problem = new vscode.Diagnostic(new vscode.Range(0, middle, 0, middle + 3), 'Nobody says this.');
      const problems = vscode.languages.createDiagnosticCollection('tollfree-test');
      problems.set(document.uri, [problem]);
      await work.answered('It calls.', commands.explain, document.uri, problem.range, problem);
      problems.dispose();
      assert.ok(work.message.includes('Nobody says this.') && work.message.includes(call));
      assert.ok(work.message.length < 20_000, String(work.message.length));
    });

    it('an edit says why it is not asked for', async () => {
      editor.selection = new vscode.Selection(0, middle, 0, middle + call.length);
      await work.run(commands.edit);
      assert.equal(work.sent, 0);
      assert.match([...work.told, ...work.shown].join('\n'), /line 1 .*characters/i);
    });

    it('a completion gets what is around the cursor, and no half of a character', async () => {
      for (const at of [middle, middle + 5, middle + 7]) {
        work.setup.simulator.script(says('```js\n;\n```'));
        await completed(document, new vscode.Position(0, at));
        assert.ok(work.message.includes(call));
        assert.ok(!/[\p{Surrogate}\uFFFD]/u.test(work.message));
        assert.ok(work.message.length < 10_000, String(work.message.length));
      }
    });
  });
});
