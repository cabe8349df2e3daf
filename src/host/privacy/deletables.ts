import type * as vscode from 'vscode';
import type { Assistant } from '../assistant';
import type { Keys } from '../keys';
import type { CatalogueCache } from '../models/catalogueKeeper';
import type { Deletable } from './deletable';
import { type Emptied, withMovedAside } from './movedAside';

/** Where the user's data is. */
export interface StoredData {
  readonly keys: Pick<Keys, 'count' | 'forgetAll'>;
  /** The path of the folder that our files are in. */
  readonly folder: string;
  readonly ledger: () => Promise<Emptied>;
  readonly conversations: () => Promise<Emptied>;
  readonly catalogue: CatalogueCache;
  readonly mementos: readonly vscode.Memento[];
}

/** What privacy remembers begins with this, in both mementos. */
const PRIVACY = 'privacy.';
/** How often everything was forgotten; says nothing about the user. */
const COUNTER = 'privacy.forgotten';

/** Everything Tollfree keeps on this machine, by kind. */
export function deletables(
  { keys, folder, catalogue, mementos, ...stored }: StoredData,
  assistant: Pick<Assistant, 'privacy' | 'refresh'>,
  forgetChat: () => void,
): readonly Deletable[] {
  const ledger = withMovedAside(folder, 'ledger.sqlite', stored.ledger);
  const conversations = withMovedAside(folder, 'conversations.sqlite', stored.conversations);
  return [
    {
      label: 'API keys',
      detail: 'Of all accounts and servers; not a key in OPENROUTER_API_KEY',
      count: async () => keys.count(),
      delete: async () => keys.forgetAll(),
    },
    {
      label: 'Conversations',
      detail: 'Chats and drafts of all workspaces; other open windows keep theirs',
      count: async () => (await conversations()).count(),
      async delete() {
        forgetChat();
        await (await conversations()).deleteAll();
      },
    },
    {
      label: 'Request records',
      detail: 'Models, times, tokens, picked winners; the meter then shows the service’s count',
      count: async () => (await ledger()).count(),
      async delete() {
        await (await ledger()).deleteAll();
        await assistant.refresh();
      },
    },
    {
      label: 'Catalogue',
      detail: 'The list of models as last read; it is read again when needed',
      count: async () => catalogue.count(),
      delete: async () => catalogue.forget(),
    },
    {
      label: 'Privacy choices and what was sent',
      detail: 'Consents, levels, learned policies, placeholders, recent requests',
      async count() {
        const { sent, scrubber } = await assistant.privacy();
        const kept = mementos.flatMap((memento) =>
          memento.keys().filter((key) => key.startsWith(PRIVACY) && key !== COUNTER && memento.get(key) !== undefined),
        );
        return sent.length + scrubber.known + kept.length;
      },
      delete: async () => (await assistant.privacy()).forget(),
    },
  ];
}
