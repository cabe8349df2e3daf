import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import * as vscode from 'vscode';
import type { Conversation } from '../../src/core/conversation/conversation';
import type { Attachment } from '../../src/core/conversation/message';
import type { Syntax } from '../../src/core/syntax';
import type { Commanded } from '../../src/host/commands';
import { commands, internalCommands, settings } from '../../src/host/contributions';
import { createExplanations } from '../../src/host/explain/explain';
import { Explanations } from '../../src/host/explain/explanations';
import { registerExplainActions } from '../../src/host/explain/explainActions';
import { explainOutput } from '../../src/host/explain/output';
import { Threads } from '../../src/host/thread/threads';
import { door, fails, says } from '../simulator/index';
import { eventually } from '../support/eventually';
import { closeEditors, connect, disconnect, openText, qwen, selectLines, setSetting, type Setup } from './support';

const source = [
  'function total(cart) {',
  '  let sum = 0;',
  '  for (const one of cart) sum += one.price;',
  '  return sum;',
  '}',
  '',
  'const other = 1;',
].join('\n');

const notes = JSON.stringify({
  summary: 'Adds up **prices**.',
  notes: [
    { line: 2, endLine: 2, code: 'let sum', text: 'Begins at `0`.' },
    { line: 3, endLine: 3, code: 'for (const one', text: 'Adds each price.' },
    { line: 40, endLine: 41, code: 'nothing like this', text: 'Made up.' },
  ],
  caution: '',
});

/** No grammar: what is found is found by the editor alone. */
const noSyntax = (): Promise<Syntax> => Promise.reject(new Error('not there'));

function bodies(thread: vscode.CommentThread | undefined): string[] {
  return (thread?.comments ?? []).map(({ body }) => (typeof body === 'string' ? body : body.value));
}

