import * as vscode from 'vscode';
import { findModel, type Model } from '../../core/catalogue/model';
import type { Clock, Log } from '../../core/engine/ports';
import type { WindowAssistant } from '../askInWindow';
import type { Assistant } from '../assistant';
import type { Commanded } from '../commands';
import { readCompletionSettings, writeCompletionSetting } from '../configuration';
import { commands } from '../contributions';
import { type Person, personAtWindow } from '../person';
import { buttonPrice } from '../priceText';
import { isWorthAsking, whyNotAutomatic } from './automatic';
import { CompletionDesk } from './completionDesk';
import { showCompletionMenu } from './completionMenu';
import { CompletionRequests } from './completionRequests';
import { CompletionStatus } from './completionStatus';
import { type CompletionFacts, completionText, nothingText } from './completionText';
import { isStillAt, notHere, type Place, placeAt } from './places';
import { warnOfRivals } from './warnOfRivals';

export interface CompletionParts {
  readonly assistant: WindowAssistant & Pick<Assistant, 'onDidChange' | 'prepare'>;
  readonly log: Log;
  readonly clock: Clock;
  readonly person?: Person;
}

/** Completions as ghost text; nothing of it is there while it is switched off. */
export function createCompletion({ person = personAtWindow, ...parts }: CompletionParts): Completion {
  return new Completion({ ...parts, person });
}

class Completion implements Commanded, vscode.InlineCompletionItemProvider, vscode.Disposable {
  readonly commands: Commanded['commands'] = {
    [commands.complete]: () => this.#completeHere(),
    [commands.completionStatus]: () => this.#showMenu(),
  };
  readonly #parts: Required<CompletionParts>;
  readonly #requests: CompletionRequests;
  readonly #desk: CompletionDesk<Place>;
  readonly #subscriptions: vscode.Disposable[];
  /** While it is switched on. */
  #provider: vscode.Disposable | undefined;
  #status: CompletionStatus | undefined;
  /** Redraws when time alone changes what is shown. */
  #timer: NodeJS.Timeout | undefined;
  /** Asked for by the command: the editor calls for it next. */
  #wanted: Place | undefined;
  #toldRivals = false;
  #prepared = false;
  /** What the answers depend on. */
  #meant = '';

