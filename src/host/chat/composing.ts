import * as vscode from 'vscode';
import { findModel, type Model } from '../../core/catalogue/model';
import { shortName } from '../../core/catalogue/names';
import type { Attachment } from '../../core/conversation/message';
import { asSeenBy } from '../../core/engine/pictures';
import { chatPrompt } from '../../core/tasks/chat';
import { taskOf } from '../../core/tasks/slash';
import type { OutgoingView, ToPage } from '../../protocol/messages';
import type { Assistant } from '../assistant';
import { coalesced } from '../coalesce';
import { messageText } from '../messageText';
import type { PrivacyDesk } from '../privacy/privacyDesk';
import { pickAttachments } from './attachPick';
import { type Attached, Attachments, type Place } from './attachments';
import { Mentions } from './mentions/mentions';
import { type NextQuestion, Outgoing } from './outgoing';
import type { Transcript } from './transcript';

/** How long after a change of the text its price is worked out again. */
const PRICE_AFTER = 500;

export interface ComposingParts {
  readonly assistant: Assistant;
  readonly desk: () => Promise<PrivacyDesk>;
  /** Where the next question will stand. */
  readonly transcript: () => Transcript;
  /** What the page shows of the next question is another. */
  readonly changed: () => void;
  readonly post: (message: ToPage) => void;
  readonly failed: (what: string, error: unknown) => void;
}

/** The next question before it is asked: what goes along with it, and what that takes. */
export class Composing implements vscode.Disposable {
  readonly attachments: Attachments;
  readonly mentions: Mentions;
  private readonly parts: ComposingParts;
  private readonly looked: Outgoing;
  private readonly price: ReturnType<typeof coalesced>;
  private disposed = false;

  constructor(parts: ComposingParts) {
    this.parts = parts;
    const { desk, changed, failed } = parts;
    this.price = coalesced(changed, PRICE_AFTER);
    const check: PrivacyDesk['check'] = async (files) => (await desk()).check(files);
    this.attachments = new Attachments({
      changed: () => this.lookAhead(),
      check,
      blindModel: () => this.blindModel(),
      refused: (sentence) => void vscode.window.showWarningMessage(messageText(sentence)),
    });
    this.mentions = new Mentions({ attachments: this.attachments, check });
    this.looked = new Outgoing({
      read: () => this.attachments.read(),
      next: (attachments) => this.next(attachments),
      desk,
      changed,
      failed: (error) => failed('preview', error),
    });
  }

  get outgoing(): OutgoingView | undefined {
    return this.looked.view;
  }

  /** What the next question would send, in tokens. */
  promptTokens(): number {
    return this.next(this.looked.files).tokens;
  }

  /** The text is another. */
  typed(): void {
    // Only where it costs money does the price depend on the text.
    const { assistant, transcript } = this.parts;
    if (assistant.priceOf(taskOf(transcript().draft)).usd !== undefined) this.price.later();
    this.lookAhead();
  }

  /** Works out what the next question would send. */
  lookAhead(): void {
    if (!this.disposed) this.looked.refresh();
  }

  async pick(): Promise<readonly Place[]> {
    const desk = await this.parts.desk();
    return pickAttachments((files) => desk.check(files));
  }

  attach(places: readonly Place[]): void {
    this.attachments.addOrRefuse(...places);
  }

  putBack(attached: readonly Attached[]): void {
    this.attachments.putBack(attached);
  }

  dispose(): void {
    this.disposed = true;
    this.price.dispose();
    this.attachments.dispose();
    this.mentions.dispose();
  }

  private next(attachments: readonly Attachment[]): NextQuestion {
    const { conversation, draft } = this.parts.transcript();
    const model = this.pinned(draft);
    const prompt = chatPrompt(conversation, '', { question: draft, attachments }, model);
    const { messages, earlier, leftOut, tokens } = prompt;
    const seen = model === undefined ? messages : asSeenBy(model, messages);
    return { messages: seen, tokens, earlier, leftOut: leftOut?.count ?? 0, model };
  }

  private blindModel(): string | undefined {
    const model = this.pinned(this.parts.transcript().draft);
    return model === undefined || model.capabilities.images ? undefined : shortName(model.id);
  }

  private pinned(draft: string): Model | undefined {
    const { assistant } = this.parts;
    const id = assistant.pinOf(taskOf(draft));
    const { catalogue } = assistant.state;
    return id === undefined || catalogue === undefined ? undefined : findModel(catalogue, id);
  }
}
