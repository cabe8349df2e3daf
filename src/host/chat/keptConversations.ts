import { isDeepStrictEqual } from 'node:util';
import type { Conversation, Turn } from '../../core/conversation/conversation';
import type {
  ChangedTurn,
  ConversationMeta,
  ConversationSummary,
  Conversations,
  KeptConversation,
  Lease,
  PlacedTurn,
} from '../../core/conversation/kept';
import { createSealer } from '../../core/conversation/sealed';
import { titleOf } from '../../core/conversation/title';
import type { Clock, Log } from '../../core/engine/ports';
import type { PrivacyKeeping } from '../privacy/privacyDesk';

/** A window that stops renewing is taken to be gone after so many milliseconds. */
const LEASE = 15_000;
const RENEW_EVERY = 5_000;
/** More than anybody scrolls through; who looks for an older one types a word of it. */
const LISTED = 300;

export interface ConversationEntry {
  readonly id: string;
  /** Given by the user, else made from the first question. */
  readonly title: string;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
  readonly createdAt: number;
  readonly turns: number;
  /** About 120 characters around what was looked for. */
  readonly excerpt?: string;
  /** Another window shows it. */
  readonly heldElsewhere: boolean;
  /** It branched off another one, whose name it may have. */
  readonly isBranch: boolean;
}

export interface Opened {
  readonly conversation: Conversation | undefined;
  readonly draft: string;
  /** Turns of it that cannot be read, e.g. because a newer version wrote them; they are kept. */
  readonly unreadable: number;
}

export type Privacy = Pick<PrivacyKeeping, 'scrubber' | 'state' | 'told'>;

export interface KeepingParts {
  readonly workspace: string;
  /** Name of this window, different from all others. */
  readonly window: string;
  readonly open: () => Promise<Conversations>;
  readonly openPrivacy: () => Promise<Privacy>;
  /** Whether the window of that name surely does not live any more. */
  readonly isGone: (window: string) => boolean;
  /** Resolves as long as the window is there; what is held lapses where it does not. */
  readonly answers: () => PromiseLike<unknown>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is known to be in the file. */
interface Known {
  /** By id, sealed. */
  readonly turns: Map<string, PlacedTurn>;
  isKept: boolean;
  title: string | undefined;
  /** As they were given last; undefined when they have to be looked at again. */
  draft: string | undefined;
  conversation: Conversation | undefined;
}

interface Waiting {
  readonly conversation: Conversation;
  readonly draft: string;
  isReleased: boolean;
}

/**
 * The conversations that this window shows, written turn by turn as they change, and held, so that no other window shows
 * them at the same time. Secrets are not kept: placeholders stand for them; until it is known what is one, nothing is.
 */
export class KeptConversations {
  private readonly parts: KeepingParts;
  private readonly known = new Map<string, Known>();
  /** What came before it could be sealed and written. */
  private readonly waiting = new Map<string, Waiting>();
  /** Ids that this window deleted: whoever still writes one writes nothing. */
  private readonly deleted = new Set<string>();
  private store: Conversations | undefined;
  private privacy: Privacy | undefined;
  private storeOpening: Promise<Conversations> | undefined;
  private privacyOpening: Promise<Privacy> | undefined;
  private sealTurns: ReturnType<typeof createSealer> | undefined;
  /** Of the state of privacy, when the sealer was made. */
  private version: number | undefined;
  private renewal: NodeJS.Timeout | undefined;
  private isPrepared = false;
  private isDisposed = false;

  constructor(parts: KeepingParts) {
    this.parts = parts;
  }

  /** The latest conversation that no other window holds; throws where the file cannot be opened. */
  async loadLatest(): Promise<Opened | undefined> {
    this.prepare();
    const store = await this.ready();
    this.freeGone(store);
    for (;;) {
      const id = store.latestFree(this.parts.workspace, this.parts.window, this.parts.clock.now());
      if (id === undefined) return undefined;
      const opened = this.take(store, id);
      // Another window was faster: then there is another latest one.
      if (opened !== undefined) return opened;
    }
  }

  async open(id: string): Promise<Opened | undefined> {
    this.prepare();
    const store = await this.ready();
    this.freeGone(store);
    return this.take(store, id);
  }

  /** As it is in the file, whoever holds it. */
  async read(id: string): Promise<Conversation | undefined> {
    const store = await this.ready();
    const found = store.load(this.parts.workspace, id);
    return found === undefined ? undefined : conversationOf(found);
  }

