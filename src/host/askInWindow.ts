import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { applyEvent, asksForPin, newTurn, type Turn } from '../core/conversation/conversation';
import type { Log } from '../core/engine/ports';
import type { SwitchNotice } from '../core/engine/switch';
import type { FailureAction } from '../core/errors';
import type { Question } from '../core/privacy/questions';
import type { Task } from '../core/tasks/task';
import type { SwitchWay } from '../protocol/messages';
import type { AskRequest, Assistant } from './assistant';
import { hasFolder } from './configuration';
import { commands } from './contributions';
import { failureActionLabels, runFailureAction } from './failureActions';
import type { Person } from './person';
import { askLabel, buttonPrice } from './priceText';
import { questionView } from './privacy/questionText';
import { isBusy, progressText } from './thread/turnText';
import { shortName } from '../core/catalogue/names';
import { failureMessage, switchMessage, type WindowMessage } from './windowMessages';

/** How often a countdown is told anew, in milliseconds. */
const COUNTDOWN = 1000;

export type WindowAssistant = Pick<
  Assistant,
  'ask' | 'pin' | 'pinOf' | 'priceOf' | 'neverSwitch' | 'acknowledgeCost' | 'state' | 'privacy'
>;

export interface WindowParts {
  readonly assistant: WindowAssistant;
  readonly person: Person;
  readonly log: Log;
}

/** Which model will do, where it is not simply the pinned one. */
export type Again = Pick<AskRequest, 'insist' | 'instead'>;

export interface WindowQuestion extends Pick<AskRequest, 'task' | 'messages' | 'maxOutputTokens' | 'effort'> {
  /** `Writing a commit message` */
  readonly title: string;
  readonly how: Again;
  /** Does all of it again, from reading on: a message is answered when its reader finds the time for it. */
  readonly again: (how: Again) => void;
}

/**
 * Runs a turn that has neither a page nor a thread: progress with a button to stop, questions in the middle of the window,
 * failures and switches as messages with what can be done about them. No message is waited for.
 * @returns the answered turn; undefined when it was stopped or failed, which is told already.
 */
export async function askInWindow(question: WindowQuestion, parts: WindowParts): Promise<Turn | undefined> {
  const turn = await parts.person.progress(question.title, (report, signal) => run(question, parts, report, signal));
  if (turn.failure !== undefined) tellFailure(turn, question.task, question.again, parts);
  if (turn.state !== 'done') return undefined;
  const { switched } = turn;
  // What the person has just agreed to is not told once more.
  if (switched !== undefined && switched.served !== question.how.instead?.model) {
    tellSwitch(switched, question.task, question.again, parts);
  }
  return turn;
}

async function run(
  { task, messages, maxOutputTokens, effort, how }: WindowQuestion,
  parts: WindowParts,
  report: (text: string) => void,
  signal: AbortSignal,
): Promise<Turn> {
  const { assistant, log } = parts;
  let turn = newTurn(randomUUID(), '', Date.now());
  const tell = (): void => report(workText(turn));
  const countdown = setInterval(() => {
    if (turn.waiting !== undefined && 'until' in turn.waiting) tell();
  }, COUNTDOWN);
  try {
    const request: AskRequest = {
      turnId: turn.id,
      task,
      messages,
      ...how,
      ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
      ...(effort === undefined ? {} : { effort }),
    };
    tell();
    for await (const event of assistant.ask(request, signal)) {
      const before = workText(turn);
      turn = applyEvent(turn, event);
      if (event.type === 'waiting' && event.why === 'question') {
        void answerQuestion(event.question, turn.id, parts);
      }
      if (isBusy(turn) && workText(turn) !== before) tell();
    }
    if (isBusy(turn)) throw new Error('the turn ended without a result');
    return turn;
  } catch (error) {
    // Expected failures come as events, so this is a defect.
    const message = error instanceof Error ? error.message : String(error);
    log.warn('window: turn failed', { task, message });
    return { ...turn, state: 'failed', failure: { kind: 'defect', message } };
  } finally {
    clearInterval(countdown);
  }
}

