import type { FailureAction } from '../core/errors';

/** The page takes everything it knows of the host from here. */
export type { FailureAction } from '../core/errors';

/**
 * The two unions that cross between the extension host and the page. On `ready` the host sends a whole `snapshot`;
 * afterwards small messages carry a turn id. The host owns all state but the scroll position.
 */
export type ToPage =
  | {
      readonly type: 'snapshot';
      readonly status: ChatStatus;
      readonly turns: readonly TurnView[];
      readonly draft: string;
      /** Of the conversation: changes with it, so that what was typed stays with the one it was typed in. */
      readonly conversation?: string;
      /** Questions asked in this workspace before, oldest first; for the arrow keys. */
      readonly recent?: readonly string[];
    }
  | { readonly type: 'status'; readonly status: ChatStatus }
  /** A new turn, or everything about a known one. */
  | { readonly type: 'turn'; readonly turn: TurnView }
  /** Appends to a turn. The host sends at most one for each frame. */
  | { readonly type: 'delta'; readonly turnId: string; readonly text: string; readonly reasoning: string }
  /** Puts text into the composer, e.g. a question that was not sent; overwrites what was typed since only if it `replaces`. */
  | { readonly type: 'draft'; readonly text: string; readonly replaces?: true }
  | { readonly type: 'focusComposer' }
  /** What was asked for with `suggest`; an answer to an earlier one is out of date. */
  | { readonly type: 'suggestions'; readonly request: number; readonly items: readonly SuggestionView[] }
  /** Variables of the editor's theme for code, e.g. `--code-keyword`; all that are not named fall back. */
  | { readonly type: 'theme'; readonly colours: Readonly<Record<string, string>> };

export type FromPage =
  | { readonly type: 'ready' }
  /** `instead`: id of the stand-in that `blocked` offered; the question goes to it and not to the pinned model. */
  | { readonly type: 'send'; readonly text: string; readonly instead?: string }
  | { readonly type: 'stop' }
  | { readonly type: 'newChat' }
  /** What is typed; `conversation`: below which one, as the snapshot called it. */
  | { readonly type: 'draft'; readonly text: string; readonly conversation?: string }
  | { readonly type: 'retry'; readonly turnId: string }
  /** Asks for the rest of the last answer, which ended before its end. */
  | { readonly type: 'continue'; readonly turnId: string }
  /** Agrees to the offer of a turn that failed. */
  | { readonly type: 'askInstead'; readonly turnId: string }
  | { readonly type: 'pin'; readonly model: string }
  | { readonly type: 'neverSwitch' }
  | { readonly type: 'dismissBanner' }
  | { readonly type: 'seenNews' }
  | { readonly type: 'action'; readonly action: PageAction }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'insert'; readonly text: string }
  /** Shows the code as a change of a file, to accept or not. */
  | { readonly type: 'applyCode'; readonly text: string; readonly language: string }
  | { readonly type: 'newFile'; readonly text: string; readonly language: string }
  /** Puts the lines into a terminal after the user agreed. */
  | { readonly type: 'runCode'; readonly text: string }
  | { readonly type: 'openLink'; readonly url: string }
  /** Asks the same question again of a model that the user then chooses. */
  | { readonly type: 'retryWith'; readonly turnId: string }
  /** Asks another question in the place of an earlier one, in a branch: the conversation as it is stays in the history. */
  | { readonly type: 'edit'; readonly turnId: string; readonly text: string }
  /** What is typed in the place of an earlier question and not sent yet; nothing: it was given up. */
  | { readonly type: 'editing'; readonly turnId: string; readonly text?: string }
  /** Goes on from here in another conversation. */
  | { readonly type: 'branch'; readonly turnId: string }
  /** Back to the conversation that this one branched off. */
  | { readonly type: 'openOrigin' }
  /** What could stand after `@`, `#` or `/`; `request` counts up. */
  | { readonly type: 'suggest'; readonly request: number; readonly trigger: Trigger; readonly query: string }
  /** A suggestion was taken; the host attaches what it stands for. */
  | { readonly type: 'choose'; readonly id: string }
  /** What was dropped from the editor's own lists: addresses of files and folders. */
  | { readonly type: 'drop'; readonly uris: readonly string[] }
  /** Pasted or dropped; `data` in base64. */
  | {
      readonly type: 'addPicture';
      readonly name: string;
      readonly mediaType: PictureType;
      readonly data: string;
      readonly width: number;
      readonly height: number;
    }
  /** A text file that was dropped from outside the editor. */
  | { readonly type: 'addText'; readonly name: string; readonly text: string }
  /** Opens the choice of files to send along. */
  | { readonly type: 'attach' }
  | { readonly type: 'detach'; readonly id: string }
  /** What the user decides about what a turn waits for; without a turn, about `consent` of the status. */
  | { readonly type: 'answerQuestion'; readonly turnId?: string; readonly answer: 'once' | 'workspace' | 'no' }
  /** Opens what a turn sent. */
  | { readonly type: 'showSent'; readonly turnId: string };