  /** Writes what changed since it was given last. Never throws. */
  save(conversation: Conversation, draft: string): void {
    if (this.deleted.has(conversation.id)) return;
    try {
      if (this.store === undefined || this.privacy === undefined) {
        this.waiting.set(conversation.id, { conversation, draft, isReleased: false });
        if (!this.isPrepared) this.prepare();
      } else this.write(this.store, this.privacy, conversation, draft);
    } catch (error) {
      this.warn('conversations: cannot be saved', error);
    }
  }

  release(id: string): void {
    const waiting = this.waiting.get(id);
    if (waiting !== undefined) {
      waiting.isReleased = true;
      return;
    }
    this.known.delete(id);
    try {
      this.store?.release(this.parts.window, id);
    } catch (error) {
      // It lapses.
      this.warn('conversations: cannot be released', error);
    }
  }

  async list(query: string): Promise<readonly ConversationEntry[]> {
    const store = await this.ready();
    return store.list(this.parts.workspace, { query, limit: LISTED }).map((summary) => this.entryOf(summary));
  }

  async rename(id: string, title: string): Promise<void> {
    const [store, { scrubber }] = await Promise.all([this.ready(), this.sealing()]);
    const given = title.trim();
    store.rename(this.parts.workspace, id, scrubber.scrub(given).text);
    const known = this.known.get(id);
    if (known !== undefined) known.title = given === '' ? undefined : given;
  }

  async delete(id: string): Promise<void> {
    this.deleted.add(id);
    const store = await this.ready();
    this.waiting.delete(id);
    this.known.delete(id);
    store.delete(this.parts.workspace, id);
  }

  async sealed(conversation: Conversation): Promise<Conversation> {
    const privacy = await this.sealing();
    const { title, turns, ...rest } = conversation;
    const sealed = this.sealer(privacy)(turns);
    return { ...rest, ...(title === undefined ? {} : { title: privacy.scrubber.scrub(title).text }), turns: sealed };
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.renewal);
    try {
      this.store?.release(this.parts.window);
    } catch (error) {
      this.warn('conversations: cannot be released', error);
    }
  }

  private async ready(): Promise<Conversations> {
    this.storeOpening ??= this.openStore();
    return this.storeOpening;
  }

  private async openStore(): Promise<Conversations> {
    try {
      const store = await this.parts.open();
      this.store = store;
      this.writeWaiting();
      return store;
    } catch (error) {
      this.storeOpening = undefined;
      throw error;
    }
  }

  private async sealing(): Promise<Privacy> {
    this.privacyOpening ??= this.openPrivacy();
    return this.privacyOpening;
  }

  private async openPrivacy(): Promise<Privacy> {
    try {
      const privacy = await this.parts.openPrivacy();
      await privacy.told();
      this.privacy = privacy;
      this.writeWaiting();
      return privacy;
    } catch (error) {
      this.privacyOpening = undefined;
      throw error;
    }
  }

  /** What fails is tried again the next time somebody asks for a conversation, not with each change of one. */
  private prepare(): void {
    this.isPrepared = true;
    this.ready().catch((error: unknown) => this.warn('conversations: cannot be opened', error));
    this.sealing().catch((error: unknown) => this.warn('conversations: cannot be sealed', error));
  }

