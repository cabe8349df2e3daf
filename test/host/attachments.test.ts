import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pickAttachments } from '../../src/host/chat/attachPick';
import { Attachments, selectedLines } from '../../src/host/chat/attachments';
import type { Check } from '../../src/host/chat/mentions/gathered';
import { nameOf } from '../../src/host/chat/mentions/places';
import type { ReadAttachment } from '../../src/host/chat/outgoing';
import { eventually } from '../support/eventually';
import { closeEditors, openText, selectLines } from './support';

describe('what is attached to a question', () => {
  let attachments: Attachments;
  let folder: vscode.Uri;
  let changes = 0;
  let refusals: string[] = [];
  let blind: string | undefined;
  /** Ends of the names of files that never go. */
  let ignored: readonly string[] = [];
  const files: vscode.Uri[] = [];

  before(() => {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first, 'the window has no folder');
    folder = first.uri;
  });
  beforeEach(() => {
    changes = 0;
    refusals = [];
    blind = undefined;
    ignored = [];
    attachments = new Attachments({
      changed: () => (changes += 1),
      check,
      blindModel: () => blind,
      refused: (sentence) => refusals.push(sentence),
    });
  });
  afterEach(async () => {
    attachments.dispose();
    await closeEditors();
    for (const uri of files.splice(0)) await vscode.workspace.fs.delete(uri, { recursive: true });
  });

  const check: Check = async (refs) =>
    refs.map(({ name }) =>
      ignored.some((end) => name.endsWith(end)) ? { may: 'not', rule: '.gitignore: it' } : { may: 'go' },
    );

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

  /** The texts that go, in order. */
  async function texts(): Promise<readonly (string | undefined)[]> {
    return (await attachments.read()).map(({ part }) => (part?.type === 'file' ? part.text : undefined));
  }

  it('is a file by its path in the workspace, as it is on disk', async () => {
    const uri = await file('along-a.ts', 'const a = 1;\n');
    attachments.add({ uri });
    const { part, file: ref } = await only();
    assert.deepEqual(ref, { name: 'along-a.ts', uri: uri.toString(), how: 'attached' });
    assert.deepEqual(part, {
      type: 'file',
      file: ref,
      text: 'const a = 1;\n',
      languageId: 'typescript',
      startLine: 1,
    });
  });

  it('is named without the path where it is in no folder of the window', () => {
    assert.equal(nameOf(vscode.Uri.file('/somewhere/else/secret-project/notes.md')), 'notes.md');
  });

  it('is the text as it is typed now, saved or not', async () => {
    const editor = await openText('first');
    attachments.add({ uri: editor.document.uri });
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 5), ' and second'));
    assert.deepEqual(await texts(), ['first and second']);
  });

  it('is whole lines, which move with what is typed above them', async () => {
    const editor = await openText('a\nb\nc\nd\n');
    const lines = selectedLines(new vscode.Range(1, 1, 3, 0));
    assert.deepEqual(lines, { first: 2, last: 3 });
    attachments.add({ uri: editor.document.uri, lines });
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'new\nlines\n'));
    const { part, file: ref } = await only();
    assert.ok(part?.type === 'file');
    assert.equal(part.text, 'b\nc');
    assert.equal(part.startLine, 4);
    assert.equal(ref.how, 'selected');
  });

  it('is there once; a whole file takes the place of its lines, and other lines stand beside them', async () => {
    const { uri } = (await openText('a\nb\nc')).document;
    attachments.add({ uri, lines: { first: 1, last: 1 } }, { uri, lines: { first: 3, last: 3 } });
    attachments.add({ uri, lines: { first: 1, last: 1 } });
    assert.deepEqual(await texts(), ['c', 'a']);
    attachments.add({ uri });
    assert.deepEqual(await texts(), ['a\nb\nc']);
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
    const [read] = await attachments.read(taken);
    assert.ok(read?.part?.type === 'file');
    assert.equal(read.part.text, 'a');
    attachments.putBack(taken);
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

  it('is a folder: its text files, those near its top first, without what is ignored, as one', async () => {
    const top = vscode.Uri.joinPath(folder, 'along-folder');
    const inside: readonly (readonly [string, string])[] = [
      ['deep/inner.ts', 'inner'],
      ['b.ts', 'b'],
      ['a.txt', 'a'],
      ['secret.key', 'must not be read'],
      ['blank.txt', ' '],
    ];
    for (const [name, text] of inside) {
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(top, ...name.split('/')), Buffer.from(text));
    }
    files.push(top);
    ignored = ['secret.key'];
    attachments.add({ uri: top });
    const read = await attachments.read();
    assert.deepEqual(
      read.map(({ file: { name } }) => name),
      ['along-folder/a.txt', 'along-folder/b.ts', 'along-folder/deep/inner.ts'],
    );
    assert.equal(new Set(read.map(({ id }) => id)).size, 1);
    assert.deepEqual(read[0]?.group, { name: 'along-folder/', ignored: 1, leftOut: '1 file without text' });
    // What is sent is read anew.
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(top, 'a.txt'), Buffer.from('later'));
    const [sent] = await attachments.read(attachments.take());
    assert.ok(sent?.part?.type === 'file');
    assert.equal(sent.part.text, 'later');
  });

  it('is the folder that is open, by its name and without its place on this machine', async () => {
    const [open] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(open);
    await file('along-top.txt', 'at the top');
    attachments.add({ uri: open.uri });
    const [first] = await attachments.read();
    assert.equal(first?.group?.name, `${open.name}/`);
  });

  it('is an empty folder with a reason', async () => {
    const top = vscode.Uri.joinPath(folder, 'along-empty');
    await vscode.workspace.fs.createDirectory(top);
    files.push(top);
    attachments.add({ uri: top });
    assert.match((await only()).problem ?? '', /no text files/);
  });

  describe('pictures', () => {
    const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
    const pasted = { name: 'pasted.png', mediaType: 'image/png', data: onePixel, width: 1, height: 1 } as const;

    it('are read from a file, whatever its name says about the kind', async () => {
      const uri = await file('along-picture.JPG', Buffer.from(onePixel, 'base64'));
      attachments.add({ uri });
      const ref = { name: 'along-picture.JPG', uri: uri.toString(), how: 'attached' };
      assert.deepEqual((await only()).part, { type: 'image', ...pasted, name: 'along-picture.JPG', file: ref });
    });

    it('stay here where they are none', async () => {
      attachments.add({ uri: await file('along-text.png', 'not a picture') });
      assert.match((await only()).problem ?? '', /not a picture/);
    });

    it('stay here where the model cannot see them, until another is asked', async () => {
      attachments.addPicture(pasted);
      blind = 'nemotron-3-ultra';
      assert.equal((await only()).problem, 'Does not go: nemotron-3-ultra cannot see pictures');
      assert.equal((await only()).part, undefined);
      blind = undefined;
      assert.deepEqual((await only()).part, { type: 'image', ...pasted });
    });

    it('are no more than five, wherever they come from', async () => {
      for (let n = 0; n < 4; n += 1) attachments.addPicture(pasted);
      const uris = [await file('along-5.png', 'x'), await file('along-6.gif', 'x')];
      assert.equal(attachments.add(...uris.map((uri) => ({ uri }))), 1);
      attachments.addPicture(pasted);
      assert.equal((await attachments.read()).length, 5);
      assert.deepEqual(refusals, ['Not attached: pasted.png. No more than 5 pictures go with one question.']);
    });

    it('are no more than ten megabytes together', async () => {
      const large = { ...pasted, data: Buffer.alloc(6 * 1024 * 1024).toString('base64') };
      attachments.addPicture(large);
      attachments.addPicture({ ...large, name: 'second.png' });
      assert.equal((await attachments.read()).length, 1);
      assert.deepEqual(refusals, ['Not attached: second.png. Pictures of more than 10 MB together do not go.']);
      // A file is only known to be too large when it is read.
      const header = Buffer.from(onePixel, 'base64');
      attachments.add({ uri: await file('along-large.png', Buffer.concat([header, Buffer.alloc(5 * 1024 * 1024)])) });
      const [first, second] = await attachments.read();
      assert.equal(first?.problem, undefined);
      assert.match(second?.problem ?? '', /more than 10 MB together/);
    });
  });

  it('is a text from elsewhere, which has no place on this machine', async () => {
    attachments.addText('notes.txt', 'remember');
    const { part, file: ref } = await only();
    assert.deepEqual(ref, { name: 'notes.txt', how: 'selected' });
    assert.ok(part?.type === 'file');
    assert.equal(part.text, 'remember');
    attachments.addText('empty.txt', ' \n');
    attachments.addText('binary.txt', 'a\0b');
    assert.equal((await attachments.read()).length, 1);
    assert.deepEqual(refusals, [
      'Not attached: empty.txt. There is nothing in it.',
      'Not attached: binary.txt. It is not text.',
    ]);
  });

  it('is what was dropped, unless it is no file', async () => {
    const uri = await file('along-dropped.txt', 'dropped');
    attachments.drop([
      uri.with({ fragment: 'L3' }).toString(),
      'git:/w/earlier.ts?ref=HEAD',
      'output:tasks',
      'nonsense',
    ]);
    assert.deepEqual(await texts(), ['dropped']);
    assert.deepEqual(refusals, ['Not attached: earlier.ts and 2 others. Only files and folders can be dropped here.']);
  });

  it('is what the editor knows, once', async () => {
    attachments.addSource('terminal');
    attachments.addSource('terminal');
    const { problem } = await only();
    assert.match(problem ?? '', /terminal.*paste it here/);
  });
});