/** `reload`: read the catalogue and the quota again. */
export type PageAction =
  | Exclude<FailureAction, 'retry'>
  | 'showQuota'
  | 'reload'
  | 'browseModels'
  | 'openSettings'
  | 'renameChat';

export type Trigger = '@' | '#' | '/';

export type PictureType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';

/** A line of the list that opens while a mention or a command is typed. */
export interface SuggestionView {
  readonly id: string;
  readonly label: string;
  /** `src/core`, `12 problems`; may be empty. */
  readonly detail: string;
  readonly kind: 'file' | 'folder' | 'symbol' | 'problems' | 'terminal' | 'changes' | 'command';
  /** What stands in the text in the place of what was typed: `@app.ts`, `/fix`. */
  readonly text: string;
  /** Its turn comes only after more was typed, as with `@symbol`: the list stays open with this text. */
  readonly opens?: true;
}

export interface ChatStatus {
  /** `needsKey`: nothing can be sent. `offline`: the catalogue could not be read; `problem` says why. */
  readonly state: 'starting' | 'needsKey' | 'needsPin' | 'offline' | 'ready';
  readonly problem?: Notice;
  readonly busy: boolean;
  readonly pin?: ModelView;
  /** The best able free model, offered while nothing is pinned. */
  readonly proposal?: ModelView;
  readonly quota?: QuotaView;
  /** The switch banner at the top of the chat; stays until the pinned model answers or the user decides. */
  readonly banner?: SwitchView;
  readonly price?: PriceView;
  /** The requests of the day are used up: nothing is sent for now. */
  readonly blocked?: BlockedView;
  /** What is not as it should be but stops nothing. */
  readonly warnings?: readonly WarningView[];
  /** What is new in the catalogue: `2 new free models, 1 gone since yesterday.`. */
  readonly news?: string;
  /** What the next question would send. */
  readonly outgoing?: OutgoingView;
  readonly privacy?: PrivacyView;
  /** Before the first question to somebody who may keep or train; can be decided before anything is asked. */
  readonly consent?: QuestionView;
  /** `Open`, `No Training`: on the button that changes it; missing until it is known. */
  readonly level?: string;
  /** The pinned model takes pictures. */
  readonly seesPictures?: true;
  /** The conversation's name, once something was asked. */
  readonly title?: string;
  /** This conversation branched off another. */
  readonly origin?: { readonly title: string };
}

/** What goes with the next question, before it goes. */
export interface OutgoingView {
  /** `2 files · 340 lines · 12 KB · 3 secrets replaced`; empty when there is nothing but the question. */
  readonly line: string;
  readonly files: readonly AttachmentView[];
  /** `2 × GitHub token`; where each stands is in What Was Sent. */
  readonly replaced: readonly string[];
  /** Replacing is switched off, or placeholders of an earlier session are in the text. */
  readonly warning?: string;
  /** Against the window of the pinned model. */
  readonly tokens?: TokensView;
}

export interface TokensView {
  /** `about 1,240 of 262k tokens`; without a known window `about 1,240 tokens`. */
  readonly label: string;
  /** `over`: it does not fit even without earlier answers. `near`: earlier ones are left out, `note` says how many. */
  readonly level: 'normal' | 'near' | 'over';
  /** `12 earlier answers do not fit and stay out`. */
  readonly note?: string;
}

export interface AttachmentView {
  readonly id: string;
  readonly name: string;
  /** A picture, to be told apart from text. */
  readonly picture?: true;
  /** `lines 12–40 · 1.2 KB` */
  readonly detail: string;
  /** It does not go, and why. */
  readonly problem?: string;
}

export interface PrivacyView {
  /** `No Training`; empty at level `open`. */
  readonly level: string;
  readonly confidential: boolean;
}

/** Something to decide before anything is sent. */
export interface QuestionView {
  readonly sentence: string;
  /** Labels of the three answers; `workspace` is missing where it makes no sense. */
  readonly once: string;
  readonly workspace?: string;
  readonly no: string;
}

