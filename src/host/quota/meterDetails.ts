import * as vscode from 'vscode';
import { escapeMarkdown } from '../../core/markdown';
import { type MeterFacts, type MeterLine, meterLines } from '../../core/quota/meterLines';
import type { Assistant } from '../assistant';
import { commands } from '../contributions';

/** What the meter's details are about. */
export type Metered = Pick<Assistant, 'state' | 'policyOf' | 'keptOut'>;

/** What there is to know behind the meter, in words. */
export function meterLinesOf(assistant: Metered, now: number): readonly MeterLine[] {
  const { key, pin, meter, lastSwitch, failure, account, keyInfo, emptyAt, spending, ...state } = assistant.state;
  const facts: MeterFacts = {
    hasKey: key !== 'none',
    pin,
    meter,
    switched: lastSwitch?.notice,
    failure,
    account: key === 'environment' ? 'environment variable OPENROUTER_API_KEY' : account,
    keyInfo,
    emptyAt,
    paid: spending,
    news: state.news,
    pinEndsOn: state.pinEndsOn,
    settingsProblems: state.settingsProblems,
    privacy: privacyOf(assistant),
  };
  return meterLines(facts, now);
}

/** The same for the status bar, with what can be done. */
export function meterTooltip(assistant: Metered, now: number): vscode.MarkdownString {
  const lines = meterLinesOf(assistant, now);
  const markdown = new vscode.MarkdownString('**Tollfree**\n\n', true);
  const { showQuota, signIn, switchModel, setPrivacyLevel, openChat } = commands;
  markdown.isTrusted = { enabledCommands: [showQuota, signIn, switchModel, setPrivacyLevel, openChat] };
  markdown.appendMarkdown(lines.map(({ label, text }) => `- ${label}: ${escapeMarkdown(text)}`).join('\n'));
  const links = [
    `[Show Quota](command:${showQuota})`,
    ...(lines.some(({ about }) => about === 'key') ? [`[Sign In…](command:${signIn})`] : []),
    `[Switch Pinned Model…](command:${switchModel})`,
    `[Set Privacy Level…](command:${setPrivacyLevel})`,
    `[Open Chat](command:${openChat})`,
  ];
  return markdown.appendMarkdown(`\n\n${links.join(' | ')}`);
}

function privacyOf(assistant: Metered): MeterFacts['privacy'] {
  const { privacy, pinned } = assistant.state;
  if (privacy === undefined) return undefined;
  const { level, confidential } = privacy;
  if (pinned === undefined) return { level, confidential, policy: undefined, keptOut: false };
  const removed = assistant.keptOut(pinned);
  return { level, confidential, policy: removed ?? assistant.policyOf(pinned), keptOut: removed !== undefined };
}
