import type { CheckedEdit } from '../../core/edits/checkAnswer';
import type { EditProblem } from '../../core/edits/edit';
import { hunksOf } from '../../core/edits/hunks';
import { lineIndexAt, linesOf } from '../../core/edits/text/lines';
import { describeProblem, describeWarning } from '../../core/edits/words';
import { plural } from '../../core/format';
import { escapeMarkdown } from '../../core/markdown';
import type { ProposalState } from '../proposals/proposal';
import type { MakeLink } from '../thread/subject';

/** What became of an answer. */
export type Outcome =
  | { readonly kind: 'checking' }
  /** `fileName`: of a file that is to be made. */
  | { readonly kind: 'proposed'; readonly edit: CheckedEdit; readonly fileName?: string }
  | { readonly kind: 'refused'; readonly problem: EditProblem }
  /** For another reason than the answer. */
  | { readonly kind: 'impossible'; readonly why: string };

/** What the user can do about it now; labels with prices. */
export interface NoteWays {
  readonly link: MakeLink;
  /** Undefined: there is no proposal, or it is not there any more. */
  readonly proposal: { readonly state: ProposalState; readonly isOvertaken: boolean } | undefined;
  /** Undefined: it was asked for already, or would be of no use. */
  readonly repair: string | undefined;
  readonly retry: string;
}

/** What went along with the code. */
export interface Along {
  readonly along: string;
  readonly leftOut: string;
}

/** As a sentence; undefined where it was not refused. */
export function whyRefused(outcome: Outcome): string | undefined {
  if (outcome.kind === 'refused') return describeProblem(outcome.problem);
  return outcome.kind === 'impossible' ? outcome.why : undefined;
}

/** Our own words below an answer, as Markdown. */
export function editNote(outcome: Outcome, along: Along, ways: NoteWays): string {
  if (outcome.kind === 'checking') return 'Checking the change…';
  if (outcome.kind === 'proposed') return proposedNote(outcome.edit, outcome.fileName, along, ways);
  const { link, repair, retry } = ways;
  const why = whyRefused(outcome) ?? '';
  const links = [
    ...(repair === undefined ? [] : [link(repair, 'edit.repair')]),
    link('Show the Answer', 'edit.answer'),
    link(retry, 'retry'),
  ];
  return [`$(error) ${escapeMarkdown(`${why} Nothing was changed.`)}`, links.join(' | ')].join('\n\n');
}

/** That an earlier proposal is still there, when nothing came of asking again. */
export function leftNote({ isOvertaken }: { readonly isOvertaken: boolean }, link: MakeLink): string {
  const links = [
    link('Show the Change', 'edit.show'),
    ...(isOvertaken ? [] : [link('Accept', 'edit.accept')]),
    link('Reject', 'edit.reject'),
  ];
  return ['The change that was proposed before is still there.', links.join(' | ')].join('\n\n');
}

/** What to know of a change before deciding, as paragraphs of Markdown. @param fileName of a file that is to be made. */
export function proposalFacts(edit: CheckedEdit, fileName: string | undefined): string[] {
  return [
    escapeMarkdown(factsOf(edit, fileName)),
    ...edit.mended.map((sentence) => `$(info) ${escapeMarkdown(sentence)}`),
    ...edit.warnings.map((warning) => `$(warning) ${escapeMarkdown(describeWarning(warning))}`),
  ];
}

function proposedNote(edit: CheckedEdit, fileName: string | undefined, along: Along, ways: NoteWays): string {
  const { link, proposal, retry } = ways;
  const state = proposal?.state ?? 'withdrawn';
  if (state === 'accepted') return '$(check) The change was made. One undo takes it back.';
  if (state === 'partly') return '$(check) Some of the changes were made. One undo takes them back.';
  if (state === 'rejected') return 'Rejected: nothing was changed.';
  if (state === 'withdrawn') return 'Another proposal took its place: nothing of this one was changed.';
  const facts = proposalFacts(edit, fileName);
  if (along.along !== '') {
    const left = along.leftOut === '' ? '' : ` Left out, because there was no room: ${along.leftOut}.`;
    facts.push(`$(list-unordered) ${escapeMarkdown(`Sent along with the code: ${along.along}.${left}`)}`);
  }
  if (proposal?.isOvertaken === true) {
    facts.push('$(warning) The code was changed meanwhile, just where this would go: it can not be made any more.');
    return [...facts, [link('Show the Answer', 'edit.answer'), link(retry, 'retry')].join(' | ')].join('\n\n');
  }
  const isSeveral = fileName === undefined && edit.changes.length > 1;
  const links = [
    link('Show the Change', 'edit.show'),
    link('Accept', 'edit.accept'),
    ...(isSeveral ? [link('Accept Some…', 'edit.part')] : []),
    link('Reject', 'edit.reject'),
  ];
  return [...facts, links.join(' | ')].join('\n\n');
}

/** `3 lines changed in 1 place. Checked: applies cleanly, still parses, touches only what was asked about.` */
function factsOf({ base, scope, changes, parsed }: CheckedEdit, fileName: string | undefined): string {
  if (fileName !== undefined) {
    const lines = linesOf(changes.map(({ text }) => text).join('')).length;
    return [
      `A new file with ${plural(lines, 'line')}: ${fileName}. It is made when you accept it.`,
      ...(parsed ? ['Checked: it can be read as code.'] : []),
    ].join(' ');
  }
  const hunks = hunksOf(base, changes);
  const count = hunks.reduce((sum, { before, after }) => sum + Math.max(before.length, after.length), 0);
  const lines = linesOf(base);
  const first = lineIndexAt(lines, scope.start);
  const last = Math.max(first, lineIndexAt(lines, Math.max(scope.start, scope.end - 1)));
  const isOutside = hunks.some(({ startLine }) => startLine < first + 1 || startLine > last + 2);
  const checks = [
    'applies cleanly',
    ...(parsed ? ['still parses'] : []),
    `touches only what was asked about${isOutside ? ', and the imports' : ''}`,
  ];
  return `${plural(count, 'line')} changed in ${plural(hunks.length, 'place')}. Checked: ${checks.join(', ')}.`;
}