  constructor(parts: Required<CompletionParts>) {
    this.#parts = parts;
    this.#requests = new CompletionRequests({
      ...parts,
      model: () => this.#model(),
      again: () => void this.#completeHere(),
    });
    this.#desk = new CompletionDesk({
      clock: parts.clock,
      ask: (place, automatic, signal) => this.#requests.ask(place, automatic, signal),
      changed: () => this.#draw(),
    });
    this.#subscriptions = [
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('tollfree.completion')) this.#settingsChanged();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#settingsChanged()),
      parts.assistant.onDidChange(() => this.#changed()),
    ];
    this.#settingsChanged();
  }

  /** Called by the editor, with every key while typing. */
  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    { triggerKind, selectedCompletionInfo }: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const automatic =
      triggerKind === vscode.InlineCompletionTriggerKind.Automatic && !this.#isWanted(document, position);
    const problem = notHere(document);
    // What a list of suggestions has chosen is not known to the model.
    if (automatic && (problem !== undefined || selectedCompletionInfo !== undefined)) return [];
    const shares = automatic && !this.#mayByItself();
    const abort = new AbortController();
    const left = token.onCancellationRequested(() => {
      if (!this.#requests.isAsking) abort.abort();
    });
    if (token.isCancellationRequested) abort.abort();
    try {
      if (shares) {
        // The editor asks anew with each key; when nothing comes back, it drops what it shows or waits for.
        const text = await this.#desk.shared(placeAt(document, position), abort.signal);
        return text === undefined ? [] : [itemAt(position, text)];
      }
      const rule = problem ?? (await this.#requests.ruleAgainst(document));
      if (rule !== undefined) {
        if (!automatic && !abort.signal.aborted) this.#parts.person.mention(`Tollfree: ${rule}`);
        return [];
      }
      if (abort.signal.aborted || position.line >= document.lineCount) return [];
      const place = placeAt(document, position);
      if (automatic && !isWorthAsking(place)) return [];
      const text = await this.#complete(place, automatic, abort.signal);
      if (text === undefined) return [];
      // The editor has given it up while the person was asked; it calls again, and the answer is there by then.
      if (token.isCancellationRequested && !automatic && isStillAt(place)) this.#trigger();
      return [itemAt(position, text)];
    } finally {
      left.dispose();
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#switchOff();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #complete(place: Place, automatic: boolean, signal: AbortSignal): Promise<string | undefined> {
    const { text, failure, nothing } = await this.#desk.serve(place, automatic, signal);
    if (!automatic && nothing === true) this.#parts.person.mention(`Tollfree: ${nothingText(this.#requests.last)}`);
    if (!automatic && failure !== undefined && !signal.aborted) this.#requests.tell(failure);
    return text;
  }

  #mayByItself(): boolean {
    const { wanted, notAutomatic } = this.#facts();
    if (wanted && notAutomatic !== undefined) this.#prepare();
    return notAutomatic === undefined;
  }

  /** What the rules need is read once; it costs no request. */
  #prepare(): void {
    if (this.#prepared) return;
    this.#prepared = true;
    this.#unawaited(this.#parts.assistant.prepare());
  }

  /** The editor shows what comes back as ghost text. */
  async #completeHere(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const { person } = this.#parts;
    if (!readCompletionSettings().enabled) {
      const turnOn = 'Turn On Completion';
      if ((await person.tell('information', 'Completion is switched off.', turnOn)) !== turnOn) return;
      await writeCompletionSetting('enabled', true);
    }
    if (editor === undefined) {
      person.mention('Tollfree: open the file that is to be completed.');
      return;
    }
    const problem = notHere(editor.document);
    if (problem !== undefined) {
      person.mention(`Tollfree: ${problem}`);
      return;
    }
    this.#wanted = placeAt(editor.document, editor.selection.active);
    this.#trigger();
  }

  #trigger(): void {
    this.#unawaited(vscode.commands.executeCommand('editor.action.inlineSuggest.trigger'));
  }

  #isWanted(document: vscode.TextDocument, position: vscode.Position): boolean {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    return wanted?.document === document && wanted.version === document.version && wanted.position.isEqual(position);
  }

  #settingsChanged(): void {
    const { enabled, automatic } = readCompletionSettings();
    if (!enabled || !vscode.workspace.isTrusted) this.#switchOff();
    else if (this.#provider === undefined) {
      this.#status = new CompletionStatus();
      this.#provider = vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, this);
      this.#meant = this.#meaning();
    }
    this.#draw();
    if (this.#provider !== undefined && automatic) {
      if (!this.#toldRivals) this.#unawaited(warnOfRivals(this.#parts.person));
      this.#toldRivals = true;
    }
  }

  #switchOff(): void {
    this.#provider?.dispose();
    this.#status?.dispose();
    this.#provider = undefined;
    this.#status = undefined;
    this.#wanted = undefined;
  }

  /** With another model, account or level, what was refused before may be granted now. */
  #changed(): void {
    if (this.#provider === undefined) return;
    const meant = this.#meaning();
    if (meant !== this.#meant) {
      this.#meant = meant;
      this.#requests.forgetLast();
      this.#desk.startAnew();
    }
    if (this.#desk.pause?.failure.kind === 'declined') this.#unawaited(this.#askedNoMore());
    this.#draw();
  }

  #meaning(): string {
    const { assistant } = this.#parts;
    const { key, account, privacy, paid, spending, meter } = assistant.state;
    const budget = spending?.dailyBudget;
    const alarm = meter?.costAlarm !== undefined;
    return JSON.stringify([assistant.pinOf('complete'), key, account, privacy?.level, paid, budget, alarm]);
  }

  /** The user may have agreed elsewhere meanwhile. */
  async #askedNoMore(): Promise<void> {
    const model = this.#model();
    const privacy = await this.#parts.assistant.privacy();
    if (model !== undefined && privacy.questionFor(model) === undefined) this.#desk.resume();
  }

  #model(): Model | undefined {
    const { assistant } = this.#parts;
    const id = assistant.pinOf('complete');
    const { catalogue } = assistant.state;
    return id === undefined || catalogue === undefined ? undefined : findModel(catalogue, id);
  }

  #facts(): CompletionFacts {
    const { assistant } = this.#parts;
    const pin = assistant.pinOf('complete');
    const { automatic: wanted } = readCompletionSettings();
    const dayLimit = assistant.state.meter?.day.limit;
    return {
      pin,
      notAutomatic: whyNotAutomatic({ wanted, pin, model: this.#model(), dayLimit }),
      wanted,
      pause: this.#desk.pause,
      isRunning: this.#desk.isRunning,
      last: this.#requests.last,
      spent: this.#desk.spent,
      price: buttonPrice(assistant.priceOf('complete')),
    };
  }

  #draw(): void {
    clearTimeout(this.#timer);
    if (this.#status === undefined) return;
    const now = this.#parts.clock.now();
    const facts = this.#facts();
    this.#status.show(completionText(facts, now), facts.isRunning, facts.pause !== undefined);
    const { until } = facts.pause ?? {};
    if (until !== undefined) this.#timer = setTimeout(() => this.#draw(), Math.max(1000, until - now));
  }

  #showMenu(): Promise<void> {
    const { assistant, person, clock } = this.#parts;
    return showCompletionMenu({
      assistant,
      person,
      enabled: readCompletionSettings().enabled,
      facts: this.#facts(),
      now: clock.now(),
      resume: () => this.#desk.resume(),
      completeHere: () => this.#completeHere(),
    });
  }

  #unawaited(work: Thenable<unknown>): void {
    work.then(undefined, (error: unknown) => this.#parts.log.warn('completion', { message: String(error) }));
  }
}

function itemAt(position: vscode.Position, text: string): vscode.InlineCompletionItem {
  return new vscode.InlineCompletionItem(text, new vscode.Range(position, position));
}