/** What asking takes, told before it is done. */
export interface PriceView {
  /** Of the next question: `1 request, up to 3 if the model is busy`. */
  readonly next: string;
  /** On a button that asks again: `1 request`; empty when it counts nowhere. */
  readonly again: string;
}

export interface BlockedView {
  /** Until when, and why. */
  readonly sentence: string;
  /** A model that can be asked all the same. */
  readonly standIn?: {
    readonly model: string;
    /** `Ask ollama/qwen3:8b · stays on this machine` */ readonly label: string;
  };
}

export interface WarningView {
  readonly about: 'settings' | 'pinEnds';
  readonly sentence: string;
}

export interface ModelView {
  readonly id: string;
  readonly shortName: string;
  /** E.g. `coding 39.6 · 1M context · tools · may train on prompts`. */
  readonly summary: string;
}

export interface QuotaView {
  /** E.g. `31 of 50 free requests left today`. */
  readonly label: string;
  readonly level: 'normal' | 'warning' | 'exhausted' | 'unknown';
}

export interface Notice {
  readonly sentence: string;
  readonly action?: FailureAction;
}

export interface SwitchView {
  readonly turnId: string;
  /** `Answered by gemma-4-31b, not nemotron-3-ultra: busy upstream.` */
  readonly headline: string;
  /** `Coding index 39.6 → 21.0`, `context 1M → 262k`… */
  readonly losses: readonly string[];
  readonly direction: 'lower' | 'higher' | 'equal' | 'unknown';
  readonly pinned: ModelView;
  readonly served: ModelView;
  /** What makes sense to do about it, most useful first. */
  readonly ways: readonly SwitchWay[];
}

/** `pickNew`: the pinned model is gone, so another pin is needed. */
export type SwitchWay = 'retryWithPinned' | 'pickNew' | 'pinServed' | 'neverSwitch';

export interface TurnView {
  readonly id: string;
  readonly question: string;
  readonly state: 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';
  readonly answer: string;
  readonly reasoning: string;
  /** What is going on before the first token: `Asking nemotron-3-ultra…`. */
  readonly progress?: string;
  /** Nothing is sent for now; instead of `progress`. */
  readonly waiting?: WaitingView;
  readonly served?: ServedView;
  readonly switched?: SwitchView;
  readonly failure?: Notice;
  /** The answer ended before its end, and can be asked to go on. */
  readonly cut?: true;
  /** Goes with `failure`: another model that could be asked. */
  readonly offer?: OfferView;
  /** What went along with the question, `src/app.ts, lines 12–40`, and what did not: `not sent: .env: …`. */
  readonly attachments?: readonly string[];
  /** How many placeholders stand in it whose values nobody has any more. */
  readonly lost?: number;
  /** What was sent can still be shown. */
  readonly sent?: true;
  /** Turns that did not fit into the window: how many, and the first that went along, if any did. */
  readonly leftOut?: { readonly count: number; readonly firstSent?: string; readonly sentence: string };
  /** What is being typed in the place of its question. */
  readonly edit?: string;
  /** Asked again later: its answer is no longer part of the conversation. */
  readonly superseded?: true;
  /** The user asked this model on purpose, and not the pinned one: `Asked gemma-4-31b by your choice.` */
  readonly chosen?: string;
}

export type WaitingView =
  /** `left`: milliseconds from the moment the host says it, because the page's machine may have another clock. */
  | { readonly why: 'minuteQuota' | 'retry'; readonly left: number }
  /** Until another answer has ended. */
  | { readonly why: 'queue' }
  /** Until the user decides. */
  | { readonly why: 'question'; readonly question: QuestionView };

export interface OfferView {
  /** `Ask gemma-4-31b instead?` */
  readonly headline: string;
  /** What is lost by it: `Coding index 39.6 → 21.0`… */
  readonly losses: readonly string[];
  /** `Ask gemma-4-31b · 1 request` */
  readonly label: string;
}

/** The provenance line under an answer. */
export interface ServedView {
  /** Id from the response. */
  readonly model: string;
  readonly shortName: string;
  /** E.g. `Nvidia`. */
  readonly provider?: string;
  /** E.g. `first token 1.2 s`, `412 + 61 tokens`, `2 requests`. */
  readonly details: readonly string[];
  /** All that is known, for who opens it: `Served by`, `nvidia/nemotron-3-ultra:free`. */
  readonly facts?: readonly { readonly label: string; readonly value: string }[];
}
