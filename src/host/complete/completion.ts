import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { findModel, type Model } from '../../core/catalogue/model';
import { shortName } from '../../core/catalogue/names';
import { applyEvent, newTurn, type Turn } from '../../core/conversation/conversation';
import type { Clock, Log } from '../../core/engine/ports';
import { hiddenIn } from '../../core/edits/hidden';
import { describeFailure, type Failure } from '../../core/errors';
import { completeMessages } from '../../core/tasks/complete';
import { readCompletion } from '../../core/tasks/readCompletion';
import { answerQuestion, tellFailure, tellSwitch, type WindowAssistant, type WindowParts } from '../askInWindow';
import type { Assistant, AskRequest } from '../assistant';
import { refOf } from '../chat/mentions/places';
import type { Commanded } from '../commands';
import { readCompletionSettings, writeCompletionSetting } from '../configuration';
import { commands, settings } from '../contributions';
import { withinTime } from '../context/withinTime';
import { failureActionLabels, runFailureAction } from '../failureActions';
import { type Person, personAtWindow } from '../person';
import { buttonPrice, priceText, withPrice } from '../priceText';
import { completionTokens, isWorthAsking, whyNotAutomatic } from './automatic';
import { type Answered, CompletionDesk } from './completionDesk';
import { CompletionStatus } from './completionStatus';
import { type CompletionFacts, completionText, nothingText } from './completionText';
import { beginningOf, isStillAt, notHere, type Place, placeAt, wholeAt } from './places';
import { activeRivals, rivalSentence } from './rivals';