  private writeWaiting(): void {
    if (this.store === undefined || this.privacy === undefined) return;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const { conversation, draft, isReleased } of waiting) {
      this.save(conversation, draft);
      if (isReleased) this.release(conversation.id);
    }
  }

  /** What windows held that crashed; also this one before a reload. */
  private freeGone(store: Conversations): void {
    for (const window of store.holders()) if (this.parts.isGone(window)) store.release(window);
  }

  private take(store: Conversations, id: string): Opened | undefined {
    const { workspace, clock } = this.parts;
    if (!store.claim(workspace, id, this.lease(), clock.now())) return undefined;
    const found = store.load(workspace, id);
    if (found === undefined) return undefined;
    this.renewSoon();
    const { meta, draft, unreadable } = found;
    const turns = new Map(found.turns.map((placed) => [placed.turn.id, placed]));
    this.known.set(id, { turns, isKept: true, title: meta.title, draft, conversation: undefined });
    return { conversation: conversationOf(found), draft, unreadable };
  }

  private write(store: Conversations, privacy: Privacy, conversation: Conversation, draft: string): void {
    const { workspace, clock } = this.parts;
    const seal = this.sealer(privacy);
    const known = this.knownOf(conversation.id);
    if (conversation === known.conversation && draft === known.draft) return;
    // Nothing in it yet.
    if (!known.isKept && conversation.turns.length === 0 && draft === '') return;
    const { turns: _turns, title, ...facts } = conversation;
    const sealedTitle = title === undefined ? {} : { title: privacy.scrubber.scrub(title).text };
    const meta: ConversationMeta = { ...facts, ...sealedTitle, updatedAt: clock.now() };
    const placed = place(seal(conversation.turns), known.turns);
    const ids = new Set(placed.map(({ turn }) => turn.id));
    const changed = placed.flatMap((each) => changeOf(each, known.turns.get(each.turn.id)) ?? []);
    const removed = [...known.turns.keys()].filter((turnId) => !ids.has(turnId));
    const sealedDraft = draft === known.draft ? undefined : privacy.scrubber.apart().scrub(draft).text;
    let isNew = false;
    if (changed.length > 0 || removed.length > 0 || sealedDraft !== undefined) {
      const changes = { lease: this.lease(), removed, ...(sealedDraft === undefined ? {} : { draft: sealedDraft }) };
      isNew = store.save(workspace, meta, changed, changes);
    }
    // Somebody deleted it meanwhile. Who has it open keeps it, and then all of it.
    if (isNew && known.isKept) {
      store.save(workspace, meta, placed, { lease: this.lease(), draft: privacy.scrubber.apart().scrub(draft).text });
    }
    if (!isNew && title !== known.title) store.rename(workspace, conversation.id, sealedTitle.title ?? '');
    known.turns.clear();
    for (const each of placed) known.turns.set(each.turn.id, each);
    Object.assign(known, { isKept: true, title, draft, conversation } satisfies Omit<Known, 'turns'>);
    if (isNew) this.renewSoon();
  }

  private sealer({ scrubber, state }: Privacy): ReturnType<typeof createSealer> {
    if (this.sealTurns === undefined || this.version !== state.version) {
      // Something else may be a secret now, also in what is kept already.
      this.sealTurns = createSealer(scrubber);
      this.version = state.version;
      for (const known of this.known.values()) {
        if (known.draft !== '') known.draft = undefined;
        known.conversation = undefined;
      }
    }
    return this.sealTurns;
  }

  private knownOf(id: string): Known {
    const before = this.known.get(id);
    if (before !== undefined) return before;
    const known: Known = { turns: new Map(), isKept: false, title: undefined, draft: '', conversation: undefined };
    this.known.set(id, known);
    return known;
  }

  private entryOf({ meta, turns, firstQuestion, excerpt, lease }: ConversationSummary): ConversationEntry {
    const { window, isGone, clock } = this.parts;
    const { id, createdAt, updatedAt, title } = meta;
    const isHeld = lease !== undefined && lease.until > clock.now();
    return {
      id,
      title: titleOf({ ...(title === undefined ? {} : { title }), turns: [{ question: firstQuestion }] }),
      createdAt,
      updatedAt,
      turns,
      ...(excerpt === undefined ? {} : { excerpt }),
      isBranch: meta.branchOf !== undefined,
      heldElsewhere: isHeld && lease.window !== window && !isGone(lease.window),
    };
  }

  private lease(): Lease {
    return { window: this.parts.window, until: this.parts.clock.now() + LEASE };
  }

  private renewSoon(): void {
    if (this.isDisposed || this.renewal !== undefined) return;
    this.renewal = setTimeout(() => void this.renew(), RENEW_EVERY);
    this.renewal.unref();
  }

  private async renew(): Promise<void> {
    try {
      await this.parts.answers();
      if (!this.isDisposed && this.known.size > 0) this.store?.renew(this.lease());
    } catch (error) {
      this.warn('conversations: cannot be held', error);
    }
    this.renewal = undefined;
    if (this.known.size > 0) this.renewSoon();
  }

  private warn(event: string, error: unknown): void {
    this.parts.log.warn(event, { message: error instanceof Error ? error.message : String(error) });
  }
}

function conversationOf({ meta, turns }: KeptConversation): Conversation {
  const { updatedAt: _updatedAt, ...facts } = meta;
  return { ...facts, turns: turns.map(({ turn }) => turn) };
}

/** Turns stay where they are in the file; a new one comes after the one before it. */
function place(turns: readonly Turn[], known: ReadonlyMap<string, PlacedTurn>): readonly PlacedTurn[] {
  let last = -1;
  return turns.map((turn) => {
    const before = known.get(turn.id)?.position;
    last = before !== undefined && before > last ? before : last + 1;
    return { position: last, turn };
  });
}

/** What is to be written. Text that did not change is the same string, so that comparing it costs next to nothing. */
function changeOf(now: PlacedTurn, before: PlacedTurn | undefined): ChangedTurn | undefined {
  if (before === undefined) return now;
  if (now.position === before.position && isDeepStrictEqual(now.turn, before.turn)) return undefined;
  return { ...now, keepsAttachments: isDeepStrictEqual(now.turn.attachments, before.turn.attachments) };
}
