import path from 'node:path';
import * as vscode from 'vscode';
import { type Placement, placeCode } from '../../core/edits/placement';

interface Proposal {
  readonly id: string;
  readonly address: vscode.Uri;
  readonly document: vscode.TextDocument;
  placement: Placement;
  /** What the document was when the placement was true. */
  base: string;
  /** What it was to replace was changed meanwhile. */
  overtaken: boolean;
}

/** Changes of files that are shown and wait for a yes or no. */
export class Proposals implements vscode.Disposable {
  static readonly scheme = 'tollfree-proposed';

  private readonly tell: (sentence: string) => void;
  private readonly proposals = new Map<string, Proposal>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscription: vscode.Disposable;
  private count = 0;

  constructor(tell: (sentence: string) => void) {
    this.tell = tell;
    this.subscription = vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(Proposals.scheme, {
        onDidChange: this.changed.event,
        provideTextDocumentContent: ({ query }) => {
          const proposal = this.proposals.get(query);
          return proposal === undefined ? 'This proposal is not there any more.\n' : proposedText(proposal);
        },
      }),
      vscode.workspace.onDidChangeTextDocument((event) => this.follow(event)),
      // A text in another language is closed and opened, and stays shown.
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === Proposals.scheme && tabsOf(uri).length === 0) this.proposals.delete(uri.query);
      }),
    );
  }

  /**
   * Shows the document beside what it would be.
   * @param selection what the code would replace; empty: where it would be inserted, unless it is the whole document.
   */
  async show(document: vscode.TextDocument, selection: vscode.Range, code: string, by: string): Promise<void> {
    const base = document.getText();
    const spot = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
    const placement = placeCode(base, code, spot, document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');
    const name = path.posix.basename(document.uri.path);
    if (base.slice(placement.start, placement.end) === placement.text)
      return this.tell(`${name} is like that already.`);
    this.count += 1;
    const id = String(this.count);
    const address = vscode.Uri.from({ scheme: Proposals.scheme, path: `/${name}`, query: id });
    this.proposals.set(id, { id, address, document, placement, base, overtaken: false });
    const title = `${name}: proposed by ${by}`;
    await vscode.commands.executeCommand('vscode.diff', document.uri, address, title, { preview: false });
  }

  /**
   * Makes the change that is shown, in one step that can be undone; does not save it.
   * @param uri of the proposal, as the editor hands it over; missing: the one in front.
   */
  async accept(uri?: unknown): Promise<void> {
    const proposal = this.meant(uri);
    if (proposal === undefined) return;
    const { document, placement } = proposal;
    const name = path.posix.basename(document.uri.path);
    // It may have been closed and opened again.
    const current = await vscode.workspace.openTextDocument(document.uri);
    if (proposal.overtaken || current.getText() !== proposal.base) {
      return this.tell(`${name} was changed meanwhile, just where this would go. Apply the code again to see it anew.`);
    }
    const wanted = proposedText(proposal);
    const edit = new vscode.WorkspaceEdit();
    const { start, end, text } = trimmed(proposal.base, placement);
    edit.replace(current.uri, new vscode.Range(current.positionAt(start), current.positionAt(end)), text);
    // What follows must not take the change for somebody else's.
    this.proposals.delete(proposal.id);
    const made = await vscode.workspace.applyEdit(edit);
    if (!made || current.getText() !== wanted) {
      if (current.getText() === proposal.base) this.proposals.set(proposal.id, proposal);
      return this.tell(`${name} could not be changed. It may be read-only.`);
    }
    await close(proposal);
    const editor = await vscode.window.showTextDocument(current);
    const place = new vscode.Range(current.positionAt(start), current.positionAt(start + text.length));
    editor.selection = new vscode.Selection(place.end, place.end);
    editor.revealRange(place, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** Leaves the file as it is. */
  async reject(uri?: unknown): Promise<void> {
    const proposal = this.meant(uri);
    if (proposal === undefined) return;
    this.proposals.delete(proposal.id);
    await close(proposal);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private meant(given: unknown): Proposal | undefined {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const shown = input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
    const uri = given instanceof vscode.Uri && given.scheme === Proposals.scheme ? given : shown;
    return uri?.scheme === Proposals.scheme ? this.proposals.get(uri.query) : undefined;
  }

  /** Makes proposals anew for a document that is being typed in. */
  private follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    for (const proposal of this.proposals.values()) {
      if (proposal.document.uri.toString() !== document.uri.toString()) continue;
      for (const change of contentChanges) moveBy(proposal, change);
      proposal.base = document.getText();
      // The whole document is what it is now; and what that is, the left side shows.
      if (proposal.placement.what === 'whole') {
        proposal.placement = { ...proposal.placement, end: proposal.base.length };
      }
      this.changed.fire(proposal.address);
    }
  }
}

function moveBy(proposal: Proposal, { rangeOffset, rangeLength, text }: vscode.TextDocumentContentChangeEvent): void {
  const { placement } = proposal;
  if (placement.what === 'whole') return;
  const { start, end } = placement;
  const grown = text.length - rangeLength;
  if (rangeOffset + rangeLength <= start) {
    proposal.placement = { ...placement, start: start + grown, end: end + grown };
  } else if (rangeOffset < end || rangeOffset < start) proposal.overtaken = true;
}

function proposedText({ base, placement: { start, end, text } }: Proposal): string {
  return base.slice(0, start) + text + base.slice(end);
}

/** The same change without what stays as it is at both ends, so that marks and folds there stay too. Whole lines. */
function trimmed(base: string, { start, end, text }: Placement): { start: number; end: number; text: string } {
  const before = base.slice(start, end);
  const most = Math.min(before.length, text.length);
  let head = 0;
  while (head < most && before[head] === text[head]) head += 1;
  head = head === 0 ? 0 : before.lastIndexOf('\n', head - 1) + 1;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
  const lineEnd = before.indexOf('\n', before.length - tail);
  tail = lineEnd === -1 ? 0 : before.length - lineEnd - 1;
  return { start: start + head, end: end - tail, text: text.slice(head, text.length - tail) };
}

async function close({ address }: Proposal): Promise<void> {
  const tabs = tabsOf(address);
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
}

function tabsOf(address: vscode.Uri): readonly vscode.Tab[] {
  const wanted = address.toString();
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === wanted);
}
