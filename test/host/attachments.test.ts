import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pickAttachments } from '../../src/host/chat/attachPick';
import { Attachments, nameOf, selectedLines } from '../../src/host/chat/attachments';
import type { ReadAttachment } from '../../src/host/chat/outgoing';
import { eventually } from '../support/eventually';
import { closeEditors, openText, selectLines } from './support';

describe('what is attached to a question', () => {
  let attachments: Attachments;
  let folder: vscode.Uri;
  let changes = 0;
  const files: vscode.Uri[] = [];

  before(() => {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first, 'the window has no folder');
    folder = first.uri;
  });
  beforeEach(() => {
    changes = 0;
    attachments = new Attachments(() => (changes += 1));
  });
  afterEach(async () => {
    attachments.dispose();
    await closeEditors();
    for (const uri of files.splice(0)) await vscode.workspace.fs.delete(uri);
  });

  async function file(name: string, content: string | Uint8Array): Promise<vscode.Uri> {
    const uri = vscode.Uri.joinPath(folder, name);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(content));
    files.push(uri);
    return uri;
  }

  async function only(): Promise<ReadAttachment> {
    const read = await attachments.read();
    assert.equal(read.length, 1);
    const [found] = read;
    assert.ok(found);
    return found;
  }

  it('is a file by its path in the workspace, as it is on disk', async () => {
    const uri = await file('along-a.ts', 'const a = 1;\n');
    attachments.add({ uri });
    const { part, file: ref } = await only();
    assert.deepEqual(ref, { name: 'along-a.ts', uri: uri.toString(), how: 'attached' });
    assert.equal(part?.text, 'const a = 1;\n');
    assert.equal(part.languageId, 'typescript');
    assert.equal(part.startLine, 1);
  });

  it('is named without the path where it is in no folder of the window', () => {
    assert.equal(nameOf(vscode.Uri.file('/somewhere/else/secret-project/notes.md')), 'notes.md');
  });

  it('is the text as it is typed now, saved or not', async () => {
    const editor = await openText('first');
    attachments.add({ uri: editor.document.uri });
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 5), ' and second'));
    assert.equal((await only()).part?.text, 'first and second');
  });

  it('is whole lines, which move with what is typed above them', async () => {
    const editor = await openText('a\nb\nc\nd\n');
    const lines = selectedLines(new vscode.Range(1, 1, 3, 0));
    assert.deepEqual(lines, { first: 2, last: 3 });
    attachments.add({ uri: editor.document.uri, lines });
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'new\nlines\n'));
    const { part, file: ref } = await only();
    assert.equal(part?.text, 'b\nc');
    assert.equal(part.startLine, 4);
    assert.equal(ref.how, 'selected');
  });

  it('is there once; a whole file takes the place of its lines, and other lines stand beside them', async () => {
    const { uri } = (await openText('a\nb\nc')).document;
    attachments.add({ uri, lines: { first: 1, last: 1 } }, { uri, lines: { first: 3, last: 3 } });
    attachments.add({ uri, lines: { first: 1, last: 1 } });
    assert.deepEqual(
      (await attachments.read()).map(({ part }) => part?.text),
      ['c', 'a'],
    );
    attachments.add({ uri });
    assert.equal((await only()).part?.text, 'a\nb\nc');
    assert.equal(changes, 3);
  });

  it('is no more than anybody looks through, and what is left out is counted', () => {
    const place = (n: number): { uri: vscode.Uri } => ({ uri: vscode.Uri.joinPath(folder, `along-${n}.ts`) });
    assert.equal(attachments.add(...Array.from({ length: 60 }, (_, n) => place(n))), 10);
    assert.equal(attachments.add(place(3)), 0, 'what is there already takes no place of its own');
    assert.equal(attachments.add(place(70)), 1);
    assert.equal(attachments.take().length, 50);
  });

  it('is gone when it is taken out, or along with a question that can still be read', async () => {
    const { uri } = (await openText('a')).document;
    attachments.add({ uri });
    const taken = attachments.take();
    assert.deepEqual(await attachments.read(), []);
    assert.equal((await attachments.read(taken))[0]?.part?.text, 'a');
    attachments.add(...taken);
    attachments.remove((await only()).id);
    assert.deepEqual(await attachments.read(), []);
  });

  it('can be chosen; files of the workspace are checked before they are offered, and one Enter takes the selection', async () => {
    const editor = await openText('a\nb\nc');
    selectLines(editor, 2, 3);
    const asked: string[] = [];
    const uri = await file('along-offered.ts', 'const a = 1;');
    const chosen = pickAttachments(async (refs) => {
      asked.push(...refs.map(({ name }) => name));
      return refs.map(() => ({ may: 'go' }));
    });
    await eventually(() => assert.ok(asked.includes(nameOf(uri))));
    let places: Awaited<typeof chosen> = [];
    void chosen.then((found) => (places = found));
    // The list is drawn a moment after it is known.
    await eventually(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      assert.equal(places.length, 1);
    });
    assert.deepEqual(
      places.map(({ uri: from, lines }) => [from.toString(), lines]),
      [[editor.document.uri.toString(), { first: 2, last: 3 }]],
    );
  });

  it('stays here with a reason when it can not be sent', async () => {
    const rows: readonly (readonly [vscode.Uri, RegExp])[] = [
      [
        await file('along-picture.bin', new Uint8Array([0x89, 0x50, 0, 0, 0, 1, 2, 3])),
        /cannot be read as text|not text/,
      ],
      [await file('along-large.txt', 'x'.repeat(2 * 1024 * 1024 + 1)), /larger than 2 MB/],
      [await file('along-empty.txt', ''), /nothing in it/],
      [folder, /is a folder/],
      [vscode.Uri.joinPath(folder, 'along-missing.txt'), /not there/],
    ];
    for (const [uri, problem] of rows) {
      attachments.add({ uri });
      const found = await only();
      assert.equal(found.part, undefined);
      assert.match(found.problem ?? '', problem);
      attachments.take();
    }
  });
});
