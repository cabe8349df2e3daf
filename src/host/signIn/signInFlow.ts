import * as vscode from 'vscode';
import { describeFailure, type Failure } from '../../core/errors';
import type { AccountEntry, Assistant } from '../assistant';
import { commands } from '../contributions';
import { messageText } from '../messageText';
import { nameOfNewAccount } from './accounts';
import { SignInAttempt, type SigningInService } from './attempt';
import { waitForBrowser } from './callbackServer';
import { type OpenInput, showCheckedInput } from './checkedInput';
import { codeIn, isSpent, signInSentence } from './code';

/** What a link in the notification of a sign-in asks for. */
export type SignInLink = 'pasteCode' | 'copyAddress';

/** A sign-in that is under way. Disposing gives it up. */
export interface SigningIn extends vscode.Disposable {
  /** Whether a key was stored. */
  readonly stored: Promise<boolean>;
  follow(link: SignInLink): void;
}

/** How long the browser may take, in milliseconds. A code lives for ten minutes (OpenRouter API reference 16). */
const PATIENCE = 5 * 60_000;

interface SignInItem extends vscode.QuickPickItem {
  readonly how?: 'browser' | 'code';
  readonly command?: string;
}

/**
 * Lets the user choose how to sign in, and begins. Undefined: given up, or left to another command.
 * @param how chosen already, by a button that says so.
 */
export async function beginSignIn(assistant: Assistant, how?: 'browser'): Promise<SigningIn | undefined> {
  const chosen = how === undefined ? await chooseWay(assistant) : { how };
  if (chosen?.command !== undefined) await vscode.commands.executeCommand(chosen.command);
  if (chosen?.how === undefined) return undefined;
  const named = await nameOfNewAccount(assistant);
  if (named === undefined) return undefined;
  return chosen.how === 'browser' ? signInByBrowser(assistant, named.name) : signInByCode(assistant, named.name);
}

async function chooseWay(assistant: Assistant): Promise<Pick<SignInItem, 'how' | 'command'> | undefined> {
  const entries = await assistant.accounts();
  const inUse = entries.find((entry) => entry.inUse);
  return vscode.window.showQuickPick(signInItems(entries), {
    title: 'Sign In',
    placeHolder: inUse === undefined ? 'How to get models to ask' : `“${inUse.name}” is in use`,
  });
}

function signInItems(entries: readonly AccountEntry[]): readonly SignInItem[] {
  const heading = (label: string): SignInItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const ways: readonly SignInItem[] = [
    { label: '$(globe) Sign In with OpenRouter', description: 'opens the browser', how: 'browser' },
    {
      label: '$(clippy) Paste a Code Instead',
      description: 'for when the browser cannot come back',
      how: 'code',
    },
    { label: '$(key) Enter API Key…', command: commands.enterApiKey },
    { label: '$(server) Use a Local Model…', command: commands.addProvider },
  ];
  if (entries.length === 0) return ways;
  const change: SignInItem = { label: '$(account) Switch Account…', command: commands.switchAccount };
  // The environment's key is not ours to remove.
  const leave: SignInItem = { label: '$(sign-out) Sign Out', command: commands.signOut };
  // What Enter takes first must not be to leave.
  return [
    heading('Add another account'),
    ...ways,
    heading('Signed in'),
    ...(entries.length > 1 ? [change] : []),
    ...(entries.some(({ from }) => from === 'stored') ? [leave] : []),
  ];
}

/**
 * Signs in through the browser, which brings the code back to this machine; the notification that waits for it also
 * takes the code by hand.
 * @param name what the key is stored under.
 */
