import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Commanded, Commands } from '../commands';
import { commands } from '../contributions';
import { stillThere, whyGone } from '../stillThere';
import { type Offer, Proposal } from './proposal';
import { partItem, personAtEditor, type ProposalPerson } from './person';
import { ProposalNotes } from './proposalNotes';

/** Changes of files that are shown and wait for a yes or no. Nothing is changed before it. */
export class Proposals implements Commanded, vscode.Disposable {
  private readonly person: ProposalPerson;
  private readonly proposals = new Map<string, Proposal>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly notes = new ProposalNotes();
  /** Differences that are being opened, by the id of what they show. */
  private readonly showing = new Map<string, Promise<void>>();
  private readonly subscription: vscode.Disposable;

  constructor(person: ProposalPerson = personAtEditor) {
    this.person = person;
    this.subscription = vscode.Disposable.from(
      this.changed,
      this.notes,
      vscode.workspace.registerTextDocumentContentProvider(Proposal.scheme, {
        onDidChange: this.changed.event,
        provideTextDocumentContent: (uri) =>
          this.proposals.get(uri.query)?.textAt(uri) ?? 'This proposal is not there any more.\n',
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => this.follow(document, contentChanges)),
      // What was not saved is gone with its editor, and the file may be another by now.
      vscode.workspace.onDidOpenTextDocument((document) => this.follow(document, [])),
      // A text in another language is closed and opened, and stays shown.
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme !== Proposal.scheme || tabsOf(uri.query).length > 0) return;
        this.notes.remove({ id: uri.query });
        if (this.proposals.get(uri.query)?.offer.stays !== true) this.proposals.delete(uri.query);
      }),
    );
  }

  get commands(): Commands {
    return {
      [commands.applyAccept]: (uri?: unknown) => this.accept(uri),
      [commands.applyReject]: (uri?: unknown) => this.reject(uri),
      [commands.applyPart]: (uri?: unknown) => this.acceptPart(uri),
    };
  }

  /** Takes an offer; nothing is shown yet. */
  add(offer: Offer): Proposal {
    // A difference that is left from before must never show, or accept, one of now.
    const proposal = new Proposal(randomUUID(), offer);
    this.proposals.set(proposal.id, proposal);
    return proposal;
  }

  /**
   * Shows what is beside what it would be.
   * @param inBackground what has the keyboard keeps it.
   */
  async show(proposal: Proposal, inBackground = false): Promise<void> {
    const { id } = proposal;
    const shown = this.showBeside(proposal, inBackground);
    this.showing.set(id, shown);
    try {
      await shown;
    } finally {
      if (this.showing.get(id) === shown) this.showing.delete(id);
    }
  }

  /**
   * Makes the change that is shown, in one step that can be undone; does not save it.
   * @param uri of the proposal, as the editor hands it over, or its id; missing: the one in front.
   */
  async accept(uri?: unknown): Promise<void> {
    const proposal = this.meant(uri);
    if (proposal === undefined) return;
    if (proposal.isNewFile) await this.makeFile(proposal);
    else await this.make(proposal);
  }

  /** Lets the user choose which of the changes are made; the difference shows what is chosen by then. */
  async acceptPart(uri?: unknown): Promise<void> {
    const proposal = this.meant(uri);
    if (proposal === undefined) return;
    if (proposal.isOvertaken) return this.person.tell(overtaken(proposal));
    const parts = proposal.isNewFile ? [] : proposal.parts();
    if (parts.length < 2) return this.person.tell('There is only one change here: accept or reject it as a whole.');
    const want = (chosen: ReadonlySet<number>): void => {
      proposal.wanted = new Set(parts.flatMap(({ at }, part) => (chosen.has(part) ? at : [])));
      this.redraw(proposal);
    };
    const items = parts.map(({ hunk }, part) => partItem(part, hunk));
    const chosen = await this.person.chooseParts(items, `Accept Some of the Changes: ${proposal.name}`, want);
    const isOpen = proposal.state === 'open';
    if (chosen === undefined || chosen.size === 0 || !isOpen) {
      proposal.wanted = undefined;
      this.redraw(proposal);
      return;
    }
    want(chosen);
    await this.make(proposal);
  }

  /** Leaves the file as it is. */
  async reject(uri?: unknown): Promise<void> {
    const proposal = this.meant(uri);
    if (proposal !== undefined) await this.end(proposal, 'rejected');
  }

  /** Another takes its place, or nobody waits for an answer any more. */
  async withdraw(proposal: Proposal): Promise<void> {
    if (proposal.state === 'open') await this.end(proposal, 'withdrawn');
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async showBeside(proposal: Proposal, inBackground: boolean): Promise<void> {
    const { address, addressBefore, title, languageId } = proposal;
    const options: vscode.TextDocumentShowOptions = { preview: false, preserveFocus: inBackground };
    // The file itself would bring its threads along, which leave holes in a difference.
    await vscode.commands.executeCommand('vscode.diff', addressBefore, address, title, options);
    if (proposal.state === 'open') this.notes.show(proposal);
    if (languageId === undefined) return;
    for (const side of [addressBefore, address]) {
      const shown = await vscode.workspace.openTextDocument(side);
      if (shown.languageId !== languageId) await vscode.languages.setTextDocumentLanguage(shown, languageId);
    }
  }

  private async make(proposal: Proposal): Promise<void> {
    const { name, uri } = proposal;
    // It may have been closed and opened again.
    const current = await stillThere(uri);
    // Decided meanwhile, as by a second click.
    if (this.proposals.get(proposal.id) !== proposal) return;
    if (current === undefined) return this.person.tell(whyGone(uri));
    const before = current.getText();
    if (!proposal.moveTo(before)) {
      proposal.wanted = undefined;
      this.redraw(proposal);
      return this.person.tell(overtaken(proposal));
    }
    const { changes, text } = proposal;
    const state = proposal.wanted === undefined ? 'accepted' : 'partly';
    const edit = new vscode.WorkspaceEdit();
    for (const change of changes) {
      edit.replace(
        uri,
        new vscode.Range(current.positionAt(change.start), current.positionAt(change.end)),
        change.text,
      );
    }
    // What follows must not take the change for somebody else's.
    this.proposals.delete(proposal.id);
    const isTaken = await vscode.workspace.applyEdit(edit);
    const now = current.getText();
    // An edit of a text that cannot be changed is taken, too; of one that is typed in at this moment it is not.
    if (now === before || (!isTaken && now !== text)) {
      this.proposals.set(proposal.id, proposal);
      proposal.wanted = undefined;
      proposal.follow([], now);
      this.redraw(proposal);
      if (now === before) return this.person.tell(`${name} could not be changed. It may be read-only.`);
      if (proposal.isOvertaken) return this.person.tell(overtaken(proposal));
      return this.person.tell(`${name} was changed at the same moment, so nothing was made. Accept it once more.`);
    }
    proposal.end(state);
    await this.close(proposal);
    await reveal(current, changes);
  }

  /** Never over a file that is there by now. */
  private async makeFile(proposal: Proposal): Promise<void> {
    const { name, uri } = proposal;
    const isThere = await exists(uri);
    if (this.proposals.get(proposal.id) !== proposal) return;
    if (isThere) return this.person.tell(`${name} is there by now, and is not written over.`);
    const edit = new vscode.WorkspaceEdit();
    edit.createFile(uri, { overwrite: false, contents: new TextEncoder().encode(proposal.text) });
    this.proposals.delete(proposal.id);
    if (!(await vscode.workspace.applyEdit(edit))) {
      this.proposals.set(proposal.id, proposal);
      return this.person.tell(`${name} could not be made.`);
    }
    proposal.end('accepted');
    await this.close(proposal);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  }

  private async end(proposal: Proposal, state: 'rejected' | 'withdrawn'): Promise<void> {
    this.proposals.delete(proposal.id);
    proposal.end(state);
    await this.close(proposal);
  }

  private async close(proposal: Proposal): Promise<void> {
    // A tab that is only about to be there would stay.
    await this.showing.get(proposal.id)?.catch(() => {});
    this.notes.remove(proposal);
    const tabs = tabsOf(proposal.id);
    if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
  }

  /** @param given an address, the id that a note names, or nothing: the one in front. */
  private meant(given: unknown): Proposal | undefined {
    if (typeof given === 'string') return this.proposals.get(given);
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const shown = input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
    const uri = given instanceof vscode.Uri && given.scheme === Proposal.scheme ? given : shown;
    return uri?.scheme === Proposal.scheme ? this.proposals.get(uri.query) : undefined;
  }

  /** Makes proposals anew for a document that is being typed in. */
  private follow(document: vscode.TextDocument, made: readonly vscode.TextDocumentContentChangeEvent[]): void {
    const edits = made.map(({ rangeOffset, rangeLength, text }) => ({
      start: rangeOffset,
      end: rangeOffset + rangeLength,
      text,
    }));
    for (const proposal of this.proposals.values()) {
      if (proposal.isNewFile || proposal.uri.toString() !== document.uri.toString()) continue;
      if (proposal.follow(edits, document.getText())) this.redraw(proposal);
    }
  }

  /** It is another, or stands elsewhere. */
  private redraw(proposal: Proposal): void {
    this.changed.fire(proposal.addressBefore);
    this.changed.fire(proposal.address);
    this.notes.redraw(proposal);
  }
}