/** How long the editor may take to say who is signed in, in milliseconds. */
const PATIENCE = 2000;

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
    [commands.completionStatus]: () => this.#showStatus(),
  };
  readonly #parts: Required<CompletionParts>;
  readonly #window: WindowParts;
  readonly #desk: CompletionDesk<Place>;
  readonly #subscriptions: vscode.Disposable[];
  /** While it is switched on. */
  #provider: vscode.Disposable | undefined;
  #status: CompletionStatus | undefined;
  /** Redraws when time alone changes what is shown. */
  #timer: NodeJS.Timeout | undefined;
  /** Asked for by the command: the editor calls for it next. */
  #wanted: Place | undefined;
  /** A question stands in front of the editor, which gives up what it waits for. */
  #asking = false;
  #last: CompletionFacts['last'];
  /** Models whose stepping in was told already. */
  readonly #toldSwitches = new Set<string>();
  #toldRivals = false;
  #prepared = false;
  /** What the answers depend on. */
  #meant = '';

  constructor(parts: Required<CompletionParts>) {
    this.#parts = parts;
    this.#window = parts;
    this.#desk = new CompletionDesk({
      clock: parts.clock,
      ask: (place, automatic, signal) => this.#ask(place, automatic, signal),
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
      if (!this.#asking) abort.abort();
    });
    if (token.isCancellationRequested) abort.abort();
    try {
      if (shares) {
        // The editor asks anew with each key; when nothing comes back, it drops what it shows or waits for.
        const text = await this.#desk.shared(placeAt(document, position), abort.signal);
        return text === undefined ? [] : [itemAt(position, text)];
      }
      const rule = problem ?? (await this.#ruleAgainst(document));
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
    if (!automatic && nothing === true) this.#parts.person.mention(`Tollfree: ${nothingText(this.#last)}`);
    if (!automatic && failure !== undefined && !signal.aborted) this.#tell(failure);
    return text;
  }

  #tell(failure: Failure): void {
    const turn = { ...newTurn('', '', 0), failure };
    tellFailure(turn, 'complete', () => void this.#completeHere(), this.#window);
  }

  /** One request to the model. Never fails. */
  async #ask(place: Place, automatic: boolean, signal: AbortSignal): Promise<Answered> {
    const { assistant, log } = this.#parts;
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
        maxOutputTokens: completionTokens(this.#model()),
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

  async #answer(
    { question }: { readonly question: Parameters<typeof answerQuestion>[0] },
    turnId: string,
  ): Promise<void> {
    this.#asking = true;
    try {
      await answerQuestion(question, turnId, this.#window);
    } finally {
      this.#asking = false;
    }
  }

  /** Who answered; that it was another model than the pinned one is told once for each. */
  #noteAnswer({ source, switched }: Turn, hidden: boolean): void {
    const model = switched?.served ?? source?.model;
    this.#last = model === undefined ? undefined : { model, switched, hidden };
    if (switched === undefined || this.#toldSwitches.has(switched.served)) return;
    this.#toldSwitches.add(switched.served);
    tellSwitch(switched, 'complete', () => void this.#completeHere(), this.#window);
  }

  /** Asked before anything of the file is read; the door asks again. */
  async #ruleAgainst({ uri }: vscode.TextDocument): Promise<string | undefined> {
    try {
      const [verdict] = await (await this.#parts.assistant.privacy()).check([refOf(uri)]);
      if (verdict?.may === 'go') return undefined;
      return `nothing is completed in this file (${verdict?.rule ?? 'it could not be checked'}).`;
    } catch (error) {
      this.#parts.log.warn('completion: file not checked', { message: String(error) });
      return 'nothing is completed in this file (it could not be checked).';
    }
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
    if (this.#provider !== undefined && automatic) this.#unawaited(this.#warnOfRivals());
  }

  #switchOff(): void {
    this.#provider?.dispose();
    this.#status?.dispose();
    this.#provider = undefined;
    this.#status = undefined;
    this.#wanted = undefined;
  }

  /** Both would answer the same key. */
  async #warnOfRivals(): Promise<void> {
    if (this.#toldRivals) return;
    this.#toldRivals = true;
    const accounts = await withinTime(vscode.authentication.getAccounts('github'), PATIENCE);
    const found = activeRivals({
      isActive: (id) => vscode.extensions.getExtension(id)?.isActive === true,
      copilotEnable: vscode.workspace.getConfiguration().get('github.copilot.enable'),
      hasGitHub: (accounts ?? []).length > 0,
    });
    const [first] = found;
    if (first === undefined) return;
    const onDemand = 'Complete Only on Demand';
    const theirs = `Settings of ${first.name}`;
    const chosen = await this.#parts.person.tell('warning', rivalSentence(found), onDemand, theirs, 'Keep Both');
    if (chosen === onDemand) await writeCompletionSetting('automatic', false);
    else if (chosen === theirs) {
      await vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${first.id}`);
    }
  }

  /** With another model, account or level, what was refused before may be granted now. */
  #changed(): void {
    if (this.#provider === undefined) return;
    const meant = this.#meaning();
    if (meant !== this.#meant) {
      this.#meant = meant;
      this.#last = undefined;
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
      last: this.#last,
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

  async #showStatus(): Promise<void> {
    const { assistant, person, clock } = this.#parts;
    const { enabled } = readCompletionSettings();
    const facts = this.#facts();
    const { text, detail } = completionText(facts, clock.now());
    const price = priceText(assistant.priceOf('complete'), () => 0);
    const { pin, pause, wanted } = facts;
    const action = pause === undefined ? undefined : describeFailure(pause.failure, pin, clock.now()).action;
    const items: readonly (vscode.QuickPickItem & { readonly run: () => unknown })[] = [
      ...(pause === undefined ? [] : [{ label: '$(debug-continue) Resume', run: () => this.#desk.resume() }]),
      ...(action === undefined || action === 'retry' || action === 'switchModel'
        ? []
        : [{ label: `$(arrow-right) ${failureActionLabels[action]}`, run: () => runFailureAction(action, assistant) }]),
      ...(enabled
        ? [
            {
              label: withPrice('$(sparkle) Complete Here', facts.price),
              detail: price,
              run: () => this.#completeHere(),
            },
          ]
        : []),
      {
        label: '$(tasklist) Choose a Model for Completion…',
        description: pin === undefined ? 'no model is pinned yet' : shortName(pin),
        run: () => vscode.commands.executeCommand(commands.switchModelForTask, 'complete'),
      },
      ...(enabled
        ? [
            {
              label: wanted ? '$(circle-slash) Complete Only on Demand' : '$(zap) Complete While You Type',
              run: () => writeCompletionSetting('automatic', !wanted),
            },
          ]
        : []),
      {
        label: enabled ? '$(close) Turn Off Completion' : '$(check) Turn On Completion',
        run: () => writeCompletionSetting('enabled', !enabled),
      },
      {
        label: '$(gear) Settings',
        run: () => {
          const ids = [settings.completionEnabled, settings.completionAutomatic, settings.reserve].join(',');
          return vscode.commands.executeCommand('workbench.action.openSettings', `@id:${ids}`);
        },
      },
    ];
    const chosen = await person.pick(enabled ? text : 'Completion: off', 'What would you like to do?', items, detail);
    await items.find((item) => item === chosen)?.run();
  }

  #unawaited(work: Thenable<unknown>): void {
    work.then(undefined, (error: unknown) => this.#parts.log.warn('completion', { message: String(error) }));
  }
}

function itemAt(position: vscode.Position, text: string): vscode.InlineCompletionItem {
  return new vscode.InlineCompletionItem(text, new vscode.Range(position, position));
}
