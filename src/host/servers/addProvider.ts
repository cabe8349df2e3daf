import * as vscode from 'vscode';
import { checkServer, presetOf, type ServerPreset, serverPresets } from '../../core/catalogue/servers';
import { plural } from '../../core/format';
import type { FoundServer, ServerSettings } from '../../core/service';
import type { Assistant } from '../assistant';
import { commands } from '../contributions';
import { messageText } from '../messageText';
import { freeServerName, movedTo, type ServerRow, serverRows, serverSentence, tokensIn } from './serverRows';

const remove: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('trash'), tooltip: 'Remove this server' };

interface ServerItem extends vscode.QuickPickItem {
  readonly row: ServerRow;
}

/** What is asked for step by step; given up at any step, nothing is changed. */
interface Draft {
  readonly preset: ServerPreset;
  readonly settings: ServerSettings;
  /** It is in the settings already, under this name. */
  readonly existing?: string;
  readonly key?: string;
}

/** Lists the other servers, and adds, changes or removes one. */
export async function addProvider(assistant: Assistant): Promise<void> {
  const chosen = await chooseServer(assistant);
  if (chosen === undefined) return;
  let draft: Draft | undefined = toDraft(chosen, assistant);
  while (draft !== undefined) {
    const asked: Draft | undefined = await askDetails(draft, namesOf(assistant));
    if (asked === undefined) return;
    draft = (await save(asked, assistant)) ? undefined : asked;
  }
}

type Chosen = Extract<ServerRow, { type: 'server' | 'new' }>;

/** Shows the list; looking for servers and removing one happen in it. */
function chooseServer(assistant: Assistant): Promise<Chosen | undefined> {
  const pick = vscode.window.createQuickPick<ServerItem>();
  pick.title = 'Add Provider';
  pick.placeholder = 'Models of another server, on this machine or elsewhere';
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const closed = new AbortController();
  let found: readonly FoundServer[] | undefined;
  const draw = (): void => {
    pick.items = serverRows(assistant.state.servers, serverPresets, found, Date.now()).map(toItem);
  };
  const look = async (): Promise<void> => {
    pick.busy = true;
    pick.placeholder = 'Looking for servers on this machine…';
    try {
      found = await assistant.findServers(closed.signal);
      if (!closed.signal.aborted) draw();
    } finally {
      pick.busy = false;
      pick.placeholder = 'Models of another server, on this machine or elsewhere';
    }
  };
  return new Promise((resolve) => {
    const subscriptions = vscode.Disposable.from(
      pick,
      pick.onDidTriggerItemButton(({ item: { row } }) => {
        if (row.type !== 'server') return;
        pick.hide();
        void removeServer(row.settings.name, assistant);
      }),
      pick.onDidAccept(() => {
        const row = pick.activeItems[0]?.row;
        if (row === undefined || row.type === 'heading') return;
        if (row.type === 'look' || row.type === 'nothing') {
          look().catch((error: unknown) => void vscode.window.showErrorMessage(`Looking failed: ${String(error)}`));
          return;
        }
        resolve(row);
        pick.hide();
      }),
      pick.onDidHide(() => {
        closed.abort();
        resolve(undefined);
        subscriptions.dispose();
      }),
    );
    draw();
    pick.show();
  });
}

const icons = {
  heading: '',
  look: '$(search) ',
  nothing: '$(info) ',
  server: '$(server) ',
  new: '$(add) ',
} as const;

function toItem(row: ServerRow): ServerItem {
  if (row.type === 'heading') return { label: row.label, kind: vscode.QuickPickItemKind.Separator, row };
  return {
    label: `${icons[row.type]}${row.label}`,
    ...(row.description === undefined ? {} : { description: row.description }),
    ...(row.detail === undefined ? {} : { detail: row.detail }),
    ...(row.type === 'server' ? { buttons: [remove] } : {}),
    row,
  };
}

async function removeServer(name: string, assistant: Assistant): Promise<void> {
  const yes = 'Remove';
  const detail =
    'Its address leaves the settings and its key, if it has one, this computer. The server is not touched.';
  const answer = await vscode.window.showWarningMessage(`Remove the server “${name}”?`, { modal: true, detail }, yes);
  if (answer === yes) await assistant.removeServer(name);
}

function toDraft(chosen: Chosen, assistant: Assistant): Draft {
  if (chosen.type === 'new') {
    const { preset, baseUrl } = chosen;
    const name = freeServerName(preset.name, namesOf(assistant));
    return { preset, settings: { name, kind: preset.kind, baseUrl } };
  }
  const { settings } = chosen;
  const { kind, name, baseUrl } = settings;
  const preset = presetOf(kind) ?? { kind, name, baseUrl, label: name, detail: '', needsKey: false };
  return { preset, settings, existing: name };
}

