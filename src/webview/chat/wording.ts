import type { FailureAction, PageAction, PriceView, WaitingView } from '../../protocol/messages';

/** Where a key is made; the free tier needs no more than an account. */
export const keysUrl = 'https://openrouter.ai/keys';

export const actionLabels: Readonly<Record<PageAction, string>> = {
  signIn: 'Sign In with OpenRouter',
  enterKey: 'Enter API Key…',
  switchModel: 'Switch Pinned Model…',
  openPrivacySettings: 'Open Privacy Settings',
  setPrivacyLevel: 'Set Privacy Level…',
  openCredits: 'Open Credits',
  openLimits: 'Change Limits',
  openBudget: 'Change Budget',
  useLocal: 'Use a Local Model…',
  networkDiagnostics: 'Network Diagnostics',
  acknowledgeCost: 'Allow Sending Again',
  showQuota: 'Show Quota',
  reload: 'Try Again',
  browseModels: 'Browse Free Models',
  openSettings: 'Open Settings',
  renameChat: 'Rename…',
};

/** What is not about one question can not be asked again, but read again. */
export function toPageAction(action: FailureAction): PageAction {
  return action === 'retry' ? 'reload' : action;
}

/** Whoever presses one of these knows what it takes. */
export function priced(label: string, price: PriceView | undefined): string {
  const again = price?.again ?? '1 request';
  return again === '' ? label : `${label} · ${again}`;
}

/** @param left milliseconds; a queue and a question have no known end. */
export function waitingText(waiting: WaitingView, left: number): string {
  const seconds = Math.max(1, Math.ceil(left / 1000));
  switch (waiting.why) {
    case 'minuteQuota':
      return `Waiting ${seconds} s for the minute limit`;
    case 'retry':
      return `Busy; asking once more in ${seconds} s`;
    case 'question':
      return waiting.question.sentence;
    case 'queue':
    default:
      return 'Waiting for another answer to end';
  }
}

/** @param lost how many placeholders nobody can fill any more. */
export function lostText(lost: number): string {
  return lost === 1
    ? '1 value was replaced before sending and is not stored; it cannot be shown any more after a reload.'
    : `${lost} values were replaced before sending and are not stored; they cannot be shown any more after a reload.`;
}

/** Milliseconds, where there is a known end. */
export function leftOf(waiting: WaitingView): number {
  return 'left' in waiting ? waiting.left : 0;
}

/** Something to begin with; it goes into the box and not off. */
export const examples: readonly string[] = [
  'What is the difference between a promise and an observable?',
  'Write a regular expression for ISO dates and explain each part.',
  'How do I undo my last commit but keep the changes?',
];