export function signInByBrowser(
  assistant: SigningInService,
  name: string | undefined,
  open: (address: string) => unknown = openInBrowser,
): SigningIn {
  const ended = new AbortController();
  const pasted = new AbortController();
  let attempt = new SignInAttempt(assistant, name);
  let address = '';
  let input: OpenInput | undefined;

  const paste = async (): Promise<void> => {
    input?.dispose();
    const opened = askForCode(attempt, address, ended.signal);
    input = opened;
    if (await opened.accepted) pasted.abort();
  };
  const run = async (): Promise<boolean> => {
    attempt = new SignInAttempt(assistant, name);
    const visit = new AbortController();
    const tooLong = AbortSignal.timeout(PATIENCE);
    const signal = AbortSignal.any([ended.signal, pasted.signal, visit.signal, tooLong]);
    const come = await inNotification('waiting for the browser', ended, async (report) => {
      const server = await waitForBrowser(signal);
      const page = attempt.address(await reachable(server.address));
      if (!page.ok) return page.failure;
      address = page.value;
      report(
        `finish it in the browser. ${linkTo('Paste Code…', 'pasteCode')} ${linkTo('Copy Address', 'copyAddress')}`,
      );
      open(address);
      return server.end;
    }).finally(() => visit.abort());
    if ('kind' in come) {
      tell(come);
      return false;
    }
    if (come.how === 'code') {
      input?.dispose();
      return redeem(come.code);
    }
    if (pasted.signal.aborted) return true;
    input?.dispose();
    if (come.how === 'gaveUp' && !tooLong.aborted) return false;
    return retry(come.how === 'nothing' ? 'The browser came back without a code.' : 'The browser did not come back.');
  };
  const redeem = async (code: string): Promise<boolean> => {
    const failure = await inNotification('checking the code', ended, () => attempt.redeem(code, ended.signal));
    if (failure === undefined) return true;
    if (ended.signal.aborted) return false;
    if (isSpent(failure)) return retry(signInSentence(failure, Date.now()));
    return (await offersAgain(signInSentence(failure, Date.now()))) && !ended.signal.aborted ? redeem(code) : false;
  };
  const retry = async (sentence: string): Promise<boolean> =>
    (await offersAgain(`${sentence} Nothing was stored.`)) && !ended.signal.aborted ? run() : false;

  return {
    stored: run().catch((error: unknown) => {
      void vscode.window.showErrorMessage(`The sign-in did not work: ${String(error)}`);
      return false;
    }),
    follow: (link) => {
      if (address === '' || ended.signal.aborted) return;
      if (link === 'pasteCode') void paste();
      else void vscode.env.clipboard.writeText(address);
    },
    dispose: () => {
      ended.abort();
      input?.dispose();
    },
  };
}

/** Signs in with a code that the page shows and the user pastes; needs no way back from the browser. */
function signInByCode(assistant: SigningInService, name: string | undefined): SigningIn {
  const attempt = new SignInAttempt(assistant, name);
  const page = attempt.address();
  if (!page.ok) {
    tell(page.failure);
    return { stored: Promise.resolve(false), follow: () => {}, dispose: () => {} };
  }
  const ended = new AbortController();
  const input = askForCode(attempt, page.value, ended.signal);
  openInBrowser(page.value);
  return {
    stored: input.accepted,
    follow: () => {},
    dispose: () => {
      ended.abort();
      input.dispose();
    },
  };
}

function askForCode(attempt: SignInAttempt, address: string, signal: AbortSignal): OpenInput {
  return showCheckedInput({
    title: 'Paste the Code from OpenRouter',
    prompt: 'The code that the page shows, or the whole address the browser could not open.',
    checking: 'Checking the code with OpenRouter…',
    placeholder: 'Code',
    button: { iconPath: new vscode.ThemeIcon('link-external'), tooltip: 'Open Sign-In Page Again' },
    onButton: () => openInBrowser(address),
    problemOf: (text) => (codeIn(text) === undefined ? 'There is no code in this.' : undefined),
    check: async (text) => {
      const failure = await attempt.redeem(codeIn(text) ?? '', signal);
      return failure === undefined ? undefined : signInSentence(failure, Date.now());
    },
  });
}

/** Runs a step behind a notification with a Cancel button. */
async function inNotification<T>(
  message: string,
  ended: AbortController,
  step: (report: (message: string) => void) => Promise<T>,
): Promise<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: 'Signing in with OpenRouter',
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    token.onCancellationRequested(() => ended.abort());
    progress.report({ message });
    return step((next) => progress.report({ message: next }));
  });
}

/** A link inside a notification; the command is the one that has begun this sign-in, and knows it. */
function linkTo(label: string, link: SignInLink): string {
  return `[${label}](command:${commands.signIn}?${encodeURIComponent(JSON.stringify([link]))})`;
}

/** An address of this machine as the browser can reach it, which may run on another (a remote window). */
async function reachable(address: string): Promise<string> {
  try {
    return (await vscode.env.asExternalUri(vscode.Uri.parse(address))).toString(true);
  } catch {
    // The editor knows no way; the browser may still be on this machine, and else the code can be pasted.
    return address;
  }
}

function openInBrowser(address: string): void {
  void vscode.env.openExternal(vscode.Uri.parse(address));
}

async function offersAgain(sentence: string): Promise<boolean> {
  const again = 'Try Again';
  return (await vscode.window.showErrorMessage(messageText(sentence), again)) === again;
}

function tell(failure: Failure): void {
  void vscode.window.showErrorMessage(messageText(describeFailure(failure, undefined, Date.now()).sentence));
}