/** What goes on, before the first word and after it. */
export function workText(turn: Turn): string {
  if (turn.answer === '') return progressText(turn, Date.now());
  return `${shortName(turn.switched?.served ?? turn.source?.model ?? turn.asking ?? 'the model')} is writing…`;
}

/** Puts to the person what a turn waits for; closing the question means no. Never fails. */
export async function answerQuestion(
  question: Question,
  turnId: string,
  { assistant, person, log }: WindowParts,
): Promise<void> {
  try {
    const scrubs = assistant.state.privacy?.scrubs !== false;
    const { sentence, once, workspace } = questionView(question, { scrubs, hasFolder: hasFolder() });
    const choices = [once, ...(workspace === undefined ? [] : [workspace])];
    const chosen = await person.decide(sentence, '', ...choices);
    const answer = chosen === undefined ? 'no' : chosen === once ? 'once' : 'workspace';
    (await assistant.privacy()).answer(turnId, answer);
  } catch (error) {
    log.warn('window: question not put', { message: error instanceof Error ? error.message : String(error) });
  }
}

/** Says why a turn failed, with what can be done about it. */
export function tellFailure(
  turn: Turn,
  task: Task,
  again: (how: Again) => void,
  { assistant, person, log }: WindowParts,
): void {
  const { failure, offer } = turn;
  if (failure === undefined) return;
  const facts = {
    failure,
    model: turn.switched?.served ?? turn.source?.model ?? assistant.pinOf(task),
    offer:
      offer === undefined ? undefined : { notice: offer, label: askLabel(offer.served, assistant.state.catalogue) },
    price: buttonPrice(assistant.priceOf(task)),
    labels: failureActionLabels,
  };
  const act = async (chosen: FailureAction | 'askInstead'): Promise<void> => {
    if (chosen === 'retry') again(asksForPin(turn) ? { insist: true } : {});
    else if (chosen !== 'askInstead')
      await (chosen === 'switchModel' ? pick(task, assistant) : runFailureAction(chosen, assistant));
    else if (offer !== undefined) again({ instead: { model: offer.served, cause: offer.cause } });
  };
  offerChoices('error', failureMessage(facts, Date.now()), act, person, log);
}

/** Says that another model answered than the pinned one, with the ways on. */
export function tellSwitch(
  notice: SwitchNotice,
  task: Task,
  again: (how: Again) => void,
  { assistant, person, log }: WindowParts,
): void {
  const act = async (way: SwitchWay): Promise<void> => {
    if (way === 'retryWithPinned') again({ insist: true });
    else if (way === 'pickNew') await pick(task, assistant);
    else if (way === 'neverSwitch') await assistant.neverSwitch();
    else await assistant.pin(notice.served, ownPin(task, assistant));
  };
  offerChoices('warning', switchMessage(notice, buttonPrice(assistant.priceOf(task))), act, person, log);
}

/** Shows a message, and does what is chosen whenever that is. */
function offerChoices<Act>(
  weight: 'warning' | 'error',
  { sentence, choices }: WindowMessage<Act>,
  act: (chosen: Act) => Promise<void>,
  person: Person,
  log: Log,
): void {
  const follow = async (): Promise<void> => {
    const label = await person.tell(weight, sentence, ...choices.map((choice) => choice.label));
    const chosen = choices.find((choice) => choice.label === label);
    if (chosen !== undefined) await act(chosen.act);
  };
  follow().catch((error: unknown) => log.warn('window: action failed', { message: String(error) }));
}

/** A pin of its own is meant by whatever is done about its answers. */
function ownPin(task: Task, { state }: Pick<Assistant, 'state'>): Task | undefined {
  return state.taskPins.has(task) ? task : undefined;
}

async function pick(task: Task, assistant: Pick<Assistant, 'state' | 'acknowledgeCost'>): Promise<void> {
  if (ownPin(task, assistant) === undefined) await runFailureAction('switchModel', assistant);
  else await vscode.commands.executeCommand(commands.switchModelForTask, task);
}
