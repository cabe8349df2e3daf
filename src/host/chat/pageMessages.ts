import * as vscode from 'vscode';
import { unreachable } from '../../core/errors';
import type { FromPage, PageAction } from '../../protocol/messages';
import { commands } from '../contributions';
import { runFailureAction } from '../failureActions';
import type { Chat } from './chat';
import { insertAtCursor, openLink } from './pageRequests';

/** When these are over the keyboard is in the editor; who came from the chat goes on there. */
const LEADS_AWAY: ReadonlySet<PageAction> = new Set<PageAction>(['signIn', 'enterKey']);

/** Does what a page asks for; resolves when it is done. */
export async function handlePageMessage(chat: Chat, message: FromPage): Promise<void> {
  const { assistant, code } = chat.parts;
  const { attachments, mentions } = chat.composing;
  switch (message.type) {
    case 'ready':
      return chat.pageReady();
    case 'send':
      return chat.send(message.text, message.instead);
    case 'stop':
      return chat.stop();
    case 'newChat':
      return chat.newChat();
    case 'draft':
      return chat.type(message.text, message.conversation);
    case 'retry':
      return chat.retry(message.turnId);
    case 'retryWith':
      return chat.retryWith(message.turnId);
    case 'continue':
      return chat.continue(message.turnId);
    case 'edit':
      return chat.edit(message.turnId, message.text);
    case 'editing':
      return chat.screen.keepEdit(message.turnId, message.text);
    case 'branch':
      return chat.branch(message.turnId);
    case 'openOrigin': {
      const origin = chat.conversation.branchOf?.conversation;
      return origin === undefined ? undefined : chat.home.openConversation(origin, chat);
    }
    case 'askInstead':
      return chat.askInstead(message.turnId);
    case 'pin':
      return assistant.pin(message.model, chat.ownTask());
    case 'neverSwitch':
      return assistant.neverSwitch();
    case 'dismissBanner':
      return assistant.acknowledgeSwitch();
    case 'seenNews':
      return assistant.seenNews();
    case 'action':
      await act(chat, message.action);
      return LEADS_AWAY.has(message.action) ? chat.focus() : undefined;
    case 'copy':
      await vscode.env.clipboard.writeText(message.text);
      return chat.tellOfLost(message.text);
    case 'insert':
      await insertAtCursor(message.text);
      return chat.tellOfLost(message.text);
    case 'applyCode':
      await code.applyCode(message.text, message.language);
      return chat.tellOfLost(message.text);
    case 'newFile':
      await code.newFile(message.text, message.language);
      return chat.tellOfLost(message.text);
    case 'runCode':
      return code.runInTerminal(message.text);
    case 'openLink':
      return openLink(message.url);
    case 'attach':
      return attach(chat);
    case 'detach':
      return attachments.remove(message.id);
    case 'suggest': {
      const { request, trigger, query } = message;
      const items = await mentions.suggest(trigger, query);
      return chat.screen.post({ type: 'suggestions', request, items });
    }
    case 'choose':
      return mentions.choose(message.id);
    case 'drop':
      return attachments.drop(message.uris);
    case 'addPicture': {
      const { type: _type, ...picture } = message;
      return attachments.addPicture(picture);
    }
    case 'addText':
      return attachments.addText(message.name, message.text);
    case 'answerQuestion':
      return chat.decide(message);
    case 'showSent':
      return void vscode.commands.executeCommand(commands.showSent, message.turnId);
    default:
      return unreachable(message);
  }
}

async function act(chat: Chat, action: PageAction): Promise<void> {
  const { executeCommand } = vscode.commands;
  const { assistant } = chat.parts;
  const task = chat.ownTask();
  if (action === 'reload') await assistant.refresh();
  else if (action === 'showQuota') void executeCommand(commands.showQuota);
  else if (action === 'browseModels') void executeCommand(commands.browseModels);
  else if (action === 'openSettings') void executeCommand('workbench.action.openSettings', 'tollfree');
  else if (action === 'renameChat') await chat.home.act('rename', chat, '');
  else if (action === 'enterKey' && chat.needsKey()) await executeCommand(commands.enterApiKey);
  else if (action === 'switchModel' && task !== undefined) void executeCommand(commands.switchModelForTask, task);
  else await runFailureAction(action, assistant);
}

async function attach(chat: Chat): Promise<void> {
  const picked = await chat.composing.pick();
  await (picked.length === 0 ? chat.focus() : chat.attachAll(picked));
}