function overtaken({ name, offer }: Proposal): string {
  return `${name} was changed meanwhile, just where this would go. ${offer.again}`;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  if (vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString())) return true;
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/** Shows the text with the cursor behind the first of the changes that were made. */
async function reveal(
  document: vscode.TextDocument,
  changes: readonly { start: number; text: string }[],
): Promise<void> {
  const [first] = changes;
  const notebook = vscode.workspace.notebookDocuments.find((one) =>
    one.getCells().some((cell) => cell.document === document),
  );
  if (notebook !== undefined) {
    const at = notebook.getCells().findIndex((cell) => cell.document === document);
    await vscode.window.showNotebookDocument(notebook, { selections: [new vscode.NotebookRange(at, at + 1)] });
    // Each cell is undone by itself, and only where the cursor is in it.
    await vscode.commands.executeCommand('notebook.cell.edit');
    return;
  }
  const editor = await vscode.window.showTextDocument(document);
  if (first === undefined) return;
  const end = document.positionAt(first.start + first.text.length);
  editor.selection = new vscode.Selection(end, end);
  const place = new vscode.Range(document.positionAt(first.start), end);
  editor.revealRange(place, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function tabsOf(id: string): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(
      ({ input }) =>
        input instanceof vscode.TabInputTextDiff &&
        input.modified.scheme === Proposal.scheme &&
        input.modified.query === id,
    );
}
