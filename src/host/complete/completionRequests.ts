import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import type { Model } from '../../core/catalogue/model';
import { applyEvent, newTurn, type Turn } from '../../core/conversation/conversation';
import { hiddenIn } from '../../core/edits/text/hidden';
import type { Failure } from '../../core/errors';
import { completeMessages } from '../../core/tasks/complete';
import { readCompletion } from '../../core/tasks/readCompletion';
import { answerQuestion, tellFailure, tellSwitch, type WindowParts } from '../askInWindow';
import type { AskRequest } from '../assistant';
import { refOf } from '../chat/mentions/places';
import { completionTokens } from './automatic';
import type { Answered } from './completionDesk';
import type { CompletionFacts } from './completionText';
import { beginningOf, type Place, wholeAt } from './places';

export interface CompletionRequestParts extends WindowParts {
  /** The pinned model, as the catalogue has it. */
  readonly model: () => Model | undefined;
  /** Completes anew, where the person has decided something about it. */
  readonly again: () => void;
}

/** The requests of completion to a model, and what the person is asked and told about them. */
export class CompletionRequests {
  readonly #parts: CompletionRequestParts;
  /** Models whose stepping in was told already. */
  readonly #toldSwitches = new Set<string>();
  #last: CompletionFacts['last'];
  #isAsking = false;

  constructor(parts: CompletionRequestParts) {
    this.#parts = parts;
  }

  /** Who gave the last completion. */
  get last(): CompletionFacts['last'] {
    return this.#last;
  }

  /** A question stands in front of the editor, which gives up what it waits for. */
  get isAsking(): boolean {
    return this.#isAsking;
  }

  /** Another model answers now. */
  forgetLast(): void {
    this.#last = undefined;
  }

  /** One request to the model. Never fails. @param automatic nobody asked for it. */
  async ask(place: Place, automatic: boolean, signal: AbortSignal): Promise<Answered> {
    const { assistant, log, model } = this.#parts;
    const { document, version } = place;
    if (document.isClosed || document.version !== version) return { requests: 0 };
    const gap = wholeAt(place);
    const context = beginningOf(place, gap.before);
    const { languageId, uri } = document;
    let turn = newTurn(randomUUID(), '', Date.now());
    try {
      const request: AskRequest = {
        turnId: turn.id,
        task: 'complete',
        messages: completeMessages({ file: refOf(uri), languageId, ...gap, context }),
        maxOutputTokens: completionTokens(model()),
        effort: 'none',
        unattended: automatic,
      };
      for await (const event of assistant.ask(request, signal)) {
        turn = applyEvent(turn, event);
        if (event.type === 'waiting' && event.why === 'question') void this.#answer(event, turn.id);
      }
    } catch (error) {
      // Expected failures come as events, so this is a defect.
      const message = error instanceof Error ? error.message : String(error);
      log.warn('completion: turn failed', { message });
      return { failure: { kind: 'defect', message }, requests: turn.record?.requests ?? 0 };
    }
    const requests = turn.record?.requests ?? 0;
    if (turn.failure !== undefined) return { failure: turn.failure, requests };
    if (turn.state !== 'done') return { requests };
    const text = readCompletion(turn.answer, gap) ?? '';
    this.#noteAnswer(turn, text === '' && hiddenIn(turn.answer).length > 0);
    return { text, requests };
  }

  /** Says why there is no completion, with what can be done about it. */
  tell(failure: Failure): void {
    tellFailure({ ...newTurn('', '', 0), failure }, 'complete', this.#parts.again, this.#parts);
  }

  /**
   * Asked before anything of a file is read; the door asks again.
   * @returns why nothing of it may go, as a sentence; undefined: it may.
   */
  async ruleAgainst({ uri }: vscode.TextDocument): Promise<string | undefined> {
    try {
      const [verdict] = await (await this.#parts.assistant.privacy()).check([refOf(uri)]);
      if (verdict?.may === 'go') return undefined;
      return `nothing is completed in this file (${verdict?.rule ?? 'it could not be checked'}).`;
    } catch (error) {
      this.#parts.log.warn('completion: file not checked', { message: String(error) });
      return 'nothing is completed in this file (it could not be checked).';
    }
  }

  async #answer(
    { question }: { readonly question: Parameters<typeof answerQuestion>[0] },
    turnId: string,
  ): Promise<void> {
    this.#isAsking = true;
    try {
      await answerQuestion(question, turnId, this.#parts);
    } finally {
      this.#isAsking = false;
    }
  }

  /** Who answered; that it was another model than the pinned one is told once for each. */
  #noteAnswer({ source, switched }: Turn, hidden: boolean): void {
    const model = switched?.served ?? source?.model;
    this.#last = model === undefined ? undefined : { model, switched, hidden };
    if (switched === undefined || this.#toldSwitches.has(switched.served)) return;
    this.#toldSwitches.add(switched.served);
    tellSwitch(switched, 'complete', this.#parts.again, this.#parts);
  }
}