describe('what is explained where it stands', () => {
  let setup: Setup;
  let threads: Threads;
  let explanations: Commanded & vscode.Disposable;
  const chats: Conversation[] = [];
  const asked: { question: string; attachments: readonly Attachment[] }[] = [];

  // An account of its own for each: together they ask more than one may ask in a minute.
  beforeEach(async () => {
    setup = await connect({ pin: qwen });
    const { assistant } = setup.handle;
    await (await assistant.privacy()).agree('unknown');
    await (await assistant.privacy()).agree('mayTrain');
    await assistant.prepare();
    threads = new Threads(assistant);
    explanations = createExplanations({
      threads,
      assistant,
      syntax: noSyntax,
      goOnWith: async (conversation) => void chats.push(conversation),
      askInChat: async (question, attachments) => void asked.push({ question, attachments }),
      log: { info: () => undefined, warn: () => undefined },
    });
  });
  afterEach(async () => {
    for (const thread of threads.all) threads.close(thread);
    await threads.settled();
    await closeEditors();
    explanations.dispose();
    threads.dispose();
    await disconnect(setup);
  });

  const sent = (): number => setup.simulator.inferences.length;
  const run = async (id: keyof Commanded['commands'], ...given: unknown[]): Promise<void> => {
    await explanations.commands[id]?.(...given);
  };
  const newest = (): vscode.CommentThread | undefined => threads.all.at(-1)?.thread;

  async function explained(answer = notes, first = 1, last = 5): Promise<vscode.TextEditor> {
    const editor = await openText(source, 'javascript');
    selectLines(editor, first, last);
    setup.simulator.script(says(answer));
    await run(commands.explain);
    await threads.settled();
    return editor;
  }

  async function hovers(document: vscode.TextDocument, line: number): Promise<string> {
    const found = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(line - 1, 4),
    );
    const texts = found.flatMap(({ contents }) => contents);
    return texts.map((text) => (text instanceof vscode.MarkdownString ? text.value : '')).join('\n');
  }

  it('comes as notes from a model that can give them, and never as the data they come in', async () => {
    await explained();
    const request = setup.simulator.inferences.at(-1)?.bodyText ?? '';
    assert.ok(request.includes('json_schema'), request);
    const text = bodies(newest()).join('\n');
    assert.match(text, /Adds up \*\*prices\*\*\./);
    assert.match(text, /\*\*Line 3:\*\* Adds each price\./);
    assert.match(text, /1 note left out/);
    assert.ok(!text.includes('Made up') && !text.includes('"summary"'), text);
  });

  it('is prose where the settings want no notes', async () => {
    await setSetting(settings.explainNotes, 'off');
    try {
      await explained('It adds.');
      assert.ok(!(setup.simulator.inferences.at(-1)?.bodyText ?? '').includes('json_schema'));
      assert.ok(bodies(newest()).includes('It adds.'));
    } finally {
      await setSetting(settings.explainNotes, undefined);
    }
  });

  it('shows no data of a form that nobody can read, and asks for prose the next time', async () => {
    await explained('{"answer": "forty-two"}');
    const text = bodies(newest()).join('\n');
    assert.ok(!text.includes('forty-two'), text);
    assert.match(text, /cannot be read.*\[Ask for Plain Text · 1 request\]/);
    setup.simulator.script(says('It adds.'));
    await threads.all.at(-1)?.again();
    assert.ok(!(setup.simulator.inferences.at(-1)?.bodyText ?? '').includes('json_schema'));
    assert.ok(bodies(newest()).includes('It adds.'));
  });

  it('answers further questions in Markdown, with what was explained', async () => {
    await explained();
    setup.simulator.script(says('From zero.'));
    await threads.all.at(-1)?.reply('Why zero?');
    const request = setup.simulator.inferences.at(-1)?.bodyText ?? '';
    assert.ok(!request.includes('json_schema'));
    for (const part of ['Adds up **prices**.', 'Why zero?', '1 | function total'])
      assert.ok(request.includes(part), part);
    assert.ok(bodies(newest()).includes('From zero.'));
  });

  it('is written as the settings say', async () => {
    await setSetting(settings.explainLanguage, 'German');
    await setSetting(settings.explainDetail, 'huge');
    try {
      await explained();
      const request = setup.simulator.inferences.at(-1)?.bodyText ?? '';
      assert.ok(request.includes('Write in German'), request);
      assert.ok(!request.includes('huge'));
    } finally {
      await setSetting(settings.explainLanguage, undefined);
      await setSetting(settings.explainDetail, undefined);
    }
  });

  it('is shown by the hover, the note of the line before what it is all for, until it is closed', async () => {
    const { document } = await explained();
    const before = sent();
    assert.match(await hovers(document, 3), /Explained by qwen3[\s\S]*Adds each price\./);
    assert.match(await hovers(document, 4), /Adds up \*\*prices\*\*/);
    assert.ok(!(await hovers(document, 7)).includes('Explained by'));
    assert.equal(sent(), before, 'a hover asked a model');
    threads.all.at(-1)?.resolve();
    assert.match(await hovers(document, 3), /Adds each price\./);
    threads.close(threads.all.at(-1));
    assert.ok(!(await hovers(document, 3)).includes('Explained by'));
  });

  it('follows the text, and its notes their lines', async () => {
    const editor = await explained();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// one\n// two\n'));
    await eventually(() => assert.equal(newest()?.range?.start.line, 2));
    assert.equal(newest()?.contextValue, 'explain.done');
    assert.match(await hovers(editor.document, 5), /Adds each price\./);
    assert.ok(!(await hovers(editor.document, 1)).includes('Explained by'));
  });

  it('says that the code changed since, drops the note of the line, and explains what is there now when asked', async () => {
    const editor = await explained();
    await editor.edit((edit) => edit.replace(new vscode.Range(1, 12, 1, 13), '100'));
    await eventually(() => assert.equal(newest()?.contextValue, 'explain.done.changed'));
    assert.match(newest()?.label ?? '', /the code changed since$/);
    assert.ok(!(await hovers(editor.document, 2)).includes('Begins at'));
    assert.match(await hovers(editor.document, 3), /before the code changed[\s\S]*Adds each price/);
    setup.simulator.script(says('From a hundred.'));
    await threads.all.at(-1)?.again();
    const request = setup.simulator.inferences.at(-1)?.bodyText ?? '';
    assert.ok(request.includes('let sum = 100'), request);
    assert.ok(!request.includes('Adds up'), 'the old explanation was sent along');
    assert.equal(newest()?.contextValue, 'explain.done');
  });

  it('is as it was when a change is taken back', async () => {
    const editor = await explained();
    await editor.edit((edit) => edit.replace(new vscode.Range(1, 12, 1, 13), '100'));
    await eventually(() => assert.equal(newest()?.contextValue, 'explain.done.changed'));
    await editor.edit((edit) => edit.replace(new vscode.Range(1, 12, 1, 15), '0'));
    await eventually(() => assert.equal(newest()?.contextValue, 'explain.done'));
    assert.match(await hovers(editor.document, 2), /Begins at/);
  });

  it('says so when its code is gone, and asks nothing about it', async () => {
    const editor = await explained();
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, 5, 0)));
    await eventually(() => assert.match(newest()?.label ?? '', /the code is gone$/));
    const before = sent();
    await threads.all.at(-1)?.again();
    assert.equal(sent(), before);
    assert.match(bodies(newest()).at(-1) ?? '', /not there any more/);
  });

  it('is not asked for twice: what is there is shown', async () => {
    const editor = await explained();
    const before = sent();
    await run(commands.explain);
    await threads.settled();
    assert.equal(sent(), before);
    assert.equal(threads.all.length, 1);
    setup.simulator.script(says('It adds.'));
    selectLines(editor, 1, 3);
    await run(commands.explain);
    await threads.settled();
    assert.equal(threads.all.length, 2, 'other lines are another question');
  });

  it('is asked for again in its thread where it failed, or is wanted in another way', async () => {
    const editor = await openText(source, 'javascript');
    selectLines(editor, 1, 5);
    setup.simulator.script(fails({ kind: 'cut', afterPieces: 1 }, { text: ['{"summary": "Broken', ' off'] }));
    await run(commands.explain);
    await threads.settled();
    setup.simulator.script(says('It adds.'));
    await run(commands.explain);
    await threads.settled();
    assert.equal(threads.all.length, 1);
    assert.ok(bodies(newest()).includes('It adds.'));
    await setSetting(settings.explainAudience, 'beginner');
    try {
      const before = sent();
      setup.simulator.script(says('It puts numbers together.'));
      await run(commands.explain);
      await threads.settled();
      assert.equal(sent(), before + 1);
      assert.equal(threads.all.length, 1);
    } finally {
      await setSetting(settings.explainAudience, undefined);
    }
  });

  it('goes on in the chat with question, code and answers', async () => {
    await explained();
    setup.simulator.script(says('From zero.'));
    await threads.all.at(-1)?.reply('Why zero?');
    await run(internalCommands.threadToChat, newest());
    const turns = chats.at(-1)?.turns ?? [];
    assert.deepEqual(
      turns.map(({ question }) => question),
      ['/explain', 'Why zero?'],
    );
    const [part] = turns[0]?.attachments ?? [];
    assert.ok(part?.type === 'file' && part.text.startsWith('function total'), 'the code does not go along');
    assert.match(turns[0]?.answer ?? '', /^Adds up \*\*prices\*\*/);
    assert.equal(turns[1]?.answer, 'From zero.');
  });

  it('ends without a trace when it is closed in the middle of an answer', async () => {
    const gate = door();
    const editor = await openText(source, 'javascript');
    selectLines(editor, 1, 5);
    setup.simulator.script(
      says([notes.slice(0, 40), notes.slice(40)], { hold: { afterPieces: 1, until: gate.opened } }),
    );
    await run(commands.explain);
    await eventually(() => assert.match(bodies(newest()).join('\n'), /Adds/));
    assert.ok(!bodies(newest()).join('\n').includes('{'), 'data is shown while it comes');
    threads.close(threads.all.at(-1));
    await threads.settled();
    gate.open();
    assert.ok(!(await hovers(editor.document, 3)).includes('Explained by'));
  });

  it('stands at the line of a problem, with the code around it, from its quick fix', async () => {
    const { document } = await openText(source, 'javascript');
    const diagnostics = vscode.languages.createDiagnosticCollection('explained');
    const actions = registerExplainActions(setup.handle.assistant);
    try {
      const range = new vscode.Range(2, 26, 2, 29);
      const problem = new vscode.Diagnostic(range, 'Operator + is odd here.', vscode.DiagnosticSeverity.Warning);
      problem.source = 'lint';
      diagnostics.set(document.uri, [problem]);
      const offered = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
        vscode.CodeActionKind.QuickFix.value,
      );
      assert.ok(offered.some(({ title }) => title === 'Explain This Problem with Tollfree · 1 request'));
      setup.simulator.script(says('It is odd.'));
      await run(commands.explain, document.uri, range, problem);
      await threads.settled();
      const request = setup.simulator.inferences.at(-1)?.bodyText ?? '';
      for (const part of ['Operator + is odd here.', '2 |   let sum = 0;']) assert.ok(request.includes(part), part);
      assert.equal(newest()?.range?.start.line, 2);
      assert.equal(newest()?.range?.end.line, 2);
    } finally {
      actions.dispose();
      diagnostics.dispose();
    }
  });

  it('is offered above functions only where a setting says so, and asks nothing before it is clicked', async () => {
    const { document } = await openText(source, 'javascript');
    const symbol = new vscode.DocumentSymbol(
      'total',
      '',
      vscode.SymbolKind.Function,
      new vscode.Range(0, 0, 4, 1),
      new vscode.Range(0, 9, 0, 14),
    );
    const symbols = vscode.languages.registerDocumentSymbolProvider('javascript', {
      provideDocumentSymbols: () => [symbol],
    });
    const lenses = async (): Promise<vscode.CodeLens[]> => {
      const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      return all.filter(({ command }) => command?.command === commands.explain);
    };
    try {
      assert.deepEqual(await lenses(), []);
      await setSetting(settings.explainCodeLens, true);
      const before = sent();
      await eventually(async () => {
        const found = await lenses();
        assert.ok(found.some(({ command }) => command?.title === 'Explain · 1 request'));
        assert.ok(found.every(({ range }) => range.start.line === 0));
      });
      assert.equal(sent(), before);
    } finally {
      await setSetting(settings.explainCodeLens, undefined);
      symbols.dispose();
    }
  });

  it('leaves the clipboard as it was where nothing is selected in a terminal', async () => {
    const { clipboard } = vscode.env;
    await clipboard.writeText('kept');
    const before = asked.length;
    await run(commands.explainTerminal, 'selection');
    assert.equal(await clipboard.readText(), 'kept', 'the clipboard is another');
    assert.equal(asked.length, before, 'nothing was selected');
  });

  it('follows a stack trace to the code of the workspace, with the trace quoted', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, 'traced.js');
    await vscode.workspace.fs.writeFile(uri, Buffer.from(`${source}\n`));
    const trace = [
      'TypeError: cart is not iterable',
      `    at total (${uri.fsPath}:3:21)`,
      '    at node:internal/main:1:1',
    ].join('\n');
    try {
      const { assistant } = setup.handle;
      const log = { info: () => undefined, warn: () => undefined };
      const own = new Explanations({ threads, assistant, syntax: noSyntax, log });
      setup.simulator.script(says('It is no list.'));
      const parts = {
        assistant,
        askInChat: async (question: string, attachments: readonly Attachment[]) =>
          void asked.push({ question, attachments }),
      };
      await explainOutput({ text: trace, how: 'selected' }, own, parts);
      await threads.settled();
      assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), uri.toString());
      assert.equal(newest()?.range?.start.line, 2);
      const request = setup.simulator.inferences.at(-1)?.bodyText ?? '';
      for (const part of ['cart is not iterable', 'for (const one of cart)']) assert.ok(request.includes(part), part);
      assert.ok(!request.includes(folder.uri.fsPath), 'where the workspace is on this machine was sent');
      const before = sent();
      await explainOutput({ text: 'make: *** no rule to make target', how: 'attached' }, own, parts);
      assert.equal(sent(), before);
      const [attachment] = asked.at(-1)?.attachments ?? [];
      assert.match(asked.at(-1)?.question ?? '', /^What happened here\?/);
      assert.ok(attachment?.type === 'file' && attachment.text.includes('no rule'));
      // Nobody marked it, so that the rules keep it here in Restricted Mode.
      assert.equal(attachment.file.how, 'attached');
      own.dispose();
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
  });
});
