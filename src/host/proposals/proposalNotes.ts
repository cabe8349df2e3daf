import * as vscode from 'vscode';
import { hunksOf } from '../../core/edits/hunks';
import { escapeMarkdown } from '../../core/markdown';
import { commentControllers, commands, internalCommands } from '../contributions';
import { untrustedMarkdown } from '../thread/untrusted';
import type { Proposal } from './proposal';

/** Lines; under a longer part the note would be out of sight, so it stands above it. */
const LONGEST_ABOVE = 12;

/** The notes that stand in differences: what is to be known, and how to decide. Disposing removes them. */
export class ProposalNotes implements vscode.Disposable {
  private readonly controller = vscode.comments.createCommentController(
    commentControllers.proposal,
    'Tollfree Proposals',
  );
  private readonly threads = new Map<string, vscode.CommentThread>();

  /** Shows the note of a proposal, as it is now. */
  show(proposal: Proposal): void {
    const known = this.threads.get(proposal.id);
    if (known === undefined) this.threads.set(proposal.id, this.make(proposal));
    else draw(known, proposal);
  }

  /** Brings a note up to date that is shown. */
  redraw(proposal: Proposal): void {
    const thread = this.threads.get(proposal.id);
    if (thread !== undefined) draw(thread, proposal);
  }

  remove({ id }: Pick<Proposal, 'id'>): void {
    this.threads.get(id)?.dispose();
    this.threads.delete(id);
  }

  dispose(): void {
    this.controller.dispose();
  }

  private make(proposal: Proposal): vscode.CommentThread {
    const thread = this.controller.createCommentThread(proposal.address, rangeOf(proposal), commentsOf(proposal));
    thread.canReply = false;
    thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    // As "unresolved" it would open the Comments panel.
    thread.state = vscode.CommentThreadState.Resolved;
    place(thread, proposal);
    return thread;
  }
}

function draw(thread: vscode.CommentThread, proposal: Proposal): void {
  place(thread, proposal);
  thread.comments = commentsOf(proposal);
}

function commentsOf(proposal: Proposal): vscode.Comment[] {
  const { by, says = '' } = proposal.offer;
  const comment = (name: string, body: vscode.MarkdownString): vscode.Comment => ({
    author: { name },
    body,
    mode: vscode.CommentMode.Preview,
  });
  return [...(says === '' ? [] : [comment(by, untrustedMarkdown(says))]), comment('Tollfree', bodyOf(proposal))];
}

function place(thread: vscode.CommentThread, proposal: Proposal): void {
  const { by } = proposal.offer;
  thread.label = proposal.isOvertaken ? `Proposed by ${by} · can not be made any more` : `Proposed by ${by}`;
  thread.range = rangeOf(proposal);
}

/** Under the first part of the change, else above it; of a new file under the first line. */
function rangeOf({ base, changes, isNewFile }: Proposal): vscode.Range {
  const [first] = isNewFile ? [] : hunksOf(base, changes);
  if (first === undefined) return new vscode.Range(0, 0, 0, 0);
  const { startLine, after } = first;
  const isShort = after.length <= LONGEST_ABOVE;
  // Before the first part the lines are the same ones on both sides.
  const line = Math.max(0, startLine - 2 + (isShort ? after.length : 0));
  return new vscode.Range(line, 0, line, 0);
}

function bodyOf(proposal: Proposal): vscode.MarkdownString {
  const { id, isNewFile, isOvertaken, offer } = proposal;
  const query = encodeURIComponent(JSON.stringify([id]));
  const link = (label: string, command: string): string => `[${label}](command:${command}?${query})`;
  const isSeveral = !isNewFile && proposal.hunkCount > 1;
  const { facts, ways } = offer.note?.() ?? { facts: 'Nothing is changed before you accept it.', ways: [] };
  const overtaken = `$(warning) ${escapeMarkdown(`The code was changed meanwhile, just where this would go. ${offer.again}`)}`;
  const links = [
    ...(isOvertaken ? [] : [link('**Accept**', commands.applyAccept)]),
    ...(isOvertaken || !isSeveral ? [] : [link('Accept Some…', commands.applyPart)]),
    link('Reject', commands.applyReject),
    ...ways,
  ];
  const body = new vscode.MarkdownString([isOvertaken ? overtaken : facts, links.join(' | ')].join('\n\n'), true);
  body.isTrusted = {
    enabledCommands: [commands.applyAccept, commands.applyPart, commands.applyReject, internalCommands.threadAct],
  };
  return body;
}