/** Asks for address, name, key and window, as far as this kind of server needs them. */
async function askDetails(draft: Draft, taken: readonly string[]): Promise<Draft | undefined> {
  const { preset, existing } = draft;
  let { settings } = draft;
  const title = existing === undefined ? `Add ${preset.label}` : `Change ${existing}`;
  const baseUrl = await ask({
    title,
    value: settings.baseUrl,
    placeHolder: 'https://models.example.org/v1',
    prompt: 'The address below which the server has its models.',
    validateInput: (text) => checkServer({ ...settings, baseUrl: text.trim() }),
  });
  if (baseUrl === undefined) return undefined;
  settings = movedTo(settings, baseUrl);
  // The name is a part of the models' ids, in pins and ladders too, so that an existing one stays.
  if (existing === undefined) {
    const name = await ask({
      title,
      value: settings.name,
      prompt: 'A short name. It stands in front of its models: @name/model.',
      validateInput: (text) => {
        const wanted = text.trim();
        if (taken.includes(wanted)) return `There is a server “${wanted}” already.`;
        return checkServer({ ...settings, name: wanted });
      },
    });
    if (name === undefined) return undefined;
    settings = { ...settings, name };
  }
  const key = await askKey(draft, title);
  if (key === undefined) return undefined;
  if (preset.kind === 'ollama') {
    const text = await askWindow(settings, title);
    if (text === undefined) return undefined;
    const { contextLength: _before, ...others } = settings;
    const contextLength = tokensIn(text);
    settings = contextLength === undefined ? others : { ...others, contextLength };
  }
  const { key: _typed, ...rest } = draft;
  return { ...rest, settings, ...(key === '' ? {} : { key }) };
}

/** An empty text means none, or for a server that is there already: the one it has. */
async function askKey({ preset, existing, key }: Draft, title: string): Promise<string | undefined> {
  // llama.cpp and LM Studio can be told to want one; Ollama knows none.
  const optional = preset.kind !== 'ollama';
  if (!preset.needsKey && !optional) return '';
  const must = preset.needsKey && existing === undefined;
  return ask({
    title,
    password: true,
    value: key ?? '',
    prompt: must
      ? 'The key of this server. It goes to the secret storage, not to the settings.'
      : existing === undefined
        ? 'The key of this server; leave it empty when it needs none.'
        : 'Another key for this server; leave it empty to keep the one it has.',
    validateInput: (text) => {
      if (text.trim() === '') return must ? 'This server needs a key.' : undefined;
      // It goes into an HTTP header, where nothing else is allowed.
      return /^[\x21-\x7e]+$/.test(text.trim())
        ? undefined
        : 'A key has no spaces and only plain letters, digits and signs.';
    },
  });
}

async function askWindow(settings: ServerSettings, title: string): Promise<string | undefined> {
  return ask({
    title,
    value: settings.contextLength === undefined ? '' : String(settings.contextLength),
    placeHolder: 'such as 32768',
    prompt:
      'The most tokens one request may hold; empty: up to 16384. More needs more memory there. What is longer is refused, never cut.',
    validateInput: (text) =>
      text.trim() === '' || tokensIn(text) !== undefined ? undefined : 'A number of tokens, such as 32768 or 32k.',
  });
}

async function ask(options: vscode.InputBoxOptions): Promise<string | undefined> {
  return (await vscode.window.showInputBox({ ...options, ignoreFocusOut: true }))?.trim();
}

/** Reads the server's models and keeps it if that works. @returns whether there is nothing more to change. */
async function save({ settings, key }: Draft, assistant: Assistant): Promise<boolean> {
  const { name } = settings;
  const options = { location: vscode.ProgressLocation.Notification, title: `Reading the models of “${name}”` };
  const read = await vscode.window.withProgress(options, () => assistant.addServer(settings, key));
  if (read.ok) {
    tellAdded(name, read.value.length);
    return true;
  }
  const change = 'Change…';
  const sentence = `${serverSentence(read.failure, name, Date.now())} Nothing was saved.`;
  return (await vscode.window.showErrorMessage(messageText(sentence), change)) !== change;
}

function tellAdded(name: string, models: number): void {
  if (models === 0) {
    void vscode.window.showInformationMessage(`“${name}” is set up, but it has no models yet. Load one there.`);
    return;
  }
  const choose = 'Switch Pinned Model…';
  // Not waited for: a notification may stay for as long as the user likes.
  void vscode.window
    .showInformationMessage(`“${name}” is set up: ${plural(models, 'model')}.`, choose)
    .then((chosen) => {
      if (chosen === choose) void vscode.commands.executeCommand(commands.switchModel);
    });
}

function namesOf({ state }: Assistant): readonly string[] {
  return state.servers.map(({ settings }) => settings.name);
}
